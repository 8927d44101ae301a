"""Groups whose names are known outside of the stack: security groups and subnet groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from settings.errors import Mistake
from settings.section import Rule, Section
from settings.types import Text

GroupDescription = Annotated[
    str,
    Text(r"[A-Za-z0-9 ._:/()#,@\[\]+=&;{}!$*-]{1,255}", "up to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*"),
]
"""https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html"""

SecurityGroupName = Annotated[
    str,
    Text(
        r"(?!sg-)[A-Za-z0-9._:/()#,@\[\]+=&;{}!$*-]{1,255}",
        "the name of a security group: up to 255 letters, digits and ._-:/()#,@[]+=&;{}!$*, not starting with sg-",
    ),
]

SubnetGroupName = Annotated[
    str,
    Text(r"(?!default$)[a-z][a-z0-9-]{0,254}", "up to 255 lower-case letters, digits and hyphens, a letter first"),
]
"""What RDS and ElastiCache both take."""


class SubnetGroup(Section):
    """The subnet group of a data store."""

    name: SubnetGroupName
    """Its name. Another name is another group, to which the store moves."""
    description: GroupDescription | None = None
    """What it is for; by default the store's name."""


class SecurityGroup(Section):
    """The name of a security group that the stack makes."""

    name: SecurityGroupName
    """Its name. Another name is another group, to which its members move."""
    description: GroupDescription | None = None
    """What it is for. AWS never changes it: give another name with another description."""


def _names_differ(groups: SecurityGroups) -> Iterator[Mistake]:
    taken: dict[str, str] = {}
    for key, group in groups.by_key.items():
        if group.name in taken:
            yield Mistake((key, "name"), f'"{group.name}"', f"a name of its own: {taken[group.name]} has this one")
        taken.setdefault(group.name, key)


class SecurityGroups(Section):
    """Names of the stack's security groups; by default the program makes them up."""

    rules: ClassVar[tuple[Rule, ...]] = (_names_differ,)

    load_balancer: SecurityGroup | None = None
    """Group of the load balancer."""
    containers: SecurityGroup | None = None
    """Group of services and jobs."""
    database: SecurityGroup | None = None
    """Group of the database."""
    cache: SecurityGroup | None = None
    """Group of the caches."""

    @property
    def by_key(self) -> dict[str, SecurityGroup]:
        """The groups that have a name, by their key in the stack file."""
        given = {
            "loadBalancer": self.load_balancer,
            "containers": self.containers,
            "database": self.database,
            "cache": self.cache,
        }
        return {key: group for key, group in given.items() if group is not None}
