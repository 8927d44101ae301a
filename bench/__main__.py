"""`python -m bench`: every benchmark as a line; exit code 1 when one is over its limit."""

import argparse
import sys
from collections.abc import Iterator, Sequence

from bench.platform import PackCost, ProductionPreview, measure


def main(arguments: Sequence[str]) -> int:
    """Run the benchmarks."""
    parser = argparse.ArgumentParser(
        prog="make bench", description="Previews with and without the policy pack, measured by turns."
    )
    parser.add_argument("--rounds", type=int, default=9, help="measurements of each side (%(default)s)")
    options = parser.parse_args(arguments)
    is_within_limits = True
    for measured in measurements(options.rounds):
        print(measured, flush=True)  # noqa: T201
        is_within_limits &= measured.is_within_limit
    return 0 if is_within_limits else 1


def measurements(rounds: int) -> Iterator[PackCost | ProductionPreview]:
    """Each benchmark in turn."""
    yield PackCost(measure("staging", rounds))
    yield ProductionPreview(measure("prod", rounds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
