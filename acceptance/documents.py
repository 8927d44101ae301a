"""Rows that a document covers, because no deployment can show them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from acceptance.rows import DOCUMENTS_FILE, ROOT

_HEADING = re.compile(r"^#{1,6} +(.*)$", re.MULTILINE)
_ANCHOR = re.compile(r"<a +(?:id|name)=\"([^\"]+)\"")


@dataclass(frozen=True, slots=True)
class Document:
    """The document of a row."""

    path: str
    """From the project's root, such as docs/recovery.md."""
    flaw: str = ""
    """Why it doesn't cover the row; empty when it does."""


def documents(root: Path = ROOT, listed: Path = DOCUMENTS_FILE) -> Mapping[str, Document]:
    """The document of each listed row, read and checked."""
    paths: Mapping[str, str] = yaml.safe_load(listed.read_text(encoding="utf-8")) or {}
    return {id: Document(path, _flaw(id, root / path, path)) for id, path in paths.items()}


def _flaw(id: str, file: Path, path: str) -> str:
    if not file.is_file():
        return f"{path} does not exist"
    if id.lower() not in _named_in(file.read_text(encoding="utf-8")):
        return f"{path} has no heading and no anchor that names {id}"
    return ""


def _named_in(text: str) -> set[str]:
    """Every word of a heading and every anchor, in lower case."""
    headings: Iterable[str] = _HEADING.findall(text)
    words = {word for heading in headings for word in re.findall(r"[a-z0-9-]+", heading.lower())}
    return words | {anchor.lower() for anchor in _ANCHOR.findall(text)}
