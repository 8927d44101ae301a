"""What is judged, by which versions, and from which commit."""

import hashlib
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from ops.policy.report import Origin


def origin_of(project: Path, command: str, engine_version: str, pack_version: str, pack: Path) -> Origin:
    """The origin of a report that is made now; `pack` is the folder of the policy pack."""
    commit = _git(project, "rev-parse", "HEAD")
    return Origin(
        created=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        command=command,
        commit=commit or None,
        uncommitted_changes=bool(_git(project, "status", "--porcelain")) if commit else False,
        versions={
            "policyPack": pack_version,
            "policyPackSha256": digest_of(pack),
            "pulumi": engine_version.removeprefix("v"),
            "pulumiAws": version("pulumi-aws"),
            "python": platform.python_version(),
        },
    )


def digest_of(pack: Path) -> str:
    """SHA-256 of the names and contents of a policy pack's modules: the same pack gives the same.

    The commit is that of the project, and a pack may serve projects elsewhere.
    """
    digest = hashlib.sha256()
    for module in sorted(pack.rglob("*.py")):
        digest.update(module.relative_to(pack).as_posix().encode() + b"\0" + module.read_bytes() + b"\0")
    return digest.hexdigest()


def repository_of(project: Path) -> Path:
    """The top of the work tree that holds a project; outside of git the project itself."""
    top = _git(project, "rev-parse", "--show-toplevel")
    return Path(top) if top else project


def _git(folder: Path, *arguments: str) -> str:
    """What git says, empty when it says nothing or is not there."""
    git = shutil.which("git")
    if git is None:
        return ""
    done = subprocess.run(  # noqa: S603 (constant arguments)
        [git, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else ""
