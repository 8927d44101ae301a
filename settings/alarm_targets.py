"""What each kind of alarm watches in a stack, by the keys that name it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from settings.alarm_kinds import ALARM_KINDS
from settings.scraping import COLLECTOR
from settings.webhooks import FORWARDER, webhooks

if TYPE_CHECKING:
    from settings.stack import Settings

_AT_THE_LOAD_BALANCER = ("serviceErrorRate", "serviceResponseTime", "unhealthyTargets")
"""Kinds that a service without routes doesn't have."""


def targets_of(settings: Settings, kind: str) -> list[str]:
    """Keys of what a kind of alarm watches in the stack."""
    if kind in _AT_THE_LOAD_BALANCER:
        return [name for name, service in settings.services.items() if service.routes]
    return _BY_SUBJECT[ALARM_KINDS[kind].subject](settings)


def all_targets(settings: Settings) -> list[str]:
    """Keys of everything in the stack that alarms watch."""
    return list(dict.fromkeys(key for find in _BY_SUBJECT.values() for key in find(settings)))


def nat_gateway_keys(settings: Settings) -> list[str]:
    """A key for each NAT gateway: natGateway, and natGateway-1 and so on when every zone has one."""
    strategy = settings.network.nat_gateways if settings.network is not None else "none"
    if settings.network is not None and strategy == "perZone":
        return [f"natGateway-{number}" for number in range(1, len(settings.network.zones) + 1)]
    return [] if strategy == "none" else ["natGateway"]


def certificate_keys(settings: Settings) -> list[str]:
    """A key for each certificate of the load balancer: certificate, and certificate-NAME for further ones."""
    if settings.edge is None:
        return []
    return ["certificate", *(f"certificate-{name}" for name in settings.edge.load_balancer.more_certificates)]


def _database(settings: Settings) -> list[str]:
    return ["database", *_replicas(settings)] if settings.database is not None else []


def _replicas(settings: Settings) -> list[str]:
    count = settings.database.replicas if settings.database is not None else 0
    return [f"replica-{number}" for number in range(1, count + 1)]


def _collector(settings: Settings) -> list[str]:
    prometheus = settings.observability.prometheus
    return [COLLECTOR] if prometheus is not None and prometheus.collector is not None else []


def _functions(settings: Settings) -> list[str]:
    return [FORWARDER] if webhooks(settings) else []


def _firewall(settings: Settings) -> list[str]:
    return ["webFirewall"] if settings.edge is not None and settings.edge.web_firewall is not None else []


_BY_SUBJECT: Mapping[str, Callable[[Settings], list[str]]] = {
    "services": lambda settings: [*settings.services, *_collector(settings)],
    "load balancer": lambda settings: ["loadBalancer"] if settings.edge is not None else [],
    "database, replicas": _database,
    "replicas": _replicas,
    "caches, by node": lambda settings: list(settings.caches),
    "tables, and by index": lambda settings: list(settings.tables),
    "tables": lambda settings: list(settings.tables),
    "queues": lambda settings: list(settings.queues),
    "queues with dead letters": lambda settings: [*settings.queues, *_functions(settings)],
    "functions": _functions,
    "web firewall": _firewall,
    "certificates": certificate_keys,
    "NAT gateways": nat_gateway_keys,
    "log metrics": lambda settings: settings.observability.counted_events,
    "backups": lambda settings: ["backups"] if settings.recovery is not None else [],
    "jobs": lambda settings: list(settings.jobs),
}
"""By the subject of a kind in settings/alarm_kinds.py."""
