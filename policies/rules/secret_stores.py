"""Rules for Secrets Manager, for Parameter Store and for sessions of Session Manager."""

import re

import yaml

from policies.conditions import must_be_at_least, must_be_true, must_use_customer_key
from policies.properties import UNKNOWN, Properties
from policies.readings.rotation_schedule import longest_days
from policies.resource_types import (
    KMS_KEYS,
    SECRET,
    SECRET_ROTATION,
    SECRET_VERSION,
    SSM_DOCUMENT,
    SSM_PARAMETER,
)
from policies.rule import Context, rule, rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined, scoped

_CREDENTIAL = re.compile(
    r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|\b[a-z][a-z0-9+.-]*://[^/\s:@]+:[^/\s:@]+@"
)
"""A private key, the id of an AWS access key, or a URL with user and password."""


_DAYS = "rotationRules.automaticallyAfterDays"
_EXPRESSION = "rotationRules.scheduleExpression"


@rule("secret-cmk", applies_to=(SECRET,), known_from=KMS_KEYS)
def is_kept_under_own_key(secret: Properties) -> Verdict:
    """A replica in another region that names no key is kept under the one that AWS manages there."""
    replicas = secret.items("replicas")
    if replicas is UNKNOWN:
        return combined((must_use_customer_key(secret, "kmsKeyId"), Undetermined(secret.where("replicas"))))
    return combined(
        (
            must_use_customer_key(secret, "kmsKeyId"),
            *(
                Undetermined(secret.where("replicas"))
                if replica is UNKNOWN
                else must_use_customer_key(replica, "kmsKeyId")
                for replica in replicas
            ),
        )
    )


@rule_in_context("secret-recovery-window", applies_to=(SECRET,))
def can_be_had_back(secret: Properties, context: Context) -> Verdict:
    """AWS waits 30 days when nothing is said."""
    return must_be_at_least(secret, "recoveryWindowInDays", context.number("minimumDays"), absent=30)


@rule_in_context("secret-rotation-window", applies_to=(SECRET_ROTATION,))
def changes_often_enough(rotation: Properties, context: Context) -> Verdict:
    enabled = must_be_true(rotation, "rotationEnabled", absent=True)
    return enabled if isinstance(enabled, Violation) else combined((enabled, _comes_round(rotation, context)))


def _comes_round(rotation: Properties, context: Context) -> Verdict:
    """Either a number of days or an expression; AWS refuses both."""
    days, expression = rotation.number(_DAYS), rotation.text(_EXPRESSION)
    if days is UNKNOWN or expression is UNKNOWN:
        return Undetermined(rotation.where(_DAYS if days is UNKNOWN else _EXPRESSION))
    path = _DAYS
    if days is None and expression is not None:
        path, days = _EXPRESSION, longest_days(expression)
        if days is None:
            return Undetermined(rotation.where(_EXPRESSION))
    if days is None:
        return Violation("rotationRules has neither automaticallyAfterDays nor scheduleExpression")
    maximum = context.number("maximumDays")
    if days <= maximum:
        return COMPLIANT
    return Violation(f"{rotation.describe(path)}, the maximum is {maximum:g} days")


@rule("secret-value-not-literal", applies_to=(SECRET_VERSION,))
def is_no_plain_text(version: Properties) -> Verdict:
    """A value that is marked as secret is encrypted in the state; a write-only one isn't kept at all."""
    return combined(_is_marked(version, path) for path in ("secretString", "secretBinary"))


def _is_marked(version: Properties, path: str) -> Verdict:
    value = version.get(path)
    if value is None or version.is_secret(path):
        return COMPLIANT
    return Undetermined(version.where(path)) if value is UNKNOWN else Violation(f"{path} is given in plain text")


@rule_in_context("ssm-parameter-secure", applies_to=(SSM_PARAMETER,), known_from=KMS_KEYS)
def keeps_secrets_encrypted(parameter: Properties, context: Context) -> Verdict:
    kind = parameter.text("type")
    if kind is UNKNOWN:
        return Undetermined(parameter.where("type"))
    if kind == "SecureString":
        return must_use_customer_key(parameter, "keyId")
    if _is_named_as_secret(parameter, context):
        return Violation(f"{parameter.describe('type')} and its name is that of a secret")
    for path in ("value", "insecureValue"):
        value = parameter.text(path)
        if isinstance(value, str) and _CREDENTIAL.search(value):
            return Violation(f"{parameter.describe('type')} and {path} looks like a credential")
    return COMPLIANT


def _is_named_as_secret(parameter: Properties, context: Context) -> bool:
    """By the last part of the path: `/payments/prod/database/password`; a secret's ARN or name is none itself."""
    name = parameter.text("name")
    return isinstance(name, str) and re.search(context.text("secretNames"), name.rpartition("/")[2]) is not None


@rule("ssm-session-encrypted", applies_to=(SSM_DOCUMENT,))
def encrypts_its_sessions(document: Properties) -> Verdict:
    return scoped(_encrypts_sessions(document), _is_no_session(document))


def _is_no_session(document: Properties) -> NotApplicable | Undetermined | None:
    kind = document.text("documentType")
    if kind is UNKNOWN:
        return Undetermined(document.where("documentType"))
    return None if kind == "Session" else NotApplicable(f"a document of type {kind} opens no session")


def _encrypts_sessions(document: Properties) -> Verdict:
    """The key of the session itself, and encryption wherever its log goes; JSON is YAML as well."""
    content = document.text("content")
    if content is UNKNOWN:
        return Undetermined(document.where("content"))
    try:
        read = yaml.safe_load(content or "")
    except yaml.YAMLError:
        return Undetermined(document.where("content"))
    if not isinstance(read, dict):
        return NotApplicable("its content has no inputs")
    session = Properties(read, "content")
    logs = [
        must_be_true(session, f"inputs.{flag}")
        for place, flag in (
            ("s3BucketName", "s3EncryptionEnabled"),
            ("cloudWatchLogGroupName", "cloudWatchEncryptionEnabled"),
        )
        if session.text(f"inputs.{place}") is not None
    ]
    return combined((_has_a_key(session), *logs))


def _has_a_key(session: Properties) -> Verdict:
    key = session.text("inputs.kmsKeyId")
    return Violation(session.describe("inputs.kmsKeyId")) if key is None else COMPLIANT
