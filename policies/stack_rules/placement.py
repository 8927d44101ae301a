"""Stack rules about where a stack's resources may lie: in which accounts, and in which regions."""

import json
import re
from collections.abc import Iterator

from policies.environment import Environment
from policies.properties import UNKNOWN, Properties
from policies.resource_types import AWS_PROVIDER
from policies.rule import Context
from policies.stack import EVERY, Stack, StackResource
from policies.stack_rule import stack_rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

_DEFAULT_PROVIDER = re.compile(r"default(_\d+)*$")

_WITHOUT_REGION = (
    "account",
    "acm",
    "budgets",
    "cloudfront",
    "costexplorer",
    "globalaccelerator",
    "iam",
    "organizations",
    "route53",
    "route53domains",
    "shield",
    "waf",
    "wafv2",
)
"""Services that are global, or that must be in us-east-1 for one that is, and that keep no customer data."""

_COPIES = {
    "aws:dynamodb/table:Table": ("replicas[*].regionName",),
    "aws:dynamodb/globalTable:GlobalTable": ("replicas[*].regionName",),
    "aws:secretsmanager/secret:Secret": ("replicas[*].region",),
    "aws:ecr/replicationConfiguration:ReplicationConfiguration": (
        "replicationConfiguration.rules[*].destinations[*].region",
    ),
    "aws:ssmincidents/replicationSet:ReplicationSet": ("regions[*].name",),
    "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": ("destinationRegion",),
    "aws:rds/snapshotCopy:SnapshotCopy": ("destinationRegion",),
}
"""Properties that name the region of a copy."""

_COPY_ARNS = {
    "aws:backup/plan:Plan": ("rules[*].copyActions[*].destinationVaultArn",),
}
"""Properties with ARNs of what receives a copy; a target of the stack itself is judged by its own region."""


@stack_rule_in_context("data-residency", about=(EVERY,))
def lies_in_a_permitted_region(resource: StackResource, stack: Stack, context: Context) -> Verdict:
    """Regions of the parameter, else those of the stack's settings. By the resource's own region, that of its provider
    and those of its copies; a copy to a bucket is judged by that bucket."""
    if not resource.type.startswith("aws:"):
        return NotApplicable("it is no resource of AWS")
    permitted = context.texts("regions") or stack.settings.permitted_regions
    if not permitted:
        return NotApplicable("no regions are given")
    if resource.type.removeprefix("aws:").split("/")[0] in _WITHOUT_REGION:
        return NotApplicable("its service keeps no data of customers in a region")
    return combined((_judge_place(resource, permitted), *_judge_copies(resource, stack, permitted)))


def _judge_place(resource: StackResource, permitted: tuple[str, ...]) -> Verdict:
    """A resource without a region of its own lies where its provider is set to."""
    own = resource.properties.text("region")
    if own is None and resource.provider is not None:
        return _judge_region(resource.provider.properties.text("region"), "region of its provider", permitted)
    return _judge_region(own, "region", permitted)


def _judge_region(region: object, path: str, permitted: tuple[str, ...]) -> Verdict:
    if region is UNKNOWN:
        return Undetermined(path)
    if region is None or region in permitted:
        return COMPLIANT
    return Violation(f"{path} is {region}, which is none of {', '.join(permitted)}")


def _judge_copies(resource: StackResource, stack: Stack, permitted: tuple[str, ...]) -> Iterator[Verdict]:
    for path in _COPIES.get(resource.type, ()):
        for region in _values_at(resource, path, stack):
            yield _judge_region(region, path, permitted)
    for path in _COPY_ARNS.get(resource.type, ()):
        for arn in stack.linked(resource, path).outside:
            parts = arn.split(":")
            yield _judge_region(parts[3] if len(parts) > 3 else UNKNOWN, path, permitted)


def _values_at(resource: StackResource, path: str, stack: Stack) -> tuple[object, ...]:
    """Regions are text that names nothing in the stack."""
    link = stack.linked(resource, path)
    return (*link.outside, UNKNOWN) if link.undetermined else link.outside


@stack_rule_in_context("account-pinning", about=(AWS_PROVIDER,))
def deploys_to_its_own_account_only(provider: StackResource, stack: Stack, context: Context) -> Verdict:
    """Accounts of the parameter, else those of the stack's settings; none given, any that is stated."""
    if not any(found.provider and found.provider.urn == provider.urn for found in stack.of_type(EVERY)):
        return NotApplicable("no resource uses it")
    if context.environment is Environment.PROD and _DEFAULT_PROVIDER.match(provider.name):
        return Violation("it is the default provider, which takes whatever account its environment has")
    allowed = _json_list(provider.properties, "allowedAccountIds")
    if allowed is None:
        return Undetermined("allowedAccountIds")
    if not allowed:
        return Violation("allowedAccountIds is not set")
    expected = context.texts("accounts") or stack.settings.accounts
    others = [account for account in allowed if expected and account not in expected]
    if others:
        return Violation(f"allowedAccountIds names {', '.join(others)}, the stack's are {', '.join(expected)}")
    return COMPLIANT


def _json_list(properties: Properties, path: str) -> tuple[str, ...] | None:
    """A list of texts that may be JSON text, as the engine keeps configuration; None when it is not known."""
    text = properties.get(path)
    if isinstance(text, str):
        try:
            read = json.loads(text)
        except json.JSONDecodeError:
            return None
        return tuple(str(item) for item in read) if isinstance(read, list) else None
    found = properties.texts(path)
    if found is UNKNOWN or UNKNOWN in found:
        return None
    return tuple(str(item) for item in found)
