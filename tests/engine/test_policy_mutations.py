"""Prod as deployed keeps the rules; broken property by property, the right rule fires and no other."""

from collections.abc import Mapping, Sequence

import pytest

from policies.rules import RESOURCE_RULES
from policies.serving.server import rule_book
from tests.engine.deployments import Deployment
from tests.policies.examples import EXAMPLES
from tests.policies.mutation import Deployed, Trial, deployed, guards, trials, verdicts, violated

pytestmark = pytest.mark.engine

BOOK = rule_book()


@pytest.fixture(scope="module")
def resources(fivestar: Mapping[str, Deployment]) -> Sequence[Deployed]:
    return deployed(fivestar["prod"].project.resources())


@pytest.fixture(scope="module")
def every_trial(resources: Sequence[Deployed]) -> Sequence[Trial]:
    return list(trials(BOOK, resources, guards(EXAMPLES, RESOURCE_RULES)))


def test_prod_as_deployed_violates_no_mandatory_rule(resources: Sequence[Deployed]) -> None:
    found = {resource.urn: violated(verdicts(BOOK, resource)) for resource in resources}
    assert {urn: policies for urn, policies in found.items() if policies} == {}


def test_each_rule_that_prod_keeps_fires_when_what_it_guards_is_broken(every_trial: Sequence[Trial]) -> None:
    assert [str(trial) for trial in every_trial if not trial.fired] == []


def test_no_other_mandatory_rule_fires_falsely(every_trial: Sequence[Trial]) -> None:
    assert {str(trial): sorted(trial.false_alarms) for trial in every_trial if trial.false_alarms} == {}


def test_every_rule_that_some_resource_of_prod_keeps_was_tried(
    resources: Sequence[Deployed], every_trial: Sequence[Trial]
) -> None:
    kept = {
        policy
        for resource in resources
        for policy, verdict in verdicts(BOOK, resource).items()
        if type(verdict).__name__ == "Compliant"
    }
    assert kept - {trial.mutation.policy for trial in every_trial} == set()
