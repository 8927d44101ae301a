"""How long previews of Fivestar's stacks take, from an empty state, and what the policy pack adds to them."""

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.previews import ROOT, Previews, measure_by_turns

SHARE_LIMIT = 0.25
"""Most that the pack may add to a preview of some 300 resources, as a share of the preview without it."""
SECONDS_LIMIT = 6.0
"""Most that a preview of production may take with the pack, warm caches and two processors."""


@dataclass(frozen=True, slots=True)
class PackCost:
    """What the pack adds to previews of staging, a stack of some 300 resources."""

    previews: Previews

    @property
    def is_within_limit(self) -> bool:
        """Whether it adds no more than it may."""
        return self.previews.share <= SHARE_LIMIT

    def __str__(self) -> str:
        limit = f"{_verdict(self.is_within_limit)} the limit of {SHARE_LIMIT:.0%}"
        return f"staging, {self.previews}, {limit}"


@dataclass(frozen=True, slots=True)
class ProductionPreview:
    """What previews of production took, the largest stack of the repository."""

    previews: Previews

    @property
    def is_within_limit(self) -> bool:
        """Whether the one with the pack is quick enough."""
        return self.previews.time <= SECONDS_LIMIT

    def __str__(self) -> str:
        return f"production, {self.previews}, {_verdict(self.is_within_limit)} the limit of {SECONDS_LIMIT:.0f} s"


def _verdict(is_within_limit: bool) -> str:
    return "within" if is_within_limit else "OVER"


def measure(stack: str, rounds: int) -> Previews:
    """Preview the repository's program with a copy of its stack file: a state of the user's isn't in the way."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        project = Path(name)
        shutil.copy(ROOT / f"Pulumi.{stack}.yaml", project)
        runtime = {"name": "python", "options": {"virtualenv": str(ROOT / ".venv")}}
        settings = {"name": "fivestar-payments", "runtime": runtime, "main": str(ROOT)}
        (project / "Pulumi.yaml").write_text(json.dumps(settings))
        return measure_by_turns(project, stack, rounds)
