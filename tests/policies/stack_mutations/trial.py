"""What the rules say about one case, and what is wrong with that."""

from collections.abc import Iterator

from policies.verdict import Compliant, NotApplicable, Undetermined
from tests.policies.stack_mutations.case import Case
from tests.policies.stack_mutations.deployed import DeployedStack
from tests.policies.stack_mutations.judging import Bench, Verdicts, violated
from tests.policies.stack_mutations.links import breakage_with_hidden_links


def faults(case: Case, bench: Bench) -> Iterator[str]:
    """Sentences about everything that is not as it must be."""
    changed = case.change(bench.stack)
    after = bench.after(changed, case.policy)
    yield from _before(case, bench)
    yield from _noticed(case, changed, bench.joined, after)
    yield from _false_alarms(case, changed, bench, after)
    yield from _passes_unseen(case, changed, bench)


def _before(case: Case, bench: Bench) -> Iterator[str]:
    """The sound stack keeps the policy, which judges something of the same type there."""
    said = {urn: verdict for (policy, urn), verdict in bench.joined.items() if policy == case.policy}
    for urn, verdict in said.items():
        if not isinstance(verdict, (Compliant, NotApplicable)):
            yield f"before the change it says {verdict} of {urn}"
    types = {named.type for named in case.at}
    alike = [piece.urn for piece in bench.stack.pieces if piece.named.type in types]
    silent = not any(isinstance(said.get(urn), Compliant) for urn in alike)
    if silent and not case.settles and not case.was_silent:
        yield "it judges nothing before the change"
    if case.was_silent and not silent:
        yield "was_silent is said of a policy that judges something"


def _noticed(case: Case, changed: DeployedStack, before: Verdicts, after: Verdicts) -> Iterator[str]:
    expected = {changed.at(named).urn for named in case.at}
    if case.settles:
        hidden = {urn for (policy, urn), verdict in after.items() if policy == case.policy and _is_hidden(verdict)}
        if hidden != expected:
            yield f"it is undetermined of {_names(hidden)} and not of {_names(expected)}"
        return
    accused = {urn for policy, urn in violated(after) - violated(before) if policy == case.policy}
    for urn in expected - accused:
        yield f"it says {after.get((case.policy, urn), 'nothing')} of {_names({urn})}"
    for urn in accused - expected:
        yield f"it accuses {_names({urn})}: {after[case.policy, urn]}"


def _is_hidden(verdict: object) -> bool:
    return isinstance(verdict, Undetermined)


def _false_alarms(case: Case, changed: DeployedStack, bench: Bench, after: Verdicts) -> Iterator[str]:
    news = {key: after[key] for key in violated(after) - violated(bench.joined)}
    known = set(bench.stack.pieces)
    old = {piece.urn: piece for piece in bench.stack.pieces}
    for piece in changed.pieces:
        if piece not in known:
            single = bench.single(piece)
            before = violated(bench.single(old[piece.urn])) if piece.urn in old else frozenset()
            news.update({key: single[key] for key in violated(single) - before})
    loud = {key for key in news if bench.is_mandatory(key[0]) and key[0] != case.policy}
    for policy, urn in sorted(loud):
        if policy not in case.also:
            yield f"{policy} fires as well, at {_names({urn})}: {news[policy, urn]}"
    for policy in sorted(set(case.also) - {policy for policy, _ in news}):
        yield f"{policy} does not fire, although the case says so"


def _passes_unseen(case: Case, changed: DeployedStack, bench: Bench) -> Iterator[str]:
    """What is noticed by way of a link must not pass when the link cannot be told."""
    for found in breakage_with_hidden_links(bench, changed, case.policy):
        if isinstance(found.verdict, (Compliant, NotApplicable)):
            yield f"it passes: {found}"


def _names(urns: set[str]) -> str:
    return ", ".join(sorted(urn.rsplit("::", 1)[-1] for urn in urns)) or "nothing"
