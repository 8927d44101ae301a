"""The engine's protobuf form of property values, decoded into `sandbox.values` and encoded back.

The signatures below mark special objects inside a protobuf `Struct`; they are fixed by Pulumi's wire protocol
(https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sandbox.values import (
    UNKNOWN,
    Archive,
    Asset,
    Properties,
    ResourceReference,
    Secret,
    Value,
)

if TYPE_CHECKING:
    from google.protobuf.struct_pb2 import Struct
    from google.protobuf.struct_pb2 import Value as WireValue

_SIGNATURE = "4dabf18193072939515e22adb298388d"
_ASSET = "c44067f5952c0a294b673a41bacd8c17"
_ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a signature of the protocol
_RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
_OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"

_UNKNOWNS = frozenset(
    (
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    )
)
_UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def decode(struct: "Struct") -> Properties:
    """The properties that a protobuf `Struct` stands for."""
    return {key: _decode(value) for key, value in struct.fields.items()}


def encode(properties: Mapping[str, Value]) -> "Struct":
    """The protobuf `Struct` of the properties, with signatures for secrets, assets, archives and references."""
    from google.protobuf.struct_pb2 import Struct

    struct = Struct()
    for key, value in properties.items():
        _encode(value, struct.fields[key])
    return struct


def _decode(wire: "WireValue") -> Value:
    kind = wire.WhichOneof("kind")
    if kind == "string_value":
        return UNKNOWN if wire.string_value in _UNKNOWNS else wire.string_value
    if kind == "number_value":
        number = wire.number_value
        return int(number) if number.is_integer() else number
    if kind == "bool_value":
        return wire.bool_value
    if kind == "list_value":
        return [_decode(item) for item in wire.list_value.values]
    if kind == "struct_value":
        fields = wire.struct_value.fields
        if _SIGNATURE in fields:
            return _decode_special(fields[_SIGNATURE].string_value, decode(wire.struct_value))
        return decode(wire.struct_value)
    return None


def _decode_special(signature: str, fields: Properties) -> Value:
    if signature == _SECRET:
        return Secret(fields.get("value"))
    if signature == _OUTPUT:
        inner = fields.get("value", UNKNOWN)
        return Secret(inner) if fields.get("secret") is True else inner
    if signature == _ASSET:
        return Asset(_text(fields, "hash") or "", _text(fields, "text"), _text(fields, "path"), _text(fields, "uri"))
    if signature == _ARCHIVE:
        assets = fields.get("assets")
        return Archive(
            _text(fields, "hash") or "",
            assets if isinstance(assets, dict) else None,
            _text(fields, "path"),
            _text(fields, "uri"),
        )
    if signature == _RESOURCE:
        identity = fields.get("id")
        known = identity if isinstance(identity, str) or identity is UNKNOWN else None
        return ResourceReference(
            _text(fields, "urn") or "", UNKNOWN if known == "" else known, _text(fields, "packageVersion") or ""
        )
    return {key: value for key, value in fields.items() if key != _SIGNATURE}


def _text(fields: Properties, key: str) -> str | None:
    value = fields.get(key)
    return value if isinstance(value, str) else None


def _encode(value: Value, wire: "WireValue") -> None:
    if value is None:
        wire.null_value = 0  # type: ignore[assignment]
    elif value is UNKNOWN:
        wire.string_value = _UNKNOWN_TEXT
    elif isinstance(value, bool):
        wire.bool_value = value
    elif isinstance(value, int | float):
        wire.number_value = value
    elif isinstance(value, str):
        wire.string_value = value
    elif isinstance(value, list):
        wire.list_value.SetInParent()
        for item in value:
            _encode(item, wire.list_value.values.add())
    elif isinstance(value, dict):
        wire.struct_value.SetInParent()
        for key, item in value.items():
            _encode(item, wire.struct_value.fields[key])
    else:
        _encode(_special(value), wire)


def _special(value: Secret | Asset | Archive | ResourceReference) -> Properties:
    if isinstance(value, Secret):
        return {_SIGNATURE: _SECRET, "value": value.value}
    if isinstance(value, ResourceReference):
        reference: Properties = {_SIGNATURE: _RESOURCE, "urn": value.urn, "packageVersion": value.package_version}
        if value.id is not None:
            reference["id"] = value.id
        return reference
    if isinstance(value, Asset):
        content: Properties = {"text": value.text, "path": value.path, "uri": value.uri}
        signature = _ASSET
    else:
        content = {"assets": value.assets, "path": value.path, "uri": value.uri}
        signature = _ARCHIVE
    return {
        _SIGNATURE: signature,
        "hash": value.hash,
        **{key: item for key, item in content.items() if item is not None},
    }
