"""What AWS keeps of a deleted resource."""

import pytest

from sandbox.aws.computed import compute_remains, stays
from sandbox.aws.computed.remains import CACHE_SNAPSHOT, DB_CLUSTER_SNAPSHOT, DB_SNAPSHOT
from sandbox.aws.model import AwsError, Deployed
from sandbox.aws.rules import refuse_delete
from sandbox.aws.rules import types as t
from sandbox.schema import Index, open_index
from sandbox.values import Properties
from tests.sandbox.computed_requests import PLACE, deploy
from tests.sandbox.rules_cloud import MemoryCloud

DATABASE: Properties = {
    "identifier": "payments",
    "engine": "postgres",
    "engineVersion": "16.4",
    "storageEncrypted": True,
    "finalSnapshotIdentifier": "payments-final",
}
WITH_FINAL_SNAPSHOT: list[tuple[str, Properties, str, str]] = [
    (t.DB_INSTANCE, DATABASE, DB_SNAPSHOT, "rds:ap-south-1:123456789012:snapshot:last"),
    (t.DB_CLUSTER, {}, DB_CLUSTER_SNAPSHOT, "rds:ap-south-1:123456789012:cluster-snapshot:last"),
    (t.CACHE_REPLICATION_GROUP, {}, CACHE_SNAPSHOT, "elasticache:ap-south-1:123456789012:snapshot:last"),
    (t.CACHE_CLUSTER, {}, CACHE_SNAPSHOT, "elasticache:ap-south-1:123456789012:snapshot:last"),
]
TAKEN = {
    t.DB_INSTANCE: "DBSnapshotAlreadyExists",
    t.DB_CLUSTER: "DBClusterSnapshotAlreadyExistsFault",
    t.CACHE_REPLICATION_GROUP: "SnapshotAlreadyExistsFault",
    t.CACHE_CLUSTER: "SnapshotAlreadyExistsFault",
}


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index()


def deployed(type: str, properties: Properties) -> Deployed:
    return Deployed(type, "kept", PLACE, properties, "seed")


@pytest.mark.parametrize(("type", "properties", "snapshot", "arn"), WITH_FINAL_SNAPSHOT)
def test_a_final_snapshot_is_left(type: str, properties: Properties, snapshot: str, arn: str) -> None:
    (left,) = compute_remains(deployed(type, {**properties, "finalSnapshotIdentifier": "last"}))
    assert (left.type, left.id, left.place) == (snapshot, "last", PLACE)
    assert f"arn:aws:{arn}" in left.properties.values()


def test_a_final_snapshot_says_what_it_is_of(index: Index) -> None:
    (left,) = compute_remains(deploy(index, t.DB_INSTANCE, DATABASE))
    assert (left.get("dbInstanceIdentifier"), left.get("encrypted")) == ("payments", True)
    assert (left.get("engine"), left.get("engineVersion")) == ("postgres", "16.4")


def test_a_database_is_restored_from_the_final_snapshot_of_another(index: Index) -> None:
    (snapshot,) = compute_remains(deploy(index, t.DB_INSTANCE, DATABASE))
    inputs: Properties = {"identifier": "restored", "snapshotIdentifier": "payments-final"}
    restored = deploy(index, t.DB_INSTANCE, inputs, snapshot)
    assert restored.get("engine") == "postgres"


@pytest.mark.parametrize("type", TAKEN)
def test_nothing_is_left_where_no_final_snapshot_is_wanted(type: str) -> None:
    assert compute_remains(deployed(type, {})) == []
    assert compute_remains(deployed(type, {"finalSnapshotIdentifier": "last", "skipFinalSnapshot": True})) == []


@pytest.mark.parametrize(("type", "code"), TAKEN.items())
def test_a_final_snapshot_does_not_take_the_place_of_another(type: str, code: str) -> None:
    cloud = MemoryCloud()
    doomed = cloud.having(type, "kept", finalSnapshotIdentifier="last")
    refuse_delete(doomed, cloud)
    cloud.resources.extend(compute_remains(doomed))
    with pytest.raises(AwsError, match="last") as refused:
        refuse_delete(doomed, cloud)
    assert refused.value.code == code


@pytest.mark.parametrize("type", [t.TASK_DEFINITION, t.LOG_GROUP])
def test_what_the_provider_is_to_forget_stays(type: str) -> None:
    assert stays(deployed(type, {"skipDestroy": True}))
    assert not stays(deployed(type, {"skipDestroy": False}))
    assert not stays(deployed(t.VPC, {"skipDestroy": True}))
