"""Stacks as deployed keep the stack rules; broken, the right rule fires at the right resource and no other does."""

from collections.abc import Mapping

import pytest
import yaml

from policies.environment import Environment
from policies.evaluation import Failed
from policies.verdict import Compliant, Undetermined, Violation
from tests.engine.deployments import Deployment
from tests.policies.stack_mutations.case import DEV, MANAGEMENT, PROD, Case
from tests.policies.stack_mutations.cases import CASES
from tests.policies.stack_mutations.deployed import deployed_stack
from tests.policies.stack_mutations.judging import BOOK, Bench
from tests.policies.stack_mutations.links import STANDS_WITHOUT, followed, with_hidden_links
from tests.policies.stack_mutations.trial import faults

pytestmark = pytest.mark.engine

DEPLOYED = [case for case in CASES if isinstance(case.of, str)]


class Benches:
    """The stacks on which cases are tried, each read when first asked for."""

    def __init__(self, fivestar: Mapping[str, Deployment], systems: Mapping[str, Deployment]) -> None:
        self._fivestar = fivestar
        self._systems = systems
        self._known: dict[str, Bench] = {}

    def of(self, name: str) -> Bench:
        """The stack of a name such as `fivestar/prod`."""
        if name not in self._known:
            system, stack = name.split("/")
            deployment = self._fivestar[stack] if system == "fivestar" else self._systems[name]
            self._known[name] = _bench(deployment, Environment.DEV if name == DEV else Environment.PROD)
        return self._known[name]


def _bench(deployment: Deployment, environment: Environment) -> Bench:
    file = deployment.project.folder / f"Pulumi.{deployment.stack}.yaml"
    config = yaml.safe_load(file.read_text(encoding="utf-8"))["config"]
    return Bench(deployed_stack(deployment.project.resources(), config, environment))


@pytest.fixture(scope="module")
def benches(fivestar: Mapping[str, Deployment], systems: Mapping[str, Deployment]) -> Benches:
    return Benches(fivestar, systems)


@pytest.mark.parametrize("case", DEPLOYED, ids=str)
def test_the_broken_stack_is_noticed_and_nothing_else_is_said(case: Case, benches: Benches) -> None:
    assert isinstance(case.of, str)
    assert list(faults(case, benches.of(case.of))) == []


@pytest.mark.parametrize("stack", [PROD, MANAGEMENT, "auraconnect/prod"])
def test_a_hidden_link_is_no_pass_and_no_accusation(stack: str, benches: Benches) -> None:
    for found in with_hidden_links(benches.of(stack), origin_known=False):
        reason = STANDS_WITHOUT.get((found.policy, found.link))
        assert isinstance(found.verdict, Undetermined) or reason, str(found)
        assert not isinstance(found.verdict, (Violation, Failed)), str(found)


@pytest.mark.parametrize("stack", [PROD, MANAGEMENT, "auraconnect/prod"])
def test_a_link_whose_origin_is_known_is_no_accusation(stack: str, benches: Benches) -> None:
    accused = [
        str(found)
        for found in with_hidden_links(benches.of(stack), origin_known=True)
        if isinstance(found.verdict, (Violation, Failed))
    ]
    assert accused == []


def test_many_links_of_prod_are_followed(benches: Benches) -> None:
    bench = benches.of(PROD)
    links = followed(bench, bench.stack, BOOK, Compliant)
    assert len(links) > 50, sorted(links)
