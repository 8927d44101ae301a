"""Names of subnet groups that are known outside of the stack."""

from typing import NotRequired, TypedDict


class SubnetGroupArgs(TypedDict):
    name: str
    """Name of the subnet group."""
    description: NotRequired[str]
    """What it is for. Default: whose subnets they are."""


def name_and_description(named: SubnetGroupArgs | None, description: str) -> tuple[str | None, str]:
    """As they are given; without a name Pulumi makes one up, without a description it is the one given here."""
    if named is None:
        return None, description
    return named["name"], named.get("description", description)
