"""Stack rule about resources that nothing uses."""

import re
from collections.abc import Iterator, Mapping, Set

from policies.conditions import is_given
from policies.properties import UNKNOWN
from policies.resource_types import (
    ELASTIC_IP,
    METRIC_ALARM,
    SECRET,
    SECRET_POLICY,
    SECRET_ROTATION,
    SECRET_VERSION,
    SECURITY_GROUP,
    SECURITY_GROUP_INGRESS,
    SECURITY_GROUP_RULE,
    TARGET_GROUP,
)
from policies.rule import Context
from policies.stack import EVERY, Stack, StackResource
from policies.stack_rule import stack_rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation

_PARTS = {
    SECURITY_GROUP: {
        SECURITY_GROUP_RULE: "securityGroupId",
        SECURITY_GROUP_INGRESS: "securityGroupId",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "securityGroupId",
    },
    ELASTIC_IP: {},
    SECRET: {SECRET_VERSION: "secretId", SECRET_POLICY: "secretArn", SECRET_ROTATION: "secretId"},
    TARGET_GROUP: {
        "aws:lb/targetGroupAttachment:TargetGroupAttachment": "targetGroupArn",
        METRIC_ALARM: "dimensions",
    },
}
"""By type: the resources that belong to it, which are no use of it, and the property that leads from them."""

_IDENTITY_POLICIES = ("aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy")
_ATTACHED_BY_ITSELF = {ELASTIC_IP: ("instance", "networkInterface")}
_ARN = re.compile(r"arn:aws[\w-]*:secretsmanager:[^:]*:[^:]*:secret:([^\"]+)")


@stack_rule_in_context("no-orphans", about=tuple(_PARTS))
def is_used(resource: StackResource, stack: Stack, context: Context) -> Verdict:
    """By a property of another resource, by its id or ARN in one, or, for a secret, by the path in a policy.

    A tag, with any text, says who uses it from outside of the stack.
    """
    tags = resource.properties.mapping("tagsAll")
    if tags is not UNKNOWN and tags.get(context.text("tag")) is not None:
        return NotApplicable(f"its tag {context.text('tag')} says who uses it")
    if any(is_given(resource.properties, path) for path in _ATTACHED_BY_ITSELF.get(resource.type, ())):
        return COMPLIANT
    if resource.urn in stack.once(_depended_on):
        return COMPLIANT
    mentioned = stack.once(_mentioned)
    identities = [found for path in ("id", "arn") if isinstance(found := resource.properties.text(path), str)]
    if any(mentioned.get(identity, frozenset()) - {resource.urn} for identity in identities):
        return COMPLIANT
    if resource.type == SECRET:
        return _judge_path(resource, stack)
    return Violation("no other resource of this stack uses it")


def _depended_on(stack: Stack) -> Set[str]:
    """URNs that a property of a resource depends on, where the resource is more than a part of what it depends on.

    Whoever uses a part, such as the version of a secret, uses the whole.
    """
    found: set[str] = set()
    for resource in stack.of_type(EVERY):
        if _is_made(resource):
            for path, urns in resource.property_dependencies.items():
                found.update(urn for urn in urns if not _is_part(resource, path, stack.at(urn)))
    used_parts = [part for urn in found if (part := stack.at(urn)) is not None]
    wholes = (
        whole.urn
        for part in used_parts
        for kind, parts in _PARTS.items()
        if part.type in parts
        for whole in stack.linked(part, parts[part.type], kind).targets
    )
    return found.union(wholes)


def _is_made(resource: StackResource) -> bool:
    """Whether it is a resource and no component, which only groups what its parts use."""
    return resource.provider is not None or resource.type.startswith("aws:")


def _is_part(resource: StackResource, path: str, whole: StackResource | None) -> bool:
    return whole is not None and _PARTS.get(whole.type, {}).get(resource.type) == path


def _mentioned(stack: Stack) -> Mapping[str, Set[str]]:
    """By text: the URNs of the resources that hold it in a property, other than as the whole of which they are part."""
    index: dict[str, set[str]] = {}
    parts = {kind: path for found in _PARTS.values() for kind, path in found.items()}
    for resource in stack.of_type(EVERY):
        if _is_made(resource):
            for text in _texts(resource.properties.everything(), parts.get(resource.type)):
                index.setdefault(text, set()).add(resource.urn)
    return index


def _texts(node: object, without: str | None = None) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            if key != without:
                yield from _texts(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from _texts(value)


def _judge_path(secret: StackResource, stack: Stack) -> Verdict:
    """A policy may allow all secrets below a path."""
    name = secret.properties.text("name")
    if name is UNKNOWN or name is None:
        return Undetermined("name")
    for text in stack.once(_mentioned):
        for pattern in _ARN.findall(text):
            if name.startswith(pattern.split("*")[0].split("?")[0].rstrip("-")):
                return COMPLIANT
    for policy in stack.of_type(*_IDENTITY_POLICIES):
        if policy.properties.text("policy") is UNKNOWN:
            return Undetermined(f"policy of {policy.name}")
    return Violation("no other resource of this stack uses it")
