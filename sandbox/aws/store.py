"""The cloud as one SQLite file: every resource that exists, in all accounts and regions.

Several provider processes of one update share the file, and it outlives them: refresh, import and drift read it.
Secret values are encrypted with the key of the project's sandbox before they are written.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.aws.model import Deployed, Place
from sandbox.aws.scope import canonical, visible
from sandbox.aws.session import Session, is_over
from sandbox.values import Archive, Asset, Properties, ResourceReference, Secret, Value, reveal_all, same

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

_TABLES = """
create table if not exists resource (
    type text not null, seed text not null, account text not null, region text not null,
    id text not null, declared_type text not null, urn text not null, name text not null, state text not null,
    session text not null,
    primary key (type, seed, id, account, region)
);
create index if not exists resource_urn on resource (urn);
"""
_COLUMNS = "declared_type, id, account, region, urn, name, seed, state"


@dataclass(frozen=True, slots=True)
class Record:
    """A deployed resource with what the store keeps beside it: its URN (empty for what AWS made by itself) and state.

    `state` holds `Secret` around secret values; `deployed.properties` holds the same without.
    """

    deployed: Deployed
    urn: str
    state: Properties


class Store:
    """The file, opened by one provider process. Safe for the threads of a gRPC server."""

    def __init__(self, path: Path, key_file: Path | None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._key_file = key_file
        self._sessions = path.with_name("sessions")
        self._session: Session | None = None
        self._cipher: Fernet | None = None
        self._depth = 0
        self._known: dict[str, dict[tuple[str, str, str, str], Record]] = {}
        self._version = -1
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=60)
        self._connection.execute("pragma journal_mode = wal")
        self._connection.execute("pragma synchronous = normal")
        self._connection.executescript(_TABLES)
        path.chmod(0o600)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside happens at once or not at all, and no other process writes in between."""
        with self._lock:
            if self._depth:
                yield
                return
            self._connection.execute("begin immediate")
            self._depth = 1
            try:
                yield
            except BaseException:
                self._connection.execute("rollback")
                self._known.clear()
                raise
            else:
                self._connection.execute("commit")
            finally:
                self._depth = 0

    def at(self, place: Place) -> "View":
        """What a request in `place` sees."""
        return View(self, place)

    def put(self, record: Record, *, new: bool) -> None:
        """Write a resource, in place of its earlier state: the one with the same type, seed, id, account and region.

        `new` says that the engine has yet to take note of it.
        """
        deployed = record.deployed
        key = self._key(deployed)
        with self.transaction():
            self._records(key[0])[key[1:]] = record
            self._connection.execute(
                "insert or replace into resource (type, seed, id, account, region, declared_type, urn, name, state,"
                " session) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *key,
                    deployed.type,
                    record.urn,
                    deployed.name,
                    json.dumps(record.state, default=self._to_json),
                    self._own_session() if new else "",
                ),
            )

    def remove(self, deployed: Deployed) -> None:
        """Forget a resource."""
        key = self._key(deployed)
        with self.transaction():
            self._records(key[0]).pop(key[1:], None)
            self._connection.execute(
                "delete from resource where type = ? and seed = ? and id = ? and account = ? and region = ?", key
            )

    def find(self, type: str, id: str, place: Place) -> Record | None:
        """The newest resource of a type and id that a request in `place` sees."""
        found = self.same_id(type, id, place)
        return found[-1] if found else None

    def same_id(self, type: str, id: str, place: Place) -> list[Record]:
        """All resources of a type and id that a request in `place` sees: more than one where ids aren't unique."""
        with self._lock:
            return [
                record
                for record in self._records(canonical(type)).values()
                if record.deployed.id == id and visible(record.deployed, place)
            ]

    def all(self, *types: str) -> list[Record]:
        """All resources of these types, of every type when none is named, in all accounts and regions."""
        with self._lock:
            names = [canonical(type) for type in types] if types else self._types()
            return [record for name in names for record in self._records(name).values()]

    def confirm(self, urn: str, id: str) -> None:
        """The engine knows the resource: it isn't left over from an interrupted update.

        The id matters while a resource is replaced: old and new one have the same URN.
        """
        with self._lock:
            self._connection.execute(
                "update resource set session = '' where urn = ? and id = ? and session <> ''", (urn, id)
            )

    def settle(self) -> None:
        """The engine ended in order, so it has taken note of everything that this process created."""
        with self._lock:
            if self._session is not None:
                self._connection.execute("update resource set session = '' where session = ?", (self._session.name,))
                self._session.end()
                self._session = None

    def left_over(self, urn: str) -> list[Record]:
        """What an interrupted update created for this URN without the engine having noted it.

        Those are resources of a session that is over and was never settled.
        """
        with self._lock:
            rows = self._connection.execute(
                f"select {_COLUMNS}, session from resource where urn = ? and session <> ''",  # noqa: S608 - a constant
                (urn,),
            ).fetchall()
            return [self._record(row[:-1]) for row in rows if is_over(self._sessions, row[-1])]

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._connection.close()

    def _own_session(self) -> str:
        if self._session is None:
            self._session = Session(self._sessions)
        return self._session.name

    @staticmethod
    def _key(deployed: Deployed) -> tuple[str, str, str, str, str]:
        return canonical(deployed.type), deployed.seed, deployed.id, deployed.place.account, deployed.place.region

    def _types(self) -> list[str]:
        return [row[0] for row in self._connection.execute("select distinct type from resource order by type")]

    def _records(self, type: str) -> dict[tuple[str, str, str, str], Record]:
        """The resources of one canonical type, read again only after another process wrote."""
        version = self._connection.execute("pragma data_version").fetchone()[0]
        if version != self._version:
            self._known.clear()
            self._version = version
        if type not in self._known:
            rows = self._connection.execute(
                f"select {_COLUMNS} from resource where type = ? order by rowid",  # noqa: S608 - a constant
                (type,),
            )
            records = [self._record(row) for row in rows]
            self._known[type] = {self._key(record.deployed)[1:]: record for record in records}
        return self._known[type]

    def _record(self, row: tuple[str, ...]) -> Record:
        type, id, account, region, urn, name, seed, text = row
        state: Properties = json.loads(text, object_hook=self._from_json)
        deployed = Deployed(type, id, Place(region, account), reveal_all(state), seed, name)
        return Record(deployed, urn, state)

    def _to_json(self, value: object) -> Mapping[str, object]:
        if isinstance(value, Secret):
            text = json.dumps(value.value, default=self._to_json)
            return {"$secret": self._fernet().encrypt(text.encode()).decode()}
        if isinstance(value, Asset):
            return {"$asset": [value.hash, value.text, value.path, value.uri]}
        if isinstance(value, Archive):
            return {"$archive": [value.hash, value.assets, value.path, value.uri]}
        if isinstance(value, ResourceReference):
            return {"$reference": [value.urn, value.id, value.package_version]}
        raise TypeError(f"a {type(value).__name__} can't be kept in the cloud file")

    def _from_json(self, item: dict[str, Value]) -> Value:
        if len(item) != 1:
            return item
        ((key, content),) = item.items()
        if key == "$secret" and isinstance(content, str):
            return Secret(json.loads(self._fernet().decrypt(content.encode()), object_hook=self._from_json))
        if isinstance(content, list):
            if key == "$asset":
                return Asset(*content)  # type: ignore[arg-type]
            if key == "$archive":
                return Archive(*content)  # type: ignore[arg-type]
            if key == "$reference":
                return ResourceReference(*content)  # type: ignore[arg-type]
        return item

    def _fernet(self) -> "Fernet":
        if self._cipher is None:
            from cryptography.fernet import Fernet

            if self._key_file is None:
                raise OSError("SANDBOX_KEY_FILE is not set: without it the cloud file can hold no secret")
            self._cipher = Fernet(self._key_file.read_bytes().strip())
        return self._cipher


class View:
    """What exists, as a request in one account and region sees it (the `Cloud` of `sandbox.aws.model`)."""

    def __init__(self, store: Store, place: Place) -> None:
        self._store = store
        self._place = place

    def find(self, type: str, id: str) -> Deployed | None:
        """The resource of this type and id, or None."""
        record = self._store.find(type, id, self._place)
        return record.deployed if record else None

    def all(self, *types: str) -> list[Deployed]:
        """All resources of these types, of every type when none is named."""
        return [deployed for deployed in self.everywhere(*types) if visible(deployed, self._place)]

    def everywhere(self, *types: str) -> list[Deployed]:
        """The same in all accounts and regions."""
        return [record.deployed for record in self._store.all(*types)]

    def where(self, type: str, **properties: Value) -> list[Deployed]:
        """Resources of a type whose properties have these values."""
        return [
            deployed
            for deployed in self.all(type)
            if all(same(deployed.properties.get(key), value) for key, value in properties.items())
        ]
