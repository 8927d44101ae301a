"""The catalogue as `list` and `explain` show it."""

import difflib
import json
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ops.policy import markdown
from ops.policy.judgement import controls_of
from ops.policy.report import Controls, Entity
from policies.catalogue import CATALOGUE, model
from policies.catalogue.model import Level, Policy, Severity
from policies.environment import Environment
from policies.judged import services_of, types_by_policy
from policies.rules import RESOURCE_RULES

_ENVIRONMENTS = "/".join(Environment)
_MOST_NAMED = 8
_HEADER = ("policy", "severity", "levels", "service", "title")
_WIDE = 100
"""Columns of a terminal that holds the services as well."""
_LEGEND = ", ".join(f"{level[0].upper()} {level}" for level in Level)


class ParameterEntry(Entity):
    """A parameter of a policy."""

    name: str
    meaning: str
    defaults: dict[str, object]
    """By environment."""


class PolicyEntry(Entity):
    """A policy of the catalogue."""

    policy: str
    title: str
    severity: str
    levels: dict[str, str]
    """By environment."""
    services: tuple[str, ...]
    types: tuple[str, ...]
    why: str
    remedy: str
    puts_itself_right: bool
    """Whether it can set the property by itself, at the level `remediate`."""
    setting: str | None
    parameters: tuple[ParameterEntry, ...]
    controls: Controls
    docs: str


def entries() -> list[PolicyEntry]:
    """Every policy by service and name."""
    types = types_by_policy()
    found = [_entry(policy, types.get(policy.name, ())) for policy in CATALOGUE.values()]
    return sorted(found, key=lambda entry: (entry.services, entry.policy))


def selected(
    every: Iterable[PolicyEntry],
    environment: Environment | None,
    severity: Severity | None,
    service: str | None,
    framework: str | None,
) -> list[PolicyEntry]:
    """The policies that are on in an environment, no less severe, about a service, and that serve a framework."""
    severities = list(Severity)
    return [
        entry
        for entry in every
        if (environment is None or entry.levels[environment] != Level.DISABLED)
        and (severity is None or severities.index(Severity(entry.severity)) >= severities.index(severity))
        and (service is None or service in entry.services)
        and (framework is None or getattr(entry.controls, framework))
    ]


def entry_of(name: str) -> PolicyEntry | str:
    """A policy, in whatever case its name is given, or a sentence with likely ones when there is none."""
    known = name.lower()
    if known in CATALOGUE:
        return _entry(CATALOGUE[known], types_by_policy().get(known, ()))
    return f"{name} is no policy of this pack. {_hint(name)}"


def _hint(name: str) -> str:
    """What may be meant: policies that serve a control of this id, that sound alike, or that have it in their name."""
    serving = [policy.name for policy in CATALOGUE.values() if name.casefold() in _ids(policy.controls)]
    if serving:
        return f"As a control it is served by {_first(serving)}."
    closest = difflib.get_close_matches(name.lower(), CATALOGUE, n=1)
    if closest:
        return f"Did you mean {closest[0]}?"
    holding = [policy for policy in CATALOGUE if name.lower() in policy]
    return f"Some have it in their name: {_first(holding)}." if holding else "`bin/ops policy list` names them all."


def _ids(controls: model.Controls) -> frozenset[str]:
    numbers = (control.rpartition(" ")[2] for control in controls.cis)
    return frozenset(map(str.casefold, (*controls.pci, *controls.fsbp, *controls.cis, *numbers, *controls.checkov)))


def _first(names: Sequence[str]) -> str:
    rest = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def print_list(found: Sequence[PolicyEntry], console: Console) -> None:
    """The policies as a table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    columns = _HEADER if console.width >= _WIDE else tuple(name for name in _HEADER if name != "service")
    for column in columns:
        table.add_column(column, no_wrap=column not in ("service", "title"))
    for entry in found:
        cells = dict(zip(_HEADER, _cells(entry), strict=True))
        table.add_row(*(escape(cells[column]) for column in columns))
    console.print(table)
    console.print(f"\n{len(found)} policies; levels in {_ENVIRONMENTS}: {_LEGEND}")


def markdown_list(found: Sequence[PolicyEntry]) -> str:
    """The policies as a table in Markdown."""
    header = [_ENVIRONMENTS if name == "levels" else name for name in _HEADER]
    return "\n".join(markdown.table(header, map(_cells, found))) + "\n"


def json_list(found: Sequence[PolicyEntry]) -> str:
    """The policies as JSON."""
    content = [entry.model_dump(mode="json", by_alias=True) for entry in found]
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def print_entry(entry: PolicyEntry, console: Console) -> None:
    """Everything about one policy."""
    console.print(f"[bold]{entry.policy}[/]  {escape(entry.title)}\n")
    console.print(escape(entry.why))
    for name, text in facts(entry):
        console.print(f"\n[bold]{name}[/]\n  {escape(text)}")


def facts(entry: PolicyEntry) -> list[tuple[str, str]]:
    """What is to be said about a policy, by heading."""
    named = (("PCI DSS 4.0.1", entry.controls.pci), ("FSBP", entry.controls.fsbp))
    controls = (*named, ("CIS", entry.controls.cis), ("Checkov", entry.controls.checkov))
    found = [
        (
            "Remedy",
            entry.remedy + (" Set to the level remediate, it does so itself." if entry.puts_itself_right else ""),
        ),
        ("Stack file", entry.setting or ""),
        ("Severity", entry.severity),
        ("Levels", ", ".join(f"{name}: {level}" for name, level in entry.levels.items())),
        ("Parameters", "\n  ".join(map(_parameter, entry.parameters))),
        ("Controls", "\n  ".join(f"{name}: {', '.join(ids)}" for name, ids in controls if ids)),
        ("Judges", "\n  ".join(entry.types)),
        ("More", entry.docs),
    ]
    return [(name, text) for name, text in found if text]


def _parameter(parameter: ParameterEntry) -> str:
    defaults = ", ".join(f"{name}: {json.dumps(value)}" for name, value in parameter.defaults.items())
    return f"{parameter.name}: {parameter.meaning} ({defaults})"


def _cells(entry: PolicyEntry) -> tuple[str, ...]:
    levels = "/".join(entry.levels[environment][0].upper() for environment in Environment)
    return (entry.policy, entry.severity, levels, ", ".join(entry.services), entry.title)


def _entry(policy: Policy, types: tuple[str, ...]) -> PolicyEntry:
    return PolicyEntry(
        policy=policy.name,
        title=policy.title,
        severity=policy.severity,
        levels={environment: policy.levels.within(environment) for environment in Environment},
        services=services_of(types),
        types=types,
        why=policy.why,
        remedy=policy.remedy,
        puts_itself_right=any(rule.policy == policy.name and rule.remedy is not None for rule in RESOURCE_RULES),
        setting=policy.setting,
        parameters=tuple(
            ParameterEntry(
                name=parameter.name,
                meaning=parameter.meaning,
                defaults={environment: parameter.default(environment) for environment in Environment},
            )
            for parameter in policy.parameters
        ),
        controls=controls_of(policy.controls),
        docs=policy.docs,
    )
