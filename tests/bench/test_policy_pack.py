"""What the benchmark of the policy pack makes of its measurements."""

import pytest

from bench.policy_pack import PackCost, Taken


def cost(without: list[float], with_pack: list[float]) -> PackCost:
    taken = [tuple(Taken(time, time / 2) for time in times) for times in (without, with_pack)]
    return PackCost(300, *taken)


def test_medians_are_compared_so_that_one_slow_preview_decides_nothing() -> None:
    assert cost([4.0, 4.0, 9.0], [5.0, 5.0, 5.0]).share == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("with_pack", "says"), [(4.8, "adds +20%, within the limit"), (5.2, "adds +30%, OVER the limit")]
)
def test_the_line_says_what_the_pack_adds_and_whether_that_is_too_much(with_pack: float, says: str) -> None:
    measured = cost([4.0], [with_pack])
    assert says in measured.line()
    assert "preview of 300 resources: without 4.00 s (4.00 to 4.00; processor 2.00 s)" in measured.line()
    assert measured.is_within_limit == ("within" in says)
