"""Text of others, such as names and property values, made fit for every output.

A terminal would obey an escape sequence, XML 1.0 has no place for most control characters, and a character that turns
the direction of writing lets a line read differently from what it says.
"""

import unicodedata
from collections.abc import Iterable
from typing import Final

_CONTROLS: Final = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories: control characters, surrogates, line and paragraph separators."""
_DIRECTIONS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of writing."""
_NO_CHARACTERS: Final = frozenset("\ufffe\uffff")
"""Code points that XML 1.0 excludes beside control characters and surrogates."""


def visible(text: str) -> str:
    """One line: what would not show as itself, line ends included, stands as its escape, such as `\\x1b`."""
    return _escaped(text, ())


def visible_lines(text: str) -> str:
    """The same with line ends and tabulators kept."""
    return _escaped(text.replace("\r\n", "\n"), "\n\t")


def _escaped(text: str, kept: Iterable[str]) -> str:
    if text.isascii() and text.isprintable():
        return text
    allowed = frozenset(kept)
    return "".join(_escape(char) if char not in allowed and _is_hidden(char) else char for char in text)


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in _CONTROLS or char in _DIRECTIONS or char in _NO_CHARACTERS


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
