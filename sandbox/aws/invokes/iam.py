"""IAM: managed policies, session contexts and who an ARN stands for."""

import re

from sandbox.aws.account.managed_policies import closest_policy, managed_policy
from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.invokes.filters import fits
from sandbox.aws.invokes.inventory import existing, text
from sandbox.aws.invokes.partitions import arn_parts
from sandbox.aws.model import AwsError, Deployed
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()

_POLICY = "aws:iam/policy:Policy"
_ROLE = "aws:iam/role:Role"


@FUNCTIONS.answers("aws:iam/getPolicy:getPolicy")
def policy(arguments: Arguments, call: Call) -> Properties:
    """A managed policy, AWS's or the account's own, by ARN or by name."""
    arn, name = arguments.text("arn"), arguments.text("name")
    if arn and name:
        raise AwsError("InvalidArgument", "arn and name exclude each other: give one of them.", "name")
    found = _policies(arguments, call) if not arn else _policy_with(arn, call)
    if not found:
        close = closest_policy(arn or name)
        hint = (
            f"did you mean {close}?" if close else f"deploy an {_POLICY} first; `sandbox/cloud list` shows what exists."
        )
        raise AwsError("NoSuchEntity", f"no IAM policy found matching {arn or name}: {hint}", "arn" if arn else "name")
    item = found[0]
    return {**item.properties, "id": text(item, "arn") or item.id, "tags": item.properties.get("tagsAll")}


def _policy_with(arn: str, call: Call) -> list[Deployed]:
    deployed = [item for item in call.cloud.all(_POLICY) if arn in (item.id, item.properties.get("arn"))]
    known = managed_policy(call.place, arn)
    return deployed or ([known] if known is not None else [])


def _policies(arguments: Arguments, call: Call) -> list[Deployed]:
    name, prefix, tags = arguments.text("name"), arguments.text("pathPrefix", "/"), arguments.mapping("tags")
    return [
        item
        for item in existing(call, _POLICY)
        if (not name or text(item, "name") == name)
        and text(item, "path", "/").startswith(prefix)
        and fits(item, [], tags)
    ]


@FUNCTIONS.answers("aws:iam/getSessionContext:getSessionContext")
def session_context(arguments: Arguments, call: Call) -> Properties:
    """The role behind an assumed-role ARN; any other ARN stands for itself."""
    arn = arguments.text("arn")
    parts = arn_parts(arn, "arn")
    match = re.fullmatch(r"assumed-role/([\w+=,.@/-]+)/([\w+=,.@-]+)", parts[5]) if parts[2] == "sts" else None
    if match is None:
        return {"id": arn, "arn": arn, "issuerArn": arn, "issuerId": "", "issuerName": "", "sessionName": ""}
    roles = [role for role in existing(call, _ROLE) if text(role, "name") == match[1]]
    if not roles:
        raise AwsError(
            "NoSuchEntity",
            f"unable to get role ({match[1]}) of the session {arn}: no {_ROLE} of that name exists in this account.",
            "arn",
        )
    role = roles[0]
    return {
        "id": arn,
        "arn": arn,
        "issuerArn": text(role, "arn"),
        "issuerId": text(role, "uniqueId"),
        "issuerName": text(role, "name"),
        "sessionName": match[2],
    }


@FUNCTIONS.answers("aws:iam/getAccountAlias:getAccountAlias")
def account_alias(arguments: Arguments, call: Call) -> Properties:
    """The account's alias, which exists only when it is deployed."""
    found = existing(call, "aws:iam/accountAlias:AccountAlias")
    if not found:
        raise AwsError(
            "NotFound",
            "reading IAM Account Alias: empty result: deploy an aws:iam/accountAlias:AccountAlias first.",
        )
    alias = text(found[0], "accountAlias") or found[0].id
    return {"id": alias, "accountAlias": alias}


@FUNCTIONS.answers("aws:iam/getRoles:getRoles", "aws:iam/getUsers:getUsers")
def identities(arguments: Arguments, call: Call) -> Properties:
    """Names and ARNs of the roles or users that fit `nameRegex` and `pathPrefix`."""
    type = _ROLE if arguments.token.endswith("Roles") else "aws:iam/user:User"
    try:
        expression = re.compile(arguments.text("nameRegex"))
    except re.error as error:
        raise AwsError("InvalidArgument", f"nameRegex is no regular expression: {error}.", "nameRegex") from error
    found = [
        item
        for item in existing(call, type)
        if expression.search(text(item, "name"))
        and text(item, "path", "/").startswith(arguments.text("pathPrefix", "/"))
    ]
    names: list[Value] = [text(item, "name") for item in found]
    arns: list[Value] = [text(item, "arn") for item in found]
    return {"names": names, "arns": arns}


@FUNCTIONS.answers("aws:iam/getRolePolicyAttachments:getRolePolicyAttachments")
def role_policy_attachments(arguments: Arguments, call: Call) -> Properties:
    """The managed policies that are attached to a role."""
    role = arguments.text("roleName")
    found: list[Value] = []
    for item in existing(call, "aws:iam/rolePolicyAttachment:RolePolicyAttachment"):
        if text(item, "role") == role:
            arn = text(item, "policyArn")
            found.append({"policyArn": arn, "policyName": arn.rpartition("/")[2]})
    return {"attachedPolicies": found}


@FUNCTIONS.answers("aws:iam/getRolePolicies:getRolePolicies")
def role_policies(arguments: Arguments, call: Call) -> Properties:
    """The names of a role's inline policies."""
    role = arguments.text("roleName")
    items = existing(call, "aws:iam/rolePolicy:RolePolicy")
    names: list[Value] = [text(item, "name") for item in items if text(item, "role") == role]
    return {"policyNames": names}


@FUNCTIONS.answers("aws:iam/getInstanceProfile:getInstanceProfile")
def instance_profile(arguments: Arguments, call: Call) -> Properties:
    """An instance profile with the role that is in it."""
    name = arguments.text("name")
    found = [item for item in existing(call, "aws:iam/instanceProfile:InstanceProfile") if text(item, "name") == name]
    if not found:
        raise AwsError(
            "NoSuchEntity", f"Instance Profile {name} cannot be found: deploy it in the sandbox first.", "name"
        )
    profile = found[0]
    roles = [role for role in existing(call, _ROLE) if text(role, "name") == text(profile, "role")]
    role: Properties = roles[0].properties if roles else {}
    behind: Properties = {"roleArn": role.get("arn"), "roleId": role.get("uniqueId"), "roleName": role.get("name")}
    return {**profile.properties, **behind, "id": text(profile, "uniqueId") or profile.id}
