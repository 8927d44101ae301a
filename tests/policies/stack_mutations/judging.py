"""What all rules say about a deployed stack, and about the same stack after a change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from policies.catalogue import CATALOGUE
from policies.catalogue.model import Level
from policies.configuration import Configuration
from policies.environment import StackEnvironment
from policies.evaluation import Failed, RuleBook, Subject
from policies.platform_settings import PlatformSettings
from policies.serving.server import rule_book
from policies.serving.wire import stack_of
from policies.stack import Stack, StackResource
from policies.verdict import Compliant, Verdict, Violation
from tests.policies.harness import rule_book_of, through_the_sdk
from tests.policies.stack_mutations.deployed import DeployedStack, Piece, messages_of

BOOK: Final[RuleBook] = rule_book()

Verdicts = Mapping[tuple[str, str], Verdict | Failed]
"""By policy and URN; of several rules of one policy about one resource the violated one."""


@dataclass(slots=True)
class Bench:
    """Judges changes of one stack: what did not change is read once."""

    stack: DeployedStack
    configuration: Configuration = field(init=False)
    joined: Verdicts = field(init=False)
    """What stack rules say before any change."""
    _read: dict[Piece, StackResource] = field(init=False, default_factory=dict)
    _single: dict[Piece, Verdicts] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.configuration = Configuration(CATALOGUE, StackEnvironment(self.stack.environment, "the test"))
        self._read = self._resources(self.stack)
        self.joined = self._judged_together(self.stack, BOOK)

    def after(self, changed: DeployedStack, policy: str) -> Verdicts:
        """What the stack rules of a policy, and of all mandatory ones, say about the stack as it is changed."""
        mandatory = {name for name in BOOK.stack_policies if self.is_mandatory(name)}
        return self._judged_together(changed, rule_book_of({*mandatory, policy}))

    def single(self, piece: Piece) -> Verdicts:
        """What rules about single resources say about one."""
        if piece not in self._single:
            subject = Subject(piece.urn, piece.type, piece.named.name)
            properties = through_the_sdk(piece.inputs)
            found: dict[tuple[str, str], Verdict | Failed] = {}
            for finding in BOOK.judge(subject, properties, piece.protect, self.configuration):
                _note(found, finding.policy.name, piece.urn, finding.verdict)
            self._single[piece] = found
        return self._single[piece]

    def is_mandatory(self, policy: str) -> bool:
        """Whether a violation of a policy blocks."""
        return self.configuration.violation_level(CATALOGUE[policy]) is Level.MANDATORY

    def joined_stack(self, changed: DeployedStack) -> Stack:
        """The stack that stack rules get."""
        read = {piece.urn: self._read.get(piece) for piece in changed.pieces}
        new = [piece for piece in changed.pieces if read[piece.urn] is None]
        providers = {piece.urn: piece for piece in changed.pieces}
        for resource in stack_of(messages_of(new, providers), PlatformSettings()).of_type("*"):
            read[resource.urn] = resource
        found = [resource for resource in read.values() if resource is not None]
        return Stack(found, PlatformSettings.of(changed.config))

    def _resources(self, stack: DeployedStack) -> dict[Piece, StackResource]:
        providers = {piece.urn: piece for piece in stack.pieces}
        read = stack_of(messages_of(stack.pieces, providers), PlatformSettings())
        return {piece: resource for piece in stack.pieces if (resource := read.at(piece.urn)) is not None}

    def _judged_together(self, stack: DeployedStack, book: RuleBook) -> Verdicts:
        found: dict[tuple[str, str], Verdict | Failed] = {}
        for finding in book.judge_stack(self.joined_stack(stack), self.configuration):
            _note(found, finding.policy.name, finding.subject.urn, finding.verdict)
        return found


def _note(found: dict[tuple[str, str], Verdict | Failed], policy: str, urn: str, verdict: Verdict | Failed) -> None:
    if not isinstance(found.get((policy, urn)), (Violation, Failed)):
        found[policy, urn] = verdict


def violated(verdicts: Verdicts) -> frozenset[tuple[str, str]]:
    """Policies and URNs of violations; a rule that fails counts as one."""
    return frozenset(key for key, verdict in verdicts.items() if isinstance(verdict, (Violation, Failed)))


def kept(verdicts: Verdicts) -> frozenset[tuple[str, str]]:
    """Policies and URNs of what complies."""
    return frozenset(key for key, verdict in verdicts.items() if isinstance(verdict, Compliant))
