"""The guide to a system holds the whole example, word by word."""

from pathlib import Path

import yaml

from settings import parse_settings
from tests.docs.test_guides import blocks

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "systems" / "quickstart"
STACK_FILE = EXAMPLE / "Pulumi.prod.yaml"


def test_the_blocks_of_the_guide_are_the_files_of_the_example() -> None:
    project, *parts = blocks(ROOT / "docs" / "guides" / "start-a-system.md", "yaml")
    assert project == (EXAMPLE / "Pulumi.yaml").read_text(encoding="utf-8")
    assert "".join(parts) == STACK_FILE.read_text(encoding="utf-8")


def test_the_example_has_less_than_sixty_lines_in_all() -> None:
    files = [file for file in EXAMPLE.iterdir() if file.is_file()]
    assert sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files) < 60


def test_the_example_has_three_services_a_worker_a_database_and_a_cache() -> None:
    settings = parse_settings(yaml.safe_load(STACK_FILE.read_text(encoding="utf-8"))["config"], stack="prod")
    assert [name for name, service in settings.services.items() if service.routes] == ["checkout", "ledger", "portal"]
    assert [name for name, service in settings.services.items() if not service.routes] == ["settlement"]
    assert settings.database is not None
    assert list(settings.caches) == ["sessions"]
