"""The exemptions of one run: which apply, what each covered, and what is wrong with the others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from policies.catalogue.model import Policy
from policies.environment import Environment
from policies.evaluation import Finding
from policies.exemptions.exemption import Exemption, ancestors_of, stack_of
from policies.exemptions.file import ExemptionFile, Problem


@dataclass(frozen=True, slots=True)
class Limits:
    """How far an exemption may go: the parameters of the policy `exemptions-valid`."""

    days: int
    """Most days until it expires."""
    cap: int
    """Most resources that it may cover."""


@dataclass
class Ledger:
    """Keeps account of the exemptions while the resources of one stack come in."""

    file: str
    """Name of the exemptions file."""
    exemptions: Sequence[Exemption]
    """Those that apply in the stack."""
    invalid: Sequence[Problem]
    """What is wrong with entries that concern the stack; none of these entries applies."""
    today: date
    uses: dict[str, dict[tuple[str, str], Finding]] = field(default_factory=dict)
    """Findings that were exempted, by id of the exemption, then by URN and policy."""
    over_cap: set[str] = field(default_factory=set)
    """Ids of exemptions that would have covered more than they may."""

    def exemption_for(self, finding: Finding, parents: Mapping[str, str]) -> Exemption | None:
        """The exemption that covers a finding, which is noted as used; None when there is none."""
        urn, policy = finding.subject.urn, finding.policy.name
        ancestors: tuple[str, ...] | None = None
        for exemption in self.exemptions:
            if exemption.policy != policy:
                continue
            ancestors = ancestors_of(urn, parents) if ancestors is None else ancestors
            if not exemption.names(urn, ancestors):
                continue
            covered = self.uses.setdefault(exemption.id, {})
            if (urn, policy) not in covered and len(covered) >= exemption.cap:
                self.over_cap.add(exemption.id)
                continue
            covered[urn, policy] = finding
            return exemption
        return None

    def names(self, policy: Policy, urn: str, parents: Mapping[str, str]) -> bool:
        """Whether an exemption from a policy speaks about a resource; nothing is noted."""
        asked = [exemption for exemption in self.exemptions if exemption.policy == policy.name]
        return bool(asked) and any(found.names(urn, ancestors_of(urn, parents)) for found in asked)

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong, at the end of a run."""
        yield from self.invalid
        for exemption in self.exemptions:
            if exemption.id in self.over_cap:
                yield _refused(
                    self.file,
                    exemption,
                    "cap",
                    f"it names more than {exemption.cap} resources",
                    f"at most {exemption.cap}, so it applies to none",
                    "Name the resources more exactly, or have a higher cap approved.",
                )

    def revoked(self) -> Iterator[Finding]:
        """The findings that were exempted by an exemption which turned out to name too many resources."""
        for used in sorted(self.over_cap):
            yield from self.uses.pop(used, {}).values()

    def unused(self) -> Iterator[Exemption]:
        """Exemptions that covered nothing."""
        return (found for found in self.exemptions if found.id not in self.uses and found.id not in self.over_cap)


def ledger_of(
    file: ExemptionFile,
    name: str,
    urn: str,
    environment: Environment,
    policies: Mapping[str, Policy],
    limits: Limits,
    today: date,
) -> Ledger:
    """The ledger of the stack to which a resource belongs."""
    stack = stack_of(urn)
    invalid = [problem for problem in file.problems if problem.scope.holds(stack, environment)]
    applying = []
    for exemption in file.exemptions:
        if not exemption.scope.holds(stack, environment):
            continue
        problem = _objection(name, exemption, policies, limits, today)
        if problem is None:
            applying.append(exemption)
        else:
            invalid.append(problem)
    return Ledger(name, tuple(applying), tuple(invalid), today)


def _objection(
    file: str, exemption: Exemption, policies: Mapping[str, Policy], limits: Limits, today: date
) -> Problem | None:
    """Why a well-formed exemption does not apply; None when it does."""
    left = exemption.days_left(today)
    if exemption.policy not in policies:
        return _refused(
            file,
            exemption,
            "policy",
            f'"{exemption.policy}"',
            "a policy about resources, as `bin/ops policy list` names them",
            "Correct the name.",
        )
    if left < 0:
        return _refused(
            file,
            exemption,
            "expires",
            f"it expired on {exemption.expires}",
            "a day to come",
            f"Put the resource right, delete the entry, or have it approved anew ({exemption.owner} owns it).",
        )
    if left > limits.days:
        return _refused(
            file,
            exemption,
            "expires",
            f"{exemption.expires} is {left} days away",
            f"at most {limits.days} days (parameter maxDays of exemptions-valid)",
            "Choose an earlier day; it can be approved anew then.",
        )
    if exemption.cap > limits.cap:
        return _refused(
            file,
            exemption,
            "cap",
            str(exemption.cap),
            f"at most {limits.cap} (parameter maxCap of exemptions-valid)",
            "Name fewer resources in one entry.",
        )
    return None


def _refused(file: str, exemption: Exemption, key: str, given: str, allowed: str, remedy: str) -> Problem:
    return Problem(file, f"entry {exemption.id}", key, given, allowed, remedy, exemption.scope)
