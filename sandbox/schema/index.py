"""Looking up types in the index file."""

import difflib
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sandbox.schema.model import FunctionType, ObjectType, ResourceType
from sandbox.schema.package import SchemaError, default_index_path, installed_package
from sandbox.schema.storage import decode_function, decode_object, decode_resource

_Decoded = TypeVar("_Decoded")


def open_index(path: Path | None = None) -> "Index":
    """The index in the file, by default that of the installed SDK. Raises SchemaError where it wasn't built."""
    file = path or default_index_path(installed_package())
    if not file.is_file():
        raise SchemaError(
            f"The index of the AWS SDK, {file}, doesn't exist yet: make it with `python -m sandbox.schema build`."
        )
    return Index(file)


class Index:
    """The types of the SDK. Rows are read and decoded when they are first asked for; safe to use from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._resources: dict[str, ResourceType | None] = {}
        self._functions: dict[str, FunctionType | None] = {}
        self._objects: dict[str, ObjectType | None] = {}
        self._tokens: tuple[str, ...] | None = None

    def close(self) -> None:
        """Closes the file; the index can't be used afterwards."""
        with self._lock:
            self._connection.close()

    def resource(self, token: str) -> ResourceType | None:
        """The resource type of the token or of the token that it is an alias of; None where there is none."""
        found = self._look_up(self._resources, "resources", "token", token, decode_resource)
        if found is not None:
            return found
        with self._lock:
            row = self._connection.execute("SELECT token FROM aliases WHERE alias = ?", (token,)).fetchone()
        return self._look_up(self._resources, "resources", "token", str(row[0]), decode_resource) if row else None

    def function(self, token: str) -> FunctionType | None:
        """The function of the token; None where there is none."""
        return self._look_up(self._functions, "functions", "token", token, decode_function)

    def object(self, key: str) -> ObjectType:
        """The nested object type. Raises KeyError for a key that no property names."""
        found = self._look_up(self._objects, "objects", "key", key, decode_object)
        if found is None:
            raise KeyError(key)
        return found

    def resource_tokens(self) -> tuple[str, ...]:
        """The tokens of all resource types, sorted."""
        if self._tokens is None:
            self._tokens = self._column("SELECT token FROM resources ORDER BY token")
        return self._tokens

    def function_tokens(self) -> tuple[str, ...]:
        """The tokens of all functions, sorted."""
        return self._column("SELECT token FROM functions ORDER BY token")

    def examples(self, token: str) -> tuple[str, ...]:
        """The Python programs of a resource type's or function's documentation, in their order."""
        return self._column("SELECT code FROM examples WHERE token = ? ORDER BY position", token)

    def closest_resources(self, token: str, limit: int = 3) -> tuple[str, ...]:
        """The tokens most like the given one, the closest first."""
        by_lower = {candidate.lower(): candidate for candidate in self.resource_tokens()}
        matches = difflib.get_close_matches(token.lower(), by_lower, n=limit, cutoff=0.6)
        return tuple(by_lower[match] for match in matches)

    def statistics(self) -> dict[str, int]:
        """How many resources, functions, objects, aliases and examples the index holds."""
        tables = ("resources", "functions", "objects", "aliases", "examples")
        with self._lock:
            return {
                table: int(self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
                for table in tables
            }

    def _column(self, query: str, *parameters: str) -> tuple[str, ...]:
        with self._lock:
            return tuple(str(row[0]) for row in self._connection.execute(query, parameters))

    def _look_up(
        self,
        known: dict[str, _Decoded | None],
        table: str,
        column: str,
        key: str,
        decode: Callable[[str, str], _Decoded],
    ) -> _Decoded | None:
        if key in known:
            return known[key]
        with self._lock:
            query = f"SELECT data FROM {table} WHERE {column} = ?"  # noqa: S608 - both are names of this file
            row = self._connection.execute(query, (key,)).fetchone()
        if row is None:
            return None
        return known.setdefault(key, decode(key, str(row[0])))
