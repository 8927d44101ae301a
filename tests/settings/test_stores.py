"""Settings of caches, tables, queues and backups: what each refuses, and what it takes when nothing is said."""

from __future__ import annotations

import pytest

from settings import parse_settings
from settings.address_budget import cache_demand
from settings.schedules import CronError, parse_cron
from tests.settings.stack_files import REMOVED, changed, config, mistakes

CACHE = "platform:caches/sessions"
TABLE = "platform:tables/transactions"
QUEUE_TABLE = "platform:tables/transaction-queue"
QUEUE = "platform:queues/refunds"
RECOVERY = "platform:recovery"

REFUSED: list[tuple[str, dict[str, object], str, str]] = [
    # what the change of prod is, the change, the key named, a part of the answer
    ("another engine", {f"{CACHE}/engine": "memcached"}, "caches.sessions.engine", "redis or valkey"),
    ("a version without quotes", {f"{CACHE}/engineVersion": 8.1}, "caches.sessions.engineVersion", 'Write "8.1"'),
    ("a version of another engine", {f"{CACHE}/engineVersion": "7.0"}, "caches.sessions.engineVersion", "7.2, 8.0"),
    ("an EC2 type", {f"{CACHE}/nodeType": "m7g.large"}, "caches.sessions.nodeType", "cache.m7g.large"),
    ("a type with tiers", {f"{CACHE}/nodeType": "cache.r6gd.xlarge"}, "caches.sessions.nodeType", "without data tier"),
    ("a long identifier", {f"{CACHE}/identifier": "a" * 41}, "caches.sessions.identifier", "up to 40"),
    ("a single node in many zones", {f"{CACHE}/nodes": 1}, "caches.sessions.nodes", "Raise nodes to 2"),
    ("seven nodes", {f"{CACHE}/nodes": 7}, "caches.sessions.nodes", "1 to 6"),
    ("nodes and shards", {f"{CACHE}/shards": 2}, "caches.sessions.nodes", "Remove nodes or shards"),
    ("replicas without shards", {f"{CACHE}/replicas": 1}, "caches.sessions.replicas", "in cluster mode"),
    (
        "shards without replicas in many zones",
        {f"{CACHE}/nodes": REMOVED, f"{CACHE}/shards": 2, f"{CACHE}/replicas": 0},
        "caches.sessions.replicas",
        "Raise replicas to 1",
    ),
    (
        "a short window",
        {f"{CACHE}/snapshotWindow": "03:00-03:30"},
        "caches.sessions.snapshotWindow",
        "60 minutes to 24 hours",
    ),
    (
        "windows that meet",
        {f"{CACHE}/maintenanceWindow": "sun:03:30-sun:04:30"},
        "caches.sessions.maintenanceWindow",
        "does not overlap the snapshot window",
    ),
    ("users missing", {f"{CACHE}/authentication": "users"}, "caches.sessions.users", "at least one user"),
    (
        "users with a token",
        {f"{CACHE}/users": {"app": "on ~* +@all"}},
        "caches.sessions.users",
        "authentication: token",
    ),
    (
        "a password in an access string",
        {f"{CACHE}/authentication": "users", f"{CACHE}/users": {"app": "on >secret ~* +@all"}},
        "caches.sessions.users.app",
        "without a password",
    ),
    (
        "a user called default",
        {f"{CACHE}/authentication": "users", f"{CACHE}/users": {"default": "on ~* +@all"}},
        "caches.sessions.users.default",
        "not default",
    ),
    (
        "a user whose id is too long",
        {f"{CACHE}/authentication": "users", f"{CACHE}/users": {"a-user-with-a-long-name": "on ~* +@all"}},
        "caches.sessions.users.a-user-with-a-long-name",
        "at most 40",
    ),
    (
        "cluster mode by parameter",
        {f"{CACHE}/parameters/cluster-enabled": "yes"},
        "caches.sessions.parameters.cluster-enabled",
        "shards turn",
    ),
    ("snapshots for too long", {f"{CACHE}/snapshotDays": 36}, "caches.sessions.snapshotDays", "0 to 35"),
    ("no token version", {f"{CACHE}/tokenVersion": 0}, "caches.sessions.tokenVersion", "1 to 1000000"),
    (
        "a secret path with a slash at its end",
        {f"{CACHE}/secretName": "a/b/"},
        "caches.sessions.secretName",
        "name of a",
    ),
    (
        "another port than the other caches",
        {"platform:caches/limits": {**config("prod")["platform:caches"]["sessions"], "identifier": "x", "port": 6380}},
        "caches.limits",
        "6379, the port of the other caches",
    ),
    (
        "an identifier twice",
        {"platform:caches/limits": {**config("prod")["platform:caches"]["sessions"], "secretName": "a/b"}},
        "caches.limits.identifier",
        "platform:caches.sessions.identifier has this one",
    ),
    ("an invented billing", {f"{TABLE}/billing": "ON_DEMAND"}, "tables.transactions.billing", "PAY_PER_REQUEST"),
    ("capacity missing", {f"{TABLE}/billing": "PROVISIONED"}, "tables.transactions.readCapacity", "Add readCapacity"),
    (
        "capacity by request",
        {f"{TABLE}/writeCapacity": {"min": 1, "max": 5}},
        "tables.transactions.writeCapacity",
        "billing: PROVISIONED",
    ),
    (
        "a range upside down",
        {
            f"{TABLE}/billing": "PROVISIONED",
            f"{TABLE}/readCapacity": {"min": 9, "max": 5},
            f"{TABLE}/writeCapacity": {"min": 1, "max": 5},
        },
        "tables.transactions.readCapacity.min",
        "at most max",
    ),
    (
        "a type of no key",
        {f"{TABLE}/attributeTypes": {"amount": "N"}},
        "tables.transactions.attributeTypes.amount",
        "Remove amount, or index it",
    ),
    (
        "an invented type",
        {f"{QUEUE_TABLE}/attributeTypes/due_at": "number"},
        "tables.transaction-queue.attributeTypes.due_at",
        "S, N or B",
    ),
    (
        "a key that expires",
        {f"{QUEUE_TABLE}/ttlAttribute": "queue_id"},
        "tables.transaction-queue.ttlAttribute",
        "no key of the table",
    ),
    (
        "an expiry in text",
        {f"{QUEUE_TABLE}/ttlAttribute": "status"},
        "tables.transaction-queue.ttlAttribute",
        "seconds since 1970",
    ),
    (
        "a sort key that partitions",
        {f"{TABLE}/rangeKey": "transaction_id"},
        "tables.transactions.rangeKey",
        "another attribute",
    ),
    (
        "an index sorted by its partition key",
        {f"{TABLE}/indexes/by-merchant/rangeKey": "merchant_id"},
        "tables.transactions.indexes.by-merchant.rangeKey",
        "another attribute",
    ),
    (
        "local indexes without a sort key",
        {f"{TABLE}/localIndexes": {"by-amount": {"rangeKey": "amount"}}},
        "tables.transactions.localIndexes",
        "Add rangeKey",
    ),
    (
        "an index name twice",
        {f"{TABLE}/rangeKey": "day", f"{TABLE}/localIndexes": {"by-merchant": {"rangeKey": "amount"}}},
        "tables.transactions.localIndexes.by-merchant",
        "Rename one",
    ),
    (
        "too many local indexes",
        {
            f"{TABLE}/rangeKey": "day",
            f"{TABLE}/localIndexes": {f"by-{number}00": {"rangeKey": f"a{number}"} for number in range(6)},
        },
        "tables.transactions.localIndexes",
        "at most 5",
    ),
    (
        "a projection of nothing",
        {f"{TABLE}/indexes/by-merchant/projection": "INCLUDE"},
        "tables.transactions.indexes.by-merchant.attributes",
        "the attributes that projection: INCLUDE adds",
    ),
    (
        "a projection of all and more",
        {f"{TABLE}/indexes/by-merchant/attributes": ["amount"]},
        "tables.transactions.indexes.by-merchant.attributes",
        "Write projection: INCLUDE",
    ),
    ("a short index name", {f"{TABLE}/indexes/ab": {"hashKey": "a"}}, "tables.transactions.indexes.ab", "3 to 255"),
    ("recovery for too long", {f"{TABLE}/backupDays": 36}, "tables.transactions.backupDays", "0 to 35"),
    (
        "a table name twice",
        {f"{QUEUE_TABLE}/name": "prod-fivestar-transactions"},
        "tables.transaction-queue.name",
        "platform:tables.transactions.name has this one",
    ),
    ("a FIFO name without its end", {QUEUE: {"name": "refunds", "fifo": True}}, "queues.refunds.name", "refunds.fifo"),
    ("a FIFO name of a standard queue", {QUEUE: {"name": "a.fifo"}}, "queues.refunds.name", "Add fifo: true"),
    (
        "dead letters named like the queue",
        {QUEUE: {"name": "refunds", "deadLetterName": "refunds"}},
        "queues.refunds.deadLetterName",
        "another name",
    ),
    (
        "deduplication without order",
        {QUEUE: {"contentDeduplication": True}},
        "queues.refunds.contentDeduplication",
        "Add fifo: true",
    ),
    ("S3 into a FIFO queue", {QUEUE: {"fifo": True, "publishers": ["s3"]}}, "queues.refunds.publishers", "standard"),
    ("no attempt", {QUEUE: {"maxReceives": 0}}, "queues.refunds.maxReceives", "1 to 1000"),
    (
        "messages that die at work",
        {QUEUE: {"visibilitySeconds": 60, "retentionSeconds": 60}},
        "queues.refunds.visibilitySeconds",
        "gone after one attempt",
    ),
    ("five cron fields", {f"{RECOVERY}/rules/daily/schedule": "cron(0 1 * * ?)"}, "recovery.rules.daily", "six fields"),
    ("a rate", {f"{RECOVERY}/rules/daily/schedule": "rate(1 day)"}, "recovery.rules.daily.schedule", "six fields"),
    ("hour 24", {f"{RECOVERY}/rules/daily/schedule": "cron(0 24 * * ? *)"}, "recovery.rules.daily", "24 is no hour"),
    (
        "both days of a cron",
        {f"{RECOVERY}/rules/daily/schedule": "cron(0 1 * * * *)"},
        "recovery.rules.daily.schedule",
        "exactly one",
    ),
    (
        "backups twice an hour",
        {f"{RECOVERY}/rules/hourly/schedule": "cron(0/30 * * * ? *)"},
        "recovery.rules.hourly.schedule",
        "one minute of the hour",
    ),
    (
        "cold storage for a month",
        {f"{RECOVERY}/lock": REMOVED, f"{RECOVERY}/rules/daily/coldAfterDays": 7},
        "recovery.rules.daily.keepDays",
        "97 or more",
    ),
    (
        "a completion before the start",
        {f"{RECOVERY}/rules/daily/startMinutes": 480},
        "recovery.rules.daily.completionMinutes",
        "540 or more",
    ),
    (
        "continuous backups of the database",
        {f"{RECOVERY}/rules/daily/continuous": True},
        "recovery.rules.daily.continuous",
        "take over its backupDays",
    ),
    (
        "continuous backups for a year",
        {
            f"{RECOVERY}/lock": REMOVED,
            f"{RECOVERY}/rules/hourly/continuous": True,
            f"{RECOVERY}/rules/hourly/keepDays": 99,
        },
        "recovery.rules.hourly.keepDays",
        "at most 35",
    ),
    ("copies to nowhere", {f"{RECOVERY}/copyRegion": REMOVED}, "recovery.rules.daily.copyKeepDays", "copyRegion"),
    (
        "copies at home",
        {f"{RECOVERY}/copyRegion": "ap-south-1"},
        "recovery.copyRegion",
        "another region than ap-south-1",
    ),
    (
        "a region without copies",
        {f"{RECOVERY}/rules/daily/copyKeepDays": REMOVED, f"{RECOVERY}/rules/hourly/copyKeepDays": REMOVED},
        "recovery.copyRegion",
        "remove copyRegion",
    ),
    ("a lock upside down", {f"{RECOVERY}/lock/minDays": 40}, "recovery.lock.minDays", "at most maxDays"),
    ("retention beyond the lock", {f"{RECOVERY}/rules/daily/keepDays": 36}, "recovery.rules.daily.keepDays", "7 to 35"),
    (
        "a rule for what the plan leaves out",
        {f"{RECOVERY}/rules/hourly/protects": ["buckets"]},
        "recovery.rules.hourly.protects",
        "Add buckets there",
    ),
    (
        "a database without the promised recovery point",
        {"platform:database/backupDays": 0},
        "recovery.rpoMinutes",
        "the database: its densest rule leaves 1440 minutes",
    ),
    (
        "tables without the promised recovery point",
        {f"{TABLE}/backupDays": 0, f"{RECOVERY}/rules/hourly/schedule": "cron(0 0/2 * * ? *)"},
        "recovery.rpoMinutes",
        "table transactions: its densest rule leaves 120 minutes",
    ),
    (
        "tagged resources without the promised recovery point",
        {f"{RECOVERY}/tags": {"Backup": "daily"}},
        "recovery.rpoMinutes",
        "resources with a tag",
    ),
    (
        "nothing to back up",
        {f"{RECOVERY}/protects": [], f"{RECOVERY}/rules/hourly": REMOVED},
        "recovery.protects",
        "remove platform:recovery",
    ),
    ("a topic by name", {f"{RECOVERY}/notificationTopic": "alarms"}, "recovery.notificationTopic", "the ARN of an SNS"),
    ("no type to test", {f"{RECOVERY}/restoreTesting/resourceTypes": []}, "recovery.restoreTesting", "at least 1"),
]


@pytest.mark.parametrize(("changes", "key", "answer"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refuses(changes: dict[str, object], key: str, answer: str) -> None:
    found = mistakes(changes, "prod")
    assert found, "nothing was refused"
    said = "\n".join(str(mistake) for mistake in found if mistake.key.startswith(f"platform:{key}"))
    assert said, f"{key} is not named, but {[mistake.key for mistake in found]}"
    assert answer in said


ACCEPTED: list[tuple[str, dict[str, object]]] = [
    ("cluster mode", {f"{CACHE}/nodes": REMOVED, f"{CACHE}/shards": 3, f"{CACHE}/replicas": 2}),
    ("users", {f"{CACHE}/authentication": "users", f"{CACHE}/users": {"app": "on ~app:* +@all -@dangerous"}}),
    ("Redis", {f"{CACHE}/engine": "redis", f"{CACHE}/engineVersion": "7.1"}),
    (
        "provisioned capacity",
        {
            f"{TABLE}/billing": "PROVISIONED",
            f"{TABLE}/readCapacity": {"min": 5, "max": 100},
            f"{TABLE}/writeCapacity": {"min": 5, "max": 100},
        },
    ),
    ("an indexed expiry that is a number", {f"{QUEUE_TABLE}/ttlAttribute": "due_at"}),
    ("tables that only a dense rule protects", {f"{TABLE}/backupDays": 0}),
    ("a FIFO queue", {QUEUE: {"name": "refunds.fifo", "fifo": True, "contentDeduplication": True}}),
    ("a queue without a word", {QUEUE: {}}),
    ("copies of one rule only", {f"{RECOVERY}/rules/hourly/copyKeepDays": REMOVED}),
    ("no backups", {RECOVERY: REMOVED}),
]


@pytest.mark.parametrize("changes", [row[1] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED])
def test_accepts_in_prod(changes: dict[str, object]) -> None:
    assert mistakes(changes, "prod") == []


def test_one_mistake_gets_one_answer() -> None:
    changes: list[tuple[str, object]] = [
        (f"{CACHE}/nodes", 1),
        (f"{TABLE}/backupDays", 36),
        (f"{RECOVERY}/copyRegion", "ap-south-1"),
    ]
    assert [len(mistakes({path: value}, "prod")) for path, value in changes] == [1, 1, 1]


def test_a_cache_is_safe_when_little_is_said() -> None:
    needed = {"identifier": "x", "secretName": "a/x", "engineVersion": "8.1", "nodeType": "cache.t4g.micro", "nodes": 2}
    settings = parse_settings(changed(config("prod"), {CACHE: needed}), stack="prod")
    cache = settings.caches["sessions"]
    assert (cache.engine, cache.authentication, cache.multi_az, cache.port) == ("valkey", "token", True, 6379)
    assert (cache.snapshot_days, cache.final_snapshot, cache.secret_recovery_days) == (7, True, 30)
    assert cache.auto_minor_upgrade
    assert not cache.apply_immediately


def test_a_table_is_safe_when_little_is_said() -> None:
    settings = parse_settings(changed(config("prod"), {TABLE: {"name": "abc", "hashKey": "id"}}), stack="prod")
    table = settings.tables["transactions"]
    assert (table.billing, table.backup_days, table.deletion_protection) == ("PAY_PER_REQUEST", 35, True)
    assert table.key_attributes == {"id": "S"}


def test_a_queue_is_safe_when_nothing_is_said() -> None:
    queue = parse_settings(changed(config("prod"), {QUEUE: {}}), stack="prod").queues["refunds"]
    assert (queue.max_receives, queue.wait_seconds, queue.fifo, queue.publishers) == (5, 20, False, ())


def test_attribute_types_are_those_of_keys_and_indexes() -> None:
    table = parse_settings(config("prod"), stack="prod").tables["transaction-queue"]
    assert table.key_attributes == {"queue_id": "S", "status": "S", "due_at": "N"}


def test_cache_nodes_count_in_the_database_tier() -> None:
    assert [demand.addresses for demand in cache_demand({"sessions": 2})] == [2]
    assert mistakes({f"{CACHE}/nodes": REMOVED, f"{CACHE}/shards": 12}, "prod") == []
    found = mistakes({f"{CACHE}/nodes": REMOVED, f"{CACHE}/shards": 25}, "prod")
    assert [mistake.key for mistake in found] == [f"platform:network.tiers.database[{zone}]" for zone in (0, 1)]
    assert "26 for cache sessions" in found[0].allowed


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("cron(0 * * * ? *)", 60),
        ("cron(0 0/6 * * ? *)", 360),
        ("cron(30 20 * * ? *)", 1440),
        ("cron(0 8,20 ? * * *)", 720),
        ("cron(0 9-17 * * ? *)", 16 * 60),
        ("cron(0 1 ? * MON-FRI *)", 3 * 1440),
        ("cron(0 1 ? * sun *)", 7 * 1440),
        ("cron(0 1 1 * ? *)", 31 * 1440),
        ("cron(0 1 1 JAN ? *)", 366 * 1440),
    ],
)
def test_a_schedule_tells_its_longest_gap(text: str, minutes: int) -> None:
    assert parse_cron(text).longest_gap_minutes == minutes


@pytest.mark.parametrize("text", ["", "cron()", "cron(a 1 * * ? *)", "cron(0/0 1 * * ? *)", "cron(5-1 1 * * ? *)"])
def test_what_is_no_schedule_is_refused(text: str) -> None:
    with pytest.raises(CronError):
        parse_cron(text)
