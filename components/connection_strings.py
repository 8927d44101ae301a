"""Connection strings: texts made of what a secret holds."""

import re
from collections.abc import Mapping

import pulumi

_REFERENCE = re.compile(r"\$\{(\w+)\}")


def connection_strings(
    templates: Mapping[str, str], held: Mapping[str, pulumi.Input[str] | pulumi.Input[int]]
) -> dict[str, pulumi.Output[str]]:
    """The templates by their keys, each `${name}` replaced by what the secret holds under that name; always secret.

    Nothing is escaped: the passwords that go in are letters and digits. Raises KeyError for a name that isn't held.
    """
    return {key: _filled(template, held) for key, template in templates.items()}


def _filled(template: str, held: Mapping[str, pulumi.Input[str] | pulumi.Input[int]]) -> pulumi.Output[str]:
    named = {name: held[name] for name in _REFERENCE.findall(template)}
    values = pulumi.Output.all(**named)
    return pulumi.Output.secret(
        values.apply(lambda found: _REFERENCE.sub(lambda reference: str(found[reference[1]]), template))
    )
