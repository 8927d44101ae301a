"""Clusters of RDS, DocumentDB and Neptune, and their instances."""

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.aws.computed.database_engines import actual_version, family_of, port_of
from sandbox.aws.computed.rds_hosts import groups_of, host, hosted_zone, managed_secret, standard_key
from sandbox.values import Properties, Value


@computes("aws:rds/cluster:Cluster", "aws:docdb/cluster:Cluster", "aws:neptune/cluster:Cluster")
def cluster(creation: Creation) -> Computed:
    """A cluster of RDS, DocumentDB or Neptune; its id is its identifier."""
    module = creation.resource.token.split(":")[1].split("/")[0]
    name = creation.name("clusterIdentifier")
    engine = creation.text("engine", module if module != "rds" else "aurora-mysql")
    actual = actual_version(engine, creation.text("engineVersion"))
    group = creation.text("dbSubnetGroupName") or creation.text("neptuneSubnetGroupName") or "default"
    encrypted = creation.flag("storageEncrypted")
    family = family_of(engine, actual)
    zones = [zone.name for zone in creation.facts.zones[:3]]
    secrets = managed_secret(creation, "cluster")
    insights = creation.flag("performanceInsightsEnabled")
    key = creation.text("kmsKeyId") or (standard_key(creation, "rds") if encrypted else "")
    properties: Properties = {
        "arn": creation.arn("rds", f"cluster:{name}"),
        "availabilityZones": [*creation.texts("availabilityZones")] or [*zones],
        "caCertificateIdentifier": creation.text("caCertificateIdentifier"),
        "caCertificateValidTill": "",
        "clusterIdentifier": name,
        "clusterIdentifierPrefix": creation.text("clusterIdentifierPrefix"),
        "clusterMembers": [*creation.texts("clusterMembers")],
        "clusterResourceId": f"cluster-{creation.random.upper(26, 'resource')}",
        "clusterScalabilityType": creation.text("clusterScalabilityType", "standard"),
        "databaseInsightsMode": creation.text("databaseInsightsMode", "standard"),
        "dbClusterParameterGroupName": creation.text("dbClusterParameterGroupName", f"default.{family}"),
        "neptuneClusterParameterGroupName": creation.text("neptuneClusterParameterGroupName", f"default.{family}"),
        "dbSubnetGroupName": group,
        "neptuneSubnetGroupName": group,
        "endpoint": host(creation, name, "cluster"),
        "readerEndpoint": host(creation, name, "cluster-ro"),
        "engine": engine,
        "engineVersion": creation.text("engineVersion") or actual,
        "engineVersionActual": actual,
        "hostedZoneId": hosted_zone(creation),
        "kmsKeyId": key,
        "kmsKeyArn": creation.text("kmsKeyArn") or key,
        "masterUserSecrets": secrets,
        "masterUserSecretKmsKeyId": creation.text("masterUserSecretKmsKeyId")
        or (standard_key(creation, "secretsmanager") if secrets else ""),
        "masterUsername": creation.text("masterUsername"),
        "monitoringRoleArn": creation.text("monitoringRoleArn"),
        "networkType": creation.text("networkType", "IPV4"),
        "performanceInsightsKmsKeyId": creation.text("performanceInsightsKmsKeyId")
        or (standard_key(creation, "rds") if insights else ""),
        "performanceInsightsRetentionPeriod": creation.number("performanceInsightsRetentionPeriod") if insights else 0,
        "port": creation.number("port", port_of(engine)),
        "preferredBackupWindow": creation.text("preferredBackupWindow", "03:30-04:00"),
        "preferredMaintenanceWindow": creation.text("preferredMaintenanceWindow", "sun:05:00-sun:05:30").lower(),
        "storageType": creation.text("storageType", "standard" if module == "neptune" else ""),
        "upgradeRolloutOrder": "second",
        "vpcSecurityGroupIds": [*creation.texts("vpcSecurityGroupIds")] or groups_of(creation, group),
    }
    return Computed(name, {key: item for key, item in properties.items() if key in creation.resource.outputs})


@computes(
    "aws:rds/clusterInstance:ClusterInstance",
    "aws:docdb/clusterInstance:ClusterInstance",
    "aws:neptune/clusterInstance:ClusterInstance",
)
def cluster_instance(creation: Creation) -> Computed:
    """An instance of a cluster; the first one of a cluster writes."""
    cluster = next(
        (
            found
            for module in ("rds", "docdb", "neptune")
            if (found := creation.find(f"aws:{module}/cluster:Cluster", creation.text("clusterIdentifier")))
        ),
        None,
    )

    def of_cluster(name: str) -> Value:
        return cluster.get(name) if cluster is not None else None

    name = creation.name("identifier")
    module = creation.resource.token.split(":")[1].split("/")[0]
    engine = creation.text("engine", module)
    asked, port = of_cluster("engineVersionActual"), of_cluster("port")
    others = creation.request.cloud.where(
        creation.resource.token, clusterIdentifier=creation.text("clusterIdentifier"), writer=True
    )
    first = not [other for other in others if other.get("identifier") != name]
    actual = actual_version(engine, creation.text("engineVersion") or (asked if isinstance(asked, str) else ""))
    group = of_cluster("dbSubnetGroupName") or of_cluster("neptuneSubnetGroupName")
    family = family_of(engine, actual)
    port_number = port if isinstance(port, int) else port_of(engine)
    insights = creation.flag("performanceInsightsEnabled")
    properties: Properties = {
        "address": host(creation, name),
        "arn": creation.arn("rds", f"db:{name}"),
        "availabilityZone": creation.text("availabilityZone", creation.facts.zones[0].name),
        "caCertIdentifier": creation.text("caCertIdentifier", "rds-ca-rsa2048-g1"),
        "dbParameterGroupName": creation.text("dbParameterGroupName", f"default.{family}"),
        "neptuneParameterGroupName": creation.text("neptuneParameterGroupName", f"default.{family}"),
        "dbSubnetGroupName": creation.text("dbSubnetGroupName") or group or "default",
        "neptuneSubnetGroupName": creation.text("neptuneSubnetGroupName") or group or "default",
        "dbiResourceId": f"db-{creation.random.upper(26, 'resource')}",
        "endpoint": host(creation, name) + (f":{port_number}" if module == "neptune" else ""),
        "engine": engine,
        "engineVersion": creation.text("engineVersion") or actual,
        "engineVersionActual": actual,
        "identifier": name,
        "kmsKeyId": of_cluster("kmsKeyId") or "",
        "kmsKeyArn": of_cluster("kmsKeyArn") or "",
        "monitoringRoleArn": creation.text("monitoringRoleArn"),
        "networkType": of_cluster("networkType") or "IPV4",
        "performanceInsightsKmsKeyId": creation.text("performanceInsightsKmsKeyId")
        or (standard_key(creation, "rds") if insights else ""),
        "performanceInsightsRetentionPeriod": creation.number(
            "performanceInsightsRetentionPeriod", 7 if insights else 0
        ),
        "port": creation.number("port", port_number),
        "preferredBackupWindow": creation.text("preferredBackupWindow") or of_cluster("preferredBackupWindow") or "",
        "preferredMaintenanceWindow": creation.text("preferredMaintenanceWindow", "sun:05:00-sun:05:30").lower(),
        "storageEncrypted": of_cluster("storageEncrypted") is True,
        "storageType": of_cluster("storageType") or "",
        "writer": first,
    }
    return Computed(name, {key: item for key, item in properties.items() if key in creation.resource.outputs})
