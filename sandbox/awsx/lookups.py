"""What components ask the aws provider."""

from collections.abc import Mapping
from typing import cast

import pulumi
from pulumi.runtime import invoke

from sandbox.awsx.children import aws_version
from sandbox.awsx.input_error import InputError

DEFAULT_ZONE_COUNT = 3


def call_aws(token: str, arguments: Mapping[str, object], parent: pulumi.Resource) -> dict[str, object]:
    """The answer of a function of the aws provider that the parent uses."""
    result = invoke(token, arguments, pulumi.InvokeOptions(parent=parent, version=aws_version()))
    return cast("dict[str, object]", result.value or {})


def zone_names(count: int | None, region: str | None, parent: pulumi.Resource) -> tuple[str, ...]:
    """The first zones of the region: three, unless `count` says otherwise."""
    wanted = DEFAULT_ZONE_COUNT if count is None else count
    arguments = {"region": region} if region else {}
    answer = call_aws("aws:index/getAvailabilityZones:getAvailabilityZones", arguments, parent)
    names = cast("list[str]", answer.get("names") or [])
    if len(names) < wanted:
        raise InputError(
            f"The VPC is to span {wanted} availability zones, but the region offers {len(names)}; list the zones in "
            "availabilityZoneNames, lower numberOfAvailabilityZones, or choose a region with more zones "
            "(an opt-in region has to be enabled first)."
        )
    return tuple(names[:wanted])
