"""The view of properties, over the policy SDK's proxies and over what the engine sends."""

from collections.abc import Callable, Mapping

import pytest

from policies.properties import UNKNOWN, Properties
from policies.serving.wire import properties_of
from tests.policies.harness import UNKNOWN_VALUE, Json, secret, struct_of, through_the_sdk


def off_the_wire(properties: Mapping[str, Json]) -> Properties:
    return properties_of(struct_of(properties))


View = Callable[[Mapping[str, Json]], Properties]
both_views = pytest.mark.parametrize("view", [through_the_sdk, off_the_wire])


@both_views
@pytest.mark.parametrize(
    ("given", "read"), [(True, True), ("true", True), ("True", True), ("false", False), ("0", False), (False, False)]
)
def test_a_boolean_may_arrive_as_text(view: View, given: Json, read: bool) -> None:
    assert view({"multiAz": given}).flag("multiAz") is read


@both_views
@pytest.mark.parametrize("given", ["yes", 3, [], UNKNOWN_VALUE])
def test_what_is_no_boolean_is_unknown_and_not_false(view: View, given: Json) -> None:
    assert view({"multiAz": given}).flag("multiAz") is UNKNOWN


@both_views
@pytest.mark.parametrize("given", [{}, {"multiAz": None}, {"multiAz": ""}])
def test_an_absent_null_or_empty_boolean_takes_the_default_of_aws(view: View, given: Mapping[str, Json]) -> None:
    assert view(given).flag("multiAz", absent=True) is True
    assert view(given).flag("multiAz", absent=False) is False


@both_views
def test_numbers_may_arrive_as_text(view: View) -> None:
    properties = view({"a": "35", "b": 7, "c": "many", "d": UNKNOWN_VALUE})
    assert [properties.number(path) for path in "abcde"] == [35, 7, UNKNOWN, UNKNOWN, None]


@both_views
def test_an_unknown_value_hides_nothing_but_what_lies_below_it(view: View) -> None:
    properties = view({"network": {"subnets": ["a", UNKNOWN_VALUE], "mode": UNKNOWN_VALUE}, "name": "x"})
    assert properties.texts("network.subnets") == ("a", UNKNOWN)
    assert properties.get("network.mode.anything") is UNKNOWN
    assert properties.text("name") == "x"
    assert properties.get("network.absent.deeper") is None


@both_views
def test_list_entries_know_where_they_lie(view: View) -> None:
    entries = view({"ingress": [{"cidrBlocks": ["a"]}, UNKNOWN_VALUE]}).items("ingress")
    assert entries is not UNKNOWN
    first, second = entries
    assert second is UNKNOWN
    assert isinstance(first, Properties)
    assert first.where("cidrBlocks[0]") == "ingress[0].cidrBlocks[0]"
    assert first.get("cidrBlocks[0]") == "a"
    assert first.get("cidrBlocks[7]") is None


@both_views
def test_a_single_object_or_text_counts_as_a_list_of_one(view: View) -> None:
    properties = view({"rule": {"a": 1}, "zone": "eu-central-1a"})
    assert properties.texts("zone") == ("eu-central-1a",)
    rules = properties.items("rule")
    assert rules is not UNKNOWN
    assert len(rules) == 1


def test_a_secret_is_read_but_never_shown() -> None:
    properties = off_the_wire({"password": secret("hunter2"), "login": {"token": secret({"value": "abc"})}})
    assert properties.text("password") == "hunter2"
    assert properties.describe("password") == "password is a secret value"
    assert properties.describe("login.token.value") == "login.token.value is a secret value"


def test_a_secret_that_is_not_known_yet_is_unknown() -> None:
    assert off_the_wire({"password": secret(UNKNOWN_VALUE)}).text("password") is UNKNOWN


def test_an_archive_known_by_hash_only_does_not_disturb_other_properties() -> None:
    code: Json = {"4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7", "hash": "e3b0c442"}
    assert off_the_wire({"code": code, "memorySize": 128}).number("memorySize") == 128


def test_an_unknown_value_taken_for_a_truth_value_is_an_error() -> None:
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(UNKNOWN)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (False, "x is false"),
        (7.0, "x is 7"),
        ("redis", 'x is "redis"'),
        ([1], "x is a list"),
        (None, "x is not set, which means false"),
        (UNKNOWN_VALUE, "x is not known yet"),
        ("a" * 100, 'x is "' + "a" * 60 + '…"'),
    ],
)
def test_a_value_is_described_for_a_person(given: Json, said: str) -> None:
    assert through_the_sdk({"x": given}).describe("x", absent="false") == said
