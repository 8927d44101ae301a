"""How often a schedule expression comes round."""

import pytest

from policies.readings.rotation_schedule import longest_days


@pytest.mark.parametrize(
    ("expression", "days"),
    [
        ("rate(30 days)", 30),
        ("rate(1 day)", 1),
        ("rate(12 hours)", 0.5),
        ("cron(0 8 * * ? *)", 1),
        ("cron(0 8 ? * SUN *)", 7),
        ("cron(0 8 ? * SUN#1 *)", 31),
        ("cron(0 8 1 * ? *)", 31),
        ("cron(0 8 L * ? *)", 31),
        ("cron(0 8 1 */2 ? *)", 62),
        ("cron(0 8 1 1/3 ? *)", 92),
        ("cron(0 8 1 JAN,JUL ? *)", 184),
        ("cron(0 8 1 3 ? *)", 365),
        ("cron(0 8 1 JAN-JUN ? *)", 214),
    ],
)
def test_the_longest_time_between_two_runs(expression: str, days: float) -> None:
    assert longest_days(expression) == days


@pytest.mark.parametrize(
    "expression",
    ["", "at(2030-01-01)", "cron(0 8 1 * ?)", "cron(0 8 1 * ? 2030)", "cron(0 8 1 13 ? *)", "rate(1 year)"],
)
def test_what_cannot_be_read_is_not_guessed(expression: str) -> None:
    assert longest_days(expression) is None
