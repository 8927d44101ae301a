"""Stack rules: pure functions over one resource in sight of all others."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from policies.rule import Context
from policies.stack import Stack, StackResource
from policies.verdict import Verdict

StackJudge = Callable[[StackResource, Stack], Verdict]
ContextStackJudge = Callable[[StackResource, Stack, Context], Verdict]


@dataclass(frozen=True, slots=True)
class StackRule:
    """A rule about resources as they are joined in their stack."""

    policy: str
    """The catalogue row."""
    about: tuple[str, ...]
    """Canonical types of the resources that are judged; `policies.stack.STACK` for the stack as a whole."""
    judge: ContextStackJudge


def stack_rule(policy: str, *, about: tuple[str, ...]) -> Callable[[StackJudge], StackRule]:
    """Make a function of a resource and its stack the rule of a catalogue row."""

    def declare(judge: StackJudge) -> StackRule:
        return StackRule(policy, about, lambda resource, stack, _: judge(resource, stack))

    return declare


def stack_rule_in_context(policy: str, *, about: tuple[str, ...]) -> Callable[[ContextStackJudge], StackRule]:
    """The same for a function that also needs the environment or the policy's parameters."""

    def declare(judge: ContextStackJudge) -> StackRule:
        return StackRule(policy, about, judge)

    return declare


def stack_rules_of(*modules: ModuleType) -> tuple[StackRule, ...]:
    """The stack rules that modules define."""
    return tuple(found for module in modules for found in vars(module).values() if isinstance(found, StackRule))
