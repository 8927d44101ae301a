"""`python -m sandbox.conformance`: the share of documented examples that behave as they should, by resource type."""

import argparse
import sys
import time
from pathlib import Path

from sandbox.conformance.examples import sample, standalone
from sandbox.conformance.report import failed_keys, passed, render, standing_alone
from sandbox.conformance.run import run
from sandbox.schema import open_index

TARGET_PERCENT = 97


def main() -> int:
    """Run all examples, or a fixed sample; fail below the target."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.conformance", description=(__doc__ or "").strip())
    parser.add_argument("--sample", type=int, default=0, help="a fixed sample of so many types instead of everything")
    parser.add_argument("--only", default="", help="only examples of types whose token contains this text")
    parser.add_argument(
        "--again", type=Path, default=None, help="only what this report of an earlier run says has failed"
    )
    parser.add_argument("--report", type=Path, default=None, help="write the report to this file, too")
    parser.add_argument("--jobs", type=int, default=2, help="batches at a time (default: 2)")
    parser.add_argument(
        "--folder", type=Path, default=Path(".sandbox/conformance"), help="where the batches are deployed"
    )
    options = parser.parse_args()
    examples = [example for example in standalone(open_index()) if options.only in example.token]
    if options.again:
        failed = failed_keys(options.again.read_text())
        examples = [example for example in examples if example.key in failed]
    if options.sample:
        examples = sample(examples, options.sample)
    if not examples:
        print("no example is left by these options", file=sys.stderr)  # noqa: T201
        return 1
    started = time.monotonic()
    outcomes = run(examples, options.folder, options.jobs)
    text = render(outcomes, time.monotonic() - started)
    print(text)  # noqa: T201 - the command's output
    if options.report:
        options.report.write_text(text + "\n")
    alone = standing_alone(outcomes)
    return 0 if len(passed(alone)) * 100 >= TARGET_PERCENT * len(alone) else 1


if __name__ == "__main__":
    sys.exit(main())
