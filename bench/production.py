"""How long a preview of Fivestar's production takes, the largest stack of the repository, from an empty state."""

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.previews import ROOT, Previews, measure_by_turns

STACK = "prod"
LIMIT_SECONDS = 6.0
"""For a preview with the policy pack and warm caches on two processors."""


@dataclass(frozen=True, slots=True)
class ProductionPreview:
    """What previews of production took."""

    previews: Previews

    @property
    def is_within_limit(self) -> bool:
        """Whether the one with the pack is quick enough."""
        return self.previews.time <= LIMIT_SECONDS

    def __str__(self) -> str:
        verdict = "within" if self.is_within_limit else "OVER"
        return f"preview of {STACK}: {self.previews}, {verdict} the limit of {LIMIT_SECONDS:.0f} s"


def measure(rounds: int) -> ProductionPreview:
    """Preview the repository's program with a copy of its stack file: a state of the user's isn't in the way."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        project = Path(name)
        shutil.copy(ROOT / f"Pulumi.{STACK}.yaml", project)
        runtime = {"name": "python", "options": {"virtualenv": str(ROOT / ".venv")}}
        settings = {"name": "fivestar-payments", "runtime": runtime, "main": str(ROOT)}
        (project / "Pulumi.yaml").write_text(json.dumps(settings))
        return ProductionPreview(measure_by_turns(project, STACK, rounds))
