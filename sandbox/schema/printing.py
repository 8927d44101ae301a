"""Types of the index as text for people."""

from collections.abc import Iterator, Mapping

from sandbox.schema.index import Index
from sandbox.schema.model import FunctionType, ObjectType, Property, ResourceType


def describe(index: Index, name: str) -> str | None:
    """What the index knows of a resource token, a function token or an object key; None where it knows nothing."""
    resource = index.resource(name)
    if resource is not None:
        return "\n".join(_resource_lines(resource, index))
    function = index.function(name)
    if function is not None:
        return "\n".join(_function_lines(function, index))
    try:
        return "\n".join(_object_lines(index.object(name)))
    except KeyError:
        return None


def _resource_lines(resource: ResourceType, index: Index) -> Iterator[str]:
    yield f"{resource.token}  ({resource.module}.{resource.class_name})"
    for label, values in (("alias", resource.aliases), ("import id", resource.import_examples)):
        for value in values:
            yield f"{label}: {value}"
    if resource.doc_url:
        yield f"documentation: {resource.doc_url}"
    yield f"examples: {len(index.examples(resource.token))}"
    yield "inputs:"
    yield from _property_lines(resource.inputs)
    yield "outputs:"
    yield from _property_lines(resource.outputs)


def _function_lines(function: FunctionType, index: Index) -> Iterator[str]:
    yield f"{function.token}  ({function.module}.{function.function_name})"
    yield f"examples: {len(index.examples(function.token))}"
    yield "arguments:"
    yield from _property_lines(function.args)
    yield "result:"
    yield from _property_lines(function.result)


def _object_lines(object_type: ObjectType) -> Iterator[str]:
    yield object_type.key
    yield from _property_lines(object_type.properties)


def _property_lines(properties: Mapping[str, Property]) -> Iterator[str]:
    for name, item in properties.items():
        notes = [
            note
            for note, holds in (
                ("required", item.required),
                ("replaces", item.force_new),
                ("secret", item.secret),
                (f"default {item.default!r}", item.default is not None),
                (f"one of {', '.join(item.allowed)}", bool(item.allowed)),
                (f"type {item.type.object}", item.type.object is not None),
                ("deprecated", item.deprecated is not None),
            )
            if holds
        ]
        yield f"  {name} ({item.python_name}): {item.type}{'; ' if notes else ''}{'; '.join(notes)}"
