"""Making the index file of the installed SDK, on all cores, once."""

import fcntl
import multiprocessing
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeAlias

from sandbox.schema.modules import SourceModule, read_module
from sandbox.schema.package import SdkPackage
from sandbox.schema.storage import TABLES, encode_function, encode_object, encode_resource

Report: TypeAlias = Callable[[str], None]
Row: TypeAlias = tuple[str, str]


@dataclass(slots=True)
class Rows:
    """The index's rows of one source file."""

    resources: list[Row] = field(default_factory=list)
    functions: list[Row] = field(default_factory=list)
    objects: list[Row] = field(default_factory=list)
    aliases: list[Row] = field(default_factory=list)
    examples: list[tuple[str, int, str]] = field(default_factory=list)


def build_index(package: SdkPackage, target: Path, report: Report, force: bool = False) -> bool:
    """Makes the index file unless it is there; whether it was made.

    Several builds at once wait for the first; the file appears complete or not at all.
    """
    if target.is_file() and not force:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with _only_build(target.with_name("schema.lock")):
        if target.is_file() and not force:
            return False
        report(f"Reading the AWS SDK {package.version} in {package.folder} (once, on {_cores()} cores)")
        _write(package, target, report)
    return True


@contextmanager
def _only_build(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write(package: SdkPackage, target: Path, report: Report) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".part", dir=target.parent)
    os.close(descriptor)
    temporary = Path(name)
    try:
        _fill(package, temporary, report)
        temporary.chmod(0o644)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _fill(package: SdkPackage, file: Path, report: Report) -> None:
    connection = sqlite3.connect(file)
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + TABLES)
        for rows in _read_all(package, report):
            _insert(connection, rows)
        connection.execute("INSERT INTO meta VALUES ('sdk', ?)", (package.version,))
        connection.commit()
    finally:
        connection.close()


def _read_all(package: SdkPackage, report: Report) -> Iterator[Rows]:
    # The largest files first, so that no core is left with one of them at the end.
    files = sorted(package.folder.rglob("*.py"), key=lambda path: (-path.stat().st_size, path))
    sizes = {path: path.stat().st_size for path in files}
    total, done, told = sum(sizes.values()), 0, 0
    with multiprocessing.Pool(_cores()) as pool:
        work = pool.imap_unordered(partial(_read_one, package.folder), files, chunksize=4)
        for path, rows in work:
            yield rows
            done += sizes[path]
            if done * 10 // total > told:
                told = done * 10 // total
                report(f"  {told * 10} % of {total / 1e6:.0f} MB read")


def _read_one(folder: Path, path: Path) -> tuple[Path, Rows]:
    return path, _as_rows(read_module(folder, path))


def _as_rows(source: SourceModule) -> Rows:
    return Rows(
        resources=[(item.token, encode_resource(item)) for item in source.resources],
        functions=[(item.token, encode_function(item)) for item in source.functions],
        objects=[(item.key, encode_object(item)) for item in source.objects],
        aliases=[(alias, item.token) for item in source.resources for alias in item.aliases],
        examples=[
            (token, position, code)
            for token, programs in source.examples.items()
            for position, code in enumerate(dict.fromkeys(programs))
        ],
    )


def _insert(connection: sqlite3.Connection, rows: Rows) -> None:
    connection.executemany("INSERT INTO resources VALUES (?, ?)", rows.resources)
    connection.executemany("INSERT INTO functions VALUES (?, ?)", rows.functions)
    connection.executemany("INSERT INTO objects VALUES (?, ?)", rows.objects)
    connection.executemany("INSERT OR IGNORE INTO aliases VALUES (?, ?)", rows.aliases)
    connection.executemany("INSERT INTO examples VALUES (?, ?, ?)", rows.examples)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
