"""A Pulumi project on the sandbox, and what the engine says about each command run on it."""

import io
import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from sandbox import inventory
from sandbox.aws.store import Store
from sandbox.command.folder import FOLDER, SandboxFolder
from tests.engine.empty_stack import make_stack

ROOT = Path(__file__).resolve().parents[2]
PULUMI = ROOT / "sandbox" / "pulumi"
TIMEOUT_SECONDS = 900
"""Longer than any command takes on a machine that is busy otherwise."""
COMMANDS_WITH_EVENTS = frozenset({"up", "preview", "refresh", "destroy", "import"})
"""Commands that write the engine's event log."""

JsonObject = dict[str, object]
_COLOURS = re.compile(r"<\{%.*?%\}>")


@dataclass(frozen=True, slots=True)
class Step:
    """What the engine did with one resource, or in a preview would do with it."""

    urn: str
    operation: str
    """`same`, `create`, `update`, `replace`, `delete`, `create-replacement`, `delete-replaced`, `read`, ..."""
    type: str
    properties: frozenset[str]
    """Top-level names of the changed inputs, or in a refresh of the changed outputs; of an update or a replacement."""

    @property
    def name(self) -> str:
        """The logical name."""
        return self.urn.split("::", 3)[-1]


@dataclass(frozen=True, slots=True)
class Run:
    """One finished command."""

    code: int
    output: str
    """Standard output and standard error."""
    events: Sequence[JsonObject] = ()
    """The engine's event log; of an `up` that previews first, the events of the update alone."""

    @property
    def steps(self) -> list[Step]:
        """What was done with each resource, in order; the stack itself and its providers left out."""
        # A component is reported once more when its outputs are registered.
        found = dict.fromkeys(step for event in self.events if (step := _step(event)))
        return [step for step in found if not step.type.startswith("pulumi:")]

    @property
    def changes(self) -> list[Step]:
        """The steps that change something."""
        return [step for step in self.steps if step.operation not in ("same", "read", "refresh")]

    @property
    def summary(self) -> Mapping[str, int]:
        """Resources by operation, as the engine itself counts them at the command's end."""
        for event in reversed(self.events):
            summary = event.get("summaryEvent")
            if isinstance(summary, dict):
                return cast("Mapping[str, int]", summary.get("resourceChanges") or {})
        return {}

    @property
    def errors(self) -> list[str]:
        """Text of every error that the engine reported."""
        found = [event.get("diagnosticEvent") for event in self.events]
        return [
            _COLOURS.sub("", str(item.get("message"))).strip()
            for item in found
            if isinstance(item, dict) and item.get("severity") == "error"
        ]

    def operations(self) -> Counter[tuple[str, str]]:
        """How often each operation hit each logical name, among the changes."""
        return Counter((step.operation, step.name) for step in self.changes)


@dataclass(frozen=True, slots=True)
class SandboxProject:
    """A project folder whose commands run by `sandbox/pulumi` on one stack."""

    folder: Path
    stack: str = "dev"
    environment: Mapping[str, str] = field(default_factory=dict)
    """Environment variables on top of the test's own."""
    checkpoints: bool = False
    """Whether the engine writes the state after each step, as it does for users, or once at its end.

    Only an engine that is killed shows the difference. With 250 resources the writing is half of an update's time.
    """

    def run(self, *arguments: str) -> Run:
        """Run a Pulumi command and wait for it. A failing command is no exception: its exit code is in the result."""
        process = self.start(*arguments)
        output, _ = process.communicate(timeout=TIMEOUT_SECONDS)
        events = read_events(self.event_log(process)) if arguments[0] in COMMANDS_WITH_EVENTS else []
        return Run(process.returncode, output, events)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a Pulumi command. The process is the engine itself once the sandbox is prepared."""
        make_stack(self.folder, self.stack)
        command = [str(PULUMI), *arguments, "--stack", self.stack, "--non-interactive"]
        # Two commands at once need a log each; only the shell's process id, the later engine's own, is known to both.
        if arguments[0] in COMMANDS_WITH_EVENTS:
            command = ["/bin/sh", "-c", 'exec "$@" --event-log "events-$$.jsonl"', "sh", *command]
        environment = {
            **os.environ,
            "PULUMI_DEBUG_COMMANDS": "true",
            "PULUMI_SKIP_CHECKPOINTS": "false" if self.checkpoints else "true",
            **self.environment,
        }
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def event_log(self, process: subprocess.Popen[str]) -> Path:
        """Where the engine writes the events of a started command."""
        return self.folder / f"events-{process.pid}.jsonl"

    def cloud(self, *arguments: str) -> Run:
        """Run `sandbox/cloud` on the project, in this process: starting it takes ten times as long as what it does."""
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            code = inventory.main(["-C", str(self.folder), *arguments])
        return Run(code, said.getvalue())

    def deployed(self) -> Counter[str]:
        """How many resources of each type exist in the cloud."""
        folder = SandboxFolder(self.folder / FOLDER)
        store = Store(folder.cloud, folder.key)
        try:
            return Counter(record.deployed.type for record in store.all())
        finally:
            store.close()

    def export(self) -> JsonObject:
        """The stack's state, secrets encrypted."""
        done = self.run("stack", "export")
        assert done.code == 0, done.output
        return cast(JsonObject, json.loads(done.output[done.output.index("{") :]))

    def resources(self) -> list[JsonObject]:
        """The resources of the stack's state, read where the engine keeps it: an export takes the engine a second."""
        stacks = SandboxFolder(self.folder / FOLDER).state / ".pulumi" / "stacks"
        (file,) = stacks.glob(f"*/{self.stack}.json")
        deployment = json.loads(file.read_text(encoding="utf-8"))["checkpoint"]["latest"]
        return cast("list[JsonObject]", deployment.get("resources") or [])

    def resource(self, name: str) -> JsonObject:
        """The resource of a logical name."""
        return next(resource for resource in self.resources() if str(resource["urn"]).endswith(f"::{name}"))


def read_events(log: Path) -> list[JsonObject]:
    """The events in a log of the engine; a line that was cut off by the engine's end is left out."""
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [json.loads(line) for line in lines if line.endswith("}")]


def _step(event: JsonObject) -> Step | None:
    entry = event.get("resOutputsEvent")
    metadata = entry.get("metadata") if isinstance(entry, dict) else None
    if not isinstance(metadata, dict):
        return None
    paths = metadata.get("detailedDiff") or metadata.get("diffs") or ()
    properties = frozenset(re.split(r"[.\[]", path, maxsplit=1)[0] for path in paths)
    return Step(str(metadata["urn"]), str(metadata["op"]), str(metadata["type"]), properties)
