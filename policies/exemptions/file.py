"""Reading the exemptions file: every mistake is a sentence, and what is mistaken exempts nothing.

Read without pydantic, whose import alone would take longer than the pack's own.
"""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from policies.environment import Environment
from policies.exemptions.exemption import DEFAULT_CAP, Exemption, Scope

REQUIRED: Final = ("id", "policy", "reason", "owner", "approver", "ticket", "expires")
KEYS: Final = (*REQUIRED, "resources", "childrenOf", "stacks", "environments", "cap")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_URN = re.compile(r"urn:pulumi:[^:]+::[^:]+::.+::.+")
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the file or with one entry."""

    file: str
    """Name of the file."""
    entry: str
    """Id of the entry, or its place such as `entry 2`; empty for the file as a whole."""
    key: str
    """Empty for the entry as a whole."""
    given: str
    allowed: str
    remedy: str
    scope: Scope
    """The stacks that it concerns; all of them when the entry does not say so legibly."""

    def sentence(self) -> str:
        """One line for a person."""
        place = ", ".join(part for part in (self.file, self.entry, self.key) if part)
        return f"{place}: {self.given}; allowed: {self.allowed}. Remedy: {self.remedy}"


@dataclass(frozen=True, slots=True)
class ExemptionFile:
    """What the file says: well-formed entries, and what is wrong with the others."""

    exemptions: tuple[Exemption, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_exemptions(path: Path, must_exist: bool) -> ExemptionFile:
    """The exemptions of a file; none when there is no file, which is a problem only if it `must_exist`."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if not must_exist:
            return ExemptionFile()
        return _unreadable(path, "there is no such file", "Correct the parameter file of exemptions-valid.")
    except (OSError, UnicodeDecodeError) as error:
        return _unreadable(path, f"it cannot be read ({error})", "Make it a readable file in UTF-8.")
    try:
        content = _parsed(text)
    except (ValueError, RecursionError) as error:
        return _unreadable(path, f"it is no YAML ({' '.join(str(error).split())})", "Correct the YAML.")
    if content is None:
        return ExemptionFile()
    entries = content.get("exemptions") if isinstance(content, dict) and set(content) == {"exemptions"} else ()
    if entries is None:
        return ExemptionFile()
    if not isinstance(entries, list):
        return _unreadable(path, "it does not hold a list of exemptions", "Write the entries below that one key.")
    return _read_entries(path.name, entries)


def _read_entries(file: str, entries: list[object]) -> ExemptionFile:
    exemptions: dict[str, Exemption] = {}
    problems: list[Problem] = []
    for number, entry in enumerate(entries, start=1):
        reader = _EntryReader(file, number, entry)
        exemption = reader.exemption()
        if exemption is not None and exemption.id in exemptions:
            reader.refuse("id", f'"{exemption.id}" is given twice', "an id of its own", "Rename one of the two.")
        elif exemption is not None:
            exemptions[exemption.id] = exemption
        problems.extend(reader.problems)
    return ExemptionFile(tuple(exemptions.values()), tuple(problems))


class _EntryReader:
    """Reads one entry and collects what is wrong with it."""

    def __init__(self, file: str, number: int, entry: object) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._is_object = isinstance(entry, dict)
        self._entry: Mapping[object, object] = entry if isinstance(entry, dict) else {}
        stated = self._entry.get("id")
        self._label = f"entry {stated}" if isinstance(stated, str) and _ID.fullmatch(stated) else f"entry {number}"
        self._scope = Scope()

    def exemption(self) -> Exemption | None:
        """The entry, None when anything is wrong with it."""
        if not self._is_object:
            self.refuse("", "it is no object", f"an object with the keys {', '.join(KEYS)}", "Write one key a line.")
            return None
        self._scope = Scope(self._list("stacks"), self._environments())
        for key in self._entry:
            if key not in KEYS:
                self.refuse(str(key), "it is no key of an exemption", ", ".join(KEYS), "Correct or delete it.")
        found = Exemption(
            id=self._text("id"),
            policy=self._text("policy"),
            resources=self._urns("resources"),
            children_of=next(iter(self._urns("childrenOf")), None),
            scope=self._scope,
            reason=self._text("reason"),
            owner=self._text("owner"),
            approver=self._text("approver"),
            ticket=self._text("ticket"),
            expires=self._date("expires"),
            cap=self._cap(),
        )
        self._check_as_a_whole(found)
        return None if self.problems else found

    def refuse(self, key: str, given: str, allowed: str, remedy: str) -> None:
        """Note a mistake."""
        self.problems.append(Problem(self._file, self._label, key, given, allowed, remedy, self._scope))

    def _check_as_a_whole(self, found: Exemption) -> None:
        if found.id and not _ID.fullmatch(found.id):
            self.refuse("id", f'"{found.id}"', "letters, digits, dots, dashes", "Shorten it to such as EX-1.")
        if bool(self._entry.get("resources")) == bool(self._entry.get("childrenOf")):
            given = "both are given" if found.resources else "neither is given"
            self.refuse("resources, childrenOf", given, "exactly one of them", "Say which resources are meant.")
        if not self._entry.get("stacks") and not self._entry.get("environments"):
            self.refuse("stacks, environments", "neither is given", "at least one", "Say where the exemption applies.")
        if found.owner and found.owner.casefold() == found.approver.casefold():
            self.refuse("approver", f'"{found.approver}", who is the owner', "somebody else", "Have it approved.")

    def _text(self, key: str) -> str:
        value = self._entry.get(key)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        self.refuse(key, _shown(value), "a text", f"Write the {key}.")
        return ""

    def _list(self, key: str) -> tuple[str, ...]:
        value = self._entry.get(key)
        if value is None:
            return ()
        values = value if isinstance(value, list) else [value]
        if values and all(isinstance(item, str) and item.strip() for item in values):
            return tuple(item.strip() for item in values if isinstance(item, str))
        self.refuse(key, _shown(value), "a list of texts", "Write each on a line of its own.")
        return ()

    def _environments(self) -> tuple[Environment, ...]:
        names = self._list("environments")
        unknown = [name for name in names if name not in list(Environment)]
        if unknown:
            self.refuse("environments", _shown(unknown[0]), ", ".join(Environment), "Name one of these.")
            return ()
        return tuple(Environment(name) for name in names)

    def _urns(self, key: str) -> tuple[str, ...]:
        urns = self._list(key)
        for urn in urns:
            if not _URN.fullmatch(urn):
                allowed = "urn:pulumi:STACK::PROJECT::TYPE::NAME with * for any text"
                self.refuse(key, _shown(urn), allowed, "Copy the URN from the finding and widen it with *.")
        if key == "childrenOf" and len(urns) > 1:
            self.refuse(key, "a list", "the URN of one component", "Write an entry for each component.")
        return urns

    def _date(self, key: str) -> date:
        value = self._entry.get(key)
        if isinstance(value, str):
            try:
                return date.fromisoformat(value.strip())
            except ValueError:
                value = value.strip()
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.refuse(key, _shown(value), "a date such as 2027-03-31", "Write the last day on which it applies.")
        return date.min

    def _cap(self) -> int:
        value = self._entry.get("cap", DEFAULT_CAP)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.refuse("cap", _shown(value), "a whole number from 1", "Write how many resources it may cover at most.")
        return DEFAULT_CAP


def _unreadable(path: Path, given: str, remedy: str) -> ExemptionFile:
    return ExemptionFile(
        problems=(Problem(path.name, "", "", given, "one key, exemptions, with a list", remedy, Scope()),)
    )


def _shown(value: object) -> str:
    if value is None:
        return "nothing is given"
    text = str(value)
    return f'"{text}"' if len(text) <= _LONGEST_SHOWN else f'"{text[:_LONGEST_SHOWN]}…"'


def _parsed(text: str) -> object:
    """The YAML's content. Raises ValueError for what is no YAML, and for a key that is given twice."""
    # Imported here since most programs have no exemptions, and none then waits for it.
    import yaml

    class Loader(yaml.SafeLoader):
        """Refuses a key that is given twice: YAML would take the last and a reviewer may read the first."""

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
            keys = [self.construct_object(key, deep=True) for key, _ in node.value]
            twice = [key for position, key in enumerate(keys) if key in keys[:position]]
            if twice:
                raise ValueError(f"the key {twice[0]} is given twice in line {node.start_mark.line + 1} or below")
            return super().construct_mapping(node, deep)

        def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> str:
            """Joins what JSON writes as two escapes for one character, such as `\\ud83e\\udd8a`; YAML would not."""
            text = super().construct_scalar(node)
            return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    try:
        return yaml.load(text, Loader)  # noqa: S506 (a safe loader)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
