"""Previews of databases under an exemptions file."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.policies.harness import Engine, Json, Report, Resource, in_environment
from tests.policies.test_analyzer import INSTANCE, SOUND_DATABASE

TODAY = date(2026, 11, 21)
POLICIES = {"rds-multi-az", "rds-deletion-protection", "aurora-has-two-instances", "alb-drop-invalid-headers"}
DATABASE_URN = "urn:pulumi:main::example::aws:rds/instance:Instance::reporting"
ENTRY = {
    "id": "EX-1",
    "policy": "rds-multi-az",
    "resources": DATABASE_URN,
    "environments": ["prod"],
    "reason": "Reports are rebuilt every night.",
    "owner": "Ada",
    "approver": "Grace",
    "ticket": "PAY-7",
    "expires": "2026-12-31",
}


def database(name: str, parent: Resource | None = None, **changes: Json) -> Resource:
    return Resource(INSTANCE, name, {**SOUND_DATABASE, "multiAz": False, **changes}, parent=parent)


REPORTING = database("reporting")


def written(folder: Path, *entries: object) -> Path:
    """A folder with an exemptions file; JSON is YAML."""
    (folder / "exemptions.yaml").write_text(json.dumps({"exemptions": list(entries)}))
    return folder


def engine(folder: Path, environment: str = "prod", **policy_config: dict[str, Json]) -> Engine:
    config = {name.replace("_", "-"): values for name, values in policy_config.items()}
    return Engine(
        config=in_environment(environment), policy_config=config, folder=folder, today=TODAY, policies=POLICIES
    )


def preview(folder: Path, *resources: Resource, environment: str = "prod") -> list[Report]:
    return engine(folder, environment).preview(*resources)


def lines(reports: Sequence[Report]) -> list[tuple[str, str]]:
    return [(report.policy, report.level) for report in reports]
