"""Brings an answer to the result type that a function declares."""

from collections.abc import Mapping

from sandbox.schema import FunctionType, Index, Property, PropertyType
from sandbox.values import UNKNOWN, Properties, Value


def conform(answer: Properties, arguments: Mapping[str, Value], function: FunctionType, index: Index) -> Properties:
    """The answer with exactly the declared properties, each of its declared type.

    What the answer lacks is taken from the arguments, which AWS's data sources repeat in their results; a required
    property that is still missing becomes empty ("", 0, false, no items). Properties that the result type does not
    have are dropped.
    """
    values = {name: value for name, value in arguments.items() if value is not None}
    values.update({name: value for name, value in answer.items() if value is not None})
    return _object(values, function.result, index)


def unknown_result(function: FunctionType) -> Properties:
    """A result of which nothing is known yet."""
    return dict.fromkeys(function.result, UNKNOWN)


def _object(values: Mapping[str, Value], declared: Mapping[str, Property], index: Index) -> Properties:
    result: Properties = {}
    for name, item in declared.items():
        value = as_type(values.get(name), item.type, index)
        if value is None and item.required:
            value = empty(item.type, index)
        if value is not None:
            result[name] = value
    return result


def as_type(value: Value, type: PropertyType, index: Index) -> Value:
    """The value in the declared type; None when it is absent or cannot be brought there."""
    if value is None or value is UNKNOWN:
        return value
    if type.kind == "list" and type.element is not None:
        items = value if isinstance(value, list) else [value]
        fitted = [as_type(item, type.element, index) for item in items]
        return [item for item in fitted if item is not None]
    if isinstance(value, list) and type.kind in ("object", "map"):
        value = value[0] if value else None
    if type.kind == "map" and isinstance(value, dict):
        element = type.element or PropertyType("any")
        pairs = {key: as_type(item, element, index) for key, item in value.items()}
        return {key: item for key, item in pairs.items() if item is not None}
    if type.kind == "object" and isinstance(value, dict) and type.object is not None:
        return _object(value, index.object(type.object).properties, index)
    if type.kind == "union":
        return next((fit for each in type.alternatives if (fit := as_type(value, each, index)) is not None), None)
    return _scalar(value, type)


def _scalar(value: Value, type: PropertyType) -> Value:
    if type.kind in ("string", "json"):
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value) if isinstance(value, str | int | float) else None
    if type.kind in ("integer", "number"):
        return _number(value)
    if type.kind == "boolean":
        return value if isinstance(value, bool) else {"true": True, "false": False}.get(str(value))
    return value if type.kind in ("any", "asset", "archive", "assetOrArchive") else None


def _number(value: Value) -> int | float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return int(number) if number.is_integer() else number


def empty(type: PropertyType, index: Index) -> Value:
    """The value of a type that says nothing: "", 0, false, an empty list or map, an object of such values."""
    if type.kind == "object" and type.object is not None:
        return _object({}, index.object(type.object).properties, index)
    if type.kind == "union" and type.alternatives:
        return empty(type.alternatives[0], index)
    blanks: Mapping[str, Value] = {"integer": 0, "number": 0, "boolean": False, "list": [], "map": {}}
    return blanks.get(type.kind, "")
