"""What Route 53, WAF and Application Auto Scaling refuse when they see what exists."""

from collections.abc import Iterator
from typing import Final

from sandbox.aws.model import Cloud, Deployed, Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import is_elsewhere, lookup, missing, same_named, text
from sandbox.aws.rules.rule import refuses_to_create, refuses_to_delete, refuses_to_deploy
from sandbox.aws.rules.types import CLUSTER, LOAD_BALANCER, LOG_GROUP, RECORD, SERVICE, ZONE
from sandbox.aws.rules.wafv2 import statements

_ROUTE53: Final = "https://docs.aws.amazon.com/Route53/latest/APIReference/"
_WAF: Final = "https://docs.aws.amazon.com/waf/latest/APIReference/"
_SCALING: Final = "https://docs.aws.amazon.com/autoscaling/application/APIReference/"
_ACL: Final = "aws:wafv2/webAcl:WebAcl"
_IP_SET: Final = "aws:wafv2/ipSet:IpSet"
_RULE_GROUP: Final = "aws:wafv2/ruleGroup:RuleGroup"
_REGEX_SET: Final = "aws:wafv2/regexPatternSet:RegexPatternSet"
_ASSOCIATION: Final = "aws:wafv2/webAclAssociation:WebAclAssociation"
_LOGGING: Final = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
_TARGET: Final = "aws:appautoscaling/target:Target"
_SCALED: Final = ("aws:appautoscaling/policy:Policy", "aws:appautoscaling/scheduledAction:ScheduledAction")
_OWN_TYPES: Final = ("NS", "SOA")


@refuses_to_deploy(RECORD, code="NoSuchHostedZone", source=_ROUTE53 + "API_ChangeResourceRecordSets.html")
def the_zone_of_a_record_exists(record: Given, request: Request) -> Failures:
    """By its id."""
    if "/" not in (record["zoneId"].text or ""):
        yield from missing(record["zoneId"], request, (ZONE,), "No hosted zone found with ID: the zone")


@refuses_to_create(RECORD, code="InvalidChangeBatch", source=_ROUTE53 + "API_ChangeResourceRecordSets.html")
def a_zone_has_each_record_once(record: Given, request: Request) -> Failures:
    """Same name, type and set identifier, unless allowOverwrite takes the old one over."""
    wanted = _full_name(record["name"].text or "", record["zoneId"].text or "", request)
    if record["allowOverwrite"].true or not wanted:
        return
    for other in request.cloud.where(RECORD, zoneId=record["zoneId"].text):
        if text(other, "type") != record["type"].text:
            continue
        name = _full_name(text(other, "name"), text(other, "zoneId"), request)
        if name == wanted and text(other, "setIdentifier") == (record["setIdentifier"].text or ""):
            yield record["name"].refuse(
                f"Tried to create resource record set [name='{wanted}.', type='{record['type'].text}'] but it "
                f"already exists"
            )


@refuses_to_create(RECORD, code="InvalidChangeBatch", source=_ROUTE53 + "API_ChangeResourceRecordSets.html")
def a_cname_stands_alone_and_not_at_the_apex(record: Given, request: Request) -> Failures:
    """No other record has its name."""
    zone = lookup(request, record["zoneId"].text or "", ZONE)
    wanted = _full_name(record["name"].text or "", record["zoneId"].text or "", request)
    if zone is None or not wanted:
        return
    if record["type"].text == "CNAME" and wanted == _bare(text(zone, "name")):
        yield record["type"].refuse(
            f"RRSet of type CNAME with DNS name {wanted}. is not permitted at apex in zone {wanted}.; use an alias"
        )
    for other in request.cloud.where(RECORD, zoneId=record["zoneId"].text):
        if _full_name(text(other, "name"), text(other, "zoneId"), request) != wanted:
            continue
        if (text(other, "type") == "CNAME") != (record["type"].text == "CNAME"):
            yield record["name"].refuse(
                f"RRSet of type {record['type'].text} with DNS name {wanted}. is not permitted because a "
                f"conflicting RRSet "
                f"of type {text(other, 'type')} with the same DNS name already exists in zone {text(zone, 'name')}"
            )


@refuses_to_delete(ZONE, code="HostedZoneNotEmpty", source=_ROUTE53 + "API_DeleteHostedZone.html")
def a_zone_with_records_stays(zone: Deployed, cloud: Cloud) -> Iterator[str]:
    """But for its own NS and SOA records, unless forceDestroy says that the provider empties it."""
    if zone.get("forceDestroy") is True:
        return
    for record in cloud.where(RECORD, zoneId=zone.id):
        apex = _bare(text(record, "name")) in ("", _bare(text(zone, "name")))
        if not (apex and text(record, "type") in _OWN_TYPES):
            yield (
                f"The specified hosted zone contains non-required resource record sets and so cannot be "
                f"deleted: {record.id}"
            )


@refuses_to_create(
    _ACL, _IP_SET, _RULE_GROUP, _REGEX_SET, code="WAFDuplicateItemException", source=_WAF + "API_CreateWebACL.html"
)
def waf_resources_have_different_names(inputs: Given, request: Request) -> Failures:
    """In a scope."""
    found = same_named(request, "name", request.type)
    if (
        found is not None
        and text(found, "scope") == inputs["scope"].text
        and text(found, "name") == inputs["name"].text
    ):
        yield inputs["name"].refuse(
            f"AWS WAF couldn't perform the operation because some resource in your request is a duplicate of an "
            f"existing one: "
            f"{inputs['name'].text}; choose another name"
        )


@refuses_to_create(_ASSOCIATION, code="WAFNonexistentItemException", source=_WAF + "API_AssociateWebACL.html")
def what_a_web_acl_protects_exists(association: Given, request: Request) -> Failures:
    """The ACL, and the load balancer when it is one."""
    yield from missing(association["webAclArn"], request, (_ACL,), "AWS WAF couldn't find the web ACL: it")
    if ":loadbalancer/app/" in (association["resourceArn"].text or ""):
        yield from missing(association["resourceArn"], request, (LOAD_BALANCER[0],), "The load balancer")


@refuses_to_create(_ASSOCIATION, code="WAFInvalidParameterException", source=_WAF + "API_AssociateWebACL.html")
def a_regional_resource_has_a_regional_web_acl(association: Given, request: Request) -> Failures:
    """CloudFront distributions name their ACL themselves."""
    acl = lookup(request, association["webAclArn"].text or "", _ACL)
    if acl is not None and text(acl, "scope") == "CLOUDFRONT":
        yield association["webAclArn"].refuse(
            f"The web ACL {text(acl, 'name')} has the scope CLOUDFRONT; an association needs one of scope REGIONAL"
        )


@refuses_to_deploy(_ACL, _RULE_GROUP, code="WAFNonexistentItemException", source=_WAF + "API_CreateWebACL.html")
def what_the_rules_of_a_web_acl_name_exists(acl: Given, request: Request) -> Failures:
    """Address sets, pattern sets and rule groups, by their ARN."""
    kinds = {
        "ipSetReferenceStatement": (_IP_SET, "The IP set"),
        "regexPatternSetReferenceStatement": (_REGEX_SET, "The regex pattern set"),
        "ruleGroupReferenceStatement": (_RULE_GROUP, "The rule group"),
    }
    for statement in statements(acl):
        for name, (kind, what) in kinds.items():
            yield from missing(statement[name]["arn"], request, (kind,), what)


@refuses_to_create(
    _LOGGING, code="WAFLogDestinationPermissionIssueException", source=_WAF + "API_PutLoggingConfiguration.html"
)
def the_log_group_of_a_web_acl_exists(logging: Given, request: Request) -> Failures:
    """In the ACL's account and region."""
    yield from missing(logging["resourceArn"], request, (_ACL,), "AWS WAF couldn't find the web ACL: it")
    for destination in logging["logDestinationConfigs"].items:
        arn = (destination.text or "").removesuffix(":*")
        if ":log-group:" not in arn:
            continue
        if is_elsewhere(arn, request.place):
            yield destination.refuse(f"{arn} is in another account or region; WAF logs to a group of its own")
        elif lookup(request, arn, LOG_GROUP) is None:
            yield destination.refuse(f"The log group {arn} does not exist; create it first, or correct the ARN")


@refuses_to_delete(_ACL, code="WAFAssociatedItemException", source=_WAF + "API_DeleteWebACL.html")
def an_associated_web_acl_stays(acl: Deployed, cloud: Cloud) -> Iterator[str]:
    """Associations must go first."""
    for association in cloud.where(_ASSOCIATION, webAclArn=text(acl, "arn")):
        yield f"AWS WAF couldn't delete {text(acl, 'name')} because it's in use by {text(association, 'resourceArn')}"


@refuses_to_create(_TARGET, code="ValidationException", source=_SCALING + "API_RegisterScalableTarget.html")
def the_scaled_service_exists(target: Given, request: Request) -> Failures:
    """An ECS service of a known cluster."""
    resource = target["resourceId"]
    parts = (resource.text or "").split("/")
    if target["serviceNamespace"].text != "ecs" or len(parts) != 3 or is_elsewhere(resource.text or "", request.place):
        return
    for service in request.cloud.where(SERVICE, name=parts[2]):
        cluster = text(service, "cluster") or "default"
        if parts[1] in (cluster, cluster.rpartition("/")[2], text(lookup(request, cluster, CLUSTER), "name")):
            return
    yield resource.refuse(
        f"ECS service doesn't exist: {resource.text}; create it first, or correct service/CLUSTER/SERVICE"
    )


@refuses_to_create(*_SCALED, code="ObjectNotFoundException", source=_SCALING + "API_PutScalingPolicy.html")
def the_scalable_target_exists(scaled: Given, request: Request) -> Failures:
    """Registered for the same resource and dimension."""
    resource, dimension = scaled["resourceId"], scaled["scalableDimension"]
    targets = request.cloud.where(_TARGET, resourceId=resource.text, scalableDimension=dimension.text)
    if resource.text is not None and dimension.text is not None and not targets:
        yield resource.refuse(
            f"No scalable target registered for service namespace: {scaled['serviceNamespace'].text}, resource ID: "
            f"{resource.text}, scalable dimension: {dimension.text}; register it first"
        )


def _full_name(name: str, zone_id: str, request: Request) -> str:
    """The name of a record with its zone's, as the provider completes it."""
    zone = _bare(text(lookup(request, zone_id, ZONE), "name"))
    bare = _bare(name)
    if not zone or bare == zone or bare.endswith("." + zone):
        return bare
    return f"{bare}.{zone}" if bare else zone


def _bare(name: str) -> str:
    return name.rstrip(".").lower()
