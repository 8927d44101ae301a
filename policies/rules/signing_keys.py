"""Rule about the length of keys that sign tokens."""

import json
import re
from collections.abc import Iterator, Mapping

from policies.properties import UNKNOWN, Properties
from policies.resource_types import SECRET_VERSION
from policies.rule import Context, rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

PARAMETER = "aws:ssm/parameter:Parameter"
_PARAMETER_VALUES = ("value", "insecureValue", "valueWo")
_SECRET_TEXTS = ("secretString", "secretStringWo")
_NOT_A_KEY = NotApplicable("it holds no key that signs tokens")


@rule_in_context("signing-key-length", applies_to=(PARAMETER,))
def parameter_is_long_enough(parameter: Properties, context: Context) -> Verdict:
    """A parameter says by its name what it is."""
    name = parameter.text("name")
    if not isinstance(name, str) or not re.search(context.text("names"), name):
        return _NOT_A_KEY
    path = next((path for path in _PARAMETER_VALUES if parameter.get(path) is not None), "value")
    value = parameter.text(path)
    if value is UNKNOWN:
        return Undetermined(parameter.where(path))
    return COMPLIANT if value is None else _judge(path, value, context)


@rule_in_context("signing-key-length", applies_to=(SECRET_VERSION,))
def secret_is_long_enough(version: Properties, context: Context) -> Verdict:
    """A secret says by the keys of its JSON what its values are; text that is not known yet says nothing."""
    found = (
        _judge(f"{key} in {path}", value, context)
        for path in _SECRET_TEXTS
        for key, value in _entries(version.text(path))
        if re.search(context.text("names"), key)
    )
    return combined(found, otherwise=_NOT_A_KEY)


def _entries(text: object) -> Iterator[tuple[str, str]]:
    try:
        content = json.loads(text) if isinstance(text, str) else None
    except json.JSONDecodeError:
        return
    if isinstance(content, Mapping):
        yield from ((str(key), value) for key, value in content.items() if isinstance(value, str))


def _judge(where: str, value: str, context: Context) -> Verdict:
    minimum = context.number("minimumLength")
    if len(value) >= minimum:
        return COMPLIANT
    return Violation(f"{where} has {len(value)} characters, the minimum is {minimum:g}")
