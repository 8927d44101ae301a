"""The rows of the acceptance list."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS_FILE = Path(__file__).with_name("requirements.yaml")
DOCUMENTS_FILE = Path(__file__).with_name("documents.yaml")

KINDS = ("resource", "policy", "doc", "ops", "ci")
ENVIRONMENTS = ("dev", "staging", "prod", "management")


@dataclass(frozen=True, slots=True)
class Row:
    """One verifiable requirement."""

    id: str
    system: str
    environments: tuple[str, ...]
    """Where it holds, of dev, staging, prod and management."""
    kind: str
    """resource, policy, doc, ops or ci."""
    requirement: str


@dataclass(frozen=True, slots=True)
class AcceptanceList:
    """All rows by id, in the order of the list, and the systems that they belong to."""

    rows: Mapping[str, Row]
    systems: Mapping[str, str]
    """Titles by the system's short name."""

    def of(self, systems: Iterable[str] = (), kinds: Iterable[str] = ()) -> list[Row]:
        """The rows of some systems and kinds; of all when none are given."""
        wanted_systems, wanted_kinds = set(systems), set(kinds)
        return [
            row
            for row in self.rows.values()
            if (not wanted_systems or row.system in wanted_systems) and (not wanted_kinds or row.kind in wanted_kinds)
        ]

    def complaint(self, id: str) -> str | None:
        """What is wrong with an id: that no row has it, and the closest one; None when a row has it."""
        if id in self.rows:
            return None
        close = difflib.get_close_matches(id, self.rows, n=1)
        return f"{id} is no row of the acceptance list." + (f" Did you mean {close[0]}?" if close else "")


def parse_acceptance_list(text: str) -> AcceptanceList:
    """The list in its YAML form. Raises ValueError for two rows of one id and for words that it doesn't know."""
    content = yaml.safe_load(text)
    rows: dict[str, Row] = {}
    for item in content["requirements"]:
        row = _row(item)
        if row.id in rows:
            raise ValueError(f"The acceptance list has two rows {row.id}.")
        rows[row.id] = row
    return AcceptanceList(rows, {name: system["name"] for name, system in content["systems"].items()})


def _row(item: Mapping[str, object]) -> Row:
    id, kind, environments = str(item["id"]), str(item["kind"]), item["environments"]
    if kind not in KINDS:
        raise ValueError(f"{id} is of kind {kind}; kinds are {', '.join(KINDS)}.")
    named = [str(environment) for environment in environments] if isinstance(environments, list) else []
    strange = set(named) - {*ENVIRONMENTS, "all"}
    if strange or not named:
        raise ValueError(f"{id} holds in {', '.join(sorted(strange)) or 'no environment'}.")
    where = ENVIRONMENTS if "all" in named else tuple(name for name in ENVIRONMENTS if name in named)
    return Row(id, str(item["system"]), where, kind, " ".join(str(item["requirement"]).split()))


@cache
def acceptance_list() -> AcceptanceList:
    """The project's own list."""
    return parse_acceptance_list(REQUIREMENTS_FILE.read_text(encoding="utf-8"))
