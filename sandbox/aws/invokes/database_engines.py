"""Relational database engines: versions, parameter group families and instance classes.

Sources: Amazon RDS, Aurora, DocumentDB and Neptune user guides. The versions are those of late 2025.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Engine:
    """A database engine; the first version is the default one."""

    name: str
    description: str
    versions: tuple[str, ...]
    family: str
    """The parameter group family; `{major}` stands for the version's major part."""
    license: str = "postgresql-license"
    clustered: bool = False
    logs: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    def major(self, version: str) -> str:
        """The part of a version that names its family: `15` of `15.4`, `8.0` of `8.0.40`."""
        parts = version.split(".")
        return parts[0] if "postgres" in self.name else ".".join(parts[:2])

    def family_of(self, version: str) -> str:
        """The parameter group family of a version."""
        return self.family.format(major=self.major(version))


_SMALL = ("db.t3.micro", "db.t3.small", "db.t3.medium", "db.t4g.micro", "db.t4g.small", "db.t4g.medium", "db.t4g.large")
_SIZES = ("large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge")
_GENERAL = tuple(f"db.{family}.{size}" for family in ("m5", "m6g", "m6i", "m7g", "m7i", "m8g") for size in _SIZES)
_MEMORY = tuple(f"db.{family}.{size}" for family in ("r5", "r6g", "r6i", "r7g", "r7i", "r8g") for size in _SIZES)
_INSTANCES = (*_SMALL, *_GENERAL, *_MEMORY)
_CLUSTERED = ("db.t3.medium", "db.t4g.medium", "db.t4g.large", *_MEMORY, "db.serverless")
_POSTGRES = (
    "17.4",
    "17.6",
    "17.5",
    "16.10",
    "16.9",
    "16.8",
    "15.14",
    "15.13",
    "15.12",
    "15.4",
    "14.19",
    "14.18",
    "13.22",
)

ENGINES: Mapping[str, Engine] = MappingProxyType(
    {
        engine.name: engine
        for engine in (
            Engine(
                "postgres",
                "PostgreSQL",
                _POSTGRES,
                "postgres{major}",
                logs=("postgresql", "upgrade"),
                classes=_INSTANCES,
            ),
            Engine(
                "mysql",
                "MySQL Community Edition",
                ("8.0.42", "8.4.6", "8.0.43", "8.0.41", "8.0.40", "5.7.44"),
                "mysql{major}",
                "general-public-license",
                logs=("audit", "error", "general", "slowquery"),
                classes=_INSTANCES,
            ),
            Engine(
                "mariadb",
                "MariaDB Community Edition",
                ("11.4.7", "11.8.3", "10.11.14", "10.6.23", "10.5.29"),
                "mariadb{major}",
                "general-public-license",
                logs=("audit", "error", "general", "slowquery"),
                classes=_INSTANCES,
            ),
            Engine(
                "aurora-postgresql",
                "Aurora PostgreSQL",
                ("16.8", "17.5", "16.9", "15.13", "15.12", "14.18", "13.21"),
                "aurora-postgresql{major}",
                clustered=True,
                logs=("postgresql",),
                classes=_CLUSTERED,
            ),
            Engine(
                "aurora-mysql",
                "Aurora MySQL",
                (
                    "8.0.mysql_aurora.3.08.2",
                    "8.0.mysql_aurora.3.10.0",
                    "8.0.mysql_aurora.3.04.4",
                    "5.7.mysql_aurora.2.12.5",
                ),
                "aurora-mysql{major}",
                "general-public-license",
                clustered=True,
                logs=("audit", "error", "general", "slowquery"),
                classes=_CLUSTERED,
            ),
            Engine(
                "sqlserver-ex",
                "Microsoft SQL Server Express Edition",
                ("16.00.4205.1.v1", "15.00.4435.7.v1"),
                "sqlserver-ex-{major}",
                "license-included",
                logs=("error",),
                classes=_INSTANCES,
            ),
            Engine(
                "sqlserver-se",
                "Microsoft SQL Server Standard Edition",
                ("16.00.4205.1.v1", "15.00.4435.7.v1"),
                "sqlserver-se-{major}",
                "license-included",
                logs=("agent", "error"),
                classes=_INSTANCES,
            ),
            Engine(
                "oracle-se2",
                "Oracle Database Standard Edition Two",
                ("19.0.0.0.ru-2025-07.rur-2025-07.r1",),
                "oracle-se2-19",
                "license-included",
                logs=("alert", "audit", "listener", "trace"),
                classes=_INSTANCES,
            ),
            Engine(
                "oracle-ee",
                "Oracle Database Enterprise Edition",
                ("19.0.0.0.ru-2025-07.rur-2025-07.r1",),
                "oracle-ee-19",
                "bring-your-own-license",
                logs=("alert", "audit", "listener", "trace"),
                classes=_INSTANCES,
            ),
            Engine(
                "custom-oracle-ee",
                "Oracle Database Enterprise Edition for RDS Custom",
                ("19.c.ee.002",),
                "custom-oracle-ee-19",
                "bring-your-own-license",
                classes=_INSTANCES,
            ),
            Engine(
                "custom-sqlserver-se",
                "SQL Server Standard Edition for RDS Custom",
                ("15.00.4249.2.v1",),
                "custom-sqlserver-se-15.0",
                "license-included",
                classes=_INSTANCES,
            ),
            Engine(
                "db2-se",
                "IBM Db2 Standard Edition",
                ("11.5.9.0.sb00064487.r1",),
                "db2-se-11.5",
                "bring-your-own-license",
                classes=_INSTANCES,
            ),
            Engine(
                "docdb",
                "Amazon DocumentDB",
                ("5.0.0", "4.0.0", "3.6.0"),
                "docdb{major}",
                "na",
                clustered=True,
                logs=("audit", "profiler"),
                classes=_CLUSTERED,
            ),
            Engine(
                "neptune",
                "Neptune",
                ("1.4.5.0", "1.4.2.0", "1.3.4.0", "1.2.1.2"),
                "neptune{major}",
                "amazon-license",
                clustered=True,
                logs=("audit", "slowquery"),
                classes=_CLUSTERED,
            ),
        )
    }
)
