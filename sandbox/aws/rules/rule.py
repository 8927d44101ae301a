"""What a rule of AWS is, and the decorators that turn a small function into one.

Two kinds: an `InputRule` judges the inputs alone, at preview too; a `CloudRule` and a `DeleteRule` also look at what
exists, just before a create, an update or a delete. Each stands for one error of the AWS API.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sandbox.aws.model import Cloud, Deployed, Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given

Moment: TypeAlias = Literal["check", "create", "update", "delete"]
InputJudge: TypeAlias = Callable[[Given], Failures]
CloudJudge: TypeAlias = Callable[[Given, Request], Failures]
DeleteJudge: TypeAlias = Callable[[Deployed, Cloud], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One refusal of AWS.

    `name` is a sentence in snake case, `types` the resource types it judges, `code` the error of the AWS API that it
    stands for, `source` the page that documents it, `moments` when it is asked.
    """

    name: str
    types: tuple[str, ...]
    code: str
    source: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class InputRule(Rule):
    """A rule on the inputs alone; unknown values are never held against them."""

    judge: InputJudge


@dataclass(frozen=True, slots=True)
class CloudRule(Rule):
    """A rule that needs to see what exists before a create or update."""

    judge: CloudJudge


@dataclass(frozen=True, slots=True)
class DeleteRule(Rule):
    """A rule that can forbid a delete; its judge yields AWS's messages."""

    judge: DeleteJudge


def refuses(*types: str, code: str, source: str) -> Callable[[InputJudge], InputRule]:
    """Make a function of the inputs an input rule for these resource types."""
    return lambda judge: InputRule(judge.__name__, types, code, source, ("check",), judge)


def refuses_to_create(*types: str, code: str, source: str) -> Callable[[CloudJudge], CloudRule]:
    """Make a function of the inputs and the request a rule that is asked before a create."""
    return lambda judge: CloudRule(judge.__name__, types, code, source, ("create",), judge)


def refuses_to_deploy(*types: str, code: str, source: str) -> Callable[[CloudJudge], CloudRule]:
    """Make a function of the inputs and the request a rule that is asked before a create and an update."""
    return lambda judge: CloudRule(judge.__name__, types, code, source, ("create", "update"), judge)


def refuses_to_delete(*types: str, code: str, source: str) -> Callable[[DeleteJudge], DeleteRule]:
    """Make a function of a deployed resource and the cloud a rule that is asked before a delete."""
    return lambda judge: DeleteRule(judge.__name__, types, code, source, ("delete",), judge)
