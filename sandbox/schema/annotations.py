"""Python type annotations of the SDK as property types."""

import ast
from dataclasses import dataclass
from typing import Final

from sandbox.schema.model import Kind, PropertyType
from sandbox.schema.package import PACKAGE

_SCALARS: Final[dict[str, Kind]] = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
_WRAPPERS: Final = frozenset({"Input", "Output", "Awaitable"})


@dataclass(frozen=True, slots=True)
class AnnotatedType:
    """A property type and whether None is allowed."""

    type: PropertyType
    optional: bool


def read_annotation(annotation: ast.expr | None, module: str) -> AnnotatedType:
    """The type that an annotation of the SDK's `module` (such as `pulumi_aws.ec2`) means."""
    if annotation is None:
        return AnnotatedType(PropertyType("any"), True)
    if isinstance(annotation, ast.Constant):
        return _read_constant(annotation.value, module)
    if isinstance(annotation, ast.Subscript):
        return _read_generic(_last_name(annotation.value), _arguments(annotation.slice), module)
    return AnnotatedType(_read_name(annotation, module), False)


def _read_constant(value: object, module: str) -> AnnotatedType:
    if not isinstance(value, str):
        return AnnotatedType(PropertyType("any"), True)
    return read_annotation(ast.parse(value, mode="eval").body, module)


def _read_generic(name: str, arguments: list[ast.expr], module: str) -> AnnotatedType:
    if name in _WRAPPERS:
        return read_annotation(arguments[0], module)
    if name == "Optional":
        return AnnotatedType(read_annotation(arguments[0], module).type, True)
    if name == "Sequence":
        return AnnotatedType(PropertyType("list", element=read_annotation(arguments[0], module).type), False)
    if name == "Mapping":
        return AnnotatedType(PropertyType("map", element=read_annotation(arguments[1], module).type), False)
    if name == "Union":
        return _read_union([read_annotation(argument, module) for argument in arguments if not _is_dict_twin(argument)])
    return AnnotatedType(PropertyType("any"), False)


def _read_union(members: list[AnnotatedType]) -> AnnotatedType:
    optional = any(member.optional for member in members)
    types = list(dict.fromkeys(member.type for member in members))
    kinds = {kind.kind for kind in types}
    if kinds == {"asset", "archive"}:
        return AnnotatedType(PropertyType("assetOrArchive"), optional)
    if len(types) == 1:
        return AnnotatedType(types[0], optional)
    documents = [kind for kind in types if kind.kind == "object" and str(kind.object).endswith("DocumentArgs")]
    if kinds == {"string", "object"} and len(documents) == 1:
        return AnnotatedType(PropertyType("json", object=documents[0].object), optional)
    return AnnotatedType(PropertyType("union", alternatives=tuple(types)), optional)


def _read_name(node: ast.expr, module: str) -> PropertyType:
    name = _last_name(node)
    if isinstance(node, ast.Attribute):
        owner = _last_name(node.value)
        if owner == "_builtins":
            return PropertyType(_SCALARS.get(name, "any"))
        if owner == "pulumi":
            return PropertyType({"Asset": "asset", "Archive": "archive"}.get(name, "any"))  # type: ignore[arg-type]
        if owner == "outputs":
            return PropertyType("object", object=f"{module}.outputs.{name}")
        if name.endswith("Args"):
            return PropertyType("object", object=f"{PACKAGE}.{owner.lstrip('_')}.{name}")
        return PropertyType("string")
    if name in _SCALARS:
        return PropertyType(_SCALARS[name])
    if name == "Any":
        return PropertyType("any")
    if name.endswith("Args"):
        return PropertyType("object", object=f"{module}.{name}")
    # What is left are enumerations, which are text on the wire; AWS and the provider accept other text as well.
    return PropertyType("string")


def _is_dict_twin(node: ast.expr) -> bool:
    """Whether the node names the TypedDict twin of an Args class or, in a constructor, the twin among the outputs."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    return node.value.endswith("ArgsDict") or node.value.startswith("outputs.")


def _arguments(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple) else [node]


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
