"""The aws provider's configuration: which account and region its resources live in, and the tags they share."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.aws.model import Place
from sandbox.values import UNKNOWN, Properties, Value, reveal_all

# The example account of the AWS documentation, for programs that name no account.
DEFAULT_ACCOUNT = "123456789012"

CREDENTIALS_VARIABLE = "SANDBOX_AWS_ACCOUNT"
"""Environment variable: the account of the user's credentials, when it is to be another than the program expects."""

STACK_VARIABLE = "SANDBOX_STACK_ACCOUNT"
"""Environment variable from `sandbox/pulumi`: the account that the stack's configuration speaks of."""

_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
_ROLE_ACCOUNT = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}):role/.+")


class ConfigurationError(Exception):
    """The provider can't be configured; `property` names the configuration key at fault."""

    def __init__(self, property: str, reason: str) -> None:
        super().__init__(reason)
        self.property = property
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Configuration:
    """A configured provider."""

    place: Place
    default_tags: Mapping[str, Value] = field(default_factory=dict)
    ignored_tag_keys: frozenset[str] = frozenset()
    ignored_tag_prefixes: tuple[str, ...] = ()

    def tags(self, own: Value) -> Properties | None:
        """The tags a resource carries: the default ones overlaid with its own. None while one of them is unknown."""
        if not isinstance(own, dict | None) or UNKNOWN in self.default_tags.values():
            return None
        merged: Properties = {**self.default_tags, **(own or {})}
        if UNKNOWN in merged.values():
            return None
        return {key: value for key, value in merged.items() if not self._ignored(key)}

    def _ignored(self, key: str) -> bool:
        return key in self.ignored_tag_keys or key.startswith(self.ignored_tag_prefixes)


def configure(settings: Properties) -> Configuration:
    """The configuration that the provider's settings (wire names; nested ones may be JSON text) stand for.

    Raises `ConfigurationError` for a missing or malformed region and for an account that isn't allowed.
    """
    known = {key: _parsed(value) for key, value in reveal_all(settings).items()}
    account = _account(known)
    _refuse_account(account, known)
    ignored = _mapping(known.get("ignoreTags"))
    return Configuration(
        Place(_region(known), account),
        _mapping(_mapping(known.get("defaultTags")).get("tags")),
        frozenset(_texts(ignored.get("keys"))),
        tuple(_texts(ignored.get("keyPrefixes"))),
    )


def _parsed(value: Value) -> Value:
    """Nested provider settings travel as JSON text."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            parsed: Value = json.loads(value)
        except ValueError:
            return value
        return parsed
    return value


def _region(known: Properties) -> str:
    region = known.get("region")
    if region is None:
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    if region is UNKNOWN:
        return "us-east-1"
    if not isinstance(region, str) or not region:
        raise ConfigurationError(
            "region",
            "the aws provider has no region: set it with `pulumi config set aws:region us-east-1`, give the provider a"
            " `region`, or set AWS_REGION",
        )
    if not _REGION.fullmatch(region):
        raise ConfigurationError(
            "region", f"`{region}` is not the name of an AWS region, such as us-east-1 or ap-south-1"
        )
    return region


def _account(known: Properties) -> str:
    roles = known.get("assumeRoles") or known.get("assumeRole")
    last = roles[-1] if isinstance(roles, list) and roles else roles
    # A dict in a Python program reaches the provider with the keys that Python has.
    arn = (last.get("roleArn") or last.get("role_arn")) if isinstance(last, dict) else None
    if isinstance(arn, str):
        match = _ROLE_ACCOUNT.fullmatch(arn)
        if not match:
            raise ConfigurationError(
                "assumeRoles",
                f"`{arn}` is not the ARN of an IAM role, such as arn:aws:iam::123456789012:role/DeploymentRole",
            )
        return match.group(1)
    if stated := os.environ.get(CREDENTIALS_VARIABLE):
        return _stated_account(stated)
    allowed = _texts(known.get("allowedAccountIds"))
    return allowed[0] if allowed else os.environ.get(STACK_VARIABLE) or DEFAULT_ACCOUNT


def _stated_account(stated: str) -> str:
    if not re.fullmatch(r"\d{12}", stated):
        raise ConfigurationError(
            "allowedAccountIds", f"{CREDENTIALS_VARIABLE} is `{stated}`, which is not an account id of twelve digits"
        )
    return stated


def _refuse_account(account: str, known: Properties) -> None:
    allowed = _texts(known.get("allowedAccountIds"))
    if allowed and account not in allowed:
        raise ConfigurationError(
            "allowedAccountIds",
            f"AWS account ID not allowed: {account}. Allowed are {', '.join(allowed)}: this stack is aimed at another"
            " account; correct the role that it assumes or the list",
        )
    if account in _texts(known.get("forbiddenAccountIds")):
        raise ConfigurationError("forbiddenAccountIds", f"AWS account ID not allowed: {account} is a forbidden one")


def _mapping(value: Value) -> Properties:
    return value if isinstance(value, dict) else {}


def _texts(value: Value) -> list[str]:
    return [str(item) for item in value if item is not UNKNOWN] if isinstance(value, list) else []
