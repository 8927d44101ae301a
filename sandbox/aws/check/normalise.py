"""Values against the types that the SDK declares: converted as the provider converts them, or refused with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sandbox.aws.check.documents import as_document
from sandbox.aws.check.scalars import NotConvertibleError, as_boolean, as_integer, as_number, as_text
from sandbox.aws.check.spelling import both_spellings, closest_property, listed_names, named_property
from sandbox.aws.check.wording import allowed_values, confidential, expected, given
from sandbox.aws.model import Failure
from sandbox.schema import Index, Kind, Property, PropertyType
from sandbox.values import UNKNOWN, Archive, Asset, Properties, ResourceReference, Secret, Value, transform

_SCALARS: Mapping[Kind, Callable[[Value], Value]] = {
    "boolean": as_boolean,
    "integer": as_integer,
    "number": as_number,
    "string": as_text,
}
RESERVED = frozenset({"__defaults", "__meta", "__pulumi_raw_state_delta"})
"""Keys by which the provider keeps notes among a resource's properties."""

_ALL_OPTIONAL = frozenset({"pulumi_aws.opensearch.ServerlessCollectionEncryptionConfigArgs"})
"""Nested types of which the SDK requires every property while the provider takes the missing ones as null."""


class Normaliser:
    """One run over a set of properties; what is wrong collects in `failures`.

    `is_document` says whether a top-level text property takes a JSON document as an object as well.
    """

    def __init__(self, index: Index, owner: str, is_document: Callable[[str], bool] = lambda name: False) -> None:
        self.failures: list[Failure] = []
        self._index = index
        self._owner = owner
        self._is_document = is_document

    def properties(
        self, given_values: Mapping[str, Value], declared: Mapping[str, Property], path: str = "", hidden: bool = False
    ) -> Properties:
        """The given values under their declared names; unknown, repeated and missing names become failures."""
        result: Properties = {}
        seen: dict[str, str] = {}
        meant: set[str] = set()
        for key, value in given_values.items():
            if key in RESERVED:
                continue
            item = named_property(key, declared)
            if item is None:
                meant.add(self._unknown(key, declared, path))
                continue
            if item.name in seen:
                self._fail(_join(path, item.name), f"is given twice, as `{seen[item.name]}` and as `{key}`: keep one.")
                continue
            if value is None:
                continue
            seen[item.name] = key
            found = self._property(value, item, _join(path, item.name), hidden, top=not path)
            if found is not None:
                result[item.name] = found
        failed = {failure.path for failure in self.failures}
        for name, item in declared.items():
            if item.required and name not in result and name not in meant and _join(path, name) not in failed:
                self._missing(item, path)
        return result

    def _property(self, value: Value, item: Property, path: str, hidden: bool, top: bool) -> Value:
        kind = item.type
        if top and kind.kind == "string" and self._is_document(item.name):
            kind = PropertyType("json")
        return self._value(value, kind, item, path, hidden or item.secret or confidential(item.name))

    def _value(self, value: Value, kind: PropertyType, item: Property, path: str, hidden: bool) -> Value:
        """The value as the type takes it; None where it is absent or was refused."""
        if isinstance(value, Secret):
            inner = self._value(value.value, kind, item, path, hidden=True)
            return inner if inner is None or isinstance(inner, Secret) else Secret(inner)
        if isinstance(value, ResourceReference):
            value = value.urn if value.id is None else value.id
        if value is None or value is UNKNOWN:
            return value
        if kind.kind in _SCALARS:
            return self._scalar(value, kind, item, path, hidden)
        if kind.kind == "list":
            return self._list(value, kind, item, path, hidden)
        if kind.kind == "object":
            return self._object(value, kind, item, path, hidden)
        if kind.kind == "map":
            return self._map(value, kind, item, path, hidden)
        if kind.kind == "json":
            return self._document(value, kind, item, path, hidden)
        if kind.kind in ("asset", "archive", "assetOrArchive"):
            return self._file(value, kind, item, path, hidden)
        return value

    def _scalar(self, value: Value, kind: PropertyType, item: Property, path: str, hidden: bool) -> Value:
        try:
            return _SCALARS[kind.kind](value)
        except NotConvertibleError as error:
            self._mistyped(value, kind, item, path, hidden, str(error) or _advice(value, kind))
            return None

    def _list(self, value: Value, kind: PropertyType, item: Property, path: str, hidden: bool) -> Value:
        element = kind.element or PropertyType("any")
        if isinstance(value, list):
            found = [
                self._value(entry, element, item, f"{path}[{position}]", hidden) for position, entry in enumerate(value)
            ]
            return [entry for entry in found if entry is not None]
        # A single value where a list is declared is a list of one to the provider.
        if isinstance(value, (Asset, Archive)) or isinstance(value, dict) != (element.kind in ("object", "map")):
            self._mistyped(value, kind, item, path, hidden)
            return None
        single = self._value(value, element, item, path, hidden)
        return None if single is None else [single]

    def _object(self, value: Value, kind: PropertyType, item: Property, path: str, hidden: bool) -> Value:
        if isinstance(value, list):
            # A block that can't be repeated is a list of at most one to the provider.
            if len(value) == 1:
                return self._value(value[0], kind, item, path, hidden)
            if value:
                self._mistyped(value, kind, item, path, hidden, "give one object, not several")
            return None
        if not isinstance(value, dict):
            self._mistyped(value, kind, item, path, hidden)
            return None
        declared = self._index.object(kind.object or "")
        if declared.key in _ALL_OPTIONAL:
            optional = {name: replace(item, required=False) for name, item in declared.properties.items()}
            return self.properties(value, optional, path, hidden)
        return self.properties(value, declared.properties, path, hidden)

    def _map(self, value: Value, kind: PropertyType, item: Property, path: str, hidden: bool) -> Value:
        if not isinstance(value, dict):
            self._mistyped(value, kind, item, path, hidden)
            return None
        element = kind.element or PropertyType("any")
        found = {
            key: self._value(entry, element, item, _join_key(path, key), hidden or confidential(key))
            for key, entry in value.items()
            if key not in RESERVED
        }
        return {key: entry for key, entry in found.items() if entry is not None}

    def _document(self, value: Value, kind: PropertyType, item: Property, path: str, hidden: bool) -> Value:
        if isinstance(value, str):
            return value
        resolved = transform(value, _as_document_part)
        if isinstance(resolved, (dict, list)):
            try:
                return as_document(resolved)
            except (TypeError, ValueError):
                self._mistyped(
                    value, kind, item, path, hidden, "only text, numbers, booleans, lists and objects can stand in it"
                )
                return None
        self._mistyped(value, kind, item, path, hidden)
        return None

    def _file(self, value: Value, kind: PropertyType, item: Property, path: str, hidden: bool) -> Value:
        # Text is taken as a path by the provider.
        accepted: tuple[type, ...] = (str, Asset, Archive)
        if kind.kind != "assetOrArchive":
            accepted = (str, Asset if kind.kind == "asset" else Archive)
        if isinstance(value, accepted):
            return value
        self._mistyped(value, kind, item, path, hidden)
        return None

    def _unknown(self, key: str, declared: Mapping[str, Property], path: str) -> str:
        """Refuses the key; the name of the property that was probably meant, empty where none is like it."""
        close = closest_property(key, declared.values())
        hint = f" Did you mean {both_spellings(close)}?" if close else ""
        where = f"`{path}` of {self._owner}" if path else self._owner
        self.failures.append(
            Failure(
                _join(path, key),
                f"`{_join(path, key)}`: {where} has no property `{key}`.{hint} Allowed: {listed_names(declared)}.",
            )
        )
        return close.name if close else ""

    def _missing(self, item: Property, path: str) -> None:
        self._fail(
            _join(path, item.name),
            f"is missing{_in_python(item)}: it is required and takes {expected(item.type)}.{allowed_values(item)}",
        )

    def _mistyped(
        self, value: Value, kind: PropertyType, item: Property, path: str, hidden: bool, advice: str = ""
    ) -> None:
        remedy = f": {advice}" if advice else ""
        self._fail(
            path,
            f"takes {expected(kind)}{_in_python(item)}, but {given(value, hidden)} was given{remedy}."
            f"{allowed_values(item)}",
        )

    def _fail(self, path: str, reason: str) -> None:
        self.failures.append(Failure(path, f"`{path}` {reason}"))


def _in_python(item: Property) -> str:
    return f" (`{item.python_name}` in Python)" if item.python_name != item.name else ""


def _as_document_part(value: Value) -> Value:
    if isinstance(value, ResourceReference):
        return value.urn if value.id is None else value.id
    if isinstance(value, dict):
        return {key: entry for key, entry in value.items() if entry is not None}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _advice(value: Value, kind: PropertyType) -> str:
    if kind.kind == "string" and isinstance(value, dict) and "id" in value:
        return (
            "for a resource's id give its `.id`; for a document turn it into JSON text, for instance with `json.dumps`"
        )
    if kind.kind == "string" and isinstance(value, (dict, list)):
        return "turn it into JSON text, for instance with `pulumi.Output.json_dumps`, if a document is meant"
    return ""


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _join_key(path: str, key: str) -> str:
    return f"{path}.{key}" if key.replace("-", "_").isidentifier() else f'{path}["{key}"]'
