"""RDS: subnet groups, proxies and snapshots."""

from sandbox.aws.computed.addresses import default_security_group, vpc_of
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.aws.computed.rds_hosts import host, instance_named
from sandbox.values import Properties, Value


@computes("aws:rds/subnetGroup:SubnetGroup", "aws:docdb/subnetGroup:SubnetGroup", "aws:neptune/subnetGroup:SubnetGroup")
def subnet_group(creation: Creation) -> Computed:
    """The subnets that a database may use."""
    name = creation.name()
    properties: Properties = {
        "arn": creation.arn("rds", f"subgrp:{name}"),
        "description": creation.text("description", "Managed by Pulumi"),
        "namePrefix": creation.text("namePrefix"),
        "supportedNetworkTypes": ["IPV4"],
        "vpcId": vpc_of(creation, creation.texts("subnetIds")) or creation.prefixed("vpc"),
    }
    return Computed(name, {key: item for key, item in properties.items() if key in creation.resource.outputs})


@computes("aws:rds/proxy:Proxy")
def proxy(creation: Creation) -> Computed:
    """A database proxy."""
    name = creation.name()
    subnets = creation.texts("vpcSubnetIds")
    standard = default_security_group(creation, vpc_of(creation, subnets))
    groups: list[Value] = [*creation.texts("vpcSecurityGroupIds")] or ([standard] if standard else [])
    return Computed(
        name,
        {
            "arn": creation.arn("rds", f"db-proxy:prx-0{creation.random.hex(16, 'arn')}"),
            "endpoint": host(creation, name, "proxy"),
            "defaultAuthScheme": creation.text("defaultAuthScheme", "NONE"),
            "idleClientTimeout": creation.number("idleClientTimeout", 1800),
            "vpcSecurityGroupIds": groups,
        },
    )


@computes("aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup")
def proxy_target_group(creation: Creation) -> Computed:
    """The default target group of a proxy."""
    given = creation.inputs.get("connectionPoolConfig")
    pool: Properties = {
        "connectionBorrowTimeout": 120,
        "initQuery": "",
        "maxConnectionsPercent": 100,
        "maxIdleConnectionsPercent": 50,
        "sessionPinningFilters": [],
    }
    return Computed(
        creation.text("dbProxyName"),
        {
            "arn": creation.arn("rds", f"target-group:prx-tg-0{creation.random.hex(16, 'arn')}"),
            "name": "default",
            "connectionPoolConfig": pool
            | ({key: item for key, item in given.items() if item is not None} if isinstance(given, dict) else {}),
        },
    )


@computes("aws:rds/proxyTarget:ProxyTarget")
def proxy_target(creation: Creation) -> Computed:
    """A database behind a proxy."""
    single = creation.text("dbInstanceIdentifier")
    name = single or creation.text("dbClusterIdentifier")
    kind = "RDS_INSTANCE" if single else "TRACKED_CLUSTER"
    database = instance_named(creation, name) if single else creation.find("aws:rds/cluster:Cluster", name)
    address: Value = (database.get("address") or database.get("endpoint")) if database is not None else None
    port: Value = database.get("port") if database is not None else None
    parts = (creation.text("dbProxyName"), creation.text("targetGroupName"), kind, name)
    return Computed(
        "/".join(parts),
        {
            "endpoint": address if isinstance(address, str) else host(creation, name or "database"),
            "port": port if isinstance(port, int) else 5432,
            "rdsResourceId": name,
            "targetArn": "",
            "trackedClusterId": "" if single else name,
            "type": kind,
        },
    )


@computes("aws:rds/snapshot:Snapshot", "aws:rds/clusterSnapshot:ClusterSnapshot")
def snapshot(creation: Creation) -> Computed:
    """A snapshot of an instance or cluster, with what it holds of its source."""
    whole = creation.resource.class_name == "ClusterSnapshot"
    name = creation.name("dbClusterSnapshotIdentifier" if whole else "dbSnapshotIdentifier")
    source_name = creation.text("dbClusterIdentifier" if whole else "dbInstanceIdentifier")
    cluster = creation.find("aws:rds/cluster:Cluster", source_name) if whole else None
    source = cluster or instance_named(creation, source_name)
    properties: Properties = {"status": "available", "snapshotType": "manual", "sourceRegion": ""}
    for property in ("allocatedStorage", "availabilityZone", "engine", "iops", "kmsKeyId", "licenseModel", "port"):
        value: Value = source.get(property) if source is not None else None
        if value is not None:
            properties[property] = value
    for target, property in (("encrypted", "storageEncrypted"), ("storageEncrypted", "storageEncrypted")):
        properties[target] = source is not None and source.get(property) is True
    actual: Value = source.get("engineVersionActual") if source is not None else None
    properties["engineVersion"] = actual if isinstance(actual, str) else ""
    arn = creation.arn("rds", f"{'cluster-snapshot' if whole else 'snapshot'}:{name}")
    properties["dbClusterSnapshotArn" if whole else "dbSnapshotArn"] = arn
    return Computed(name, {key: item for key, item in properties.items() if key in creation.resource.outputs})
