"""Identifiers in the shape of a documented example."""

import re
from typing import Final

from sandbox.aws.model import Generator

UUID: Final = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}[0-9a-f]*$")
ACCOUNT: Final = re.compile(r"\d{10,12}$")
REGION: Final = re.compile(r"[a-z]{2}(-gov)?-(north|south|east|west|central)+[a-z]*-\d$")
_PREFIXED: Final = re.compile(r"([a-z]+(?:-[a-z]+)*)-([0-9a-zA-Z]*\d[0-9a-zA-Z]*|a{8}|b{8}|x{6,}|EXAMPLE)$")
_HEADED_UUID: Final = re.compile(r"([a-z]+(?:-[a-z]+)*)-(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})")
_EC2_LENGTHS: Final = (8, 9, 10, 17, 18)


def is_generated(text: str) -> bool:
    """Whether an example looks like an identifier that AWS draws, not like a name that somebody chose."""
    if UUID.match(text) or ACCOUNT.fullmatch(text):
        return True
    if "example" in text.lower() and not re.fullmatch(r"[0-9A-Z]*EXAMPLE[0-9A-Z]*", text):
        return False
    if "." in text or REGION.fullmatch(text):
        return False
    digits = sum(character.isdigit() for character in text)
    if text.islower() and re.fullmatch(r"(abc[a-z]*\d*|xxx+|yyy+|zzz+|aabbcc\w*)", text):
        return True
    return (digits >= 2 and len(text) >= 5) or (digits >= 1 and "-" not in text and len(text) >= 8)


def prefix_of(text: str) -> str:
    """The type prefix of an EC2-style identifier (`vpc` of `vpc-a01106c2`); empty where there is none."""
    headed = _HEADED_UUID.fullmatch(text)
    if headed:
        return headed.group(1)
    match = _PREFIXED.match(text)
    return match.group(1) if match and not UUID.match(text) else ""


def like(example: str, random: Generator, label: str = "id") -> str:
    """An identifier in the example's shape: same prefix, same alphabet, the length that AWS draws today."""
    if UUID.match(example):
        return random.uuid(label)
    headed = _HEADED_UUID.fullmatch(example)
    if headed:
        return f"{headed.group(1)}-{random.uuid(label)}"
    prefix = prefix_of(example)
    if prefix:
        tail = example[len(prefix) + 1 :]
        if len(tail) in _EC2_LENGTHS and re.fullmatch(r"[0-9a-fx]+", tail.lower()):
            return f"{prefix}-0{random.hex(16, label)}"
        return f"{prefix}-{_run(tail, random, label)}"
    parts = re.split(r"([^0-9A-Za-z])", example)
    drawn = [_run(part, random, f"{label}/{place}") for place, part in enumerate(parts)]
    return "".join(drawn)


def _run(text: str, random: Generator, label: str) -> str:
    if not text or not text.isalnum():
        return text
    length = max(len(text), 4)
    if text.isdigit():
        return random.digits(length, label)
    if re.fullmatch(r"[0-9a-f]+", text):
        return random.hex(length, label)
    if text.isupper() or re.fullmatch(r"[0-9A-Z]+", text):
        return random.upper(length, label)
    return random.lower(length, label)
