"""From the engine's values to the types that a component declares."""

from collections.abc import Mapping

import pulumi
from pulumi.errors import InputPropertyError
from pulumi.provider.experimental.analyzer import PropertyDefinition, PropertyType

_WORDS = {
    PropertyType.STRING: "a text",
    PropertyType.INTEGER: "a whole number",
    PropertyType.NUMBER: "a number",
    PropertyType.BOOLEAN: "true or false",
    PropertyType.ARRAY: "a list",
    PropertyType.OBJECT: "an object",
}
_PYTHON: Mapping[PropertyType, tuple[type, ...]] = {
    PropertyType.STRING: (str,),
    PropertyType.INTEGER: (int, float),
    PropertyType.NUMBER: (int, float),
    PropertyType.BOOLEAN: (bool,),
    PropertyType.ARRAY: (list, tuple),
    PropertyType.OBJECT: (Mapping,),
}


def converted(value: object, definition: PropertyDefinition, path: str) -> object:
    """The value as its declared type, whole numbers as int; that of an output once it is known.

    path: where it stands, such as `capacity[0].weight`.
    Raises InputPropertyError for a value of another type.
    """
    if isinstance(value, pulumi.Output):
        if definition.plain:
            raise InputPropertyError(path, "must be known before anything is deployed, an output or a secret was given")
        return value.apply(lambda known: converted(known, definition, path))
    declared = definition.type
    # References lead to types that are converted one by one, or to resources and assets, which pass.
    if value is None or declared is None or definition.ref is not None:
        return value
    if not isinstance(value, _PYTHON[declared]) or (isinstance(value, bool) and declared is not PropertyType.BOOLEAN):
        raise InputPropertyError(path, f"must be {_WORDS[declared]}, {_called(value)} was given")
    if declared is PropertyType.INTEGER:
        return _whole(value, path)
    if isinstance(value, (list, tuple)) and definition.items is not None:
        return [converted(item, definition.items, f"{path}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, Mapping) and definition.additional_properties is not None:
        return {key: converted(item, definition.additional_properties, f"{path}.{key}") for key, item in value.items()}
    return value


def _whole(value: object, path: str) -> int:
    if isinstance(value, float) and not value.is_integer():
        raise InputPropertyError(path, f"must be a whole number, {value:g} was given")
    return int(value) if isinstance(value, (int, float)) else 0


def _called(value: object) -> str:
    """What kind of value this is; the value itself may be secret."""
    for declared, types in _PYTHON.items():
        if isinstance(value, types):
            return _WORDS[declared] if not isinstance(value, bool) else "true or false"
    return "something else"
