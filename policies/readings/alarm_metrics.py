"""What an alarm watches and whom it tells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from policies.properties import UNKNOWN, Properties
from policies.resource_types import METRIC_ALARM, TOPIC, TOPIC_SUBSCRIPTION
from policies.stack import Stack, StackResource
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric of an alarm; an alarm with an expression has several."""

    namespace: str
    name: str
    where: str
    """Path of the object that holds its dimensions."""


def metrics_of(alarm: Properties) -> Iterator[Metric]:
    """The metrics that an alarm watches, as far as they are known."""
    yield from _metric(alarm, "")
    queries = alarm.items("metricQueries")
    for index, query in enumerate(() if queries is UNKNOWN else queries):
        if query is not UNKNOWN:
            yield from _metric(alarm, f"metricQueries[{index}].metric.")


def _metric(alarm: Properties, where: str) -> Iterator[Metric]:
    namespace, name = alarm.text(f"{where}namespace"), alarm.text(f"{where}metricName")
    if isinstance(namespace, str) and isinstance(name, str):
        yield Metric(namespace, name, where)


@dataclass(frozen=True, slots=True)
class Watch:
    """An alarm that is wanted."""

    called: str
    """What it is about, for a person."""
    namespaces: tuple[str, ...]
    metrics: tuple[str, ...]
    """Any of these metrics will do."""
    dimensions: tuple[str, ...]
    """The dimensions that may name the resource."""


def is_watched(resource: StackResource, watch: Watch, stack: Stack) -> Verdict:
    """Whether an alarm of the stack watches the resource and tells somebody; the violation's reason is the wish."""
    silent, hidden = [], None
    alarms = stack.once(_alarms_by_metric)
    wanted = ((namespace, metric) for namespace in watch.namespaces for metric in watch.metrics)
    for alarm, metric in (pair for key in wanted for pair in alarms.get(key, ())):
        found = _is_about(alarm, metric, watch, resource, stack)
        if isinstance(found, Undetermined):
            hidden = found
        elif found:
            if tells_somebody(alarm, stack):
                return COMPLIANT
            silent.append(alarm.name)
    if hidden is not None:
        return hidden
    return Violation(f"{watch.called} (alarm {silent[0]} tells nobody)" if silent else watch.called)


def _alarms_by_metric(stack: Stack) -> Mapping[tuple[str, str], Sequence[tuple[StackResource, Metric]]]:
    """The stack's alarms by namespace and name of the metrics that they watch."""
    index: dict[tuple[str, str], list[tuple[StackResource, Metric]]] = {}
    for alarm in stack.of_type(METRIC_ALARM):
        for metric in metrics_of(alarm.properties):
            index.setdefault((metric.namespace, metric.name), []).append((alarm, metric))
    return index


def _is_about(
    alarm: StackResource, metric: Metric, watch: Watch, resource: StackResource, stack: Stack
) -> bool | Undetermined:
    for dimension in watch.dimensions:
        path = f"{metric.where}dimensions.{dimension}"
        value = alarm.properties.get(path)
        if value is None:
            continue
        link = stack.linked(alarm, path, resource.type)
        if resource in link.targets or any(_is_node(value, identity) for identity in resource.identities):
            return True
        if link.undetermined:
            return Undetermined(f"dimensions of {alarm.name}")
    return False


def _is_node(value: object, identity: str) -> bool:
    """Nodes of a cache are called `<replication group>-001` or `<replication group>-0001-001`."""
    return isinstance(value, str) and value.startswith(f"{identity}-0")


def tells_somebody(alarm: StackResource, stack: Stack) -> bool:
    """Whether an action leads outside of the stack, or to a topic with a subscription; what is not known yet counts."""
    if alarm.properties.flag("actionsEnabled", absent=True) is False:
        return False
    if not alarm.properties.is_given("alarmActions"):
        return False
    link = stack.linked(alarm, "alarmActions", TOPIC)
    if link.undetermined or link.outside:
        return True
    subscribed = [stack.leading_to(topic, TOPIC_SUBSCRIPTION, "topic") for topic in link.targets]
    return any(found.targets or found.undetermined for found in subscribed)
