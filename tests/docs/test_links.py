"""Whoever starts at the README finds every page, and no link leads nowhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "systems").glob("*/README.md"))]

_CODE_BLOCK = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]\[]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_ANCHOR = re.compile(r"<a +(?:id|name)=\"([^\"]+)\"")
_CODE = re.compile(r"`([^`\n]+)`")
_FOLDER = re.compile(r"^[A-Za-z_.-]+/[\w./-]*$")
_PLACES = (ROOT, ROOT / "tests")
"""Where paths start; the page of requirements names tests by their place in `tests/`."""
_MADE_BY_THE_READER = {f"{folder}/audit_log.py" for folder in ("components", "settings", "assembly")}
"""What the guide to a component lets its reader write."""


def prose(page: Path) -> str:
    """The text of a page without its blocks of code."""
    return _CODE_BLOCK.sub("", page.read_text(encoding="utf-8"))


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """The files that a page links to, each with the part behind #."""
    for target in _LINK.findall(prose(page)):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            yield (page.parent / path).resolve() if path else page, anchor


def anchors(page: Path) -> set[str]:
    """What a link to the page may name behind #: the headings as code hosts spell them, and anchors of its own."""
    text = prose(page)
    named: set[str] = set(_ANCHOR.findall(text))
    for heading in _HEADING.findall(text):
        plain = _LINK.sub(lambda link: link[0][1:].partition("]")[0], heading)
        slug = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        repeated = sum(1 for name in named if name == slug or re.fullmatch(rf"{re.escape(slug)}-\d+", name))
        named.add(f"{slug}-{repeated}" if repeated else slug)
    return named


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = [
        f"{file.relative_to(ROOT)}#{anchor}"
        for file, anchor in links(page)
        if not file.exists() or (anchor and anchor not in anchors(file))
    ]
    assert lost == []


def test_every_file_of_the_documentation_is_reached_from_the_readme() -> None:
    reached, ahead = {README}, [README]
    while ahead:
        for file, _ in links(ahead.pop()):
            if file not in reached:
                reached.add(file)
                ahead += [file] if file.suffix == ".md" else []
    files = {file for file in (ROOT / "docs").rglob("*") if file.is_file()}
    files |= set((ROOT / "systems").glob("*/README.md"))
    assert {str(file.relative_to(ROOT)) for file in files - reached} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_of_the_project_that_a_page_names_exists(page: Path) -> None:
    folders = {folder.name for folder in ROOT.iterdir() if folder.is_dir()}
    codes = (code for code in _CODE.findall(prose(page)) if _FOLDER.match(code) and code.partition("/")[0] in folders)
    assert {code for code in codes if not any((place / code).exists() for place in _PLACES)} <= _MADE_BY_THE_READER
