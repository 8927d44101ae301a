"""IAM policy documents as data: read from JSON text, merged, and put into the provider's order of keys."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.aws.model import AwsError
from sandbox.values import Properties, Value


@dataclass(slots=True)
class Statement:
    """A statement; sets are None when absent, text or a list of text otherwise.

    `principals` are pairs of type and identifiers, `conditions` are operator, key and values.
    """

    sid: str = ""
    effect: str = ""
    actions: Value = None
    not_actions: Value = None
    resources: Value = None
    not_resources: Value = None
    principals: list[tuple[str, Value]] = field(default_factory=list)
    not_principals: list[tuple[str, Value]] = field(default_factory=list)
    conditions: list[tuple[str, str, Value]] = field(default_factory=list)

    def rendered(self) -> Properties:
        """The statement with the keys that it has, in the provider's order."""
        parts: Properties = {
            "Sid": self.sid or None,
            "Effect": self.effect or None,
            "Action": self.actions,
            "NotAction": self.not_actions,
            "Resource": self.resources,
            "NotResource": self.not_resources,
            "Principal": _rendered_principals(self.principals),
            "NotPrincipal": _rendered_principals(self.not_principals),
            "Condition": _rendered_conditions(self.conditions),
        }
        return {key: value for key, value in parts.items() if value is not None}


@dataclass(slots=True)
class Document:
    """A policy document."""

    version: str = ""
    id: str = ""
    statements: list[Statement] = field(default_factory=list)

    def merge(self, other: "Document") -> None:
        """Takes over the other's id, a higher version, and its statements; one with a known Sid replaces that one."""
        self.id = other.id or self.id
        self.version = max(self.version, other.version)
        for statement in other.statements:
            places = [place for place, own in enumerate(self.statements) if statement.sid and own.sid == statement.sid]
            if places:
                self.statements[places[0]] = statement
            else:
                self.statements.append(statement)

    def rendered(self) -> Properties:
        """The document with the keys that it has, in the provider's order."""
        statements: list[Value] = [statement.rendered() for statement in self.statements]
        parts: Properties = {"Version": self.version, "Id": self.id, "Statement": statements}
        return {key: value for key, value in parts.items() if value}


def _rendered_principals(principals: list[tuple[str, Value]]) -> Value:
    if not principals:
        return None
    if len(principals) == 1 and principals[0][0] == "*" and principals[0][1] in ("*", ["*"]):
        return "*"
    gathered: dict[str, Value] = {}
    for type, identifiers in principals:
        before = gathered.get(type)
        if before is None:
            gathered[type] = _reverse(identifiers) if isinstance(identifiers, list) else identifiers
        else:
            gathered[type] = _as_list(before) + _reverse(_as_list(identifiers))
    return dict(sorted(gathered.items()))


def _rendered_conditions(conditions: list[tuple[str, str, Value]]) -> Value:
    gathered: dict[str, dict[str, list[Value]]] = {}
    for operator, key, values in conditions:
        gathered.setdefault(operator, {}).setdefault(key, []).extend(_as_list(values))
    if not gathered:
        return None
    return {
        operator: {key: values[0] if len(values) == 1 else values for key, values in sorted(keys.items())}
        for operator, keys in sorted(gathered.items())
    }


def _as_list(value: Value) -> list[Value]:
    return list(value) if isinstance(value, list) else [value]


def _reverse(values: list[Value]) -> list[Value]:
    return sorted(values, key=str, reverse=True)


def parse_document(text: str, what: str) -> Document:
    """The document of a JSON text; `what` names it in errors (`source document 0`). Raises `AwsError`."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise _refused(what, f"it is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise _refused(what, "it must be a JSON object")
    keys = {key.lower(): value for key, value in data.items()}
    statements = keys.get("statement") or []
    if not isinstance(statements, list) or not all(isinstance(item, dict) for item in statements):
        raise _refused(what, "its Statement must be a list of objects")
    return Document(
        version=str(keys.get("version") or ""),
        id=str(keys.get("id") or ""),
        statements=[_statement(item, what) for item in statements],
    )


def _statement(data: Mapping[str, Value], what: str) -> Statement:
    keys = {key.lower(): value for key, value in data.items()}
    return Statement(
        sid=str(keys.get("sid") or ""),
        effect=str(keys.get("effect") or ""),
        actions=keys.get("action"),
        not_actions=keys.get("notaction"),
        resources=keys.get("resource"),
        not_resources=keys.get("notresource"),
        principals=_principals(keys.get("principal"), what),
        not_principals=_principals(keys.get("notprincipal"), what),
        conditions=_conditions(keys.get("condition"), what),
    )


def _principals(value: Value, what: str) -> list[tuple[str, Value]]:
    if value is None:
        return []
    if isinstance(value, str):
        return [("*", ["*"])]
    if not isinstance(value, dict):
        raise _refused(what, 'a Principal must be "*" or an object')
    for key, item in value.items():
        texts = item if isinstance(item, list) else [item]
        if not all(isinstance(text, str) for text in texts):
            raise _refused(what, f"the Principal {key} must be text or a list of text")
    return list(value.items())


def _conditions(value: Value, what: str) -> list[tuple[str, str, Value]]:
    if value is None:
        return []
    if not isinstance(value, dict) or not all(isinstance(keys, dict) for keys in value.values()):
        raise _refused(what, "a Condition must be an object of objects")
    found: list[tuple[str, str, Value]] = []
    for operator, keys in value.items():
        for key, values in (keys if isinstance(keys, dict) else {}).items():
            texts = [str(item).lower() if isinstance(item, bool) else item for item in _as_list(values)]
            if not all(isinstance(item, str) for item in texts):
                raise _refused(what, f"the values of the condition {operator} on {key} must be text")
            found.append((operator, key, list(texts)))
    return found


def _refused(what: str, reason: str) -> AwsError:
    return AwsError("InvalidPolicyDocument", f"writing IAM Policy Document: merging {what}: {reason}.")
