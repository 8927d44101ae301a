"""Endpoints, NAT, images, keys and off hours: what a stack file may say of them, and what it may not."""

from __future__ import annotations

import pytest

from settings import parse_settings
from settings.off_hours import minutes
from tests.settings.stack_files import REMOVED, changed, config, mistakes

NETWORK = "platform:network"
NO_NAT: dict[str, object] = {f"{NETWORK}/natGateways": "none", "platform:jobs": REMOVED}
"""Production without NAT; the image of its job comes from another registry."""
HOURS = "platform:offHours/businessHours"
REGISTRY = "123456789012.dkr.ecr.ap-south-1.amazonaws.com"
WORKING = {"timeZone": "Asia/Kolkata", "start": "08:00", "stop": "20:00"}

REFUSED: list[tuple[str, str, dict[str, object], str, str]] = [
    # what the change is, the stack, the change, the key named, a part of the answer
    (
        "a service without gateway endpoint",
        "dev",
        {f"{NETWORK}/endpoints/gateways/app": ["sqs"]},
        "platform:network.endpoints.gateways.app[0]",
        "s3",
    ),
    (
        "an unknown interface endpoint",
        "dev",
        {f"{NETWORK}/endpoints/interfaces/app": ["secretmanager"]},
        "platform:network.endpoints.interfaces.app[0]",
        "Did you mean secretsmanager?",
    ),
    (
        "a gateway twice",
        "dev",
        {f"{NETWORK}/endpoints/gateways/app": ["s3", "s3"]},
        "platform:network.endpoints.gateways.app[1]",
        "Remove the second s3.",
    ),
    (
        "an interface in both tiers",
        "dev",
        {f"{NETWORK}/endpoints/interfaces": {"app": ["ssm"], "database": ["dynamodb", "ssm"]}},
        "platform:network.endpoints.interfaces.database[1]",
        "Remove ssm from one of the two.",
    ),
    (
        "an account that is none",
        "dev",
        {f"{NETWORK}/endpoints/resourceAccounts": ["123"]},
        "platform:network.endpoints.resourceAccounts[0]",
        "twelve digits",
    ),
    ("an unknown NAT", "dev", {f"{NETWORK}/natGateways": "regionl"}, "platform:network.natGateways", "regional"),
    (
        "no NAT and too few endpoints",
        "prod",
        {**NO_NAT, f"{NETWORK}/endpoints/interfaces/database": ["ecr.api", "logs", "ssm"]},
        "platform:network.natGateways",
        "ecr.dkr, secretsmanager are missing",
    ),
    (
        "no NAT and an image from elsewhere",
        "prod",
        {**NO_NAT, "platform:services/customer-portal/image": "docker.io/nginx:1.29"},
        "platform:services.customer-portal.image",
        "an image in an ECR repository of ap-south-1",
    ),
    (
        "a renewal every month",
        "dev",
        {"platform:encryption/rotationDays": 30},
        "platform:encryption.rotationDays",
        "90",
    ),
    (
        "a repository with capitals",
        "dev",
        {"platform:images/internal-pe/name": "Fivestar"},
        "platform:images.internal-pe.name",
        "lower-case letters",
    ),
    (
        "one image kept",
        "dev",
        {"platform:images/internal-pe/keep": 1},
        "platform:images.internal-pe.keep",
        "2",
    ),
    (
        "every tag mutable by three wildcards",
        "dev",
        {"platform:images/internal-pe/mutableTags": ["a*b*c*"]},
        "platform:images.internal-pe.mutableTags[0]",
        "up to two *",
    ),
    (
        "a repository twice",
        "dev",
        {"platform:images/other": {"name": "fivestar-internal-pe"}},
        "platform:images.other.name",
        "another name than that of internal-pe",
    ),
    (
        "an image from a repository that nobody makes",
        "dev",
        {"platform:services/internal-pe/image": f"{REGISTRY}/fivestar-internal-pee:1.0.0"},
        "platform:services.internal-pe.image",
        "Did you mean fivestar-internal-pe?",
    ),
    (
        "an invented time zone",
        "dev",
        {f"{HOURS}/timeZone": "Asia/Kolkatta"},
        "platform:offHours.businessHours.timeZone",
        "Did you mean Asia/Kolkata?",
    ),
    ("a time without quotes", "dev", {f"{HOURS}/start": 480}, "platform:offHours.businessHours.start", "quotes"),
    ("an hour that isn't", "dev", {f"{HOURS}/stop": "24:00"}, "platform:offHours.businessHours.stop", "time of day"),
    (
        "closing before opening",
        "dev",
        {f"{HOURS}/stop": "07:00"},
        "platform:offHours.businessHours.stop",
        "later than start",
    ),
    (
        "a database that starts the day before",
        "dev",
        {f"{HOURS}/start": "00:10"},
        "platform:offHours.businessHours.databaseMinutes",
        "at most 10",
    ),
    ("no day of work", "dev", {f"{HOURS}/days": []}, "platform:offHours.businessHours.days", "at least 1"),
    ("a day twice", "dev", {f"{HOURS}/days": ["mon", "mon"]}, "platform:offHours.businessHours.days[1]", "second mon"),
    ("nothing to do", "dev", {"platform:offHours": {}}, "platform:offHours", "Add one"),
    (
        "a production that stops",
        "prod",
        {"platform:offHours": {"businessHours": WORKING}},
        "platform:offHours",
        "no offHours in prod",
    ),
    (
        "snapshots of today",
        "staging",
        {"platform:offHours/cleanUp/snapshotDays": 0},
        "platform:offHours.cleanUp.snapshotDays",
        "1",
    ),
    (
        "hours for an empty stack",
        "dev",
        {
            "platform:services": REMOVED,
            "platform:database": REMOVED,
            "platform:cluster": REMOVED,
            "platform:edge": REMOVED,
            "platform:jobs": REMOVED,
            "platform:observability": REMOVED,
            "platform:parameters": REMOVED,
        },
        "platform:offHours",
        "without services and database",
    ),
]


@pytest.mark.parametrize(
    ("environment", "change", "key", "answer"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_refuses(environment: str, change: dict[str, object], key: str, answer: str) -> None:
    found = {mistake.key: f"{mistake.allowed} {mistake.remedy}" for mistake in mistakes(change, environment)}
    assert list(found) == [key]
    assert answer in found[key]


def test_endpoints_count_among_the_addresses_of_their_tier() -> None:
    many = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "sqs", "sns", "kms"]
    found = mistakes({f"{NETWORK}/endpoints/interfaces": {"app": many}}, "prod")
    assert [mistake.key for mistake in found] == [f"platform:network.tiers.app[{index}]" for index in (0, 1)]
    assert "8 for interface endpoints" in found[0].allowed


def test_a_network_without_nat_is_possible_when_endpoints_cover_what_tasks_need() -> None:
    assert mistakes(NO_NAT, "prod") == []


def test_a_regional_nat_gateway_takes_no_address_of_the_public_tier() -> None:
    assert mistakes({f"{NETWORK}/natGateways": "regional"}) == []


def test_what_is_not_said_takes_the_safe_value() -> None:
    removed = {
        f"{NETWORK}/endpoints": REMOVED,
        "platform:encryption/rotationDays": REMOVED,
        "platform:images/internal-pe": {"name": "fivestar-internal-pe"},
        "platform:offHours": {"businessHours": WORKING},
    }
    settings = parse_settings(changed(config("dev"), removed), stack="dev")
    assert settings.network
    assert settings.network.endpoints.interfaces.services == frozenset()
    assert settings.network.endpoints.gateways.app == ()
    assert settings.encryption.rotation_days == 365
    image = settings.images["internal-pe"]
    assert (image.keep, image.untagged_days, image.mutable_tags, image.pull_accounts) == (30, 7, (), ())
    assert settings.off_hours
    assert settings.off_hours.clean_up is None
    assert settings.off_hours.business_hours
    assert settings.off_hours.business_hours.days == ("mon", "tue", "wed", "thu", "fri")
    assert settings.off_hours.business_hours.database_minutes == 20


def test_times_of_day_are_minutes_since_midnight() -> None:
    assert (minutes("00:00"), minutes("20:05")) == (0, 1205)
