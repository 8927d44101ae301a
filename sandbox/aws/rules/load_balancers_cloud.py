"""What Elastic Load Balancing refuses when it sees what exists."""

from collections.abc import Iterator
from typing import Final

from sandbox.aws.model import Cloud, Deployed, Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import GROUPS, SUBNETS, VPCS, lookup, missing, same_named, text, vpc_of, zone_of
from sandbox.aws.rules.rule import refuses_to_create, refuses_to_delete, refuses_to_deploy
from sandbox.aws.rules.types import (
    BUCKET,
    CERTIFICATE,
    LISTENER,
    LISTENER_RULE,
    LOAD_BALANCER,
    TARGET_GROUP,
    TARGET_GROUP_ATTACHMENT,
)
from sandbox.values import Properties, Value

_API: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/"
_LB: Final = _API + "API_CreateLoadBalancer.html"
_LISTENER: Final = _API + "API_CreateListener.html"
_RULE: Final = _API + "API_CreateRule.html"
_ACCESS_LOGS: Final = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html"
_BUCKET_POLICY: Final = "aws:s3/bucketPolicy:BucketPolicy"
_BUCKET_ENCRYPTION: Final = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
_PROTOCOLS: Final = {
    "application": ("HTTP", "HTTPS"),
    "network": ("TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"),
    "gateway": ("GENEVE",),
}


@refuses_to_create(*LOAD_BALANCER, code="DuplicateLoadBalancerName", source=_LB)
def load_balancers_have_different_names(balancer: Given, request: Request) -> Failures:
    """In a region."""
    if same_named(request, "name", LOAD_BALANCER[0]):
        yield balancer["name"].refuse(
            f"A load balancer with the same name '{balancer['name'].text}' exists, but with different settings; "
            f"rename one"
        )


@refuses_to_create(*TARGET_GROUP, code="DuplicateTargetGroupName", source=_API + "API_CreateTargetGroup.html")
def target_groups_have_different_names(group: Given, request: Request) -> Failures:
    """In a region."""
    if same_named(request, "name", TARGET_GROUP[0]):
        yield group["name"].refuse(
            f"A target group with the same name '{group['name'].text}' exists, but with different settings; rename one"
        )


@refuses_to_deploy(*LOAD_BALANCER, code="SubnetNotFound", source=_LB)
def subnets_of_a_load_balancer_exist(balancer: Given, request: Request) -> Failures:
    """Directly or by mapping."""
    yield from missing(balancer["subnets"], request, SUBNETS, "The subnet ID")
    for mapping in balancer["subnetMappings"].items:
        yield from missing(mapping["subnetId"], request, SUBNETS, "The subnet ID")


@refuses_to_deploy(*LOAD_BALANCER, code="InvalidConfigurationRequest", source=_LB)
def subnets_of_a_load_balancer_lie_in_zones_of_one_vpc(balancer: Given, request: Request) -> Failures:
    """A subnet a zone, all of one VPC."""
    zones: dict[str, str] = {}
    vpcs: set[str] = set()
    mapped = [mapping["subnetId"] for mapping in balancer["subnetMappings"].items]
    for subnet in (*balancer["subnets"].items, *mapped):
        zone, vpc = zone_of(request, subnet.text or ""), vpc_of(request, subnet.text or "")
        if zone and zones.get(zone, subnet.text) != subnet.text:
            yield balancer["subnets"].refuse(
                "A load balancer cannot be attached to multiple subnets in the same Availability Zone: "
                f"{zones[zone]} and {subnet.text} are in {zone}; give one subnet a zone"
            )
        vpcs |= {vpc} if vpc else set()
        zones[zone] = subnet.text or ""
    if len(vpcs) > 1:
        yield balancer["subnets"].refuse(
            f"The subnets belong to different VPCs: {', '.join(sorted(vpcs))}; use one VPC"
        )


@refuses_to_deploy(*LOAD_BALANCER, code="InvalidSecurityGroup", source=_LB)
def groups_of_a_load_balancer_exist_in_its_vpc(balancer: Given, request: Request) -> Failures:
    """In the VPC of its subnets."""
    yield from missing(balancer["securityGroups"], request, GROUPS, "The security group")
    subnets = [vpc for subnet in balancer["subnets"].items if (vpc := vpc_of(request, subnet.text or ""))]
    for group in balancer["securityGroups"].items:
        vpc = text(lookup(request, group.text or "", *GROUPS), "vpcId")
        if vpc and subnets and vpc != subnets[0]:
            yield group.refuse(
                f"The security group '{group.text}' is of {vpc}, the subnets are of {subnets[0]}; use one VPC"
            )


@refuses_to_deploy(*LOAD_BALANCER, code="InvalidConfigurationRequest", source=_ACCESS_LOGS)
def log_buckets_of_a_load_balancer_admit_its_logs(balancer: Given, request: Request) -> Failures:
    """Elastic Load Balancing writes a test file: the bucket's policy must let it, and only S3-managed keys do."""
    for name in ("accessLogs", "connectionLogs", "healthCheckLogs"):
        bucket = balancer[name]["bucket"]
        if bucket.text is None or not balancer[name]["enabled"].true:
            continue
        yield from missing(bucket, request, BUCKET, "Access Denied for bucket: it")
        if lookup(request, bucket.text, *BUCKET) is None:
            continue
        if not _admits_logs(bucket.text, request):
            yield bucket.refuse(
                f"Access Denied for bucket: {bucket.text}. Please check S3bucket permission; let "
                "logdelivery.elasticloadbalancing.amazonaws.com put objects by a bucket policy"
            )
        if _is_encrypted_by_kms(bucket.text, request):
            yield bucket.refuse(
                f"Access Denied for bucket: {bucket.text}. It encrypts with a KMS key; load balancers log to buckets "
                "with S3-managed keys (AES256) only"
            )


def _admits_logs(bucket: str, request: Request) -> bool:
    """Whether a policy of the bucket lets somebody of Elastic Load Balancing put objects."""
    deliverers = ("logdelivery.elasticloadbalancing.amazonaws.com", "logdelivery.elb.amazonaws.com", ":root")
    policies = [text(found, "policy") for found in request.cloud.where(_BUCKET_POLICY, bucket=bucket)]
    policies += [text(lookup(request, bucket, *BUCKET), "policy")]
    return any("s3:Put" in policy and any(one in policy for one in deliverers) for policy in policies)


def _is_encrypted_by_kms(bucket: str, request: Request) -> bool:
    for found in request.cloud.where(_BUCKET_ENCRYPTION, bucket=bucket):
        rules = found.get("rules")
        for rule in rules if isinstance(rules, list) else []:
            default = rule.get("applyServerSideEncryptionByDefault") if isinstance(rule, dict) else None
            if isinstance(default, dict) and str(default.get("sseAlgorithm")).startswith("aws:kms"):
                return True
    return False


@refuses_to_create(*TARGET_GROUP, code="ValidationError", source=_API + "API_CreateTargetGroup.html")
def the_vpc_of_a_target_group_exists(group: Given, request: Request) -> Failures:
    """In the account and region, or shared with it."""
    yield from missing(group["vpcId"], request, VPCS, "The VPC ID")


@refuses_to_create(*LISTENER, code="LoadBalancerNotFound", source=_LISTENER)
def the_load_balancer_of_a_listener_exists(listener: Given, request: Request) -> Failures:
    """By its ARN."""
    yield from missing(listener["loadBalancerArn"], request, (LOAD_BALANCER[0],), "Load balancer")


@refuses_to_create(*LISTENER, code="DuplicateListener", source=_LISTENER)
def a_load_balancer_listens_once_on_a_port(listener: Given, request: Request) -> Failures:
    """Whatever the protocol."""
    port = listener["port"].number
    for other in request.cloud.where(LISTENER[0], loadBalancerArn=listener["loadBalancerArn"].text):
        if port is not None and other.get("port") == port:
            yield listener["port"].refuse(
                f"A listener already exists on this port for this load balancer '{listener['loadBalancerArn'].text}': "
                f"port {port:g}; change one"
            )


@refuses_to_deploy(*LISTENER, code="ValidationError", source=_LISTENER)
def a_listener_speaks_the_protocols_of_its_load_balancer(listener: Given, request: Request) -> Failures:
    """HTTP and HTTPS for application load balancers, TCP, TLS and UDP for network ones."""
    balancer = lookup(request, listener["loadBalancerArn"].text or "", LOAD_BALANCER[0])
    protocol = (listener["protocol"].text or "").upper()
    allowed = _PROTOCOLS.get(text(balancer, "loadBalancerType") or "application", ())
    if balancer is not None and protocol and protocol not in allowed:
        yield listener["protocol"].refuse(f"Listener protocol '{protocol}' must be one of '{', '.join(allowed)}'")


@refuses_to_deploy(*LISTENER, code="CertificateNotFound", source=_LISTENER)
def the_certificate_of_a_listener_exists(listener: Given, request: Request) -> Failures:
    """Certificates of ACM are of the load balancer's own account and region."""
    certificate = listener["certificateArn"]
    if ":acm:" in (certificate.text or ""):
        yield from missing(
            certificate, request, (CERTIFICATE,), "Certificate", "request or import it in this region first"
        )
        fields = (certificate.text or "").split(":")
        if len(fields) > 3 and fields[3] != request.place.region:
            yield certificate.refuse(
                f"Certificate '{certificate.text}' is of {fields[3]}; use one of {request.place.region}"
            )


@refuses_to_deploy(*LISTENER, *LISTENER_RULE, code="TargetGroupNotFound", source=_LISTENER)
def target_groups_of_actions_exist(inputs: Given, request: Request) -> Failures:
    """By their ARNs."""
    for group in _forwarded(inputs):
        yield from missing(group, request, (TARGET_GROUP[0],), "Target group")


@refuses_to_deploy(*LISTENER, *LISTENER_RULE, code="TargetGroupAssociationLimit", source=_LISTENER)
def a_target_group_belongs_to_one_load_balancer(inputs: Given, request: Request) -> Failures:
    """Several listeners and rules of it may use the group."""
    balancer = _balancer_of(request.inputs, request)
    for group in _forwarded(inputs):
        for user in users_of_target_group(group.text or "", request.cloud):
            other = _balancer_of(user.properties, request)
            if balancer and other and other != balancer:
                yield group.refuse(
                    "The following target groups cannot be associated with more than one load balancer: "
                    f"{group.text} belongs to {other}; create another target group"
                )


@refuses_to_deploy(*LISTENER, *LISTENER_RULE, code="InvalidConfigurationRequest", source=_LISTENER)
def a_target_group_is_of_the_vpc_of_its_load_balancer(inputs: Given, request: Request) -> Failures:
    """Lambda target groups have none."""
    balancer = lookup(request, _balancer_of(request.inputs, request), LOAD_BALANCER[0])
    for group in _forwarded(inputs):
        here, there = text(lookup(request, group.text or "", TARGET_GROUP[0]), "vpcId"), text(balancer, "vpcId")
        if here and there and here != there:
            yield group.refuse(f"Target group {group.text} is of {here}, the load balancer of {there}; use one VPC")


@refuses_to_create(*LISTENER_RULE, code="ListenerNotFound", source=_RULE)
def the_listener_of_a_rule_exists(rule: Given, request: Request) -> Failures:
    """By its ARN."""
    yield from missing(rule["listenerArn"], request, (LISTENER[0],), "Listener")


@refuses_to_deploy(*LISTENER_RULE, code="PriorityInUse", source=_RULE)
def rules_of_a_listener_have_different_priorities(rule: Given, request: Request) -> Failures:
    """The lowest one wins."""
    priority = rule["priority"].number
    for other in request.cloud.where(LISTENER_RULE[0], listenerArn=rule["listenerArn"].text):
        is_itself = request.current is not None and other.id == request.current.id
        if priority is not None and other.get("priority") == priority and not is_itself:
            yield rule["priority"].refuse(f"Priority '{priority:g}' is currently in use by {other.id}; choose another")


@refuses_to_create(*TARGET_GROUP_ATTACHMENT, code="TargetGroupNotFound", source=_API + "API_RegisterTargets.html")
def the_target_group_of_an_attachment_exists(attachment: Given, request: Request) -> Failures:
    """By its ARN."""
    yield from missing(attachment["targetGroupArn"], request, (TARGET_GROUP[0],), "Target group")


@refuses_to_delete(*LOAD_BALANCER, code="OperationNotPermitted", source=_API + "API_DeleteLoadBalancer.html")
def a_protected_load_balancer_stays(balancer: Deployed, cloud: Cloud) -> Iterator[str]:
    """enableDeletionProtection."""
    if balancer.get("enableDeletionProtection") is True:
        yield (
            f"Load balancer '{balancer.id}' cannot be deleted because deletion protection is enabled; disable it first"
        )


@refuses_to_delete(*TARGET_GROUP, code="ResourceInUse", source=_API + "API_DeleteTargetGroup.html")
def a_target_group_in_use_stays(group: Deployed, cloud: Cloud) -> Iterator[str]:
    """Listeners and rules that forward to it must go first."""
    for user in users_of_target_group(group.id, cloud):
        yield f"Target group '{group.id}' is currently in use by a listener or a rule: {user.id}; change that first"


def users_of_target_group(arn: str, cloud: Cloud) -> list[Deployed]:
    """The listeners and rules that forward to a target group."""
    users = cloud.all(LISTENER[0], LISTENER_RULE[0])
    actions = {user.id: user.get("defaultActions") or user.get("actions") for user in users}
    return [user for user in users if arn and arn in _forwarded_arns(actions[user.id])]


def _forwarded_arns(actions: Value) -> set[str]:
    found: set[str] = set()
    for action in actions if isinstance(actions, list) else []:
        if not isinstance(action, dict):
            continue
        forward = action.get("forward")
        groups = forward.get("targetGroups") if isinstance(forward, dict) else None
        weighted = [group.get("arn") for group in groups if isinstance(group, dict)] if isinstance(groups, list) else []
        found |= {arn for arn in (action.get("targetGroupArn"), *weighted) if isinstance(arn, str)}
    return found


def _forwarded(inputs: Given) -> Iterator[Given]:
    for action in (*inputs["defaultActions"].items, *inputs["actions"].items):
        if action["targetGroupArn"].present:
            yield action["targetGroupArn"]
        yield from (group["arn"] for group in action["forward"]["targetGroups"].items)


def _balancer_of(properties: Properties, request: Request) -> str:
    """The load balancer of a listener, or of the listener of a rule."""
    arn = properties.get("loadBalancerArn")
    if isinstance(arn, str):
        return arn
    listener = properties.get("listenerArn")
    return text(lookup(request, listener, LISTENER[0]), "loadBalancerArn") if isinstance(listener, str) else ""
