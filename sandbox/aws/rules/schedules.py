"""Schedule expressions of EventBridge and the services that took them over: cron, rate and at."""

import re
from typing import Final

from sandbox.aws.rules.failure import Failure
from sandbox.aws.rules.given import Given

_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_FIELDS: Final = (
    ("minutes", 0, 59, ()),
    ("hours", 0, 23, ()),
    ("day of month", 1, 31, ()),
    ("month", 1, 12, _MONTHS),
    ("day of week", 1, 7, _DAYS),
    ("year", 1970, 2199, ()),
)
_UNITS: Final = ("minute", "hour", "day")


def unless_schedule(given: Given, *, at: bool = False) -> list[Failure]:
    """A failure when the text is known and is no cron or rate expression (nor at one, where `at` allows it)."""
    text = given.text
    if text is None:
        return []
    kinds = "cron(…), rate(…) or at(…)" if at else "cron(…) or rate(…)"
    match = re.fullmatch(r"(cron|rate|at)\((.*)\)", text)
    if match is None or (match[1] == "at" and not at):
        return [given.refuse(f'"{text}" is no schedule; give {kinds}, such as rate(5 minutes) or cron(0 12 * * ? *)')]
    if match[1] == "at":
        fault = _fault_of_time(match[2])
    else:
        fault = _fault_of_cron(match[2]) if match[1] == "cron" else _fault_of_rate(match[2])
    return [given.refuse(f'"{text}" is no valid schedule: {fault}')] if fault else []


def _fault_of_time(text: str) -> str:
    return "" if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", text) else "give a time such as 2030-01-31T12:00:00"


def _fault_of_rate(text: str) -> str:
    match = re.fullmatch(r"(\d+) (\w+)", text.strip())
    if match is None or match[2].rstrip("s") not in _UNITS or int(match[1]) == 0:
        return "give a positive number and minutes, hours or days"
    singular = int(match[1]) == 1
    if singular == match[2].endswith("s"):
        return f'write "{match[1]} {match[2].rstrip("s")}{"" if singular else "s"}"'
    return ""


def _fault_of_cron(text: str) -> str:
    fields = text.split()
    if len(fields) != len(_FIELDS):
        return f"it has {len(fields)} fields; give six: minutes, hours, day of month, month, day of week, year"
    for value, (name, low, high, words) in zip(fields, _FIELDS, strict=True):
        if not all(_is_part(part, low, high, words, name) for part in value.upper().split(",")):
            return f'"{value}" isn\'t allowed as {name}'
    if "?" not in (fields[2], fields[4]):
        return "one of day of month and day of week must be ?"
    return "" if fields[2] != fields[4] else "only one of day of month and day of week can be ?"


def _is_part(part: str, low: int, high: int, words: tuple[str, ...], name: str) -> bool:
    if part == "?":
        return name.startswith("day")
    if name == "day of month" and re.fullmatch(r"L|LW|L-\d+|\d+W", part):
        return True
    if name == "day of week" and re.fullmatch(r"L|[A-Z0-9]+L|[A-Z0-9]+#[1-5]", part):
        return True
    base, slash, step = part.partition("/")
    if slash and not (step.isdecimal() and int(step) > 0):
        return False
    if base == "*" or (slash and base == ""):
        return True
    return all(_is_point(point, low, high, words) for point in base.split("-", 1))


def _is_point(point: str, low: int, high: int, words: tuple[str, ...]) -> bool:
    return point in words or (point.isdecimal() and low <= int(point) <= high)
