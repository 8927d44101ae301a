"""Secrets that operators fill in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from settings.errors import Mistake
from settings.secret_paths import JsonKey, SecretItem, recovery_is_none_or_a_week
from settings.section import FrozenMap, Rule, Section, Whole
from settings.types import Region, SecretPath
from settings.wording import listing


def _keys_are_named_once(secret: Secret) -> Iterator[Mistake]:
    keys = secret.keys or ()
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield Mistake(("keys", index), f'"{key}"', "each key once", f"Remove one {key}.")


def _generated_keys_are_keys(secret: Secret) -> Iterator[Mistake]:
    for index, key in enumerate(secret.generate):
        if not secret.keys:
            allowed = "no generate without keys: the secret is a text that people store"
            yield Mistake(("generate", index), f'"{key}"', allowed, "Add keys, or remove generate.")
        elif key not in secret.keys:
            yield Mistake(("generate", index), f'"{key}"', f"one of its keys: {listing(secret.keys)}")


class Secret(Section):
    """A secret that holds a JSON object of texts, or a text by itself.

    It starts with placeholders; whoever owns the values stores them with Secrets Manager, and no deployment touches
    them again. A key that is added later is added to the stored value by hand as well.
    """

    rules: ClassVar[tuple[Rule, ...]] = (_keys_are_named_once, _generated_keys_are_keys)

    keys: Annotated[tuple[JsonKey, ...], Field(min_length=1)] | None = None
    """Keys of the JSON object; services name one as SECRET.KEY. Without any the secret is a text by itself."""
    generate: tuple[JsonKey, ...] = ()
    """Keys that start with a random value of 64 letters and digits instead of a placeholder."""
    description: Annotated[str, Field(min_length=1, max_length=2048)]
    """What it is for and who gives the values."""


class Secrets(Section):
    """Secrets below one path, encrypted with the secrets key and closed to other accounts."""

    rules: ClassVar[tuple[Rule, ...]] = (recovery_is_none_or_a_week,)

    path: SecretPath
    """First part of every name: fivestar/payments/dev gives fivestar/payments/dev/razorpay."""
    recovery_days: Annotated[Whole, Field(ge=0, le=30)] = 30
    """Days that a deleted secret can be restored, and its name not be used again: 7 to 30, or 0 for neither."""
    replica_region: Region | None = None
    """Region that gets a copy of every secret; by default none."""
    items: Annotated[FrozenMap[SecretItem, Secret], Field(min_length=1)]
    """Secrets by the last part of their name."""
