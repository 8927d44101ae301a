"""PostgreSQL's own terms: parameter group families, parameters and when they take effect."""

from collections.abc import Mapping

PORT = 5432

LOG_EXPORTS = ("postgresql", "upgrade")
"""Logs that RDS for PostgreSQL sends to CloudWatch."""

# Parameters that PostgreSQL reads at its start only; RDS refuses to apply them at once.
_READ_AT_START = frozenset(
    {
        "autovacuum_freeze_max_age",
        "autovacuum_max_workers",
        "huge_pages",
        "max_connections",
        "max_files_per_process",
        "max_locks_per_transaction",
        "max_pred_locks_per_transaction",
        "max_prepared_transactions",
        "max_replication_slots",
        "max_wal_senders",
        "max_worker_processes",
        "rds.logical_replication",
        "shared_buffers",
        "shared_preload_libraries",
        "superuser_reserved_connections",
        "track_activity_query_size",
        "track_commit_timestamp",
        "wal_buffers",
    }
)


def family(engine_version: str) -> str:
    """The parameter group family of a version: postgres15 for 15.4."""
    return f"postgres{engine_version.split('.')[0]}"


def parameters(slow_query_milliseconds: int, others: Mapping[str, str]) -> list[dict[str, str]]:
    """Parameters in the form RDS wants them: TLS only, slow statements logged, then the others by name."""
    values = {**others, "log_min_duration_statement": str(slow_query_milliseconds), "rds.force_ssl": "1"}
    return [
        {
            "name": name,
            "value": value,
            "apply_method": "pending-reboot" if name in _READ_AT_START else "immediate",
        }
        for name, value in sorted(values.items())
    ]
