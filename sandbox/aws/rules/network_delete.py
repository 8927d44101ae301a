"""What EC2 refuses to delete because something still depends on it."""

from collections.abc import Iterator
from typing import Final

from sandbox.aws.model import Cloud, Deployed
from sandbox.aws.rules.references import text, texts
from sandbox.aws.rules.rule import refuses_to_delete
from sandbox.aws.rules.types import (
    CACHE_CLUSTER,
    CACHE_REPLICATION_GROUP,
    DB_CLUSTER,
    DB_INSTANCE,
    DB_SUBNET_GROUP,
    EGRESS_ONLY_GATEWAY,
    EGRESS_RULE,
    EIP,
    FUNCTION,
    INGRESS_RULE,
    INSTANCE,
    INTERNET_GATEWAY,
    INTERNET_GATEWAY_ATTACHMENT,
    LOAD_BALANCER,
    MOUNT_TARGET,
    NAT_GATEWAY,
    NETWORK_ACL,
    NETWORK_INTERFACE,
    ROUTE_TABLE,
    ROUTE_TABLE_ASSOCIATION,
    SECURITY_GROUP,
    SECURITY_GROUP_RULE,
    SERVICE,
    SUBNET,
    VPC,
    VPC_ENDPOINT,
    VPN_GATEWAY,
)

_API: Final = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/"
_LIVES_IN_A_VPC: Final = (
    *(SUBNET, SECURITY_GROUP, INTERNET_GATEWAY, INTERNET_GATEWAY_ATTACHMENT, EGRESS_ONLY_GATEWAY, VPN_GATEWAY),
    *(ROUTE_TABLE, NETWORK_ACL, VPC_ENDPOINT, NAT_GATEWAY),
)
_OWNED_BY_A_VPC: Final = ("mainRouteTableId", "defaultRouteTableId", "defaultSecurityGroupId", "defaultNetworkAclId")
_GROUP_LISTS: Final = {
    INSTANCE: (("vpcSecurityGroupIds",),),
    NETWORK_INTERFACE: (("securityGroups",),),
    LOAD_BALANCER[0]: (("securityGroups",),),
    "aws:elb/loadBalancer:LoadBalancer": (("securityGroups",),),
    DB_INSTANCE: (("vpcSecurityGroupIds",),),
    DB_CLUSTER: (("vpcSecurityGroupIds",),),
    CACHE_REPLICATION_GROUP: (("securityGroupIds",),),
    CACHE_CLUSTER: (("securityGroupIds",),),
    FUNCTION: (("vpcConfig", "securityGroupIds"),),
    VPC_ENDPOINT: (("securityGroupIds",),),
    MOUNT_TARGET: (("securityGroups",),),
}
"""Where the resources with network interfaces list the security groups of these."""
_SUBNET_LISTS: Final = {
    INSTANCE: ("subnetId",),
    NETWORK_INTERFACE: ("subnetId",),
    NAT_GATEWAY: ("subnetId",),
    LOAD_BALANCER[0]: ("subnets",),
    "aws:elb/loadBalancer:LoadBalancer": ("subnets",),
    FUNCTION: ("vpcConfig", "subnetIds"),
    VPC_ENDPOINT: ("subnetIds",),
    MOUNT_TARGET: ("subnetId",),
}
"""Where the resources with a network interface in each of their subnets list these."""


@refuses_to_delete(VPC, code="DependencyViolation", source=_API + "API_DeleteVpc.html")
def a_vpc_in_use_stays(vpc: Deployed, cloud: Cloud) -> Iterator[str]:
    """Gateways, subnets, groups, tables and endpoints must go first; what AWS made with the VPC goes with it."""
    owned = {text(vpc, name) for name in _OWNED_BY_A_VPC}
    for resource in cloud.all(*_LIVES_IN_A_VPC):
        if text(resource, "vpcId") != vpc.id or resource.id in owned:
            continue
        if resource.type == SECURITY_GROUP and text(resource, "name") == "default":
            continue
        yield f"The vpc '{vpc.id}' has dependencies and cannot be deleted: {resource.id}; delete that first"


@refuses_to_delete(SUBNET, code="DependencyViolation", source=_API + "API_DeleteSubnet.html")
def a_subnet_in_use_stays(subnet: Deployed, cloud: Cloud) -> Iterator[str]:
    """Network interfaces must go first; route table associations go with the subnet."""
    for user in _interfaces_in(subnet, cloud):
        yield f"The subnet '{subnet.id}' has dependencies and cannot be deleted: {user.id}; delete that first"


@refuses_to_delete(SECURITY_GROUP, code="DependencyViolation", source=_API + "API_DeleteSecurityGroup.html")
def a_security_group_in_use_stays(group: Deployed, cloud: Cloud) -> Iterator[str]:
    """Interfaces with it and rules of other groups that refer to it must go first; its own rules go with it."""
    for user in _users_of(group, cloud):
        yield f"resource {group.id} has a dependent object: {user.id}; delete that first"


@refuses_to_delete(ROUTE_TABLE, code="DependencyViolation", source=_API + "API_DeleteRouteTable.html")
def a_route_table_of_a_subnet_stays(table: Deployed, cloud: Cloud) -> Iterator[str]:
    """Associations must go first, but for those with a subnet that is gone."""
    subnets = {subnet.id for subnet in cloud.all(SUBNET)}
    for association in cloud.where(ROUTE_TABLE_ASSOCIATION, routeTableId=table.id):
        if text(association, "subnetId") in subnets:
            yield (
                f"The routeTable '{table.id}' has dependencies and cannot be deleted: {association.id}; "
                "delete that first"
            )


@refuses_to_delete(EIP, code="InvalidIPAddress.InUse", source=_API + "API_ReleaseAddress.html")
def an_elastic_ip_of_a_nat_gateway_stays(eip: Deployed, cloud: Cloud) -> Iterator[str]:
    """The gateway must go first."""
    for nat in cloud.all(NAT_GATEWAY):
        if eip.id in (text(nat, "allocationId"), *texts(nat, "secondaryAllocationIds")):
            yield f"The address with allocation id [{eip.id}] is in use by {nat.id}; delete that first"


@refuses_to_delete(INSTANCE, code="OperationNotPermitted", source=_API + "API_TerminateInstances.html")
def a_protected_instance_stays(instance: Deployed, cloud: Cloud) -> Iterator[str]:
    """disableApiTermination, unless forceDestroy says that the provider lifts it."""
    if instance.get("disableApiTermination") is True and instance.get("forceDestroy") is not True:
        yield (
            f"The instance '{instance.id}' may not be terminated. Modify its 'disableApiTermination' instance "
            "attribute and try again"
        )


def _interfaces_in(subnet: Deployed, cloud: Cloud) -> Iterator[Deployed]:
    for user in cloud.all(*_SUBNET_LISTS):
        if subnet.id in texts(user, *_SUBNET_LISTS[user.type if user.type in _SUBNET_LISTS else LOAD_BALANCER[0]]):
            yield user
    for service in cloud.all(SERVICE):
        subnets = texts(service, "networkConfiguration", "subnets")
        count = service.get("desiredCount")
        # Tasks are spread over the subnets: only as many as there are subnets surely reach this one.
        if subnet.id in subnets and isinstance(count, int | float) and count >= len(subnets):
            yield service
    zone = text(subnet, "availabilityZone")
    for group in cloud.all(DB_SUBNET_GROUP):
        if zone and subnet.id in texts(group, "subnetIds"):
            users = cloud.where(DB_INSTANCE, dbSubnetGroupName=text(group, "name"))
            yield from (user for user in users if text(user, "availabilityZone") == zone)


def _users_of(group: Deployed, cloud: Cloud) -> Iterator[Deployed]:
    for user in cloud.all(*_GROUP_LISTS):
        paths = _GROUP_LISTS[user.type if user.type in _GROUP_LISTS else LOAD_BALANCER[0]]
        if any(group.id in texts(user, *path) for path in paths):
            yield user
    for service in cloud.all(SERVICE):
        if group.id in texts(service, "networkConfiguration", "securityGroups") and service.get("desiredCount"):
            yield service
    for rule in cloud.all(INGRESS_RULE, EGRESS_RULE, SECURITY_GROUP_RULE):
        peer = text(rule, "referencedSecurityGroupId") or text(rule, "sourceSecurityGroupId")
        if peer == group.id and text(rule, "securityGroupId") != group.id:
            yield rule
    for other in cloud.all(SECURITY_GROUP):
        if other.id != group.id and group.id in _inline_peers(other):
            yield other


def _inline_peers(group: Deployed) -> set[str]:
    rules = [rule for name in ("ingress", "egress") if isinstance(listed := group.get(name), list) for rule in listed]
    listed_peers = [rule.get("securityGroups") for rule in rules if isinstance(rule, dict)]
    return {peer for peers in listed_peers if isinstance(peers, list) for peer in peers if isinstance(peer, str)}
