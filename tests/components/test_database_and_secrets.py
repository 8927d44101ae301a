"""Databases, secrets and parameters with arguments that Fivestar does not use."""

from __future__ import annotations

import json

import pytest

from components.database import Database
from components.database_args import DatabaseArgs
from components.parameter_tree import PLACEHOLDER as PARAMETER_PLACEHOLDER
from components.parameter_tree import ParameterArgs, ParameterTree
from components.regional_key import CopiesKeyArgs
from components.secret_store import PLACEHOLDER, SecretStore, SecretStoreArgs
from tests.components.recorder import Recorder, Registration, record

INSTANCE = "aws:rds/instance:Instance"
SECRET = "aws:secretsmanager/secret:Secret"
VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
PARAMETER = "aws:ssm/parameter:Parameter"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"
COPIES_KEY: CopiesKeyArgs = {"alias": "copies", "deletion_window_days": 30, "rotation": True, "rotation_days": 90}

DATABASE: DatabaseArgs = {
    "identifier": "shop-db",
    "database_name": "shop",
    "username": "shop",
    "engine_version": "17",
    "instance_class": "db.m7g.large",
    "storage_gb": 100,
    "encrypted": True,
    "database_key_arn": KEY,
    "secrets_key_arn": KEY,
    "logs_key_arn": KEY,
    "subnet_ids": ["subnet-1", "subnet-2"],
    "security_group_id": "sg-1",
    "account_id": "123456789012",
    "region": "eu-west-1",
    "multi_az": True,
    "backup_days": 7,
    "backup_window": "03:00-04:00",
    "maintenance_window": "sun:04:00-sun:05:00",
    "monitoring_seconds": 0,
    "performance_insights_days": 7,
    "slow_query_milliseconds": 500,
    "log_retention_days": 30,
    "deletion_protection": True,
    "final_snapshot": True,
    "protect": True,
}
SECRET_ARGS = {"name": "shop/database", "password_version": 3, "recovery_days": 7}
STORE: SecretStoreArgs = {
    "path": "shop/dev",
    "secrets": {"psp": {"keys": ["key_id", "token"], "generated_keys": ["token"], "description": "PSP"}},
    "key_arn": KEY,
    "account_id": "123456789012",
    "recovery_days": 30,
    "protect": True,
}


def shown(registration: Registration, name: str) -> str:
    """A secret input as the engine would decrypt it."""
    wrapped = registration.inputs[name]
    assert isinstance(wrapped, dict), f"{name} is not secret"
    return str(wrapped["value"])


def database(preview: bool = False, **changes: object) -> Recorder:
    args: DatabaseArgs = {**DATABASE, **changes}  # type: ignore[typeddict-item]
    return record(lambda: Database("db", args), preview=preview)


REPLICAS = {"count": 1, "instance_class": "db.m7g.large", "zones": ["eu-west-1a"], "backup_days": 0}


def test_a_major_version_is_allowed_only_when_told() -> None:
    assert "allowMajorVersionUpgrade" not in database().only(INSTANCE).inputs
    assert database(allow_major_upgrade=True).only(INSTANCE).inputs["allowMajorVersionUpgrade"] is True


def test_replicas_have_the_version_of_their_source_unless_they_go_ahead() -> None:
    name = "db-replica-1-instance"
    following = database(secret=SECRET_ARGS, replicas=REPLICAS).only(INSTANCE, name).inputs
    assert "engineVersion" not in following
    ahead = {**REPLICAS, "engine_version": "17.6"}
    recorder = database(secret=SECRET_ARGS, engine_version="17.5", replicas=ahead)
    assert recorder.only(INSTANCE, name).inputs["engineVersion"] == "17.6"
    assert recorder.only(INSTANCE, "db-primary").inputs["engineVersion"] == "17.5"


def test_rds_keeps_the_password_of_a_database_without_a_secret() -> None:
    recorder = database()
    inputs = recorder.only(INSTANCE).inputs
    assert (inputs["manageMasterUserPassword"], inputs["masterUserSecretKmsKeyId"]) == (True, KEY)
    assert "passwordWo" not in inputs
    assert recorder.all(SECRET) == recorder.all("aws:secretsmanager/secretRotation:SecretRotation") == []


def test_a_managed_password_is_renewed_as_often_as_asked_but_not_at_once() -> None:
    rotation = database(rotation_days=30).only("aws:secretsmanager/secretRotation:SecretRotation").inputs
    assert rotation["rotationRules"] == {"automaticallyAfterDays": 30}
    assert rotation["rotateImmediately"] is False


def test_replicas_without_a_secret_are_refused() -> None:
    with pytest.raises(ValueError, match="replicas need secret"):
        database(replicas={"count": 1, "instance_class": "db.m7g.large", "zones": ["eu-west-1a"], "backup_days": 0})


def test_replicas_take_the_zones_in_turn_and_their_own_class() -> None:
    wanted = {"count": 3, "instance_class": "db.r7g.large", "zones": ["eu-west-1a", "eu-west-1b"], "backup_days": 2}
    recorder = database(secret=SECRET_ARGS, replicas=wanted)
    replicas = [recorder.only(INSTANCE, f"db-replica-{number}-instance").inputs for number in (1, 2, 3)]
    assert [item["identifier"] for item in replicas] == [f"shop-db-replica-{number}" for number in (1, 2, 3)]
    assert [item["availabilityZone"][-1] for item in replicas] == ["a", "b", "a"]
    assert {item["instanceClass"] for item in replicas} == {"db.r7g.large"}
    assert {(item["backupRetentionPeriod"], item["backupWindow"]) for item in replicas} == {(2, "03:00-04:00")}
    assert not any("monitoringRoleArn" in item or "username" in item for item in replicas)


def test_an_update_gives_the_database_the_password_that_was_stored_before_it() -> None:
    recorder = database(secret=SECRET_ARGS)
    stored = shown(recorder.only(INSTANCE), "passwordWo")
    assert stored.startswith("stored in arn:aws:secretsmanager:")
    connection = json.loads(shown(recorder.only(VERSION, "db-connection-version"), "secretStringWo"))
    assert connection["password"] == stored
    assert set(connection) == {"engine", "username", "password", "host", "port", "dbname", "url"}
    versions = {item.inputs["secretStringWoVersion"] for item in recorder.all(VERSION)}
    assert versions == {recorder.only(INSTANCE).inputs["passwordWoVersion"]} == {3}


def test_a_preview_reads_no_secret() -> None:
    assert shown(database(preview=True, secret=SECRET_ARGS).only(INSTANCE), "passwordWo") == "x" * 40


def test_copies_of_backups_have_a_key_of_their_own_region() -> None:
    copies = {"region": "eu-central-1", "days": 9, "key": COPIES_KEY}
    recorder = database(backup_copies=copies)
    replication = recorder.only("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication")
    assert (replication.inputs["region"], replication.inputs["retentionPeriod"]) == ("eu-central-1", 9)
    key = recorder.only("aws:kms/key:Key").inputs
    assert key["region"] == "eu-central-1"
    assert key["rotationPeriodInDays"] == 90
    assert "rds.eu-central-1.amazonaws.com" in key["policy"]
    assert recorder.only("aws:kms/alias:Alias").inputs["name"] == "alias/copies"


def test_rds_installs_minor_versions_of_the_database_and_its_replicas_unless_told_not_to() -> None:
    wanted = {"count": 1, "instance_class": "db.m7g.large", "zones": ["a"], "backup_days": 0}
    by_default = database(secret=SECRET_ARGS, replicas=wanted, engine_version="17.2")
    refused = database(secret=SECRET_ARGS, replicas=wanted, auto_minor_upgrade=False)
    for recorder, upgraded in ((by_default, True), (refused, False)):
        instances = recorder.all(INSTANCE)
        assert [instance.inputs["autoMinorVersionUpgrade"] for instance in instances] == [upgraded, upgraded]


def test_storage_grows_and_changes_come_at_once_where_asked() -> None:
    inputs = database(max_storage_gb=500, apply_immediately=True, ca_certificate="rds-ca-rsa4096-g1").only(INSTANCE)
    assert inputs.inputs["maxAllocatedStorage"] == 500
    assert inputs.inputs["applyImmediately"] is True
    assert inputs.inputs["caCertIdentifier"] == "rds-ca-rsa4096-g1"


def test_a_secret_starts_with_placeholders_and_random_values() -> None:
    recorder = record(lambda: SecretStore("store", STORE))
    version = recorder.only(VERSION)
    assert json.loads(shown(version, "secretStringWo")) == {"key_id": PLACEHOLDER, "token": "x" * 64}
    assert version.inputs["versionStages"] == ["PLACEHOLDER"]
    assert version.ignore_changes == ("versionStages",)
    assert recorder.only(SECRET).protect


def test_a_secret_is_closed_to_other_accounts() -> None:
    (statement,) = json.loads(record(lambda: SecretStore("store", STORE)).only(SECRET).inputs["policy"])["Statement"]
    assert statement["Effect"] == "Deny"
    assert statement["Condition"]["StringNotEquals"] == {"aws:PrincipalAccount": "123456789012"}


def test_copies_of_secrets_have_a_key_of_their_own_region() -> None:
    replica = {"region": "eu-central-1", "key": COPIES_KEY}
    args: SecretStoreArgs = {**STORE, "replica": replica}  # type: ignore[typeddict-item]
    recorder = record(lambda: SecretStore("store", args))
    assert recorder.only("aws:kms/key:Key").inputs["region"] == "eu-central-1"
    (copy,) = recorder.only(SECRET).inputs["replicas"]
    assert copy == {"region": "eu-central-1", "kmsKeyId": "arn:aws:mock:ap-south-1:123456789012:store-replica-key"}


def test_a_secret_that_the_store_lacks_is_named() -> None:
    with pytest.raises(ValueError, match="no secret other; it has psp"):
        record(lambda: SecretStore("store", STORE).arn_of("other"))


def parameters(**items: ParameterArgs) -> Recorder:
    args = {"path": "/shop", "parameters": items, "key_arn": KEY, "protect": True}
    return record(lambda: ParameterTree("tree", args))  # type: ignore[arg-type]


def test_a_text_is_plain_and_a_secure_text_encrypted() -> None:
    recorder = parameters(plain={"value": "a"}, secure={"value": "b", "secure": True}, many={"values": ["c", "d"]})
    plain, secure, many = (recorder.only(PARAMETER, f"tree-{key}") for key in ("plain", "secure", "many"))
    assert (plain.inputs["type"], plain.inputs["insecureValue"], "keyId" in plain.inputs) == ("String", "a", False)
    assert (secure.inputs["type"], shown(secure, "value"), secure.inputs["keyId"]) == ("SecureString", "b", KEY)
    assert (many.inputs["type"], many.inputs["insecureValue"]) == ("StringList", "c,d")
    assert not plain.protect


def test_a_secret_parameter_is_written_once() -> None:
    recorder = parameters(kept={"placeholder": True}, drawn={"generated": True, "secret_version": 2})
    kept, drawn = recorder.only(PARAMETER, "tree-kept"), recorder.only(PARAMETER, "tree-drawn")
    assert (shown(kept, "valueWo"), kept.inputs["valueWoVersion"]) == (PARAMETER_PLACEHOLDER, 1)
    assert (shown(drawn, "valueWo"), drawn.inputs["valueWoVersion"]) == ("x" * 64, 2)
    assert "value" not in kept.inputs
    assert kept.protect
    assert set(kept.ignore_changes) == {"description", "tier", "keyId"}


@pytest.mark.parametrize("item", [{}, {"value": "a", "generated": True}])
def test_a_parameter_has_one_source(item: ParameterArgs) -> None:
    with pytest.raises(ValueError, match="give one source of its value"):
        parameters(item=item)
