"""The read replicas of a database: spread over zones, and like it in everything that they don't set themselves."""

from typing import NotRequired, TypedDict

import pulumi

from components.database_args import DatabaseArgs, DatabaseReplicasArgs
from components.database_replica import DatabaseReplica, DatabaseReplicaArgs


class ReplicaSourceArgs(TypedDict):
    identifier: pulumi.Input[str]
    """Identifier of the instance."""
    parameter_group_name: pulumi.Input[str]
    """Its parameter group."""
    ca_certificate: str
    """Authority of its server certificate."""
    monitoring_role_arn: NotRequired[pulumi.Input[str]]
    """Role of its enhanced monitoring, when that is on."""


def read_replicas(
    prefix: str, args: DatabaseArgs, source: ReplicaSourceArgs, opts: pulumi.ResourceOptions
) -> dict[str, DatabaseReplica]:
    """By identifier."""
    wanted = args.get("replicas")
    if wanted is None:
        return {}
    zones = wanted["zones"]
    made = {}
    for number in range(1, wanted["count"] + 1):
        identifier = f"{args['identifier']}-replica-{number}"
        zone = zones[(number - 1) % len(zones)]
        replica = _replica_args(args, wanted, source, identifier, zone)
        made[identifier] = DatabaseReplica(f"{prefix}-replica-{number}", replica, opts)
    return made


def _replica_args(
    args: DatabaseArgs, wanted: DatabaseReplicasArgs, source: ReplicaSourceArgs, identifier: str, zone: str
) -> DatabaseReplicaArgs:
    replica: DatabaseReplicaArgs = {
        "identifier": identifier,
        "source_identifier": source["identifier"],
        "auto_minor_upgrade": args.get("auto_minor_upgrade", True),
        "instance_class": wanted["instance_class"],
        "availability_zone": zone,
        "encrypted": args["encrypted"],
        "security_group_id": args["security_group_id"],
        "parameter_group_name": source["parameter_group_name"],
        "ca_certificate": source["ca_certificate"],
        "backup_days": wanted["backup_days"],
        "backup_window": args["backup_window"],
        "maintenance_window": args["maintenance_window"],
        "monitoring_seconds": args["monitoring_seconds"],
        "database_key_arn": args["database_key_arn"],
        "performance_insights_days": args["performance_insights_days"],
        "log_retention_days": args["log_retention_days"],
        "logs_key_arn": args["logs_key_arn"],
        "apply_immediately": args.get("apply_immediately", False),
        "deletion_protection": args["deletion_protection"],
        "protect": args["protect"],
    }
    if "engine_version" in wanted:
        replica["engine_version"] = wanted["engine_version"]
    if "max_storage_gb" in args:
        replica["max_storage_gb"] = args["max_storage_gb"]
    if "monitoring_role_arn" in source:
        replica["monitoring_role_arn"] = source["monitoring_role_arn"]
    return replica
