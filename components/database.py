"""PostgreSQL on RDS."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components import postgres
from components.arns import managed_policy_arn
from components.policy_documents import trust
from components.role_arns import arn_once_allowed


class DatabaseArgs(TypedDict):
    identifier: str
    """Identifier of the instance."""
    database_name: str
    """Database that is created in it."""
    username: str
    """Master user; RDS makes and keeps the password."""
    engine_version: str
    """PostgreSQL version. RDS upgrades by itself only when no minor version is given (15)."""
    instance_class: str
    """Class of the instance, such as db.r6g.large."""
    storage_gb: int
    """gp3 storage in GiB."""
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
    backup_days: int
    """Days that automated backups are kept, 0 to 35."""
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
    deletion_protection: bool
    """Whether AWS refuses to delete the instance."""
    final_snapshot: bool
    """Whether a snapshot named IDENTIFIER-final is taken when the instance is deleted."""
    protect: bool
    """Whether Pulumi refuses to delete the instance."""


class Database(pulumi.ComponentResource):
    """An instance with its subnet group, parameter group, monitoring role and log groups.

    It is never public, refuses connections without TLS, and its master password is known to Secrets Manager only.
    """

    identifier: pulumi.Output[str]
    """Identifier of the instance."""
    arn: pulumi.Output[str]
    """ARN of the instance."""
    host: pulumi.Output[str]
    """Host name."""
    port: pulumi.Output[int]
    """Port."""
    secret_arn: pulumi.Output[str]
    """ARN of the secret that holds the master user's name and password."""
    log_group_names: pulumi.Output[list[str]]
    """Log groups of the instance."""
    subnet_group_name: pulumi.Output[str]
    """Subnet group of the instance, also for what is restored from its backups."""

    def __init__(self, name: str, args: DatabaseArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Database", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        log_groups = self._log_groups()
        instance = self._instance(log_groups)
        self.identifier = instance.identifier
        self.arn = instance.arn
        self.host = instance.address
        self.port = instance.port
        self.secret_arn = instance.master_user_secrets.apply(lambda secrets: secrets[0].secret_arn)
        self.log_group_names = pulumi.Output.all(*(group.name for group in log_groups)).apply(list)
        self.subnet_group_name = instance.db_subnet_group_name
        self.register_outputs(
            {
                "subnet_group_name": self.subnet_group_name,
                "identifier": self.identifier,
                "arn": self.arn,
                "host": self.host,
                "port": self.port,
                "secret_arn": self.secret_arn,
                "log_group_names": self.log_group_names,
            }
        )

    def _log_groups(self) -> list[aws.cloudwatch.LogGroup]:
        """RDS would make them itself at the first export: unencrypted, and kept for ever."""
        return [
            aws.cloudwatch.LogGroup(
                f"{self._prefix}-{export}-logs",
                name=f"/aws/rds/instance/{self._args['identifier']}/{export}",
                retention_in_days=self._args["log_retention_days"],
                kms_key_id=self._args["logs_key_arn"],
                opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
            )
            for export in postgres.LOG_EXPORTS
        ]

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

    def _instance(self, log_groups: list[aws.cloudwatch.LogGroup]) -> aws.rds.Instance:
        args = self._args
        monitored = args["monitoring_seconds"] > 0
        return aws.rds.Instance(
            f"{self._prefix}-primary",
            identifier=args["identifier"],
            engine="postgres",
            engine_version=args["engine_version"],
            auto_minor_version_upgrade=postgres.upgrades_itself(args["engine_version"]),
            instance_class=args["instance_class"],
            storage_type="gp3",
            allocated_storage=args["storage_gb"],
            storage_encrypted=args["encrypted"],
            kms_key_id=args["database_key_arn"] if args["encrypted"] else None,
            db_name=args["database_name"],
            port=postgres.PORT,
            username=args["username"],
            manage_master_user_password=True,
            master_user_secret_kms_key_id=args["secrets_key_arn"],
            iam_database_authentication_enabled=True,
            db_subnet_group_name=self._subnet_group().name,
            vpc_security_group_ids=[args["security_group_id"]],
            publicly_accessible=False,
            multi_az=args["multi_az"],
            parameter_group_name=self._parameter_group().name,
            ca_cert_identifier="rds-ca-rsa2048-g1",
            backup_retention_period=args["backup_days"],
            backup_window=args["backup_window"],
            maintenance_window=args["maintenance_window"],
            copy_tags_to_snapshot=True,
            delete_automated_backups=False,
            deletion_protection=args["deletion_protection"],
            skip_final_snapshot=not args["final_snapshot"],
            final_snapshot_identifier=f"{args['identifier']}-final" if args["final_snapshot"] else None,
            monitoring_interval=args["monitoring_seconds"],
            monitoring_role_arn=self._monitoring_role_arn() if monitored else None,
            performance_insights_enabled=True,
            performance_insights_kms_key_id=args["database_key_arn"],
            performance_insights_retention_period=args["performance_insights_days"],
            enabled_cloudwatch_logs_exports=list(postgres.LOG_EXPORTS),
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=log_groups, protect=args["protect"], delete_before_replace=True
            ),
        )
