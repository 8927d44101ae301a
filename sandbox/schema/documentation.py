"""What the SDK's documentation says of a property in prose: replacement, defaults, valid values; and its examples."""

import re
import textwrap
from typing import Final

from sandbox.schema.model import Literal_, PropertyType

SHORT: Final = 500
"""Characters of documentation kept for a property."""

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n\s*[*>-] ")
_REPLACES: Final = re.compile(
    r"\bforces? (?:(?:a|an|the|creation of a|re-?creation of (?:a|the)) )?"
    r"(?:new (?!task|deployment|for\b)|new$|replacement|re-?creation|recreate)"
    r"|\b(?:forces?|requires?|triggers?|causes?)(?: (?:a|the|resource|its))* "
    r"(?:replacement|re-?creation|creation of a new|destroy and recreate)\b"
    r"|\bcause (?:the|this) \w+ to be destroyed and re-?created\b"
    r"|\b(?:chang|modify|updat)\w*\b[^.]*\b(?:re-?creates?|replaces?|creates? a new|creating a new)\b[^.]*"
    r"\b(?:resource|replica|instance|cluster|one)\b"
    r"|\bcreates? a new resource\b|\bto create (?:a )?new resource\b",
    re.IGNORECASE,
)
_CONDITION: Final = re.compile(
    r"\b(?:if|when|unless|from|decreas\w+|increas\w+|disabling|enabling|after|once|remov\w+|adding|existing|empty|lower"
    r"|without|does not|doesn't|will not|won't|not force|no longer|exception|only|downgrad\w+)\b",
    re.IGNORECASE,
)
_CONDITIONAL_LEAD: Final = re.compile(r"^\W*(?:if|when|unless|for|once|after|with|in case)\b", re.IGNORECASE)
_HARMLESS: Final = re.compile(
    r"\b(?:if|when|once) (?:changed|modified|updated|altered|(?:it|this|this value) changes)\b", re.IGNORECASE
)
_NAMES: Final = re.compile(r"`([a-z][a-z0-9_.]*)`")

_DEFAULT: Final = re.compile(
    r"\bdefaults?(?: value)?(?: is|:| to| of)? ?(?:to |is |value is )?"
    r"(?:`(?P<quoted>[^`]*)`|(?P<plain>true|false|-?\d+)\b)(?=(?P<rest>[^\n]{0,24}))",
    re.IGNORECASE,
)
_DEFAULT_CONDITION: Final = re.compile(
    r"^\s*(?:,\s*)?(?:if|when|for|unless|in\b|or\b|on\b|with\b|where|and\b|except|otherwise|per\b|of\b|to\b)",
    re.IGNORECASE,
)
_LITERAL: Final = re.compile(r"[A-Za-z0-9][\w./:+-]*")

_VALID_VALUES: Final = re.compile(
    r"\b(?:valid|possible|allowed|accepted|supported|permitted|available)(?: \w+){0,2}? (?:values|options|value|types)"
    r"(?: for [\w` ]{1,40})?(?: are|:| is)(?: either| one of)?:?\s*(?P<list>[^.\n]*(?:\.(?=[^\s`])[^.\n]*)*)"
    r"|\b(?:must be|can be|may be|either|one of)(?: either| one of| any of)?(?: the following)?:?\s*"
    r"(?P<choice>`[^`\n]+`(?:(?:,| or|, or| and|, and|/|\|)\s*`[^`\n]+`)+(?P<after>[^\n]{0,12}))",
    re.IGNORECASE,
)
_VALUE_LIST: Final = re.compile(
    r"`([^`]*)`(?:\s*\([^()]*\))?(?:\s*(?:,\s*and|,\s*or|,|\band\b|\bor\b|/|\|)\s*(?=`)|\s*$)", re.IGNORECASE
)
_CODE_BLOCK: Final = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_IMPORT: Final = re.compile(r"^\s*\$ pulumi import (?P<token>\S+) (?P<name>\S+) (?P<id>.+?)\s*$", re.MULTILINE)


def shorten(doc: str) -> str:
    """The first characters of the documentation, on one line."""
    text = " ".join(doc.split())
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"


def sentences(doc: str) -> list[str]:
    """The sentences and list items of a documentation text."""
    return [" ".join(part.split()) for part in _SENTENCE_END.split(doc) if part.strip()]


def forces_replacement(doc: str, name: str) -> bool:
    """Whether the documentation of the property `name` says, without a condition, that a change replaces the resource.

    A sentence that names other properties and not this one speaks of those.
    """
    return any(_sentence_replaces(sentence, name) for sentence in sentences(doc))


def _sentence_replaces(sentence: str, name: str) -> bool:
    match = _REPLACES.search(sentence)
    if match is None:
        return False
    named = set(_NAMES.findall(sentence))
    if named and not named & {name, name.removesuffix("s")}:
        return False
    start = sentence.rfind(", ", 0, match.start()) + 1
    end = sentence.find(", ", match.end())
    clause = sentence[start : end if end > 0 else len(sentence)]
    return not _CONDITION.search(_HARMLESS.sub("", clause)) and not _CONDITIONAL_LEAD.match(sentence[:start])


def stated_default(doc: str, kind: PropertyType, siblings: frozenset[str] = frozenset()) -> Literal_ | None:
    """The only literal default that the documentation states; None where it states none, several or a condition.

    `siblings` are the names of the properties beside this one: a default that names one of them is a reference.
    """
    found: set[str] = set()
    for match in _DEFAULT.finditer(doc):
        if _DEFAULT_CONDITION.match(match["rest"]):
            return None
        literal = match["quoted"] if match["quoted"] is not None else match["plain"]
        found.add(literal.strip().strip('"'))
    if len(found) != 1:
        return None
    return _as_literal(found.pop(), kind, siblings)


def _as_literal(text: str, kind: PropertyType, siblings: frozenset[str]) -> Literal_ | None:
    if kind.kind == "boolean":
        return {"true": True, "false": False}.get(text.lower())
    if kind.kind == "integer":
        return int(text) if re.fullmatch(r"-?\d{1,15}", text) else None
    if kind.kind != "string" or not _LITERAL.fullmatch(text) or text in siblings:
        return None
    return None if text.lower() in ("null", "none", "nil", "undefined", "empty") else text


def stated_values(doc: str, kind: PropertyType) -> tuple[str, ...]:
    """The values that the documentation lists as the valid ones; empty where it lists none or not unambiguously."""
    scalar = kind.element if kind.kind == "list" and kind.element is not None else kind
    if scalar.kind not in ("string", "integer"):
        return ()
    found: set[tuple[str, ...]] = set()
    for match in _VALID_VALUES.finditer(doc):
        text = match["list"] if match["list"] is not None else _choice(match)
        values = _value_list(text)
        if values:
            found.add(values)
    return found.pop() if len(found) == 1 else ()


def _choice(match: re.Match[str]) -> str:
    after = match["after"]
    if after and not re.match(r"\s*(?:$|[.;)]|\((?:the )?default)", after, re.IGNORECASE):
        return ""
    choice = match["choice"]
    return choice[: len(choice) - len(after)]


def _value_list(text: str) -> tuple[str, ...]:
    values: list[str] = []
    position = 0
    text = text.strip().rstrip(")").strip()
    while position < len(text):
        match = _VALUE_LIST.match(text, position)
        if match is None:
            return ()
        values.append(match[1].strip().strip('"'))
        position = match.end()
    return tuple(dict.fromkeys(values)) if all(_LITERAL.fullmatch(value) for value in values) else ()


def python_examples(doc: str) -> list[str]:
    """The Python programs of a documentation text, dedented."""
    return [textwrap.dedent(block).strip() + "\n" for block in _CODE_BLOCK.findall(doc)]


def import_ids(doc: str) -> tuple[str, ...]:
    """The ids of the documented `pulumi import` commands."""
    return tuple(dict.fromkeys(match["id"] for match in _IMPORT.finditer(doc)))
