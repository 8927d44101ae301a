"""Names of subnets and of what belongs to them."""

import re
from collections.abc import Sequence

from sandbox.awsx.input_error import InputError
from sandbox.awsx.network.subnet_spec import SubnetSpec

_REGION_WORDS = re.compile(r"[a-z]{2}(?:-[a-z]+)+-")


def logical_name(vpc_name: str, spec: SubnetSpec, zone: int) -> str:
    """The Pulumi name of a subnet and its route table; zones count from 0, names from 1."""
    return f"{vpc_name}-{spec.label}-{zone + 1}"


def name_tag(vpc_name: str, spec: SubnetSpec, zone: int, zone_name: str, strategy: str) -> str:
    """The value of the tag Name: the logical name, or one that ends in the zone ('pay-public-1a')."""
    if strategy == "AvailabilityZone":
        return f"{vpc_name}-{spec.label}-{zone_suffix(zone_name)}"
    return logical_name(vpc_name, spec, zone)


def zone_suffix(zone_name: str) -> str:
    """What tells a zone from the others of its region: 'us-gov-west-1a' gives '1a'; other text stays as it is."""
    return _REGION_WORDS.sub("", zone_name, count=1) if _REGION_WORDS.match(zone_name) else zone_name


def refuse_equal_suffixes(zone_names: Sequence[str]) -> None:
    """Refuses zones whose subnets would carry the same Name tag."""
    seen: dict[str, str] = {}
    for zone_name in zone_names:
        suffix = zone_suffix(zone_name)
        if suffix in seen:
            raise InputError(
                f"availabilityZoneNames holds {seen[suffix]!r} and {zone_name!r}, which both shorten to {suffix!r}; "
                "subnetNameTagStrategy 'AvailabilityZone' needs zones with distinct suffixes."
            )
        seen[suffix] = zone_name
