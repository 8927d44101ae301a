"""PostgreSQL on RDS."""

import pulumi
import pulumi_aws as aws

from components import postgres
from components.backup_replication import BackupReplication
from components.database_args import BackupCopiesArgs, DatabaseArgs
from components.database_credentials import credentials_arn, generated_password
from components.database_logs import log_groups
from components.database_monitoring import monitoring_role_arn
from components.database_replica import DatabaseReplica
from components.database_replicas import ReplicaSourceArgs, read_replicas
from components.master_password import MasterPassword
from components.subnet_group import name_and_description

_CA_CERTIFICATE = "rds-ca-rsa2048-g1"


class Database(pulumi.ComponentResource):
    """An instance and its read replicas with their subnet group, parameter group, monitoring role and log groups.

    They are never public, refuse connections without TLS, and the master password is known to Secrets Manager only.
    Raises ValueError for replicas without a secret: RDS replicates no instance whose password it manages.
    """

    identifier: pulumi.Output[str]
    """Identifier of the instance."""
    arn: pulumi.Output[str]
    """ARN of the instance."""
    host: pulumi.Output[str]
    """Host name."""
    reader_hosts: pulumi.Output[list[str]]
    """Host names to read from: those of the replicas, without replicas the instance's."""
    port: pulumi.Output[int]
    """Port."""
    secret_arn: pulumi.Output[str]
    """ARN of the secret that holds the master user's name and password; with `secret` given, the whole connection."""
    resource_id: pulumi.Output[str]
    """Id that IAM policies name the instance by: db-..."""
    replica_identifiers: list[str]
    """Identifiers of the replicas."""
    log_group_names: pulumi.Output[list[str]]
    """Log groups of the instance and its replicas."""
    subnet_group_name: pulumi.Output[str]
    """Subnet group of the instance, also for what is restored from its backups."""

    def __init__(self, name: str, args: DatabaseArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Database", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        if args.get("replicas") and "secret" not in args:
            raise ValueError(f"Database {name}: replicas need secret, since RDS would manage the password without it.")
        self._parameter_group_name = self._parameter_group().name
        monitored = args["monitoring_seconds"] > 0
        self._monitoring_role = monitoring_role_arn(name, args, self._child) if monitored else None
        groups = log_groups(name, args["identifier"], args["log_retention_days"], args["logs_key_arn"], self)
        password = generated_password(name, args, self._child)
        instance = self._instance(groups, password)
        replicas = self._replicas(instance)
        if "backup_copies" in args:
            self._copy_backups(args["backup_copies"], instance)
        self.identifier = instance.identifier
        self.arn = instance.arn
        self.host = instance.address
        self.reader_hosts = pulumi.Output.all(*([item.host for item in replicas.values()] or [self.host])).apply(list)
        self.port = instance.port
        self.secret_arn = credentials_arn(name, args, instance, password, self._child)
        self.resource_id = instance.resource_id
        self.replica_identifiers = list(replicas)
        self.subnet_group_name = instance.db_subnet_group_name
        own = pulumi.Output.all(*(group.name for group in groups))
        self.log_group_names = pulumi.Output.all(own, *(item.log_group_names for item in replicas.values())).apply(
            lambda lists: [name for names in lists for name in names]
        )
        self.register_outputs(
            {
                "subnet_group_name": self.subnet_group_name,
                "identifier": self.identifier,
                "arn": self.arn,
                "host": self.host,
                "reader_hosts": self.reader_hosts,
                "port": self.port,
                "secret_arn": self.secret_arn,
                "resource_id": self.resource_id,
                "replica_identifiers": self.replica_identifiers,
                "log_group_names": self.log_group_names,
            }
        )

    def _subnet_group(self) -> aws.rds.SubnetGroup:
        given = self._args.get("subnet_group")
        group_name, description = name_and_description(given, f"Subnets of {self._args['identifier']}")
        # Only another name replaces the group, so the new one can be made before the instance leaves the old one.
        return aws.rds.SubnetGroup(
            f"{self._prefix}-subnets",
            name=group_name,
            description=description,
            subnet_ids=self._args["subnet_ids"],
            opts=self._child,
        )

    def _parameter_group(self) -> aws.rds.ParameterGroup:
        args = self._args
        return aws.rds.ParameterGroup(
            f"{self._prefix}-parameters",
            description=f"Parameters of {args['identifier']}",
            family=postgres.family(args["engine_version"]),
            parameters=postgres.parameters(args["slow_query_milliseconds"], args.get("parameters", {})),
            opts=self._child,
        )

    def _instance(self, groups: list[aws.cloudwatch.LogGroup], password: MasterPassword | None) -> aws.rds.Instance:
        args = self._args
        return aws.rds.Instance(
            f"{self._prefix}-primary",
            identifier=args["identifier"],
            engine="postgres",
            engine_version=args["engine_version"],
            allow_major_version_upgrade=True if args.get("allow_major_upgrade", False) else None,
            auto_minor_version_upgrade=args.get("auto_minor_upgrade", True),
            instance_class=args["instance_class"],
            storage_type="gp3",
            allocated_storage=args["storage_gb"],
            max_allocated_storage=args.get("max_storage_gb"),
            storage_encrypted=args["encrypted"],
            kms_key_id=args["database_key_arn"] if args["encrypted"] else None,
            db_name=args["database_name"],
            port=postgres.PORT,
            username=args["username"],
            manage_master_user_password=True if password is None else None,
            master_user_secret_kms_key_id=args["secrets_key_arn"] if password is None else None,
            password_wo=password.read() if password else None,
            password_wo_version=args["secret"]["password_version"] if "secret" in args else None,
            iam_database_authentication_enabled=True,
            db_subnet_group_name=self._subnet_group().name,
            vpc_security_group_ids=[args["security_group_id"]],
            publicly_accessible=False,
            multi_az=args["multi_az"],
            parameter_group_name=self._parameter_group_name,
            ca_cert_identifier=args.get("ca_certificate", _CA_CERTIFICATE),
            backup_retention_period=args["backup_days"],
            backup_window=args["backup_window"],
            maintenance_window=args["maintenance_window"],
            copy_tags_to_snapshot=True,
            delete_automated_backups=False,
            apply_immediately=args.get("apply_immediately", False),
            deletion_protection=args["deletion_protection"],
            skip_final_snapshot=not args["final_snapshot"],
            final_snapshot_identifier=f"{args['identifier']}-final" if args["final_snapshot"] else None,
            monitoring_interval=args["monitoring_seconds"],
            monitoring_role_arn=self._monitoring_role,
            performance_insights_enabled=True,
            performance_insights_kms_key_id=args["database_key_arn"],
            performance_insights_retention_period=args["performance_insights_days"],
            enabled_cloudwatch_logs_exports=list(postgres.LOG_EXPORTS),
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=groups, protect=args["protect"], delete_before_replace=True
            ),
        )

    def _replicas(self, instance: aws.rds.Instance) -> dict[str, DatabaseReplica]:
        source: ReplicaSourceArgs = {
            "identifier": instance.identifier,
            "parameter_group_name": self._parameter_group_name,
            "ca_certificate": self._args.get("ca_certificate", _CA_CERTIFICATE),
        }
        if self._monitoring_role is not None:
            source["monitoring_role_arn"] = self._monitoring_role
        return read_replicas(self._prefix, self._args, source, self._child)

    def _copy_backups(self, copies: BackupCopiesArgs, source: aws.rds.Instance) -> None:
        BackupReplication(
            f"{self._prefix}-backups",
            {
                "identifier": self._args["identifier"],
                "source_arn": source.arn,
                "account_id": self._args["account_id"],
                "region": copies["region"],
                "days": copies["days"],
                "key": copies["key"],
                "protect": self._args["protect"],
            },
            self._child,
        )
