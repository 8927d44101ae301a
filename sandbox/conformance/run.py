"""Runs examples in batches, and those that failed in company once more on their own."""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sandbox.conformance.batch import Batch, Outcome
from sandbox.conformance.examples import Example
from sandbox.conformance.verdict import Verdict

# Examples of a batch share one account, where two may ask for the same name: what fails in company is tried again in
# smaller company and finally alone, which alone decides. What is the example's own fault is so in any company.
BATCH_SIZES = (60, 8, 1)


def run(examples: Sequence[Example], folder: Path, jobs: int) -> list[Outcome]:
    """The outcome of every example, in the order given."""
    outcomes: dict[str, Outcome] = {}
    left = list(examples)
    for size in BATCH_SIZES:
        batches = [
            Batch((folder / f"{size}-{number}").resolve(), left[number :: _count(left, size)])
            for number in range(_count(left, size))
        ]
        for done in _all(batches, jobs):
            outcomes.update({outcome.example.key: outcome for outcome in done})
        left = [example for example in left if outcomes[example.key].verdict is Verdict.FAILED]
        if not left:
            break
    return [outcomes[example.key] for example in examples]


def _count(examples: Sequence[Example], size: int) -> int:
    """How many batches. Dealing the examples out puts those of one type, which like the same names, far apart."""
    return max(1, -(-len(examples) // size))


def _all(batches: Sequence[Batch], jobs: int) -> list[list[Outcome]]:
    done: list[list[Outcome]] = []
    with ThreadPoolExecutor(jobs) as pool:
        for outcomes in pool.map(Batch.run, batches):
            done.append(outcomes)
            passed = sum(outcome.verdict is Verdict.PASSED for outcome in outcomes)
            print(  # noqa: T201 - progress
                f"batch {len(done)} of {len(batches)}: {passed} of {len(outcomes)} passed", file=sys.stderr, flush=True
            )
    return done
