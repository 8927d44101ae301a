"""What changes between a resource's inputs of the last update and of this one, and whether that replaces it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from sandbox.aws.write_only import is_write_only
from sandbox.schema import Index, Property, PropertyType, ResourceType
from sandbox.values import Properties, Secret, Value, same


class Kind(Enum):
    """What happens to a property."""

    ADD = "add"
    DELETE = "delete"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Change:
    """One changed property: its path (`ingress[0].toPort`), what happens to it, and whether it forces a replacement."""

    path: str
    kind: Kind
    replaces: bool

    @property
    def top_level(self) -> str:
        """The name of the top-level property that the path starts with."""
        return self.path.split(".", 1)[0].split("[", 1)[0]


def with_what_is_so_already(old: Properties, state: Properties, new: Properties) -> Properties:
    """The old inputs with those new ones that only say what the resource's state says already.

    Stating a value that AWS had chosen is no change, nor is what an import left unsaid, such as the region.
    """
    already = {name: value for name, value in new.items() if name not in old and same(state.get(name), value)}
    return {**old, **already}


def changes(resource: ResourceType, index: Index, old: Properties, new: Properties) -> list[Change]:
    """Every change from the old inputs to the new ones, the deepest path that differs each.

    Another value of a write-only argument is none: the version beside it says when AWS gets it.
    """
    return [
        change
        for name in sorted(old.keys() | new.keys())
        if not name.startswith("__") and not is_write_only(resource, name)
        if not (name not in new and _kept_when_removed(resource, name, old[name]))
        for change in _property_changes(resource, index, name, old.get(name), new.get(name))
    ]


def _property_changes(resource: ResourceType, index: Index, name: str, old: Value, new: Value) -> Iterator[Change]:
    declared = resource.inputs.get(name)
    if declared is None:
        return _value_changes(index, name, None, old, new, replaces=False)
    return _value_changes(index, name, declared.type, old, new, replaces=declared.force_new)


def _kept_when_removed(resource: ResourceType, name: str, old: Value) -> bool:
    """AWS keeps a value that it would have chosen itself, so taking it out of the program changes nothing."""
    output = resource.outputs.get(name)
    declared = resource.inputs.get(name)
    if output is None or declared is None:
        return False
    if declared.default is not None:
        return same(declared.default, old)
    return output.required and not declared.required


def _value_changes(
    index: Index, path: str, declared: PropertyType | None, old: Value, new: Value, replaces: bool
) -> Iterator[Change]:
    old, new = _plain(old), _plain(new)
    if same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        nested = _nested(index, declared)
        for key in sorted(old.keys() | new.keys()):
            if key.startswith("__"):
                continue
            inner = nested.get(key)
            yield from _value_changes(
                index,
                f"{path}.{key}" if key.isidentifier() else f'{path}["{key}"]',
                inner.type if inner else declared.element if declared else None,
                old.get(key),
                new.get(key),
                replaces or bool(inner and inner.force_new),
            )
    elif isinstance(old, list) and isinstance(new, list):
        element = declared.element if declared else None
        for position in range(max(len(old), len(new))):
            before = old[position] if position < len(old) else None
            after = new[position] if position < len(new) else None
            yield from _value_changes(index, f"{path}[{position}]", element, before, after, replaces)
    else:
        kind = Kind.ADD if old is None else Kind.DELETE if new is None else Kind.UPDATE
        yield Change(path, kind, replaces)


def _nested(index: Index, declared: PropertyType | None) -> Mapping[str, Property]:
    if declared is None or declared.object is None:
        return {}
    shape = index.object(declared.object)
    return shape.properties if shape else {}


def _plain(value: Value) -> Value:
    return value.value if isinstance(value, Secret) else value
