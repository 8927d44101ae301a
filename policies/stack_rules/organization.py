"""Stack rule about what an organization refuses to its accounts."""

import json
from collections.abc import Iterator

from policies.properties import UNKNOWN
from policies.resource_types import ORGANIZATION, ORGANIZATION_POLICY
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation

_ATTACHMENT = "aws:organizations/policyAttachment:PolicyAttachment"


@stack_rule("org-requires-mfa", about=(ORGANIZATION,))
def refuses_people_without_mfa(_: StackResource, stack: Stack) -> Verdict:
    """A service control policy that denies when `aws:MultiFactorAuthPresent` is false or missing, and is attached."""
    hidden = False
    for policy in stack.of_type(ORGANIZATION_POLICY):
        content = policy.properties.text("content")
        if content is UNKNOWN:
            hidden = True
        elif content is not None and _denies_without_mfa(content):
            attached = stack.leading_to(policy, _ATTACHMENT, "policyId")
            if attached.targets:
                return COMPLIANT
            hidden = hidden or attached.undetermined
    if hidden:
        return Undetermined("content of its policies")
    return Violation("no attached policy of this stack denies what is asked without MFA")


def _denies_without_mfa(content: str) -> bool:
    try:
        return any(_is_mfa_denial(statement) for statement in _statements(json.loads(content)))
    except json.JSONDecodeError:
        return False


def _statements(document: object) -> Iterator[dict[str, object]]:
    found = document.get("Statement") if isinstance(document, dict) else None
    for statement in found if isinstance(found, list) else [found]:
        if isinstance(statement, dict):
            yield statement


def _is_mfa_denial(statement: dict[str, object]) -> bool:
    conditions = statement.get("Condition")
    if statement.get("Effect") != "Deny" or not isinstance(conditions, dict):
        return False
    tests = {key.lower(): test for key, test in conditions.items() if isinstance(test, dict)}
    flags = [value for name in ("bool", "boolifexists") for key, value in tests.get(name, {}).items() if _is_mfa(key)]
    return any("false" in str(value).lower() for value in flags)


def _is_mfa(key: object) -> bool:
    return str(key).lower() == "aws:multifactorauthpresent"
