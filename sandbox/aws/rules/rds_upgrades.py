"""What RDS refuses when the version of an engine changes."""

from typing import Final

from sandbox.aws.model import Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import text
from sandbox.aws.rules.rule import refuses_to_deploy
from sandbox.aws.rules.types import DB_CLUSTER, DB_INSTANCE

_RDS: Final = "https://docs.aws.amazon.com/AmazonRDS/latest/"
_POSTGRES: Final = ("postgres", "aurora-postgresql")
_MODIFY: Final = _RDS + "APIReference/API_ModifyDBInstance.html"
_MINOR_UPGRADES: Final = _RDS + "UserGuide/USER_UpgradeDBInstance.PostgreSQL.html"


@refuses_to_deploy(DB_INSTANCE, DB_CLUSTER, code="InvalidParameterCombination", source=_MODIFY)
def a_major_upgrade_is_asked_for(database: Given, request: Request) -> Failures:
    """By allowMajorVersionUpgrade; PostgreSQL's major version is its first number."""
    before, after = _versions(database, request)
    if before and after and after[0] != before[0] and not database["allowMajorVersionUpgrade"].true:
        yield database["engineVersion"].refuse(
            "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version; "
            "set allowMajorVersionUpgrade"
        )


@refuses_to_deploy(DB_INSTANCE, code="DBUpgradeDependencyFailure", source=_MINOR_UPGRADES)
def replicas_get_a_minor_version_first(database: Given, request: Request) -> Failures:
    """Those of the same region; a major version takes them along."""
    before, after = _versions(database, request)
    if not before or not after or after[0] != before[0]:
        return
    behind = [
        text(replica, "identifier")
        for replica in request.cloud.where(DB_INSTANCE, replicateSourceDb=database["identifier"].text)
        if _numbers(text(replica, "engineVersionActual")) < after
    ]
    if behind:
        yield database["engineVersion"].refuse(
            f"One or more of the DB Instance's read replicas need to be upgraded: {', '.join(sorted(behind))}"
        )


def _versions(database: Given, request: Request) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Those of PostgreSQL that run and that are asked for; empty where there is none."""
    current = request.current
    if current is None or text(current, "engine") not in _POSTGRES:
        return (), ()
    return _numbers(text(current, "engineVersionActual")), _numbers(database["engineVersion"].text or "")


def _numbers(version: str) -> tuple[int, ...]:
    parts = version.split(".")
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else ()
