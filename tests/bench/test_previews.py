"""What the benchmarks make of their measurements."""

import pytest

from bench.platform import PackCost, ProductionPreview
from bench.previews import Previews, Taken


def previews(without: list[float], with_pack: list[float]) -> Previews:
    return Previews(300, *(tuple(Taken(time, time / 2, 300) for time in times) for times in (without, with_pack)))


def test_medians_are_compared_so_that_one_slow_preview_decides_nothing() -> None:
    assert previews([4.0, 4.0, 9.0], [5.0, 5.0, 5.0]).share == pytest.approx(0.25)


@pytest.mark.parametrize(("with_pack", "says"), [(4.8, "+20%, within the limit"), (5.2, "+30%, OVER the limit")])
def test_the_line_says_what_the_pack_adds_and_whether_that_is_too_much(with_pack: float, says: str) -> None:
    measured = PackCost(previews([4.0], [with_pack]))
    assert says in str(measured)
    assert "staging, 300 resources: without 4.00 s (4.00 to 4.00; processor 2.00 s)" in str(measured)
    assert measured.is_within_limit == ("within" in says)


@pytest.mark.parametrize(("with_pack", "says"), [(5.9, "within the limit of 6 s"), (6.1, "OVER the limit of 6 s")])
def test_the_line_about_production_says_whether_its_preview_is_quick_enough(with_pack: float, says: str) -> None:
    measured = ProductionPreview(previews([5.0], [with_pack, with_pack, 60.0]))
    assert says in str(measured)
    assert measured.is_within_limit == ("within" in says)
