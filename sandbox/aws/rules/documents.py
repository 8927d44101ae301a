"""Policy documents: what every AWS service refuses of them, and what stands in one that is deployed."""

import json
from collections.abc import Mapping
from typing import Final, TypeAlias

from sandbox.aws.rules.failure import Failure
from sandbox.aws.rules.given import Given

_VERSIONS: Final = ("2012-10-17", "2008-10-17")
_ELEMENTS: Final = ("Version", "Id", "Statement")
_STATEMENT_ELEMENTS: Final = frozenset(
    ("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition")
)

Statement: TypeAlias = Mapping[str, object]


def unless_policy(given: Given) -> list[Failure]:
    """Failures of a policy document's JSON and grammar; nothing when it is absent or holds unknowns."""
    malformed = given.not_json("the policy")
    if malformed or given.absent or given.open:
        return malformed
    document = given.document
    if not isinstance(document.value, dict):
        return [given.refuse("the policy must be a JSON object with Version and Statement")]
    failures = [given.refuse(f'"{key}" is no element of a policy') for key in document.value if key not in _ELEMENTS]
    failures += [given.refuse(failure.reason) for failure in document["Version"].none_of(_VERSIONS)]
    if not document["Statement"].items:
        failures.append(given.refuse("the policy has no Statement; add at least one"))
    for position, statement in enumerate(document["Statement"].items):
        failures += [given.refuse(f"Statement {position + 1}: {reason}") for reason in _faults(statement)]
    return failures


def statements(given: Given) -> list[Given]:
    """The statements of a known policy document."""
    return [] if given.open else given.document["Statement"].items


def statements_of(policy: str) -> list[Statement] | None:
    """The statements of a deployed policy, none of an empty text; None when it can't be read."""
    try:
        document = json.loads(policy or "{}")
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    return [item for item in listed(document.get("Statement")) if isinstance(item, dict)]


def listed(value: object) -> list[object]:
    """An element of a document that may be one value or a list of them."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _faults(statement: Given) -> list[str]:
    if not isinstance(statement.value, dict):
        return ["it must be an object with Effect and Action"]
    faults = [f'"{key}" is no element of a statement' for key in statement.value if key not in _STATEMENT_ELEMENTS]
    if statement["Effect"].text not in ("Allow", "Deny"):
        faults.append(f'Effect is "{statement["Effect"].text or ""}"; give Allow or Deny')
    for name in ("Action", "Resource", "Principal"):
        if statement[name].present and statement[f"Not{name}"].present:
            faults.append(f"{name} and Not{name} are given together; give one of them")
    if statement["Action"].empty and statement["NotAction"].empty:
        faults.append("it has no Action; list the actions that it is about")
    return faults
