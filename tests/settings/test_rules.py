"""Each rule of a stack file refuses what it should, with a key, the reason and a remedy, and nothing else."""

from __future__ import annotations

import pytest

from tests.settings.stack_files import REMOVED, mistakes

SERVICE = "platform:services/internal-pe"

REFUSED: list[tuple[str, dict[str, object], str, str]] = [
    # what the change is, the change, the key named, a part of the answer
    ("an unknown section", {"platform:datbase": {}}, "platform:datbase", "Did you mean database?"),
    ("an unknown key", {"platform:database/multiaz": True}, "platform:database.multiaz", "Did you mean multiAz?"),
    (
        "an unknown nested key",
        {f"{SERVICE}/size/cpus": 1},
        "platform:services.internal-pe.size.cpus",
        "Did you mean cpu?",
    ),
    ("a missing section", {"platform:account": REMOVED}, "platform:account", "a section with id"),
    ("a missing key", {"platform:database/identifier": REMOVED}, "platform:database.identifier", "Add identifier."),
    ("a missing region", {"aws:region": REMOVED}, "aws:region", "Add aws:region."),
    ("an invented region", {"aws:region": "ap-souht-1"}, "aws:region", "such as ap-south-1"),
    ("provider settings elsewhere", {"aws:profile": "me"}, "aws:profile", "AWS_PROFILE"),
    (
        "an invented environment",
        {"platform:system/environment": "production"},
        "platform:system.environment",
        "Did you mean prod?",
    ),
    ("another environment", {"platform:system/environment": "prod"}, "platform:system.environment", "Write dev."),
    ("no owner", {"platform:system/tags/Owner": REMOVED}, "platform:system.tags.Owner", "Add Owner"),
    (
        "a tag of the program",
        {"platform:system/tags/Environment": "dev"},
        "platform:system.tags.Environment",
        "Remove Environment.",
    ),
    ("a tag of AWS", {"platform:system/tags/aws:x": "y"}, "platform:system.tags.aws:x", "not starting with aws:"),
    ("an account without quotes", {"platform:account/id": 123456789012}, "platform:account.id", "with quotes"),
    ("a short account", {"platform:account/id": "12345"}, "platform:account.id", "twelve digits"),
    ("a block with host bits", {"platform:network/cidr": "192.168.0.1/24"}, "platform:network.cidr", "192.168.0.0/24"),
    ("a huge VPC", {"platform:network/cidr": "10.0.0.0/15"}, "platform:network.cidr", "/16 to /28"),
    ("one zone", {"platform:network/zones": ["ap-south-1a"]}, "platform:network.zones", "at least 2 entries"),
    ("a zone twice", {"platform:network/zones/1": "ap-south-1a"}, "platform:network.zones[1]", "each zone once"),
    (
        "a zone of another region",
        {"platform:network/zones/1": "ap-south-2b"},
        "platform:network.zones[1]",
        "Did you mean ap-south-1b?",
    ),
    (
        "a block too many",
        {"platform:network/tiers/app": ["192.168.0.64/27", "192.168.0.96/28", "192.168.0.112/28"]},
        "platform:network.tiers.app",
        "one block for each of the 2 zones",
    ),
    (
        "a subnet outside the VPC",
        {"platform:network/tiers/app/1": "192.168.1.0/27"},
        "platform:network.tiers.app[1]",
        "inside the VPC's 192.168.0.0/24",
    ),
    (
        "overlapping subnets",
        {"platform:network/tiers/app/1": "192.168.0.64/27"},
        "platform:network.tiers.app[1]",
        "does not overlap 192.168.0.64/27 of platform:network.tiers.app[0]",
    ),
    (
        "a subnet in the reserved block",
        {"platform:network/tiers/app/1": "192.168.0.192/27"},
        "platform:network.tiers.app[1]",
        "does not overlap 192.168.0.192/26 of platform:network.reserved[0]",
    ),
    (
        "a subnet too small for AWS",
        {"platform:network/tiers/database/1": "192.168.0.160/29"},
        "platform:network.tiers.database[1]",
        "/28 or larger",
    ),
    (
        "a public subnet too small for a load balancer",
        {"platform:network/tiers/public/1": "192.168.0.32/28"},
        "platform:network.tiers.public[1]",
        "/27 or larger",
    ),
    (
        "more tasks than addresses",
        {f"{SERVICE}/tasks": {"desired": 3, "min": 2, "max": 28}},
        "platform:network.tiers.app[1]",
        "28 for internal-pe",
    ),
    ("no way out", {"platform:network/natGateways": "none"}, "platform:network.natGateways", "fetch its image"),
    ("an invented NAT", {"platform:network/natGateways": "double"}, "platform:network.natGateways", "none, single"),
    (
        "a short deletion window",
        {"platform:encryption/deletionWindowDays": 3},
        "platform:encryption.deletionWindowDays",
        "allowed: 7 to 30",
    ),
    (
        "an odd retention",
        {"platform:observability/logRetentionDays": 80},
        "platform:observability.logRetentionDays",
        "Did you mean 90?",
    ),
    (
        "a misspelt class",
        {"platform:database/instanceClass": "db.t3.medum"},
        "platform:database.instanceClass",
        "db.t3.medium?",
    ),
    (
        "an EC2 class",
        {"platform:database/instanceClass": "t3.medium"},
        "platform:database.instanceClass",
        "db.t3.medium?",
    ),
    (
        "a version without quotes",
        {"platform:database/engineVersion": 15.4},
        "platform:database.engineVersion",
        'Write "15.4"',
    ),
    (
        "a number in quotes",
        {"platform:database/storageGb": "100"},
        "platform:database.storageGb",
        "Write 100, without quotes",
    ),
    ("too little storage", {"platform:database/storageGb": 10}, "platform:database.storageGb", "allowed: 20 to 65536"),
    ("a word for true", {"platform:database/multiAz": "yes"}, "platform:database.multiAz", "Write true"),
    ("a word for false", {"platform:database/autoMinorUpgrade": "no"}, "platform:database.autoMinorUpgrade", "Write"),
    ("backups for too long", {"platform:database/backupDays": 36}, "platform:database.backupDays", "allowed: 0 to 35"),
    ("an odd window", {"platform:database/backupWindow": "3am-4am"}, "platform:database.backupWindow", "03:00-04:00"),
    (
        "a short window",
        {"platform:database/backupWindow": "03:00-03:10"},
        "platform:database.backupWindow",
        "30 minutes",
    ),
    (
        "windows that overlap",
        {"platform:database/backupWindow": "04:30-05:30"},
        "platform:database.maintenanceWindow",
        "does not overlap the backup window",
    ),
    (
        "windows that overlap at the end of the week",
        {"platform:database/backupWindow": "23:30-00:30", "platform:database/maintenanceWindow": "mon:00:00-mon:01:00"},
        "platform:database.maintenanceWindow",
        "does not overlap the backup window",
    ),
    (
        "an odd sampling",
        {"platform:database/monitoringSeconds": 20},
        "platform:database.monitoringSeconds",
        "Did you mean 15?",
    ),
    (
        "odd insights",
        {"platform:database/performanceInsightsDays": 30},
        "platform:database.performanceInsightsDays",
        "Did you mean 31?",
    ),
    (
        "TLS as a parameter",
        {"platform:database/parameters": {"rds.force_ssl": "0"}},
        'platform:database.parameters["rds.force_ssl"]',
        "always 1",
    ),
    ("a reserved user", {"platform:database/username": "postgres"}, "platform:database.username", "not admin"),
    (
        "no capacity",
        {"platform:cluster/fargate": {"base": 2, "weight": 0}, "platform:cluster/fargateSpot": {"weight": 0}},
        "platform:cluster.fargate.weight",
        "Write weight: 1.",
    ),
    (
        "two bases",
        {"platform:cluster/fargateSpot": {"base": 1, "weight": 4}},
        "platform:cluster.fargateSpot.base",
        "only one",
    ),
    (
        "no certificate",
        {"platform:edge/loadBalancer/certificate": {}},
        "platform:edge.loadBalancer.certificate",
        "neither arn nor domain",
    ),
    (
        "an old TLS policy",
        {"platform:edge/loadBalancer/tlsPolicy": "ELBSecurityPolicy-2016-08"},
        "platform:edge.loadBalancer.tlsPolicy",
        "TLS13",
    ),
    (
        "a reserved load balancer name",
        {"platform:edge/loadBalancer/name": "internal-pe"},
        "platform:edge.loadBalancer.name",
        "not starting with internal-",
    ),
    (
        "the latest image",
        {f"{SERVICE}/image": "example.com/a/b:latest"},
        "platform:services.internal-pe.image",
        "latest",
    ),
    ("an image without a tag", {f"{SERVICE}/image": "example.com/a/b"}, "platform:services.internal-pe.image", "tag"),
    (
        "a Fargate size that does not exist",
        {f"{SERVICE}/size/memory": 999},
        "platform:services.internal-pe.size.memory",
        "The nearest size is 1024.",
    ),
    (
        "a CPU that does not exist",
        {f"{SERVICE}/size/cpu": 600},
        "platform:services.internal-pe.size.cpu",
        "Did you mean 512?",
    ),
    (
        "desired above max",
        {f"{SERVICE}/tasks": {"desired": 9, "min": 1, "max": 4}},
        "platform:services.internal-pe.tasks.desired",
        "The nearest count is 4.",
    ),
    (
        "min above max",
        {f"{SERVICE}/tasks": {"desired": 3, "min": 5, "max": 4}},
        "platform:services.internal-pe.tasks.min",
        "at most max, which is 4",
    ),
    (
        "min alone",
        {f"{SERVICE}/tasks": {"desired": 3, "min": 1}},
        "platform:services.internal-pe.tasks.max",
        "Add max.",
    ),
    (
        "a target without scaling",
        {f"{SERVICE}/tasks": {"desired": 3, "cpuPercent": 70}},
        "platform:services.internal-pe.tasks.cpuPercent",
        "Add min and max.",
    ),
    (
        "a share above all",
        {f"{SERVICE}/tasks": {"desired": 3, "min": 1, "max": 4, "cpuPercent": 101}},
        "platform:services.internal-pe.tasks.cpuPercent",
        "allowed: 1 to 100",
    ),
    (
        "a port that does not exist",
        {"platform:network/containerPorts": [8080, 70000]},
        "platform:network.containerPorts[1]",
        "allowed: 1 to 65535",
    ),
    (
        "a deployment without room",
        {f"{SERVICE}/deployment": {"maximumPercent": 100}},
        "platform:services.internal-pe.deployment.maximumPercent",
        "lets more than 1 of 1 task run",
    ),
    (
        "a surge that rounds to nothing",
        {f"{SERVICE}/tasks": {"desired": 3, "min": 1, "max": 4}, f"{SERVICE}/deployment": {"maximumPercent": 150}},
        "platform:services.internal-pe.deployment.maximumPercent",
        "lets more than 1 of 1 task run",
    ),
    (
        "a check slower than its interval",
        {f"{SERVICE}/healthCheck/timeoutSeconds": 30},
        "platform:services.internal-pe.healthCheck.timeoutSeconds",
        "less than intervalSeconds",
    ),
    ("a port nobody may reach", {f"{SERVICE}/port": 9000}, "platform:services.internal-pe.port", "8080 or 8443"),
    (
        "a route that matches nothing",
        {f"{SERVICE}/routes": [{"priority": 5}]},
        "platform:services.internal-pe.routes[0]",
        "neither paths nor hosts",
    ),
    (
        "two routes of one priority",
        {f"{SERVICE}/routes/0/priority": 1000},
        "platform:services.customer-portal.routes[0].priority",
        "platform:services.internal-pe.routes[0] has this one",
    ),
    (
        "a secret in the environment",
        {f"{SERVICE}/environment/JUSPAY_API_KEY": "k-123"},
        "platform:services.internal-pe.environment.JUSPAY_API_KEY",
        "Secrets Manager",
    ),
    (
        "a password in a URL",
        {f"{SERVICE}/environment/LEDGER": "postgres://me:letmein@db/x"},
        "platform:services.internal-pe.environment.LEDGER",
        "Secrets Manager",
    ),
    (
        "a secret's value instead of its ARN",
        {f"{SERVICE}/secrets/RAZORPAY": "rzp_live_1"},
        "platform:services.internal-pe.secrets.RAZORPAY",
        "ARN",
    ),
    (
        "a variable set twice",
        {f"{SERVICE}/environment/X": "1", f"{SERVICE}/secrets/X": "database"},
        "platform:services.internal-pe.secrets.X",
        "set in environment too",
    ),
    (
        "a variable of the program",
        {f"{SERVICE}/environment/DATABASE_HOST": "db"},
        "platform:services.internal-pe.environment.DATABASE_HOST",
        "the program sets it",
    ),
    (
        "a long service name",
        {"platform:services/a-service-with-a-long-name": {}},
        "platform:services.a-service-with-a-long-name",
        "2 to 20",
    ),
    (
        "services without a cluster",
        {"platform:cluster": REMOVED},
        "platform:cluster",
        "foundation of platform:services",
    ),
    ("a database without a network", {"platform:network": REMOVED}, "platform:network", "platform:database"),
    (
        "routes without a load balancer",
        {"platform:edge": REMOVED},
        "platform:services.internal-pe.routes",
        "platform:edge",
    ),
    (
        "a database secret without a database",
        {"platform:database": REMOVED},
        "platform:services.internal-pe.secrets.DATABASE_CONNECTION_STRING",
        "no database",
    ),
]


@pytest.mark.parametrize(("changes", "key", "answer"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refuses(changes: dict[str, object], key: str, answer: str) -> None:
    found = mistakes(changes)
    assert found, "nothing was refused"
    text = "\n".join(str(mistake) for mistake in found if mistake.key.startswith(key))
    assert text, f"{key} is not named, but {[mistake.key for mistake in found]}"
    assert answer in text


ACCEPTED: list[tuple[str, dict[str, object]]] = [
    ("a database in one zone, for the policies to judge", {"platform:database/multiAz": False}),
    ("a database without encryption, for the policies to judge", {"platform:database/encrypted": False}),
    (
        "a database without backups, for the policies to judge",
        {
            "platform:database/backupDays": 0,
            "platform:database/replicas": 0,
            "platform:database/backupReplication": REMOVED,
            "platform:recovery": REMOVED,
        },
    ),
    ("a derived priority", {f"{SERVICE}/routes/0/priority": REMOVED}),
    ("a major version alone", {"platform:database/engineVersion": "15"}),
    ("an image by digest", {f"{SERVICE}/image": "example.com/a/b@sha256:" + "0" * 64}),
    (
        "no services",
        {
            "platform:services": REMOVED,
            "platform:observability/logMetrics": REMOVED,
            "platform:observability/queries": REMOVED,
            "platform:observability/compositeAlarms": REMOVED,
        },
    ),
    (
        "an issued certificate",
        {
            "platform:edge/loadBalancer/certificate": {
                "arn": "arn:aws:acm:ap-south-1:123456789014:certificate/00000000-0000-0000-0000-000000000000"
            }
        },
    ),
    (
        "a domain in a known zone",
        {"platform:edge/loadBalancer/certificate": {"domain": "pay.example.com", "zoneId": "Z0123456789"}},
    ),
    ("windows that touch", {"platform:database/maintenanceWindow": "sun:04:00-sun:05:00"}),
]


@pytest.mark.parametrize("changes", [row[1] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED])
def test_accepts_in_prod(changes: dict[str, object]) -> None:
    assert mistakes(changes, "prod") == []


@pytest.mark.requirement("FS-DEPLOY-02")
@pytest.mark.parametrize("environment", ["production", "test", "Dev", "", None, 1])
def test_the_environment_is_one_of_the_known_ones(environment: object) -> None:
    found = mistakes({"platform:system/environment": environment})
    assert [mistake.key for mistake in found] == ["platform:system.environment"]
    assert found[0].allowed == "dev, staging, prod or management"


@pytest.mark.requirement("FS-NET-05")
@pytest.mark.parametrize("block", ["192.168.0.192/27", "192.168.0.224/27", "192.168.0.192/26"])
def test_no_subnet_may_use_the_reserved_block(block: str) -> None:
    found = mistakes({"platform:network/tiers/app/1": block}, "prod")
    assert [mistake.key for mistake in found] == ["platform:network.tiers.app[1]"]


def test_in_prod_tasks_at_rest_stay_on_demand() -> None:
    found = mistakes({f"{SERVICE}/tasks/min": 3}, "prod")
    assert [mistake.key for mistake in found] == ["platform:services.internal-pe.tasks.min"]
    assert "Raise platform:cluster.fargate.base to 3." in str(found[0])
