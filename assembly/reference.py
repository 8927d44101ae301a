"""The reference of the stack outputs: `python -m assembly.reference` writes it from their declarations."""

import ast
import inspect
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from assembly import outputs

REFERENCE_FILE = Path(__file__).parent.parent / "docs" / "guides" / "stack-outputs.md"
CONTRACT = "StackOutputs"

_INTRODUCTION = """\
# Stack outputs

Generated from their declarations in `assembly/outputs.py` (`python -m assembly.reference`). The outputs are the
contract with whatever works on a deployed stack: operators' commands, other stacks, pipelines. An output is never
secret; what a stack doesn't build has none. A name is kept as long as anybody may read it: a new meaning gets a new
name.

```sh
sandbox/pulumi stack output -s dev                      # all of them
sandbox/pulumi stack output clusterName -s dev          # one
sandbox/pulumi stack output services --json -s dev      # an object, as JSON
```

`platform:outputs` in a stack file adds outputs under names of the system's own, such as
`ecs_cluster_name: ${cluster.name}`; those names have an underscore, which none of the program's has.

Another Pulumi program reads them with `pulumi.StackReference("ORGANIZATION/fivestar-payments/prod")`, and
`get_output("vpcId")` on that.
"""


def rendered_reference() -> str:
    """The reference as it stands in its file: the stack's outputs first, then the objects in them."""
    declared = {
        node.name: node for node in ast.parse(inspect.getsource(outputs)).body if isinstance(node, ast.ClassDef)
    }
    rest = [name for name in declared if name != CONTRACT]
    parts = [_INTRODUCTION]
    for name in (CONTRACT, *rest):
        parts += _table(declared[name], rest)
    return "\n".join(parts)


def _table(declaration: ast.ClassDef, objects: list[str]) -> Iterator[str]:
    yield f"## {declaration.name}\n\n{ast.get_docstring(declaration)}\n"
    yield "| output | value | meaning |\n|---|---|---|"
    for name, annotation, meaning in _fields(declaration):
        yield f"| `{name}` | {_value(annotation, objects)} | {' '.join(meaning.split())} |"
    yield ""


def _fields(declaration: ast.ClassDef) -> Iterator[tuple[str, ast.expr, str]]:
    """Name, annotation and docstring of each output. Raises ValueError for one without a docstring."""
    for field, below in pairwise([*declaration.body, ast.Pass()]):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name), annotation=annotation),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, annotation, text
            case ast.AnnAssign(target=ast.Name(id=name)), _:
                raise ValueError(f"{declaration.name}.{name} has no docstring below it.")


_WORDS = {"str": "text", "int": "whole number", "bool": "true or false", "float": "number"}
_WRAPPERS = ("Output", "Input", "NotRequired")


def _value(annotation: ast.expr, objects: list[str]) -> str:
    """An annotation in words: text, list of text, name: object."""
    match annotation:
        case ast.Subscript(value=ast.Attribute(attr=name) | ast.Name(id=name), slice=inner) if name in _WRAPPERS:
            return _value(inner, objects)
        case ast.Subscript(value=ast.Name(id="list" | "Sequence"), slice=inner):
            return f"list of {_value(inner, objects)}"
        case ast.Subscript(value=ast.Name(id="dict" | "Mapping"), slice=ast.Tuple(elts=[_, inner])):
            return f"name: {_value(inner, objects)}"
        case ast.BinOp(left=left, right=ast.Constant(value=None)):
            return f"{_value(left, objects)}, or nothing"
        case ast.Name(id=name) if name in objects:
            return f"[{name}](#{name.lower()})"
        case ast.Name(id=name) if name in _WORDS:
            return _WORDS[name]
    return f"`{ast.unparse(annotation)}`"


if __name__ == "__main__":
    REFERENCE_FILE.parent.mkdir(parents=True, exist_ok=True)
    REFERENCE_FILE.write_text(rendered_reference(), encoding="utf-8")
    sys.stdout.write(f"Wrote {REFERENCE_FILE}\n")
