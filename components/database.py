"""PostgreSQL on RDS."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components import postgres
from components.arns import managed_policy_arn
from components.backup_replication import BackupReplication
from components.connection_secret import ConnectionSecret
from components.database_logs import log_groups
from components.database_replica import DatabaseReplica, DatabaseReplicaArgs
from components.master_password import MasterPassword
from components.policy_documents import trust
from components.regional_key import CopiesKeyArgs
from components.role_arns import arn_once_allowed

_CA_CERTIFICATE = "rds-ca-rsa2048-g1"


class DatabaseSecretArgs(TypedDict):
    name: str
    """Name of the secret, such as fivestar/payments/dev/database."""
    password_version: int
    """Raising it gives the master user another password."""
    recovery_days: int
    """Days that the secret can be restored after its deletion, 7 to 30, or 0."""


class DatabaseReplicasArgs(TypedDict):
    count: int
    """Read replicas, up to 15, named IDENTIFIER-replica-1 and so on."""
    instance_class: str
    """Class of each."""
    zones: list[str]
    """Zones that they take in turn."""
    backup_days: int
    """Days that each keeps backups of its own, 0 to 35."""


class BackupCopiesArgs(TypedDict):
    region: str
    """Region of the copies, another one than the instance's."""
    days: int
    """Days that the copies are kept, 1 to 35."""
    key: CopiesKeyArgs
    """Key of the copies."""


class DatabaseArgs(TypedDict):
    identifier: str
    """Identifier of the instance."""
    database_name: str
    """Database that is created in it."""
    username: str
    """Master user."""
    secret: NotRequired[DatabaseSecretArgs]
    """Secret with connection and generated password; replicas need it. Default: RDS makes and keeps the password."""
    rotation_days: NotRequired[int]
    """Days after which RDS renews the password that it keeps, 1 to 1000. Default: 7, as RDS does."""
    engine_version: str
    """PostgreSQL version, with (15.4) or without (15) a minor one."""
    auto_minor_upgrade: NotRequired[bool]
    """Whether RDS installs minor versions in the maintenance window. Default: true."""
    instance_class: str
    """Class of the instance, such as db.r6g.large."""
    storage_gb: int
    """gp3 storage in GiB."""
    max_storage_gb: NotRequired[int]
    """GiB up to which storage grows by itself. Default: it doesn't."""
    encrypted: bool
    """Whether storage is encrypted."""
    database_key_arn: pulumi.Input[str]
    """Key of storage and Performance Insights."""
    secrets_key_arn: pulumi.Input[str]
    """Key of the master password's secret."""
    logs_key_arn: pulumi.Input[str]
    """Key of the log groups."""
    subnet_ids: pulumi.Input[list[str]]
    """Subnets in two or more zones, without a route from the internet."""
    security_group_id: pulumi.Input[str]
    """Group that admits the clients."""
    account_id: str
    """Account of the instance."""
    region: str
    """Region of the instance."""
    multi_az: bool
    """Whether a standby in another zone takes over."""
    replicas: NotRequired[DatabaseReplicasArgs]
    """Read replicas. Default: none."""
    backup_days: int
    """Days that automated backups are kept, 0 to 35."""
    backup_copies: NotRequired[BackupCopiesArgs]
    """Copies of the automated backups in another region. Default: none."""
    backup_window: str
    """Daily window, UTC: 03:00-04:00."""
    maintenance_window: str
    """Weekly window, UTC: sun:04:00-sun:05:00."""
    monitoring_seconds: int
    """Seconds between samples of enhanced monitoring; 0 turns it off."""
    performance_insights_days: int
    """Days that Performance Insights keeps."""
    slow_query_milliseconds: int
    """Statements that take longer are logged."""
    log_retention_days: int
    """Days that the instance's logs are kept."""
    parameters: NotRequired[dict[str, str]]
    """Further PostgreSQL parameters. Default: none."""
    ca_certificate: NotRequired[str]
    """Authority of the server certificate. Default: rds-ca-rsa2048-g1."""
    apply_immediately: NotRequired[bool]
    """Whether changes take effect before the next maintenance window. Default: false."""
    deletion_protection: bool
    """Whether AWS refuses to delete the instance and its replicas."""
    final_snapshot: bool
    """Whether a snapshot named IDENTIFIER-final is taken when the instance is deleted."""
    protect: bool
    """Whether Pulumi refuses to delete the instance, its replicas and its secrets."""


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
        self._monitoring_role = self._monitoring_role_arn() if args["monitoring_seconds"] > 0 else None
        groups = log_groups(name, args["identifier"], args["log_retention_days"], args["logs_key_arn"], self)
        password = self._password()
        instance = self._instance(groups, password)
        replicas = self._replicas(instance)
        if "backup_copies" in args:
            self._copy_backups(args["backup_copies"], instance)
        self.identifier = instance.identifier
        self.arn = instance.arn
        self.host = instance.address
        self.reader_hosts = pulumi.Output.all(*([item.host for item in replicas.values()] or [self.host])).apply(list)
        self.port = instance.port
        self.secret_arn = self._secret_arn(instance, password)
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
        return aws.rds.SubnetGroup(
            f"{self._prefix}-subnets",
            description=f"Subnets of {self._args['identifier']}",
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

    def _monitoring_role_arn(self) -> pulumi.Output[str]:
        role = aws.iam.Role(
            f"{self._prefix}-monitoring",
            description=f"Sends enhanced monitoring of {self._args['identifier']} to CloudWatch",
            assume_role_policy=json.dumps(trust("monitoring.rds.amazonaws.com", self._args["account_id"])),
            opts=self._child,
        )
        policy = aws.iam.RolePolicyAttachment(
            f"{self._prefix}-monitoring",
            role=role.name,
            policy_arn=managed_policy_arn(self._args["region"], "service-role/AmazonRDSEnhancedMonitoringRole"),
            opts=self._child,
        )
        return arn_once_allowed(role.arn, [policy])

    def _password(self) -> MasterPassword | None:
        """The generated password; none when RDS manages it."""
        if "secret" not in self._args:
            return None
        return MasterPassword(
            f"{self._prefix}-password",
            {
                "description": f"Master password of {self._args['identifier']}, for deployments",
                "key_arn": self._args["secrets_key_arn"],
                "account_id": self._args["account_id"],
                "recovery_days": self._args["secret"]["recovery_days"],
                "password_version": self._args["secret"]["password_version"],
                "protect": self._args["protect"],
            },
            self._child,
        )

    def _instance(self, groups: list[aws.cloudwatch.LogGroup], password: MasterPassword | None) -> aws.rds.Instance:
        args = self._args
        return aws.rds.Instance(
            f"{self._prefix}-primary",
            identifier=args["identifier"],
            engine="postgres",
            engine_version=args["engine_version"],
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

    def _replicas(self, source: aws.rds.Instance) -> dict[str, DatabaseReplica]:
        """By identifier."""
        wanted = self._args.get("replicas")
        if wanted is None:
            return {}
        zones = wanted["zones"]
        made = {}
        for number in range(1, wanted["count"] + 1):
            identifier = f"{self._args['identifier']}-replica-{number}"
            zone = zones[(number - 1) % len(zones)]
            name = f"{self._prefix}-replica-{number}"
            made[identifier] = DatabaseReplica(name, self._replica_args(identifier, zone, wanted, source), self._child)
        return made

    def _replica_args(
        self, identifier: str, zone: str, wanted: DatabaseReplicasArgs, source: aws.rds.Instance
    ) -> DatabaseReplicaArgs:
        args = self._args
        replica: DatabaseReplicaArgs = {
            "identifier": identifier,
            "source_identifier": source.identifier,
            "auto_minor_upgrade": args.get("auto_minor_upgrade", True),
            "instance_class": wanted["instance_class"],
            "availability_zone": zone,
            "encrypted": args["encrypted"],
            "security_group_id": args["security_group_id"],
            "parameter_group_name": self._parameter_group_name,
            "ca_certificate": args.get("ca_certificate", _CA_CERTIFICATE),
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
        if "max_storage_gb" in args:
            replica["max_storage_gb"] = args["max_storage_gb"]
        if self._monitoring_role is not None:
            replica["monitoring_role_arn"] = self._monitoring_role
        return replica

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

    def _secret_arn(self, instance: aws.rds.Instance, password: MasterPassword | None) -> pulumi.Output[str]:
        if password is None:
            return self._managed_secret_arn(instance)
        args = self._args
        secret = ConnectionSecret(
            f"{self._prefix}-connection",
            {
                "secret_name": args["secret"]["name"],
                "key_arn": args["secrets_key_arn"],
                "account_id": args["account_id"],
                "recovery_days": args["secret"]["recovery_days"],
                "username": args["username"],
                "password": password.read(),
                "password_version": args["secret"]["password_version"],
                "host": instance.address,
                "port": instance.port,
                "database_name": args["database_name"],
                "protect": args["protect"],
            },
            self._child,
        )
        return secret.secret_arn

    def _managed_secret_arn(self, instance: aws.rds.Instance) -> pulumi.Output[str]:
        """The secret that RDS keeps and rotates by itself; the schedule goes with the instance, not before it."""
        arn = instance.master_user_secrets.apply(lambda secrets: secrets[0].secret_arn)
        if "rotation_days" in self._args:
            aws.secretsmanager.SecretRotation(
                f"{self._prefix}-rotation",
                secret_id=arn,
                rotation_rules={"automatically_after_days": self._args["rotation_days"]},
                rotate_immediately=False,
                opts=pulumi.ResourceOptions(parent=self, retain_on_delete=True),
            )
        return pulumi.Output.from_input(arn)
