"""Which Route 53 zones a stack file speaks of, and that the sandbox's account has them."""

import json
from pathlib import Path

import pytest
import yaml

from sandbox.aws.account import find
from sandbox.aws.account.domains import ZONES_VARIABLE
from sandbox.aws.model import Place
from sandbox.command.zones import zone_variables

ID = "Z1234567890ABC"


def zones(folder: Path, config: dict[str, object]) -> object:
    """The domains by id that the provider is told of for a stack file with this configuration."""
    file = folder / "Pulumi.prod.yaml"
    file.write_text(yaml.safe_dump({"config": config}), encoding="utf-8")
    return json.loads(zone_variables(file).get(ZONES_VARIABLE, "{}"))


@pytest.mark.parametrize(
    "config",
    [
        {"platform:edge": {"zone": {"name": "shop.com", "id": ID}}},
        {"app:dns": [{"zoneId": ID, "domain": "api.shop.com"}]},
        {"app:dns": {"zoneId": ID, "domain": "shop.com"}},
    ],
)
def test_a_zone_is_known_by_id_with_its_domain(tmp_path: Path, config: dict[str, object]) -> None:
    assert zones(tmp_path, config) == {ID: "shop.com"}


@pytest.mark.parametrize(
    "config",
    [{}, {"app:zone": {"name": "shop.com"}}, {"app:order": {"id": ID, "name": "order"}}, {"app:zone": {"id": ID}}],
)
def test_other_ids_and_names_are_no_zones(tmp_path: Path, config: dict[str, object]) -> None:
    assert zones(tmp_path, config) == {}


def test_a_stack_without_a_file_names_no_zone(tmp_path: Path) -> None:
    assert zone_variables(tmp_path / "Pulumi.prod.yaml") == {}


def test_the_account_holds_the_zones_that_the_stack_names(monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place("ap-south-1", "123456789012")
    assert find(place, "aws:route53/zone:Zone", ID) is None
    monkeypatch.setenv(ZONES_VARIABLE, json.dumps({ID: "shop.com"}))
    zone = find(place, "aws:route53/zone:Zone", ID)
    assert zone is not None
    assert zone.get("name") == "shop.com"
