"""An Aurora cluster, a cache, a table that scales, an index for search, and rotated secrets."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
account = aws.get_caller_identity().account_id
zones = aws.get_availability_zones(state="available")

vpc = aws.ec2.Vpc("data", cidr_block="10.60.0.0/20", enable_dns_hostnames=True, enable_dns_support="true")
subnets = [
    aws.ec2.Subnet(
        f"data-{zone}",
        vpc_id=vpc.id,
        cidr_block=f"10.60.{number}.0/24",
        availability_zone=zone,
        opts=pulumi.ResourceOptions(parent=vpc),
    )
    for number, zone in enumerate(zones.names[:3])
]
clients = aws.ec2.SecurityGroup("clients", vpc_id=vpc.id)
stores = aws.ec2.SecurityGroup("stores", vpc_id=vpc.id)
for name, port in {"mysql": 3306, "redis": 6379}.items():
    aws.vpc.SecurityGroupIngressRule(
        name,
        security_group_id=stores.id,
        referenced_security_group_id=clients.id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
    )

key = aws.kms.Key(
    "data",
    description="Everything that the shop stores",
    enable_key_rotation=True,
    deletion_window_in_days=7,
    policy=aws.iam.get_policy_document(
        statements=[
            {
                "sid": "Account",
                "actions": ["kms:*"],
                "resources": ["*"],
                "principals": [{"type": "AWS", "identifiers": [f"arn:aws:iam::{account}:root"]}],
            }
        ]
    ).json,
)
aws.kms.Alias("data", name="alias/shop-data", target_key_id=key.key_id)

# Aurora, with a password that AWS keeps.
monitoring = aws.iam.Role(
    "monitoring",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "monitoring.rds.amazonaws.com"},
                }
            ],
        }
    ),
    managed_policy_arns=["arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"],
)
parameters = aws.rds.ClusterParameterGroup(
    "shop",
    family="aurora-mysql8.0",
    parameters=[
        {"name": "time_zone", "value": "UTC"},
        {"name": "binlog_format", "value": "ROW", "applyMethod": "pending-reboot"},
    ],
)
cluster = aws.rds.Cluster(
    "shop",
    engine=aws.rds.EngineType.AURORA_MYSQL,
    engine_version="8.0.mysql_aurora.3.08.0",
    database_name="shop",
    master_username="shopadmin",
    manage_master_user_password=True,
    master_user_secret_kms_key_id=key.arn,
    db_subnet_group_name=aws.rds.SubnetGroup("shop", subnet_ids=[subnet.id for subnet in subnets]).name,
    db_cluster_parameter_group_name=parameters.name,
    vpc_security_group_ids=[stores.id],
    backup_retention_period=config.require_int("backupDays"),
    storage_encrypted=True,
    kms_key_id=key.arn,
    skip_final_snapshot=True,
    enabled_cloudwatch_logs_exports=["error", "slowquery"],
    serverlessv2_scaling_configuration={"min_capacity": 0.5, "max_capacity": 4},
)
for number in range(2):
    aws.rds.ClusterInstance(
        f"shop-{number}",
        cluster_identifier=cluster.id,
        instance_class="db.serverless",
        engine=cluster.engine.apply(aws.rds.EngineType),
        monitoring_interval=60,
        monitoring_role_arn=monitoring.arn,
        promotion_tier=number,
    )
proxy_role = aws.iam.Role(
    "proxy",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "rds.amazonaws.com"}}
            ],
        }
    ),
)
password_secret = cluster.master_user_secrets[0].secret_arn
proxy = aws.rds.Proxy(
    "shop",
    name="shop",
    engine_family="MYSQL",
    role_arn=proxy_role.arn,
    vpc_subnet_ids=[subnet.id for subnet in subnets],
    require_tls=True,
    auths=[{"auth_scheme": "SECRETS", "iam_auth": "DISABLED", "secret_arn": password_secret}],
)
default_group = aws.rds.ProxyDefaultTargetGroup(
    "shop", db_proxy_name=proxy.name, connection_pool_config={"max_connections_percent": 80}
)
aws.rds.ProxyTarget(
    "shop", db_proxy_name=proxy.name, target_group_name=default_group.name, db_cluster_identifier=cluster.id
)
aws.rds.EventSubscription(
    "failover",
    sns_topic=aws.sns.Topic("database-events").arn,
    source_type="db-cluster",
    source_ids=[cluster.id],
    event_categories=["failover", "failure"],
)

# A cache with its own users.
token = aws.secretsmanager.get_random_password(password_length=32, exclude_punctuation=True)
cache_user = aws.elasticache.User(
    "shop",
    user_id="shop-default",
    user_name="default",
    engine="REDIS",
    access_string="on ~* +@all",
    authentication_mode={"type": "password", "passwords": [pulumi.Output.secret(token.random_password)]},
    opts=pulumi.ResourceOptions(ignore_changes=["authenticationMode"]),
)
cache_users = aws.elasticache.UserGroup("shop", user_group_id="shop", engine="REDIS", user_ids=[cache_user.user_id])
cache_parameters = aws.elasticache.ParameterGroup(
    "shop", family="redis7", parameters=[{"name": "maxmemory-policy", "value": "allkeys-lru"}]
)
cache = aws.elasticache.ReplicationGroup(
    "shop",
    description="Baskets",
    engine="redis",
    engine_version="7.1",
    node_type="cache.t4g.small",
    num_cache_clusters=2,
    automatic_failover_enabled=True,
    multi_az_enabled=True,
    at_rest_encryption_enabled=True,
    transit_encryption_enabled=True,
    user_group_ids=[cache_users.user_group_id],
    parameter_group_name=cache_parameters.name,
    subnet_group_name=aws.elasticache.SubnetGroup("shop", subnet_ids=[subnet.id for subnet in subnets]).name,
    security_group_ids=[stores.id],
    port=6379,
)

# A table with an index, both scaled by load.
orders = aws.dynamodb.Table(
    "orders",
    billing_mode="PROVISIONED",
    read_capacity=5,
    write_capacity=5,
    hash_key="id",
    attributes=[{"name": "id", "type": "S"}, {"name": "customer", "type": "S"}, {"name": "at", "type": "N"}],
    global_secondary_indexes=[
        {
            "name": "by-customer",
            "hash_key": "customer",
            "range_key": "at",
            "projection_type": "INCLUDE",
            "non_key_attributes": ["total"],
            "read_capacity": 5,
            "write_capacity": 5,
        }
    ],
    ttl={"attribute_name": "expires", "enabled": True},
    point_in_time_recovery={"enabled": True},
    server_side_encryption={"enabled": True, "kms_key_arn": key.arn},
    opts=pulumi.ResourceOptions(ignore_changes=["readCapacity", "writeCapacity"]),
)
for dimension in ("Read", "Write"):
    scaled = aws.appautoscaling.Target(
        f"orders-{dimension.lower()}",
        service_namespace="dynamodb",
        resource_id=orders.name.apply(lambda name: f"table/{name}"),
        scalable_dimension=f"dynamodb:table:{dimension}CapacityUnits",
        min_capacity=5,
        max_capacity=100,
    )
    aws.appautoscaling.Policy(
        f"orders-{dimension.lower()}",
        policy_type="TargetTrackingScaling",
        service_namespace=scaled.service_namespace,
        resource_id=scaled.resource_id,
        scalable_dimension=scaled.scalable_dimension,
        target_tracking_scaling_policy_configuration={
            "target_value": 70,
            "predefined_metric_specification": {"predefined_metric_type": f"DynamoDB{dimension}CapacityUtilization"},
        },
    )
aws.dynamodb.ContributorInsights("orders", table_name=orders.name)
aws.dynamodb.TableItem(
    "first",
    table_name=orders.name,
    hash_key=orders.hash_key,
    item=json.dumps({"id": {"S": "first"}, "customer": {"S": "ada"}, "at": {"N": "1"}}),
)

# A secret of our own, rotated by a function.
secret = aws.secretsmanager.Secret("partner", name="shop/partner", kms_key_id=key.id, recovery_window_in_days=0)
version = aws.secretsmanager.SecretVersion(
    "partner",
    secret_id=secret.id,
    secret_string=pulumi.Output.json_dumps(
        {"user": "shop", "password": pulumi.Output.secret("only-for-the-first-day")}
    ),
)
rotation_role = aws.iam.Role(
    "rotation",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
            ],
        }
    ),
)
rotate = aws.lambda_.Function(
    "rotate",
    runtime="nodejs22.x",
    handler="index.handler",
    role=rotation_role.arn,
    code=pulumi.AssetArchive({"index.js": pulumi.StringAsset("exports.handler = async () => {};")}),
)
allowed = aws.lambda_.Permission(
    "rotate", action="lambda:InvokeFunction", function=rotate.name, principal="secretsmanager.amazonaws.com"
)
aws.secretsmanager.SecretRotation(
    "partner",
    secret_id=secret.id,
    rotation_lambda_arn=rotate.arn,
    rotation_rules={"automatically_after_days": 30},
    opts=pulumi.ResourceOptions(depends_on=[allowed, version]),
)
aws.secretsmanager.SecretPolicy(
    "partner",
    secret_arn=secret.arn,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "secretsmanager:DeleteSecret",
                    "Resource": "*",
                    "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}},
                }
            ],
        }
    ),
)

pulumi.export("writer", cluster.endpoint)
pulumi.export(
    "url", pulumi.Output.all(cluster.reader_endpoint, cluster.port).apply(lambda at: f"mysql://{at[0]}:{at[1]}")
)
pulumi.export("cache", cache.primary_endpoint_address.apply(lambda host: f"rediss://{host}"))
pulumi.export("proxy", proxy.endpoint)
pulumi.export("password_secret", password_secret)
pulumi.export("index", orders.arn.apply(lambda arn: f"{arn}/index/by-customer"))
