"""What IAM refuses of roles, policies, users and groups, by their inputs alone."""

import re
from typing import Final

from sandbox.aws.rules.documents import statements, unless_policy
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import (
    GROUP,
    INSTANCE_PROFILE,
    POLICY,
    ROLE,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
    USER,
)

_API: Final = "https://docs.aws.amazon.com/IAM/latest/APIReference/"
_QUOTAS: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"
_GRAMMAR: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"
_USER_POLICY: Final = "aws:iam/userPolicy:UserPolicy"
_GROUP_POLICY: Final = "aws:iam/groupPolicy:GroupPolicy"
_USER_ATTACHMENT: Final = "aws:iam/userPolicyAttachment:UserPolicyAttachment"
_GROUP_ATTACHMENT: Final = "aws:iam/groupPolicyAttachment:GroupPolicyAttachment"
_OIDC_PROVIDER: Final = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
_IDENTITY_POLICIES: Final = (POLICY, ROLE_POLICY, _USER_POLICY, _GROUP_POLICY)
_CHARACTERS: Final = r"[\w+=,.@-]"
_ROLE_TRUST_CHARACTERS: Final = 4096
_MANAGED_POLICY_CHARACTERS: Final = 6144


@refuses(ROLE, USER, code="ValidationError", source=_QUOTAS)
def a_role_or_user_name_has_up_to_64_characters(identity: Given) -> Failures:
    """Letters, digits and _+=,.@-"""
    yield from identity["name"].unlike(rf"(?a:{_CHARACTERS}){{1,64}}", "1 to 64 letters, digits and _+=,.@-")


@refuses(
    POLICY, GROUP, INSTANCE_PROFILE, ROLE_POLICY, _USER_POLICY, _GROUP_POLICY, code="ValidationError", source=_QUOTAS
)
def a_policy_group_or_profile_name_has_up_to_128_characters(named: Given) -> Failures:
    """Letters, digits and _+=,.@-"""
    yield from named["name"].unlike(rf"(?a:{_CHARACTERS}){{1,128}}", "1 to 128 letters, digits and _+=,.@-")


@refuses(ROLE, USER, POLICY, GROUP, INSTANCE_PROFILE, code="ValidationError", source=_API + "API_CreateRole.html")
def a_path_begins_and_ends_with_a_slash(identity: Given) -> Failures:
    """Up to 512 characters."""
    yield from identity["path"].unlike(r"/|/[!-~]{1,510}/", 'a path such as "/" or "/service/"')


@refuses(ROLE, code="ValidationError", source=_API + "API_CreateRole.html")
def a_session_lasts_1_to_12_hours(role: Given) -> Failures:
    """In seconds."""
    yield from role["maxSessionDuration"].outside(3600, 43200, "seconds")
    yield from role["description"].longer_than(1000)


@refuses(*_IDENTITY_POLICIES, code="MalformedPolicyDocument", source=_GRAMMAR)
def an_identity_policy_follows_the_grammar(policy: Given) -> Failures:
    """JSON, known elements, effects and actions."""
    yield from unless_policy(policy["policy"])


@refuses(*_IDENTITY_POLICIES, code="MalformedPolicyDocument", source=_GRAMMAR)
def an_identity_policy_names_resources_and_no_principal(policy: Given) -> Failures:
    """Its principal is whom it is attached to."""
    for position, statement in enumerate(statements(policy["policy"])):
        if statement["Principal"].present or statement["NotPrincipal"].present:
            yield policy["policy"].refuse(
                f"Statement {position + 1}: an identity policy has no Principal; remove it, or put it into a "
                f"trust policy"
            )
        if statement["Resource"].empty and statement["NotResource"].empty:
            yield policy["policy"].refuse(f'Statement {position + 1}: it has no Resource; list ARNs, or give "*"')


@refuses(*_IDENTITY_POLICIES, code="MalformedPolicyDocument", source=_GRAMMAR)
def statement_ids_are_plain_and_used_once(policy: Given) -> Failures:
    """Letters and digits."""
    seen: set[str] = set()
    for statement in statements(policy["policy"]):
        sid = statement["Sid"].text
        if sid is None:
            continue
        if not re.fullmatch("[0-9A-Za-z]*", sid):
            yield policy["policy"].refuse(f'Sid "{sid}" isn\'t allowed; give letters and digits only')
        if sid in seen:
            yield policy["policy"].refuse(f'Sid "{sid}" stands twice; statement ids must be unique')
        seen.add(sid)


@refuses(*_IDENTITY_POLICIES, code="MalformedPolicyDocument", source=_GRAMMAR)
def actions_and_resources_of_a_policy_are_well_formed(policy: Given) -> Failures:
    """Actions are `service:Action`, resources ARNs; each may be `*`."""
    for statement in statements(policy["policy"]):
        for action in (*statement["Action"].items, *statement["NotAction"].items):
            if action.text is not None and not re.fullmatch(r"\*|[A-Za-z0-9*?-]+:[A-Za-z0-9*?_-]+", action.text):
                yield policy["policy"].refuse(f'action "{action.text}" isn\'t of the form service:Action')
        for resource in (*statement["Resource"].items, *statement["NotResource"].items):
            if resource.text is not None and not re.match(r"\*|arn:|\$\{", resource.text):
                yield policy["policy"].refuse(f'resource "{resource.text}" must be an ARN or "*"')


@refuses(POLICY, code="LimitExceeded", source=_QUOTAS)
def a_managed_policy_has_up_to_6144_characters(policy: Given) -> Failures:
    """Not counting white space."""
    size = _size(policy["policy"])
    if size > _MANAGED_POLICY_CHARACTERS:
        yield policy["policy"].refuse(f"the policy has {size} characters; at most 6,144 are allowed: split it")


@refuses(ROLE, code="MalformedPolicyDocument", source=_GRAMMAR)
def a_trust_policy_follows_the_grammar(role: Given) -> Failures:
    """JSON, known elements, effects and actions; inline policies too."""
    yield from unless_policy(role["assumeRolePolicy"])
    for inline in role["inlinePolicies"].items:
        yield from unless_policy(inline["policy"])


@refuses(ROLE, code="MalformedPolicyDocument", source=_GRAMMAR)
def a_trust_policy_names_principals_and_no_resource(role: Given) -> Failures:
    """Who may assume the role; the resource is the role itself."""
    trust = role["assumeRolePolicy"]
    for position, statement in enumerate(statements(trust)):
        if statement["Principal"].empty and statement["NotPrincipal"].empty:
            yield trust.refuse(
                f"Statement {position + 1}: a trust policy needs a Principal; say who may assume the role"
            )
        if not statement["Resource"].empty or not statement["NotResource"].empty:
            yield trust.refuse(f"Statement {position + 1}: a trust policy has no Resource; remove it")


@refuses(ROLE, code="MalformedPolicyDocument", source=_GRAMMAR)
def a_trust_policy_allows_to_assume(role: Given) -> Failures:
    """Its actions are of the Security Token Service."""
    trust = role["assumeRolePolicy"]
    for statement in statements(trust):
        for action in statement["Action"].items:
            if action.text is not None and not re.match(r"(?i)sts:|\*$", action.text):
                yield trust.refuse(
                    f'action "{action.text}" isn\'t allowed in a trust policy; give one such as sts:AssumeRole'
                )


@refuses(ROLE, code="LimitExceeded", source=_QUOTAS)
def a_trust_policy_has_up_to_4096_characters(role: Given) -> Failures:
    """The most that the quota of 2,048 can be raised to, white space not counted."""
    size = _size(role["assumeRolePolicy"])
    if size > _ROLE_TRUST_CHARACTERS:
        yield role["assumeRolePolicy"].refuse(f"the trust policy has {size} characters; at most 4,096 are allowed")


@refuses(
    ROLE_POLICY_ATTACHMENT,
    _USER_ATTACHMENT,
    _GROUP_ATTACHMENT,
    code="ValidationError",
    source=_API + "API_AttachRolePolicy.html",
)
def an_attachment_names_the_arn_of_a_policy(attachment: Given) -> Failures:
    """Of the account or of AWS."""
    arn = r"arn:[a-z-]+:iam::(aws|\d{12}|aws-marketplace):policy/.+"
    yield from attachment["policyArn"].unlike(arn, "the ARN of a managed policy, arn:aws:iam::…:policy/NAME")


@refuses(
    ROLE_POLICY_ATTACHMENT,
    ROLE_POLICY,
    INSTANCE_PROFILE,
    code="ValidationError",
    source=_API + "API_PutRolePolicy.html",
)
def a_role_is_named_not_given_by_arn(inputs: Given) -> Failures:
    """Its name has up to 64 letters, digits and _+=,.@-"""
    yield from inputs["role"].unlike(rf"(?a:{_CHARACTERS}){{1,64}}", "the name of a role, not its ARN")


@refuses(ROLE, code="ValidationError", source=_API + "API_AttachRolePolicy.html")
def managed_policies_of_a_role_are_arns(role: Given) -> Failures:
    """Of the account or of AWS; so is the permissions boundary."""
    expected = "the ARN of a managed policy, arn:aws:iam::…:policy/NAME"
    for given in (*role["managedPolicyArns"].items, role["permissionsBoundary"]):
        yield from given.unlike(r"arn:[a-z-]+:iam::(aws|\d{12}|aws-marketplace):policy/.+", expected)


@refuses(_OIDC_PROVIDER, code="InvalidInput", source=_API + "API_CreateOpenIDConnectProvider.html")
def an_identity_provider_has_an_https_url_and_clients(provider: Given) -> Failures:
    """Thumbprints have 40 hexadecimal digits."""
    yield from provider["url"].unlike(r"(https://)?[^\s:]+(:\d+)?\S*", "a URL that begins with https://")
    if (provider["url"].text or "").startswith("http://"):
        yield provider["url"].refuse(f'"{provider["url"].text}" isn\'t allowed; give a URL that begins with https://')
    for thumbprint in provider["thumbprintLists"].items:
        yield from thumbprint.unlike("[0-9a-fA-F]{40}", "a SHA-1 thumbprint of 40 hexadecimal digits")


def _size(given: Given) -> int:
    """Characters of a policy but for white space; none when unknown or given as a dict."""
    return len(re.sub(r"\s", "", given.text or "")) if isinstance(given.value, str) else 0
