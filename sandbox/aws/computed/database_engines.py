"""What RDS chooses by database engine, after the Amazon RDS and Aurora user guides."""

from typing import Final

_LATEST: Final[dict[str, dict[str, str]]] = {
    "postgres": {"11": "11.22", "12": "12.22", "13": "13.21", "14": "14.18", "15": "15.13", "16": "16.9", "17": "17.5"},
    "mysql": {"5.7": "5.7.44", "8": "8.0.42", "8.0": "8.0.42", "8.4": "8.4.5"},
    "mariadb": {"10.5": "10.5.29", "10.6": "10.6.22", "10.11": "10.11.13", "11.4": "11.4.7"},
    "aurora-postgresql": {
        "12": "12.22",
        "13": "13.20",
        "14": "14.17",
        "15": "15.12",
        "16": "16.8",
        "17": "17.4",
    },
    "aurora-mysql": {"5.7": "5.7.mysql_aurora.2.12.5", "8.0": "8.0.mysql_aurora.3.08.2"},
    "docdb": {"4.0": "4.0.0", "5.0": "5.0.0"},
    "neptune": {"1.3": "1.3.4.0", "1.4": "1.4.5.1"},
}
_STANDARD: Final = {
    "postgres": "17.5",
    "mysql": "8.4.5",
    "mariadb": "11.4.7",
    "aurora-postgresql": "16.8",
    "aurora-mysql": "8.0.mysql_aurora.3.08.2",
    "aurora": "5.7.mysql_aurora.2.12.5",
    "docdb": "5.0.0",
    "neptune": "1.4.5.1",
}
_PORTS: Final = (
    ("postgres", 5432),
    ("mysql", 3306),
    ("maria", 3306),
    ("oracle", 1521),
    ("sqlserver", 1433),
    ("db2", 50000),
    ("docdb", 27017),
    ("neptune", 8182),
    ("aurora", 3306),
)
_LICENSES: Final = (
    ("postgres", "postgresql-license"),
    ("mysql", "general-public-license"),
    ("maria", "general-public-license"),
    ("oracle", "license-included"),
    ("sqlserver", "license-included"),
    ("db2", "bring-your-own-license"),
)


def actual_version(engine: str, asked: str) -> str:
    """The full version that runs when a version, a major version or none is asked for."""
    if not asked:
        return _STANDARD.get(engine, "1.0")
    return _LATEST.get(engine, {}).get(asked, asked)


def port_of(engine: str) -> int:
    """The engine's standard port."""
    return next((port for word, port in _PORTS if word in engine), 3306)


def license_of(engine: str) -> str:
    """The licence model that RDS reports for the engine."""
    return next((model for word, model in _LICENSES if word in engine), "general-public-license")


def family_of(engine: str, version: str) -> str:
    """The parameter group family, such as `postgres15` or `mysql8.0`."""
    parts = version.split(".")
    if engine in ("postgres", "aurora-postgresql"):
        return f"{engine}{parts[0]}"
    return f"{engine}{'.'.join(parts[:2])}"
