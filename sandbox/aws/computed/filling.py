"""Completes a state by the schema: every output that AWS promises gets a value of its type."""

import re
from typing import Final

from sandbox.aws.computed.creation import Creation
from sandbox.aws.computed.wording import private_address, text_of
from sandbox.schema import Property, PropertyType
from sandbox.values import UNKNOWN, Properties, Value

_DEEPEST: Final = 5
_POPULATIONS: Final = re.compile(
    r"(?i)(members|replicas|attachments|associations|instances|links|subscriptions|children|dependents|exclusions|records"
    r"|errors|failures|warnings|statuses|tags|policies|summaries|schedules|tokens|accounts|externalIds|loadBalancerArns)$"
)
_TRUE: Final = re.compile(
    r"^(enabled|isEnabled|enaSupport|jumboFrameCapable|clusterEnabled|storageEncrypted|encrypted)$"
)
_ONES: Final = re.compile(r"(?i)(version|revision|versionNumber)$")


def fill_in_defaults(creation: Creation) -> None:
    """Gives absent properties the defaults that the documentation states, at any depth."""
    for declared in creation.resource.outputs.values():
        value = creation.state.get(declared.name)
        if value is None and declared.default is not None:
            creation.state[declared.name] = declared.default
        elif value is not None:
            creation.state[declared.name] = _completed(creation, declared.type, value, declared.name, "")


def fill_in_rest(creation: Creation, id: str) -> None:
    """Gives every promised output that is still absent a value of its type."""
    for declared in creation.resource.outputs.values():
        if creation.state.get(declared.name) is None and declared.required:
            optional = declared.name in creation.resource.inputs
            creation.state[declared.name] = _value(creation, declared, id, declared.name, optional, 0)


def _completed(creation: Creation, type: PropertyType, value: Value, label: str, id: str) -> Value:
    """The value with the documented defaults of nested objects."""
    if value is UNKNOWN:
        return value
    if type.kind == "list" and type.element is not None and isinstance(value, list):
        element = type.element
        return [_completed(creation, element, item, f"{label}/{place}", id) for place, item in enumerate(value)]
    if type.kind == "map" and type.element is not None and isinstance(value, dict):
        element = type.element
        return {key: _completed(creation, element, item, f"{label}/{key}", id) for key, item in value.items()}
    if type.kind != "object" or type.object is None or not isinstance(value, dict):
        return value
    filled: Properties = dict(value)
    for declared in creation.index.object(type.object).properties.values():
        given = filled.get(declared.name)
        path = f"{label}/{declared.name}"
        if given is not None:
            filled[declared.name] = _completed(creation, declared.type, given, path, id)
        elif declared.default is not None:
            filled[declared.name] = declared.default
        elif declared.required:
            filled[declared.name] = _value(creation, declared, id, path, True, path.count("/"))
    return filled


def _value(creation: Creation, declared: Property, id: str, label: str, optional: bool, depth: int) -> Value:
    """A value for a property; `optional` where the caller could have given it and AWS's choice isn't known."""
    if declared.default is not None and declared.type.kind in ("string", "integer", "number", "boolean"):
        return declared.default
    kind = declared.type.kind
    if kind == "string":
        if declared.name == "tagsAll":
            return ""
        return text_of(creation, declared, id, label, optional)
    if kind in ("integer", "number"):
        return _number(declared)
    if kind == "boolean":
        return (bool(_TRUE.match(declared.name)) and not optional) or declared.name in ("enabled", "isEnabled")
    if kind == "list":
        return _list(creation, declared, id, label, optional, depth)
    if kind == "map":
        return {}
    if kind == "object":
        return _object(creation, declared.type, id, label, optional, depth)
    if kind == "json":
        return ""
    if kind == "union" and declared.type.alternatives:
        chosen = next(
            (member for member in declared.type.alternatives if member.kind == "string"), declared.type.alternatives[0]
        )
        return _value(creation, _retyped(declared, chosen), id, label, optional, depth)
    return {} if kind == "any" else None


def _retyped(declared: Property, type: PropertyType) -> Property:
    return Property(
        declared.name, declared.python_name, type, declared.required, declared.doc, allowed=declared.allowed
    )


def _number(declared: Property) -> int:
    name = declared.name
    if name == "port" or name.endswith("Port"):
        return 443
    return 1 if _ONES.search(name) else 0


def _list(creation: Creation, declared: Property, id: str, label: str, optional: bool, depth: int) -> Value:
    element = declared.type.element
    if optional or element is None or depth >= _DEEPEST or _POPULATIONS.search(declared.name):
        return []
    if element.kind == "object":
        return [_object(creation, element, id, f"{label}/0", False, depth + 1)]
    if element.kind != "string":
        return []
    return _texts(creation, declared, id, label)


def _texts(creation: Creation, declared: Property, id: str, label: str) -> list[Value]:
    name = declared.name
    if name == "availabilityZones":
        return [zone.name for zone in creation.facts.zones[:3]]
    if name == "nameServers":
        return [
            f"ns-{int(creation.random.digits(3, f'ns{place}')) + 512 * place}.awsdns-{place:02d}.{suffix}"
            for place, suffix in enumerate(("com", "net", "org", "co.uk"))
        ]
    if re.search(r"(?i)ipAddresses$|ipv4Addresses$", name):
        return [private_address(creation, f"{label}/{place}") for place in range(2)]
    if re.search(r"(?i)(endpoints|dnsNames|domainNames|urls|networkInterfaceIds)$", name):
        single = Property(name[:-1], declared.python_name, PropertyType("string"), True, declared.doc)
        return [text_of(creation, single, id, f"{label}/0", False)]
    return []


def _object(creation: Creation, type: PropertyType, id: str, label: str, optional: bool, depth: int) -> Value:
    if type.object is None:
        return {}
    filled: Properties = {}
    for declared in creation.index.object(type.object).properties.values():
        path = f"{label}/{declared.name}"
        if declared.default is not None:
            filled[declared.name] = declared.default
        elif not optional and (declared.required or depth < _DEEPEST):
            filled[declared.name] = _value(creation, declared, id, path, optional, depth + 1)
    return filled
