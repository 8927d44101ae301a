"""EC2: instances and their network interfaces."""

from typing import Final

from sandbox.aws.computed.addresses import (
    address_in,
    default_security_group,
    default_vpc,
    elastic_address,
    private_name,
    public_name,
    subnet_value,
    vpc_of,
)
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.aws.model import Deployed
from sandbox.values import Properties, Value

_ROOT_DEVICE: Final = "/dev/xvda"


_ROOT_GIB: Final = 8


@computes("aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest")
def instance(creation: Creation) -> Computed:
    """An instance; what is not given comes from its launch template, then from the subnet, then from AWS's defaults."""
    template = _template(creation)
    id = creation.prefixed("i")
    subnet_id = creation.text("subnetId") or _interface_value(creation, "subnetId")
    zone = creation.text("availabilityZone") or subnet_value(creation, subnet_id, "availabilityZone")
    private = creation.text("privateIp") or _interface_value(creation, "privateIp") or address_in(creation, subnet_id)
    public_wanted = _is_public(creation, subnet_id)
    public = elastic_address(creation, "", "public") if public_wanted else ""
    vpc_id = vpc_of(creation, [subnet_id]) or default_vpc(creation)
    groups: list[Value] = [*creation.texts("vpcSecurityGroupIds")] or _default_groups(creation, vpc_id)
    properties: Properties = {
        "arn": creation.arn("ec2", f"instance/{id}"),
        "ami": creation.text("ami") or _of(template, "imageId") or f"ami-0{creation.random.hex(16, 'ami')}",
        "instanceType": creation.text("instanceType") or _of(template, "instanceType") or "m1.small",
        "associatePublicIpAddress": public_wanted,
        "availabilityZone": zone or creation.facts.zones[0].name,
        "cpuOptions": {"coreCount": 1, "threadsPerCore": 2, **_given(creation, "cpuOptions")},
        "instanceInitiatedShutdownBehavior": creation.text("instanceInitiatedShutdownBehavior", "stop"),
        "instanceMarketOptions": _given(creation, "instanceMarketOptions"),
        "instanceState": "running",
        "instanceLifecycle": "spot" if creation.objects("instanceMarketOptions") else "",
        "spotInstanceRequestId": creation.prefixed("sir") if creation.objects("instanceMarketOptions") else "",
        "keyName": creation.text("keyName") or _of(template, "keyName"),
        "maintenanceOptions": {"autoRecovery": "default", **_given(creation, "maintenanceOptions")},
        "metadataOptions": _metadata_options(creation, template),
        "monitoring": creation.flag("monitoring"),
        "outpostArn": "",
        "passwordData": "",
        "placementGroup": creation.text("placementGroup"),
        "primaryNetworkInterface": _primary_interface(creation),
        "primaryNetworkInterfaceId": _primary_interface_id(creation),
        "privateDns": private_name(creation, private),
        "privateDnsNameOptions": {
            "enableResourceNameDnsARecord": False,
            "enableResourceNameDnsAaaaRecord": False,
            "hostnameType": "ip-name",
            **_given(creation, "privateDnsNameOptions"),
        },
        "privateIp": private,
        "publicDns": public_name(creation, public) if public else "",
        "publicIp": public,
        "rootBlockDevice": _root_device(creation),
        "ebsBlockDevices": _block_devices(creation),
        "securityGroups": list(creation.texts("securityGroups")),
        "subnetId": subnet_id or creation.prefixed("subnet", "default"),
        "tenancy": creation.text("tenancy", "default"),
        "userDataBase64": creation.text("userDataBase64"),
        "vpcSecurityGroupIds": groups,
    }
    if creation.resource.class_name == "SpotInstanceRequest":
        properties |= {
            "spotBidStatus": "fulfilled",
            "spotInstanceId": id,
            "spotRequestState": "active",
            "primaryNetworkInterfaces": [],
        }
        id = creation.prefixed("sir")
    return Computed(id, {name: value for name, value in properties.items() if name in creation.resource.outputs})


def _given(creation: Creation, name: str) -> Properties:
    value = creation.state.get(name)
    return {key: item for key, item in value.items() if item is not None} if isinstance(value, dict) else {}


def _template(creation: Creation) -> Deployed | None:
    reference = _given(creation, "launchTemplate")
    id, name = reference.get("id"), reference.get("name")
    if isinstance(id, str) and id:
        return creation.find("aws:ec2/launchTemplate:LaunchTemplate", id)
    found = creation.request.cloud.where("aws:ec2/launchTemplate:LaunchTemplate", name=name) if name else []
    return found[0] if found else None


def _of(resource: Deployed | None, name: str) -> str:
    value: Value = resource.get(name) if resource is not None else None
    return value if isinstance(value, str) else ""


def _interface_value(creation: Creation, name: str) -> str:
    """A property of the network interface that the instance is given as its primary one."""
    for interface in (*creation.objects("primaryNetworkInterface"), *creation.objects("networkInterfaces")):
        id = interface.get("networkInterfaceId")
        if isinstance(id, str):
            return _of(creation.find("aws:ec2/networkInterface:NetworkInterface", id), name)
    return ""


def _primary_interface_id(creation: Creation) -> str:
    for interface in (*creation.objects("primaryNetworkInterface"), *creation.objects("networkInterfaces")):
        id = interface.get("networkInterfaceId")
        if isinstance(id, str) and interface.get("deviceIndex", 0) == 0:
            return id
    return creation.prefixed("eni")


def _primary_interface(creation: Creation) -> Properties:
    return {
        "deleteOnTermination": True,
        "networkInterfaceId": _primary_interface_id(creation),
        **_given(creation, "primaryNetworkInterface"),
    }


def _is_public(creation: Creation, subnet_id: str) -> bool:
    if isinstance(creation.inputs.get("associatePublicIpAddress"), bool):
        return creation.flag("associatePublicIpAddress")
    subnet = creation.find("aws:ec2/subnet:Subnet", subnet_id)
    return subnet is not None and subnet.get("mapPublicIpOnLaunch") is True


def _default_groups(creation: Creation, vpc_id: str) -> list[Value]:
    group = default_security_group(creation, vpc_id)
    return [group] if group else [creation.prefixed("sg", "default")]


def _metadata_options(creation: Creation, template: Deployed | None) -> Properties:
    inherited = template.get("metadataOptions") if template is not None else None
    base: Properties = {
        "httpEndpoint": "enabled",
        "httpProtocolIpv6": "disabled",
        "httpPutResponseHopLimit": 1,
        "httpTokens": "optional",
        "instanceMetadataTags": "disabled",
    }
    if isinstance(inherited, dict):
        base |= {key: value for key, value in inherited.items() if value is not None}
    given = creation.inputs.get("metadataOptions")
    return base | ({key: value for key, value in given.items() if value is not None} if isinstance(given, dict) else {})


def _root_device(creation: Creation) -> Properties:
    given = _given(creation, "rootBlockDevice")
    return {
        "deleteOnTermination": True,
        "deviceName": _ROOT_DEVICE,
        "encrypted": False,
        "iops": 3000 if given.get("volumeType", "gp3") == "gp3" else 100,
        "kmsKeyId": "",
        "tags": {},
        "throughput": 125 if given.get("volumeType", "gp3") == "gp3" else 0,
        "volumeId": creation.prefixed("vol", "root"),
        "volumeSize": _ROOT_GIB,
        "volumeType": "gp3",
        **given,
    }


def _block_devices(creation: Creation) -> list[Value]:
    devices: list[Value] = []
    for place, device in enumerate(creation.objects("ebsBlockDevices")):
        complete: Properties = {
            "iops": 100,
            "kmsKeyId": "",
            "snapshotId": "",
            "throughput": 0,
            "volumeId": creation.prefixed("vol", f"ebs{place}"),
            "volumeSize": _ROOT_GIB,
        }
        devices.append(complete | device)
    return devices


@computes("aws:ec2/networkInterface:NetworkInterface")
def network_interface(creation: Creation) -> Computed:
    """A network interface with its primary address."""
    id = creation.prefixed("eni")
    subnet_id = creation.text("subnetId")
    given = creation.texts("privateIps") or creation.texts("privateIpLists")
    private = creation.text("privateIp") or (given[0] if given else address_in(creation, subnet_id))
    addresses: list[Value] = [*given] or [private]
    vpc_id = subnet_value(creation, subnet_id, "vpcId")
    return Computed(
        id,
        {
            "arn": creation.arn("ec2", f"network-interface/{id}"),
            "attachments": [*creation.objects("attachments")],
            "interfaceType": creation.text("interfaceType", "interface"),
            "macAddress": "06:" + ":".join(creation.random.hex(2, f"mac{place}") for place in range(5)),
            "outpostArn": "",
            "ownerId": creation.account,
            "privateDnsName": private_name(creation, private),
            "privateIp": private,
            "privateIpLists": addresses,
            "privateIps": addresses,
            "privateIpsCount": creation.number("privateIpsCount", len(addresses) - 1),
            "securityGroups": [*creation.texts("securityGroups")] or _default_groups(creation, vpc_id),
        },
    )


@computes("aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment")
def network_interface_attachment(creation: Creation) -> Computed:
    """The attachment of a network interface to an instance."""
    id = creation.prefixed("eni-attach")
    return Computed(id, {"attachmentId": id, "status": "attached"})
