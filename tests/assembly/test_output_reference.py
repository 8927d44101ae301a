"""The reference of the stack outputs is what their declarations make of it."""

import ast

import pytest

from assembly.reference import REFERENCE_FILE, _fields, _value, rendered_reference


def test_the_reference_is_current() -> None:
    """When this fails: python -m assembly.reference."""
    assert REFERENCE_FILE.read_text(encoding="utf-8") == rendered_reference()


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        ("str", "text"),
        ("pulumi.Output[list[str]]", "list of text"),
        ("dict[str, pulumi.Output[int]]", "name: whole number"),
        ("pulumi.Output[Mapping[str, bool]]", "name: true or false"),
        ("NotRequired[list[ServiceOutputs]]", "list of [ServiceOutputs](#serviceoutputs)"),
        ("pulumi.Output[str] | None", "text, or nothing"),
    ],
)
def test_an_annotation_is_said_in_words(annotation: str, words: str) -> None:
    assert _value(ast.parse(annotation, mode="eval").body, ["ServiceOutputs"]) == words


def test_an_output_without_a_description_is_refused() -> None:
    declaration = ast.parse('class Some:\n    a: str\n    """A."""\n    b: str\n').body[0]
    assert isinstance(declaration, ast.ClassDef)
    with pytest.raises(ValueError, match=r"Some\.b has no docstring"):
        list(_fields(declaration))
