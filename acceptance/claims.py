"""Which tests name which rows, read from the tests' source without running it."""

import ast
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """A marker in the source."""

    id: str
    file: str
    """From the project's root."""
    test: str
    """The function or class that carries the marker; empty when a variable of the module does."""


def claims_in(folder: Path, root: Path) -> list[Claim]:
    """Every `pytest.mark.requirement("…")` below a folder, in the order of files."""
    found = []
    for file in sorted(folder.rglob("test_*.py")):
        tree = _parsed(file.read_text(encoding="utf-8"))
        found += [Claim(id, str(file.relative_to(root)), test) for id, test in _marks(tree, "")]
    return found


def _parsed(source: str) -> ast.Module:
    """CPython 3.11 fails to parse when another thread parses as well: https://github.com/python/cpython/issues/106905."""
    for _ in range(_ATTEMPTS):
        with suppress(SystemError):
            return ast.parse(source)
    return ast.parse(source)


def _marks(node: ast.AST, holder: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        holder = node.name
    match node:
        case ast.Call(func=ast.Attribute(attr="requirement"), args=[ast.Constant(value=str(id))]):
            yield id, holder
    for child in ast.iter_child_nodes(node):
        yield from _marks(child, holder)
