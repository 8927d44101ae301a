"""The form in which the index keeps types: one compact JSON text a row, decoded when the row is asked for."""

import json
from collections.abc import Mapping
from typing import Any, Final, TypeAlias, cast

from sandbox.schema.model import FunctionType, ObjectType, Property, PropertyType, ResourceType

TABLES: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE resources (token TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE functions (token TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE objects (key TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE aliases (alias TEXT PRIMARY KEY, token TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE examples (token TEXT NOT NULL, position INTEGER NOT NULL, code TEXT NOT NULL,
                       PRIMARY KEY (token, position)) WITHOUT ROWID;
"""

# JSON as the index stores it; its shape is known only to this file.
_Json: TypeAlias = Any


def encode_resource(resource: ResourceType) -> str:
    """The row's text of a resource type."""
    return _dump(
        {
            "module": resource.module,
            "class": resource.class_name,
            "inputs": _encode_properties(resource.inputs),
            "outputs": _encode_properties(resource.outputs, resource.inputs),
            "aliases": resource.aliases,
            "imports": resource.import_examples,
            "url": resource.doc_url,
            "deprecated": resource.deprecated,
        }
    )


def decode_resource(token: str, text: str) -> ResourceType:
    """The resource type of a row."""
    data = json.loads(text)
    inputs = _decode_properties(data["inputs"])
    return ResourceType(
        token=token,
        module=data["module"],
        class_name=data["class"],
        inputs=inputs,
        outputs=_decode_properties(data["outputs"], inputs),
        aliases=tuple(data["aliases"]),
        import_examples=tuple(data["imports"]),
        doc_url=data["url"],
        deprecated=data["deprecated"],
    )


def encode_function(function: FunctionType) -> str:
    """The row's text of a function."""
    return _dump(
        {
            "module": function.module,
            "name": function.function_name,
            "args": _encode_properties(function.args),
            "result": _encode_properties(function.result, function.args),
        }
    )


def decode_function(token: str, text: str) -> FunctionType:
    """The function of a row."""
    data = json.loads(text)
    args = _decode_properties(data["args"])
    return FunctionType(
        token=token,
        module=data["module"],
        function_name=data["name"],
        args=args,
        result=_decode_properties(data["result"], args),
    )


def encode_object(object_type: ObjectType) -> str:
    """The row's text of a nested object type."""
    return _dump(_encode_properties(object_type.properties))


def decode_object(key: str, text: str) -> ObjectType:
    """The nested object type of a row."""
    return ObjectType(key, _decode_properties(json.loads(text)))


def _dump(value: _Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _encode_properties(properties: Mapping[str, Property], twins: Mapping[str, Property] | None = None) -> _Json:
    """The properties by name; a text that the property of the same name in `twins` has too is left to that one."""
    return {name: _encode_property(item, (twins or {}).get(name)) for name, item in properties.items()}


def _encode_property(item: Property, twin: Property | None) -> _Json:
    data: dict[str, _Json] = {"t": _encode_type(item.type)}
    if item.python_name != item.name:
        data["p"] = item.python_name
    if twin is None or item.doc != twin.doc:
        data["d"] = item.doc
    for key, value in (
        ("r", item.required),
        ("f", item.force_new),
        ("s", item.secret),
        ("a", item.allowed),
        ("x", item.deprecated),
    ):
        if value:
            data[key] = value
    if item.default is not None:
        data["v"] = item.default
    return data


def _decode_properties(data: _Json, twins: Mapping[str, Property] | None = None) -> dict[str, Property]:
    return {name: _decode_property(name, item, twins or {}) for name, item in data.items()}


def _decode_property(name: str, data: _Json, twins: Mapping[str, Property]) -> Property:
    doc = data.get("d")
    return Property(
        name=name,
        python_name=data.get("p", name),
        type=_decode_type(data["t"]),
        required=data.get("r", False),
        doc=twins[name].doc if doc is None else doc,
        force_new=data.get("f", False),
        secret=data.get("s", False),
        default=data.get("v"),
        allowed=tuple(data.get("a", ())),
        deprecated=data.get("x"),
    )


def _encode_type(item: PropertyType) -> _Json:
    if item.element is not None:
        return [item.kind, _encode_type(item.element)]
    if item.alternatives:
        return [item.kind, *(_encode_type(alternative) for alternative in item.alternatives)]
    if item.object is not None:
        return [item.kind, item.object]
    return item.kind


def _decode_type(data: _Json) -> PropertyType:
    if isinstance(data, str):
        return _SIMPLE.get(data) or PropertyType(cast(Any, data))
    kind, *rest = data
    if kind in ("list", "map"):
        return PropertyType(kind, element=_decode_type(rest[0]))
    if kind == "union":
        return PropertyType(kind, alternatives=tuple(_decode_type(item) for item in rest))
    return PropertyType(kind, object=rest[0])


_SIMPLE: Final[Mapping[str, PropertyType]] = {
    item.kind: item
    for item in (
        PropertyType("string"),
        PropertyType("integer"),
        PropertyType("number"),
        PropertyType("boolean"),
        PropertyType("any"),
    )
}
