"""One source file of the SDK as the resource types, functions and nested object types that it defines."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sandbox.schema.annotations import read_annotation
from sandbox.schema.classes import Declaration, as_property, call_name, declared_properties, docstring, text_argument
from sandbox.schema.documentation import import_ids, python_examples
from sandbox.schema.model import FunctionType, ObjectType, Property, ResourceType
from sandbox.schema.package import PACKAGE
from sandbox.schema.replacement import replacing_properties

_PARAMETER: Final = re.compile(r"^:param (?:[^:]|:(?!\s))+? (\w+): ", re.MULTILINE)
_DOC_URL: Final = "https://www.pulumi.com/registry/packages/aws/api-docs/"
PROVIDER_TOKEN: Final = "pulumi:providers:aws"  # noqa: S105 - a resource type's token
"""The token of the provider itself, whose inputs are its configuration."""


@dataclass(slots=True)
class SourceModule:
    """What one source file defines; `examples` are by token."""

    resources: list[ResourceType] = field(default_factory=list)
    functions: list[FunctionType] = field(default_factory=list)
    objects: list[ObjectType] = field(default_factory=list)
    examples: dict[str, list[str]] = field(default_factory=dict)


def read_module(package_folder: Path, path: Path) -> SourceModule:
    """Everything that the source file `path` below `package_folder` defines."""
    folders = path.relative_to(package_folder).parts[:-1]
    module = ".".join((PACKAGE, *folders))
    tree = ast.parse(path.read_text("utf-8"))
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    if path.name == "_inputs.py":
        return SourceModule(objects=_object_types(classes, module, "input_type", module))
    if path.name == "outputs.py":
        return SourceModule(objects=_object_types(classes, module, "output_type", f"{module}.outputs"))
    found = SourceModule()
    for node in classes.values():
        if any(call_name(base) in ("CustomResource", "ProviderResource") for base in node.bases):
            _add_resource(found, node, classes, module)
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef):
            _add_function(found, statement, classes, module)
    return found


def _object_types(classes: dict[str, ast.ClassDef], module: str, decorator: str, prefix: str) -> list[ObjectType]:
    return [
        ObjectType(f"{prefix}.{name}", declared_properties(node, module))
        for name, node in classes.items()
        if any(call_name(item) == decorator for item in node.decorator_list)
    ]


def _add_resource(found: SourceModule, node: ast.ClassDef, classes: dict[str, ast.ClassDef], module: str) -> None:
    methods = [statement for statement in node.body if isinstance(statement, ast.FunctionDef)]
    calls = [call for method in methods if method.name == "_internal_init" for call in _calls(method)]
    token = next((text for call in calls if call_name(call) == "__init__" and (text := text_argument(call))), None)
    if token is None:
        return
    token = PROVIDER_TOKEN if token == "aws" else token  # noqa: S105 - a resource type's token
    doc = next((text for method in methods if method.name == "__init__" and (text := docstring(method))), "")
    secrets = _secret_names(calls, methods)
    arguments = classes.get(_arguments_class(methods))
    inputs = declared_properties(arguments, module, secrets) if arguments is not None else {}
    replacing = replacing_properties(token)
    found.resources.append(
        ResourceType(
            token=token,
            module=module,
            class_name=node.name,
            inputs=_with_replacement(inputs, replacing),
            outputs=_with_replacement(declared_properties(node, module, secrets), replacing & inputs.keys()),
            aliases=tuple(
                text for call in calls if call_name(call) == "Alias" and (text := text_argument(call, "type_"))
            ),
            import_examples=import_ids(doc),
            doc_url=_doc_url(token),
            deprecated=_deprecation(node),
        )
    )
    found.examples[token] = python_examples(doc.split("\n## Import", 1)[0])


def _with_replacement(properties: Mapping[str, Property], replacing: frozenset[str]) -> dict[str, Property]:
    return {name: replace(item, force_new=True) if name in replacing else item for name, item in properties.items()}


def _arguments_class(methods: list[ast.FunctionDef]) -> str:
    """The class of the resource's inputs, which is not always its name with `Args` behind it."""
    for method in methods:
        for call in _calls(method) if method.name == "__init__" else []:
            if call_name(call) == "get_resource_args_opts" and isinstance(call.args[0], ast.Name):
                return call.args[0].id
    return ""


def _calls(node: ast.AST) -> list[ast.Call]:
    return [child for child in ast.walk(node) if isinstance(child, ast.Call)]


def _secret_names(calls: list[ast.Call], methods: list[ast.FunctionDef]) -> frozenset[str]:
    names: set[str] = set()
    for call in calls:
        if call_name(call) == "secret" and call.args and isinstance(call.args[0], ast.Name):
            names.add(call.args[0].id)
        for keyword in call.keywords:
            if keyword.arg == "additional_secret_outputs" and isinstance(keyword.value, ast.List):
                names.update(str(item.value) for item in keyword.value.elts if isinstance(item, ast.Constant))
    return frozenset(names)


def _deprecation(node: ast.ClassDef) -> str | None:
    for statement in node.decorator_list:
        if isinstance(statement, ast.Call) and call_name(statement) == "deprecated":
            return text_argument(statement)
    return None


def _doc_url(token: str) -> str | None:
    parts = re.fullmatch(r"aws:([^/]+)/[^:]+:(\w+)", token)
    if parts is None:
        return None
    folder = "" if parts[1] == "index" else f"{parts[1].lower()}/"
    return f"{_DOC_URL}{folder}{parts[2].lower()}/"


def _add_function(found: SourceModule, node: ast.FunctionDef, classes: dict[str, ast.ClassDef], module: str) -> None:
    invoke = next((call for call in _calls(node) if call_name(call) == "invoke" and text_argument(call)), None)
    if invoke is None:
        return
    token = text_argument(invoke) or ""
    result = next(
        (item.value.id for item in invoke.keywords if item.arg == "typ" and isinstance(item.value, ast.Name)), ""
    )
    found.functions.append(
        FunctionType(
            token=token,
            module=module,
            function_name=node.name,
            args=_arguments(node, module),
            result=declared_properties(classes[result], module) if result in classes else {},
        )
    )
    found.examples[token] = python_examples(docstring(node))


def _arguments(node: ast.FunctionDef, module: str) -> dict[str, Property]:
    wire_names = _wire_names(node)
    docs = _parameter_docs(docstring(node))
    parameters = [argument for argument in node.args.args + node.args.kwonlyargs if argument.arg in wire_names]
    siblings = frozenset(parameter.arg for parameter in parameters)
    properties: dict[str, Property] = {}
    for parameter in parameters:
        annotated = read_annotation(parameter.annotation, module)
        declaration = Declaration(
            name=wire_names[parameter.arg],
            python_name=parameter.arg,
            type=annotated.type,
            required=not annotated.optional,
            doc=docs.get(parameter.arg, ""),
            deprecated=None,
        )
        properties[declaration.name] = as_property(declaration, siblings, frozenset())
    return properties


def _wire_names(node: ast.FunctionDef) -> dict[str, str]:
    """Wire names by parameter, from the statements `__args__['wireName'] = parameter`."""
    names: dict[str, str] = {}
    for statement in node.body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Name):
            continue
        target = statement.targets[0]
        if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
            names[statement.value.id] = str(target.slice.value)
    return names


def _parameter_docs(doc: str) -> dict[str, str]:
    _, *pairs = _PARAMETER.split(doc)
    return {name: text.strip() for name, text in zip(pairs[::2], pairs[1::2], strict=True)}
