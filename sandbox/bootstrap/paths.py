"""Where the set-up finds and puts things."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The repository."""

VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
"""Everything that the set-up makes besides the virtual environment; ignored by git."""

REQUIREMENTS = ROOT / "requirements.txt"
VERSION_FILE = ROOT / ".pulumi.version"
ENGINE_MODULES = ROOT / "sandbox" / "engine"
"""Folder of the go.mod that pins the engine."""

READY = TOOLS / "ready"
"""Touched when the set-up is complete: newer than the lock and the version file, or the set-up runs again."""


def wanted_version() -> str:
    """The Pulumi version of this repository, such as `3.250.0`."""
    return VERSION_FILE.read_text().strip()
