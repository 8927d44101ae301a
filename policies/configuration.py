"""Each policy's level and parameters: the catalogue's for the environment, changed by `--policy-pack-config`."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from policies.catalogue.model import Level, Policy
from policies.catalogue.pack import UNDETERMINED
from policies.environment import Environment, StackEnvironment

_ALL = "all"
"""The engine's own key for every policy."""

_RANK = (Level.DISABLED, Level.ADVISORY, Level.MANDATORY)


@dataclass(frozen=True, slots=True)
class Given:
    """What the engine hands over for one policy: everything, defaults included."""

    level: Level
    parameters: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Configuration:
    """Levels and parameters in one environment. Immutable."""

    catalogue: Mapping[str, Policy]
    stack: StackEnvironment
    levels: Mapping[str, Level] = field(default_factory=dict)
    """Levels that somebody chose."""
    parameters: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Parameters that somebody chose, by policy."""

    @property
    def environment(self) -> Environment:
        """The environment of the stack."""
        return self.stack.environment

    def level(self, policy: Policy) -> Level:
        """What a violation does."""
        return self.levels.get(policy.name, policy.levels.within(self.environment))

    def violation_level(self, policy: Policy) -> Level:
        """The level at which a violation is reported: what could not be remediated is mandatory."""
        level = self.level(policy)
        return Level.MANDATORY if level is Level.REMEDIATE else level

    def undetermined_level(self, policy: Policy) -> Level:
        """The level at which an undetermined verdict is reported, never above the policy's own."""
        for_all = self.violation_level(self.catalogue[UNDETERMINED])
        return min(for_all, self.violation_level(policy), key=_RANK.index)

    def parameter_values(self, policy: Policy) -> Mapping[str, object]:
        """The policy's parameters by name."""
        defaults = {parameter.name: parameter.default(self.environment) for parameter in policy.parameters}
        return {**defaults, **self.parameters.get(policy.name, {})}

    def configured(self, given: Mapping[str, Given]) -> "Configuration":
        """The configuration after the engine handed over its own.

        The engine completes what a person wrote with the levels and defaults that the pack announced: what equals
        them was not chosen. A name that is no policy, or no parameter of its policy, raises ValueError, since a
        misspelt one would change nothing.
        """
        mistakes = [*_unknown_policies(given, self.catalogue), *_unknown_parameters(given, self.catalogue)]
        if mistakes:
            raise ValueError(" ".join(mistakes))
        levels, parameters = {}, {}
        for name, chosen in given.items():
            if name == _ALL:
                continue
            policy = self.catalogue[name]
            if chosen.level is not policy.levels.within(self.environment):
                levels[name] = chosen.level
            parameters[name] = {
                parameter.name: chosen.parameters[parameter.name]
                for parameter in policy.parameters
                if parameter.name in chosen.parameters
                and not _same(chosen.parameters[parameter.name], parameter.default(self.environment))
            }
        return Configuration(self.catalogue, self.stack, levels, parameters)

    def of_stack(self, stack: StackEnvironment) -> "Configuration":
        """The same choices in another environment."""
        return Configuration(self.catalogue, stack, self.levels, self.parameters)


def _same(chosen: object, default: object) -> bool:
    """Equality between a value that went through JSON numbers and one of the catalogue."""
    if isinstance(chosen, (list, tuple)) and isinstance(default, (list, tuple)):
        return list(chosen) == list(default)
    return chosen == default


def _unknown_policies(given: Mapping[str, Given], catalogue: Mapping[str, Policy]) -> Iterator[str]:
    for name in sorted(given):
        if name not in catalogue and name != _ALL:
            hint = _closest(name, catalogue)
            yield f"The policy pack configuration names {name}, which is no policy of this pack.{hint}"


def _unknown_parameters(given: Mapping[str, Given], catalogue: Mapping[str, Policy]) -> Iterator[str]:
    for name in sorted(given):
        known = [parameter.name for parameter in catalogue[name].parameters] if name in catalogue else []
        for parameter in sorted(set(given[name].parameters) - set(known)):
            allowed = f"It has {', '.join(known)}." if known else "It has none."
            hint = _closest(parameter, known) or f" {allowed}"
            yield f"The policy pack configuration gives {name} the parameter {parameter}, which it does not have.{hint}"


def _closest(name: str, known: Iterable[str]) -> str:
    closest = difflib.get_close_matches(name, known, n=1)
    return f" Did you mean {closest[0]}?" if closest else ""
