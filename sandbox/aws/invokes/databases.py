"""Relational database offers: engine versions, orderable classes and certificate authorities.

Source: Amazon RDS user guide (certificate authorities, event categories).
"""

from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.invokes.database_engines import ENGINES, Engine
from sandbox.aws.model import AwsError
from sandbox.aws.regions import zones_of
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()

_DEFAULT_ENGINES = {"docdb": "docdb", "neptune": "neptune"}
_AUTHORITIES = ("rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1")


def _engine(arguments: Arguments) -> Engine:
    service = arguments.token.partition(":")[2].partition("/")[0]
    name = arguments.text("engine", _DEFAULT_ENGINES.get(service, ""))
    if name not in ENGINES:
        raise AwsError(
            "InvalidParameterValue", f"engine must be one of {', '.join(ENGINES)}, not {name or 'empty'}.", "engine"
        )
    return ENGINES[name]


@FUNCTIONS.answers(
    "aws:rds/getEngineVersion:getEngineVersion",
    "aws:docdb/getEngineVersion:getEngineVersion",
    "aws:neptune/getEngineVersion:getEngineVersion",
)
def engine_version(arguments: Arguments, call: Call) -> Properties:
    """A version of an engine: the preferred, the given or a partial one's last, the family's, else the default."""
    engine = _engine(arguments)
    version = _chosen_version(engine, arguments)
    lines = sorted({engine.major(item) for item in engine.versions}, key=_order)
    higher = [item for item in engine.versions if _order(item) > _order(version)]
    minors: list[Value] = [item for item in higher if engine.major(item) == engine.major(version)]
    majors: list[Value] = [item for item in higher if engine.major(item) != engine.major(version) and lines]
    return {
        "id": version,
        "engine": engine.name,
        "version": version,
        "versionActual": version,
        "engineDescription": engine.description,
        "versionDescription": f"{engine.description} {version}",
        "parameterGroupFamily": engine.family_of(version),
        "exportableLogTypes": list(engine.logs),
        "status": "available",
        "supportedModes": ["provisioned"] if engine.clustered else [],
        "supportsCertificateRotationWithoutRestart": "postgres" in engine.name,
        "supportsGlobalDatabases": engine.name.startswith("aurora") or engine.name == "docdb",
        "supportsLogExportsToCloudwatch": bool(engine.logs),
        "supportsReadReplica": engine.name not in ("sqlserver-ex", "docdb"),
        "validMajorTargets": majors,
        "validMinorTargets": minors,
        "validUpgradeTargets": [*minors, *majors],
    }


def _chosen_version(engine: Engine, arguments: Arguments) -> str:
    preferred = arguments.texts("preferredVersions")
    wanted, family = arguments.text("version"), arguments.text("parameterGroupFamily")
    fitting = [
        item
        for item in engine.versions
        if (not wanted or item == wanted or item.startswith(f"{wanted}."))
        and (not family or engine.family_of(item) == family)
    ]
    if preferred:
        fitting = [item for item in preferred if item in fitting]
    elif wanted and not fitting and engine.major(wanted) in {engine.major(item) for item in engine.versions}:
        fitting = [wanted]
    if not fitting:
        raise AwsError(
            "NotFound",
            f"no matching RDS Engine Version found: {engine.name} has {', '.join(engine.versions)}.",
            "version",
        )
    return max(fitting, key=_order) if arguments.flag("latest") else fitting[0]


def _order(version: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in version.replace("_", ".").split("."))


@FUNCTIONS.answers(
    "aws:rds/getOrderableDbInstance:getOrderableDbInstance",
    "aws:docdb/getOrderableDbInstance:getOrderableDbInstance",
    "aws:neptune/getOrderableDbInstance:getOrderableDbInstance",
)
def orderable_instance(arguments: Arguments, call: Call) -> Properties:
    """An instance class that an engine can be ordered in: the given one, else the first preferred that exists."""
    engine = _engine(arguments)
    preferred = arguments.texts("preferredInstanceClasses") or list(engine.classes)
    wanted = [arguments.text("instanceClass")] if arguments.given("instanceClass") else preferred
    found = [name for name in wanted if name in engine.classes]
    license = arguments.text("licenseModel", engine.license)
    if not found:
        raise AwsError(
            "NotFound",
            f"no RDS DB Instance Classes found for {engine.name} matching {', '.join(wanted)}; try one such as "
            f"{', '.join(engine.classes[:3])}.",
            "instanceClass" if arguments.given("instanceClass") else "preferredInstanceClasses",
        )
    versions = arguments.texts("preferredEngineVersions")
    version = arguments.text("engineVersion") or (versions[0] if versions else engine.versions[0])
    zones: list[Value] = [zone.name for zone in zones_of(call.place.region)]
    storage = arguments.text("storageType", "aurora" if engine.clustered else "gp3")
    return {
        "id": found[0],
        "engine": engine.name,
        "engineVersion": version,
        "instanceClass": found[0],
        "licenseModel": license,
        "availabilityZones": zones,
        "availabilityZoneGroup": call.place.region,
        "multiAzCapable": True,
        "outpostCapable": False,
        "readReplicaCapable": True,
        "storageType": storage,
        "minStorageSize": 1 if engine.clustered else 20,
        "maxStorageSize": 131072 if engine.clustered else 65536,
        "minIopsPerDbInstance": 1000 if storage.startswith("io") else 0,
        "maxIopsPerDbInstance": 256000 if storage.startswith("io") else 0,
        "supportedEngineModes": ["provisioned"],
        "supportedNetworkTypes": ["IPV4", "DUAL"],
        "supportsClusters": engine.clustered or arguments.flag("supportsClusters"),
        "supportsEnhancedMonitoring": True,
        "supportsGlobalDatabases": engine.name.startswith("aurora"),
        "supportsIamDatabaseAuthentication": True,
        "supportsIops": storage.startswith("io"),
        "supportsKerberosAuthentication": True,
        "supportsMultiAz": True,
        "supportsPerformanceInsights": True,
        "supportsStorageAutoscaling": not engine.clustered,
        "supportsStorageEncryption": True,
        "vpc": True,
    }


@FUNCTIONS.answers("aws:rds/getCertificate:getCertificate")
def certificate_authority(arguments: Arguments, call: Call) -> Properties:
    """A certificate authority of RDS by id; the default one for new instances without criteria."""
    id = arguments.text("id", _AUTHORITIES[0])
    if id not in _AUTHORITIES:
        raise AwsError("CertificateNotFound", f"Certificate {id} not found: RDS has {', '.join(_AUTHORITIES)}.", "id")
    return {
        "id": id,
        "arn": call.place.arn("rds", f"cert:{id}", account=""),
        "certificateType": "CA",
        "validFrom": "2021-05-20T00:00:00Z",
        "validTill": "2061-05-20T00:00:00Z",
    }


@FUNCTIONS.answers("aws:rds/getEventCategories:getEventCategories")
def event_categories(arguments: Arguments, call: Call) -> Properties:
    """The categories of RDS events, those of one source type when it is given."""
    kind = arguments.text("sourceType")
    by_source = {
        "db-instance": (
            "availability",
            "backup",
            "configuration change",
            "creation",
            "deletion",
            "failover",
            "failure",
            "low storage",
            "maintenance",
            "notification",
            "read replica",
            "recovery",
            "restoration",
            "security",
        ),
        "db-cluster": (
            "configuration change",
            "creation",
            "deletion",
            "failover",
            "failure",
            "global failover",
            "maintenance",
            "migration",
            "notification",
            "serverless",
        ),
        "db-snapshot": ("creation", "deletion", "notification", "restoration"),
        "db-cluster-snapshot": ("backup", "notification"),
        "db-parameter-group": ("configuration change",),
        "db-security-group": ("configuration change", "failure"),
        "db-proxy": ("configuration change", "creation", "deletion", "failure"),
    }
    if kind and kind not in by_source:
        raise AwsError(
            "InvalidArgument", f"sourceType must be one of {', '.join(by_source)}, not {kind}.", "sourceType"
        )
    chosen = by_source[kind] if kind else sorted({name for names in by_source.values() for name in names})
    return {"eventCategories": list(chosen)}
