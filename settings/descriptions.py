"""Descriptions of settings: the texts below the fields of a section, read from its source when they are needed.

Pydantic can do this while it builds the classes, which makes every start of the program slower by a third of the time
that loading settings takes.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from settings.section import Section


@cache
def descriptions(model: type[Section]) -> dict[str, str]:
    """The description of each field of a section, inherited ones included, by the field's name."""
    inherited = [descriptions(base) for base in model.__bases__ if issubclass(base, Section) and base is not Section]
    definition = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    statements = definition.body if isinstance(definition, ast.ClassDef) else []
    own = {name: text for field, below in pairwise(statements) for name, text in _described(field, below)}
    return {name: text for part in (*inherited, own) for name, text in part.items()}


def _described(field: ast.stmt, below: ast.stmt) -> Iterator[tuple[str, str]]:
    match field, below:
        case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
            yield name, inspect.cleandoc(text)


def every_section() -> dict[str, type[Section]]:
    """The classes of sections by name, those that only others inherit from included."""
    return {model.__name__: model for model in _below(Section)}


def _below(model: type[Section]) -> Iterator[type[Section]]:
    for heir in model.__subclasses__():
        yield heir
        yield from _below(heir)
