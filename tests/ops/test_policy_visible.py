"""Texts of others, made fit for every output."""

import pytest

from ops.policy.visible import visible, visible_lines


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("plain é 漢字 🦊 ]]>", "plain é 漢字 🦊 ]]>"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\r\nb\tc", "a\\r\\nb\\tc"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\u2028\u0085\ufffe\x00", "\\u2028\\x85\\ufffe\\x00"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_would_not_show_as_itself_stands_as_its_escape(given: str, shown: str) -> None:
    assert visible(given) == shown
    visible(given).encode()


def test_line_ends_and_tabulators_of_longer_texts_stay() -> None:
    assert visible_lines("a\r\n\tb\x1b\rc") == "a\n\tb\\x1b\\rc"
