"""From pydantic's errors to mistakes in the words of a stack file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from settings.descriptions import descriptions
from settings.draft import section_in, section_in_map
from settings.errors import Mistake, Path
from settings.section import Section
from settings.wording import describe, did_you_mean, listing

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_TRUTHS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}

_OUT_OF_RANGE = ("greater_than_equal", "less_than_equal")

_LENGTHS = {
    "too_short": "at least",
    "string_too_short": "at least",
    "too_long": "at most",
    "string_too_long": "at most",
}

_STRUCTURES = {
    "tuple_type": "a list",
    "dict_type": "a section (keys with values)",
    "mapping_type": "a section (keys with values)",
    "model_type": "a section (keys with values)",
    "model_attributes_type": "a section (keys with values)",
}

_KINDS = {
    "string_type": "a text, in quotes when it looks like a number",
    "bool_type": "true or false",
    "int_type": "a whole number without quotes",
    "int_from_float": "a whole number",
    **_STRUCTURES,
    "invalid_key": "a key that is a text",
}


def mistakes_in(error: ValidationError, model: type[Section]) -> Iterator[Mistake]:
    """One mistake for each error, in the order of the model."""
    for detail in error.errors(include_url=False):
        if not _only_follows_from_others(detail):
            yield _mistake(detail, model)


def _only_follows_from_others(detail: ErrorDetails) -> bool:
    """Whether a list counts as too short only because entries of it are invalid, which is reported by itself."""
    given = detail["input"]
    return (
        detail["type"] == "too_short" and isinstance(given, list | tuple) and len(given) >= detail["ctx"]["min_length"]
    )


def _mistake(detail: ErrorDetails, model: type[Section]) -> Mistake:
    path: Path = tuple(part for part in detail["loc"] if part != "[key]")
    kind = detail["type"]
    if kind == "missing":
        return _missing(path, model)
    if kind == "extra_forbidden":
        return _unknown_key(path, model)
    context = detail.get("ctx", {})
    given = detail["input"]
    if kind == "not_allowed":
        return Mistake(path, describe(given, path), context["allowed"], context["remedy"])
    if kind == "literal_error":
        values = [text or int(number) for text, number in re.findall(r"'([^']*)'|(-?\d+)", context["expected"])]
        return Mistake(path, describe(given, path), listing(values), did_you_mean(given, values))
    allowed = _range_at(path, model) if kind in _OUT_OF_RANGE else _kind_in_words(kind, context) or detail["msg"]
    # A text where a structure belongs may be anything, a secret too.
    shown = "a text" if isinstance(given, str) and kind in _STRUCTURES else describe(given, path)
    return Mistake(path, shown, allowed, _written_rightly(kind, given))


def _written_rightly(kind: str, given: object) -> str:
    """The same value in the form that is allowed, when quotes are all that is wrong."""
    if kind == "string_type" and isinstance(given, int | float):
        return f'Write "{json.dumps(given)}", with quotes.'
    if kind == "int_type" and isinstance(given, str) and re.fullmatch(r"\d{1,9}", given, re.ASCII):
        return f"Write {given}, without quotes."
    if kind == "bool_type" and isinstance(given, str) and given.lower() in _TRUTHS:
        return f"Write {_TRUTHS[given.lower()]}, without quotes."
    return ""


def _kind_in_words(kind: str, context: Mapping[str, object]) -> str:
    if kind in _LENGTHS:
        limit = context.get("min_length", context.get("max_length"))
        one, several = ("character", "characters") if kind.startswith("string") else ("entry", "entries")
        return f"{_LENGTHS[kind]} {limit} {one if limit == 1 else several}"
    return _KINDS.get(kind, "")


def _range_at(path: Path, model: type[Section]) -> str:
    """The range of a whole number, from both its limits."""
    annotation: object = model
    for part in path[:-1]:
        annotation = _annotation_below(annotation, part)
    section = section_in(annotation)
    field = _field(section, str(path[-1]))[1] if section else None
    limits = list(_limits(field.annotation)) + list(field.metadata) if field else list(_limits(annotation))
    least = next(limit.ge for limit in limits if hasattr(limit, "ge"))
    most = next(limit.le for limit in limits if hasattr(limit, "le"))
    return f"{least} to {most}"


def _limits(annotation: object) -> Iterator[object]:
    """Everything that is said beside the types in an annotation."""
    if get_origin(annotation) is Annotated:
        for item in get_args(annotation)[1:]:
            yield from item.metadata if isinstance(item, FieldInfo) else [item]
    for inner in get_args(annotation):
        yield from _limits(inner)


def _missing(path: Path, model: type[Section]) -> Mistake:
    holder = _section_at(model, path[:-1])
    name, field = _field(holder, str(path[-1])) if holder else ("", None)
    description = descriptions(holder)[name].rstrip(".") if holder and name else "a value"
    section = section_in(field.annotation) if field else None
    if section:
        required = [item.alias or key for key, item in section.model_fields.items() if item.is_required()]
        return Mistake(path, "nothing", f"a section with {', '.join(required)}", f"Add it: {description.lower()}.")
    return Mistake(path, "nothing", description, f"Add {path[-1]}." if name else "")


def _unknown_key(path: Path, model: type[Section]) -> Mistake:
    holder = _section_at(model, path[:-1])
    keys = [field.alias or name for name, field in holder.model_fields.items()] if holder else []
    keys = [key for key in keys if ":" not in key]
    close = did_you_mean(str(path[-1]), keys)
    return Mistake(path, "a key that does not exist", listing(keys), close or f"Remove {path[-1]}.")


def _section_at(model: type[Section], path: Path) -> type[Section] | None:
    """The section that a path leads to."""
    annotation: object = model
    for part in path:
        annotation = _annotation_below(annotation, part)
    return section_in(annotation)


def _annotation_below(annotation: object, part: str | int) -> object:
    if items := section_in_map(annotation):
        return items
    if isinstance(part, int):
        return next(iter(get_args(annotation)), None)
    section = section_in(annotation)
    field = _field(section, part)[1] if section else None
    return field.annotation if field else None


def _field(model: type[Section], alias: str) -> tuple[str, FieldInfo | None]:
    for name, field in model.model_fields.items():
        if (field.alias or name) == alias:
            return name, field
    return "", None
