"""How a case of the input rules is written and judged: a right input, one change, the path and words of the refusal."""

import json
from dataclasses import dataclass
from typing import Final

from sandbox.aws.model import Failure
from sandbox.aws.rules import refusals
from sandbox.values import Properties, Value
from tests.sandbox.rules_cloud import asked

ABSENT: Final = "\0absent"
"""A change to this value leaves the property out."""


@dataclass(frozen=True)
class Wrong:
    """A change of a type's right input that AWS refuses at a path, with a reason that holds these words."""

    type: str
    change: Properties
    path: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.type.rpartition(':')[2]}-{self.path}"


def wrong(type: str, change: Properties, path: str, *words: str) -> Wrong:
    """A case."""
    return Wrong(type, change, path, words)


def changed(right: Properties, change: Properties) -> Properties:
    """The right input with the change; `ABSENT` removes a property."""
    return {key: value for key, value in {**right, **change}.items() if value != ABSENT}


def judged(type: str, inputs: Properties, region: str = "ap-south-1") -> list[Failure]:
    """What the rules say to these inputs."""
    return refusals(asked(type, inputs, region=region))


def assert_refused(case: Wrong, right: Properties) -> None:
    """The change is refused where and why the case says."""
    failures = judged(case.type, changed(right, case.change))
    at_path = [failure.reason for failure in failures if failure.path == case.path]
    assert at_path, f"nothing is refused at {case.path}, but {failures}"
    assert any(all(word in reason for word in case.words) for reason in at_path), at_path


def text(document: Value) -> str:
    """A document as JSON."""
    return json.dumps(document)


def policy(**statement: Value) -> str:
    """A policy document of one statement."""
    return text({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})
