"""The ranges of the strategy Legacy, against layouts that the published provider is known to make."""

import pytest

from sandbox.awsx.input_error import InputError
from sandbox.awsx.network import legacy_layout, resolved_layout, zoned_layout
from sandbox.awsx.network.block import parse_block
from sandbox.awsx.network.subnet_spec import Placement, SubnetSpec

KINDS = {"A": "Private", "U": "Public", "I": "Isolated"}

# One zone: range of the VPC, the specs (A private, U public, I isolated, each with its mask), the ranges expected.
KNOWN = [
    ("10.0.0.0/19", "A/25 A/21 I/25 U/24 U/21", "10.0.0.0/25 10.0.8.0/21 10.0.16.0/24 10.0.24.0/21 10.0.32.0/25"),
    ("10.0.0.0/17", "U/27 A/18 U/19 I/25", "10.0.0.0/18 10.0.64.0/27 10.0.96.0/19 10.0.128.0/25"),
    ("10.0.0.0/17", "A/24 I/27 U/26 A/23", "10.0.0.0/24 10.0.2.0/23 10.0.4.0/26 10.0.4.64/27"),
    ("10.1.0.0/18", "A U I I", "10.1.0.0/19 10.1.32.0/20 10.1.48.0/24 10.1.49.0/24"),
    ("10.0.0.0/17", "I/26 A/24 U/26", "10.0.0.0/24 10.0.1.0/26 10.0.1.64/26"),
    ("10.0.0.0/21", "A/22 I/25 U/25", "10.0.0.0/22 10.0.4.0/25 10.0.4.128/25"),
    ("10.0.0.0/19", "I/25 I/21 U/26 U/21", "10.0.0.0/26 10.0.8.0/21 10.0.16.0/25 10.0.24.0/21"),
    ("10.0.0.0/18", "A/25 A/19 A/19 I/25", "10.0.0.0/25 10.0.32.0/19 10.0.64.0/19 10.0.96.0/25"),
    ("10.0.0.0/18", "A/19 A/19 I/27 I/21", "10.0.0.0/19 10.0.32.0/19 10.0.64.0/27 10.0.72.0/21"),
    ("10.0.0.0/16", "U/27 U/25 A/25 A/24", "10.0.0.0/25 10.0.1.0/24 10.0.2.0/27 10.0.2.128/25"),
    ("10.0.0.0/16", "I/27 U/27 I/17", "10.0.0.0/27 10.0.0.32/27 10.0.128.32/17"),
    ("10.0.0.0/16", "I/22 A/21 A/18", "10.0.0.0/21 10.0.64.0/18 10.0.128.0/22"),
    ("10.0.0.0/16", "I/25 I/21 U/19", "10.0.0.0/19 10.0.32.0/25 10.0.40.0/21"),
    ("10.0.0.0/16", "I/20 U/25 U/18", "10.0.0.0/25 10.0.64.0/18 10.0.128.0/20"),
    ("10.0.0.0/20", "U/23 I/25 I/24", "10.0.0.0/23 10.0.2.0/25 10.0.3.0/24"),
    ("10.0.0.0/16", "A/27 A/22 U/24", "10.0.0.0/27 10.0.4.0/22 10.0.8.0/24"),
    ("10.0.0.0/17", "U/22 I/23 I/21", "10.0.0.0/22 10.0.4.0/23 10.0.12.0/21"),
    ("10.0.0.0/18", "U/19 I/21 I/20", "10.0.0.0/19 10.0.32.0/21 10.0.48.0/20"),
    ("10.0.0.0/17", "A/25 U/27 U/24", "10.0.0.0/25 10.0.0.128/27 10.0.1.128/24"),
    ("10.0.0.0/17", "A/22 U/26 U/25", "10.0.0.0/22 10.0.4.0/26 10.0.4.128/25"),
    ("10.0.0.0/17", "I/23 I/18 U/19", "10.0.0.0/19 10.0.32.0/23 10.0.96.0/18"),
    ("10.0.0.0/21", "I/25 A/26 A/26", "10.0.0.0/26 10.0.0.64/26 10.0.0.128/25"),
    ("10.0.0.0/16", "A/20 I/26 A/17", "10.0.0.0/20 10.0.128.0/17 10.1.0.0/26"),
    ("10.0.0.0/18", "I/22 U/21", "10.0.0.0/21 10.0.8.0/22"),
    ("10.0.0.0/17", "U/25 I/27", "10.0.0.0/25 10.0.0.128/27"),
    ("10.0.0.0/16", "I/27 U/24", "10.0.0.0/24 10.0.1.0/27"),
    ("10.0.0.0/16", "U/17 I/18", "10.0.0.0/17 10.0.128.0/18"),
    ("10.0.0.0/19", "U/22 I/27", "10.0.0.0/22 10.0.4.0/27"),
    ("10.0.0.0/20", "A/26 I/26", "10.0.0.0/26 10.0.0.64/26"),
    ("10.0.0.0/19", "I/25 A/24", "10.0.0.0/24 10.0.1.0/25"),
    ("10.0.0.0/17", "U/26 I/27", "10.0.0.0/26 10.0.0.64/27"),
    ("10.0.0.0/18", "U/25 A/24", "10.0.0.0/24 10.0.1.0/25"),
    ("10.0.0.0/18", "U/20 I/25", "10.0.0.0/20 10.0.16.0/25"),
    ("10.0.0.0/20", "I/27 U/24", "10.0.0.0/24 10.0.1.0/27"),
    ("10.0.0.0/25", "I/26 U/26", "10.0.0.0/26 10.0.0.64/26"),
    ("10.0.0.0/19", "A/24 I/27", "10.0.0.0/24 10.0.1.0/27"),
    ("10.0.0.0/22", "U/24 I/25", "10.0.0.0/24 10.0.1.0/25"),
    ("10.0.0.0/18", "A/20 I/24", "10.0.0.0/20 10.0.16.0/24"),
    ("10.0.0.0/16", "A/21 I/26", "10.0.0.0/21 10.0.8.0/26"),
    ("10.0.0.0/17", "A/26 A/22 A/20", "10.0.0.0/26 10.0.4.0/22 10.0.32.0/20"),
    ("10.0.0.0/16", "U/26 U/23", "10.0.0.0/26 10.0.2.0/23"),
    ("10.0.0.0/17", "I/24 I/19", "10.0.0.0/24 10.0.32.0/19"),
    ("10.0.0.0/23", "I/27 I/26", "10.0.0.0/27 10.0.0.64/26"),
    ("10.0.0.0/16", "A/25 A/19", "10.0.0.0/25 10.0.32.0/19"),
    ("10.0.0.0/16", "I/22 I/22", "10.0.0.0/22 10.0.4.0/22"),
    ("10.0.0.0/16", "I/22 I/19", "10.0.0.0/22 10.0.32.0/19"),
    ("10.0.0.0/17", "A/18", "10.0.0.0/18"),
    ("10.0.0.0/16", "A/22", "10.0.0.0/22"),
]


def specs_of(text: str) -> list[SubnetSpec]:
    """'A/19 U' is a private spec with the mask 19 and a public one without."""
    pairs = (word.partition("/") for word in text.split())
    return [SubnetSpec(KINDS[kind], cidr_mask=int(mask) if mask else None) for kind, _, mask in pairs]


def ranges(placements: list[Placement]) -> list[str]:
    return [str(placement.block) for placement in placements]


@pytest.mark.parametrize(("vpc", "specs", "expected"), KNOWN)
def test_a_zone_is_laid_out_as_the_published_provider_does(vpc: str, specs: str, expected: str) -> None:
    assert ranges(legacy_layout.place(parse_block(vpc, "cidrBlock"), 1, specs_of(specs))) == expected.split()


@pytest.mark.parametrize(("vpc", "specs", "expected"), KNOWN)
def test_the_resolved_layout_makes_the_same_subnets_with_auto(vpc: str, specs: str, expected: str) -> None:
    block = parse_block(vpc, "cidrBlock")
    placements = legacy_layout.place(block, 1, specs_of(specs))
    resolved = [
        SubnetSpec(str(one["type"]), cidr_mask=int(str(one["cidrMask"])))
        for one in resolved_layout.from_placements(placements, 1)
    ]
    if any(placement.block.last > block.last for placement in placements):
        # Legacy lets subnets run past the end of their zone; Auto doesn't.
        with pytest.raises(InputError, match="addresses"):
            zoned_layout.place(block, 1, resolved, None)
        return
    again = zoned_layout.place(block, 1, resolved, None)
    wanted = [str(parse_block(text, "expected").aligned()) for text in expected.split()]
    assert [str(one.block) for one in again if one.spec.type != "Unused"] == wanted


def test_without_specs_a_private_and_a_public_subnet_are_made_per_zone() -> None:
    placements = legacy_layout.place(parse_block("10.0.0.0/16", "cidrBlock"), 3, None)
    assert [(zone, spec.type, str(block)) for zone, spec, block in placements] == [
        (0, "Private", "10.0.0.0/19"),
        (1, "Private", "10.0.64.0/19"),
        (2, "Private", "10.0.128.0/19"),
        (0, "Public", "10.0.32.0/20"),
        (1, "Public", "10.0.96.0/20"),
        (2, "Public", "10.0.160.0/20"),
    ]


@pytest.mark.parametrize(
    ("zone_mask", "masks"),
    [
        (16, [19, 20, 24]),
        (17, [19, 20, 24]),
        (18, [19, 20, 24]),
        (19, [20, 20, 24]),
        (20, [21, 21, 24]),
        (21, [22, 22, 24]),
        (22, [23, 23, 24]),
        (23, [24, 24, 24]),
    ],
)
def test_masks_default_by_type_and_by_the_size_of_the_zone(zone_mask: int, masks: list[int]) -> None:
    placements = legacy_layout.place(parse_block(f"10.0.0.0/{zone_mask}", "cidrBlock"), 1, specs_of("A U I"))
    assert [placement.block.mask for placement in placements] == masks


@pytest.mark.parametrize("mask", range(24, 28))
@pytest.mark.parametrize("kind", "AUI")
def test_a_single_subnet_takes_all_of_a_small_vpc(kind: str, mask: int) -> None:
    vpc = f"10.0.0.0/{mask}"
    assert ranges(legacy_layout.place(parse_block(vpc, "cidrBlock"), 1, specs_of(kind))) == [vpc]


@pytest.mark.parametrize(("large", "small"), [("A", "U"), ("U", "I"), ("A", "I")])
def test_every_zone_gets_the_same_pattern(large: str, small: str) -> None:
    specs = specs_of(f"{large}/19 {small}/20")
    assert ranges(legacy_layout.place(parse_block("10.0.0.0/16", "cidrBlock"), 3, specs)) == [
        "10.0.0.0/19",
        "10.0.32.0/20",
        "10.0.64.0/19",
        "10.0.96.0/20",
        "10.0.128.0/19",
        "10.0.160.0/20",
    ]


def test_a_vpc_too_small_for_its_subnets_is_refused() -> None:
    with pytest.raises(InputError, match="larger cidrBlock"):
        legacy_layout.place(parse_block("10.0.0.0/31", "cidrBlock"), 2, specs_of("A U"))
