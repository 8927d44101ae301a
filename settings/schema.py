"""The JSON Schema of a stack file, for editors: `python -m settings.schema` writes it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, TypeAlias, cast

from settings.descriptions import descriptions, every_section
from settings.loader import NAMESPACE, REGION
from settings.stack import Settings

Json: TypeAlias = dict[str, object]

SCHEMA_FILE = Path(__file__).parent.parent / "docs" / "schema" / "stack.schema.json"

_PULUMIS_OWN_KEYS = {
    "secretsprovider": "Who encrypts secret values of this stack.",
    "encryptedkey": "Key of the secret values, encrypted by the secrets provider.",
    "encryptionsalt": "Salt of a passphrase.",
}


def stack_file_schema() -> Json:
    """The schema of `Pulumi.STACK.yaml`."""
    model = _without_titles(_described(Settings.model_json_schema(by_alias=True)))
    sections: Json = {
        name if name == REGION else NAMESPACE + name: schema for name, schema in model["properties"].items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Stack file of a payment platform",
        "type": "object",
        "properties": {
            "config": {
                "type": "object",
                "properties": sections,
                "required": [name if name == REGION else NAMESPACE + name for name in model["required"]],
                "propertyNames": {"anyOf": [{"enum": list(sections)}, {"not": {"pattern": f"^{NAMESPACE}"}}]},
            },
            **{key: {"type": "string", "description": text} for key, text in _PULUMIS_OWN_KEYS.items()},
        },
        "required": ["config"],
        "$defs": model["$defs"],
    }


def _described(schema: Json) -> Json:
    """With the description of every field."""
    sections = {**cast(dict[str, Json], schema["$defs"]), Settings.__name__: schema}
    for name, model in every_section().items():
        if name not in sections:  # a section of another project's stack file
            continue
        properties = cast(dict[str, Json], sections[name]["properties"])
        for field, text in descriptions(model).items():
            properties[model.model_fields[field].alias or field]["description"] = text
    return schema


def _without_titles(schema: Any) -> Any:  # noqa: ANN401  (JSON)
    """Without the titles that pydantic derives from names; they say less than the keys."""
    if isinstance(schema, dict):
        kept = {key: value for key, value in schema.items() if key != "title" or not isinstance(value, str)}
        return {key: _without_titles(value) for key, value in kept.items()}
    return [_without_titles(item) for item in schema] if isinstance(schema, list) else schema


def rendered_schema() -> str:
    """The schema as it stands in its file."""
    return json.dumps(stack_file_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.parent.mkdir(parents=True, exist_ok=True)
    SCHEMA_FILE.write_text(rendered_schema(), encoding="utf-8")
    sys.stdout.write(f"Wrote {SCHEMA_FILE}\n")
