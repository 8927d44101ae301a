"""Configuration in SSM Parameter Store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from settings.errors import Mistake, Path
from settings.references import built, unless_text_is_offered
from settings.secret_paths import ParameterItem
from settings.section import Flag, FrozenMap, Rule, Section, Whole
from settings.types import ParameterPath
from settings.wording import NOT_SHOWN, holds_a_secret, listing, names_a_secret

if TYPE_CHECKING:
    from settings.stack import Settings

_STANDARD_BYTES = 4096
_ADVANCED_BYTES = 8192
_DEEPEST_LEVEL = 15


def _has_one_source(parameter: Parameter) -> Iterator[Mistake]:
    given = {"value": parameter.value, "values": parameter.values, "secret": parameter.secret}
    found = [key for key, value in given.items() if value is not None]
    if len(found) != 1:
        yield Mistake((), listing(found) if found else "nothing", "exactly one of value, values and secret")


def _shows_no_secret(parameter: Parameter) -> Iterator[Mistake]:
    texts = [parameter.value, *(parameter.values or ())]
    if any(text is not None and holds_a_secret(text) for text in texts):
        key = "value" if parameter.value is not None else "values"
        remedy = "Write secret: placeholder and store the value with Systems Manager."
        yield Mistake((key,), NOT_SHOWN, "a text without a credential in it", remedy)


def _lists_have_plain_items(parameter: Parameter) -> Iterator[Mistake]:
    for index, item in enumerate(parameter.values or ()):
        if "," in item or not item:
            yield Mistake(("values", index), "a text with a comma, or an empty one", "a text without comma")
    if parameter.values is not None and parameter.secure:
        yield Mistake(("secure",), "true", "no values: Parameter Store has no encrypted lists", "Write one value.")


def _fits_its_tier(parameter: Parameter) -> Iterator[Mistake]:
    size = len((parameter.value or ",".join(parameter.values or ())).encode())
    limit = _ADVANCED_BYTES if parameter.tier == "Advanced" else _STANDARD_BYTES
    if size > limit:
        remedy = "Write tier: Advanced." if size <= _ADVANCED_BYTES else ""
        yield Mistake(("value",), f"{size} bytes", f"at most {limit} bytes in tier {parameter.tier}", remedy)


class Parameter(Section):
    """A parameter: a text, a list of texts, or a secret that operators fill in.

    `${database.host}` in a text stands for what the stack builds: database.host, readerHost, port and name, and
    caches.KEY.host, readerHost and port.
    """

    rules: ClassVar[tuple[Rule, ...]] = (_has_one_source, _shows_no_secret, _lists_have_plain_items, _fits_its_tier)

    value: Annotated[str, Field(min_length=1)] | None = None
    """The text; true, false and numbers in quotes."""
    values: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    """The texts of a list."""
    secret: Literal["placeholder", "generated"] | None = None
    """placeholder: encrypted; operators store the value, and no deployment touches it again.
    generated: the same, but it starts with a random value of 64 letters and digits."""
    secure: Flag = False
    """Whether a text is encrypted with the secrets key; a secret always is."""
    tier: Literal["Standard", "Advanced"] = "Standard"
    """Advanced holds 8 KB instead of 4 and costs by the month."""
    description: Annotated[str, Field(min_length=1, max_length=1024)] | None = None
    """What it is for."""
    secret_version: Annotated[Whole, Field(ge=1, le=999999)] = 1
    """Raising it overwrites a secret, also one that operators stored: with a placeholder, or a new random value."""


def _secret_names_hold_secrets(parameters: Parameters) -> Iterator[Mistake]:
    for name, parameter in parameters.items.items():
        if parameter.secret is None and names_a_secret(name.rsplit("/", 1)[-1]):
            key = "value" if parameter.value is not None else "values"
            yield Mistake(
                ("items", name, key),
                NOT_SHOWN,
                "no text: the name says that it is a secret",
                "Write secret: generated.",
            )


def _paths_are_not_too_deep(parameters: Parameters) -> Iterator[Mistake]:
    for name in parameters.items:
        levels = f"{parameters.path}/{name}".count("/")
        if levels > _DEEPEST_LEVEL:
            yield Mistake(("items", name), f"{levels} levels with the path", f"at most {_DEEPEST_LEVEL} levels")


class Parameters(Section):
    """Parameters below one path."""

    rules: ClassVar[tuple[Rule, ...]] = (_secret_names_hold_secrets, _paths_are_not_too_deep)

    path: ParameterPath
    """First part of every name: /fivestar/payments/dev gives /fivestar/payments/dev/app/database_url."""
    items: Annotated[FrozenMap[ParameterItem, Parameter], Field(min_length=1)]
    """Parameters by the rest of their name."""


def references_exist(settings: Settings) -> Iterator[Mistake]:
    """Every `${...}` of a parameter stands for something that the stack builds."""
    if settings.parameters is None:
        return
    keys = built(settings)
    for name, parameter in settings.parameters.items.items():
        texts: list[tuple[Path, str]] = [(("values", index), text) for index, text in enumerate(parameter.values or ())]
        for path, text in [(("value",), parameter.value or ""), *texts]:
            place: Path = ("parameters", "items", name, *path)
            yield from unless_text_is_offered(place, text, keys)
