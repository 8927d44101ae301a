"""The inputs of `awsx:ec2:Vpc`, read and checked as far as that needs no other knowledge."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from sandbox.awsx.input_error import InputError
from sandbox.awsx.inputs import Inputs, PlainInputs
from sandbox.awsx.network.block import ADDRESS_BITS
from sandbox.awsx.network.layout import STRATEGIES
from sandbox.awsx.network.layout_rules import NAT_STRATEGIES
from sandbox.awsx.network.subnet_spec import TYPES, UNUSED, SubnetSpec

DEFAULT_RANGE = "10.0.0.0/16"

PASSED_ON = (
    "assignGeneratedIpv6CidrBlock",
    "enableDnsHostnames",
    "enableDnsSupport",
    "enableNetworkAddressUsageMetrics",
    "instanceTenancy",
    "ipv4IpamPoolId",
    "ipv4NetmaskLength",
    "ipv6CidrBlock",
    "ipv6CidrBlockNetworkBorderGroup",
    "ipv6IpamPoolId",
    "ipv6NetmaskLength",
    "region",
)
"""Inputs that go to the VPC resource as they are."""

_OWN = (
    "availabilityZoneCidrMask",
    "availabilityZoneNames",
    "cidrBlock",
    "natGateways",
    "numberOfAvailabilityZones",
    "subnetNameTagStrategy",
    "subnetSpecs",
    "subnetStrategy",
    "tags",
    "vpcEndpointSpecs",
    "vpcEndpointStrategy",
)
_NAT = ("elasticIpAllocationIds", "strategy")
_SPEC = ("assignIpv6AddressOnCreation", "cidrBlocks", "cidrMask", "name", "size", "tags", "type")

_MOST_ZONES = 64
"""More than any region has: the bound only keeps a slip of the pen from making thousands of resources."""


@dataclass(frozen=True, slots=True)
class NatGateways:
    """`natGateways`, with its defaults."""

    strategy: str
    allocation_ids: "tuple[pulumi.Input[object], ...]"


@dataclass(frozen=True, slots=True)
class VpcArguments:
    """The inputs that decide the shape of the VPC; everything else is taken from `inputs` as it is.

    `cidr_block` is a text, an output, or None when AWS chooses the range from an IPAM pool.
    """

    inputs: PlainInputs
    cidr_block: "str | pulumi.Output[str] | None"
    zone_names: tuple[str, ...] | None
    zone_count: int | None
    zone_mask: int | None
    nat: NatGateways
    strategy: str
    strategy_given: bool
    name_tag_strategy: str
    specs: tuple[SubnetSpec, ...] | None
    spec_inputs: tuple[PlainInputs, ...]
    endpoint_strategy: str
    endpoint_inputs: tuple[PlainInputs, ...]
    ignored: tuple[str, ...]


def read_arguments(inputs: Inputs) -> VpcArguments:
    """The arguments; raises InputError for what can't be read."""
    plain = PlainInputs(inputs)
    _refuse_pool_without_range(plain)
    nat = plain.table("natGateways") or PlainInputs({}, "natGateways")
    spec_inputs = plain.tables("subnetSpecs")
    zone_names = plain.texts("availabilityZoneNames")
    zone_count = plain.whole_number("numberOfAvailabilityZones", 0, _MOST_ZONES)
    if zone_names is not None and zone_count:
        raise InputError(
            "availabilityZoneNames and numberOfAvailabilityZones are both given; keep one of them (the names already "
            "say how many zones there are)."
        )
    strategy = plain.choice("subnetStrategy", STRATEGIES)
    return VpcArguments(
        inputs=plain,
        cidr_block=_cidr_block(plain),
        zone_names=zone_names,
        zone_count=zone_count,
        zone_mask=plain.whole_number("availabilityZoneCidrMask", 0, ADDRESS_BITS),
        nat=NatGateways(
            nat.choice("strategy", NAT_STRATEGIES, folded=True) or "OnePerAz",
            tuple(nat.items("elasticIpAllocationIds") or ()),
        ),
        strategy=strategy or "Legacy",
        strategy_given=strategy is not None,
        name_tag_strategy=plain.choice("subnetNameTagStrategy", ("Legacy", "AvailabilityZone")) or "Legacy",
        specs=None if spec_inputs is None else tuple(_spec(number, one) for number, one in enumerate(spec_inputs)),
        spec_inputs=tuple(spec_inputs or ()),
        endpoint_strategy=plain.choice("vpcEndpointStrategy", ("Legacy", "Auto")) or "Legacy",
        endpoint_inputs=tuple(plain.tables("vpcEndpointSpecs") or ()),
        ignored=_ignored(plain, nat, spec_inputs or ()),
    )


def _spec(entry: int, inputs: PlainInputs) -> SubnetSpec:
    kind = inputs.require("type", inputs.choice("type", TYPES, folded=True))
    if kind.lower() == UNUSED.lower() and kind != UNUSED:
        raise InputError(f"{inputs.path('type')} is {kind!r}; write 'Unused' for a range that gets no subnet.")
    return SubnetSpec(
        type=kind,
        name=inputs.text("name"),
        cidr_mask=inputs.whole_number("cidrMask", 1, ADDRESS_BITS),
        cidr_blocks=inputs.texts("cidrBlocks"),
        size=inputs.whole_number("size", 1, 1 << ADDRESS_BITS, as_text=False),
        entry=entry,
    )


def _cidr_block(inputs: PlainInputs) -> "str | pulumi.Output[str] | None":
    given = inputs.given("cidrBlock")
    if isinstance(given, pulumi.Output):
        return given.apply(str)
    if given is None:
        return None if inputs.given("ipv4IpamPoolId") is not None else DEFAULT_RANGE
    return inputs.text("cidrBlock")


def _refuse_pool_without_range(inputs: PlainInputs) -> None:
    if inputs.given("ipv4IpamPoolId") is None:
        return
    has_range, has_length = inputs.given("cidrBlock") is not None, inputs.given("ipv4NetmaskLength") is not None
    if has_range and has_length:
        raise InputError("cidrBlock and ipv4NetmaskLength are both given with ipv4IpamPoolId; keep one of them.")
    if not has_range and not has_length:
        raise InputError(
            "ipv4IpamPoolId is given without a range; add ipv4NetmaskLength, the length of the range to take from the "
            "pool, or cidrBlock."
        )


def _ignored(inputs: PlainInputs, nat: PlainInputs, specs: Sequence[PlainInputs]) -> tuple[str, ...]:
    return (
        *inputs.strangers((*PASSED_ON, *_OWN)),
        *nat.strangers(_NAT),
        *(sentence for spec in specs for sentence in spec.strangers(_SPEC)),
    )
