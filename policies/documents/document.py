"""IAM policy documents: from JSON text or an object to statements, of which parts may not be known yet.

The grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from policies.documents.three_valued import Truth, all_of, any_of, negation
from policies.properties import UNKNOWN, Node, Properties, Unknown
from policies.verdict import Undetermined

EVERYTHING = "*"

Values = tuple[str | Unknown, ...]
"""Texts of an element that may be one text or a list; UNKNOWN stands for any number of them."""

_OPERATOR = re.compile(r"(?:(for(?:all|any)values?):)?([a-z]+?)(ifexists)?", re.IGNORECASE)
_ANYTHING_IN_SERVICE = re.compile(r"arn:[^:]*:[^:]*:\*?:\*?:[*/]+")


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody whom a statement is about."""

    kind: str
    """`AWS`, `Service`, `Federated` or `CanonicalUser`; `*` when the whole element is `"*"`."""
    value: str | Unknown

    @property
    def is_wildcard(self) -> Truth:
        """Whether it stands for everybody. AWS takes a wildcard for the whole name only, never within an ARN."""
        return UNKNOWN if self.value is UNKNOWN else EVERYTHING in self.value


@dataclass(frozen=True, slots=True)
class Condition:
    """One key under one operator."""

    operator: str
    """In small letters, without its qualifier and without `IfExists`: `stringlike`."""
    qualifier: str
    """`forallvalues`, `foranyvalue` or empty."""
    if_exists: bool
    key: str
    """In small letters: `aws:sourcearn`. Condition keys are not case-sensitive."""
    values: Values

    @property
    def needs_the_key(self) -> bool:
        """Whether a request without the key fails it: a positive operator without IfExists or ForAllValues."""
        return not self.if_exists and self.qualifier != "forallvalues"

    def is_one_of(self, *values: str) -> Truth:
        """Whether its values are among these, given in small letters."""
        found = [UNKNOWN if value is UNKNOWN else value.lower() in values for value in self.values]
        return all_of(found) if found else False


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; an element that is absent is None."""

    label: str
    """`statement "Sid"`, or `statement 2` when it has no id."""
    effect: str | Unknown
    principals: tuple[Principal, ...] | None
    not_principals: tuple[Principal, ...] | None
    actions: Values | None
    not_actions: Values | None
    resources: Values | None
    not_resources: Values | None
    conditions: tuple[Condition, ...] | Unknown

    @property
    def allows(self) -> Truth:
        """Whether it is an Allow. The value is case-sensitive."""
        return UNKNOWN if self.effect is UNKNOWN else self.effect == "Allow"

    @property
    def denies(self) -> Truth:
        """Whether it is a Deny."""
        return negation(self.allows)

    def reaches(self, action: str) -> Truth:
        """Whether it is about an action."""
        if self.actions is not None:
            return _any_matches(self.actions, action)
        return negation(_any_matches(self.not_actions or (), action))

    def reaches_all(self, pattern: str) -> Truth:
        """Whether it is about every action that a pattern such as `s3:*` stands for."""
        if self.actions is not None:
            return any_of(UNKNOWN if own is UNKNOWN else covers(own, pattern) for own in self.actions)
        return negation(any_of(UNKNOWN if own is UNKNOWN else overlap(own, pattern) for own in self.not_actions or ()))

    @property
    def is_about_everything(self) -> Truth:
        """Whether it is about all resources, at least all of one service; NotResource leaves all but a few.

        The policy of a resource may do without the element.
        """
        if self.resources is None:
            return True
        return any_of(UNKNOWN if found is UNKNOWN else names_everything(found) for found in self.resources)

    def has_condition(self, *keys: str) -> Truth:
        """Whether one of these keys, in small letters, is under a condition."""
        if self.conditions is UNKNOWN:
            return UNKNOWN
        return any(condition.key in keys for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class Document:
    """A policy; UNKNOWN stands for a statement, or any number of them, that are not known yet."""

    statements: tuple[Statement | Unknown, ...]

    @property
    def known(self) -> tuple[Statement, ...]:
        """The statements that can be read."""
        return tuple(statement for statement in self.statements if statement is not UNKNOWN)

    @property
    def is_complete(self) -> bool:
        """Whether every statement can be read."""
        return UNKNOWN not in self.statements


def document_of(resource: Properties, path: str) -> Document | Undetermined | None:
    """The document in a property: None when there is none, Undetermined when it is unknown or no JSON object."""
    value = resource.tree(path)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return Undetermined(resource.where(path))
    if not isinstance(value, Mapping):
        return Undetermined(resource.where(path))
    statements = _element(value, "Statement")
    return Document(tuple(_statement(found, number) for number, found in enumerate(_listed(statements), start=1)))


@lru_cache(maxsize=4096)
def matches(pattern: str, text: str) -> bool:
    """Whether a pattern with `*` and `?` stands for a text, whatever the case."""
    return _regex(pattern).fullmatch(text.lower()) is not None


def covers(pattern: str, other: str) -> bool:
    """Whether a pattern stands for everything that another pattern stands for."""
    return matches(pattern, other)


def overlap(pattern: str, other: str) -> bool:
    """Whether two patterns may stand for the same text; right for patterns with their wildcards at the end."""
    first, second = (found.lower().split("*")[0] for found in (pattern, other))
    return first.startswith(second) or second.startswith(first)


def names_everything(resource: str) -> bool:
    """Whether a resource is `*`, or an ARN that names nothing but the service."""
    return resource.strip("*") == "" or _ANYTHING_IN_SERVICE.fullmatch(resource) is not None


@lru_cache(maxsize=4096)
def _regex(pattern: str) -> re.Pattern[str]:
    # A `?` stands for one character, which the `*` of another pattern is not.
    translated = "".join({"*": ".*", "?": "[^*]"}.get(letter, re.escape(letter)) for letter in pattern.lower())
    return re.compile(translated, re.DOTALL)


def _any_matches(patterns: Values, action: str) -> Truth:
    return any_of(UNKNOWN if pattern is UNKNOWN else matches(pattern, action) for pattern in patterns)


def _statement(node: Node, number: int) -> Statement | Unknown:
    if not isinstance(node, Mapping):
        return UNKNOWN
    sid, effect = _element(node, "Sid"), _element(node, "Effect")
    return Statement(
        label=f'statement "{sid}"' if isinstance(sid, str) and sid else f"statement {number}",
        effect=effect if isinstance(effect, str) else UNKNOWN,
        principals=_principals(_element(node, "Principal")),
        not_principals=_principals(_element(node, "NotPrincipal")),
        actions=_values(_element(node, "Action")),
        not_actions=_values(_element(node, "NotAction")),
        resources=_values(_element(node, "Resource")),
        not_resources=_values(_element(node, "NotResource")),
        conditions=_conditions(_element(node, "Condition")),
    )


def _element(node: Mapping[str, Node], name: str) -> Node:
    """An element by its name, also in the first letters that object forms of other languages use: `statement`."""
    if name in node:
        return node[name]
    return node.get(name[:1].lower() + name[1:])


def _listed(node: Node) -> tuple[Node, ...]:
    if node is None:
        return ()
    return tuple(node) if isinstance(node, list) else (node,)


def _values(node: Node) -> Values | None:
    if node is None:
        return None
    return tuple(_text(found) for found in _listed(node))


def _text(node: Node) -> str | Unknown:
    if isinstance(node, bool):
        return "true" if node else "false"
    if isinstance(node, (int, float)):
        return f"{node:.15g}"
    return node if isinstance(node, str) else UNKNOWN


def _principals(node: Node) -> tuple[Principal, ...] | None:
    if node is None:
        return None
    if isinstance(node, Mapping):
        return tuple(Principal(kind, value) for kind, found in node.items() for value in _values(found) or ())
    return tuple(Principal(EVERYTHING, value) for value in _values(node) or ())


def _conditions(node: Node) -> tuple[Condition, ...] | Unknown:
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        return UNKNOWN
    if any(not isinstance(keys, Mapping) for keys in node.values()):
        return UNKNOWN
    return tuple(_under_each_operator(node))


def _under_each_operator(node: Mapping[str, Node]) -> Iterator[Condition]:
    for operator, keys in node.items():
        found = _OPERATOR.fullmatch(operator)
        qualifier, name, if_exists = found.groups() if found else (None, operator, None)
        for key, value in keys.items() if isinstance(keys, Mapping) else ():
            short = (qualifier or "").lower()
            yield Condition(name.lower(), short, if_exists is not None, key.lower(), _values(value) or ())
