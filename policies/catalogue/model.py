"""What the catalogue says about a policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from policies.environment import Environment

JsonSchema = Mapping[str, object]


class Severity(StrEnum):
    """How bad a violation is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Level(StrEnum):
    """What a violation does to a deployment."""

    DISABLED = "disabled"
    ADVISORY = "advisory"
    MANDATORY = "mandatory"
    REMEDIATE = "remediate"


_LEVEL_LETTERS: Mapping[str, Level] = {
    "M": Level.MANDATORY,
    "A": Level.ADVISORY,
    "R": Level.REMEDIATE,
    "D": Level.DISABLED,
}


@dataclass(frozen=True, slots=True)
class Levels:
    """A policy's level in each environment."""

    prod: Level
    staging: Level
    dev: Level

    @classmethod
    def of(cls, letters: str) -> "Levels":
        """Levels from letters for prod, staging and dev: `M/A/D`; M mandatory, A advisory, R remediate, D disabled."""
        prod, staging, dev = (_LEVEL_LETTERS[letter] for letter in letters.split("/"))
        return cls(prod, staging, dev)

    def within(self, environment: Environment) -> Level:
        """The level in one environment."""
        by_environment = {Environment.PROD: self.prod, Environment.STAGING: self.staging, Environment.DEV: self.dev}
        return by_environment[environment]


@dataclass(frozen=True, slots=True)
class Controls:
    """The controls of public frameworks that a policy serves."""

    fsbp: tuple[str, ...] = ()
    """AWS Foundational Security Best Practices (Security Hub) control ids."""
    pci_security_hub: tuple[str, ...] = ()
    """PCI DSS 4.0.1 requirements that Security Hub's page of the control names."""
    pci_config: tuple[str, ...] = ()
    """PCI DSS 4.0 requirements that AWS Config's conformance pack names (the first four)."""
    pci_own: tuple[str, ...] = ()
    """PCI DSS 4.0.1 requirements mapped by this project; an assessor has not confirmed them."""
    cis: tuple[str, ...] = ()
    """CIS AWS Foundations Benchmark, as `v5.0 2.2.4`."""
    checkov: tuple[str, ...] = ()
    """Checkov ids."""

    @property
    def pci(self) -> tuple[str, ...]:
        """All PCI DSS requirements, each once, in order of authority."""
        return tuple(dict.fromkeys((*self.pci_security_hub, *self.pci_own, *self.pci_config)))

    def phrase(self) -> str:
        """One line for a person; empty when no framework has the control."""
        parts = (
            ("FSBP ", self.fsbp),
            ("PCI DSS ", self.pci),
            ("CIS ", self.cis),
            ("Checkov ", self.checkov),
        )
        return " · ".join(f"{title}{', '.join(ids)}" for title, ids in parts if ids)

    def tags(self) -> tuple[str, ...]:
        """The controls as tags: `fsbp:RDS.5`, `pci:3.5.1`, `cis:v5.0-2.2.4`, `checkov:CKV_AWS_157`."""
        return (
            *(f"fsbp:{control}" for control in self.fsbp),
            *(f"pci:{control}" for control in self.pci),
            *(f"cis:{control.replace(' ', '-')}" for control in self.cis),
            *(f"checkov:{control}" for control in self.checkov),
        )


@dataclass(frozen=True, slots=True)
class Parameter:
    """A setting of a policy that `--policy-pack-config` may change."""

    name: str
    meaning: str
    schema: JsonSchema
    prod: object
    staging: object
    dev: object

    def default(self, environment: Environment) -> object:
        """The value when nobody sets it."""
        by_environment = {Environment.PROD: self.prod, Environment.STAGING: self.staging, Environment.DEV: self.dev}
        return by_environment[environment]


def same_everywhere(name: str, meaning: str, schema: JsonSchema, value: object) -> Parameter:
    """A parameter whose default does not depend on the environment."""
    return Parameter(name, meaning, schema, prod=value, staging=value, dev=value)


INTEGER: JsonSchema = {"type": "integer", "minimum": 0}
BOOLEAN: JsonSchema = {"type": "boolean"}
TEXT: JsonSchema = {"type": "string"}
TEXTS: JsonSchema = {"type": "array", "items": {"type": "string"}}
PORTS: JsonSchema = {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 65535}}


@dataclass(frozen=True, slots=True)
class Policy:
    """One row of the catalogue."""

    name: str
    """Identifier, as in `--policy-pack-config`."""
    title: str
    """What holds when the policy is kept, as a short sentence without a full stop."""
    severity: Severity
    levels: Levels
    why: str
    """What goes wrong otherwise; one sentence."""
    remedy: str
    """How to put it right, in terms of resource properties; one sentence."""
    docs: str
    """Address of AWS's documentation."""
    controls: Controls = field(default_factory=Controls)
    parameters: tuple[Parameter, ...] = ()
    setting: str | None = None
    """The key of a platform stack file that decides this, such as `platform:database.multiAz`."""
