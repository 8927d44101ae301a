"""Stack rules about AWS Backup."""

from collections.abc import Mapping
from fnmatch import fnmatchcase

from policies.properties import UNKNOWN, Properties, Unknown
from policies.resource_types import (
    BACKUP_PLAN,
    BACKUP_SELECTION,
    BACKUP_VAULT,
    DYNAMODB_TABLE,
    FILE_SYSTEM,
    RDS_CLUSTER,
    RDS_INSTANCE,
)
from policies.rules.database_engines import is_replica
from policies.rules.rds import belongs_to_aurora
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation, scoped

_COPIES = "rules[*].copyActions[*].destinationVaultArn"
_COLONS_BEFORE_A_REGION = 3
_DATABASES = (RDS_INSTANCE, RDS_CLUSTER)
_ARN_PARTS = {
    RDS_INSTANCE: ":rds:",
    RDS_CLUSTER: ":rds:",
    DYNAMODB_TABLE: ":dynamodb:",
    FILE_SYSTEM: ":elasticfilesystem:",
}


@stack_rule("backup-plan-covers", about=(*_DATABASES, DYNAMODB_TABLE, FILE_SYSTEM))
def is_in_a_backup_selection(resource: StackResource, stack: Stack) -> Verdict:
    """By its ARN, a pattern of ARNs or its tags. Replicas and members of clusters are saved with their source."""
    found = [_selects(selection, resource, stack) for selection in stack.of_type(BACKUP_SELECTION)]
    verdict: Verdict = Violation("no backup Selection of this stack names it, its type or its tags")
    if any(selected is True for selected in found):
        verdict = COMPLIANT
    elif UNKNOWN in found:
        verdict = Undetermined("resources of the backup selections")
    if resource.type not in _DATABASES:
        return verdict
    member = belongs_to_aurora(resource.properties) if resource.type == RDS_INSTANCE else None
    return scoped(verdict, is_replica(resource.properties), member)


def _selects(selection: StackResource, resource: StackResource, stack: Stack) -> bool | Unknown:
    excluded = stack.linked(selection, "notResources", resource.type)
    if resource in excluded.targets:
        return False
    included = _includes(selection, resource, stack)
    # What is left out may be a resource of another type.
    hidden = excluded.undetermined and not stack.depends(selection, "notResources", *_ARN_PARTS)
    return UNKNOWN if included is True and hidden else included


def _includes(selection: StackResource, resource: StackResource, stack: Stack) -> bool | Unknown:
    properties = selection.properties
    named = stack.linked(selection, "resources", resource.type)
    if resource in named.targets or any(_covers(pattern, resource) for pattern in named.outside):
        return True
    by_tag = _selects_by_tag(properties, resource)
    if by_tag is True:
        return True
    others = stack.depends(selection, "resources", *_ARN_PARTS)
    hidden = named.undetermined and not others
    return UNKNOWN if hidden or by_tag is UNKNOWN else False


def _covers(pattern: str, resource: StackResource) -> bool:
    """Patterns are `*`, `arn:aws:rds:*:*:db:*` or a whole ARN with asterisks."""
    arn = resource.properties.text("arn")
    if isinstance(arn, str):
        return fnmatchcase(arn, pattern)
    return pattern == "*" or (_ARN_PARTS[resource.type] in pattern and pattern.endswith("*"))


def _selects_by_tag(selection: Properties, resource: StackResource) -> bool | Unknown:
    tags = resource.properties.mapping("tagsAll")
    wanted = selection.items("selectionTags")
    if wanted is UNKNOWN or tags is UNKNOWN:
        return UNKNOWN
    pairs = [(item.text("key"), item.text("value")) for item in wanted if item is not UNKNOWN]
    conditions = selection.items("conditions")
    for condition in () if conditions is UNKNOWN else conditions:
        equal = UNKNOWN if condition is UNKNOWN else condition.items("stringEquals")
        for item in () if equal is UNKNOWN else equal:
            if item is not UNKNOWN:
                pairs.append((_tag_key(item.text("key")), item.text("value")))
    return any(_carries(tags, key, value) for key, value in pairs)


def _tag_key(key: str | Unknown | None) -> str | Unknown | None:
    return key.removeprefix("aws:ResourceTag/") if isinstance(key, str) else key


def _carries(tags: Mapping[str, object], key: object, value: object) -> bool:
    return isinstance(key, str) and tags.get(key) is not None and tags.get(key) == value


@stack_rule("backup-plan-covers", about=(BACKUP_PLAN,))
def copies_to_another_region(plan: StackResource, stack: Stack) -> Verdict:
    """Judged by the regions of the vaults to which its rules copy."""
    rules = plan.properties.items("rules")
    if rules is UNKNOWN:
        return Undetermined("rules")
    if not any(rule is UNKNOWN or rule.get("copyActions[0]") is not None for rule in rules):
        return Violation("none of its rules copies to another vault")
    here = region_of(plan)
    link = stack.linked(plan, _COPIES, BACKUP_VAULT)
    # One record of dependencies stands for the vault that a rule fills and those to which it copies.
    vaults = link.targets or stack.depends(plan, "rules", BACKUP_VAULT)
    regions = [region_of(vault) for vault in vaults]
    regions.extend(arn.split(":")[3] for arn in link.outside if arn.count(":") > _COLONS_BEFORE_A_REGION)
    if here is not None and any(region not in (here, None) for region in regions):
        return COMPLIANT
    if here is None or None in regions or (link.undetermined and not vaults):
        return Undetermined("destinationVaultArn of its copies")
    return Violation(f"all its copies stay in {here}")


def region_of(resource: StackResource) -> str | None:
    """The region of a resource: its own, else its provider's; None when it is not known."""
    own = resource.properties.text("region")
    if isinstance(own, str):
        return own
    given = resource.provider.properties.text("region") if resource.provider else None
    return given if isinstance(given, str) else None
