"""What the settings of database, secrets and parameters refuse, and what they are when nothing is said."""

from __future__ import annotations

import pytest

from settings import parse_settings
from settings.address_budget import replica_demand
from settings.interpolation import references_in, with_references
from tests.settings.stack_files import REMOVED, changed, config, mistakes

SECRET = {"keys": ["key_id"], "description": "Keys"}

REFUSED: list[tuple[str, dict[str, object], str, str]] = [
    # what the change is, the change, the key named, a part of the answer
    ("too many replicas", {"platform:database/replicas": 16}, "platform:database.replicas", "15"),
    (
        "replicas of a managed password",
        {"platform:database/replicas": 1, "platform:database/secret": REMOVED},
        "platform:database.replicas",
        "Add secret",
    ),
    (
        "replicas without backups",
        {"platform:database/replicas": 1, "platform:database/backupDays": 0},
        "platform:database.backupDays",
        "RDS replicates no instance",
    ),
    (
        "a class without replicas",
        {"platform:database/replicaClass": "db.r6g.large"},
        "platform:database.replicaClass",
        "Add replicas: 1.",
    ),
    (
        "backups without replicas",
        {"platform:database/replicaBackupDays": 7},
        "platform:database.replicaBackupDays",
        "no backups without replicas",
    ),
    (
        "a version without replicas",
        {"platform:database/replicaEngineVersion": "15.8"},
        "platform:database.replicaEngineVersion",
        "no version without replicas",
    ),
    (
        "replicas of the version of their source",
        {"platform:database/replicas": 1, "platform:database/replicaEngineVersion": "15.4"},
        "platform:database.replicaEngineVersion",
        "a later minor version than engineVersion, 15.4",
    ),
    (
        "replicas of another major version",
        {"platform:database/replicas": 1, "platform:database/replicaEngineVersion": "16.2"},
        "platform:database.replicaEngineVersion",
        "of the same major version",
    ),
    (
        "a version of replicas that RDS upgrades by itself",
        {
            "platform:database/replicas": 1,
            "platform:database/engineVersion": "15",
            "platform:database/replicaEngineVersion": "15.8",
        },
        "platform:database.replicaEngineVersion",
        "a later minor version",
    ),
    (
        "a major upgrade that waits",
        {"platform:database/allowMajorVersionUpgrade": True},
        "platform:database.applyImmediately",
        "Write applyImmediately: true",
    ),
    (
        "an identifier that replicas make too long",
        {"platform:database/replicas": 1, "platform:database/identifier": "d" * 60},
        "platform:database.identifier",
        "at most 53 characters",
    ),
    (
        "rotation of a password in a secret",
        {"platform:database/rotationDays": 30},
        "platform:database.rotationDays",
        "raise secret.passwordVersion",
    ),
    ("storage without room", {"platform:database/maxStorageGb": 109}, "platform:database.maxStorageGb", "110 or more"),
    (
        "an unknown authority",
        {"platform:database/caCertificate": "rds-ca-2019"},
        "platform:database.caCertificate",
        "rds-ca-rsa2048-g1",
    ),
    (
        "copies in the same region",
        {"platform:database/backupReplication": {"region": "ap-south-1", "days": 7}},
        "platform:database.backupReplication.region",
        "another region than ap-south-1",
    ),
    (
        "copies outside the permitted regions",
        {
            "platform:database/backupReplication": {"region": "eu-west-1", "days": 7},
            "platform:account/permittedRegions": ["ap-south-1", "ap-south-2"],
        },
        "platform:database.backupReplication.region",
        "ap-south-1 or ap-south-2",
    ),
    (
        "a stack outside the permitted regions",
        {"platform:account/permittedRegions": ["ap-south-2"]},
        "aws:region",
        "permittedRegions",
    ),
    (
        "copies of no backups",
        {
            "platform:database/backupReplication": {"region": "ap-south-2", "days": 7},
            "platform:database/backupDays": 0,
        },
        "platform:database.backupDays",
        "nothing to copy",
    ),
    (
        "copies for too long",
        {"platform:database/backupReplication": {"region": "ap-south-2", "days": 36}},
        "platform:database.backupReplication.days",
        "35",
    ),
    (
        "a password version of nothing",
        {"platform:database/secret/passwordVersion": 0},
        "platform:database.secret.passwordVersion",
        "1 to 999999",
    ),
    (
        "a recovery of a day",
        {"platform:database/secret/recoveryDays": 1},
        "platform:database.secret.recoveryDays",
        "7 to 30, or 0",
    ),
    ("a recovery of secrets", {"platform:secrets/recoveryDays": 6}, "platform:secrets.recoveryDays", "7 to 30, or 0"),
    (
        "two secrets of one name",
        {"platform:database/secret/name": "fivestar/payments/dev/razorpay"},
        "platform:database.secret.name",
        "platform:secrets.items.razorpay has this one",
    ),
    (
        "a secret called database",
        {"platform:secrets/items/database": SECRET},
        "platform:secrets.items.database",
        "not database",
    ),
    (
        "a key twice",
        {"platform:secrets/items/x": {**SECRET, "keys": ["a", "a"]}},
        "platform:secrets.items.x.keys[1]",
        "each key once",
    ),
    (
        "a generated key that isn't one",
        {"platform:secrets/items/x": {**SECRET, "generate": ["other"]}},
        "platform:secrets.items.x.generate[0]",
        "one of its keys: key_id",
    ),
    (
        "a secret without keys",
        {"platform:secrets/items/x": {**SECRET, "keys": []}},
        "platform:secrets.items.x.keys",
        "at least 1",
    ),
    (
        "a copy of secrets in the same region",
        {"platform:secrets/replicaRegion": "ap-south-1"},
        "platform:secrets.replicaRegion",
        "another region",
    ),
    (
        "a parameter without a value",
        {"platform:parameters/items/app/x": {}},
        "platform:parameters.items.app/x",
        "exactly one of value, values and secret",
    ),
    (
        "a parameter with two values",
        {"platform:parameters/items/app/x": {"value": "a", "secret": "placeholder"}},
        "platform:parameters.items.app/x",
        "exactly one",
    ),
    (
        "a password in clear",
        {"platform:parameters/items/app/x": {"value": "postgresql://user:canary@host/db"}},
        "platform:parameters.items.app/x.value",
        "Write secret: placeholder",
    ),
    (
        "a secret's name with a text",
        {"platform:parameters/items/app/api_key": {"value": "canary"}},
        "platform:parameters.items.app/api_key.value",
        "Write secret: generated.",
    ),
    (
        "a reference to nothing",
        {"platform:parameters/items/app/x": {"value": "https://${database.hots}"}},
        "platform:parameters.items.app/x.value",
        "Did you mean host?",
    ),
    (
        "an item with a comma",
        {"platform:parameters/items/app/x": {"values": ["a,b"]}},
        "platform:parameters.items.app/x.values[0]",
        "a text without comma",
    ),
    (
        "an encrypted list",
        {"platform:parameters/items/app/x": {"values": ["a"], "secure": True}},
        "platform:parameters.items.app/x.secure",
        "no encrypted lists",
    ),
    (
        "a text too long for its tier",
        {"platform:parameters/items/app/x": {"value": "x" * 4097}},
        "platform:parameters.items.app/x.value",
        "Write tier: Advanced.",
    ),
    (
        "too deep a name",
        {"platform:parameters/items/app/x": REMOVED, "platform:parameters/path": "/a" * 14},
        "platform:parameters.items.app/database_url",
        "at most 15 levels",
    ),
]


def _with_plain_keys(changes: dict[str, object]) -> dict[str, object]:
    """`changed` splits paths at slashes, which names of parameters have too."""
    items = "platform:parameters/items/"
    given = {path.removeprefix(items): value for path, value in changes.items() if path.startswith(items)}
    others = {path: value for path, value in changes.items() if not path.startswith(items)}
    present = {name: value for name, value in given.items() if value is not REMOVED}
    before = config()["platform:parameters"]["items"]
    return {**others, "platform:parameters/items": {**before, **present}} if given else others


@pytest.mark.parametrize(("changes", "key", "answer"), [pytest.param(*case[1:], id=case[0]) for case in REFUSED])
def test_refuses(changes: dict[str, object], key: str, answer: str) -> None:
    found = mistakes(_with_plain_keys(changes))
    named = [str(mistake) for mistake in found if mistake.key.replace('["', ".").replace('"]', "") == key]
    assert any(answer in text for text in named), [str(mistake) for mistake in found]
    assert not any("canary" in str(mistake) for mistake in found)


def test_a_database_that_says_nothing_has_the_safe_values() -> None:
    settings = parse_settings(changed(config(), {"platform:database/secret": REMOVED}), stack="dev")
    database = settings.database
    assert database is not None
    assert (database.replicas, database.secret, database.rotation_days) == (0, None, None)
    assert (database.backup_replication, database.max_storage_gb, database.apply_immediately) == (None, None, False)


def test_secrets_can_be_restored_for_a_month_unless_the_file_says_otherwise() -> None:
    settings = parse_settings(changed(config(), {"platform:secrets/recoveryDays": REMOVED}), stack="dev")
    assert settings.secrets is not None
    assert (settings.secrets.recovery_days, settings.secrets.replica_region) == (30, None)


def test_replicas_take_addresses_of_the_database_tier() -> None:
    assert [demand.addresses for demand in replica_demand(3, 2)] == [2]
    assert replica_demand(0, 2) == []
    small = {
        "platform:database/replicas": 15,
        "platform:offHours": REMOVED,
        "platform:network/zones": ["ap-south-1a", "ap-south-1b"],
        "platform:network/tiers/database": ["192.168.0.128/28", "192.168.0.160/28"],
    }
    assert [(item.key, item.allowed) for item in mistakes(small)] == [
        (
            f"platform:network.tiers.database[{zone}]",
            "a block with 13 usable addresses: 2 for the database, with a spare address for its replacement + 8 for "
            "15 read replicas over 2 zones + 2 for cache sessions, with a spare address for a node's replacement + 1 "
            "for interface endpoints",
        )
        for zone in (0, 1)
    ]


def test_a_stack_without_secrets_and_parameters_is_fine() -> None:
    assert mistakes({"platform:secrets": REMOVED, "platform:parameters": REMOVED}) == []


def test_references_are_found_and_replaced() -> None:
    text = "rediss://${caches.a.host}:${caches.a.port}"
    assert references_in(text) == ["caches.a.host", "caches.a.port"]
    assert with_references(text, {"caches.a.host": "c", "caches.a.port": "6379"}) == "rediss://c:6379"
    with pytest.raises(KeyError):
        with_references(text, {})
