"""Each policy's level and parameters: the catalogue's for the environment, changed by `--policy-pack-config`."""

import difflib
from collections.abc import Mapping
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
        them was not chosen. A name that is no policy raises ValueError, since a misspelt one would change nothing.
        """
        unknown = sorted(name for name in given if name not in self.catalogue and name != _ALL)
        if unknown:
            raise ValueError("; ".join(_unknown_policy(name, self.catalogue) for name in unknown))
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


def _unknown_policy(name: str, catalogue: Mapping[str, Policy]) -> str:
    closest = difflib.get_close_matches(name, catalogue, n=1)
    hint = f" Did you mean {closest[0]}?" if closest else ""
    return f"The policy pack configuration names {name}, which is no policy of this pack.{hint}"
