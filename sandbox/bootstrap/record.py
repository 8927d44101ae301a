"""Note of the engine that the set-up chose, so that no later command has to look for it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from sandbox.bootstrap.paths import TOOLS, wanted_version

RECORD = TOOLS / "engine.json"


@dataclass(frozen=True, slots=True)
class EngineRecord:
    """One usable engine."""

    version: str
    engine: Path
    """The `pulumi` executable."""
    size: int
    """Size of the executable in bytes: a replaced one is looked at again."""


def read_record(record: Path = RECORD) -> EngineRecord | None:
    """The noted engine, if it is still the one that was noted and of the version that is wanted."""
    try:
        content = json.loads(record.read_text())
        noted = EngineRecord(
            version=content["version"],
            engine=Path(content["engine"]),
            size=content["size"],
        )
        unchanged = noted.engine.stat().st_size == noted.size
    except (OSError, ValueError, KeyError):
        return None
    return noted if unchanged and noted.version == wanted_version() else None


def write_record(version: str, engine: Path, record: Path = RECORD) -> None:
    """Note an engine."""
    noted = EngineRecord(version, engine, engine.stat().st_size)
    draft = record.with_suffix(".new")
    draft.write_text(json.dumps(asdict(noted), default=str))
    draft.replace(record)
