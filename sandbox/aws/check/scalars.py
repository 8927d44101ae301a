"""Booleans, numbers and text as the provider converts them into each other.

https://github.com/pulumi/pulumi-terraform-bridge/blob/main/pkg/tfbridge/schema.go (makeTerraformInput)
"""

import math
import re
from decimal import Decimal
from typing import Final

from sandbox.values import Value

_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_NUMBER: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}
_LARGEST: Final = 2**63 - 1
"""The largest integer of the provider; the smallest is one less than its negative."""


class NotConvertibleError(Exception):
    """The value can't become what the property takes; the message, where there is one, says how to put it right."""


def as_boolean(value: Value) -> bool:
    """A boolean, or the text that means one. Raises NotConvertibleError."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in _BOOLEANS:
        return _BOOLEANS[value]
    if isinstance(value, str) and value.lower() in ("true", "false"):
        raise NotConvertibleError(f'write "{value.lower()}" in lower case or use a boolean')
    raise NotConvertibleError


def as_integer(value: Value) -> int:
    """A whole number, or the text of one. Raises NotConvertibleError."""
    if isinstance(value, bool):
        raise NotConvertibleError
    if isinstance(value, float):
        if not math.isfinite(value) or not value.is_integer():
            raise NotConvertibleError("give it without a fraction")
        value = int(value)
    if isinstance(value, str) and _INTEGER.fullmatch(value) and len(value) < 25:
        value = int(value)
    if not isinstance(value, int) or not -_LARGEST - 1 <= value <= _LARGEST:
        raise NotConvertibleError
    return value


def as_number(value: Value) -> int | float:
    """A number, or the text of one. Raises NotConvertibleError."""
    if isinstance(value, bool):
        raise NotConvertibleError
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        number = float(value)
        return int(value) if _INTEGER.fullmatch(value) and abs(number) <= _LARGEST else _finite(number)
    if isinstance(value, (int, float)):
        return value if isinstance(value, int) else _finite(value)
    raise NotConvertibleError


def as_text(value: Value) -> str:
    """Text, or a number or boolean written out: `true`, `80`, `1.5`. Raises NotConvertibleError."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        # Go's format `f` with the fewest digits: no exponent, and no fraction where there is none.
        text = format(Decimal(repr(value)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    raise NotConvertibleError


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise NotConvertibleError
    return number
