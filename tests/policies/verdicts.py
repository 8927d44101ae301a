"""Verdicts of single policies, for tests of the shapes that a resource may have."""

from collections.abc import Mapping

from policies.catalogue import CATALOGUE
from policies.configuration import Configuration
from policies.environment import Environment, StackEnvironment
from policies.evaluation import Subject
from policies.serving.server import rule_book
from policies.serving.wire import properties_of
from policies.verdict import Verdict
from tests.policies.harness import Engine, Json, Report, Resource, in_environment, struct_of

BOOK = rule_book()


def verdict(
    policy: str,
    kind: str,
    properties: Mapping[str, Json],
    environment: Environment = Environment.PROD,
    **parameters: object,
) -> Verdict:
    """What the policy says about one resource."""
    configuration = Configuration(CATALOGUE, StackEnvironment(environment, "the test"), {}, {policy: parameters})
    findings = BOOK.judge(Subject("urn", kind, "it"), properties_of(struct_of(properties)), False, configuration)
    (found,) = [finding.verdict for finding in findings if finding.policy.name == policy]
    assert isinstance(found, Verdict)
    return found


def reports(policy: str, *resources: Resource, environment: str = "prod") -> list[Report]:
    """What a preview of a stack reports about the policy."""
    found = Engine(config=in_environment(environment), policies={policy}).preview(*resources)
    return [report for report in found if report.policy == policy]
