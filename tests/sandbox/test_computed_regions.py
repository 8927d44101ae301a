"""The table of regions."""

import re

from sandbox.aws.regions import REGIONS, region_named, zone_id_of, zone_named_by_id, zones_of


def test_every_region_has_at_least_the_zones_a_b_and_c() -> None:
    assert all({f"{name}{letter}" for letter in "abc"} <= {zone.name for zone in zones_of(name)} for name in REGIONS)


def test_zone_ids_are_those_of_their_region_and_unique() -> None:
    ids = [zone.id for name in REGIONS for zone in zones_of(name)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z]{2,5}\d-az\d", id) for id in ids)


def test_names_and_ids_of_zones_lead_to_each_other() -> None:
    assert zone_id_of("ap-south-1a") == "aps1-az1"
    assert zone_named_by_id("eu-central-1", "euc1-az2") == "eu-central-1b"
    assert zone_id_of("ap-south-1z") == zone_named_by_id("ap-south-1", "use1-az1") == ""


def test_hosted_zone_ids_differ_by_region_and_kind() -> None:
    zones = [zone for region in REGIONS.values() for zone in (region.alb_zone, region.nlb_zone, region.s3_zone) if zone]
    assert len(zones) == len(set(zones))
    assert all(re.fullmatch(r"Z[0-9A-Z]{10,20}", zone) for zone in zones)


def test_a_region_that_is_not_in_the_table_still_has_zones() -> None:
    unknown = region_named("eu-central-9")
    assert [zone.name for zone in unknown.zones] == ["eu-central-9a", "eu-central-9b", "eu-central-9c"]
    assert unknown.alb_zone == ""
