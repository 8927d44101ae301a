"""Stacks under one stack policy."""

from collections.abc import Mapping, Sequence

from tests.policies.harness import UNKNOWN_VALUE, Engine, Json, Report, Resource, in_environment


def reports(
    policy: str,
    *resources: Resource,
    environment: str = "prod",
    parameters: Mapping[str, Json] | None = None,
    config: Mapping[str, str] | None = None,
) -> list[Report]:
    """What one policy says about a stack; `parameters` are those of the policy."""
    engine = Engine(
        config={**in_environment(environment), **(config or {})},
        policy_config={policy: parameters} if parameters else None,
        policies={policy},
    )
    return [report for report in engine.analyze_stack(*resources) if report.policy == policy]


def violation(found: Sequence[Report], level: str = "mandatory") -> str:
    """The message of the only report, which is a violation at this level."""
    (report,) = found
    assert report.level == level, report
    assert "could not be judged" not in report.message, report
    return report.message


def undetermined(found: Sequence[Report]) -> str:
    """The property that kept the only report from being judged."""
    (report,) = found
    assert report.level == "advisory", report
    before, _, after = report.message.partition(" is not known yet or cannot be read, so ")
    assert "could not be judged" in after, report
    return before.split('": ', 1)[1]


def pointing(kind: str, name: str, properties: Mapping[str, Json] | None = None, **links: Resource) -> Resource:
    """A resource whose properties lead to others that do not exist yet."""
    unknown: dict[str, Json] = dict.fromkeys(links, UNKNOWN_VALUE)
    return Resource(kind, name, {**unknown, **(properties or {})}, {path: [target] for path, target in links.items()})


STACK = Resource("pulumi:pulumi:Stack", "example-main")
ELSEWHERE = Resource("pulumi:pulumi:StackReference", "network")
"""A reference to another stack, from which values may come."""
