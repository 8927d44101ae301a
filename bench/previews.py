"""Previews on the embedded AWS with and without the policy pack, by turns."""

import os
import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Taken:
    """What one preview took, in seconds."""

    time: float
    processor: float
    """Processor time of the engine and of everything that it started; steadier than the clock on a busy machine."""
    resources: int


@dataclass(frozen=True, slots=True)
class Previews:
    """What previews of one stack took."""

    resources: int
    without: tuple[Taken, ...]
    with_pack: tuple[Taken, ...]

    @property
    def time(self) -> float:
        """Median time of a preview with the pack, in seconds."""
        return median(taken.time for taken in self.with_pack)

    @property
    def share(self) -> float:
        """The time that the pack adds, as a share of the preview without it; medians are compared."""
        return self.time / median(taken.time for taken in self.without) - 1

    def __str__(self) -> str:
        sides = (("without", self.without), ("with the pack", self.with_pack))
        times = ", ".join(f"{name} {_spread(taken)}" for name, taken in sides)
        return f"{self.resources} resources: {times}: {self.share:+.0%}"


def _spread(taken: tuple[Taken, ...]) -> str:
    times = [one.time for one in taken]
    processor = median(one.processor for one in taken)
    return f"{median(times):.2f} s ({min(times):.2f} to {max(times):.2f}; processor {processor:.2f} s)"


def measure_by_turns(project: Path, stack: str, rounds: int) -> Previews:
    """Preview by turns, after a first preview of each side that fills caches and isn't counted."""
    times: dict[bool, list[Taken]] = {False: [], True: []}
    for number in range(rounds + 1):
        # The side that goes first changes, so that neither always profits from what the other left in caches.
        for with_pack in (number % 2 == 0, number % 2 != 0):
            took = _preview(project, stack, with_pack)
            if number:
                times[with_pack].append(took)
    return Previews(took.resources, tuple(times[False]), tuple(times[True]))


def _preview(project: Path, stack: str, with_pack: bool) -> Taken:
    """Preview once."""
    command = [ROOT / "sandbox" / "pulumi", "preview", "-C", project, "-s", stack, "--non-interactive"]
    pack = ["--policy-pack", ROOT / "policies"] if with_pack else []
    started, used = time.perf_counter(), _processor_time()
    done = subprocess.run(  # noqa: S603 (constant arguments)
        [*map(str, command), *map(str, pack)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SANDBOX_POLICY_PACK": "none"},
    )
    took, used = time.perf_counter() - started, _processor_time() - used
    planned = re.search(r"\+ (\d+) to create", done.stdout)
    if planned is None:
        sys.exit(f"The preview of {stack} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return Taken(took, used, int(planned[1]))


def _processor_time() -> float:
    """Seconds that ended child processes have used."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
