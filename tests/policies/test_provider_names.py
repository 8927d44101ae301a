"""Types and properties that rules name exist in the installed AWS provider's SDK."""

import importlib.util
import re
from functools import cache
from pathlib import Path

import pytest

from policies.resource_types import NETWORKS, canonical
from policies.rules import RESOURCE_RULES
from policies.stack_rules import STACK_RULES
from tests.policies.examples import EXAMPLES
from tests.policies.examples.model import Example

_TYPES = sorted(
    {token for rule in RESOURCE_RULES for token in (*rule.applies_to, *rule.known_from)}
    | {token for rule in STACK_RULES for token in rule.about}
    | {token for token in NETWORKS if token.startswith("aws:")}
)


def snake(camel: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", camel).lower()


@cache
def source(token: str) -> str:
    """The text of the SDK's module for a resource type; found without importing the SDK."""
    spec = importlib.util.find_spec("pulumi_aws")
    assert spec is not None
    assert spec.origin is not None
    module, _, member = token.removeprefix("aws:").partition("/")
    folder = {"lambda": "lambda_"}.get(module, module)
    return (Path(spec.origin).parent / folder / f"{snake(member.partition(':')[0])}.py").read_text()


@pytest.mark.parametrize("token", [token for token in _TYPES if token.startswith("aws:")])
def test_a_type_that_a_rule_names_is_a_type_of_the_provider(token: str) -> None:
    assert f"'{token}'" in source(token) or f'"{token}"' in source(token)


PACK = Path(__file__).parents[2] / "policies"
_TOKEN = re.compile(r"""["'](aws:[A-Za-z0-9]+/\w+:\w+)["']""")
_SPELLED = sorted({token for file in PACK.rglob("*.py") for token in _TOKEN.findall(file.read_text())})


@pytest.mark.parametrize("token", [token for token in _SPELLED if canonical(token) == token])
def test_a_type_that_the_pack_spells_out_is_a_type_of_the_provider(token: str) -> None:
    assert f"'{token}'" in source(token) or f'"{token}"' in source(token)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.policy}-{e.type.rpartition(':')[2]}")
def test_properties_of_an_example_are_properties_of_its_type(example: Example) -> None:
    for properties in (example.compliant, example.violating, example.unknown):
        for name in properties or ():
            assert f"def {snake(name)}(self)" in source(example.type)
