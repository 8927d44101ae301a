"""The properties that a class of the SDK declares, read from its syntax tree."""

import ast
import inspect
from dataclasses import dataclass

from sandbox.schema.annotations import read_annotation
from sandbox.schema.documentation import forces_replacement, shorten, stated_default, stated_values
from sandbox.schema.model import Property, PropertyType


@dataclass(frozen=True, slots=True)
class Declaration:
    """A property as its getter declares it."""

    name: str
    python_name: str
    type: PropertyType
    required: bool
    doc: str
    deprecated: str | None


def declared_properties(node: ast.ClassDef, module: str, secrets: frozenset[str] = frozenset()) -> dict[str, Property]:
    """The properties of an Args, state, resource or output class of `module`, by wire name.

    `secrets` are the wire or Python names of those that the SDK marks as secret.
    """
    declarations = [
        declaration
        for statement in node.body
        if isinstance(statement, ast.FunctionDef)
        for declaration in [_read_getter(statement, module)]
        if declaration is not None
    ]
    siblings = frozenset(declaration.python_name for declaration in declarations)
    return {declaration.name: as_property(declaration, siblings, secrets) for declaration in declarations}


def as_property(declaration: Declaration, siblings: frozenset[str], secrets: frozenset[str]) -> Property:
    """The property with what its documentation says in prose."""
    return Property(
        name=declaration.name,
        python_name=declaration.python_name,
        type=declaration.type,
        required=declaration.required,
        doc=shorten(declaration.doc),
        force_new=forces_replacement(declaration.doc, declaration.python_name),
        secret=declaration.name in secrets or declaration.python_name in secrets,
        default=stated_default(declaration.doc, declaration.type, siblings),
        allowed=stated_values(declaration.doc, declaration.type),
        deprecated=declaration.deprecated,
    )


def docstring(node: ast.ClassDef | ast.FunctionDef) -> str:
    """The node's documentation, dedented."""
    return inspect.cleandoc(ast.get_docstring(node, clean=False) or "")


def call_name(node: ast.expr) -> str:
    """The last part of the name that a call or decorator uses."""
    if isinstance(node, ast.Call):
        return call_name(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def text_argument(node: ast.Call, keyword: str | None = None) -> str | None:
    """The text given as the keyword, or as the first positional argument."""
    values = [item.value for item in node.keywords if item.arg == keyword] if keyword else node.args[:1]
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return value.value
    return None


def _read_getter(node: ast.FunctionDef, module: str) -> Declaration | None:
    decorators = {call_name(decorator): decorator for decorator in node.decorator_list}
    getter = decorators.get("getter")
    if getter is None:
        return None
    name = text_argument(getter, "name") if isinstance(getter, ast.Call) else None
    deprecated = decorators.get("deprecated")
    annotated = read_annotation(node.returns, module)
    return Declaration(
        name=name or node.name,
        python_name=node.name,
        type=annotated.type,
        required=not annotated.optional,
        doc=docstring(node),
        deprecated=text_argument(deprecated) if isinstance(deprecated, ast.Call) else None,
    )
