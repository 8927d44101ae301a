"""Reading a component's inputs: which have to be known when the program runs, and of what type they are."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import pulumi
from pulumi.runtime import known_types

from sandbox.awsx.input_error import InputError

Inputs = Mapping[str, "pulumi.Input[object]"]

T = TypeVar("T")


class PlainInputs:
    """A table of inputs and the path it is found at; keys whose value is null count as absent."""

    def __init__(self, inputs: Inputs, path: str = "") -> None:
        self._inputs = {key: value for key, value in inputs.items() if value is not None}
        self._path = path

    def path(self, key: str) -> str:
        """The full path of a key, as in `subnetSpecs[0].cidrMask`."""
        return f"{self._path}.{key}" if self._path else key

    def given(self, key: str) -> "pulumi.Input[object] | None":
        """Whatever the program gave: a value, an output, or None."""
        return self._inputs.get(key)

    def is_plain(self, key: str) -> bool:
        """Whether the value is there and no output."""
        return key in self._inputs and not _is_output(self._inputs[key])

    def text(self, key: str) -> str | None:
        """A plain text."""
        return self._read(key, _text)

    def choice(self, key: str, allowed: Sequence[str], folded: bool = False) -> str | None:
        """One of the allowed texts; with `folded` in any case, and then as the program spelled it."""
        value = self.text(key)
        if value is None or value in allowed:
            return value
        if folded and value.lower() in {one.lower() for one in allowed}:
            return value
        raise InputError(f"{self.path(key)} is {value!r}; choose one of {_listed(allowed)}.")

    def whole_number(self, key: str, least: int, most: int, as_text: bool = True) -> int | None:
        """A whole number between the two bounds; awsx takes digits in a text as well, unless `as_text` is false."""
        number = self._read(key, _whole_number_or_digits if as_text else _whole_number)
        if number is not None and not least <= number <= most:
            raise InputError(f"{self.path(key)} is {number}; give a whole number from {least} to {most}.")
        return number

    def truth(self, key: str) -> bool | None:
        """A plain truth value."""
        return self._read(key, _truth)

    def texts(self, key: str) -> tuple[str, ...] | None:
        """A plain list of plain texts."""
        items = self.items(key)
        if items is None:
            return None
        return tuple(_plain(item, f"{self.path(key)}[{index}]", _text) for index, item in enumerate(items))

    def items(self, key: str) -> "list[pulumi.Input[object]] | None":
        """A plain list whose items may be outputs."""
        return self._read(key, _list)

    def table(self, key: str) -> "PlainInputs | None":
        """A plain table whose values may be outputs."""
        values = self._read(key, _table)
        return None if values is None else PlainInputs(values, self.path(key))

    def tables(self, key: str) -> "list[PlainInputs] | None":
        """A plain list of plain tables."""
        items = self.items(key)
        if items is None:
            return None
        paths = [f"{self.path(key)}[{index}]" for index in range(len(items))]
        return [PlainInputs(_plain(item, path, _table), path) for item, path in zip(items, paths, strict=True)]

    def strangers(self, known: Sequence[str]) -> list[str]:
        """A sentence for each key that isn't known; awsx ignores such keys."""
        return [_stranger(self.path(key), key, known) for key in self._inputs if key not in known]

    def require(self, key: str, value: T | None) -> T:
        """The value, which has to be there."""
        if value is None:
            raise InputError(f"{self.path(key)} is missing; it has to be given.")
        return value

    def _read(self, key: str, read: "Callable[[object], T | None]") -> T | None:
        if key not in self._inputs:
            return None
        return _plain(self._inputs[key], self.path(key), read)


def _plain(value: object, path: str, read: "Callable[[object], T | None]") -> T:
    if _is_output(value):
        raise InputError(
            f"{path} is an output; awsx needs a plain value here, known when the program runs and not secret. "
            "Take it from the settings instead of from another resource."
        )
    result = read(value)
    if result is None:
        raise InputError(f"{path} is {value!r}; give {_EXPECTED[read]}.")
    return result


def _is_output(value: object) -> bool:
    return isinstance(value, pulumi.Output) or known_types.is_unknown(value)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _whole_number(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        return None
    return int(value)


def _whole_number_or_digits(value: object) -> int | None:
    return int(value) if isinstance(value, str) and value.isdecimal() else _whole_number(value)


def _list(value: object) -> "list[pulumi.Input[object]] | None":
    return value if isinstance(value, list) else None


def _table(value: object) -> "dict[str, pulumi.Input[object]] | None":
    return value if isinstance(value, dict) else None


_EXPECTED: "dict[Callable[[object], object], str]" = {
    _text: "a text",
    _truth: "true or false",
    _whole_number: "a whole number",
    _whole_number_or_digits: "a whole number",
    _list: "a list",
    _table: "a table of keys and values",
}


def _stranger(path: str, key: str, known: Sequence[str]) -> str:
    import difflib

    closest = difflib.get_close_matches(key, known, 1, 0.5)
    advice = f"did you mean {closest[0]!r}?" if closest else f"known are {_listed(known)}."
    return f"{path} is not an input of awsx and has no effect; {advice}"


def _listed(values: Sequence[str]) -> str:
    return ", ".join(repr(value) for value in values)
