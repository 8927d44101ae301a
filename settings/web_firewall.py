"""The web application firewall in front of the load balancer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings import waf_capacity
from settings.errors import Mistake, Path
from settings.section import FrozenMap, Rule, Section, Whole
from settings.types import Cidr, LogRetentionDays, Slug, Text
from settings.wording import did_you_mean

RuleName = Slug
"""Name of a rule, part of its metric's name."""

Mode = Literal["block", "count"]

Priority = Annotated[Whole, Field(ge=0, le=1000000)]

PathPrefix = Annotated[
    str, Text(r"/[\w/.~%-]{0,199}", "the beginning of a URL path, up to 200 characters that start with /")
]

WafLogGroupName = Annotated[
    str,
    Text(r"aws-waf-logs-[\w./-]{1,480}", "the name of a log group that starts with aws-waf-logs-, as WAF demands"),
]

ManagedGroup = Annotated[
    str, Text(r"[\w-]{1,128}", "the name of a managed rule group such as AWSManagedRulesCommonRuleSet")
]

RuleInGroup = Annotated[str, Text(r"[\w-]{1,128}", "the name of a rule of the group, such as SizeRestrictions_BODY")]

LowerCaseHeader = Annotated[str, Text(r"[a-z0-9-]{1,64}", "the name of a header in lower case, such as authorization")]

CountryCode = Annotated[str, Text(r"[A-Z]{2}", "a country code of two capital letters (ISO 3166-1), such as IN")]


class BlockResponse(Section):
    """What a blocked client reads."""

    status: Annotated[Whole, Field(ge=400, le=599)]
    """HTTP status code."""
    content_type: Literal["text/plain", "text/html", "application/json"] = "application/json"
    """Type of the body."""
    body: Annotated[str, Field(min_length=1, max_length=4096)]
    """The body, up to 4096 characters."""


def _group_is_known(rule: ManagedRules) -> Iterator[Mistake]:
    if rule.vendor == "AWS" and rule.group not in waf_capacity.MANAGED_GROUPS:
        yield Mistake(
            ("group",),
            f'"{rule.group}"',
            f"one of {', '.join(waf_capacity.MANAGED_GROUPS)}",
            did_you_mean(rule.group, waf_capacity.MANAGED_GROUPS),
        )


def _capacity_is_given_for_other_vendors(rule: ManagedRules) -> Iterator[Mistake]:
    if rule.vendor == "AWS" and rule.capacity is not None:
        yield Mistake(("capacity",), str(rule.capacity), "no capacity for AWS's groups", "Remove capacity.")
    if rule.vendor != "AWS" and rule.capacity is None:
        yield Mistake(("capacity",), "nothing", "the units (WCU) that the vendor states for the group", "Add capacity.")


class ManagedRules(Section):
    """A group of rules that AWS or a vendor keeps up to date."""

    rules: ClassVar[tuple[Rule, ...]] = (_group_is_known, _capacity_is_given_for_other_vendors)

    priority: Priority
    """Place among all rules of the firewall, smaller first."""
    group: ManagedGroup
    """Name of the group."""
    vendor: Annotated[str, Text(r".{1,128}", "the name of the vendor")] = "AWS"
    """Who keeps it."""
    version: Annotated[str, Text(r"[\w#:.-]{1,64}", "a version such as Version_1.20")] | None = None
    """Version that is used; by default the vendor's recommended one, which moves on by itself."""
    mode: Mode = "block"
    """block, or count to see first what it would block."""
    overrides: FrozenMap[RuleInGroup, Mode] = Field(default_factory=dict, validate_default=True)
    """Single rules of the group that block or only count."""
    excluded_paths: tuple[PathPrefix, ...] = ()
    """Beginnings of paths that the group does not judge."""
    capacity: Annotated[Whole, Field(ge=1, le=waf_capacity.MOST_UNITS)] | None = None
    """Units of a group that isn't AWS's."""

    @property
    def units(self) -> int:
        """Capacity units of the group."""
        return self.capacity or waf_capacity.MANAGED_GROUPS.get(self.group, 0)


class RateLimit(Section):
    """A limit of requests from each address, counted over a sliding window."""

    priority: Priority
    """Place among all rules of the firewall, smaller first."""
    limit: Annotated[Whole, Field(ge=10, le=2000000000)]
    """Requests from an address in the window; above it the rule acts until the count falls again."""
    window_seconds: Literal[60, 120, 300, 600] = 300
    """Length of the window. "10 requests a second" is 600 in 60 s."""
    key: Literal["ip", "forwardedIp"] = "ip"
    """Which address counts: the connection's, or the first in X-Forwarded-For (behind a CDN only, clients can forge
    it)."""
    paths: tuple[PathPrefix, ...] = ()
    """Beginnings of paths whose requests are counted; by default all."""
    excluded_paths: tuple[PathPrefix, ...] = ()
    """Beginnings of paths whose requests are not counted."""
    mode: Mode = "block"
    """block, or count to see first what it would block."""
    response: BlockResponse = BlockResponse(status=429, body='{"error": "too many requests"}')
    """What a blocked client reads, beside a Retry-After header of the window's length."""


class Addresses(Section):
    """What happens to requests from a set of addresses."""

    priority: Priority
    """Place among all rules of the firewall, smaller first."""
    blocks: Annotated[tuple[Cidr, ...], Field(min_length=1, max_length=10000)]
    """IPv4 blocks; one address is a /32."""
    mode: Literal["allow", "block", "count"]
    """allow lets them pass without a look at the rules after it."""
    response: BlockResponse | None = None
    """What a blocked client reads; by default WAF's 403."""


class ClosedPaths(Section):
    """Paths that nobody reaches through the load balancer, in whatever case they are written."""

    priority: Priority
    """Place among all rules of the firewall, smaller first."""
    paths: Annotated[tuple[PathPrefix, ...], Field(min_length=1, max_length=10)]
    """Beginnings of paths, such as /metrics."""
    mode: Mode = "block"
    """block, or count to see first what it would block."""
    response: BlockResponse = BlockResponse(status=404, body='{"error": "not found"}')
    """What a blocked client reads."""


def _admits_or_refuses(countries: Countries) -> Iterator[Mistake]:
    if bool(countries.admit) == bool(countries.refuse):
        given = "both admit and refuse" if countries.admit else "neither admit nor refuse"
        yield Mistake((), given, "either admit (block all others) or refuse (block these)")


class Countries(Section):
    """Blocks requests by the country that their address belongs to."""

    rules: ClassVar[tuple[Rule, ...]] = (_admits_or_refuses,)

    priority: Priority
    """Place among all rules of the firewall, smaller first."""
    admit: Annotated[tuple[CountryCode, ...], Field(max_length=50)] = ()
    """The only countries whose requests go on to the next rules."""
    refuse: Annotated[tuple[CountryCode, ...], Field(max_length=50)] = ()
    """Countries whose requests are blocked."""
    mode: Mode = "block"
    """block, or count to see first what it would block."""
    response: BlockResponse | None = None
    """What a blocked client reads; by default WAF's 403."""


class BodySize(Section):
    """Blocks requests with a larger body. WAF itself reads the first 8 KiB of a body behind a load balancer."""

    priority: Priority
    """Place among all rules of the firewall, smaller first."""
    limit_bytes: Annotated[Whole, Field(ge=0, le=8192)] = 8192
    """Largest body, up to 8192 bytes."""
    excluded_paths: tuple[PathPrefix, ...] = ()
    """Beginnings of paths that take larger bodies, such as uploads."""
    mode: Mode = "block"
    """block, or count to see first what it would block."""
    response: BlockResponse = BlockResponse(status=413, body='{"error": "request body too large"}')
    """What a blocked client reads."""


class FirewallLogs(Section):
    """Records of judged requests."""

    group: WafLogGroupName
    """Log group; its name starts with aws-waf-logs-."""
    retention_days: LogRetentionDays | None = None
    """Days that it is kept; by default `platform:observability.logRetentionDays`."""
    keep: Literal["all", "matched"] = "all"
    """all requests, or only those that a rule blocked or counted."""
    redacted_headers: Annotated[tuple[LowerCaseHeader, ...], Field(min_length=1)] = ("authorization", "cookie")
    """Headers whose values are left out, in logs and in sampled requests."""


def _rules_differ(firewall: WebFirewall) -> Iterator[Mistake]:
    """Priorities and names are each used once in a web ACL."""
    places: dict[int, Path] = {}
    names: dict[str, Path] = {}
    for path, priority in firewall.priorities.items():
        if priority in places:
            yield Mistake(
                (*path, "priority"),
                str(priority),
                f"a priority of its own: {_key(places[priority])} has this one",
                "Give one of the two another priority.",
            )
        places.setdefault(priority, path)
        name = str(path[-1]) if len(path) > 1 else "body-size"
        if name in names:
            allowed = f"a name of its own: {_key(names[name])} has this one"
            yield Mistake(path, f'"{name}"', allowed, "Rename one of the two.")
        names.setdefault(name, path)


def _key(path: Path) -> str:
    return Mistake(("edge", "webFirewall", *path), "", "").key


def _capacity_suffices(firewall: WebFirewall) -> Iterator[Mistake]:
    needed = waf_capacity.units(firewall)
    if needed > firewall.capacity_units:
        largest = sorted(firewall.managed_rules.items(), key=lambda item: -item[1].units)[:3]
        users = ", ".join(f"{rule.units} for {name}" for name, rule in largest)
        yield Mistake(
            ("capacityUnits",),
            str(firewall.capacity_units),
            f"at least {needed}, which the rules use: {users} and the rest",
            f"Remove rules, or raise capacityUnits (up to {waf_capacity.MOST_UNITS}; AWS charges extra above "
            f"{waf_capacity.INCLUDED_UNITS}).",
        )


def _something_is_judged(firewall: WebFirewall) -> Iterator[Mistake]:
    if not firewall.priorities:
        yield Mistake((), "no rules", "at least one rule", "Add managedRules or rateLimits.")


class WebFirewall(Section):
    """A WAF web ACL on the load balancer. What no rule blocks is let through."""

    rules: ClassVar[tuple[Rule, ...]] = (_something_is_judged, _rules_differ, _capacity_suffices)

    managed_rules: FrozenMap[RuleName, ManagedRules] = Field(default_factory=dict, validate_default=True)
    """Groups of managed rules by name."""
    rate_limits: FrozenMap[RuleName, RateLimit] = Field(default_factory=dict, validate_default=True)
    """Limits of requests an address by name."""
    addresses: FrozenMap[RuleName, Addresses] = Field(default_factory=dict, validate_default=True)
    """Sets of addresses by name."""
    countries: FrozenMap[RuleName, Countries] = Field(default_factory=dict, validate_default=True)
    """Rules by country by name."""
    closed_paths: FrozenMap[RuleName, ClosedPaths] = Field(default_factory=dict, validate_default=True)
    """Paths that are closed to everybody outside by name."""
    body_size: BodySize | None = None
    """Largest request body; by default the managed groups' own limits."""
    logs: FirewallLogs
    """Records of judged requests."""
    capacity_units: Annotated[Whole, Field(ge=1, le=waf_capacity.MOST_UNITS)] = waf_capacity.INCLUDED_UNITS
    """Capacity units (WCU) that the rules may use together; AWS charges extra above 1500."""

    @property
    def priorities(self) -> dict[Path, int]:
        """Priority of every rule, by its path below this section."""
        found: dict[Path, int] = {
            **{("managedRules", name): rule.priority for name, rule in self.managed_rules.items()},
            **{("rateLimits", name): rule.priority for name, rule in self.rate_limits.items()},
            **{("addresses", name): rule.priority for name, rule in self.addresses.items()},
            **{("countries", name): rule.priority for name, rule in self.countries.items()},
            **{("closedPaths", name): rule.priority for name, rule in self.closed_paths.items()},
        }
        if self.body_size is not None:
            found[("bodySize",)] = self.body_size.priority
        return found

    @property
    def matched_paths(self) -> int:
        """How many beginnings of paths the rules compare with."""
        managed = sum(len(rule.excluded_paths) for rule in self.managed_rules.values())
        rates = sum(len(rule.paths) + len(rule.excluded_paths) for rule in self.rate_limits.values())
        return managed + rates + (len(self.body_size.excluded_paths) if self.body_size else 0)
