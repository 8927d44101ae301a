"""Breaking what is sound: each property that a rule guards is changed in turn on a deployed resource.

Which property and to what, the rule's own examples say: whatever differs between the compliant and the violating one.
Where that is no violation by itself, since the deployed resource is of another kind than the example's (a listener on
another port), everything that the rule's examples name is taken from the violating one or away.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from pulumi_policy.deserialize import SPECIAL_SECRET_SIG, SPECIAL_SIG_KEY

from policies.catalogue import CATALOGUE
from policies.catalogue.model import Level
from policies.configuration import Configuration
from policies.environment import Environment, StackEnvironment
from policies.evaluation import Failed, RuleBook, Subject
from policies.resource_types import canonical
from policies.rule import ResourceRule
from policies.verdict import Compliant, Verdict, Violation
from tests.policies.examples.model import Example
from tests.policies.harness import Json, through_the_sdk

PROD: Final = Configuration(CATALOGUE, StackEnvironment(Environment.PROD, "the test"))

JsonObject = Mapping[str, object]


@dataclass(frozen=True)
class Deployed:
    """A resource of the engine's state, as a policy sees it."""

    urn: str
    type: str
    inputs: Mapping[str, Json]
    protect: bool

    @property
    def name(self) -> str:
        return self.urn.rsplit("::", 1)[-1]


@dataclass(frozen=True)
class Mutation:
    """A change that a policy must not let pass."""

    policy: str
    type: str
    """Canonical type."""
    values: Mapping[str, Json]
    absent: frozenset[str]
    unprotected: bool
    """Whether the resource loses the option `protect`."""

    @property
    def keys(self) -> frozenset[str]:
        """The properties that are changed."""
        return self.absent | frozenset(self.values)

    def of(self, resource: Deployed) -> Deployed:
        """The resource after the change."""
        kept = {key: value for key, value in resource.inputs.items() if key not in self.absent}
        protect = resource.protect and not self.unprotected
        return Deployed(resource.urn, resource.type, {**kept, **self.values}, protect)


@dataclass(frozen=True)
class Trial:
    """What the rules said about one mutation of one resource."""

    mutation: Mutation
    resource: Deployed
    fired: bool
    """Whether the mutated policy found the violation."""
    false_alarms: frozenset[str]
    """Mandatory policies that fired although their examples name none of the changed properties."""

    def __str__(self) -> str:
        changes = ", ".join(sorted(self.mutation.keys))
        return f"{self.mutation.policy} on {self.resource.type} {self.resource.name} ({changes} changed)"


def deployed(states: Sequence[JsonObject]) -> list[Deployed]:
    """The resources of an exported state."""
    return [
        Deployed(
            urn=str(state["urn"]),
            type=canonical(str(state["type"])),
            inputs=cast("Mapping[str, Json]", revealed(state.get("inputs") or {})),
            protect=state.get("protect") is True,
        )
        for state in states
    ]


def revealed(value: object) -> object:
    """A value of the state as the engine hands it to policies: secrets marked, with a text in place of ciphertext."""
    if isinstance(value, dict):
        if value.get(SPECIAL_SIG_KEY) == SPECIAL_SECRET_SIG:
            return {SPECIAL_SIG_KEY: SPECIAL_SECRET_SIG, "value": _SECRET}
        return {key: revealed(item) for key, item in value.items()}
    return [revealed(item) for item in value] if isinstance(value, list) else value


_SECRET = "what stands in the place of a secret, as long as a key that signs tokens has to be"

Attempts = tuple[Mutation, ...]
"""Changes from the smallest to the largest: the first that is a violation counts."""


@dataclass(frozen=True)
class Guard:
    """What a policy's examples say about one type of resources."""

    changes: tuple[Attempts, ...]
    """For each example the smallest change, and the one that takes everything from the violating example."""
    named: frozenset[str]
    """Every property that the examples name."""


def guards(examples: Sequence[Example], rules: Sequence[ResourceRule]) -> Mapping[tuple[str, str], Guard]:
    """The guards by policy and type. Of a type without an example of its own, one of another type must do."""
    found: dict[tuple[str, str], Guard] = {}
    for rule in rules:
        own = [example for example in examples if example.policy == rule.policy]
        for resource_type in rule.applies_to:
            of_type = [example for example in own if canonical(example.type) == resource_type]
            named = frozenset(key for example in of_type or own for key in _named(example))
            changes = tuple(_attempts(example, resource_type, named) for example in of_type or own)
            if not of_type:
                changes = (tuple(change for attempts in changes for change in attempts),)
            found[rule.policy, resource_type] = Guard(changes, named)
    return found


def _named(example: Example) -> Iterator[str]:
    for properties in (example.compliant, example.violating, example.unknown):
        yield from properties or ()


def _attempts(example: Example, resource_type: str, named: frozenset[str]) -> Attempts:
    good, bad = example.compliant or {}, example.violating
    changed = {key: bad[key] for key in bad if key not in good or good[key] != bad[key]}
    # Examples of rules about the option `protect` say so; what is violated then lacks it.
    unprotected = example.protected
    smallest = Mutation(example.policy, resource_type, changed, frozenset(set(good) - set(bad)), unprotected)
    return smallest, Mutation(example.policy, resource_type, dict(bad), named - set(bad), unprotected)


def trials(book: RuleBook, resources: Sequence[Deployed], guarded: Mapping[tuple[str, str], Guard]) -> Iterator[Trial]:
    """Each change on each resource that keeps the policy now."""
    for resource in resources:
        before = verdicts(book, resource)
        for policy, verdict in before.items():
            guard = guarded.get((policy, resource.type))
            if guard is not None and isinstance(verdict, Compliant):
                for attempts in guard.changes:
                    yield _trial(book, resource, attempts, violated(before), guarded)


def _trial(
    book: RuleBook,
    resource: Deployed,
    attempts: Attempts,
    before: set[str],
    guarded: Mapping[tuple[str, str], Guard],
) -> Trial:
    """The first change that is a violation, or else the last."""
    trial: Trial | None = None
    for change in attempts:
        after = verdicts(book, change.of(resource))
        news = violated(after) - before - {change.policy}
        alarms = {policy for policy in news if not guarded[policy, resource.type].named & change.keys}
        trial = Trial(change, resource, isinstance(after[change.policy], Violation), frozenset(alarms))
        if trial.fired:
            break
    assert trial is not None
    return trial


def violated(found: Mapping[str, Verdict | Failed]) -> set[str]:
    """The mandatory policies of prod that verdicts violate."""
    return {
        policy
        for policy, verdict in found.items()
        if isinstance(verdict, (Violation, Failed)) and PROD.violation_level(CATALOGUE[policy]) is Level.MANDATORY
    }


def verdicts(book: RuleBook, resource: Deployed) -> Mapping[str, Verdict | Failed]:
    """The verdicts of all rules about single resources, in prod; of two rules of one policy the violated one."""
    found: dict[str, Verdict | Failed] = {}
    subject = Subject(resource.urn, resource.type, resource.name)
    for finding in book.judge(subject, through_the_sdk(resource.inputs), resource.protect, PROD):
        if not isinstance(found.get(finding.policy.name), (Violation, Failed)):
            found[finding.policy.name] = finding.verdict
    return found
