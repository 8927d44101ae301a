"""The reports against the official schemas of their formats, where these are at hand: see `schemas/README.md`."""

import hashlib
import json
import os
from pathlib import Path

import pytest
import xmlschema
from jsonschema import Draft4Validator

from ops.policy import junit, sarif
from ops.policy.report import PolicyReport

SCHEMAS = Path(__file__).with_name("schemas")
FOLDER = Path(os.environ.get("OFFICIAL_SCHEMAS", SCHEMAS / "official"))
DIGESTS = {
    "sarif-schema-2.1.0.json": "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e",
    "JUnit.xsd": "147ff89ef34a82f9a1b2951e7cad251b98c9a7a48a0e0c8e44937141791f57a8",
    "junit-10.xsd": "a1a816f58d1bf95ebabf371994df0b9246dee66ea9572fbec4f9296f1b2c0ff6",
}
JUNIT = ("JUnit.xsd", "junit-10.xsd")
at_hand = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"there is no {FOLDER.name} folder with the official schemas")


def official(name: str) -> bytes:
    content = (FOLDER / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == DIGESTS[name], f"{name} is not the official schema"
    return content


@at_hand
def test_every_report_is_sarif(any_report: PolicyReport, tmp_path: Path) -> None:
    Draft4Validator(json.loads(official("sarif-schema-2.1.0.json"))).validate(
        json.loads(sarif.rendered(any_report, tmp_path))
    )


@at_hand
@pytest.mark.parametrize("name", JUNIT)
def test_every_report_is_junit(name: str, any_report: PolicyReport) -> None:
    xmlschema.XMLSchema(official(name).decode()).validate(junit.rendered(any_report))


def test_the_digests_are_those_that_the_documentation_names() -> None:
    page = (SCHEMAS / "README.md").read_text(encoding="utf-8")
    for name, digest in DIGESTS.items():
        (line,) = [line for line in page.splitlines() if line.startswith(f"| `{name}`")]
        assert digest in line
