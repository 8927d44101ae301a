"""What a stack file may say about buckets, the load balancer, the firewall and names."""

from __future__ import annotations

import pytest

from settings import parse_settings
from settings.waf_capacity import units
from tests.settings.stack_files import REMOVED, changed, config, mistakes

BALANCER = "platform:edge/loadBalancer"
FIREWALL = "platform:edge/webFirewall"
LOGS = "platform:buckets/load-balancer-logs"
RECORDS = "platform:edge/records"

PROD_REFUSED: list[tuple[str, dict[str, object], str, str]] = [
    (
        "a bucket of data without a key",
        {"platform:buckets/data": {"encryption": "s3Managed"}},
        "platform:buckets.data.encryption",
        "customerKey in prod",
    ),
    (
        "a bucket that empties itself",
        {f"{LOGS}/forceDestroy": True},
        "platform:buckets.load-balancer-logs.forceDestroy",
        "false in prod",
    ),
    (
        "logs under a customer key",
        {f"{LOGS}/encryption": REMOVED},
        "platform:buckets.load-balancer-logs.encryption",
        "s3Managed, because platform:edge.loadBalancer.accessLogs.bucket",
    ),
    (
        "an invented encryption",
        {f"{LOGS}/encryption": "kms"},
        "platform:buckets.load-balancer-logs.encryption",
        "customerKey",
    ),
    ("a public name", {"platform:buckets/data": {"name": "My_Bucket"}}, "platform:buckets.data.name", "S3 bucket"),
    (
        "an expiry before the last move",
        {f"{LOGS}/expireDays": 90},
        "platform:buckets.load-balancer-logs.expireDays",
        "more than the last transition's 90 days",
    ),
    (
        "an early move",
        {f"{LOGS}/transitions/0": {"days": 10, "storageClass": "STANDARD_IA"}},
        "platform:buckets.load-balancer-logs.transitions[0].days",
        "30 or more",
    ),
    (
        "moves out of order",
        {
            "platform:buckets/data": {
                "transitions": [{"days": 90, "storageClass": "GLACIER"}, {"days": 60, "storageClass": "DEEP_ARCHIVE"}]
            }
        },
        "platform:buckets.data.transitions[1].days",
        "more than the transition before, 90",
    ),
    (
        "an invented storage class",
        {f"{LOGS}/transitions/0/storageClass": "COLD"},
        "platform:buckets.load-balancer-logs.transitions[0].storageClass",
        "GLACIER",
    ),
    (
        "a lock without versions",
        {"platform:buckets/data": {"objectLock": {"mode": "compliance", "days": 365}, "versioning": False}},
        "platform:buckets.data.versioning",
        "it locks versions",
    ),
    (
        "records that go nowhere",
        {"platform:buckets/data": {"accessLogs": {"bucket": "lgos", "prefix": "data"}}},
        "platform:buckets.data.accessLogs.bucket",
        "a key of platform:buckets",
    ),
    (
        "records of records",
        {"platform:buckets/data": {"accessLogs": {"bucket": "data", "prefix": "data"}, "encryption": "s3Managed"}},
        "platform:buckets.data.accessLogs",
        "no accessLogs where",
    ),
    (
        "records in a locked bucket",
        {
            "platform:buckets/data": {"accessLogs": {"bucket": "kept", "prefix": "data"}},
            "platform:buckets/kept": {"encryption": "s3Managed", "objectLock": {"mode": "governance", "days": 1}},
        },
        "platform:buckets.kept.objectLock",
        "no objectLock where",
    ),
    (
        "two logs under one prefix",
        {f"{BALANCER}/connectionLogs/prefix": "access"},
        "platform:edge.loadBalancer.connectionLogs.prefix",
        "platform:edge.loadBalancer.accessLogs has this one",
    ),
    (
        "a prefix that ELB adds itself",
        {f"{BALANCER}/accessLogs/prefix": "AWSLogs/x"},
        "platform:edge.loadBalancer.accessLogs.prefix",
        "without AWSLogs",
    ),
    (
        "two buckets for one log",
        {f"{BALANCER}/accessLogs/bucketName": "company-logs"},
        "platform:edge.loadBalancer.accessLogs",
        "either bucket",
    ),
    (
        "the old key of the log bucket",
        {f"{BALANCER}/accessLogsBucket": "logs"},
        "platform:edge.loadBalancer.accessLogsBucket",
        "accessLogs",
    ),
    ("an invented scheme", {f"{BALANCER}/scheme": "private"}, "platform:edge.loadBalancer.scheme", "internal"),
    (
        "monitoring instead of mitigation",
        {f"{BALANCER}/desyncMitigation": "monitor"},
        "platform:edge.loadBalancer.desyncMitigation",
        "defensive or strictest",
    ),
    (
        "a short keep-alive",
        {f"{BALANCER}/keepAliveSeconds": 30},
        "platform:edge.loadBalancer.keepAliveSeconds",
        "60 to 604800",
    ),
    (
        "an invented treatment of X-Forwarded-For",
        {f"{BALANCER}/forwardedFor": "drop"},
        "platform:edge.loadBalancer.forwardedFor",
        "remove",
    ),
    (
        "a redirect as default answer",
        {f"{BALANCER}/defaultResponse": {"status": 302}},
        "platform:edge.loadBalancer.defaultResponse.status",
        "2XX, 4XX or 5XX",
    ),
    (
        "a preload of some subdomains",
        {f"{BALANCER}/responseHeaders/strictTransportSecurity": {"preload": True, "includeSubdomains": False}},
        "platform:edge.loadBalancer.responseHeaders.strictTransportSecurity.includeSubdomains",
        "true with preload",
    ),
    (
        "a short preload",
        {f"{BALANCER}/responseHeaders/strictTransportSecurity": {"preload": True, "maxAgeSeconds": 86400}},
        "platform:edge.loadBalancer.responseHeaders.strictTransportSecurity.maxAgeSeconds",
        "31536000",
    ),
    (
        "frames for everybody",
        {f"{BALANCER}/responseHeaders/frameOptions": "ALLOWALL"},
        "platform:edge.loadBalancer.responseHeaders.frameOptions",
        "DENY",
    ),
    (
        "cookies for every origin",
        {f"{BALANCER}/responseHeaders/cors": {"allowOrigin": "*", "allowCredentials": True}},
        "platform:edge.loadBalancer.responseHeaders.cors.allowOrigin",
        "one origin",
    ),
    (
        "an origin with a path",
        {f"{BALANCER}/responseHeaders/cors": {"allowOrigin": "https://a.example/x"}},
        "platform:edge.loadBalancer.responseHeaders.cors.allowOrigin",
        "without a path",
    ),
    (
        "a policy of two lines",
        {f"{BALANCER}/responseHeaders/contentSecurityPolicy": "default-src 'self';\nimg-src *"},
        "platform:edge.loadBalancer.responseHeaders.contentSecurityPolicy",
        "on one line",
    ),
    (
        "names of a certificate that exists",
        {
            f"{BALANCER}/moreCertificates": {
                "shop": {
                    "arn": "arn:aws:acm:ap-south-1:123456789014:certificate/00000000-0000-0000-0000-000000000000",
                    "alternativeNames": ["a.example.com"],
                }
            }
        },
        "platform:edge.loadBalancer.moreCertificates.shop.alternativeNames",
        "without a domain",
    ),
    (
        "a name twice",
        {f"{BALANCER}/certificate/alternativeNames": ["payments.fivestar.example.com"]},
        "platform:edge.loadBalancer.certificate.alternativeNames[0]",
        "each host name once",
    ),
    (
        "a name too long for its certificate",
        {f"{BALANCER}/certificate/domain": f"{'a' * 60}.example.com"},
        "platform:edge.loadBalancer.certificate.domain",
        "at most 64",
    ),
    (
        "an unsafe key",
        {f"{BALANCER}/certificate/keyAlgorithm": "RSA_1024"},
        "platform:edge.loadBalancer.certificate.keyAlgorithm",
        "RSA_2048",
    ),
    (
        "a record without a zone",
        {RECORDS: {"shop": {"domain": "shop.example.com"}}},
        "platform:edge.records.shop.domain",
        "platform:edge.hostedZone, or zoneId",
    ),
    (
        "a record that a certificate makes",
        {
            "platform:edge/hostedZone": {"name": "fivestar.example.com"},
            RECORDS: {"pay": {"domain": "payments.fivestar.example.com"}},
        },
        "platform:edge.records.pay.domain",
        "platform:edge.loadBalancer.certificate has this one",
    ),
    (
        "a name for itself",
        {RECORDS: {"a": {"domain": "a.example.com", "cname": "a.example.com", "zoneId": "Z0123456789"}}},
        "platform:edge.records.a.cname",
        "another host name",
    ),
    (
        "a name at the apex",
        {
            "platform:edge/hostedZone": {"name": "example.com"},
            RECORDS: {"a": {"domain": "example.com", "cname": "b.example.org"}},
        },
        "platform:edge.records.a.cname",
        "DNS allows none there",
    ),
    (
        "a TTL of an alias",
        {RECORDS: {"a": {"domain": "a.example.com", "zoneId": "Z0123456789", "ttlSeconds": 60}}},
        "platform:edge.records.a.ttlSeconds",
        "without cname",
    ),
    (
        "an odd interval",
        {RECORDS: {"a": {"domain": "a.example.com", "zoneId": "Z0123456789", "healthCheck": {"intervalSeconds": 20}}}},
        "platform:edge.records.a.healthCheck.intervalSeconds",
        "10",
    ),
    (
        "a misspelt rule group",
        {f"{FIREWALL}/managedRules/common/group": "AWSManagedRulesComonRuleSet"},
        "platform:edge.webFirewall.managedRules.common.group",
        "Did you mean AWSManagedRulesCommonRuleSet?",
    ),
    (
        "a vendor's group without its capacity",
        {f"{FIREWALL}/managedRules/extra": {"priority": 5, "vendor": "Acme", "group": "Acme-Rules"}},
        "platform:edge.webFirewall.managedRules.extra.capacity",
        "Add capacity.",
    ),
    (
        "a capacity of AWS's group",
        {f"{FIREWALL}/managedRules/common/capacity": 10},
        "platform:edge.webFirewall.managedRules.common.capacity",
        "Remove capacity.",
    ),
    (
        "a priority twice",
        {f"{FIREWALL}/managedRules/common/priority": 10},
        "platform:edge.webFirewall.rateLimits.each-address.priority",
        "managedRules.common has this one",
    ),
    (
        "a name in two kinds",
        {f"{FIREWALL}/countries": {"common": {"priority": 60, "refuse": ["KP"]}}},
        "platform:edge.webFirewall.countries.common",
        "managedRules.common has this one",
    ),
    (
        "more capacity than is included",
        {
            f"{FIREWALL}/managedRules/windows": {"priority": 60, "group": "AWSManagedRulesWindowsRuleSet"},
            f"{FIREWALL}/managedRules/linux": {"priority": 61, "group": "AWSManagedRulesLinuxRuleSet"},
        },
        "platform:edge.webFirewall.capacityUnits",
        "at least 1527",
    ),
    (
        "more capacity than there is",
        {f"{FIREWALL}/capacityUnits": 6000},
        "platform:edge.webFirewall.capacityUnits",
        "1 to 5000",
    ),
    (
        "an odd window",
        {f"{FIREWALL}/rateLimits/each-address/windowSeconds": 30},
        "platform:edge.webFirewall.rateLimits.each-address.windowSeconds",
        "60, 120, 300 or 600",
    ),
    (
        "a tiny limit",
        {f"{FIREWALL}/rateLimits/each-address/limit": 5},
        "platform:edge.webFirewall.rateLimits.each-address.limit",
        "10",
    ),
    (
        "an invented mode",
        {f"{FIREWALL}/rateLimits/each-address/mode": "deny"},
        "platform:edge.webFirewall.rateLimits.each-address.mode",
        "block or count",
    ),
    (
        "a path without a slash",
        {f"{FIREWALL}/rateLimits/each-address/paths": ["api"]},
        "platform:edge.webFirewall.rateLimits.each-address.paths[0]",
        "start with /",
    ),
    (
        "countries in and out",
        {f"{FIREWALL}/countries": {"home": {"priority": 60, "admit": ["IN"], "refuse": ["KP"]}}},
        "platform:edge.webFirewall.countries.home",
        "either admit",
    ),
    (
        "a country's name",
        {f"{FIREWALL}/countries": {"home": {"priority": 60, "admit": ["India"]}}},
        "platform:edge.webFirewall.countries.home.admit[0]",
        "two capital letters",
    ),
    (
        "an address without its length",
        {f"{FIREWALL}/addresses": {"office": {"priority": 60, "mode": "allow", "blocks": ["203.0.113.7"]}}},
        "platform:edge.webFirewall.addresses.office.blocks[0]",
        "CIDR",
    ),
    (
        "a body that WAF can't read",
        {f"{FIREWALL}/bodySize": {"priority": 60, "limitBytes": 65536}},
        "platform:edge.webFirewall.bodySize.limitBytes",
        "8192",
    ),
    (
        "a log group of another name",
        {f"{FIREWALL}/logs/group": "waf-logs"},
        "platform:edge.webFirewall.logs.group",
        "starts with aws-waf-logs-",
    ),
    (
        "a header in capitals",
        {f"{FIREWALL}/logs/redactedHeaders": ["Cookie"]},
        "platform:edge.webFirewall.logs.redactedHeaders[0]",
        "lower case",
    ),
    (
        "nothing redacted",
        {f"{FIREWALL}/logs/redactedHeaders": []},
        "platform:edge.webFirewall.logs.redactedHeaders",
        "at least 1",
    ),
    (
        "a firewall without rules",
        {FIREWALL: {"logs": {"group": "aws-waf-logs-x"}}},
        "platform:edge.webFirewall",
        "at least one rule",
    ),
]


@pytest.mark.parametrize(
    ("change", "key", "words"), [case[1:] for case in PROD_REFUSED], ids=[case[0] for case in PROD_REFUSED]
)
def test_a_mistake_is_named_with_its_remedy_and_nothing_else_is(
    change: dict[str, object], key: str, words: str
) -> None:
    found = mistakes(change, "prod")
    assert [mistake.key for mistake in found if mistake.key == key], found
    assert any(words in str(mistake) for mistake in found if mistake.key == key), found


@pytest.mark.parametrize("environment", ["dev", "staging", "prod"])
def test_fivestars_own_files_have_no_mistake(environment: str) -> None:
    assert mistakes({}, environment) == []


def test_what_is_left_out_is_safe() -> None:
    changes: dict[str, object] = {
        "platform:buckets/data": {},
        BALANCER: {"name": "x", "certificate": {"domain": "a.example.com"}},
    }
    settings = parse_settings(changed(config("dev"), changes), stack="dev")
    bucket = settings.buckets["data"]
    assert (bucket.encryption, bucket.versioning, bucket.force_destroy) == ("customerKey", True, False)
    assert settings.edge is not None
    balancer = settings.edge.load_balancer
    assert balancer.deletion_protection
    assert (balancer.scheme, balancer.desync_mitigation) == ("internetFacing", "defensive")
    assert balancer.response_headers.strict_transport_security.value == "max-age=31536000; includeSubDomains"
    assert balancer.response_headers.frame_options == "DENY"


def test_a_rule_blocks_and_redacts_unless_told_otherwise() -> None:
    firewall: dict[str, object] = {
        "rateLimits": {"all": {"priority": 1, "limit": 100}},
        "logs": {"group": "aws-waf-logs-x"},
    }
    settings = parse_settings(changed(config("dev"), {FIREWALL: firewall}), stack="dev")
    assert settings.edge is not None
    assert settings.edge.web_firewall is not None
    limit = settings.edge.web_firewall.rate_limits["all"]
    assert (limit.mode, limit.window_seconds, limit.key, limit.response.status) == ("block", 300, "ip", 429)
    assert settings.edge.web_firewall.logs.redacted_headers == ("authorization", "cookie")


def test_capacity_adds_up_over_all_kinds_of_rules() -> None:
    more: dict[str, object] = {
        f"{FIREWALL}/rateLimits/login": {"priority": 11, "limit": 100, "paths": ["/login", "/token"]},
        f"{FIREWALL}/managedRules/common/excludedPaths": ["/upload"],
        f"{FIREWALL}/addresses": {"office": {"priority": 1, "mode": "allow", "blocks": ["203.0.113.7/32"]}},
        f"{FIREWALL}/countries": {"home": {"priority": 2, "admit": ["IN"]}},
        f"{FIREWALL}/bodySize": {"priority": 3},
    }
    settings = parse_settings(changed(config("prod"), more), stack="prod")
    assert settings.edge is not None
    assert settings.edge.web_firewall is not None
    # 1127 as it is, 2 for the limit, 3 paths at 2 and their transformations at 20, and 1 for each of the rest
    assert units(settings.edge.web_firewall) == 1127 + 2 + 3 * 2 + 20 + 3


def test_a_zone_gives_its_host_names_their_records() -> None:
    settings = parse_settings(changed(config("prod"), {"platform:edge/hostedZone": {"name": "fivestar.example.com"}}))
    assert settings.edge is not None
    assert settings.edge.zone_of("payments.fivestar.example.com", None) == "zone"
    assert settings.edge.zone_of("payments.fivestar.example.com", "Z0123456789") == "Z0123456789"
    assert settings.edge.zone_of("notfivestar.example.com", None) is None
