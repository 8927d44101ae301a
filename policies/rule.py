"""Rules: pure functions over one resource's properties, joined by name to their row in the catalogue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

from policies.environment import Environment
from policies.properties import Properties
from policies.verdict import Verdict

Judge = Callable[[Properties], Verdict]
Remedy = Callable[[Properties], Mapping[str, bool | float | str | Mapping[str, bool]]]


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know beside the properties."""

    resource_type: str
    """Canonical type of the resource."""
    environment: Environment
    parameters: Mapping[str, object]
    """The policy's parameters by name, each with a value."""
    protected: bool = False
    """Whether the resource carries Pulumi's `protect` option."""

    def number(self, name: str) -> float:
        """A numeric parameter."""
        value = self.parameters[name]
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError(f"The parameter {name} is {value!r}; a number is expected.")
        return float(value)

    def flag(self, name: str) -> bool:
        """A boolean parameter."""
        value = self.parameters[name]
        if not isinstance(value, bool):
            raise TypeError(f"The parameter {name} is {value!r}; true or false is expected.")
        return value

    def text(self, name: str) -> str:
        """A text parameter."""
        value = self.parameters[name]
        if not isinstance(value, str):
            raise TypeError(f"The parameter {name} is {value!r}; a text is expected.")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A parameter that lists texts."""
        value = self.parameters[name]
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise TypeError(f"The parameter {name} is {value!r}; a list of texts is expected.")
        return tuple(str(text) for text in value)

    def ports(self, name: str) -> frozenset[int]:
        """A parameter that lists ports."""
        value = self.parameters[name]
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise TypeError(f"The parameter {name} is {value!r}; a list of ports is expected.")
        return frozenset(int(port) for port in value)


ContextJudge = Callable[[Properties, Context], Verdict]


@dataclass(frozen=True, slots=True)
class ResourceRule:
    """A rule about single resources."""

    policy: str
    """The catalogue row."""
    applies_to: tuple[str, ...]
    """Canonical resource types (see `policies.resource_types`)."""
    judge: ContextJudge
    known_from: tuple[str, ...]
    """Types whose output satisfies the rule by itself: a property still unknown at preview that comes from one of
    them (a key id from a KMS key) needs no value."""
    remedy: Remedy | None = None
    """The properties to set, at the top level of the resource, where the policy's level is `remediate`."""


def rule(
    policy: str, *, applies_to: tuple[str, ...], known_from: tuple[str, ...] = (), remedy: Remedy | None = None
) -> Callable[[Judge], ResourceRule]:
    """Make a function of the properties the rule of a catalogue row for some types."""

    def declare(judge: Judge) -> ResourceRule:
        return ResourceRule(policy, applies_to, lambda properties, _: judge(properties), known_from, remedy)

    return declare


def rule_in_context(
    policy: str, *, applies_to: tuple[str, ...], known_from: tuple[str, ...] = (), remedy: Remedy | None = None
) -> Callable[[ContextJudge], ResourceRule]:
    """The same for a function that also needs the environment, the policy's parameters or resource options."""

    def declare(judge: ContextJudge) -> ResourceRule:
        return ResourceRule(policy, applies_to, judge, known_from, remedy)

    return declare


def rules_of(*modules: ModuleType) -> tuple[ResourceRule, ...]:
    """The rules that modules define."""
    return tuple(found for module in modules for found in vars(module).values() if isinstance(found, ResourceRule))
