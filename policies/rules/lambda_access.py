"""Rules for who may call a Lambda function."""

from policies.documents.public_access import has_fixed_account
from policies.properties import UNKNOWN, Properties
from policies.resource_types import LAMBDA_FUNCTION_URL, LAMBDA_PERMISSION
from policies.rule import rule
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation, combined

EVERYBODY = "*"
_SKILLS = "alexa-"
"""Beginning of the services that name no account: a token from Alexa's console limits them."""
_S3 = "s3.amazonaws.com"


@rule("lambda-permission-not-public", applies_to=(LAMBDA_PERMISSION,))
def lets_somebody_in_particular_call(permission: Properties) -> Verdict:
    """A service without a source would call for anybody; a bucket's ARN names no account that owns it."""
    principal = permission.text("principal")
    if principal is UNKNOWN:
        return Undetermined(permission.where("principal"))
    if principal is None or EVERYBODY in principal:
        return _must_be_limited(permission)
    if _is_service(principal):
        return _must_name_its_source(permission, principal)
    return COMPLIANT


@rule("lambda-url-auth", applies_to=(LAMBDA_FUNCTION_URL,))
def asks_for_a_signature(url: Properties) -> Verdict:
    return combined((_must_authorize(url), _must_name_origins(url)))


def _is_service(principal: str) -> bool:
    return principal.endswith((".amazonaws.com", ".amazonaws.com.cn", ".amazon.com"))


def _must_be_limited(permission: Properties) -> Verdict:
    for path in ("principalOrgId", "sourceAccount"):
        if permission.get(path) not in (None, ""):
            return COMPLIANT
    source = permission.text("sourceArn")
    if source is UNKNOWN:
        return Undetermined(permission.where("sourceArn"))
    if source is not None and has_fixed_account(source):
        return COMPLIANT
    return Violation(f"{permission.describe('principal')} without principalOrgId, sourceAccount or a fixed sourceArn")


def _must_name_its_source(permission: Properties, principal: str) -> Verdict:
    if permission.get("sourceAccount") not in (None, ""):
        return COMPLIANT
    if principal.startswith(_SKILLS) and permission.get("eventSourceToken") not in (None, ""):
        return COMPLIANT
    if permission.get("sourceArn") in (None, ""):
        return Violation(f"{permission.describe('principal')}, a service, without sourceArn or sourceAccount")
    if principal == _S3:
        return Violation(f"{permission.describe('principal')} without sourceAccount: a bucket's ARN names no account")
    return COMPLIANT


def _must_authorize(url: Properties) -> Verdict:
    kind = url.text("authorizationType")
    if kind is UNKNOWN:
        return Undetermined(url.where("authorizationType"))
    return Violation(url.describe("authorizationType")) if kind == "NONE" else COMPLIANT


def _must_name_origins(url: Properties) -> Verdict:
    origins = url.texts("cors.allowOrigins")
    if origins is UNKNOWN:
        return Undetermined(url.where("cors.allowOrigins"))
    if EVERYBODY in origins:
        return Violation(f'{url.where("cors.allowOrigins")} has "{EVERYBODY}"')
    return Undetermined(url.where("cors.allowOrigins")) if UNKNOWN in origins else COMPLIANT
