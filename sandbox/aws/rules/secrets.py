"""What Secrets Manager and Parameter Store refuse, by the inputs alone. Reasons never show a value."""

import re
from typing import Final

from sandbox.aws.rules.documents import unless_policy
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given, unless_at_most_one, unless_exactly_one
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.schedules import unless_schedule
from sandbox.aws.rules.types import PARAMETER, SECRET

_SECRETS: Final = "https://docs.aws.amazon.com/secretsmanager/latest/apireference/"
_PARAMETERS: Final = "https://docs.aws.amazon.com/systems-manager/latest/APIReference/"
_VERSION: Final = "aws:secretsmanager/secretVersion:SecretVersion"
_ROTATION: Final = "aws:secretsmanager/secretRotation:SecretRotation"
_STANDARD_BYTES: Final = 4096
_ADVANCED_BYTES: Final = 8192
_SECRET_BYTES: Final = 65536


@refuses(SECRET, code="InvalidParameterException", source=_SECRETS + "API_CreateSecret.html")
def a_secret_has_a_plain_name(secret: Given) -> Failures:
    """1 to 512 letters, digits and /_+=.@-"""
    yield from secret["name"].unlike(r"[0-9A-Za-z/_+=.@-]{1,512}", "1 to 512 letters, digits and / _ + = . @ -")


@refuses(SECRET, code="InvalidParameterException", source=_SECRETS + "API_DeleteSecret.html")
def a_secret_waits_0_or_7_to_30_days_for_its_deletion(secret: Given) -> Failures:
    """0 deletes it at once."""
    if secret["recoveryWindowInDays"].number != 0:
        yield from secret["recoveryWindowInDays"].outside(7, 30, "days, or 0 to delete at once")


@refuses(SECRET, code="MalformedPolicyDocumentException", source=_SECRETS + "API_PutResourcePolicy.html")
def a_secret_policy_follows_the_grammar(secret: Given) -> Failures:
    """JSON, known elements, effects and actions."""
    yield from unless_policy(secret["policy"])


@refuses(_VERSION, code="InvalidParameterException", source=_SECRETS + "API_PutSecretValue.html")
def a_secret_version_has_text_or_bytes(version: Given) -> Failures:
    """Not both; up to 65,536 bytes."""
    yield from unless_at_most_one(version, "secretString", "secretBinary", "secretStringWo")
    for name in ("secretString", "secretStringWo"):
        size = len((version[name].text or "").encode())
        if size > _SECRET_BYTES:
            yield version[name].refuse(f"the secret has {size} bytes; at most 65,536 are allowed")


@refuses(_ROTATION, code="InvalidParameterException", source=_SECRETS + "API_RotationRulesType.html")
def a_secret_rotates_by_days_or_by_schedule(rotation: Given) -> Failures:
    """1 to 1,000 days, or a schedule."""
    rules = rotation["rotationRules"]
    if rules.present and not rules.unknown:
        yield from unless_exactly_one(rules, "automaticallyAfterDays", "scheduleExpression")
    yield from rules["automaticallyAfterDays"].outside(1, 1000, "days")
    yield from unless_schedule(rules["scheduleExpression"])


@refuses(PARAMETER, code="ValidationException", source=_PARAMETERS + "API_PutParameter.html")
def a_parameter_name_is_a_path(parameter: Given) -> Failures:
    """Letters, digits and _.-; a hierarchy begins with a slash and has up to 15 levels; `aws` and `ssm` are AWS's."""
    name = parameter["name"]
    text = name.text
    if text is None:
        return
    yield from name.unlike(r"[a-zA-Z0-9_.\-/]{1,1011}", "letters, digits and _ . - in a path of slashes")
    if "/" in text and not text.startswith("/"):
        yield name.refuse(f'"{text}" holds a slash, so it must begin with one: "/{text}"')
    if text.strip("/").count("/") >= 15:
        yield name.refuse(f'"{text}" has more than 15 levels; flatten the path')
    if re.match(r"(?i)/?(aws|ssm)", text):
        yield name.refuse(f'"{text}" begins with aws or ssm, which AWS keeps for itself; choose another name')
    if text.endswith("/") or "//" in text:
        yield name.refuse(f'"{text}" has an empty level; remove the extra slash')


@refuses(PARAMETER, code="ValidationException", source=_PARAMETERS + "API_PutParameter.html")
def a_parameter_is_of_a_type_and_tier_that_exist(parameter: Given) -> Failures:
    """String, StringList or SecureString; Standard, Advanced or Intelligent-Tiering."""
    yield from parameter["type"].none_of(("String", "StringList", "SecureString"))
    yield from parameter["tier"].none_of(("Standard", "Advanced", "Intelligent-Tiering"))
    yield from parameter["dataType"].none_of(("text", "aws:ec2:image", "aws:ssm:integration"))


@refuses(PARAMETER, code="ValidationException", source=_PARAMETERS + "API_PutParameter.html")
def a_parameter_has_one_value(parameter: Given) -> Failures:
    """value, insecureValue or valueWo; the insecure one isn't for SecureString."""
    yield from unless_exactly_one(parameter, "value", "insecureValue", "valueWo")
    if parameter["type"].text == "SecureString" and parameter["insecureValue"].present:
        yield parameter["insecureValue"].refuse("a SecureString can't have an insecureValue; give value")


@refuses(PARAMETER, code="ValidationException", source=_PARAMETERS + "API_PutParameter.html")
def a_parameter_value_fits_its_tier(parameter: Given) -> Failures:
    """Standard 4 KB, Advanced 8 KB."""
    tier = parameter["tier"]
    if tier.unknown:
        return
    limit = _STANDARD_BYTES if tier.text in (None, "Standard") else _ADVANCED_BYTES
    for name in ("value", "insecureValue", "valueWo"):
        size = len((parameter[name].text or "").encode())
        if size > limit:
            yield parameter[name].refuse(
                f"the value has {size} bytes; a {tier.text or 'Standard'} parameter has up to {limit}"
            )


@refuses(PARAMETER, code="ParameterPatternMismatchException", source=_PARAMETERS + "API_PutParameter.html")
def a_parameter_value_matches_its_own_pattern(parameter: Given) -> Failures:
    """allowedPattern."""
    pattern = parameter["allowedPattern"].text
    for name in ("value", "insecureValue"):
        text = parameter[name].text
        if pattern is None or text is None:
            continue
        try:
            matches = re.search(pattern, text) is not None
        except re.error:
            continue
        if not matches:
            yield parameter[name].refuse(f'the value doesn\'t match allowedPattern "{pattern}"')
