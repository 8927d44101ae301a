"""Changes of a whole stack, to be read as sentences: `without(FLOW_LOG)`, `given(VPC, cidrBlock="10.0.0.0/16")`."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import cast

from tests.policies.harness import UNKNOWN_VALUE, Json
from tests.policies.stack_mutations.deployed import DeployedStack, Named, Piece, Properties

Change = Callable[[DeployedStack], DeployedStack]

_KEYS = re.compile(r"[^.\[\]]+")
_UNCHANGED: Mapping[str, tuple[Named, ...]] = {}


def both(*changes: Change) -> Change:
    """One change after the other."""
    return lambda stack: reduce(lambda changed, change: change(changed), changes, stack)


def without(*resources: Named) -> Change:
    """The resources are not made. What depended on them keeps the id that it had."""

    def change(stack: DeployedStack) -> DeployedStack:
        gone = {id(stack.at(named)) for named in resources}
        return stack.with_(piece for piece in stack.pieces if id(piece) not in gone)

    return change


def without_any(kind: str) -> Change:
    """No resource of a type is made."""

    def change(stack: DeployedStack) -> DeployedStack:
        kept = [piece for piece in stack.pieces if piece.named.type != kind]
        if len(kept) == len(stack.pieces):
            raise LookupError(f"the stack has no {kind}")
        return stack.with_(kept)

    return change


def given(resource: Named, values: Properties | None = None, /, **properties: Json) -> Change:
    """Properties get other values; `values` takes paths such as `rules[0].action`. Their dependencies end."""
    changed = {**(values or {}), **properties}

    def change(stack: DeployedStack) -> DeployedStack:
        piece = stack.at(resource)
        links = {path: urns for path, urns in piece.links.items() if path not in {_top(key) for key in changed}}
        inputs, outputs = piece.inputs, piece.outputs
        for path, value in changed.items():
            inputs, outputs = _set(inputs, path, value), _set(outputs, path, value)
        return stack.swapped(piece, replace(piece, inputs=inputs, outputs=outputs, links=links))

    return change


def lacking(resource: Named, *properties: str) -> Change:
    """Properties at the top of a resource are left out."""

    def change(stack: DeployedStack) -> DeployedStack:
        piece = stack.at(resource)
        if not set(properties) <= set(piece.inputs) | set(piece.outputs):
            raise LookupError(f"{resource.name} has not all of {', '.join(properties)}")
        kept = [
            {key: value for key, value in part.items() if key not in properties}
            for part in (piece.inputs, piece.outputs)
        ]
        links = {path: urns for path, urns in piece.links.items() if path not in properties}
        return stack.swapped(piece, replace(piece, inputs=kept[0], outputs=kept[1], links=links))

    return change


def leading(resource: Named, path: str, *targets: Named, by: str = "id") -> Change:
    """A property leads to other resources, whose output `by` it takes: a text or, where it was one, a list."""

    def change(stack: DeployedStack) -> DeployedStack:
        found = [stack.at(target) for target in targets]
        values = [target.outputs[by] for target in found]
        is_list = isinstance(_get(stack.at(resource).outputs, path), list)
        changed = given(resource, {path: values if is_list else values[0]})(stack)
        piece = changed.at(resource)
        links = {**piece.links, _top(path): tuple(target.urn for target in found)}
        return changed.swapped(piece, replace(piece, links=links))

    return change


def beside(
    resource: Named,
    properties: Properties | None = None,
    like: Named | None = None,
    links: Mapping[str, tuple[Named, ...]] = _UNCHANGED,
) -> Change:
    """One more resource, by default with everything that another of its type has.

    links: properties that lead to resources of the stack, whose ids are not known yet.
    """

    def change(stack: DeployedStack) -> DeployedStack:
        model = stack.at(like) if like else None
        any_piece = model or next((piece for piece in stack.pieces if piece.provider), stack.pieces[0])
        hidden: dict[str, Json] = dict.fromkeys(links, UNKNOWN_VALUE)
        depended = {path: tuple(stack.at(target).urn for target in targets) for path, targets in links.items()}
        given_here: Properties = {**hidden, **(properties or {})}
        inputs, outputs = (dict(model.inputs), dict(model.outputs)) if model else ({}, {})
        for path, value in given_here.items():
            inputs, outputs = dict(_set(inputs, path, value)), dict(_set(outputs, path, value))
        kept = {} if model is None else {k: v for k, v in model.links.items() if k not in given_here}
        head = any_piece.urn.split("::")
        made = Piece(
            urn="::".join((*head[:2], resource.type, resource.name)),
            type=resource.type,
            inputs=inputs,
            outputs=outputs,
            links={**kept, **depended},
            provider=any_piece.provider,
            parent="",
            protect=bool(model and model.protect),
        )
        return stack.with_((*stack.pieces, made))

    return change


def configured(key: str, **values: object) -> Change:
    """The stack file says something else in a section."""

    def change(stack: DeployedStack) -> DeployedStack:
        section = {**json.loads(stack.config.get(key, "{}")), **values}
        return replace(stack, config={**stack.config, key: json.dumps(section)})

    return change


def in_document(resource: Named, path: str, change_of: Callable[[dict[str, Json]], None]) -> Change:
    """A JSON document in a property is changed in place."""

    def change(stack: DeployedStack) -> DeployedStack:
        document = json.loads(str(_get(stack.at(resource).outputs, path)))
        change_of(document)
        return given(resource, {path: json.dumps(document)})(stack)

    return change


def _top(path: str) -> str:
    return path.split(".")[0].split("[")[0]


def _get(properties: Properties, path: str) -> Json:
    value: Json = properties
    for key in _KEYS.findall(path):
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, Sequence) and not isinstance(value, str) and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value


def _set(properties: Properties, path: str, value: Json) -> Properties:
    return cast("Properties", _with(properties, _KEYS.findall(path), value))


def _with(node: Json, keys: Sequence[str], value: Json) -> Json:
    if not keys:
        return value
    key, rest = keys[0], keys[1:]
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [_with(item, rest, value) if index == int(key) else item for index, item in enumerate(node)]
    within = dict(node) if isinstance(node, Mapping) else {}
    within[key] = _with(within.get(key), rest, value)
    return within
