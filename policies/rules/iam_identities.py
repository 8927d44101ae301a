"""Rules for roles, users and passwords."""

from policies.conditions import must_be_at_least, must_be_true
from policies.documents.document import matches
from policies.properties import UNKNOWN, Properties
from policies.resource_types import (
    IAM_ACCESS_KEY,
    IAM_ATTACHMENT,
    IAM_GROUP_ATTACHMENT,
    IAM_PASSWORD_POLICY,
    IAM_POLICY,
    IAM_ROLE,
    IAM_ROLE_ATTACHMENT,
    IAM_USER,
    IAM_USER_ATTACHMENT,
    PERMISSION_SET_ATTACHMENT,
)
from policies.rule import Context, rule, rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

_ADMINISTRATION = ("AdministratorAccess", "IAMFullAccess", "PowerUserAccess")
_ATTACHMENTS = (IAM_ROLE_ATTACHMENT, IAM_USER_ATTACHMENT, IAM_GROUP_ATTACHMENT, IAM_ATTACHMENT)
_CHARACTERS = (
    "requireLowercaseCharacters",
    "requireNumbers",
    "requireSymbols",
    "requireUppercaseCharacters",
)
_SHORTEST_BY_DEFAULT = 6


@rule("iam-no-admin-attachment", applies_to=_ATTACHMENTS)
def attaches_no_administration(attachment: Properties) -> Verdict:
    return _is_no_administration(attachment, "policyArn")


@rule("iam-no-admin-attachment", applies_to=(PERMISSION_SET_ATTACHMENT,))
def gives_no_administration_to_people(attachment: Properties) -> Verdict:
    return _is_no_administration(attachment, "managedPolicyArn")


@rule("iam-no-admin-attachment", applies_to=(IAM_ROLE,))
def has_no_administration_inline(role: Properties) -> Verdict:
    return combined(
        (_is_no_administration(role, "managedPolicyArns"),),
        otherwise=NotApplicable("its policies are attached by resources of their own"),
    )


def _is_no_administration(resource: Properties, path: str) -> Verdict:
    policies = resource.texts(path)
    if policies is UNKNOWN:
        return Undetermined(resource.where(path))
    names = [policy.rpartition("/")[2] for policy in policies if policy is not UNKNOWN and ":aws:policy/" in policy]
    found = [name for name in names if name in _ADMINISTRATION]
    if found:
        return Violation(f"{resource.where(path)} is {', '.join(found)}")
    return Undetermined(resource.where(path)) if UNKNOWN in policies else COMPLIANT


@rule_in_context("iam-no-users", applies_to=(IAM_USER,))
def is_for_emergencies_only(user: Properties, context: Context) -> Verdict:
    """https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_permissions_emergency_process.html"""
    name = user.text("name")
    allowed = context.texts("emergencyNames")
    if name is UNKNOWN:
        return Undetermined(user.where("name")) if allowed else Violation("it is an IAM user")
    if name is not None and any(matches(pattern, name) for pattern in allowed):
        return COMPLIANT
    return Violation(f"it is an IAM user, and {user.describe('name')}")


@rule("iam-no-users", applies_to=(IAM_ACCESS_KEY,))
def is_switched_off(key: Properties) -> Verdict:
    """A key is active unless something else is said."""
    status = key.text("status")
    if status is UNKNOWN:
        return Undetermined(key.where("status"))
    if status == "Inactive":
        return COMPLIANT
    return Violation(f"it is an access key without an end, and {key.describe('status', absent='Active')}")


@rule_in_context("iam-permissions-boundary", applies_to=(IAM_ROLE,), known_from=(IAM_POLICY,))
def has_a_boundary(role: Properties, context: Context) -> Verdict:
    boundary = role.text("permissionsBoundary")
    if boundary is not None:
        return Undetermined(role.where("permissionsBoundary")) if boundary is UNKNOWN else COMPLIANT
    name = role.text("name")
    required = context.texts("roleNames")
    if name is UNKNOWN and "*" not in required:
        return Undetermined(role.where("name"))
    if any(matches(pattern, "" if name is None or name is UNKNOWN else name) for pattern in required):
        return Violation(role.describe("permissionsBoundary"))
    return NotApplicable("roles of its name need no boundary")


@rule_in_context("iam-password-policy", applies_to=(IAM_PASSWORD_POLICY,))
def asks_for_strong_passwords(policy: Properties, context: Context) -> Verdict:
    """AWS takes six characters of any kind, without an end and without memory, when nothing is said."""
    return combined(
        (
            must_be_at_least(
                policy, "minimumPasswordLength", context.number("minimumLength"), absent=_SHORTEST_BY_DEFAULT
            ),
            must_be_at_least(policy, "passwordReusePrevention", context.number("remembered")),
            _ends(policy, context.number("maximumDays")),
            *(must_be_true(policy, path) for path in _CHARACTERS),
        )
    )


def _ends(policy: Properties, longest: float) -> Verdict:
    days = policy.number("maxPasswordAge")
    if days is UNKNOWN:
        return Undetermined(policy.where("maxPasswordAge"))
    if days is not None and 0 < days <= longest:
        return COMPLIANT
    return Violation(f"{policy.describe('maxPasswordAge', absent='never')}, the longest allowed is {longest:g}")
