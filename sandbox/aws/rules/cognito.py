"""What Cognito refuses of user pools, by their inputs alone."""

from typing import Final

from sandbox.aws.model import Cloud, Deployed
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given, unless_at_most_one
from sandbox.aws.rules.rule import refuses, refuses_to_delete

_API: Final = "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
_POOL: Final = "aws:cognito/userPool:UserPool"


@refuses(_POOL, code="InvalidParameterException", source=_API + "API_CreateUserPool.html")
def a_user_pool_signs_in_by_alias_or_by_user_name(pool: Given) -> Failures:
    """aliasAttributes or usernameAttributes."""
    yield from unless_at_most_one(pool, "aliasAttributes", "usernameAttributes")
    yield from pool["mfaConfiguration"].none_of(("OFF", "ON", "OPTIONAL"))
    yield from pool["deletionProtection"].none_of(("ACTIVE", "INACTIVE"))


@refuses(_POOL, code="InvalidParameterException", source=_API + "API_PasswordPolicyType.html")
def passwords_of_a_user_pool_have_6_to_99_characters(pool: Given) -> Failures:
    """At least; temporary ones are valid for up to a year."""
    yield from pool["passwordPolicy"]["minimumLength"].outside(6, 99, "characters")
    yield from pool["passwordPolicy"]["temporaryPasswordValidityDays"].outside(0, 365, "days")
    yield from pool["name"].unlike(r"[\w\s+=,.@-]{1,128}", "1 to 128 letters, digits, spaces and _+=,.@-")


@refuses_to_delete(_POOL, code="InvalidParameterException", source=_API + "API_DeleteUserPool.html")
def a_protected_user_pool_stays(pool: Deployed, cloud: Cloud) -> list[str]:
    """deletionProtection ACTIVE."""
    if pool.get("deletionProtection") == "ACTIVE":
        return ["The user pool cannot be deleted because deletion protection is activated; deactivate it first"]
    return []
