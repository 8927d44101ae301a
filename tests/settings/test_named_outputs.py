"""Outputs under names of the system's own: what a stack file may say of them, and what it may not."""

from __future__ import annotations

import pytest

from settings import parse_settings
from tests.settings.stack_files import changed, config, mistakes

OUTPUTS = "platform:outputs"

REFUSED: list[tuple[str, dict[str, object], str, str]] = [
    # what the change is, the change, the key named, a part of the answer
    (
        "an output under one of the program's own names",
        {OUTPUTS: {"region": "here"}},
        "platform:outputs.region",
        "joined by underscores",
    ),
    (
        "an output of something unknown",
        {OUTPUTS: {"service_name": "${service.internal-pe.name}"}},
        "platform:outputs.service_name",
        "Did you mean services?",
    ),
    (
        "an output of a service that isn't there",
        {OUTPUTS: {"service_name": "${services.internal-pay.name}"}},
        "platform:outputs.service_name",
        "Did you mean internal-pe?",
    ),
    (
        "an output of an attribute that isn't there",
        {OUTPUTS: {"repository_url": "${images.internal-pe.address}"}},
        "platform:outputs.repository_url",
        "images's url",
    ),
    (
        "an output of half a reference",
        {OUTPUTS: {"cluster_name": "${cluster.name"}},
        "platform:outputs.cluster_name",
        "Add the }",
    ),
    (
        "an output that is called a secret",
        {OUTPUTS: {"database_password": "${database.host}"}},
        "platform:outputs.database_password",
        "shown in clear",
    ),
    (
        "an output that holds a secret",
        {OUTPUTS: {"database_url": "postgresql://app:hunter2hunter2@${database.host}"}},
        "platform:outputs.database_url",
        "shown in clear",
    ),
]


@pytest.mark.parametrize(
    ("changes", "key", "part"),
    [row[1:] for row in REFUSED],
    ids=[row[0].replace(" ", "-") for row in REFUSED],
)
def test_a_mistake_is_answered_once_by_its_key(changes: dict[str, object], key: str, part: str) -> None:
    (found,) = [mistake for mistake in mistakes(changes, "prod") if mistake.key == key]
    assert part in f"{found.allowed} {found.remedy}"


def test_everything_that_is_offered_can_be_an_output() -> None:
    outputs = {
        "repository_url": "${images.internal-pe.url}",
        "cluster_name": "${cluster.name}",
        "service_log": "${services.internal-pe.name} ${services.internal-pe.logGroup}",
        "api_url": "https://${edge.host}/api",
        "database_address": "${database.host}:${database.port}",
    }
    assert parse_settings(changed(config("dev"), {OUTPUTS: outputs}), stack="dev").outputs == outputs


def test_a_stack_answers_the_programs_outputs_alone_by_default() -> None:
    assert parse_settings(config("dev"), stack="dev").outputs == {}
