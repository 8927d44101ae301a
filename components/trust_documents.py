"""Trust policies of roles that are assumed from outside the account: by other accounts, by jobs of CI."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from components.arns import partition_of, role_arn
from components.policy_documents import Document, Statement, document

LIMIT_TAG = "LimitedTo"
"""Session tag that says which limited trust a session came in by."""


class TrustArgs(TypedDict):
    account_id: str
    """Account whose principals may assume the role, as far as their own policies allow it."""
    role_name: NotRequired[str]
    """The only role of that account that may. Default: every principal of it."""
    external_id: NotRequired[str]
    """External id that must be given. Default: none."""
    mfa: NotRequired[bool]
    """Whether the caller must have signed in with MFA. Default: false."""
    session_tags: NotRequired[dict[str, str]]
    """Tags that the session must carry. Default: none."""
    actions: NotRequired[list[str]]
    """Limits the session to these actions of the role's. Default: all of them."""


def account_trust(trusts: Mapping[str, TrustArgs], region: str) -> Document:
    """A role's trust in other accounts, by name.

    The principal is always the account, and a role of it a condition: a role that doesn't exist yet, or is made anew,
    would otherwise make the policy invalid or leave an unusable principal id in it.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    return document([_account_statement(name, trust, region) for name, trust in trusts.items()])


def _account_statement(name: str, trust: TrustArgs, region: str) -> Statement:
    tags = required_tags(name, trust)
    equals: dict[str, object] = {f"aws:RequestTag/{key}": value for key, value in tags.items()}
    if "external_id" in trust:
        equals["sts:ExternalId"] = trust["external_id"]
    condition: dict[str, object] = {"StringEquals": equals} if equals else {}
    if "role_name" in trust:
        condition["ArnEquals"] = {"aws:PrincipalArn": role_arn(region, trust["account_id"], trust["role_name"])}
    if trust.get("mfa", False):
        condition["Bool"] = {"aws:MultiFactorAuthPresent": "true"}
    statement: Statement = {
        "Sid": f"Trust{_in_one_word(name)}",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{partition_of(region)}:iam::{trust['account_id']}:root"},
        "Action": ["sts:AssumeRole", "sts:TagSession"] if tags else ["sts:AssumeRole"],
    }
    return {**statement, "Condition": condition} if condition else statement


def required_tags(name: str, trust: TrustArgs) -> dict[str, str]:
    """The tags without which a session isn't begun; a limited trust adds its own name as one."""
    limit = {LIMIT_TAG: name} if trust.get("actions") else {}
    return {**trust.get("session_tags", {}), **limit}


def session_limits(trusts: Mapping[str, TrustArgs]) -> list[Statement]:
    """What sessions of limited trusts are denied: everything but their actions."""
    return [
        {
            "Sid": f"Limit{_in_one_word(name)}",
            "Effect": "Deny",
            "NotAction": trust["actions"],
            "Resource": "*",
            "Condition": {"StringEquals": {f"aws:PrincipalTag/{LIMIT_TAG}": name}},
        }
        for name, trust in trusts.items()
        if trust.get("actions")
    ]


def oidc_trust(provider_arn: str, issuer: str, audience: str, subjects: Sequence[str]) -> Document:
    """A role's trust in tokens of an OpenID Connect issuer: for this audience, and of these subjects exactly.

    https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services
    """
    statement: Statement = {
        "Sid": "TrustJobs",
        "Effect": "Allow",
        "Principal": {"Federated": provider_arn},
        "Action": ["sts:AssumeRoleWithWebIdentity"],
        "Condition": {"StringEquals": {f"{issuer}:aud": audience, f"{issuer}:sub": list(subjects)}},
    }
    return document([statement])


def _in_one_word(name: str) -> str:
    """stagingCicd of staging-cicd, with a capital: a statement id has letters and digits only."""
    return "".join(part.capitalize() for part in name.split("-"))
