"""What a platform stack's own settings say, as far as policies hold the stack to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Final

NAMESPACE: Final = "platform:"


@dataclass(frozen=True, slots=True)
class PlatformSettings:
    """The sections of a stack file; none for a program that has nothing to do with the platform. Immutable."""

    sections: Mapping[str, str] = field(default_factory=dict)
    """JSON text by the key below `platform:`."""

    @classmethod
    def of(cls, config: Mapping[str, str]) -> "PlatformSettings":
        """The settings in a stack's configuration; objects are JSON there."""
        return cls({key.removeprefix(NAMESPACE): text for key, text in config.items() if key.startswith(NAMESPACE)})

    @property
    def environment(self) -> str | None:
        """The environment as it is written; None when the stack has no section `system`."""
        if "system" not in self.sections:
            return None
        return str(self._section("system").get("environment", ""))

    @property
    def tags(self) -> Mapping[str, str]:
        """The tags that every resource carries, Environment included; empty when the settings name none."""
        system = self._section("system")
        tags = _object(system.get("tags"), "platform:system.tags")
        if not tags:
            return {}
        return {"Environment": str(system.get("environment")), **{key: str(value) for key, value in tags.items()}}

    @property
    def limits(self) -> Mapping[str, int]:
        """How many of each kind the account may hold; empty when the settings don't say."""
        limits = _object(self._section("account").get("limits"), "platform:account.limits")
        return {key: int(str(value)) for key, value in limits.items() if value is not None}

    @property
    def accounts(self) -> tuple[str, ...]:
        """Ids of the stack's account and of the others in which it builds; empty when the settings name none."""
        account = self._section("account")
        members = _object(account.get("members"), "platform:account.members")
        others = (_object(member, f"platform:account.members.{name}") for name, member in members.items())
        ids = (account.get("id"), *(member.get("id") for member in others))
        return tuple(str(found) for found in ids if found is not None)

    @property
    def permitted_regions(self) -> tuple[str, ...]:
        """Regions in which data may lie; empty when the settings name none."""
        regions = self._section("account").get("permittedRegions")
        if regions is None:
            return ()
        if not isinstance(regions, list):
            raise ValueError("platform:account.permittedRegions is no list")
        return tuple(str(region) for region in regions)

    @property
    def reserved(self) -> tuple[IPv4Network, ...]:
        """Blocks that no subnet may touch."""
        blocks = self._section("network").get("reserved")
        if blocks is None:
            return ()
        if not isinstance(blocks, list):
            raise ValueError("platform:network.reserved is no list")
        return tuple(IPv4Network(str(block)) for block in blocks)

    def _section(self, name: str) -> Mapping[str, object]:
        """A section, empty when absent. Raises ValueError for one that is no object, which the rule then reports."""
        text = self.sections.get(name)
        return {} if text is None else _object(json.loads(text), f"{NAMESPACE}{name}")


def _object(value: object, key: str) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError(f"{key} is no object")
    return value
