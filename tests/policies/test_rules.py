"""Every rule about single resources, by a compliant, a violating and an unknown example each."""

import pytest

from policies.catalogue import CATALOGUE, pack
from policies.catalogue.model import Level, Policy
from policies.configuration import Configuration
from policies.environment import Environment, StackEnvironment
from policies.evaluation import Subject
from policies.resource_types import canonical
from policies.rules import RESOURCE_RULES
from policies.serving.server import rule_book
from policies.verdict import Compliant, NotApplicable, Undetermined, Verdict, Violation
from tests.policies.examples import EXAMPLES
from tests.policies.examples.model import Example
from tests.policies.harness import Engine, Json, Report, Resource, in_environment, through_the_sdk

ENABLED = {name: Level.ADVISORY for name, row in CATALOGUE.items() if row.levels.prod is Level.DISABLED}
"""Policies that are off in prod unless somebody chooses them."""
PROD = Configuration(CATALOGUE, StackEnvironment(Environment.PROD, "the test"), ENABLED)
BOOK = rule_book()


def label(example: Example) -> str:
    return f"{example.policy}-{example.type.rpartition(':')[2]}"


each_example = pytest.mark.parametrize("example", EXAMPLES, ids=label)
each_compliant = pytest.mark.parametrize("example", [e for e in EXAMPLES if e.compliant is not None], ids=label)
each_unknown = pytest.mark.parametrize("example", [e for e in EXAMPLES if e.unknown is not None], ids=label)


def verdict(example: Example, properties: "dict[str, Json]", protected: bool = False) -> Verdict:
    """The rule's own answer about properties seen through the policy SDK's proxies."""
    subject = Subject("urn", example.type, "it")
    findings = BOOK.judge(subject, through_the_sdk(properties), protected, PROD)
    (found,) = [finding.verdict for finding in findings if finding.policy.name == example.policy]
    assert isinstance(found, Verdict)
    return found


def reports(example: Example, properties: "dict[str, Json]", protected: bool = False) -> list[Report]:
    """What the analyzer reports about the policy in a prod preview."""
    chosen: dict[str, dict[str, Json]] = {name: {"enforcementLevel": level.value} for name, level in ENABLED.items()}
    engine = Engine(config=in_environment("prod"), policy_config=chosen, policies={example.policy})
    found = engine.preview(Resource(example.type, "it", properties, protect=protected))
    return [report for report in found if report.policy == example.policy]


@each_compliant
def test_a_compliant_resource_passes(example: Example) -> None:
    compliant = dict(example.compliant or {})
    assert isinstance(verdict(example, compliant, example.protected), (Compliant, NotApplicable))
    assert reports(example, compliant, example.protected) == []


@each_example
def test_a_violating_resource_is_reported_with_the_given_value(example: Example) -> None:
    found = verdict(example, dict(example.violating))
    assert isinstance(found, Violation)
    assert example.says in found.reason
    (report,) = reports(example, dict(example.violating))
    assert example.says in report.message


@each_unknown
def test_an_unknown_value_is_said_and_not_passed(example: Example) -> None:
    assert verdict(example, dict(example.unknown or {})) == Undetermined(example.unknown_path)
    (report,) = reports(example, dict(example.unknown or {}))
    assert report.level == "advisory"
    assert f"{example.unknown_path} is not known yet or cannot be read" in report.message


@pytest.mark.parametrize("policy", sorted({rule.policy for rule in RESOURCE_RULES}))
def test_every_rule_has_an_example(policy: str) -> None:
    assert policy in {example.policy for example in EXAMPLES}


def test_every_row_of_the_catalogue_has_a_rule_and_every_rule_a_row() -> None:
    judged = {rule.policy for rule in RESOURCE_RULES} | BOOK.stack_policies
    assert judged | {row.name for row in pack.ROWS} == set(CATALOGUE)


def test_no_rule_names_a_type_by_an_old_spelling() -> None:
    assert [t for rule in RESOURCE_RULES for t in rule.applies_to if canonical(t) != t] == []


@pytest.mark.parametrize("row", CATALOGUE.values(), ids=lambda row: row.name)
def test_a_row_tells_a_person_what_why_and_how(row: Policy) -> None:
    assert row.why.endswith(".")
    assert row.remedy.endswith(".")
    assert not row.title.endswith(".")
    assert row.docs.startswith("https://")
