"""Stack rules about what a stack costs, and whether somebody would notice."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.conditions import is_given
from policies.properties import UNKNOWN, Properties, Unknown
from policies.readings import prices
from policies.readings.alarm_metrics import metrics_of
from policies.resource_types import (
    ANOMALY_MONITOR,
    ANOMALY_SUBSCRIPTION,
    BUDGET,
    CACHE_CLUSTER,
    CACHE_REPLICATION_GROUP,
    ECS_SERVICE,
    LOAD_BALANCER,
    METRIC_ALARM,
    NAT_GATEWAY,
    ORGANIZATION,
    RDS_CLUSTER_INSTANCE,
    RDS_INSTANCE,
    SECRET,
    SUBNET,
    TASK_DEFINITION,
    VPC_ENDPOINT,
    WEB_ACL,
)
from policies.rule import Context
from policies.rules.database_engines import engine_of
from policies.stack import STACK, Stack, StackResource
from policies.stack_rule import stack_rule, stack_rule_in_context
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation

_MB_A_GB = 1024
_UNITS_A_VCPU = 1024
_SHOWN = 3
_NEVER_COUNTED = "traffic, requests, logs, metrics, backups, tables and buckets"
_BY_THE_MONTH = {
    NAT_GATEWAY: ("NAT gateways", prices.NAT_GATEWAY_HOUR * prices.HOURS_A_MONTH),
    LOAD_BALANCER: ("load balancers", prices.LOAD_BALANCER_HOUR * prices.HOURS_A_MONTH),
    SECRET: ("secrets", prices.SECRET_MONTH),
    "aws:kms/key:Key": ("keys", prices.KEY_MONTH),
}


@stack_rule_in_context("cost-guard", about=(STACK,))
def costs_no_more_than_expected(_: StackResource, stack: Stack, context: Context) -> Verdict:
    """Sizes that are not known yet count nothing, and what the price list hasn't is said by name."""
    limit = context.number("monthlyDollars")
    costs: dict[str, float] = {}
    missing: list[str] = []
    for item in _items(stack):
        if item.amount is None:
            missing.append(item.name)
        else:
            costs[item.called] = costs.get(item.called, 0) + item.amount
    total = sum(costs.values())
    if total <= limit:
        return COMPLIANT
    by_amount = sorted(costs.items(), key=lambda item: -item[1])
    largest = ", ".join(f"{called} ${amount:.0f}" for called, amount in by_amount[:_SHOWN])
    without = ", ".join((*missing, _NEVER_COUNTED))
    return Violation(
        f"it costs about ${total:.0f} a month ({largest}) by the prices of us-east-1, the limit is ${limit:.0f}; "
        f"not counted: {without}"
    )


@stack_rule("cost-guard", about=(ORGANIZATION,))
def notices_what_its_accounts_cost(_: StackResource, stack: Stack) -> Verdict:
    wanted = {BUDGET: "budget", ANOMALY_MONITOR: "cost anomaly monitor", ANOMALY_SUBSCRIPTION: "anomaly subscription"}
    missing = [called for kind, called in wanted.items() if not stack.of_type(kind)]
    return Violation(f"the organization has no {', no '.join(missing)}") if missing else COMPLIANT


@stack_rule("cost-guard", about=(ANOMALY_MONITOR,))
def tells_of_anomalies(monitor: StackResource, stack: Stack) -> Verdict:
    link = stack.leading_to(monitor, ANOMALY_SUBSCRIPTION, "monitorArnLists")
    if link.targets or link.undetermined:
        return COMPLIANT if link.targets else Undetermined("monitorArnLists of the subscriptions")
    return Violation("no AnomalySubscription of this stack names it, so that nobody is told")


@dataclass(frozen=True, slots=True)
class _Item:
    """What something costs a month.

    called: the kind to which it belongs, for a person.
    name: what it is, for a person; of something without a price only.
    amount: US dollars; None for what the price list hasn't.
    """

    called: str
    amount: float | None
    name: str = ""


def _items(stack: Stack) -> Iterator[_Item]:
    for kind, (called, each) in _BY_THE_MONTH.items():
        yield _Item(called, each * len(stack.of_type(kind)))
    for firewall in stack.of_type(WEB_ACL):
        rules = firewall.properties.items("rules")
        yield _Item(
            "firewalls", prices.WEB_ACL_MONTH + prices.WEB_ACL_RULE_MONTH * (0 if rules is UNKNOWN else len(rules))
        )
    for alarm in stack.of_type(METRIC_ALARM):
        yield _Item("alarms", prices.ALARM_METRIC_MONTH * max(1, len(list(metrics_of(alarm.properties)))))
    for database in stack.of_type(RDS_INSTANCE, RDS_CLUSTER_INSTANCE):
        yield from _database(database)
    for cache in stack.of_type(CACHE_REPLICATION_GROUP, CACHE_CLUSTER):
        yield _cache(cache)
    for endpoint in stack.of_type(VPC_ENDPOINT):
        yield _Item("endpoints", _endpoint(endpoint, stack))
    for service in stack.of_type(ECS_SERVICE):
        yield _Item("tasks", _service(service, stack))


def _database(found: StackResource) -> Iterator[_Item]:
    """An instance and its storage. An engine that isn't given is that of what it is copied from."""
    database, engine = found.properties, engine_of(found.properties)
    copies = 2 if database.flag("multiAz") is True else 1
    kind = _known(database.text("instanceClass"))
    priced = engine is None or engine is UNKNOWN or engine in prices.DATABASE_ENGINES
    each = prices.database_hour(kind) if priced else None
    amount = None if each is None else copies * each * prices.HOURS_A_MONTH
    yield _Item("databases", amount if kind else 0, f"{kind} of {found.name}")
    storage = _known(database.text("storageType")) or "gp2"
    if storage in ("gp2", "gp3"):
        yield _Item("databases", copies * _number(database.number("allocatedStorage")) * prices.RDS_GB_MONTH)
    else:
        yield _Item("databases", None, f"storage of {found.name}")


def _cache(found: StackResource) -> _Item:
    cache = found.properties
    if is_given(cache, "replicationGroupId") and is_given(cache, "clusterId"):
        return _Item("caches", 0)
    shards = _number(cache.number("numNodeGroups")) or 1
    nodes = _number(cache.number("numCacheClusters")) or _number(cache.number("numCacheNodes"))
    nodes = nodes or shards * (1 + _number(cache.number("replicasPerNodeGroup")))
    kind = _known(cache.text("nodeType"))
    each = prices.cache_hour(kind, _known(cache.text("engine")))
    amount = None if each is None else nodes * each * prices.HOURS_A_MONTH
    return _Item("caches", amount if kind else 0, f"{kind} of {found.name}")


def _endpoint(endpoint: StackResource, stack: Stack) -> float:
    if endpoint.properties.text("vpcEndpointType") != "Interface":
        return 0
    zones = len(stack.linked(endpoint, "subnetIds", SUBNET).targets) or 1
    return zones * prices.INTERFACE_ENDPOINT_HOUR * prices.HOURS_A_MONTH


def _service(service: StackResource, stack: Stack) -> float:
    """As if all tasks ran on demand; the EC2 launch type pays for its hosts."""
    if service.properties.text("launchType") == "EC2":
        return 0
    tasks = _number(service.properties.number("desiredCount"))
    definitions = stack.linked(service, "taskDefinition", TASK_DEFINITION).targets
    hour = max((_task_hour(found.properties) for found in definitions), default=0.0)
    return tasks * hour * prices.HOURS_A_MONTH


def _task_hour(task: Properties) -> float:
    """CPU is in 1024ths of a vCPU and memory in MiB."""
    cpus = _number(task.number("cpu")) / _UNITS_A_VCPU
    return cpus * prices.FARGATE_VCPU_HOUR + _number(task.number("memory")) / _MB_A_GB * prices.FARGATE_GB_HOUR


def _number(value: float | Unknown | None) -> float:
    return 0 if value is UNKNOWN or value is None else value


def _known(value: str | Unknown | None) -> str:
    return value if isinstance(value, str) else ""
