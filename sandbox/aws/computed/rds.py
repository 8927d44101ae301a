"""RDS instances."""

from sandbox.aws.computed.addresses import SUBNET
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.aws.computed.database_engines import actual_version, family_of, license_of, port_of
from sandbox.aws.computed.rds_hosts import (
    groups_of,
    host,
    hosted_zone,
    instance_named,
    managed_secret,
    standard_key,
    subnets_of,
)
from sandbox.values import Properties, Value


@computes("aws:rds/instance:Instance")
def instance(creation: Creation) -> Computed:
    """A database instance. Its id is the resource id (`db-...`), its name the identifier."""
    inherited = _inherited(creation)
    name = creation.name("identifier")
    engine = _taken(creation, inherited, "engine", "mysql")
    asked = creation.text("engineVersion") or _taken(creation, inherited, "engineVersionActual", "")
    actual = actual_version(engine, asked)
    taken_port = inherited.get("port")
    port = creation.number("port", taken_port if isinstance(taken_port, int) else port_of(engine))
    address = host(creation, name)
    resource_id = f"db-{creation.random.upper(26, 'resource')}"
    group = _subnet_group(creation, inherited)
    storage = inherited.get("allocatedStorage")
    kind = creation.text("storageType", "io1" if creation.number("iops") else "gp2")
    encrypted = creation.flag("storageEncrypted") or inherited.get("storageEncrypted") is True
    insights = creation.flag("performanceInsightsEnabled")
    family = family_of(engine, actual)
    properties: Properties = {
        "address": address,
        "arn": creation.arn("rds", f"db:{name}"),
        "allocatedStorage": creation.number("allocatedStorage", storage if isinstance(storage, int) else 20),
        "availabilityZone": creation.text("availabilityZone") or _zone(creation, group),
        "backupTarget": creation.text("backupTarget", "region"),
        "backupWindow": creation.text("backupWindow", "03:30-04:00"),
        "caCertIdentifier": creation.text("caCertIdentifier", "rds-ca-rsa2048-g1"),
        "databaseInsightsMode": creation.text("databaseInsightsMode", "standard"),
        "dbName": creation.text("dbName") or _taken(creation, inherited, "dbName", ""),
        "dbSubnetGroupName": group,
        "domainFqdn": creation.text("domainFqdn"),
        "endpoint": f"{address}:{port}",
        "engine": engine,
        "engineVersion": creation.text("engineVersion") or actual,
        "engineVersionActual": actual,
        "hostedZoneId": hosted_zone(creation),
        "identifier": name,
        "identifierPrefix": creation.text("identifierPrefix"),
        "iops": creation.number("iops", 3000 if kind == "gp3" else 0),
        "kmsKeyId": creation.text("kmsKeyId")
        or _taken(creation, inherited, "kmsKeyId", standard_key(creation, "rds") if encrypted else ""),
        "latestRestorableTime": creation.time("restorable"),
        "licenseModel": creation.text("licenseModel", license_of(engine)),
        "listenerEndpoints": [],
        "maintenanceWindow": creation.text("maintenanceWindow", "sun:05:00-sun:05:30").lower(),
        "masterUserSecrets": managed_secret(creation, "db"),
        "masterUserSecretKmsKeyId": creation.text("masterUserSecretKmsKeyId")
        or (standard_key(creation, "secretsmanager") if creation.flag("manageMasterUserPassword") else ""),
        "monitoringRoleArn": creation.text("monitoringRoleArn"),
        "multiAz": creation.flag("multiAz"),
        "networkType": creation.text("networkType", "IPV4"),
        "optionGroupName": creation.text("optionGroupName", f"default:{_option_family(engine, actual)}"),
        "parameterGroupName": creation.text("parameterGroupName", f"default.{family}"),
        "performanceInsightsKmsKeyId": creation.text("performanceInsightsKmsKeyId")
        or (standard_key(creation, "rds") if insights else ""),
        "performanceInsightsRetentionPeriod": creation.number(
            "performanceInsightsRetentionPeriod", 7 if insights else 0
        ),
        "port": port,
        "replicas": [],
        "replicaMode": creation.text("replicaMode"),
        "resourceId": resource_id,
        "status": "available",
        "storageEncrypted": encrypted,
        "storageThroughput": creation.number("storageThroughput", 125 if kind == "gp3" else 0),
        "storageType": kind,
        "upgradeRolloutOrder": creation.text("upgradeRolloutOrder", "second"),
        "username": creation.text("username") or _taken(creation, inherited, "username", ""),
        "vpcSecurityGroupIds": [*creation.texts("vpcSecurityGroupIds")] or groups_of(creation, group),
    }
    return Computed(resource_id, properties)


def _inherited(creation: Creation) -> Properties:
    """What a replica takes over from its source and a restored instance from its snapshot."""
    source = instance_named(creation, creation.text("replicateSourceDb"))
    if source is None:
        snapshot = creation.find("aws:rds/snapshot:Snapshot", creation.text("snapshotIdentifier"))
        return dict(snapshot.properties) if snapshot is not None else {}
    return dict(source.properties)


def _taken(creation: Creation, inherited: Properties, name: str, default: str) -> str:
    value = creation.text(name) or inherited.get(name)
    return value if isinstance(value, str) and value else default


def _option_family(engine: str, version: str) -> str:
    parts = version.split(".")
    return f"{engine}-{parts[0]}" if engine == "postgres" else f"{engine}-{'-'.join(parts[:2])}"


def _subnet_group(creation: Creation, inherited: Properties) -> str:
    same_region = not creation.text("replicateSourceDb").startswith("arn:")
    taken = inherited.get("dbSubnetGroupName") if same_region else None
    return creation.text("dbSubnetGroupName") or (taken if isinstance(taken, str) and taken else "default")


def _zone(creation: Creation, group: str) -> str:
    for subnet_id in subnets_of(creation, group):
        subnet = creation.find(SUBNET, subnet_id)
        zone: Value = subnet.get("availabilityZone") if subnet is not None else None
        if isinstance(zone, str) and zone:
            return zone
    return creation.facts.zones[0].name
