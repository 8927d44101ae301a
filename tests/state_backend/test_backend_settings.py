"""Stack files of the state backend."""

from typing import Any

import pytest
import yaml

from settings import SettingsError
from state_backend.settings import parse_backend_settings
from tests.settings.stack_files import ROOT


def config() -> dict[str, Any]:
    """What the stack file of prod says."""
    text = (ROOT / "state_backend" / "Pulumi.prod.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text)["config"])


def test_the_file_of_prod_is_valid() -> None:
    settings = parse_backend_settings(config())
    assert settings.account.users == ("DeploymentRole",)
    assert settings.keys.secrets_alias == "pulumi-fivestar-prod"


def test_figures_that_are_left_out_are_safe() -> None:
    given = config()
    given["state:bucket"] = {"name": "x-state"}
    given["state:keys"] = {"secretsAlias": "x"}
    settings = parse_backend_settings(given)
    assert (settings.bucket.old_version_days, settings.bucket.old_versions_kept) == (90, 20)
    assert settings.keys.deletion_window_days == 30


@pytest.mark.parametrize(
    ("section", "key", "value", "says"),
    [
        ("state:bucket", "name", "Fivestar.State", "lower-case letters, digits and hyphens"),
        ("state:bucket", "oldVersionDays", 0, "1 to 3650"),
        ("state:bucket", "oldVersionsKept", 101, "1 to 100"),
        ("state:keys", "secretsAlias", "alias/pulumi", "without alias/ in front"),
        ("state:keys", "deletionWindowDays", 3, "7 to 30"),
        ("state:account", "users", [], "at least 1 entry"),
        ("state:account", "id", "12", "twelve digits"),
    ],
)
def test_a_wrong_value_is_one_mistake_with_its_key(section: str, key: str, value: object, says: str) -> None:
    given = config()
    given[section] = {**given[section], key: value}
    with pytest.raises(SettingsError) as refused:
        parse_backend_settings(given, "prod")
    (mistake,) = refused.value.mistakes
    assert mistake.key == f"{section}.{key}"
    assert says in mistake.allowed


def test_every_mistake_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        parse_backend_settings({"aws:region": "ap-south-1", "state:bucket": {"nme": "x"}}, "prod")
    assert {mistake.key for mistake in refused.value.mistakes} >= {
        "state:account",
        "state:bucket.name",
        "state:bucket.nme",
        "state:keys",
        "state:tags",
    }
