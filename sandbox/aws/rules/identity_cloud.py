"""What IAM and KMS refuse when they see what exists."""

from collections.abc import Iterator
from typing import Final

from sandbox.aws.account.managed_policies import closest_policy, managed_policy
from sandbox.aws.model import Cloud, Deployed, Request
from sandbox.aws.rules.documents import listed, statements_of
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import is_elsewhere, lookup, same_named, text, texts
from sandbox.aws.rules.rule import refuses_to_create, refuses_to_delete, refuses_to_deploy
from sandbox.aws.rules.types import (
    ALIAS,
    GROUP,
    INSTANCE_PROFILE,
    KEY,
    LOG_GROUP,
    POLICY,
    REPLICA_KEY,
    ROLE,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
    USER,
)

_IAM: Final = "https://docs.aws.amazon.com/IAM/latest/APIReference/"
_KMS: Final = "https://docs.aws.amazon.com/kms/latest/APIReference/"
_LOGS_ENCRYPTION: Final = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html"
_KEY_POLICY: Final = "aws:kms/keyPolicy:KeyPolicy"
_GRANT: Final = "aws:kms/grant:Grant"
_PROVIDER: Final = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
_ATTACHMENTS: Final = (
    ROLE_POLICY_ATTACHMENT,
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
)


@refuses_to_create(
    ROLE, POLICY, USER, GROUP, INSTANCE_PROFILE, code="EntityAlreadyExists", source=_IAM + "API_CreateRole.html"
)
def identities_have_different_names(identity: Given, request: Request) -> Failures:
    """In an account, whatever the case and path."""
    if same_named(request, "name", request.type):
        noun = request.type.rpartition(":")[2]
        yield identity["name"].refuse(f"{noun} with name {identity['name'].text} already exists; choose another name")


@refuses_to_create(
    ROLE_POLICY, ROLE_POLICY_ATTACHMENT, INSTANCE_PROFILE, code="NoSuchEntity", source=_IAM + "API_PutRolePolicy.html"
)
def the_role_exists(inputs: Given, request: Request) -> Failures:
    """By its name."""
    role = inputs["role"]
    if role.text is not None and lookup(request, role.text, ROLE) is None:
        yield role.refuse(f"The role with name {role.text} cannot be found; give the name of a role, not its ARN")


@refuses_to_create(*_ATTACHMENTS, code="NoSuchEntity", source=_IAM + "API_AttachRolePolicy.html")
def an_attached_policy_exists(attachment: Given, request: Request) -> Failures:
    """In the account, or managed by AWS."""
    arn = attachment["policyArn"]
    yield from _unless_attachable(arn, request)


@refuses_to_deploy(ROLE, code="NoSuchEntity", source=_IAM + "API_AttachRolePolicy.html")
def managed_policies_of_a_role_exist(role: Given, request: Request) -> Failures:
    """In the account, or managed by AWS."""
    for arn in role["managedPolicyArns"].items:
        yield from _unless_attachable(arn, request)


@refuses_to_delete(ROLE, code="DeleteConflict", source=_IAM + "API_DeleteRole.html")
def a_role_with_policies_stays(role: Deployed, cloud: Cloud) -> Iterator[str]:
    """Policies and instance profiles must go first, unless forceDetachPolicies says that the provider removes them."""
    name = text(role, "name")
    for user in cloud.where(INSTANCE_PROFILE, role=name):
        yield f"Cannot delete entity, must remove roles from instance profile first: {text(user, 'name')} has {name}."
    if role.get("forceDetachPolicies") is True:
        return
    for attachment in cloud.where(ROLE_POLICY_ATTACHMENT, role=name):
        yield (
            f"Cannot delete entity, must detach all policies first: {text(attachment, 'policyArn')} is attached "
            f"to {name}."
        )
    for policy in cloud.where(ROLE_POLICY, role=name):
        yield f"Cannot delete entity, must delete policies first: {name} has {text(policy, 'name')}."


@refuses_to_delete(POLICY, code="DeleteConflict", source=_IAM + "API_DeletePolicy.html")
def an_attached_policy_stays(policy: Deployed, cloud: Cloud) -> Iterator[str]:
    """Attachments must go first."""
    arn = text(policy, "arn") or policy.id
    for attachment in cloud.all(*_ATTACHMENTS):
        if text(attachment, "policyArn") == arn:
            yield f"Cannot delete a policy attached to entities: {attachment.id}; detach it first"
    for role in cloud.all(ROLE):
        if arn in texts(role, "managedPolicyArns"):
            yield f"Cannot delete a policy attached to entities: {text(role, 'name')}; detach it first"


@refuses_to_delete(GROUP, code="DeleteConflict", source=_IAM + "API_DeleteGroup.html")
def a_group_with_policies_stays(group: Deployed, cloud: Cloud) -> Iterator[str]:
    """Attachments must go first."""
    for attachment in cloud.where(_ATTACHMENTS[2], group=text(group, "name")):
        yield f"Cannot delete entity, must detach all policies first: {text(attachment, 'policyArn')} is attached."


@refuses_to_create(
    _PROVIDER,
    code="EntityAlreadyExists",
    source=_IAM + "API_CreateOpenIDConnectProvider.html",
)
def identity_providers_have_different_urls(provider: Given, request: Request) -> Failures:
    """In an account."""
    url = (provider["url"].text or "").removeprefix("https://")
    for other in request.cloud.all(_PROVIDER):
        if url and text(other, "url").removeprefix("https://") == url:
            yield provider["url"].refuse(f"Provider with url https://{url} already exists; import it")


@refuses_to_create(ALIAS, code="AlreadyExistsException", source=_KMS + "API_CreateAlias.html")
def aliases_of_keys_are_used_once(alias: Given, request: Request) -> Failures:
    """In an account and region."""
    found = same_named(request, "name", ALIAS)
    if found is not None and text(found, "name") == alias["name"].text:
        yield alias["name"].refuse(f"An alias with the name {alias['name'].text} already exists; choose another name")


@refuses_to_deploy(ALIAS, _GRANT, _KEY_POLICY, code="NotFoundException", source=_KMS + "API_CreateAlias.html")
def the_key_exists(inputs: Given, request: Request) -> Failures:
    """By id or ARN."""
    for name in ("targetKeyId", "keyId"):
        key = inputs[name]
        if key.text and "alias/" not in key.text and not is_elsewhere(key.text, request.place):
            id = key.text.rpartition("/")[2]
            if lookup(request, id, KEY, REPLICA_KEY) is None and lookup(request, key.text, KEY, REPLICA_KEY) is None:
                yield key.refuse(f"Key '{key.text}' does not exist; create it first, or correct the reference")


@refuses_to_deploy(LOG_GROUP, code="InvalidParameterException", source=_LOGS_ENCRYPTION)
def a_key_lets_cloudwatch_logs_use_it(group: Given, request: Request) -> Failures:
    """Its policy must name the service logs.REGION.amazonaws.com; the default policy of a key doesn't."""
    arn = group["kmsKeyId"]
    if arn.text is None or is_elsewhere(arn.text, request.place):
        return
    key = lookup(request, arn.text, KEY, REPLICA_KEY)
    if key is None and ":key/" in arn.text:
        yield arn.refuse(
            f"The specified KMS key does not exist or is not allowed to be used: {arn.text}; create it first"
        )
    if key is None or key not in request.cloud.all(KEY, REPLICA_KEY):
        return
    policies = [key, *request.cloud.where(_KEY_POLICY, keyId=key.id), *request.cloud.where(_KEY_POLICY, keyId=arn.text)]
    if not any(_lets_logs_in(policy) for policy in policies):
        yield arn.refuse(
            f"The specified KMS key does not exist or is not allowed to be used with log groups: {arn.text}; let "
            f"logs.{request.place.region}.{request.place.dns_suffix} use it in the key's policy"
        )


def _unless_attachable(arn: Given, request: Request) -> Failures:
    if arn.text is None or is_elsewhere(arn.text.replace(":iam::aws:", ":iam:::"), request.place):
        return
    if ":iam::aws:policy/" in arn.text:
        if managed_policy(request.place, arn.text) is None:
            hint = closest_policy(arn.text)
            yield arn.refuse(
                f"Policy {arn.text} does not exist or is not attachable{f'; did you mean {hint}?' if hint else ''}"
            )
        return
    own = [text(policy, "arn") for policy in request.cloud.all(POLICY)]
    if arn.text not in own:
        yield arn.refuse(f"Policy {arn.text} does not exist or is not attachable; create it first")


def _lets_logs_in(owner: Deployed) -> bool:
    """Whether a key policy has a statement for CloudWatch Logs or for everybody."""
    found = statements_of(text(owner, "policy"))
    return found is None or any(_is_for_logs(statement.get("Principal")) for statement in found)


def _is_for_logs(principal: object) -> bool:
    if not isinstance(principal, dict):
        return principal == "*"
    named = [name for value in principal.values() for name in listed(value)]
    return any(str(name) == "*" or str(name).startswith("logs.") for name in named)
