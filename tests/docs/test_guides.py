"""What the guides tell their readers to write is accepted as it stands there."""

import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from settings import parse_settings
from tests.settings.stack_files import Config, changed, config

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"

_BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    """The blocks of code in a language, without their indentation."""
    found = _BLOCK.findall(page.read_text(encoding="utf-8"))
    return [re.sub(f"^{indent}", "", text, flags=re.MULTILINE) for indent, kind, text in found if kind == language]


def test_a_service_is_one_line_and_one_block() -> None:
    repository, service, in_prod = (yaml.safe_load(block) for block in blocks(DOCS / "guides/add-a-service.md", "yaml"))
    added: dict[str, object] = {
        "platform:images/reports": repository["reports"],
        "platform:services/reports": service["reports"],
    }
    parse_settings(changed(config("dev"), added), stack="dev")
    prod = config("prod")
    image = service["reports"]["image"].replace("123456789012", prod["platform:account"]["id"])
    added["platform:services/reports"] = {**service["reports"], **in_prod, "image": image}
    parse_settings(changed(prod, added), stack="prod")


def test_an_environment_is_one_file_with_another_account() -> None:
    (command,) = (block for block in blocks(DOCS / "guides/add-an-environment.md", "sh") if block.startswith("sed"))
    text = (ROOT / "Pulumi.dev.yaml").read_text(encoding="utf-8")
    for pattern, replacement in re.findall(r"'s/(.+?)/(.+?)/g?'", command):
        text = re.sub(pattern, replacement, text)
    settings = parse_settings(yaml.safe_load(text)["config"], stack="demo")
    assert settings.account.id == "210987654321"


def test_the_files_of_a_component_fit_together(monkeypatch: pytest.MonkeyPatch) -> None:
    page = DOCS / "guides/add-a-component.md"
    component, section, _, assembly, _ = blocks(page, "python")
    modules = {"components.audit_log": component, "settings.audit_log": section, "assembly.audit_log": assembly}
    for name, code in modules.items():
        module = ModuleType(name)
        monkeypatch.setitem(sys.modules, name, module)
        exec(compile(code, name, "exec"), module.__dict__)  # noqa: S102 - the guide's own code
    (given,) = (yaml.safe_load(block) for block in blocks(page, "yaml"))
    audit_log: Any = sys.modules["settings.audit_log"]
    assert audit_log.AuditLog.model_validate(given["platform:auditLog"]).retention_days == 365


def test_the_steps_of_a_database_upgrade_are_accepted_in_production() -> None:
    steps = [yaml.safe_load(block) for block in blocks(DOCS / "guides/upgrade-the-database.md", "yaml")]
    assert len(steps) == 2
    for step in steps:
        changes = {f"platform:database/{key}": value for key, value in step["platform:database"].items()}
        parse_settings(changed(config("prod"), changes), stack="prod")


def rows_of_phases() -> list[str]:
    """What the table of the page says of each phase but the last."""
    page = (DOCS / "deployment.md").read_text(encoding="utf-8")
    rows: list[str] = re.findall(r"^\| \d [^|]*\| `phase\d\.yaml` \|(.*)\|$", page, re.MULTILINE)
    return rows


def phases() -> list[list[str]]:
    """The sections of each phase but the last, as the table adds them up."""
    added = [re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", row)) for row in rows_of_phases()]
    return [[section for row in added[: index + 1] for section in row] for index in range(len(added))]


def later() -> set[str]:
    """The keys of `observability` that wait for the last phase."""
    (told,) = re.findall(r"`observability` without [^(]*\((.*?)\)", "".join(rows_of_phases()))
    return set(re.findall(r"`(\w+)`", told))


def test_production_has_two_phases_before_the_whole() -> None:
    assert [sections[-1] for sections in phases()] == ["edge", "recovery"]


@pytest.mark.parametrize("sections", phases(), ids=lambda sections: sections[-1])
def test_each_phase_of_production_is_a_stack_file(sections: list[str]) -> None:
    whole = config("prod")
    part: Config = {key: value for key, value in whole.items() if key.removeprefix("platform:") in sections}
    watched = {key: value for key, value in whole["platform:observability"].items() if key not in later()}
    assert "notifications" in watched
    part |= {"aws:region": whole["aws:region"], "platform:observability": watched}
    parse_settings(part, stack="prod")
