"""A view of a resource's inputs that knows the path of every value, so that rules stay one line long."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass

from sandbox.aws.model import Place
from sandbox.aws.rules.failure import Failure
from sandbox.values import UNKNOWN, ResourceReference, Value, holds_unknown

_LISTED_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Given:
    """A value of the inputs at its path.

    Members of an unknown value are unknown, members of an absent value are absent. The real provider sends neither
    null nor empty text to AWS for an optional property, so both count as absent.
    """

    path: str
    value: Value
    """Without secret wrappers, at any depth."""
    place: Place

    def __getitem__(self, key: str) -> "Given":
        value = self.value
        path = f"{self.path}.{key}" if self.path else key
        if isinstance(value, dict):
            return Given(path, _plain(value.get(key)), self.place)
        return Given(path, UNKNOWN if value is UNKNOWN else None, self.place)

    @property
    def items(self) -> list["Given"]:
        """The elements of a list; none when the list is absent or unknown. A single value counts as a list of one."""
        value = self.value
        if isinstance(value, list):
            return [Given(f"{self.path}[{i}]", _plain(item), self.place) for i, item in enumerate(value)]
        return [] if self.absent or value is UNKNOWN else [self]

    @property
    def entries(self) -> dict[str, "Given"]:
        """The entries of a map; none when it is absent or unknown."""
        value = self.value
        return {key: self[key] for key in value} if isinstance(value, dict) else {}

    @property
    def absent(self) -> bool:
        """Whether nothing was given: null or empty text."""
        return self.value is None or self.value == ""

    @property
    def present(self) -> bool:
        """Whether something was given, known or not."""
        return not self.absent

    @property
    def unknown(self) -> bool:
        """Whether the value itself is unknown until another resource exists."""
        return self.value is UNKNOWN

    @property
    def open(self) -> bool:
        """Whether the value or anything in it is unknown, so that nothing can be said of the whole."""
        return holds_unknown(self.value)

    @property
    def empty(self) -> bool:
        """Whether nothing was given, an empty list or map included."""
        return self.absent or self.value in ([], {})

    @property
    def text(self) -> str | None:
        """The value as text, None when absent, unknown or not text."""
        value = self.value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return str(int(value)) if float(value).is_integer() else str(value)
        return value if isinstance(value, str) and value else None

    @property
    def number(self) -> float | None:
        """The value as a number (text such as "80" included), None when absent, unknown or not a number."""
        value = self.value
        if isinstance(value, bool):
            return None
        if isinstance(value, int | float):
            return float(value)
        if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
            return float(value)
        return None

    @property
    def true(self) -> bool:
        """Whether the value is known to be true."""
        return self.value is True or self.value == "true"

    @property
    def surely_false(self) -> bool:
        """Whether the value is known not to be true: false or absent."""
        return not self.true and not self.unknown

    @property
    def texts(self) -> list[str]:
        """The known texts of a list."""
        return [item.text for item in self.items if item.text is not None]

    @property
    def count(self) -> int | None:
        """How many elements a list has, None when the list is unknown; an absent list has none."""
        return None if self.unknown else len(self.items)

    def refuse(self, reason: str) -> Failure:
        """A failure at this path."""
        return Failure(self.path, reason)

    def outside(self, low: float, high: float, unit: str = "") -> list[Failure]:
        """A failure when the number is known and not within the bounds, which are allowed themselves."""
        number = self.number
        if number is None or low <= number <= high:
            return []
        return [self.refuse(f"{_figure(number)} isn't allowed; give {_figure(low)} to {_figure(high)}{_unit(unit)}")]

    def none_of(self, allowed: Collection[str]) -> list[Failure]:
        """A failure when the text is known and none of the allowed ones."""
        text = self.text
        if text is None or text in allowed:
            return []
        listed = sorted(allowed)[:_LISTED_AT_MOST]
        more = ", …" if len(allowed) > _LISTED_AT_MOST else ""
        return [self.refuse(f'"{text}" isn\'t allowed; give one of {", ".join(listed)}{more}')]

    def no_number_of(self, allowed: Collection[float]) -> list[Failure]:
        """A failure when the number is known and none of the allowed ones."""
        number = self.number
        if number is None or number in allowed:
            return []
        figures = ", ".join(_figure(figure) for figure in sorted(allowed))
        return [self.refuse(f"{_figure(number)} isn't allowed; give one of {figures}")]

    def unlike(self, pattern: str, expected: str) -> list[Failure]:
        """A failure when the text is known and the whole of it doesn't match the pattern."""
        text = self.text
        if text is None or re.fullmatch(pattern, text, re.DOTALL):
            return []
        return [self.refuse(f'"{_short(text)}" isn\'t allowed; give {expected}')]

    def longer_than(self, limit: int) -> list[Failure]:
        """A failure when the text is known and has more characters than the limit."""
        text = self.text
        if text is None or len(text) <= limit:
            return []
        return [self.refuse(f'"{_short(text)}" has {len(text)} characters; at most {limit} are allowed: shorten it')]

    def more_than(self, limit: int, noun: str) -> list[Failure]:
        """A failure when a list has more elements than the limit."""
        count = self.count
        if count is None or count <= limit:
            return []
        return [self.refuse(f"{count} {noun} are given; at most {limit} are allowed")]

    def fewer_than(self, limit: int, noun: str) -> list[Failure]:
        """A failure when a list is given and has fewer elements than the limit."""
        count = self.count
        if count is None or self.absent or count >= limit:
            return []
        return [self.refuse(f"{count} {noun} {'is' if count == 1 else 'are'} given; at least {limit} are needed")]

    def not_json(self, what: str) -> list[Failure]:
        """A failure when the text is known and isn't JSON."""
        if not isinstance(self.value, str) or not self.value:
            return []
        try:
            json.loads(self.value)
        except ValueError as error:
            return [self.refuse(f"{what} isn't valid JSON: {error}; render it with json.dumps")]
        return []

    @property
    def document(self) -> "Given":
        """The document that a JSON text (or a dict in its place) holds, at the same path; absent when it isn't JSON."""
        value = self.value
        if isinstance(value, str) and value:
            try:
                value = json.loads(value)
            except ValueError:
                value = None
        return Given(self.path, value, self.place)


def both(first: Given, second: Given) -> bool:
    """Whether both are given, known or not."""
    return not first.empty and not second.empty


def unless_exactly_one(owner: Given, *names: str) -> list[Failure]:
    """A failure when not exactly one of the owner's properties is given."""
    chosen = [name for name in names if not owner[name].empty]
    if len(chosen) == 1 or owner.unknown:
        return []
    if chosen:
        return [owner[chosen[1]].refuse(f"{' and '.join(chosen)} are given together; give exactly one of them")]
    return [Failure(owner.path, f"none of {', '.join(names)} is given; give exactly one of them")]


def unless_at_most_one(owner: Given, *names: str) -> list[Failure]:
    """A failure when more than one of the owner's properties is given."""
    chosen = [name for name in names if not owner[name].empty]
    return unless_exactly_one(owner, *chosen) if len(chosen) > 1 else []


def _plain(value: Value) -> Value:
    if isinstance(value, ResourceReference):
        return value.id
    return value


def _figure(number: float) -> str:
    return f"{int(number):,}" if float(number).is_integer() else str(number)


def _unit(unit: str) -> str:
    return f" {unit}" if unit else ""


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."
