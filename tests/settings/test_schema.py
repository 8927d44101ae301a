"""The JSON Schema that editors use agrees with what the program accepts."""

from __future__ import annotations

import jsonschema
import pytest

from settings.reference import REFERENCE_FILE, rendered_reference
from settings.schema import SCHEMA_FILE, rendered_schema, stack_file_schema
from tests.settings.stack_files import REMOVED, Config, changed, stack_file

ENVIRONMENTS = ("dev", "staging", "prod")


def complaints(content: Config) -> list[str]:
    validator = jsonschema.Draft202012Validator(stack_file_schema())
    return [error.message for error in validator.iter_errors(content)]


def test_the_file_is_current() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == rendered_schema(), "run python -m settings.schema"


def test_the_reference_is_current() -> None:
    assert REFERENCE_FILE.read_text(encoding="utf-8") == rendered_reference(), "run python -m settings.reference"


def test_the_reference_lists_every_key_with_its_default() -> None:
    lines = rendered_reference().splitlines()
    assert "| `backupDays` | 0 to 35 | `35` | Days that automated backups are kept, 0 (none) to 35. |" in lines
    keys = [line.split("`")[1] for line in lines if line.startswith("| `")]
    sections: dict[str, dict[str, object]] = stack_file_schema()["$defs"]  # type: ignore[assignment]
    for name, section in sections.items():
        assert set(section["properties"]) <= set(keys), name  # type: ignore[call-overload]


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(stack_file_schema())


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_stack_files_fit(environment: str) -> None:
    assert complaints(stack_file(environment)) == []


def test_every_key_is_described() -> None:
    schema = stack_file_schema()
    sections = {"the stack file": schema["properties"]["config"], **schema["$defs"]}  # type: ignore[index,dict-item]
    silent = [
        f"{name}.{key}"
        for name, section in sections.items()
        for key, value in section["properties"].items()
        if not value.get("description")
    ]
    assert silent == []


@pytest.mark.parametrize(
    "changes",
    [
        {"config/platform:databse": {}},
        {"config/platform:database/multiaz": True},
        {"config/platform:account": REMOVED},
        {"config/platform:database/storageGb": "100"},
        {"config/platform:database/instanceClass": "db.t3.medum"},
        {"config/platform:network/natGateways": "double"},
        {"config/platform:observability/logRetentionDays": 80},
        {"config/platform:services/internal-pe/size/cpu": 600},
    ],
)
def test_an_editor_sees_what_the_program_refuses(changes: dict[str, object]) -> None:
    assert complaints(changed(stack_file("dev"), changes))
