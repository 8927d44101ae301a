"""The one door to a stack's settings."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import cast, get_args

from pydantic import ValidationError

from settings.draft import Draft, UnavailableError, draft_of, mistakes_against_rules
from settings.errors import Mistake, SettingsError
from settings.report import mistakes_in
from settings.section import Section
from settings.stack import Settings
from settings.system import Environment

NAMESPACE = "platform:"
REGION = "aws:region"


def load_settings() -> Settings:
    """The settings of the stack that the Pulumi engine is running.

    Raises SettingsError, which names every mistake in the stack file.
    """
    import pulumi.runtime  # parse_settings needs no Pulumi, nor do programs that only read a stack file

    config = {key: _decode(value) for key, value in pulumi.runtime.get_config_env().items()}
    return parse_settings(config, stack=pulumi.get_stack(), encrypted=pulumi.runtime.get_config_secret_keys_env())


def parse_settings(config: Mapping[str, object], stack: str = "", encrypted: Collection[str] = ()) -> Settings:
    """The settings in a stack's configuration.

    config: keys as in a stack file (`platform:network`, `aws:region`), values as YAML or JSON gives them.
    stack: the stack's name, checked against the environment when given.
    encrypted: keys whose values are secret in the stack file; none of `platform:` may be.

    Raises SettingsError, which names every mistake.
    """
    given = {_field_key(key): value for key, value in config.items() if _is_ours(key) and key not in encrypted}
    node: Section | Draft
    mistakes = [*_foreign_keys(config), *_encrypted_keys(encrypted)]
    try:
        node = Settings.model_validate(given)
    except ValidationError as error:
        hidden = {_field_key(key) for key in encrypted}
        mistakes += [mistake for mistake in mistakes_in(error, Settings) if mistake.path[0] not in hidden]
        node = draft_of(Settings, given)
    mistakes += mistakes_against_rules(node)
    mistakes += _another_environment(node, stack)
    if mistakes or not isinstance(node, Settings):
        raise SettingsError(_in_order(mistakes), stack)
    return node


def _decode(value: str) -> object:
    if not value.startswith(("{", "[")):
        return value
    try:
        decoded: object = json.loads(value)
    except ValueError:
        return value
    return decoded


def _is_ours(key: str) -> bool:
    return key == REGION or key.startswith(NAMESPACE)


def _field_key(key: str) -> str:
    return key.removeprefix(NAMESPACE)


def _foreign_keys(config: Mapping[str, object]) -> Iterator[Mistake]:
    remedies = {
        "aws:profile": "Set AWS_PROFILE in the environment of the command instead.",
        "aws:defaultTags": "Write the tags into platform:system.tags.",
        "aws:allowedAccountIds": "platform:account.id already limits the account.",
        "aws:assumeRoles": "Write the role into platform:account.deployRole.",
    }
    for key in config:
        if key.startswith("aws:") and key != REGION:
            allowed = "only aws:region: the program configures its AWS provider from platform:account"
            yield Mistake((key,), "a key that is not read", allowed, remedies.get(key, f"Remove {key}."))
    for key in config:
        namespace, _, name = key.rpartition(":")
        if name in _sections() and f"{namespace}:" != NAMESPACE:
            yield Mistake((key,), "a key that is not read", f"{NAMESPACE}{name}", f"Write {NAMESPACE}{name}.")


def _sections() -> list[str]:
    return [field.alias or name for name, field in Settings.model_fields.items()]


def _encrypted_keys(encrypted: Collection[str]) -> Iterator[Mistake]:
    for key in encrypted:
        if _is_ours(key):
            yield Mistake(
                (_field_key(key),),
                "an encrypted value",
                "values that everybody may read: settings end up in resources in clear",
                "Store secrets with Secrets Manager and name their ARN; write the rest unencrypted.",
            )


def _another_environment(node: Section | Draft, stack: str) -> Iterator[Mistake]:
    """A stack named after an environment must be of that environment, else a copied file weakens its policies."""
    if stack not in get_args(Environment):
        return
    try:
        environment = cast(Settings, node).system.environment
    except UnavailableError:
        return
    if environment != stack:
        yield Mistake(
            ("system", "environment"), f'"{environment}"', f"{stack}, because the stack is named so", f"Write {stack}."
        )


def _in_order(mistakes: list[Mistake]) -> list[Mistake]:
    order = {section: place for place, section in enumerate(_sections())}
    unique = dict.fromkeys(mistakes)
    return sorted(unique, key=lambda mistake: order.get(str(mistake.path[0]) if mistake.path else "", len(order)))
