"""Resources that AWS makes by itself when another one is created.

They carry the seed and place of their maker, an empty name, and the types under which reads and invokes look for them.
The set depends on the maker's state alone, so that it can be computed again when the maker is updated or deleted: what
is no longer in it goes.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from sandbox.aws.model import Cloud, Deployed, Place, Request
from sandbox.values import Properties, Value

SECURITY_GROUP: Final = "aws:ec2/securityGroup:SecurityGroup"
_CREDENTIALS: Final = "aws:secretsmanager/secret:Secret"
_SETTINGS_OF_A_SECRET: Final = (
    "aws:secretsmanager/secretRotation:SecretRotation",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
)
_Effects: TypeAlias = Callable[[Request, str, Properties], list[Deployed]]


def compute_effects(request: Request, id: str, state: Properties) -> list[Deployed]:
    """The resources that come to exist with the one of this id and state, and go when it goes.

    VPC: its default security group, network ACL and main route table. RDS, Aurora, DocumentDB and Redshift with a
    managed master password: the secret. EKS cluster: its security group. NAT gateway and interface endpoint: their
    network interfaces. Everything else has none.
    """
    effects = _EFFECTS.get(request.type)
    return effects(request, id, state) if effects is not None else []


def settings_of(effect: Deployed, cloud: Cloud) -> list[Deployed]:
    """What a program has set on a resource that AWS made, and that is no more once AWS takes the resource away."""
    if effect.type != _CREDENTIALS:
        return []
    return [found for found in cloud.all(*_SETTINGS_OF_A_SECRET) if found.get("secretId") == effect.id]


def _deployed(request: Request, state: Properties, type: str, id: str, properties: Properties) -> Deployed:
    region = state.get("region")
    place = Place(region, request.place.account) if isinstance(region, str) and region else request.place
    whole: Properties = {"region": place.region, "tags": {}, "tagsAll": {}, **properties}
    return Deployed(type=type, id=id, place=place, properties=whole, seed=request.seed)


def _text(state: Properties, name: str) -> str:
    value = state.get(name)
    return value if isinstance(value, str) else ""


def _ec2_arn(request: Request, state: Properties, path: str) -> str:
    return request.place.arn("ec2", path, region=_text(state, "region") or None)


def _vpc(request: Request, id: str, state: Properties) -> list[Deployed]:
    owner = request.place.account
    group, acl, table = (
        _text(state, name) for name in ("defaultSecurityGroupId", "defaultNetworkAclId", "defaultRouteTableId")
    )
    everything: Properties = {"fromPort": 0, "toPort": 0, "protocol": "-1", "self": False, "cidrBlocks": ["0.0.0.0/0"]}
    among: Properties = {"fromPort": 0, "toPort": 0, "protocol": "-1", "self": True, "cidrBlocks": []}
    allow: Properties = {"action": "allow", "cidrBlock": "0.0.0.0/0", "fromPort": 0, "protocol": "-1", "ruleNo": 100}
    return [
        _deployed(
            request,
            state,
            SECURITY_GROUP,
            group,
            {
                "arn": _ec2_arn(request, state, f"security-group/{group}"),
                "description": "default VPC security group",
                "egress": [everything],
                "ingress": [among],
                "name": "default",
                "ownerId": owner,
                "vpcId": id,
            },
        ),
        _deployed(
            request,
            state,
            "aws:ec2/networkAcl:NetworkAcl",
            acl,
            {
                "arn": _ec2_arn(request, state, f"network-acl/{acl}"),
                "egress": [{**allow, "toPort": 0}],
                "ingress": [{**allow, "toPort": 0}],
                "ownerId": owner,
                "subnetIds": [],
                "vpcId": id,
            },
        ),
        _deployed(
            request,
            state,
            "aws:ec2/routeTable:RouteTable",
            table,
            {
                "arn": _ec2_arn(request, state, f"route-table/{table}"),
                "ownerId": owner,
                "propagatingVgws": [],
                "routes": [],
                "vpcId": id,
            },
        ),
    ]


def _managed_secret(request: Request, id: str, state: Properties) -> list[Deployed]:
    secrets = state.get("masterUserSecrets")
    found = [secret for secret in secrets if isinstance(secret, dict)] if isinstance(secrets, list) else []
    pairs = [(_text(secret, "secretArn"), _text(secret, "kmsKeyId")) for secret in found]
    pairs.append((_text(state, "masterPasswordSecretArn"), _text(state, "masterPasswordSecretKmsKeyId")))
    pairs.append((_text(state, "adminPasswordSecretArn"), _text(state, "adminPasswordSecretKmsKeyId")))
    return [_secret(request, state, arn, key) for arn, key in pairs if arn]


def _secret(request: Request, state: Properties, arn: str, key: str) -> Deployed:
    name = arn.split(":secret:", 1)[-1].rsplit("-", 1)[0]
    description = f"Secret associated with {_text(state, 'arn')}"
    properties: Properties = {
        "arn": arn,
        "description": description,
        "kmsKeyId": key,
        "name": name,
        "namePrefix": "",
        "policy": "",
        "recoveryWindowInDays": 30,
    }
    return _deployed(request, state, _CREDENTIALS, arn, properties)


def _eks_cluster(request: Request, id: str, state: Properties) -> list[Deployed]:
    config = state.get("vpcConfig")
    if not isinstance(config, dict):
        return []
    group = _text(config, "clusterSecurityGroupId")
    properties: Properties = {
        "arn": _ec2_arn(request, state, f"security-group/{group}"),
        "description": "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, "
        "as well as any managed workloads.",
        "egress": [],
        "ingress": [],
        "name": f"eks-cluster-sg-{id}-{request.random.digits(10, 'group')}",
        "ownerId": request.place.account,
        "vpcId": _text(config, "vpcId"),
    }
    return [_deployed(request, state, SECURITY_GROUP, group, properties)] if group else []


def _nat_gateway(request: Request, id: str, state: Properties) -> list[Deployed]:
    interface = _text(state, "networkInterfaceId")
    subnet, private = _text(state, "subnetId"), _text(state, "privateIp")
    description = f"Interface for NAT Gateway {id}"
    found = _interface(request, state, interface, subnet, description, private)
    return [found] if interface else []


def _endpoint(request: Request, id: str, state: Properties) -> list[Deployed]:
    interfaces, subnets = state.get("networkInterfaceIds"), state.get("subnetIds")
    if not isinstance(interfaces, list) or not isinstance(subnets, list):
        return []
    pairs = zip(interfaces, subnets, strict=False)
    return [
        _interface(request, state, str(interface), str(subnet), f"VPC Endpoint Interface {id}", "")
        for interface, subnet in pairs
    ]


def _interface(request: Request, state: Properties, id: str, subnet: str, description: str, address: str) -> Deployed:
    groups: Value = state.get("securityGroupIds") or []
    addresses: list[Value] = [address] if address else []
    properties: Properties = {
        "arn": _ec2_arn(request, state, f"network-interface/{id}"),
        "attachments": [],
        "description": description,
        "interfaceType": "nat_gateway" if "NAT" in description else "vpc_endpoint",
        "macAddress": "06:" + ":".join(request.random.hex(2, f"{id}/{place}") for place in range(5)),
        "ownerId": request.place.account,
        "privateIp": address,
        "privateIps": addresses,
        "securityGroups": groups,
        "sourceDestCheck": False,
        "subnetId": subnet,
        "vpcId": _text(state, "vpcId"),
    }
    return _deployed(request, state, "aws:ec2/networkInterface:NetworkInterface", id, properties)


_EFFECTS: Final[Mapping[str, _Effects]] = MappingProxyType(
    {
        "aws:ec2/vpc:Vpc": _vpc,
        "aws:ec2/defaultVpc:DefaultVpc": _vpc,
        "aws:rds/instance:Instance": _managed_secret,
        "aws:rds/cluster:Cluster": _managed_secret,
        "aws:docdb/cluster:Cluster": _managed_secret,
        "aws:redshift/cluster:Cluster": _managed_secret,
        "aws:redshiftserverless/namespace:Namespace": _managed_secret,
        "aws:eks/cluster:Cluster": _eks_cluster,
        "aws:ec2/natGateway:NatGateway": _nat_gateway,
        "aws:ec2/vpcEndpoint:VpcEndpoint": _endpoint,
    }
)
