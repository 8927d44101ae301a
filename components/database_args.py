"""Arguments of a PostgreSQL database."""

from typing import NotRequired, TypedDict

import pulumi

from components.regional_key import CopiesKeyArgs
from components.subnet_group import SubnetGroupArgs


class DatabaseSecretArgs(TypedDict):
    name: str
    """Name of the secret, such as fivestar/payments/dev/database."""
    password_version: int
    """Raising it gives the master user another password."""
    recovery_days: int
    """Days that the secret can be restored after its deletion, 7 to 30, or 0."""
    ssl_mode: NotRequired[str]
    """How clients of the url check the server: require, verify-ca or verify-full. Default: verify-full."""
    connection_strings: NotRequired[dict[str, str]]
    """Further keys of the secret: texts in which ${host}, ${port}, ${dbname}, ${username} and ${password} stand for its
    other values. Default: none."""


class DatabaseReplicasArgs(TypedDict):
    count: int
    """Read replicas, up to 15, named IDENTIFIER-replica-1 and so on."""
    instance_class: str
    """Class of each."""
    engine_version: NotRequired[str]
    """Version that they have before their source gets it. Default: that of the source."""
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
    subnet_group: NotRequired[SubnetGroupArgs]
    """Name of the subnet group. Default: one is made up."""
    security_group_id: pulumi.Input[str]
    """Group that admits the clients."""
    account_id: str
    """Account of the instance."""
    region: str
    """Region of the instance."""
    allow_major_upgrade: NotRequired[bool]
    """Whether engine_version may be of another major version than the instance has. Default: false."""
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
