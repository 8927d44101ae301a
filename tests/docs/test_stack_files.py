"""Stack files are read by people: each looks like the others and like the reference."""

from pathlib import Path

import pytest
import yaml

from settings.schema import stack_file_schema

ROOT = Path(__file__).parent.parent.parent
FILES = sorted((*ROOT.glob("Pulumi.*.yaml"), *ROOT.glob("systems/*/Pulumi.*.yaml")))
LINE_LENGTH = 120


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_sections_stand_in_the_order_of_the_reference(file: Path) -> None:
    properties: dict[str, dict[str, dict[str, object]]] = stack_file_schema()["properties"]  # type: ignore[assignment]
    present = list(yaml.safe_load(file.read_text(encoding="utf-8"))["config"])
    assert present == [section for section in properties["config"]["properties"] if section in present]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_editors_find_the_schema_in_the_first_line(file: Path) -> None:
    first, *lines = file.read_text(encoding="utf-8").splitlines()
    _, _, schema = first.partition("# yaml-language-server: $schema=")
    assert (file.parent / schema).is_file()
    assert [line for line in lines if len(line) > LINE_LENGTH] == []
