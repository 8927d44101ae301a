"""Redis or Valkey on ElastiCache."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components import redis
from components.cache_access import PASSWORD_LENGTH, CacheEndpoint, secret_content, user_id
from components.random_text import random_text
from components.secret_policy import closed_to_other_accounts
from components.subnet_group import SubnetGroupArgs, name_and_description


class CacheArgs(TypedDict):
    identifier: str
    """Id of the replication group."""
    engine: str
    """redis or valkey."""
    engine_version: str
    """Version with its minor part, such as 8.1."""
    node_type: str
    """Type of each node, such as cache.m7g.large."""
    nodes: NotRequired[int]
    """Primary and replicas of a cache without cluster mode. Default: 1. Without meaning when shards is given."""
    shards: NotRequired[int]
    """Shards; turns cluster mode on. Default: cluster mode is off."""
    replicas: NotRequired[int]
    """Replicas of each shard. Default: 1."""
    multi_az: bool
    """Whether replicas stand in other zones than their primary and one of them takes over."""
    port: int
    """Port on which all nodes answer."""
    parameters: NotRequired[dict[str, str]]
    """Parameters of the engine, such as maxmemory-policy. Default: those of AWS."""
    cache_key_arn: pulumi.Input[str]
    """Key of memory on disk and of snapshots."""
    secrets_key_arn: pulumi.Input[str]
    """Key of the secrets."""
    logs_key_arn: pulumi.Input[str]
    """Key of the log groups."""
    log_retention_days: int
    """Days that slow log and engine log are kept."""
    subnet_ids: pulumi.Input[list[str]]
    """Subnets without a route from the internet, in two or more zones."""
    subnet_group: NotRequired[SubnetGroupArgs]
    """Name of the subnet group. Default: one is made up."""
    security_group_id: pulumi.Input[str]
    """Group that admits the clients."""
    account_id: str
    """Account of the cache; no other one may read its secrets."""
    secret_name: str
    """Name of the secret with host, port, token and url. Users have theirs below it: NAME/USER."""
    secret_recovery_days: int
    """Days that a deleted secret can be brought back, 7 to 30; 0 deletes it at once."""
    connection_strings: NotRequired[dict[str, str]]
    """Further keys of the secrets: texts in which ${host}, ${port}, ${token} and, with users, ${username} stand for
    their other values; they take effect with a raised token_version. Default: none."""
    users: NotRequired[dict[str, str]]
    """Access strings by user name (RBAC). Default: one token for all clients."""
    token_version: int
    """Raised to renew token or passwords; a token stays valid until the next one is renewed."""
    snapshot_days: int
    """Days that daily snapshots are kept; 0 takes none."""
    snapshot_window: str
    """Daily window, UTC: 03:00-04:00."""
    maintenance_window: str
    """Weekly window, UTC: sun:04:00-sun:05:00."""
    auto_minor_upgrade: bool
    """Whether AWS installs minor versions in the maintenance window."""
    apply_immediately: bool
    """Whether changes happen at once and not in the maintenance window."""
    final_snapshot: bool
    """Whether a snapshot named IDENTIFIER-final is taken when the cache is deleted."""
    protect: bool
    """Whether Pulumi refuses to delete the cache."""


class Cache(pulumi.ComponentResource):
    """A replication group with its subnet group, parameter group, log groups, users and secrets.

    It answers TLS only, to clients that authenticate. What they authenticate with is drawn by Secrets Manager and
    written to ElastiCache and to the secret; it is in no output, and in the state only as an encrypted input.
    """

    replication_group_id: pulumi.Output[str]
    """Id of the replication group."""
    arn: pulumi.Output[str]
    """ARN of the replication group."""
    host: pulumi.Output[str]
    """Host name of the primary; in cluster mode, that of the configuration endpoint."""
    reader_host: pulumi.Output[str]
    """Host name of the replicas; in cluster mode, that of the configuration endpoint."""
    port: pulumi.Output[int]
    """Port."""
    secret_arn: pulumi.Output[str]
    """ARN of the secret with host, port, token and url; of the first user's one, by name, when there are users."""
    user_secret_arns: pulumi.Output[dict[str, str]]
    """ARNs of the secrets by user; empty with a token."""
    node_ids: pulumi.Output[list[str]]
    """Ids of the nodes."""
    log_group_names: pulumi.Output[list[str]]
    """Log groups of slow log and engine log."""

    def __init__(self, name: str, args: CacheArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Cache", name, {}, opts)
        self._prefix = name
        self._args = args
        self._sharded = "shards" in args
        self._child = pulumi.ResourceOptions(parent=self)
        self._passwords = {user: random_text(PASSWORD_LENGTH, self) for user in self._user_names()}
        log_groups = {log: self._log_group(log) for log in redis.LOG_TYPES}
        group = self._replication_group(log_groups)
        self.replication_group_id = group.replication_group_id
        self.arn = group.arn
        self.host = group.configuration_endpoint_address if self._sharded else group.primary_endpoint_address
        self.reader_host = group.configuration_endpoint_address if self._sharded else group.reader_endpoint_address
        self.port = group.port.apply(lambda port: port or args["port"])
        self.node_ids = group.member_clusters
        self.log_group_names = pulumi.Output.all(*(log_group.name for log_group in log_groups.values())).apply(list)
        secrets = self._secrets()
        self.secret_arn = next(iter(secrets.values()))
        self.user_secret_arns = pulumi.Output.all(**(secrets if "users" in args else {})).apply(dict)
        self.register_outputs(
            {
                "replication_group_id": self.replication_group_id,
                "arn": self.arn,
                "host": self.host,
                "reader_host": self.reader_host,
                "port": self.port,
                "secret_arn": self.secret_arn,
                "user_secret_arns": self.user_secret_arns,
                "node_ids": self.node_ids,
                "log_group_names": self.log_group_names,
            }
        )

    def _user_names(self) -> list[str]:
        return sorted(self._args["users"]) if "users" in self._args else [""]

    def _log_group(self, log: str) -> aws.cloudwatch.LogGroup:
        return aws.cloudwatch.LogGroup(
            f"{self._prefix}-{log}",
            name=f"/aws/elasticache/{self._args['identifier']}/{log}",
            retention_in_days=self._args["log_retention_days"],
            kms_key_id=self._args["logs_key_arn"],
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _replication_group(self, log_groups: dict[str, aws.cloudwatch.LogGroup]) -> aws.elasticache.ReplicationGroup:
        args = self._args
        return aws.elasticache.ReplicationGroup(
            f"{self._prefix}-group",
            replication_group_id=args["identifier"],
            description=f"Cache {args['identifier']}",
            engine=args["engine"],
            engine_version=args["engine_version"],
            node_type=args["node_type"],
            num_cache_clusters=None if self._sharded else args.get("nodes", 1),
            num_node_groups=args.get("shards"),
            replicas_per_node_group=args.get("replicas", 1) if self._sharded else None,
            cluster_mode="enabled" if self._sharded else "disabled",
            automatic_failover_enabled=self._sharded or args.get("nodes", 1) > 1,
            multi_az_enabled=args["multi_az"],
            port=args["port"],
            parameter_group_name=self._parameter_group().name,
            subnet_group_name=self._subnet_group().name,
            security_group_ids=[args["security_group_id"]],
            at_rest_encryption_enabled=True,
            kms_key_id=args["cache_key_arn"],
            transit_encryption_enabled=True,
            transit_encryption_mode="required",
            user_group_ids=[self._user_group().user_group_id] if "users" in args else None,
            auth_token_wo=None if "users" in args else self._passwords[""],
            auth_token_wo_version=None if "users" in args else args["token_version"],
            auth_token_update_strategy=None if "users" in args else "ROTATE",
            snapshot_retention_limit=args["snapshot_days"],
            snapshot_window=args["snapshot_window"],
            maintenance_window=args["maintenance_window"],
            auto_minor_version_upgrade=args["auto_minor_upgrade"],
            apply_immediately=args["apply_immediately"],
            final_snapshot_identifier=f"{args['identifier']}-final" if args["final_snapshot"] else None,
            log_delivery_configurations=[
                {
                    "destination": log_group.name,
                    "destination_type": "cloudwatch-logs",
                    "log_format": "json",
                    "log_type": log,
                }
                for log, log_group in log_groups.items()
            ],
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"], delete_before_replace=True),
        )

    def _parameter_group(self) -> aws.elasticache.ParameterGroup:
        args = self._args
        return aws.elasticache.ParameterGroup(
            f"{self._prefix}-parameters",
            description=f"Parameters of {args['identifier']}",
            family=redis.family(args["engine"], args["engine_version"]),
            parameters=redis.parameters(self._sharded, args.get("parameters", {})),
            opts=self._child,
        )

    def _subnet_group(self) -> aws.elasticache.SubnetGroup:
        given = self._args.get("subnet_group")
        group_name, description = name_and_description(given, f"Subnets of {self._args['identifier']}")
        return aws.elasticache.SubnetGroup(
            f"{self._prefix}-subnets",
            name=group_name,
            description=description,
            subnet_ids=self._args["subnet_ids"],
            opts=self._child,
        )

    def _user_group(self) -> aws.elasticache.UserGroup:
        """A group without a user called default would be open to clients that give no name."""
        nobody = self._user("default", "off ~* -@all", random_text(PASSWORD_LENGTH, self))
        users = [
            self._user(name, access, self._passwords[name]) for name, access in sorted(self._args["users"].items())
        ]
        return aws.elasticache.UserGroup(
            f"{self._prefix}-users",
            user_group_id=self._args["identifier"],
            engine=self._args["engine"],
            user_ids=[user.user_id for user in (nobody, *users)],
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _user(self, name: str, access: str, password: pulumi.Output[str]) -> aws.elasticache.User:
        return aws.elasticache.User(
            f"{self._prefix}-user-{name}",
            user_id=user_id(self._args["identifier"], name),
            user_name=name,
            engine=self._args["engine"],
            access_string=access,
            passwords_wo=password,
            passwords_wo_version=self._args["token_version"],
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _secrets(self) -> dict[str, pulumi.Output[str]]:
        """ARNs by user; the only key is the empty text when all clients share a token."""
        endpoint: CacheEndpoint = {"host": self.host, "port": self.port}
        return {name: self._secret(name, endpoint, password) for name, password in self._passwords.items()}

    def _secret(self, user: str, endpoint: CacheEndpoint, password: pulumi.Output[str]) -> pulumi.Output[str]:
        args = self._args
        secret = aws.secretsmanager.Secret(
            f"{self._prefix}-secret-{user}" if user else f"{self._prefix}-secret",
            name=f"{args['secret_name']}/{user}" if user else args["secret_name"],
            description=f"How to enter cache {args['identifier']}",
            kms_key_id=args["secrets_key_arn"],
            policy=json.dumps(closed_to_other_accounts(args["account_id"])),
            recovery_window_in_days=args["secret_recovery_days"],
            tags={"Rotation": "raise the token version"},
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"], delete_before_replace=True),
        )
        aws.secretsmanager.SecretVersion(
            f"{self._prefix}-secret-{user}-value" if user else f"{self._prefix}-secret-value",
            secret_id=secret.id,
            secret_string_wo=secret_content(endpoint, password, user, args.get("connection_strings", {})),
            secret_string_wo_version=args["token_version"],
            opts=self._child,
        )
        return pulumi.Output.from_input(secret.arn)
