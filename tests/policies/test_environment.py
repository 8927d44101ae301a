"""The environment of a stack."""

from collections.abc import Mapping

import pytest

from policies.environment import Environment, environment_of


@pytest.mark.parametrize("stated", ["dev", "Development", " DEV "])
def test_the_settings_decide_before_tags_and_name(stated: str) -> None:
    config = {"platform:system": f'{{"environment": "{stated}"}}'}
    found = environment_of(config, {"environment": "prod"}, "payments-prod")
    assert (found.environment, found.source) == (Environment.DEV, "platform:system.environment")


def test_a_stack_tag_decides_before_the_name() -> None:
    assert environment_of({}, {"environment": "staging"}, "dev").environment is Environment.STAGING


@pytest.mark.parametrize(
    ("stack", "environment"),
    [
        ("dev", Environment.DEV),
        ("acme/payments/payments-dev", Environment.DEV),
        ("eu.staging", Environment.STAGING),
        ("production", Environment.PROD),
        ("devon", Environment.PROD),
        ("dev-3", Environment.PROD),
        ("", Environment.PROD),
    ],
)
def test_the_end_of_the_stack_name_decides_when_nothing_else_does(stack: str, environment: Environment) -> None:
    assert environment_of({}, {}, stack).environment is environment


@pytest.mark.parametrize(
    "config",
    [
        {"platform:system": '{"environment": "qa"}'},
        {"platform:system": '{"environment": "management"}'},
        {"platform:system": '{"name": "fivestar"}'},
        {"platform:system": '{"environment": 7}'},
        {"platform:system": "dev"},
        {"platform:system": '["dev"]'},
    ],
)
def test_settings_that_do_not_say_a_known_environment_count_as_prod(config: Mapping[str, str]) -> None:
    assert environment_of(config, {"environment": "dev"}, "dev").environment is Environment.PROD
