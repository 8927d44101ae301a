"""What a stack file can refer to: SECTION.KEY.ATTRIBUTE, in texts as `${...}`."""

from collections.abc import Mapping

import pulumi

from components.bucket import Bucket
from components.cache import Cache
from components.cluster import Cluster
from components.database import Database
from components.database_login import DatabaseLogin
from components.image_repository import ImageRepository
from components.load_balancer import LoadBalancer
from components.queue import Queue
from components.secret_store import SecretStore
from components.service import Service
from components.table import Table
from settings import Settings
from settings.interpolation import references_in, with_references

References = Mapping[str, pulumi.Input[str]]


def stack_references(
    settings: Settings,
    database: Database | None,
    caches: Mapping[str, Cache],
    tables: Mapping[str, Table],
    queues: Mapping[str, Queue],
    buckets: Mapping[str, Bucket],
) -> References:
    """Everything that the stack offers; `OFFERED` in settings/references.py lists the attributes."""
    found: dict[str, pulumi.Input[str]] = {**_database_references(settings, database)}
    for key, cache in caches.items():
        found[f"caches.{key}.host"] = cache.host
        found[f"caches.{key}.readerHost"] = cache.reader_host
        found[f"caches.{key}.port"] = cache.port.apply(str)
    for key, table in tables.items():
        found |= {f"tables.{key}.name": table.name, f"tables.{key}.arn": table.arn}
    for key, queue in queues.items():
        found |= {f"queues.{key}.name": queue.name, f"queues.{key}.url": queue.url, f"queues.{key}.arn": queue.arn}
    for key, bucket in buckets.items():
        found |= {f"buckets.{key}.name": bucket.name, f"buckets.{key}.arn": bucket.arn}
    if settings.parameters is not None:
        found["parameters.path"] = settings.parameters.path
    return found


def output_references(
    references: References,
    images: Mapping[str, ImageRepository],
    load_balancer: LoadBalancer | None,
    cluster: Cluster | None,
    services: Mapping[str, Service],
) -> References:
    """What named outputs may say beyond that; `OFFERED_TO_OUTPUTS` in settings/outputs.py lists the attributes."""
    found: dict[str, pulumi.Input[str]] = {**references}
    for key, image in images.items():
        found[f"images.{key}.url"] = image.url
    for key, service in services.items():
        found[f"services.{key}.name"] = service.service_name
        found[f"services.{key}.logGroup"] = service.log_group_name
    if load_balancer is not None:
        found["edge.host"] = load_balancer.dns_name
    if cluster is not None:
        found["cluster.name"] = cluster.cluster_name
    return found


def secret_arns(
    settings: Settings,
    secrets: SecretStore | None,
    caches: Mapping[str, Cache],
    logins: Mapping[str, DatabaseLogin] | None = None,
) -> dict[str, pulumi.Input[str]]:
    """Secrets by the name that services give: the key of the secret, or of the cache or login that it opens."""
    found: dict[str, pulumi.Input[str]] = {key: cache.secret_arn for key, cache in caches.items()}
    found |= {key: login.secret_arn for key, login in (logins or {}).items()}
    if settings.secrets is not None and secrets is not None:
        found |= {key: secrets.arn_of(key) for key in settings.secrets.items}
    return found


def _database_references(settings: Settings, database: Database | None) -> References:
    """Where the database is; readers go to its first replica."""
    if settings.database is None or database is None:
        return {}
    return {
        "database.host": database.host,
        "database.readerHost": database.reader_hosts.apply(lambda hosts: hosts[0]),
        "database.port": database.port.apply(str),
        "database.name": settings.database.name,
    }


def resolved(text: str, references: References) -> pulumi.Input[str]:
    """The text with its references replaced. Raises KeyError for one that the mapping lacks."""
    names = references_in(text)
    if not names:
        return text
    values = pulumi.Output.all(**{name: references[name] for name in names})
    return values.apply(lambda found: with_references(text, found))
