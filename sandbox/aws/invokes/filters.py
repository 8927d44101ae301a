"""The `filters` and `tags` arguments of look-ups, matched against what exists."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sandbox.aws.invokes.arguments import Filter
from sandbox.aws.invokes.call import NotSupported
from sandbox.aws.invokes.inventory import tags_of
from sandbox.aws.model import Deployed
from sandbox.values import Value

# Filter names whose property is called otherwise; the first property that the resource has counts.
_PROPERTIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "allocation-id": ("allocationId", "id"),
        "association.subnet-id": ("subnetIds", "subnetId"),
        "attachment.vpc-id": ("vpcId",),
        "cidr": ("cidrBlock",),
        "cidr-block-association.cidr-block": ("cidrBlock",),
        "customer-gateway-id": ("customerGatewayId", "id"),
        "db-cluster-id": ("clusterIdentifier",),
        "db-instance-id": ("identifier",),
        "default-for-az": ("defaultForAz",),
        "dhcp-options-id": ("dhcpOptionsId", "id"),
        "group-id": ("groupId", "id"),
        "group-name": ("groupName", "name"),
        "image-id": ("imageId", "ami", "id"),
        "instance-id": ("instanceId", "id", "instance"),
        "instance-type": ("instanceType",),
        "internet-gateway-id": ("internetGatewayId", "id"),
        "ip-permission.cidr": ("cidrIpv4", "cidrBlocks"),
        "is-default": ("default",),
        "isDefault": ("default",),
        "key-name": ("keyName",),
        "launch-template-name": ("name",),
        "map-public-ip-on-launch": ("mapPublicIpOnLaunch",),
        "name": ("name", "bucket", "domain"),
        "nat-gateway-id": ("natGatewayId", "id"),
        "network-acl-id": ("networkAclId", "id"),
        "network-interface-id": ("networkInterfaceId", "id"),
        "owner-id": ("ownerId",),
        "placement-group-name": ("placementGroup",),
        "prefix-list-id": ("prefixListId", "id"),
        "prefix-list-name": ("prefixListName", "name"),
        "private-ip-address": ("privateIp",),
        "public-ip": ("publicIp",),
        "requester-vpc-info.vpc-id": ("vpcId",),
        "accepter-vpc-info.vpc-id": ("peerVpcId",),
        "route-table-id": ("routeTableId", "id"),
        "security-group-id": ("securityGroupId", "id"),
        "security-group-rule-id": ("securityGroupRuleId", "id"),
        "service-name": ("serviceName",),
        "snapshot-id": ("snapshotId", "id"),
        "subnet-id": ("subnetId", "id"),
        "transit-gateway-attachment-id": ("transitGatewayAttachmentId", "id"),
        "transit-gateway-id": ("transitGatewayId", "id"),
        "transit-gateway-route-table-id": ("transitGatewayRouteTableId", "id"),
        "volume-id": ("volumeId", "id"),
        "vpc-endpoint-id": ("vpcEndpointId", "id"),
        "vpc-id": ("vpcId", "id"),
        "vpc-peering-connection-id": ("vpcPeeringConnectionId", "id"),
        "vpn-connection-id": ("vpnConnectionId", "id"),
    }
)

# Filters on a life cycle: what the sandbox holds is always in its settled state.
_SETTLED = MappingProxyType(
    {
        "state": "available",
        "status": "available",
        "status-code": "active",
        "instance-state-name": "running",
        "instance-state-code": "16",
        "attachment.state": "available",
        "attachment.status": "attached",
        "vpc-endpoint-state": "available",
        "opt-in-status": "opt-in-not-required",
        "domain": "vpc",
    }
)


def wildcard(pattern: str, text: str) -> bool:
    """Whether the text fits an AWS filter pattern: `*` any characters, `?` any single one, case counts."""
    expression = "".join({"*": ".*", "?": "."}.get(character, re.escape(character)) for character in pattern)
    return re.fullmatch(expression, text, re.DOTALL) is not None


def fits(deployed: Deployed, filters: Sequence[Filter], tags: Mapping[str, str]) -> bool:
    """Whether the resource has all these tags and fits every filter.

    Raises `NotSupported` for a filter on something that the resource's state does not tell.
    """
    carried = tags_of(deployed)
    return all(carried.get(key) == value for key, value in tags.items()) and all(
        _fits(deployed, carried, filter) for filter in filters
    )


def _fits(deployed: Deployed, carried: Mapping[str, str], filter: Filter) -> bool:
    actual = _actual(deployed, carried, filter.name)
    return any(wildcard(pattern, text) for pattern in filter.values for text in actual)


def _actual(deployed: Deployed, carried: Mapping[str, str], name: str) -> list[str]:
    if name.startswith("tag:"):
        return [carried[name[4:]]] if name[4:] in carried else []
    if name in ("key", "value") and "DhcpOptions" in deployed.type:
        return _dhcp(deployed, name)
    if name in ("tag-key", "tag-value"):
        return list(carried if name == "tag-key" else carried.values())
    value = _property(deployed, name)
    if value is None and name in _SETTLED:
        return [_SETTLED[name]]
    return _texts(value)


def _dhcp(deployed: Deployed, part: str) -> list[str]:
    """The names or the values of DHCP options, in the spelling of the EC2 API."""
    keys = {
        "domainName": "domain-name",
        "domainNameServers": "domain-name-servers",
        "ntpServers": "ntp-servers",
        "netbiosNameServers": "netbios-name-servers",
        "netbiosNodeType": "netbios-node-type",
    }
    given = [name for name in keys if deployed.properties.get(name)]
    if part == "key":
        return [keys[name] for name in given]
    return [text for name in given for text in _texts(deployed.properties[name])]


def _property(deployed: Deployed, name: str) -> Value:
    """The property that a filter name means; "id" is the resource's own id."""
    candidates = _PROPERTIES.get(name, (camel(name), name))
    for key in candidates:
        if key in deployed.properties:
            return deployed.properties[key]
        if key == "id":
            return deployed.id
    if name in _PROPERTIES or name in _SETTLED or _nested(deployed, name) is not None:
        return _nested(deployed, name)
    raise NotSupported(
        f'The sandbox cannot filter {deployed.type} by "{name}": filter by tag:KEY, by an id, '
        "or by one of the properties that `sandbox/cloud show` prints for the resource."
    )


def _nested(deployed: Deployed, name: str) -> Value:
    path = [camel(part) for part in name.split(".")]
    return deployed.get(*path) if len(path) > 1 else None


def _texts(value: Value) -> list[str]:
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    if isinstance(value, bool):
        return [str(value).lower()]
    return [str(value)] if isinstance(value, str | int | float) else []


def camel(name: str) -> str:
    """`vpc-id` and `vpc_id` as `vpcId`."""
    first, *rest = re.split(r"[-_]", name)
    return first + "".join(part[:1].upper() + part[1:] for part in rest)
