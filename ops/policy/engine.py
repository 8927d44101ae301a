"""Running the engine with the policy pack on, and collecting what both leave behind."""

import json
import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from policies.serving.record import VARIABLE
from policies.serving.stack_files import PROJECT_VARIABLE

ROOT: Final = Path(__file__).resolve().parents[2]
SANDBOX: Final = str(ROOT / "sandbox" / "pulumi")
PACK: Final = ROOT / "policies"
_COLOURS = re.compile(r"<\{%.*?%\}>")
_LAST_LINES = 15

JsonObject = Mapping[str, object]


class EngineError(Exception):
    """The engine cannot be run at all; the message says why."""


@dataclass(frozen=True, slots=True)
class EngineRun:
    """A finished command of the engine."""

    code: int
    output: str
    events: tuple[JsonObject, ...]
    """The engine's events."""
    record: tuple[JsonObject, ...]
    """The policy pack's record, see `policies.serving.record`."""

    @property
    def errors(self) -> tuple[str, ...]:
        """What went wrong, in the engine's words; the last lines of its output when it has none."""
        if self.code == 0:
            return ()
        found = [
            _COLOURS.sub("", str(event.get("message"))).strip()
            for event in of_kind(self.events, "diagnosticEvent")
            if event.get("severity") == "error"
        ]
        return tuple(dict.fromkeys(found)) or self._printed_errors()

    def _printed_errors(self) -> tuple[str, ...]:
        lines = self.output.strip().splitlines()
        errors = [line.removeprefix("error: ") for line in lines if line.startswith("error: ")]
        return tuple(errors) or ("\n".join(lines[-_LAST_LINES:]),)


@dataclass(frozen=True, slots=True)
class EngineCommand:
    """How the engine is run."""

    pulumi: str
    """The command: `pulumi`, or `sandbox/pulumi` for the embedded AWS."""
    project: Path
    """Folder of the project."""
    pack: Path = PACK
    pack_config: Path | None = None
    """Levels and parameters of policies; by default those beside the stack file, see `own_pack_config`."""

    def preview(self, stack: str, extra: Sequence[str] = ()) -> EngineRun:
        """What an update of a stack would make. Nothing is changed."""
        with tempfile.TemporaryDirectory(prefix="ops-policy-") as scratch:
            log = Path(scratch) / "events.jsonl"
            arguments = ["preview", "--stack", stack, "--event-log", str(log), *self._options(stack), *extra]
            code, output, _, record = self._run(arguments, Path(scratch))
            text = log.read_text(encoding="utf-8") if log.exists() else ""
            return EngineRun(code, output, tuple(objects_of(text)), record)

    def analyze(self, source: Sequence[str]) -> EngineRun:
        """What a stack's state says exists; `source` is `--stack NAME` or `--file STATE`."""
        stack = source[1] if source[0] == "--stack" else ""
        with tempfile.TemporaryDirectory(prefix="ops-policy-") as scratch:
            arguments = ["policy", "analyze", "--json", *source, *self._options(stack)]
            code, output, answer, record = self._run(arguments, Path(scratch))
            return EngineRun(code, output, tuple(objects_of(answer)), record)

    def version(self) -> str:
        """The engine's version, empty when it does not tell."""
        done = self._start(["version"], {})
        return done.stdout.strip() if done.returncode == 0 else ""

    def _options(self, stack: str) -> list[str]:
        file = self.pack_config or own_pack_config(self.project, stack)
        if file is not None:
            _check_json(file)
        config = ["--policy-pack-config", str(file)] if file else []
        return ["--policy-pack", str(self.pack), *config, "--non-interactive", "--color", "never"]

    def _run(self, arguments: Sequence[str], scratch: Path) -> tuple[int, str, str, tuple[JsonObject, ...]]:
        record = scratch / "record.jsonl"
        variables = {VARIABLE: str(record), PROJECT_VARIABLE: str(self.project), "PULUMI_DEBUG_COMMANDS": "true"}
        done = self._start(arguments, variables)
        lines = tuple(objects_of(record.read_text(encoding="utf-8"))) if record.exists() else ()
        return done.returncode, done.stderr + done.stdout, done.stdout, lines

    def _start(self, arguments: Sequence[str], variables: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
        command = [*shlex.split(self.pulumi), *arguments]
        try:
            return subprocess.run(  # noqa: S603 (the command is the user's own)
                command,
                cwd=self.project,
                env={**os.environ, **variables},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
            )
        except OSError as error:
            raise EngineError(f"`{command[0]}` cannot be run in {self.project}: {error.strerror}") from error


def project_above(folder: Path) -> Path:
    """The project to which a folder belongs: where the engine, going upwards, finds a Pulumi.yaml first."""
    resolved = folder.resolve()
    above = (found for found in (resolved, *resolved.parents) if (found / "Pulumi.yaml").is_file())
    return next(above, resolved)


def own_pack_config(project: Path, stack: str) -> Path | None:
    """Levels and parameters that a project keeps for the stack, else for all of its stacks; None without any.

    stack: as `pulumi -s` takes it; empty for a state that was read from a file.
    """
    candidates = (project / f"policy-config.{stack.rsplit('/', 1)[-1]}.json", project / "policy-config.json")
    return next((file for file in candidates if file.is_file()), None)


def _check_json(file: Path) -> None:
    """Raises EngineError when a file is no JSON: the engine would not say which one."""
    try:
        json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise EngineError(f"{file} is no JSON: {error}") from error


def of_kind(events: Sequence[JsonObject], kind: str) -> Iterator[JsonObject]:
    """The bodies of the events of a kind."""
    for event in events:
        body = event.get(kind)
        if isinstance(body, dict):
            yield body


def objects_of(text: str) -> Iterator[JsonObject]:
    """The JSON objects of a file with one a line; a line that was cut off by the engine's end is left out."""
    # Not splitlines(): the engine leaves characters such as U+0085 in a text as they are.
    for line in text.split("\n"):
        if line.startswith("{") and line.endswith("}"):
            yield json.loads(line)
