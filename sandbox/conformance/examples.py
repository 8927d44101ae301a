"""The Python examples of pulumi_aws's documentation that stand alone."""

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.schema import Index

_IMPORTS = frozenset(("pulumi", "pulumi_aws", "json", "typing"))


@dataclass(frozen=True, slots=True)
class Example:
    """One example: `key` is unique and stable (`aws:ec2/vpc:Vpc#2` is the type's second one), `source` its program."""

    key: str
    token: str
    source: str


def standalone(index: Index) -> list[Example]:
    """Every example that parses, imports nothing but the SDK and uses no name that it doesn't define."""
    return [
        Example(f"{token}#{number}", token, source)
        for token in index.resource_tokens()
        for number, source in enumerate(index.examples(token), start=1)
        if stands_alone(source)
    ]


def stands_alone(source: str) -> bool:
    """Whether a program is complete: nothing it uses is left to the reader to define."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return False
    imported = set(_imported(tree))
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    return imported <= _IMPORTS and used <= _defined(tree)


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def _defined(tree: ast.AST) -> set[str]:
    names = set(dir(builtins))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    return names


def sample(examples: list[Example], size: int) -> list[Example]:
    """A fixed choice of examples of that many different types, spread evenly over all of them."""
    firsts = list({example.token: example for example in reversed(examples)}.values())
    firsts.sort(key=lambda example: example.token)
    step = max(1, len(firsts) // size)
    return firsts[::step][:size]
