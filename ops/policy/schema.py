"""JSON Schemas of what `bin/ops policy` writes: `python -m ops.policy.schema` writes them to docs/schema/."""

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from ops.policy.engine import ROOT
from ops.policy.evidence import Evidence
from ops.policy.report import PolicyReport

FOLDER = ROOT / "docs" / "schema"
FILES: Mapping[Path, type[BaseModel]] = {
    FOLDER / "policy-report.schema.json": PolicyReport,
    FOLDER / "policy-evidence.schema.json": Evidence,
}


def rendered_schema(model: type[BaseModel]) -> str:
    """The schema of a model's JSON."""
    schema = model.model_json_schema(by_alias=True, mode="serialization")
    content = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for file, model in FILES.items():
        file.write_text(rendered_schema(model), encoding="utf-8")
