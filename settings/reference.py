"""The reference of a stack file, for people: `python -m settings.reference` writes it from the JSON Schema."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from settings.schema import SCHEMA_FILE, stack_file_schema
from settings.wording import listing

REFERENCE_FILE = SCHEMA_FILE.with_name("stack-file.md")

Schema = dict[str, Any]

_INTRODUCTION = """\
# What a stack file may say

Generated from the settings (`python -m settings.reference`). Every key not listed here is refused, and all mistakes of
a file are reported at once. A section that is absent builds nothing; keys without a default are required.
"""


def rendered_reference() -> str:
    """The reference as it stands in its file: the stack file first, then every section in alphabetical order."""
    schema = stack_file_schema()
    properties: Any = schema["properties"]
    sections: Any = schema["$defs"]
    parts = [_INTRODUCTION, *_section("config", properties["config"])]
    for name in sorted(sections):
        parts += _section(name, sections[name])
    return "\n".join(parts)


def _section(name: str, schema: Schema) -> Iterator[str]:
    yield f"## {name}\n"
    if description := schema.get("description"):
        yield f"{description}\n"
    yield "| key | value | default | meaning |\n|---|---|---|---|"
    required = schema.get("required", [])
    for key, value in schema["properties"].items():
        default = "" if key in required else _default(value)
        cells = [f"`{key}`", _value(value), default, value.get("description", "")]
        yield "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"
    yield ""


def _default(schema: Schema) -> str:
    if "$ref" in schema:
        return "its defaults"
    default = schema.get("default")
    return f"`{json.dumps(default)}`" if default not in (None, {}, []) else "none"


def _value(schema: Schema) -> str:
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", 1)[-1]
        return f"section [{name}](#{name.lower()})"
    if "anyOf" in schema:
        return listing(_value(choice) for choice in schema["anyOf"] if choice.get("type") != "null")
    if "enum" in schema:
        return listing(f"`{choice}`" for choice in schema["enum"])
    match schema.get("type"):
        case "array":
            return f"list of {_value(schema['items'])}"
        case "object":
            values = schema.get("additionalProperties") or next(iter(schema.get("patternProperties", {}).values()))
            return f"name: {_value(values)}"
        case "boolean":
            return "true or false"
        case "integer":
            return _number(schema)
        case "string":
            return _text(schema)
    return str(schema.get("type", ""))


def _number(schema: Schema) -> str:
    if "minimum" in schema and "maximum" in schema:
        return f"{schema['minimum']} to {schema['maximum']}"
    return "whole number"


def _text(schema: Schema) -> str:
    if "patternErrorMessage" in schema:
        return str(schema["patternErrorMessage"]).removeprefix("must be ")
    return "text"


if __name__ == "__main__":
    REFERENCE_FILE.parent.mkdir(parents=True, exist_ok=True)
    REFERENCE_FILE.write_text(rendered_reference(), encoding="utf-8")
    sys.stdout.write(f"Wrote {REFERENCE_FILE}\n")
