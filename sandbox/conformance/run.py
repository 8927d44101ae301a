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

_ONCE = (
    "accessanalyzer.Analyzer",
    "cfg.DeliveryChannel",
    "cfg.Recorder",
    "costexplorer.AnomalyMonitor",
    "guardduty.Detector",
    "oam.Sink",
    "organizations.Organization",
    "securityhub.Account",
)
"""What an account has once in a region."""


def run(examples: Sequence[Example], folder: Path, jobs: int) -> list[Outcome]:
    """The outcome of every example, in the order given."""
    outcomes: dict[str, Outcome] = {}
    left = list(examples)
    for size in BATCH_SIZES:
        batches = [
            Batch((folder / f"{size}-{number}").resolve(), dealt) for number, dealt in enumerate(deal(left, size))
        ]
        for done in _all(batches, jobs):
            outcomes.update({outcome.example.key: outcome for outcome in done})
        left = [example for example in left if outcomes[example.key].verdict is Verdict.FAILED]
        if not left:
            break
    return [outcomes[example.key] for example in examples]


def deal(examples: Sequence[Example], size: int) -> list[list[Example]]:
    """The examples in batches, none of which holds two that ask for what an account has once."""
    plain = [example for example in examples if not _asked_once(example)]
    batches = [plain[number :: _count(plain, size)] for number in range(_count(plain, size))]
    for example in examples:
        if wanted := _asked_once(example):
            taken = (batch for batch in batches if not any(wanted & _asked_once(other) for other in batch))
            batch = next((batch for batch in taken if len(batch) < size), None)
            if batch is None:
                batches.append([example])
            else:
                batch.append(example)
    return [batch for batch in batches if batch]


def _asked_once(example: Example) -> set[str]:
    return {kind for kind in _ONCE if f"{kind}(" in example.source}


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
