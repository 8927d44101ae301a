"""What an alarm watches and whom it tells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from policies.conditions import is_given
from policies.documents.three_valued import Truth
from policies.properties import UNKNOWN, Properties, Unknown
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
    silent: list[str] = []
    hidden: Undetermined | None = None
    alarms = stack.once(_alarms_by_metric)
    wanted = ((namespace, metric) for namespace in watch.namespaces for metric in watch.metrics)
    for alarm, metric in (pair for key in wanted for pair in alarms.get(key, ())):
        found = _is_about(alarm, metric, watch, resource, stack)
        if isinstance(found, Undetermined):
            hidden = found
        elif found:
            told = tells_somebody(alarm, stack)
            if told is True:
                return COMPLIANT
            if told is UNKNOWN:
                hidden = Undetermined(f"alarmActions of {alarm.name}")
            else:
                silent.append(alarm.name)
    hidden = hidden or stack.once(_hidden_metrics)
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


def _hidden_metrics(stack: Stack) -> Undetermined | None:
    """The first alarm of which nobody knows yet what it watches."""
    for alarm in stack.of_type(METRIC_ALARM):
        if alarm.properties.get("metricName") is UNKNOWN:
            return Undetermined(f"metricName of {alarm.name}")
        queries = alarm.properties.items("metricQueries")
        if queries is UNKNOWN or any(_is_hidden(query) for query in queries):
            return Undetermined(f"metricQueries of {alarm.name}")
    return None


def _is_hidden(query: Properties | Unknown) -> bool:
    return query is UNKNOWN or any(query.get(path) is UNKNOWN for path in ("metric", "metric.metricName"))


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


def tells_somebody(alarm: StackResource, stack: Stack) -> Truth:
    """Whether an action leads outside of the stack, or to a topic with a subscription."""
    enabled = alarm.properties.flag("actionsEnabled", absent=True)
    if enabled is False:
        return False
    if not is_given(alarm.properties, "alarmActions"):
        return False
    link = stack.linked(alarm, "alarmActions", TOPIC)
    subscribed = [stack.leading_to(topic, TOPIC_SUBSCRIPTION, "topic") for topic in link.targets]
    if link.outside or any(found.targets for found in subscribed):
        return enabled
    hidden = link.undetermined or any(found.undetermined for found in subscribed)
    return UNKNOWN if hidden else False
