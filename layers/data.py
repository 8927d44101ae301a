"""Second layer: what the system stores, and how it is found and recovered."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from assembly.caches import cache_args, caches_outputs
from assembly.data import database_args
from assembly.database_logins import database_login_args
from assembly.edge import bucket_args, bucket_outputs, buckets_in_order
from assembly.log_groups import log_group_args
from assembly.outputs import database_outputs, export
from assembly.queues import queue_args, queues_outputs
from assembly.recovery import recovery_args, recovery_outputs
from assembly.references import References, stack_references
from assembly.secrets import parameter_tree_args, parameter_tree_outputs, secret_store_args, secret_store_outputs
from assembly.tables import table_args, tables_outputs
from components import (
    Bucket,
    Cache,
    Database,
    DatabaseLogin,
    EncryptionKeys,
    LogGroup,
    ParameterTree,
    Queue,
    Recovery,
    SecretStore,
    Table,
)
from layers.foundation import Foundation
from settings import Settings


@dataclass(frozen=True)
class DataStores:
    """What stores data, by the keys of the stack file."""

    database: Database | None
    caches: Mapping[str, Cache]
    tables: Mapping[str, Table]
    queues: Mapping[str, Queue]
    buckets: Mapping[str, Bucket]
    log_groups: Mapping[str, LogGroup]
    secrets: SecretStore | None
    logins: Mapping[str, DatabaseLogin]
    parameter_arns: Mapping[str, pulumi.Input[str]]
    references: References
    """What services and parameters may refer to, by its name in the stack file."""


def build_data_stores(
    settings: Settings, keys: EncryptionKeys, foundation: Foundation | None, opts: pulumi.ResourceOptions
) -> DataStores:
    """Database, caches, tables, queues, buckets and secrets; parameters say where they are."""
    database = _database(settings, keys, foundation, opts)
    caches = _caches(settings, keys, foundation, opts)
    tables = {
        key: Table(f"table-{key}", table_args(settings, table, keys), opts) for key, table in settings.tables.items()
    }
    queues = {
        key: Queue(f"queue-{key}", queue_args(settings, queue, keys), opts) for key, queue in settings.queues.items()
    }
    buckets = _buckets(settings, keys, opts)
    log_groups = {
        key: LogGroup(f"log-{key}", log_group_args(settings, group, keys), opts)
        for key, group in settings.observability.log_groups.items()
    }
    secrets = _secrets(settings, keys, opts)
    references = stack_references(settings, database, caches, tables, queues, buckets)
    parameters = _parameters(settings, keys, references, opts)
    logins = _logins(settings, keys, database, opts)
    export(caches_outputs(caches), tables_outputs(tables), queues_outputs(queues), bucket_outputs(buckets))
    return DataStores(
        database,
        caches,
        tables,
        queues,
        buckets,
        log_groups,
        secrets,
        logins,
        parameters.by_key if parameters else {},
        references,
    )


def build_recovery(
    settings: Settings,
    keys: EncryptionKeys,
    foundation: Foundation | None,
    stores: DataStores,
    opts: pulumi.ResourceOptions,
) -> None:
    """Backups of what is stored."""
    if settings.recovery is None:
        return
    groups = foundation.groups if foundation is not None else None
    bucket_arns = {key: bucket.arn for key, bucket in stores.buckets.items()}
    args = recovery_args(settings, settings.recovery, keys, groups, stores.database, stores.tables, bucket_arns)
    export(recovery_outputs(settings.recovery, Recovery("recovery", args, opts)))


def _database(
    settings: Settings, keys: EncryptionKeys, foundation: Foundation | None, opts: pulumi.ResourceOptions
) -> Database | None:
    if settings.database is None or foundation is None:
        return None
    args = database_args(settings, settings.database, keys, foundation.network, foundation.groups)
    database = Database("database", args, opts)
    export(database_outputs(database))
    return database


def _caches(
    settings: Settings, keys: EncryptionKeys, foundation: Foundation | None, opts: pulumi.ResourceOptions
) -> dict[str, Cache]:
    if foundation is None:
        return {}
    return {
        key: Cache(f"cache-{key}", cache_args(settings, cache, keys, foundation.network, foundation.groups), opts)
        for key, cache in settings.caches.items()
    }


def _buckets(settings: Settings, keys: EncryptionKeys, opts: pulumi.ResourceOptions) -> dict[str, Bucket]:
    """In an order in which a bucket that receives the logs of others stands before them."""
    buckets: dict[str, Bucket] = {}
    for key, bucket in buckets_in_order(settings):
        buckets[key] = Bucket(f"bucket-{key}", bucket_args(settings, key, bucket, keys, buckets), opts)
    return buckets


def _secrets(settings: Settings, keys: EncryptionKeys, opts: pulumi.ResourceOptions) -> SecretStore | None:
    if settings.secrets is None:
        return None
    secrets = SecretStore("secrets", secret_store_args(settings, settings.secrets, keys), opts)
    export(secret_store_outputs(secrets))
    return secrets


def _parameters(
    settings: Settings, keys: EncryptionKeys, references: References, opts: pulumi.ResourceOptions
) -> ParameterTree | None:
    if settings.parameters is None:
        return None
    tree = ParameterTree("parameters", parameter_tree_args(settings, settings.parameters, keys, references), opts)
    export(parameter_tree_outputs(settings.parameters))
    return tree


def _logins(
    settings: Settings, keys: EncryptionKeys, database: Database | None, opts: pulumi.ResourceOptions
) -> dict[str, DatabaseLogin]:
    section = settings.database
    if section is None or database is None:
        return {}
    return {
        key: DatabaseLogin(f"login-{key}", database_login_args(settings, section, login, database, keys), opts)
        for key, login in section.logins.items()
    }
