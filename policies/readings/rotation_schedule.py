"""How often a schedule expression of Secrets Manager comes round.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
"""

import re

_RATE = re.compile(r"rate\(\s*(\d+)\s+(hour|day)s?\s*\)")
_CRON = re.compile(r"cron\(([^()]*)\)")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_HOURS_A_DAY = 24
_DAYS_A_WEEK = 7
_ANY = frozenset("*?")


def longest_days(expression: str) -> float | None:
    """The longest time between two runs in days, at most a few too many; None for what cannot be read."""
    if rate := _RATE.fullmatch(expression.strip()):
        count, unit = int(rate[1]), rate[2]
        return count / _HOURS_A_DAY if unit == "hour" else float(count)
    cron = _CRON.fullmatch(expression.strip())
    fields = cron[1].split() if cron else []
    if len(fields) != 6 or fields[5] not in _ANY:
        return None
    _, _, day_of_month, month, day_of_week, _ = fields
    months = _numbers(month.upper())
    if not months:
        return None
    if len(months) < len(_MONTHS):
        return float(_longest_gap(months))
    if day_of_month in _ANY and "#" not in day_of_week and "L" not in day_of_week.upper():
        return 1.0 if day_of_week in _ANY else float(_DAYS_A_WEEK)
    return float(max(_LENGTHS))


def _numbers(field: str) -> list[int]:
    """The months of a field such as `*`, `1/3`, `*/2`, `JAN-JUN` or `1,4,7,10`; empty when it can't be read."""
    months: set[int] = set()
    for part in field.split(","):
        base, _, step = part.partition("/")
        first, _, last = base.partition("-")
        start = 1 if first in _ANY else _month(first)
        end = _month(last) if last else (12 if step or first in _ANY else start)
        if start is None or end is None or not (step or "1").isdigit() or step == "0":
            return []
        months.update(range(start, end + 1, int(step or 1)))
    return sorted(months)


def _month(word: str) -> int | None:
    if word.isdigit():
        return int(word) if 1 <= int(word) <= len(_MONTHS) else None
    return _MONTHS.index(word) + 1 if word in _MONTHS else None


def _longest_gap(months: list[int]) -> int:
    """The longest way from the same day of one month to that of the next one in the list."""
    following = [*months[1:], months[0] + len(_MONTHS)]
    return max(
        sum(_LENGTHS[(month - 1) % len(_MONTHS)] for month in range(first, after))
        for first, after in zip(months, following, strict=True)
    )
