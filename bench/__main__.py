"""`python -m bench`: every benchmark as a line of a table; exit code 1 when one is over its limit."""

import argparse
import sys
from collections.abc import Sequence

from bench.policy_pack import measure


def main(arguments: Sequence[str]) -> int:
    """Run the benchmarks."""
    parser = argparse.ArgumentParser(prog="make bench", description="Ratios, measured side by side in one run.")
    parser.add_argument("--resources", type=int, default=300, help="resources of the measured stack (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="measurements of each side (%(default)s)")
    options = parser.parse_args(arguments)
    measured = measure(options.resources, options.rounds)
    print(measured.line())  # noqa: T201
    return 0 if measured.is_within_limit else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
