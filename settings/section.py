"""The base of every section of a stack file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer, Strict
from pydantic.alias_generators import to_camel

from settings.errors import Mistake

Rule = Callable[..., Iterator[Mistake]]

Key = TypeVar("Key")
Value = TypeVar("Value")

FrozenMap = Annotated[Mapping[Key, Value], AfterValidator(MappingProxyType), PlainSerializer(dict)]
"""A mapping that can't be changed after it was read."""

Flag = Annotated[bool, Strict()]
"""true or false, and nothing that merely looks like it."""

Whole = Annotated[int, Strict()]
"""A whole number, written without quotes."""


class Section(BaseModel):
    """A part of a stack file: immutable, camelCase keys, unknown keys refused.

    `rules` hold what spans several keys of the section. They run on all values that are valid by themselves, also when
    others aren't, so that one run reports every mistake. A rule that reads an invalid value says nothing.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        hide_input_in_errors=True,
        regex_engine="python-re",
    )

    rules: ClassVar[tuple[Rule, ...]] = ()
