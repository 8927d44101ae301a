"""The strategies Auto, AutoMerge and Exact, and what is refused."""

import itertools
import re
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sandbox.awsx.input_error import InputError
from sandbox.awsx.network import layout, legacy_layout, naming, resolved_layout, zoned_layout
from sandbox.awsx.network.block import Block, parse_block
from sandbox.awsx.network.ipv6 import subnet_range
from sandbox.awsx.network.layout_rules import refuse_odd_addresses, wants_nat
from sandbox.awsx.network.subnet_spec import SubnetSpec


def spec(
    kind: str,
    mask: int | None = None,
    name: str | None = None,
    size: int | None = None,
    blocks: tuple[str, ...] | None = None,
) -> SubnetSpec:
    return SubnetSpec(kind, name, mask, blocks, size)


def plan(
    strategy: str,
    specs: Sequence[SubnetSpec] | None,
    cidr_block: str = "10.0.0.0/16",
    zones: int = 2,
    nat: str = "None",
    zone_mask: int | None = None,
) -> list[str]:
    """The subnets as 'zone label range'."""
    numbered = None
    if specs is not None:
        numbered = [
            SubnetSpec(one.type, one.name, one.cidr_mask, one.cidr_blocks, one.size, entry)
            for entry, one in enumerate(specs)
        ]
    request = layout.request_layout("vpc", strategy, zones, nat, numbered, zone_mask)
    placements = layout.plan(request, parse_block(cidr_block, "cidrBlock"))
    return [f"{zone + 1} {one.label} {block}" for zone, one, block in placements]


def test_auto_splits_the_vpc_by_zone_and_each_zone_by_spec() -> None:
    assert plan("Auto", [spec("Public"), spec("Private"), spec("Isolated")], "192.168.0.0/24") == [
        "1 public 192.168.0.0/27",
        "1 private 192.168.0.32/27",
        "1 isolated 192.168.0.64/27",
        "2 public 192.168.0.128/27",
        "2 private 192.168.0.160/27",
        "2 isolated 192.168.0.192/27",
    ]


def test_auto_gives_three_zones_a_quarter_each() -> None:
    assert plan("Auto", [spec("Public")], zones=3) == [
        "1 public 10.0.0.0/18",
        "2 public 10.0.64.0/18",
        "3 public 10.0.128.0/18",
    ]


def test_auto_keeps_the_order_of_the_specs_and_aligns_each_to_its_size() -> None:
    assert plan("Auto", [spec("Isolated", 28), spec("Public", 24), spec("Private", 20)], zones=1) == [
        "1 isolated 10.0.0.0/28",
        "1 public 10.0.1.0/24",
        "1 private 10.0.16.0/20",
    ]


@pytest.mark.parametrize("mask", range(16, 25))
def test_auto_without_specs_makes_half_a_zone_private_and_a_quarter_public(mask: int) -> None:
    placements = zoned_layout.place(parse_block(f"10.0.0.0/{mask}", "cidrBlock"), 1, None, None)
    assert [(one.spec.type, one.block.mask) for one in placements] == [("Private", mask + 1), ("Public", mask + 2)]


def test_default_subnets_use_no_more_than_a_slash_16_of_a_zone() -> None:
    assert [one.cidr_mask for one in zoned_layout.default_specs(8)] == [17, 18]


@given(vpc_mask=st.integers(16, 24), zones=st.integers(1, 4))
def test_auto_and_legacy_agree_on_default_layouts(vpc_mask: int, zones: int) -> None:
    vpc = parse_block(f"10.0.0.0/{vpc_mask}", "cidrBlock")
    assume(vpc_mask + (zones - 1).bit_length() <= 26)
    auto = zoned_layout.place(vpc, zones, None, None)
    legacy = legacy_layout.place(vpc, zones, None)
    assert {(one.zone, one.spec.type, str(one.block)) for one in auto} == {
        (one.zone, one.spec.type, str(one.block)) for one in legacy
    }


@pytest.mark.parametrize("mask", [27, 28, 30])
def test_default_subnets_in_a_tiny_zone_are_refused(mask: int) -> None:
    with pytest.raises(InputError, match="at least a /26"):
        plan("Auto", None, f"10.0.0.0/{mask}", zones=1)


def test_the_zone_mask_can_be_chosen() -> None:
    assert plan("Auto", [spec("Public")], zones=2, zone_mask=19) == ["1 public 10.0.0.0/19", "2 public 10.0.32.0/19"]


def test_a_single_spec_takes_the_whole_zone() -> None:
    assert plan("Auto", [spec("Isolated")], "10.0.0.0/26", zones=1) == ["1 isolated 10.0.0.0/26"]


@given(
    vpc_mask=st.integers(16, 22),
    zones=st.integers(1, 4),
    masks=st.lists(st.integers(26, 28), min_size=1, max_size=4),
)
def test_auto_never_overlaps_and_stays_inside_each_zone(vpc_mask: int, zones: int, masks: list[int]) -> None:
    vpc = parse_block(f"10.0.0.0/{vpc_mask}", "cidrBlock")
    specs = [spec("Private", mask, f"n{number}") for number, mask in enumerate(masks)]
    placements = zoned_layout.place(vpc, zones, specs, None)
    blocks = [one.block for one in placements]
    assert all(vpc.first <= block.first and block.last <= vpc.last for block in blocks)
    assert all(before.last < after.first for before, after in itertools.pairwise(blocks))


def test_a_size_stands_for_its_mask() -> None:
    assert plan("Auto", [spec("Public", size=1024)], zones=1) == ["1 public 10.0.0.0/22"]


def test_auto_merge_adds_the_default_types_that_are_missing() -> None:
    assert plan("AutoMerge", [spec("Public", 20)]) == [
        "1 private 10.0.0.0/18",
        "1 public 10.0.64.0/20",
        "2 private 10.0.128.0/18",
        "2 public 10.0.192.0/20",
    ]


def test_auto_merge_takes_a_size_like_a_mask() -> None:
    assert plan("AutoMerge", [spec("Public", size=4096)]) == plan("AutoMerge", [spec("Public", 20)])


def test_auto_merge_keeps_the_defaults_beside_a_named_spec() -> None:
    assert plan("AutoMerge", [spec("Public", 24, name="dmz")], zones=1) == [
        "1 private 10.0.0.0/17",
        "1 public 10.0.128.0/18",
        "1 dmz 10.0.192.0/24",
    ]


def test_auto_merge_without_specs_is_the_default_layout() -> None:
    assert plan("AutoMerge", None, nat="Single") == plan("Auto", None, nat="Single")


def test_auto_merge_refuses_explicit_ranges() -> None:
    with pytest.raises(InputError, match="'AutoMerge'"):
        plan("AutoMerge", [spec("Public", blocks=("10.0.0.0/20", "10.0.16.0/20"))])


TIERS = [
    spec("Public", blocks=("192.168.0.0/27", "192.168.0.32/27")),
    spec("Private", name="app", blocks=("192.168.0.64/27", "192.168.0.96/27")),
    spec("Isolated", name="db", blocks=("192.168.0.128/27", "192.168.0.160/27")),
]


def test_explicit_ranges_may_lie_tier_by_tier_and_leave_space_with_auto() -> None:
    assert plan("Auto", TIERS, "192.168.0.0/24") == [
        "1 public 192.168.0.0/27",
        "1 app 192.168.0.64/27",
        "1 db 192.168.0.128/27",
        "2 public 192.168.0.32/27",
        "2 app 192.168.0.96/27",
        "2 db 192.168.0.160/27",
    ]


def test_exact_refuses_the_same_ranges_as_they_are_not_in_order() -> None:
    with pytest.raises(InputError, match=re.escape("vpc-app-1 (192.168.0.64/27) doesn't start where vpc-public-1")):
        plan("Exact", TIERS, "192.168.0.0/24")


def test_exact_accepts_a_layout_that_fills_the_vpc_with_unused_ranges() -> None:
    specs = [spec("Public", 27), spec("Private", 27, "app"), spec("Isolated", 27, "db"), spec("Unused", 27, "reserved")]
    assert plan("Exact", specs, "192.168.0.0/24", nat="OnePerAz") == [
        "1 public 192.168.0.0/27",
        "1 app 192.168.0.32/27",
        "1 db 192.168.0.64/27",
        "1 reserved 192.168.0.96/27",
        "2 public 192.168.0.128/27",
        "2 app 192.168.0.160/27",
        "2 db 192.168.0.192/27",
        "2 reserved 192.168.0.224/27",
    ]


@pytest.mark.parametrize(
    ("blocks", "sentence"),
    [
        (("10.0.0.0/18", "10.0.128.0/17"), "vpc-b-1 (10.0.128.0/17) doesn't start where vpc-a-1 (10.0.0.0/18) ends"),
        (("10.0.128.0/18", "10.0.192.0/18"), "vpc-a-1 (10.0.128.0/18) doesn't start where the VPC (10.0.0.0/16)"),
        (("10.0.0.0/17", "10.0.128.0/18"), "vpc-b-1 (10.0.128.0/18) doesn't end where the VPC (10.0.0.0/16) ends"),
    ],
)
def test_exact_names_each_gap(blocks: tuple[str, str], sentence: str) -> None:
    specs = [spec("Private", name=name, blocks=(block,)) for name, block in zip("ab", blocks, strict=True)]
    with pytest.raises(InputError, match=re.escape(sentence)):
        plan("Exact", specs, zones=1)


def test_exact_without_specs_follows_the_legacy_layout_and_so_has_gaps() -> None:
    with pytest.raises(InputError, match="'Exact' leaves no address out"):
        plan("Exact", None, nat="Single")


def test_legacy_ignores_explicit_ranges() -> None:
    assert plan("Legacy", TIERS[:2], "192.168.0.0/24")[:2] == ["1 app 192.168.0.0/26", "1 public 192.168.0.64/26"]


@pytest.mark.parametrize(
    ("specs", "sentence"),
    [
        ([spec("Isolated", 24), spec("Isolated", 24)], "several entries of type 'isolated'"),
        ([spec("Public", name="a"), spec("Public", name="a")], "several entries of type 'public'"),
        ([spec("Public", size=100)], "subnetSpecs[0].size is 100"),
        ([spec("Public", 21, size=4096)], "its cidrMask 21 stands for 2048"),
        ([spec("Public", blocks=("10.0.0.0/24",))], "lists 1 ranges for 2 availability zones"),
        (
            [spec("Public", blocks=("10.0.0.0/24", "10.0.1.0/24")), spec("Private")],
            "subnetSpecs[1].cidrBlocks is missing",
        ),
        ([spec("Public", 25, blocks=("10.0.0.0/24", "10.0.1.0/24"))], "subnetSpecs[0].cidrMask is 25"),
        ([spec("Public", size=128, blocks=("10.0.0.0/24", "10.0.1.0/24"))], "subnetSpecs[0].size is 128"),
        ([spec("Public", blocks=("10.0.0.0/24", "10.0.0.0/25"))], "vpc-public-1 (10.0.0.0/24), vpc-public-2"),
        ([spec("Public", blocks=("10.0.0.0/24", "ten"))], "subnetSpecs[0].cidrBlocks[1] is 'ten'"),
        ([spec("Public", 17), spec("Private", 17)], "need 65536 addresses"),
        ([], "subnetSpecs is empty"),
    ],
)
def test_specs_that_cannot_be_laid_out_are_refused(specs: list[SubnetSpec], sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        plan("Auto", specs)
    assert sentence in refused.value.message


def test_all_mistakes_of_the_specs_are_told_at_once() -> None:
    with pytest.raises(InputError) as refused:
        plan("Auto", [spec("Public", size=3), spec("Public", 21, size=4096)])
    assert len(refused.value.sentences) == 3
    assert refused.value.message.startswith("3 mistakes in the inputs:\n  - subnetSpecs")


def test_one_unnamed_spec_beside_named_ones_of_its_type_is_accepted() -> None:
    assert len(plan("Auto", [spec("Private", name="a"), spec("Private")])) == 4


@pytest.mark.parametrize("strategy", ["OnePerAz", "Single"])
@pytest.mark.parametrize(
    ("kinds", "accepted"),
    [
        (("Public", "Private"), True),
        (("Public", "Isolated"), True),
        (("Public",), False),
        (("Isolated",), False),
        (("Private",), False),
    ],
)
def test_a_nat_gateway_needs_public_and_other_subnets(strategy: str, kinds: tuple[str, ...], accepted: bool) -> None:
    specs = [spec(kind) for kind in kinds]
    if accepted:
        assert plan("Auto", specs, nat=strategy)
    else:
        with pytest.raises(InputError, match=f"natGateways.strategy is '{strategy}'"):
            plan("Auto", specs, nat=strategy)


@pytest.mark.parametrize(
    ("strategy", "count", "zones", "accepted"),
    [
        ("None", 0, 2, True),
        ("None", 1, 2, False),
        ("Single", 0, 2, True),
        ("Single", 1, 2, True),
        ("Single", 2, 2, False),
        ("OnePerAz", 0, 3, True),
        ("OnePerAz", 3, 3, True),
        ("OnePerAz", 2, 3, False),
        ("OnePerAz", 3, 2, False),
    ],
)
def test_elastic_ips_are_as_many_as_nat_gateways(strategy: str, count: int, zones: int, accepted: bool) -> None:
    if accepted:
        refuse_odd_addresses(strategy, count, zones)
    else:
        with pytest.raises(InputError, match=f"elasticIpAllocationIds lists {count}"):
            refuse_odd_addresses(strategy, count, zones)


@pytest.mark.parametrize(
    ("strategy", "existing", "zone", "expected"),
    [
        ("OnePerAz", 0, 0, True),
        ("OnePerAz", 1, 0, False),
        ("OnePerAz", 1, 1, True),
        ("OnePerAz", 2, 1, False),
        ("Single", 0, 0, True),
        ("Single", 1, 0, False),
        ("Single", 1, 1, False),
        ("None", 0, 0, False),
    ],
)
def test_nat_gateways_are_made_where_the_strategy_wants_them(
    strategy: str, existing: int, zone: int, expected: bool
) -> None:
    assert wants_nat(strategy, existing, zone) is expected


@pytest.mark.parametrize(
    ("zone", "suffix"),
    [
        ("us-east-1a", "1a"),
        ("us-west-2d", "2d"),
        ("us-gov-east-1c", "1c"),
        ("cn-northwest-1b", "1b"),
        ("eu-isoe-west-1a", "1a"),
        ("us-west-2-lax-1a", "2-lax-1a"),
        ("eu-central-1-wl1-ber-wlz-1", "1-wl1-ber-wlz-1"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_zone_is_shortened_to_what_tells_it_from_its_neighbours(zone: str, suffix: str) -> None:
    assert naming.zone_suffix(zone) == suffix


def test_only_the_name_tag_follows_the_zone() -> None:
    db = spec("Isolated", name="db")
    assert naming.name_tag("pay", db, 1, "eu-central-1b", "AvailabilityZone") == "pay-db-1b"
    assert naming.logical_name("pay", db, 1) == "pay-db-2"


def test_zones_with_the_same_suffix_are_refused_for_name_tags() -> None:
    with pytest.raises(InputError, match="both shorten to '1a'"):
        naming.refuse_equal_suffixes(["us-east-1a", "1a"])


@pytest.mark.parametrize(("number", "expected"), [(0, "2600:1f14:82a:ab00::/64"), (42, "2600:1f14:82a:ab2a::/64")])
def test_subnets_take_their_64_bits_out_of_the_56_of_the_vpc(number: int, expected: str) -> None:
    assert subnet_range("2600:1f14:82a:ab00::/56", number) == expected


@pytest.mark.parametrize(
    ("vpc", "number"),
    [("10.0.0.0/56", 0), ("2600:1f14:82a:ab00::/48", 0), ("2600:1f14:82a:ab00::/56", 256), ("2600:1f14:82a::/56", 0)],
)
def test_other_ipv6_ranges_are_refused(vpc: str, number: int) -> None:
    with pytest.raises(InputError):
        subnet_range(vpc, number)


@given(
    first=st.integers(10 << 24, (12 << 24) - 1),
    first_mask=st.integers(8, 32),
    second=st.integers(10 << 24, (12 << 24) - 1),
    second_mask=st.integers(8, 32),
)
def test_a_gap_takes_less_than_32_ranges(first: int, first_mask: int, second: int, second_mask: int) -> None:
    gaps = list(resolved_layout.gaps_between(Block(first, first_mask), Block(second, second_mask)))
    assert len(gaps) < 32


def test_gaps_fill_the_space_exactly() -> None:
    before, after = parse_block("10.0.0.0/24", ""), parse_block("10.0.16.0/20", "")
    gaps = list(resolved_layout.gaps_between(before, after))
    assert [str(gap) for gap in gaps] == ["10.0.1.0/24", "10.0.2.0/23", "10.0.4.0/22", "10.0.8.0/21"]
