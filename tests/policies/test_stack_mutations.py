"""Small sound stacks, broken: what no shipped stack has. Those that are deployed are broken in tests/engine."""

import pytest

from policies.evaluation import Failed
from policies.stack import EVERY
from policies.stack_rule import StackRule
from policies.stack_rules import STACK_RULES
from policies.verdict import Undetermined, Violation
from tests.policies.stack_mutations.case import Case
from tests.policies.stack_mutations.cases import CASES
from tests.policies.stack_mutations.deployed import DeployedStack
from tests.policies.stack_mutations.judging import Bench
from tests.policies.stack_mutations.links import STANDS_WITHOUT, with_hidden_links
from tests.policies.stack_mutations.trial import faults

SMALL = [case for case in CASES if isinstance(case.of, DeployedStack)]
STACKS = {id(case.of): case.of for case in SMALL if isinstance(case.of, DeployedStack)}


def bench_of(case: Case) -> Bench:
    assert isinstance(case.of, DeployedStack)
    return Bench(case.of)


def breaks(case: Case, rule: StackRule) -> bool:
    return case.policy == rule.policy and any(EVERY in rule.about or named.type in rule.about for named in case.at)


def test_every_stack_rule_is_broken_in_some_way() -> None:
    unbroken = [(rule.policy, rule.about) for rule in STACK_RULES if not any(breaks(case, rule) for case in CASES)]
    assert unbroken == []


def test_no_two_cases_say_the_same() -> None:
    assert len({str(case) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", SMALL, ids=str)
def test_the_broken_stack_is_noticed_and_nothing_else_is_said(case: Case) -> None:
    assert list(faults(case, bench_of(case))) == []


@pytest.mark.parametrize("stack", STACKS.values(), ids=lambda stack: stack.pieces[-1].named.name)
def test_a_hidden_link_is_no_pass_and_no_accusation(stack: DeployedStack) -> None:
    for found in with_hidden_links(Bench(stack), origin_known=False):
        reason = STANDS_WITHOUT.get((found.policy, found.link))
        assert isinstance(found.verdict, Undetermined) or reason, str(found)
        assert not isinstance(found.verdict, (Violation, Failed)), str(found)


@pytest.mark.parametrize("stack", STACKS.values(), ids=lambda stack: stack.pieces[-1].named.name)
def test_a_link_whose_origin_is_known_is_no_accusation(stack: DeployedStack) -> None:
    accused = [
        str(found)
        for found in with_hidden_links(Bench(stack), origin_known=True)
        if isinstance(found.verdict, (Violation, Failed))
    ]
    assert accused == []
