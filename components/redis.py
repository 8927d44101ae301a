"""Terms of Redis and Valkey on ElastiCache: parameter group families, cluster mode, logs."""

from collections.abc import Mapping

LOG_TYPES = ("slow-log", "engine-log")
"""Logs that ElastiCache sends to CloudWatch."""


def family(engine: str, engine_version: str) -> str:
    """The parameter group family of a version: redis7 for redis 7.1, valkey8 for valkey 8.1."""
    return f"{engine}{engine_version.split('.')[0]}"


def parameters(sharded: bool, others: Mapping[str, str]) -> list[dict[str, str]]:
    """Parameters in the form ElastiCache wants them, by name; shards need a group in which cluster mode is on."""
    values = {**others, "cluster-enabled": "yes"} if sharded else others
    return [{"name": name, "value": value} for name, value in sorted(values.items())]
