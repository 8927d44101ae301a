"""RDS's rules on versions: what must be asked for, and what must come first."""

import pytest

from sandbox.aws.model import AwsError, Deployed
from sandbox.aws.rules import refuse_update
from sandbox.aws.rules.types import DB_INSTANCE
from sandbox.values import Value
from tests.sandbox.rules_cloud import MemoryCloud, asked


@pytest.fixture
def cloud() -> MemoryCloud:
    return MemoryCloud()


def instance(cloud: MemoryCloud, name: str, version: str, **properties: Value) -> Deployed:
    return cloud.having(
        DB_INSTANCE, name, identifier=name, engine="postgres", engineVersionActual=version, **properties
    )


def upgrade(cloud: MemoryCloud, current: Deployed, version: str, **inputs: Value) -> None:
    given: dict[str, Value] = {"identifier": current.id, "engineVersion": version, **inputs}
    refuse_update(asked(DB_INSTANCE, given, cloud, current))


def test_another_major_version_must_be_allowed(cloud: MemoryCloud) -> None:
    payments = instance(cloud, "payments", "15.4")
    with pytest.raises(AwsError, match="AllowMajorVersionUpgrade flag must be present"):
        upgrade(cloud, payments, "16.9")
    upgrade(cloud, payments, "16.9", allowMajorVersionUpgrade=True)


@pytest.mark.parametrize("version", ["15.8", "15"])
def test_a_minor_version_needs_no_leave(cloud: MemoryCloud, version: str) -> None:
    upgrade(cloud, instance(cloud, "payments", "15.4"), version)


def test_replicas_get_a_minor_version_before_their_source(cloud: MemoryCloud) -> None:
    payments = instance(cloud, "payments", "15.4")
    replica = instance(cloud, "payments-replica-1", "15.4", replicateSourceDb="payments")
    with pytest.raises(AwsError, match="replicas need to be upgraded: payments-replica-1") as refused:
        upgrade(cloud, payments, "15.8")
    assert refused.value.code == "DBUpgradeDependencyFailure"
    upgrade(cloud, replica, "15.8")
    cloud.resources.remove(replica)
    instance(cloud, "payments-replica-1", "15.8", replicateSourceDb="payments")
    upgrade(cloud, payments, "15.8")


def test_another_major_version_takes_replicas_along(cloud: MemoryCloud) -> None:
    payments = instance(cloud, "payments", "15.4")
    instance(cloud, "payments-replica-1", "15.4", replicateSourceDb="payments")
    upgrade(cloud, payments, "16.9", allowMajorVersionUpgrade=True)


def test_versions_of_other_engines_are_not_judged(cloud: MemoryCloud) -> None:
    shop = cloud.having(DB_INSTANCE, "shop", identifier="shop", engine="mysql", engineVersionActual="5.7.44")
    upgrade(cloud, shop, "8.0.42")
