"""Redis and Valkey on ElastiCache."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.cache_types import (
    AccessString,
    CacheIdentifier,
    CacheParameterName,
    CacheUserName,
    CacheVersion,
    NodeType,
)
from settings.connection_strings import ConnectionStrings, strings_refer_to_the_secret
from settings.database import daily_window, weekly_window
from settings.errors import Mistake
from settings.named_groups import SubnetGroup
from settings.secret_paths import SHORTEST_RECOVERY_DAYS, SecretName
from settings.section import Flag, FrozenMap, Rule, Section, Whole
from settings.types import DailyWindow, WeeklyWindow
from settings.wording import counted

VERSIONS = {"redis": ("7.0", "7.1"), "valkey": ("7.2", "8.0", "8.1", "8.2")}
"""Versions that can be required to answer TLS only, with user groups.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html
"""

LONGEST_USER_ID = 40
"""https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html"""

_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES
_SHORTEST_WINDOW_MINUTES = 60


def _the_engine_has_the_version(cache: Cache) -> Iterator[Mistake]:
    if cache.engine_version not in VERSIONS[cache.engine]:
        versions = ", ".join(VERSIONS[cache.engine])
        yield Mistake(("engineVersion",), f'"{cache.engine_version}"', f"a version of {cache.engine}: {versions}")


def _nodes_or_shards(cache: Cache) -> Iterator[Mistake]:
    if cache.nodes is not None and cache.shards is not None:
        yield Mistake(
            ("nodes",),
            str(cache.nodes),
            "nodes without cluster mode, or shards with replicas in cluster mode",
            "Remove nodes or shards.",
        )
    if cache.shards is None and cache.replicas is not None:
        yield Mistake(
            ("replicas",), str(cache.replicas), "replicas of shards, in cluster mode", "Write nodes, or add shards."
        )


def _multi_az_has_a_replica(cache: Cache) -> Iterator[Mistake]:
    if not cache.multi_az or cache.nodes_of_a_shard > 1:
        return
    key = "replicas" if cache.shards is not None else "nodes"
    least = 1 if cache.shards is not None else 2
    given = cache.replicas if cache.shards is not None else cache.nodes
    yield Mistake(
        (key,),
        "nothing" if given is None else str(given),
        f"{least} or more with multiAz: a replica takes over when a zone fails",
        f"Raise {key} to {least}, or write multiAz: false.",
    )


def _windows_last_an_hour(cache: Cache) -> Iterator[Mistake]:
    lengths = {
        "snapshotWindow": (cache.snapshot_window, daily_window(cache.snapshot_window)[1]),
        "maintenanceWindow": (cache.maintenance_window, weekly_window(cache.maintenance_window)[1]),
    }
    for key, (text, length) in lengths.items():
        if not _SHORTEST_WINDOW_MINUTES <= length <= _DAY_MINUTES:
            yield Mistake((key,), f'"{text}"', "a window of 60 minutes to 24 hours")


def _windows_do_not_overlap(cache: Cache) -> Iterator[Mistake]:
    snapshot_start, snapshot_length = daily_window(cache.snapshot_window)
    start, length = weekly_window(cache.maintenance_window)
    offsets = [(day * _DAY_MINUTES + snapshot_start - start) % _WEEK_MINUTES for day in range(7)]
    if any(offset < length or offset + snapshot_length > _WEEK_MINUTES for offset in offsets):
        yield Mistake(
            ("maintenanceWindow",),
            f'"{cache.maintenance_window}"',
            f"a window that does not overlap the snapshot window {cache.snapshot_window}",
        )


def _users_go_with_their_authentication(cache: Cache) -> Iterator[Mistake]:
    if cache.authentication == "users" and not cache.users:
        yield Mistake(("users",), "nothing", "at least one user with its access string", "Add users, or write token.")
    if cache.authentication == "token" and cache.users:
        yield Mistake(
            ("users",),
            counted(len(cache.users), "user"),
            "no users with authentication: token, which all clients share",
            "Write authentication: users, or remove them.",
        )


def _user_ids_are_short_enough(cache: Cache) -> Iterator[Mistake]:
    for user in cache.users:
        made = f"{cache.identifier}-{user}"
        if len(made) > LONGEST_USER_ID:
            yield Mistake(
                ("users", user),
                f"{made}, which has {len(made)} characters",
                f"an identifier and a user that make at most {LONGEST_USER_ID} with their hyphen",
                "Shorten one of the two.",
            )


def _cluster_mode_follows_from_shards(cache: Cache) -> Iterator[Mistake]:
    if "cluster-enabled" in cache.parameters:
        yield Mistake(
            ("parameters", "cluster-enabled"),
            "a value",
            "no cluster-enabled: shards turn cluster mode on",
            "Remove cluster-enabled.",
        )


def _secrets_recover_for_none_or_a_week(cache: Cache) -> Iterator[Mistake]:
    if 0 < cache.secret_recovery_days < SHORTEST_RECOVERY_DAYS:
        yield Mistake(("secretRecoveryDays",), str(cache.secret_recovery_days), "7 to 30, or 0 to delete at once")


def _connection_strings_refer_to_its_secret(cache: Cache) -> Iterator[Mistake]:
    yield from strings_refer_to_the_secret(cache.connection_strings, cache.secret_keys)


class Cache(Section):
    """A replication group. It always speaks TLS, encrypts what it stores and wants clients to authenticate."""

    rules: ClassVar[tuple[Rule, ...]] = (
        _the_engine_has_the_version,
        _nodes_or_shards,
        _multi_az_has_a_replica,
        _windows_last_an_hour,
        _windows_do_not_overlap,
        _users_go_with_their_authentication,
        _user_ids_are_short_enough,
        _cluster_mode_follows_from_shards,
        _secrets_recover_for_none_or_a_week,
        _connection_strings_refer_to_its_secret,
    )

    identifier: CacheIdentifier
    """Id of the replication group, part of its host names."""
    secret_name: SecretName
    """Name of the secret with host, port, token and url; each user's is below it."""
    engine: Literal["redis", "valkey"] = "valkey"
    """redis or valkey."""
    engine_version: CacheVersion
    """Version, in quotes."""
    node_type: NodeType
    """Size of each node."""
    nodes: Annotated[Whole, Field(ge=1, le=6)] | None = None
    """Primary and replicas, 1 to 6, without cluster mode; by default 1."""
    shards: Annotated[Whole, Field(ge=1, le=500)] | None = None
    """Shards, 1 to 500; turns cluster mode on."""
    replicas: Annotated[Whole, Field(ge=0, le=5)] | None = None
    """Replicas of each shard, 0 to 5; by default 1."""
    multi_az: Flag = True
    """Whether a replica in another zone takes over."""
    port: Annotated[Whole, Field(ge=1024, le=65535)] = 6379
    """Port on which containers reach it, the same for all caches of a stack."""
    authentication: Literal["token", "users"] = "token"
    """One token for all clients, or users with rights of their own (RBAC)."""
    users: FrozenMap[CacheUserName, AccessString] = Field(default_factory=dict, validate_default=True)
    """Access strings by user, such as "on ~app:* +@all -@dangerous"."""
    token_version: Annotated[Whole, Field(ge=1, le=1000000)] = 1
    """Raise it to renew token or passwords, and when an update failed between a cache and its secret."""
    secret_recovery_days: Annotated[Whole, Field(ge=0, le=30)] = 30
    """Days that a deleted secret can be brought back, 7 to 30, or 0."""
    subnet_group: SubnetGroup | None = None
    """Name of its subnet group; by default the program makes it up. Another name replaces the cache."""
    connection_strings: ConnectionStrings = Field(default_factory=dict, validate_default=True)
    """Further keys of its secret: texts such as ${host}:${port},password=${token}, whose references stand for its other
    values. Services name one as CACHE.KEY. Of a cache that exists they take effect with a raised tokenVersion."""
    parameters: FrozenMap[CacheParameterName, str] = Field(default_factory=dict, validate_default=True)
    """Parameters of the engine such as maxmemory-policy, values in quotes."""
    snapshot_days: Annotated[Whole, Field(ge=0, le=35)] = 7
    """Days that daily snapshots are kept, 0 (none) to 35."""
    snapshot_window: DailyWindow = "03:00-04:00"
    """Daily window of snapshots, UTC."""
    maintenance_window: WeeklyWindow = "sun:04:00-sun:05:00"
    """Weekly window of maintenance, UTC."""
    auto_minor_upgrade: Flag = True
    """Whether AWS installs minor versions in the maintenance window."""
    apply_immediately: Flag = False
    """Whether changes happen at once and not in the maintenance window."""
    final_snapshot: Flag = True
    """Whether a last snapshot is taken when the cache is deleted."""

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """Keys of its secret, connection strings left out."""
        return ("host", "port", "token", "url", *(("username",) if self.authentication == "users" else ()))

    @property
    def nodes_of_a_shard(self) -> int:
        """Primary and replicas of a shard; without cluster mode, of the cache."""
        if self.shards is not None:
            return 1 + (1 if self.replicas is None else self.replicas)
        return self.nodes or 1

    @property
    def all_nodes(self) -> int:
        """Nodes of the cache."""
        return (self.shards or 1) * self.nodes_of_a_shard

    def addresses_in(self, zones: int) -> int:
        """Addresses that it takes in the subnet of a zone, with a spare one for a node's replacement."""
        return ceil(self.all_nodes / zones) + 1
