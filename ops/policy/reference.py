"""The reference of the policies: `python -m ops.policy.reference` writes docs/policies/ from the catalogue.

An index by service, an index by control, and a page a policy; pages of policies that are gone are removed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ops.policy.catalogue import ParameterEntry, PolicyEntry, entries, facts
from ops.policy.controls import OWN_MAPPING, PCI, controls_of, natural
from ops.policy.engine import ROOT
from ops.policy.markdown import table
from policies.environment import Environment

FOLDER = ROOT / "docs" / "policies"
INDEX = FOLDER / "README.md"
CONTROLS = FOLDER / "controls.md"
PAGES = FOLDER / "rules"
"""Folder of the pages."""

_SERVICES = {
    "any": "Every resource",
    "pack": "The pack itself",
    "stack": "The stack as a whole",
}
_INDEX_INTRODUCTION = """\
# Policies by service

Generated from the catalogue (`python -m ops.policy.reference`). Levels stand for prod/staging/dev: M mandatory, A
advisory, R put right by itself, D disabled. [By control](controls.md); [how the pack works](../policies.md).
"""
_CONTROLS_INTRODUCTION = """\
# Policies by control

Generated from the catalogue (`python -m ops.policy.reference`). A policy supports a control; none fulfils one by
itself. [By service](README.md). What the policies found on a stack, control by control: `bin/ops policy evidence
-s prod`.
"""
_PCI_NOTE = """
\\* mapped by this project, not confirmed by an assessor; the others are named by AWS Security Hub or by the AWS Config
conformance pack.
"""


def rendered_reference() -> Mapping[Path, str]:
    """Every file of the reference with its text."""
    every = entries()
    pages = {PAGES / f"{entry.policy}.md": _page(entry) for entry in every}
    return {INDEX: _index(every), CONTROLS: _controls(every), **pages}


def write(files: Mapping[Path, str]) -> None:
    """Write the files and remove pages that are none of them."""
    PAGES.mkdir(parents=True, exist_ok=True)
    for page in set(PAGES.glob("*.md")) - set(files):
        page.unlink()
    for file, text in files.items():
        file.write_text(text, encoding="utf-8")


def _index(every: Sequence[PolicyEntry]) -> str:
    named = {service for entry in every for service in entry.services}
    # What is about no service of AWS in particular comes last.
    services = sorted(named, key=lambda service: (service in _SERVICES, service))
    parts = [_INDEX_INTRODUCTION]
    for service in services:
        found = [entry for entry in every if service in entry.services]
        rows = ((_link(entry, "rules/"), entry.severity, levels(entry), prose(entry.title)) for entry in found)
        lines = "\n".join(table(("policy", "severity", "levels", "what holds"), rows))
        parts.append(f"## {_SERVICES.get(service, service)}\n\n{lines}\n")
    return "\n".join(parts)


def _controls(every: Sequence[PolicyEntry]) -> str:
    parts = [_CONTROLS_INTRODUCTION]
    for framework, by_control in _by_framework(every).items():
        rows = ((control, ", ".join(by_control[control])) for control in sorted(by_control, key=natural))
        lines = "\n".join(table(("control", "policies"), rows))
        note = _PCI_NOTE if framework.startswith("PCI") else ""
        parts.append(f"## {framework}\n\n{lines}\n{note}")
    return "\n".join(parts)


def _by_framework(every: Iterable[PolicyEntry]) -> Mapping[str, Mapping[str, Sequence[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for entry in every:
        for framework, control, mapped_by in controls_of(entry.policy):
            mark = "\\*" if mapped_by == OWN_MAPPING else ""
            found.setdefault(framework, {}).setdefault(control, []).append(f"{_link(entry, 'rules/')}{mark}")
    return {framework: found[framework] for framework in sorted(found, key=lambda name: (name != PCI, name))}


def _page(entry: PolicyEntry) -> str:
    return "\n".join(_page_lines(entry)) + "\n"


def _page_lines(entry: PolicyEntry) -> Iterator[str]:
    yield f"# {entry.policy}\n"
    yield f"**{prose(entry.title)}.** {prose(entry.why)}\n"
    yield f"{prose(entry.remedy)}{_stack_file(entry)}{_by_itself(entry)}\n"
    yield from table(
        ("severity", *Environment), [(entry.severity, *(entry.levels[environment] for environment in Environment))]
    )
    if entry.parameters:
        yield "\nParameters, to be set by `--policy-pack-config`:\n"
        yield from table(("parameter", "meaning", *Environment), map(_parameter, entry.parameters))
    controls = dict(facts(entry)).get("Controls")
    if controls:
        yield "\n[Controls](../controls.md):\n"
        yield from (f"- {line.strip()}" for line in controls.splitlines())
    if entry.types:
        yield "\nJudges:\n"
        yield from (f"- `{found}`" for found in entry.types)
    yield f"\n[Documentation]({entry.docs}) · [all policies](../README.md)"


def _parameter(parameter: ParameterEntry) -> tuple[str, ...]:
    defaults = (_value(parameter.defaults[environment]) for environment in Environment)
    return (f"`{parameter.name}`", prose(parameter.meaning), *defaults)


def _stack_file(entry: PolicyEntry) -> str:
    return f" In the stack file: `{entry.setting}`." if entry.setting else ""


def _by_itself(entry: PolicyEntry) -> str:
    return " At the level `remediate` the policy does so itself." if entry.puts_itself_right else ""


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else f"`{value}`" if value != "" else ""


def _link(entry: PolicyEntry, folder: str) -> str:
    return f"[{entry.policy}]({folder}{entry.policy}.md)"


def levels(entry: PolicyEntry) -> str:
    """The levels as letters: `M/A/D`."""
    return "/".join(entry.levels[environment][0].upper() for environment in Environment)


def prose(text: str) -> str:
    """Text in which nothing is taken for markup."""
    return text.replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")


if __name__ == "__main__":
    write(rendered_reference())
