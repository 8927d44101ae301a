"""The schema of the sandbox's aws provider, taken from the installed SDK."""

import hashlib
from pathlib import Path

from sandbox.bootstrap.errors import SetupError
from sandbox.bootstrap.report import Step
from sandbox.bootstrap.run import reason, remedy, run_watched

INDEX = "schema-*.sqlite"
"""The index as `sandbox.schema` keeps it: when somebody has removed it, it is built again."""


def ensure_schema(root: Path, python: Path, lock: Path, tools: Path, step: Step) -> None:
    """Build the schema index unless it was built from this very lock by this very code. Raises SetupError."""
    sources = sorted((root / "sandbox" / "schema").rglob("*.py"))
    if not (root / "sandbox" / "schema" / "__main__.py").is_file():
        step.done("not part of this checkout")
        return
    stamp = tools / "schema.sha256"
    digest = digest_of([lock, *sources])
    if stamp.is_file() and stamp.read_text() == digest and any(tools.glob(INDEX)):
        step.done("up to date")
        return
    done = run_watched([python, "-m", "sandbox.schema", "build"], step.progress, root)
    if done.code:
        raise SetupError(
            f"the schema of the aws provider can't be built: {remedy(done.lines)}. It said:"
            f"\n    {reason(done.lines, ())}"
        )
    stamp.write_text(digest)
    step.done("built from the installed pulumi_aws")


def digest_of(files: list[Path]) -> str:
    """One digest of several files' content."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
