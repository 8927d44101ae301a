"""The page that lists every row with the tests and documents that cover it: `python -m acceptance --page`."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from acceptance.claims import Claim, claims_in
from acceptance.documents import Document, documents
from acceptance.rows import ROOT, AcceptanceList, Row, acceptance_list

PAGE_FILE = ROOT / "docs" / "requirements.md"

_INTRODUCTION = """\
# Requirements, and what covers them

Generated from the acceptance list and the tests' markers (`python -m acceptance --page`). `make requirements` runs
these tests and says which rows are proven.
"""


def rendered_page(root: Path = ROOT) -> str:
    """The page as it stands in its file: a table a system."""
    return render(acceptance_list(), claims_in(root / "tests", root), documents(root))


def render(rows: AcceptanceList, claims: Sequence[Claim], covered: Mapping[str, Document]) -> str:
    """The page for these rows, claims and documents."""
    parts = [_INTRODUCTION]
    for system, title in rows.systems.items():
        parts.append(f"## {title}\n\n| row | in | kind | requirement | covered by |\n|---|---|---|---|---|")
        parts += [_line(row, claims, covered) for row in rows.of([system])]
        parts.append("")
    return "\n".join(parts)


def _line(row: Row, claims: Sequence[Claim], covered: Mapping[str, Document]) -> str:
    cells = [row.id, ", ".join(row.environments), row.kind, row.requirement, "<br>".join(_cover(row, claims, covered))]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _cover(row: Row, claims: Sequence[Claim], covered: Mapping[str, Document]) -> Iterator[str]:
    if row.id in covered:
        path = covered[row.id].path
        yield f"[{path}]({os.path.relpath(path, 'docs')})"
    for claim in dict.fromkeys(claim for claim in claims if claim.id == row.id):
        yield f"`{claim.file.removeprefix('tests/')}`: {claim.test.removeprefix('test_').replace('_', ' ')}"
