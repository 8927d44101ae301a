"""What a person reads about a stack file that can't be used."""

from __future__ import annotations

import pytest

from settings import SettingsError, parse_settings
from settings.wording import counted
from tests.settings.stack_files import REMOVED, changed, config, mistakes

SECRET = "hunter2-do-not-print"


def report(changes: dict[str, object]) -> str:
    with pytest.raises(SettingsError) as caught:
        parse_settings(changed(config(), changes), stack="dev")
    return str(caught.value)


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_sections() -> None:
    changes: dict[str, object] = {
        "platform:services/internal-pe/size/memory": 3000,
        "platform:database/instanceClass": "db.t3.medum",
        "platform:database/backupWindow": "04:30-05:30",
        "platform:network/tiers/app/1": "192.168.0.0/27",
        "platform:system/tags/Owner": REMOVED,
        "platform:clutser": {},
    }
    assert [mistake.key for mistake in mistakes(changes)] == [
        "platform:system.tags.Owner",
        "platform:network.tiers.app[1]",
        "platform:database.instanceClass",
        "platform:database.maintenanceWindow",
        "platform:services.internal-pe.size.memory",
        "platform:clutser",
    ]


def test_a_mistake_says_what_was_given_what_is_allowed_and_how_to_put_it_right() -> None:
    assert report({"platform:database/instanceClass": "db.t3.medum"}) == (
        "Pulumi.dev.yaml has a mistake; nothing was deployed.\n"
        "\n"
        "platform:database.instanceClass\n"
        '  given:   "db.t3.medum"\n'
        "  allowed: an RDS instance class for PostgreSQL such as db.t3.medium or db.r6g.large\n"
        "  remedy:  Did you mean db.t3.medium?"
    )


def test_rules_run_beside_a_value_that_is_invalid_in_the_same_section() -> None:
    keys = [
        mistake.key
        for mistake in mistakes({"platform:database/storageGb": 1, "platform:database/backupWindow": "04:00-05:00"})
    ]
    assert keys == ["platform:database.storageGb", "platform:database.maintenanceWindow"]


def test_a_rule_says_nothing_about_values_that_are_invalid_themselves() -> None:
    keys = [mistake.key for mistake in mistakes({"platform:database/backupWindow": "noon"})]
    assert keys == ["platform:database.backupWindow"]


def test_a_list_with_an_invalid_entry_is_not_called_too_short_as_well() -> None:
    keys = [mistake.key for mistake in mistakes({"platform:network/tiers/app/1": "somewhere"})]
    assert keys == ["platform:network.tiers.app[1]"]


@pytest.mark.parametrize(
    "changes",
    [
        {"platform:database/masterPassword": SECRET},
        {"platform:database": SECRET},
        {"platform:services/internal-pe/environment/RAZORPAY_SECRET": SECRET},
        {"platform:services/internal-pe/environment/LEVEL": [SECRET]},
        {"platform:services/internal-pe/secrets/JUSPAY": SECRET},
        {"platform:secrets": {"password": SECRET}},
        {"platform:database/identifier": f"postgres://me:{SECRET}@db"},
        {"aws:secretKey": SECRET},
    ],
)
def test_values_that_may_be_secret_are_never_printed(changes: dict[str, object]) -> None:
    assert SECRET not in report(changes)


def test_an_encrypted_value_is_refused_without_being_read() -> None:
    configuration = changed(config(), {"platform:database/identifier": SECRET})
    with pytest.raises(SettingsError) as caught:
        parse_settings(configuration, stack="dev", encrypted=["platform:database"])
    assert SECRET not in str(caught.value)
    assert "platform:database\n  given:   an encrypted value" in str(caught.value)


def test_an_empty_stack_file_is_told_what_is_missing() -> None:
    with pytest.raises(SettingsError) as caught:
        parse_settings({}, stack="dev")
    assert [mistake.key for mistake in caught.value.mistakes] == ["aws:region", "platform:system", "platform:account"]


def test_settings_can_not_be_changed() -> None:
    settings = parse_settings(config(), stack="dev")
    with pytest.raises(ValueError, match="frozen"):
        settings.system.name = "other"
    with pytest.raises(TypeError):
        settings.system.tags["Owner"] = "me"  # type: ignore[index]


def test_settings_of_other_namespaces_are_left_alone() -> None:
    assert mistakes({"policies:level": "strict"}) == []


@pytest.mark.parametrize(
    ("number", "thing", "words"),
    [
        (0, "task", "0 tasks"),
        (1, "task", "1 task"),
        (2, "task", "2 tasks"),
        (1, "usable address", "1 usable address"),
        (27, "usable address", "27 usable addresses"),
        (2, "local index", "2 local indexes"),
    ],
)
def test_one_thing_is_no_plural(number: int, thing: str, words: str) -> None:
    assert counted(number, thing) == words
