"""Judging: from a resource and the rules of its type to findings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from policies.catalogue.model import Level, Policy
from policies.configuration import Configuration
from policies.properties import Properties
from policies.resource_types import canonical
from policies.rule import Context, ResourceRule
from policies.stack import Stack, StackResource
from policies.stack_rule import StackRule
from policies.verdict import Verdict, Violation


@dataclass(frozen=True, slots=True)
class Failed:
    """The rule itself failed; a defect of the pack, reported at the policy's level so that nothing passes unseen."""

    error: str


@dataclass(frozen=True, slots=True)
class Subject:
    """The resource that was judged."""

    urn: str
    type: str
    """The type as the program spells it."""
    name: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A policy's answer about a resource."""

    policy: Policy
    subject: Subject
    verdict: Verdict | Failed
    known_from: tuple[str, ...] = ()
    """See `policies.rule.ResourceRule.known_from`."""


class RuleBook:
    """The rules, joined to their catalogue rows and indexed by resource type. Immutable after construction."""

    def __init__(
        self, catalogue: Mapping[str, Policy], rules: Iterable[ResourceRule], stack_rules: Iterable[StackRule]
    ) -> None:
        self.catalogue = catalogue
        self._by_type: dict[str, list[tuple[Policy, ResourceRule]]] = {}
        self._put_right: set[str] = set()
        """Types with a rule that can put something right."""
        self._stack_rules: list[tuple[Policy, StackRule]] = []
        for rule in rules:
            for resource_type in rule.applies_to:
                self._by_type.setdefault(resource_type, []).append((_row(rule.policy, catalogue), rule))
                if rule.remedy is not None:
                    self._put_right.add(resource_type)
        for stack_rule in stack_rules:
            self._stack_rules.append((_row(stack_rule.policy, catalogue), stack_rule))
        self.stack_policies = frozenset(policy.name for policy, _ in self._stack_rules)
        """Names of the policies that judge the stack as a whole."""
        about_resources = {row.name for rows in self._by_type.values() for row, _ in rows}
        self.exemptible = self.stack_policies | about_resources
        """Names of the policies with rules, from which a resource may be exempt."""

    def concerns(self, resource_type: str) -> bool:
        """Whether any rule is about a type."""
        return canonical(resource_type) in self._by_type

    def puts_right(self, resource_type: str) -> bool:
        """Whether any rule about a type can put something right."""
        return canonical(resource_type) in self._put_right

    def judge(
        self, subject: Subject, properties: Properties, protected: bool, configuration: Configuration
    ) -> Iterator[Finding]:
        """The findings of every rule about single resources whose policy is not disabled."""
        for policy, rule in self._enabled(subject.type, configuration):
            context = _context(subject, policy, protected, configuration)
            yield Finding(policy, subject, _verdict(rule, properties, context), rule.known_from)

    def remedies(
        self, subject: Subject, properties: Properties, configuration: Configuration
    ) -> Iterator[tuple[Policy, Mapping[str, bool | float | str | Mapping[str, bool]]]]:
        """The properties to set, policy by policy, where a violated rule puts itself right at its present level."""
        for policy, rule in self._enabled(subject.type, configuration):
            if rule.remedy is None or configuration.level(policy) is not Level.REMEDIATE:
                continue
            if isinstance(_verdict(rule, properties, _context(subject, policy, False, configuration)), Violation):
                yield policy, rule.remedy(properties)

    def judge_stack(self, stack: Stack, configuration: Configuration) -> Iterator[Finding]:
        """The findings of every stack rule whose policy is not disabled."""
        for policy, rule in self._stack_rules:
            if configuration.level(policy) is Level.DISABLED:
                continue
            for resource in stack.of_type(*rule.about):
                subject = Subject(resource.urn, resource.type, resource.name)
                context = _context(subject, policy, False, configuration)
                yield Finding(policy, subject, _stack_verdict(rule, resource, stack, context))

    def _enabled(self, resource_type: str, configuration: Configuration) -> Iterator[tuple[Policy, ResourceRule]]:
        for policy, rule in self._by_type.get(canonical(resource_type), ()):
            if configuration.level(policy) is not Level.DISABLED:
                yield policy, rule


def _row(name: str, catalogue: Mapping[str, Policy]) -> Policy:
    if name not in catalogue:
        raise ValueError(f"A rule names the policy {name}, which has no row in the catalogue.")
    return catalogue[name]


def _context(subject: Subject, policy: Policy, protected: bool, configuration: Configuration) -> Context:
    return Context(
        canonical(subject.type), configuration.environment, configuration.parameter_values(policy), protected
    )


def _verdict(rule: ResourceRule, properties: Properties, context: Context) -> Verdict | Failed:
    try:
        return rule.judge(properties, context)
    except Exception as error:
        return Failed(f"{type(error).__name__}: {error}")


def _stack_verdict(rule: StackRule, resource: StackResource, stack: Stack, context: Context) -> Verdict | Failed:
    try:
        return rule.judge(resource, stack, context)
    except Exception as error:
        return Failed(f"{type(error).__name__}: {error}")
