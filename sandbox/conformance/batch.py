"""One batch of examples, as one Pulumi project, through preview, up, refresh with up again, and destroy."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.conformance.examples import Example
from sandbox.conformance.verdict import Verdict, judge

_ROOT = Path(__file__).resolve().parents[2]
_STACK = "conformance"
_REGION = "us-west-2"
_OWNER = re.compile(r"::(x\d+)-[^:]*$")
_MENTION = re.compile(r"\b(x\d+)(?:-|\.py\b)")
_TIMEOUT_SECONDS = 600

PHASES: Mapping[str, Sequence[str]] = {
    "preview": ("preview",),
    "up": ("up", "--yes", "--skip-preview", "--continue-on-error"),
    "up again": ("up", "--yes", "--skip-preview", "--refresh", "--continue-on-error"),
    "destroy": ("destroy", "--yes", "--skip-preview", "--continue-on-error"),
}
"""The phases in order, and the engine's arguments of each."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an example: `phase` is empty when it passed all of them."""

    example: Example
    phase: str = ""
    reason: str = ""

    @property
    def verdict(self) -> Verdict:
        """What the outcome says of the sandbox."""
        return judge(self.example.source, self.phase, self.reason)


@dataclass(slots=True)
class Batch:
    """Examples that are deployed together, in a project of their own under `folder`."""

    folder: Path
    examples: Sequence[Example]
    failures: dict[str, Outcome] = field(default_factory=dict)
    unattributed: str = ""

    def run(self) -> list[Outcome]:
        """Deploy and destroy the examples; one outcome each. A failed one leaves the batch and the phase runs again."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._write_project()
        for phase in PHASES:
            while (left := self._remaining()) and not self.unattributed:
                self._write_examples(left)
                failed = self._failures_of(phase)
                if not failed:
                    break
                self.failures.update(failed)
                if phase not in ("preview", "up"):
                    break
        self._blame_everyone()
        shutil.rmtree(self.folder, ignore_errors=True)
        return [self.failures.get(key, Outcome(example)) for key, example in self._keys().items()]

    def _keys(self) -> dict[str, Example]:
        return {f"x{number}": example for number, example in enumerate(self.examples)}

    def _remaining(self) -> dict[str, Example]:
        return {key: example for key, example in self._keys().items() if key not in self.failures}

    def _write_project(self) -> None:
        project = {"name": "conformance", "runtime": "python"}
        (self.folder / "Pulumi.yaml").write_text(json.dumps(project))
        (self.folder / f"Pulumi.{_STACK}.yaml").write_text(json.dumps({"config": {"aws:region": _REGION}}))
        shutil.copy(Path(__file__).with_name("batch_program.py"), self.folder / "__main__.py")

    def _write_examples(self, examples: Mapping[str, Example]) -> None:
        sources = {key: example.source for key, example in examples.items()}
        (self.folder / "examples.json").write_text(json.dumps(sources))

    def _failures_of(self, phase: str) -> dict[str, Outcome]:
        """Run one phase; the examples that failed in it."""
        log = self.folder / "events.jsonl"
        log.unlink(missing_ok=True)
        raised = self.folder / "raised.json"
        raised.unlink(missing_ok=True)
        command = [str(_ROOT / "sandbox" / "pulumi"), *PHASES[phase], "--stack", _STACK, "--event-log", str(log)]
        # The log is an option for debugging. Nobody kills the engine, so it may write the state once, at its end.
        environment = {**os.environ, "PULUMI_DEBUG_COMMANDS": "true", "PULUMI_SKIP_CHECKPOINTS": "true"}
        try:
            done = subprocess.run(  # noqa: S603 - our own command
                command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=_TIMEOUT_SECONDS
            )
        except subprocess.TimeoutExpired:
            self.unattributed = f"{phase}: took longer than {_TIMEOUT_SECONDS} s"
            return {}
        reasons = json.loads(raised.read_text()) if raised.exists() else {}
        reasons = {**_errors(log), **reasons}
        if phase == "up again":
            reasons = {**_changes(log), **reasons}
        failed = {
            key: Outcome(example, phase, reasons[key]) for key, example in self._remaining().items() if key in reasons
        }
        if done.returncode != 0 and not failed:
            self.unattributed = f"{phase}: {_tail(done.stdout + done.stderr)}"
        return failed

    def _blame_everyone(self) -> None:
        """A failure that names no example is everyone's, so that the examples are tried one by one."""
        if self.unattributed:
            phase, _, reason = self.unattributed.partition(": ")
            for key, example in self._remaining().items():
                self.failures[key] = Outcome(example, phase, reason)


def _events(log: Path) -> list[dict[str, object]]:
    if not log.exists():
        return []
    return [json.loads(line) for line in log.read_text().splitlines() if line.strip()]


def _errors(log: Path) -> dict[str, str]:
    """The first error of each example: by the resource it is about, else by the example that its text mentions."""
    reasons: dict[str, str] = {}
    for event in _events(log):
        diagnostic = event.get("diagnosticEvent")
        if not isinstance(diagnostic, dict) or diagnostic.get("severity") != "error":
            continue
        message = re.sub(r"<\{%.*?%\}>", "", str(diagnostic.get("message", ""))).strip()
        owners = _OWNER.findall(str(diagnostic.get("urn", ""))) or _MENTION.findall(message)
        for key in owners[-1:]:
            reasons.setdefault(key, _last_line(message))
    return reasons


def _changes(log: Path) -> dict[str, str]:
    """The examples whose resources changed though nothing did."""
    reasons: dict[str, str] = {}
    for event in _events(log):
        step = event.get("resOutputsEvent") or event.get("resourcePreEvent")
        metadata = step.get("metadata") if isinstance(step, dict) else None
        if not isinstance(metadata, dict) or metadata.get("op") in ("same", "refresh"):
            continue
        for key in _OWNER.findall(str(metadata.get("urn", ""))):
            properties = ", ".join(metadata.get("detailedDiff") or metadata.get("diffs") or ()) or "no property named"
            reasons.setdefault(key, f"{metadata.get('op')} of {metadata.get('type')} ({properties})")
    return reasons


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no message"


def _tail(text: str) -> str:
    return " | ".join(line.strip() for line in text.splitlines()[-8:] if line.strip())
