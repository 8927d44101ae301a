"""Which alarms a set of targets gets: what each target has to offer, joined with the thresholds by kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil, floor
from typing import NotRequired, TypedDict

import pulumi

from components.alarm_table import ABOVE, CACHE_CONNECTIONS, WATCHES, Watch, kebab
from components.alarm_targets import DatabaseTargetArgs, TargetsArgs

Dimensions = Mapping[str, pulumi.Input[str]]


class ThresholdArgs(TypedDict):
    enabled: NotRequired[bool]
    """Whether the alarm exists. Default: yes."""
    name: NotRequired[str]
    """Name of the alarm, of one target only. Default: made of prefix, target and kind."""
    threshold: float
    """Value in the unit that must be passed; ignored for events."""
    unit: str
    """percent, count, milliseconds, seconds or days."""
    period_seconds: int
    """Length of a period."""
    periods: int
    """Latest periods that are looked at."""
    datapoints: int
    """How many of them must pass the threshold."""
    severity: str
    """critical, warning, or none to tell nobody."""


@dataclass(frozen=True)
class Watched:
    """A target with the kinds of alarms that it can have.

    wholes: by kind, what 100 percent are, for metrics that count.
    metric: namespace and name, of a log metric.
    """

    key: str
    title: str
    dimensions: Dimensions
    kinds: tuple[str, ...]
    wholes: Mapping[str, int] = field(default_factory=dict)
    metric: tuple[str, str] | None = None
    owner: str = ""

    @property
    def exceptions_key(self) -> str:
        """The key by which exceptions name it: that of what it is a part of."""
        return self.owner or self.key


@dataclass(frozen=True)
class PlannedAlarm:
    """An alarm to make."""

    kind: str
    target: Watched
    watch: Watch
    threshold: ThresholdArgs

    @property
    def name(self) -> str:
        """Target and kind: internal-pe-service-cpu, and database-cpu for the target database."""
        target, kind = kebab(self.target.key), kebab(self.kind)
        return kind if kind.startswith(f"{target}-") else f"{target}-{kind}"

    @property
    def value(self) -> float:
        """The threshold in the metric's own unit."""
        value = self.threshold["threshold"]
        if self.threshold["unit"] != "percent" or self.kind not in self.target.wholes:
            return round(value * self.watch.factor, 3)
        # What is counted comes in whole numbers, so these fire exactly when the part is passed.
        part = self.target.wholes[self.kind] * value / 100
        return float(floor(part) if self.watch.comparison == ABOVE else ceil(part))

    @property
    def meaning(self) -> str:
        """When it fires, in words."""
        threshold = self.threshold
        minutes = threshold["period_seconds"] * threshold["periods"] // 60
        in_one_period = threshold["periods"] == 1 and threshold["period_seconds"] > 60
        time = f"{'within' if in_one_period else 'for'} {minutes} {'minute' if minutes == 1 else 'minutes'}"
        unit = "" if threshold["unit"] == "count" else f" {threshold['unit']}"
        text = self.watch.words.format(
            target=self.target.title, threshold=f"{threshold['threshold']:g}{unit}", value=f"{self.value:g}", time=time
        )
        return f"{text[0].upper()}{text[1:]}."


def planned_alarms(
    targets: TargetsArgs,
    region: str,
    thresholds: Mapping[str, ThresholdArgs],
    exceptions: Mapping[str, Mapping[str, ThresholdArgs]],
) -> list[PlannedAlarm]:
    """The alarms of all targets. A kind without a threshold has none. Raises ValueError when two have one name."""
    planned = []
    for target in watched(targets, region):
        own = exceptions.get(target.exceptions_key, {})
        for kind in target.kinds:
            threshold = own.get(kind) or thresholds.get(kind)
            if threshold is not None and threshold.get("enabled", True):
                planned.append(PlannedAlarm(kind, target, WATCHES[kind], threshold))
    names = [alarm.name for alarm in planned]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"Two targets have the alarm {twice[0]}; give them different keys.")
    return planned


def watched(targets: TargetsArgs, region: str) -> Iterator[Watched]:
    """The targets, each with its dimensions."""
    yield from _services(targets)
    for balancer in targets.get("load_balancers", []):
        kinds = ("errorRate", "loadBalancerErrors", "responseTimeP95", "responseTimeP99")
        yield Watched(balancer["key"], "the load balancer", {"LoadBalancer": balancer["arn_suffix"]}, kinds)
    yield from map(_database, targets.get("databases", []))
    yield from _caches(targets)
    yield from _tables(targets)
    yield from _queues(targets)
    yield from _functions(targets)
    yield from _edges(targets, region)
    for metric in targets.get("log_metrics", []):
        source = (metric["namespace"], metric["metric"])
        yield Watched(metric["key"], metric["title"], {}, ("logMetric",), metric=source)


def _services(targets: TargetsArgs) -> Iterator[Watched]:
    for service in targets.get("services", []):
        key = service["key"]
        tasks: Dimensions = {"ClusterName": service["cluster_name"], "ServiceName": service["service_name"]}
        kinds = ("serviceCpu", "serviceMemory", "serviceTasks")
        yield Watched(key, key, tasks, kinds, {"serviceTasks": service["fewest_tasks"]})
        if "target_group" in service:
            if "load_balancer" not in service:
                raise ValueError(f"The target {key} has a target_group; give it its load_balancer too.")
            requests = {"TargetGroup": service["target_group"], "LoadBalancer": service["load_balancer"]}
            yield Watched(key, key, requests, ("serviceErrorRate", "serviceResponseTime", "unhealthyTargets"))


def _database(database: DatabaseTargetArgs) -> Watched:
    kinds = ("databaseCpu", "databaseConnections", "databaseStorage", "databaseMemory", "databaseLatency")
    wholes = {
        "databaseConnections": database["max_connections"],
        "databaseStorage": database["storage_bytes"],
        "databaseMemory": database["memory_bytes"],
    }
    dimensions = {"DBInstanceIdentifier": database["identifier"]}
    replica = database.get("replica", False)
    return Watched(
        database["key"],
        f"the {database['key']}".replace("-", " "),
        dimensions,
        (*kinds, "replicaLag") if replica else kinds,
        wholes,
    )


def _caches(targets: TargetsArgs) -> Iterator[Watched]:
    kinds = ("cacheCpu", "cacheMemory", "cacheEvictions", "cacheConnections")
    for cache in targets.get("caches", []):
        for number, node in enumerate(cache["node_ids"], start=1):
            key = f"{cache['key']}-{number:03}"
            wholes = {"cacheConnections": CACHE_CONNECTIONS}
            yield Watched(key, f"cache {key}", {"CacheClusterId": node}, kinds, wholes, owner=cache["key"])


def _tables(targets: TargetsArgs) -> Iterator[Watched]:
    for table in targets.get("tables", []):
        name = {"TableName": table["table_name"]}
        yield Watched(table["key"], f"table {table['key']}", name, ("tableThrottles", "tableSystemErrors"))
        for index in table.get("indexes", []):
            title = f"index {index} of table {table['key']}"
            dimensions = {**name, "GlobalSecondaryIndexName": index}
            yield Watched(f"{table['key']}-{index}", title, dimensions, ("tableThrottles",), owner=table["key"])


def _queues(targets: TargetsArgs) -> Iterator[Watched]:
    for queue in targets.get("queues", []):
        yield Watched(queue["key"], f"queue {queue['key']}", {"QueueName": queue["queue_name"]}, ("queueAge",))
        if "dead_letter_name" in queue:
            dimensions = {"QueueName": queue["dead_letter_name"]}
            yield Watched(queue["key"], f"queue {queue['key']}", dimensions, ("deadLetters",))


def _functions(targets: TargetsArgs) -> Iterator[Watched]:
    for function in targets.get("functions", []):
        key, title = function["key"], f"function {function['key']}"
        yield Watched(key, title, {"FunctionName": function["function_name"]}, ("functionErrors",))
        if "undelivered_queue_name" in function:
            yield Watched(key, title, {"QueueName": function["undelivered_queue_name"]}, ("deadLetters",))


def _edges(targets: TargetsArgs, region: str) -> Iterator[Watched]:
    for firewall in targets.get("firewalls", []):
        dimensions = {"WebACL": firewall["metric_name"], "Region": region, "Rule": "ALL"}
        yield Watched(firewall["key"], "the firewall", dimensions, ("firewallBlocks",))
    for certificate in targets.get("certificates", []):
        yield Watched(
            certificate["key"], certificate["key"], {"CertificateArn": certificate["arn"]}, ("certificateExpiry",)
        )
    for gateway in targets.get("nat_gateways", []):
        dimensions = {"NatGatewayId": gateway["id"]}
        yield Watched(gateway["key"], f"NAT gateway {gateway['key']}", dimensions, ("natPortErrors",))
