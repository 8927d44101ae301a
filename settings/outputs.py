"""Stack outputs under names of the system's own, for pipelines and tools that know them already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from settings.errors import Mistake
from settings.references import OFFERED, built, unless_text_is_offered
from settings.types import Text
from settings.wording import NOT_SHOWN, holds_a_secret, names_a_secret

if TYPE_CHECKING:
    from settings.stack import Settings

OutputName = Annotated[
    str,
    Text(
        r"[a-z][a-z0-9]*(_[a-z0-9]+)+",
        "two or more lower-case words joined by underscores, such as api_url",
        "Names of one word and camelCase names are those of the program's own outputs.",
    ),
]

OFFERED_TO_OUTPUTS = {
    **OFFERED,
    "images": ("url",),
    "cluster": ("name",),
    "services": ("name", "logGroup"),
    "edge": ("host",),
}
"""Attributes that outputs may ask for, by section."""


def named_outputs_exist(settings: Settings) -> Iterator[Mistake]:
    """Every `${...}` of an output stands for something that the stack builds."""
    keys = {
        **built(settings),
        "images": settings.images,
        "cluster": ("",) if settings.cluster is not None else (),
        "services": settings.services if settings.cluster is not None else (),
        "edge": ("",) if settings.edge is not None else (),
    }
    for name, text in settings.outputs.items():
        yield from unless_text_is_offered(("outputs", name), text, keys, OFFERED_TO_OUTPUTS)


def named_outputs_are_no_secrets(settings: Settings) -> Iterator[Mistake]:
    """Outputs are read by everybody who may read the state."""
    for name, text in settings.outputs.items():
        if names_a_secret(name) or holds_a_secret(text):
            allowed = "no secret, neither by its name nor by its text: outputs are shown in clear"
            yield Mistake(("outputs", name), NOT_SHOWN, allowed, "Remove it: secretArns says where secrets are.")


NAMED_OUTPUTS_RULES = (named_outputs_exist, named_outputs_are_no_secrets)
"""The rules of this file, for `Settings.rules`."""
