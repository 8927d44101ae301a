"""The valid part of a section that has mistakes, so that rules can run on it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Union, cast, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from settings.errors import Mistake, Path
from settings.section import Section


class UnavailableError(Exception):
    """A rule asked for a value that is missing or invalid."""


class Draft:
    """Looks like a section to a rule; reading an invalid or missing value raises `UnavailableError`."""

    def __init__(self, model: type[Section], values: Mapping[str, object]) -> None:
        self.draft_model = model
        self.draft_values = values

    def __getattr__(self, name: str) -> object:
        if name in self.draft_values:
            return self.draft_values[name]
        if name in self.draft_model.model_fields:
            raise UnavailableError(name)
        attribute = inspect.getattr_static(self.draft_model, name)
        if isinstance(attribute, property) and attribute.fget is not None:
            return attribute.fget(self)
        return attribute.__get__(self, type(self))


def draft_of(model: type[Section], given: Mapping[str, object]) -> Draft:
    """A draft of the valid values; sections within it that have mistakes are drafts themselves."""
    values: dict[str, object] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in given:
            values.update(_valid_part(name, field, given[key]))
        elif not field.is_required():
            values[name] = field.get_default(call_default_factory=True, validated_data={})
    return Draft(model, values)


def _valid_part(name: str, field: FieldInfo, given: object) -> dict[str, object]:
    annotation = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    try:
        return {name: TypeAdapter(cast(type[object], annotation)).validate_python(given)}
    except ValidationError:
        pass
    if (model := section_in(field.annotation)) and isinstance(given, Mapping):
        return {name: draft_of(model, given)}
    if (model := section_in_map(field.annotation)) and isinstance(given, Mapping):
        return {name: {key: draft_of(model, item) for key, item in given.items() if isinstance(item, Mapping)}}
    return {}


def section_in(annotation: object) -> type[Section] | None:
    """The section that an annotation such as `Network | None` stands for."""
    is_union = get_origin(annotation) in (Union, UnionType)
    for candidate in get_args(annotation) if is_union else (annotation,):
        if isinstance(candidate, type) and issubclass(candidate, Section):
            return candidate
    return None


def section_in_map(annotation: object) -> type[Section] | None:
    """The section that the values of a mapping annotation such as `Mapping[str, Service]` stand for."""
    arguments = get_args(annotation)
    is_map = isinstance(origin := get_origin(annotation), type) and issubclass(origin, Mapping)
    return section_in(arguments[1]) if is_map and len(arguments) == 2 else None


def mistakes_against_rules(node: Section | Draft, path: Path = ()) -> Iterator[Mistake]:
    """What the rules of a section, and of all sections within it, find; paths count from the section given."""
    model = node.draft_model if isinstance(node, Draft) else type(node)
    for rule in model.rules:
        try:
            for mistake in rule(node):
                yield Mistake((*path, *mistake.path), mistake.given, mistake.allowed, mistake.remedy)
        except UnavailableError:
            continue
    for name, field in model.model_fields.items():
        value = node.draft_values.get(name) if isinstance(node, Draft) else getattr(node, name)
        for step, section in _sections_in(value):
            yield from mistakes_against_rules(section, (*path, field.alias or name, *step))


def _sections_in(value: object) -> Iterator[tuple[Path, Section | Draft]]:
    if isinstance(value, Section | Draft):
        yield (), value
    elif isinstance(value, Mapping):
        yield from (((str(key),), item) for key, item in value.items() if isinstance(item, Section | Draft))
    elif isinstance(value, tuple):
        yield from (((index,), item) for index, item in enumerate(value) if isinstance(item, Section | Draft))
