"""Fivestar's way in as the real engine deployed it: load balancer, its logs and headers, and the firewall."""

import json
from collections.abc import Mapping

import pytest

from settings.waf_capacity import units
from tests.engine.deployments import STACKS, Deployment, Resource
from tests.settings.stack_files import config

pytestmark = pytest.mark.engine

Fivestar = Mapping[str, Deployment]

ACCOUNTS = {"dev": "123456789012", "staging": "123456789013", "prod": "123456789014"}
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER = "aws:lb/listener:Listener"
BUCKET = "aws:s3/bucket:Bucket"
ACL = "aws:wafv2/webAcl:WebAcl"
LOG_BUCKET = "bucket-load-balancer-logs-bucket"

every_stack = pytest.mark.parametrize("stack", STACKS)
where_there_is_a_firewall = pytest.mark.parametrize("stack", ["staging", "prod"])


def listener(deployment: Deployment, port: int) -> Resource:
    (found,) = (item for item in deployment.all(LISTENER) if item.get("port") == port)
    return found


def of_log_bucket(deployment: Deployment, kind: str) -> Resource:
    return deployment.named(f"aws:s3/{kind[0].lower()}{kind[1:]}:{kind}", f"bucket-load-balancer-logs-{ROLES[kind]}")


ROLES = {
    "BucketPublicAccessBlock": "private",
    "BucketOwnershipControls": "ownership",
    "BucketVersioning": "versioning",
    "BucketServerSideEncryptionConfiguration": "encryption",
    "BucketLifecycleConfiguration": "lifecycle",
    "BucketPolicy": "policy",
}


@every_stack
@pytest.mark.requirement("FS-ALB-01")
def test_nothing_is_answered_in_clear_but_the_way_to_https(fivestar: Fivestar, stack: str) -> None:
    http, https = listener(fivestar[stack], 80), listener(fivestar[stack], 443)
    assert len(fivestar[stack].all(LISTENER)) == 2
    assert http.get("protocol") == "HTTP"
    assert http.get("defaultActions", 0, "redirect", "port") == "443"
    assert http.get("defaultActions", 0, "redirect", "statusCode") == "HTTP_301"
    assert https.get("protocol") == "HTTPS"
    rules = fivestar[stack].all("aws:lb/listenerRule:ListenerRule")
    assert {rule.get("listenerArn") for rule in rules} == {https.get("arn")}


@every_stack
@pytest.mark.requirement("FS-ALB-02")
def test_the_name_is_the_environments_and_stands_in_front_of_both_services(fivestar: Fivestar, stack: str) -> None:
    balancer = fivestar[stack].only(BALANCER)
    assert balancer.get("name") == f"{stack}-internal-pe-alb"
    assert balancer.get("internal") is False
    assert {item.get("loadBalancerArn") for item in fivestar[stack].all(LISTENER)} == {balancer.get("arn")}


@every_stack
def test_https_speaks_tls_1_2_and_1_3_with_security_headers(fivestar: Fivestar, stack: str) -> None:
    https = listener(fivestar[stack], 443)
    prefix = "routingHttpResponse"
    assert https.get("sslPolicy") == "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
    assert https.get(f"{prefix}StrictTransportSecurityHeaderValue") == "max-age=31536000; includeSubDomains"
    assert https.get(f"{prefix}XContentTypeOptionsHeaderValue") == "nosniff"
    assert https.get(f"{prefix}XFrameOptionsHeaderValue") == "DENY"
    assert https.get(f"{prefix}ServerEnabled") is False
    assert https.get("defaultActions", 0, "fixedResponse", "statusCode") == "404"


@every_stack
def test_the_load_balancer_is_strict_with_requests(fivestar: Fivestar, stack: str) -> None:
    balancer = fivestar[stack].only(BALANCER)
    assert balancer.get("dropInvalidHeaderFields") is True
    assert balancer.get("desyncMitigationMode") == "defensive"
    assert balancer.get("xffHeaderProcessingMode") == "append"
    assert balancer.get("enableDeletionProtection") is (stack == "prod")


@every_stack
def test_requests_and_connections_are_recorded_in_the_stacks_bucket(fivestar: Fivestar, stack: str) -> None:
    bucket = fivestar[stack].named(BUCKET, LOG_BUCKET)
    balancer = fivestar[stack].only(BALANCER)
    for logs, prefix in (("accessLogs", "access"), ("connectionLogs", "connections")):
        assert balancer.get(logs, "bucket") == bucket.get("bucket")
        assert balancer.get(logs, "prefix") == prefix
        assert balancer.get(logs, "enabled") is True


@every_stack
def test_the_bucket_of_the_logs_is_private_versioned_encrypted_and_limited_in_time(
    fivestar: Fivestar, stack: str
) -> None:
    deployment = fivestar[stack]
    block = of_log_bucket(deployment, "BucketPublicAccessBlock")
    switches = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    assert [block.get(switch) for switch in switches] == [True] * 4
    assert of_log_bucket(deployment, "BucketOwnershipControls").get("rule", "objectOwnership") == "BucketOwnerEnforced"
    assert of_log_bucket(deployment, "BucketVersioning").get("versioningConfiguration", "status") == "Enabled"
    encryption = of_log_bucket(deployment, "BucketServerSideEncryptionConfiguration")
    assert encryption.get("rules", 0, "applyServerSideEncryptionByDefault", "sseAlgorithm") == "AES256"
    lifecycle = of_log_bucket(deployment, "BucketLifecycleConfiguration")
    days = {"dev": 30, "staging": 90, "prod": 365}[stack]
    assert lifecycle.get("rules", 0, "expiration", "days") == days
    assert deployment.named(BUCKET, LOG_BUCKET).protect is (stack == "prod")


@every_stack
def test_only_the_load_balancers_of_the_account_write_there_and_nobody_in_clear(fivestar: Fivestar, stack: str) -> None:
    policy = json.loads(str(of_log_bucket(fivestar[stack], "BucketPolicy").get("policy")))
    found = {statement["Sid"]: statement for statement in policy["Statement"]}
    assert set(found) == {"TlsOnly", "NoOldTls", "LoadBalancerLogs"}
    assert found["LoadBalancerLogs"]["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNTS[stack]}
    bucket = fivestar[stack].named(BUCKET, LOG_BUCKET).get("arn")
    assert found["LoadBalancerLogs"]["Resource"] == [
        f"{bucket}/{prefix}/AWSLogs/{ACCOUNTS[stack]}/*" for prefix in ("access", "connections")
    ]


def test_dev_has_no_firewall(fivestar: Fivestar) -> None:
    assert fivestar["dev"].all(ACL) == []


@where_there_is_a_firewall
@pytest.mark.requirement("FS-WAF-01")
def test_the_firewall_stands_before_the_load_balancer(fivestar: Fivestar, stack: str) -> None:
    acl = fivestar[stack].only(ACL)
    association = fivestar[stack].only("aws:wafv2/webAclAssociation:WebAclAssociation")
    assert acl.get("scope") == "REGIONAL"
    assert association.get("webAclArn") == acl.get("arn")
    assert association.get("resourceArn") == fivestar[stack].only(BALANCER).get("arn")


@where_there_is_a_firewall
@pytest.mark.requirement("FS-WAF-01")
def test_the_firewall_blocks_by_managed_rules_and_by_rate(fivestar: Fivestar, stack: str) -> None:
    acl = fivestar[stack].only(ACL)
    rules = acl.get("rules")
    assert isinstance(rules, list)
    by_name = {rule["name"]: rule for rule in rules}
    groups = {
        name: rule["statement"]["managedRuleGroupStatement"]["name"]
        for name, rule in by_name.items()
        if rule["statement"].get("managedRuleGroupStatement")
    }
    assert groups == {
        "ip-reputation": "AWSManagedRulesAmazonIpReputationList",
        "known-bad-inputs": "AWSManagedRulesKnownBadInputsRuleSet",
        "sql-injection": "AWSManagedRulesSQLiRuleSet",
        "common": "AWSManagedRulesCommonRuleSet",
    }
    assert [by_name[name]["overrideAction"] for name in groups] == [{"none": {}}] * 4
    limit = by_name["each-address"]["statement"]["rateBasedStatement"]
    assert (limit["limit"], limit["evaluationWindowSec"], limit["aggregateKeyType"]) == (2000, 300, "IP")
    assert by_name["each-address"]["action"]["block"]["customResponse"]["responseCode"] == 429


@where_there_is_a_firewall
def test_the_firewall_uses_the_capacity_that_the_settings_foresee(fivestar: Fivestar, stack: str) -> None:
    from settings import parse_settings

    settings = parse_settings(config(stack), stack=stack)
    assert settings.edge is not None
    assert settings.edge.web_firewall is not None
    assert fivestar[stack].only(ACL).get("capacity") == units(settings.edge.web_firewall) == 1127


@where_there_is_a_firewall
def test_the_firewalls_logs_are_encrypted_and_hold_no_credentials(fivestar: Fivestar, stack: str) -> None:
    deployment = fivestar[stack]
    group = deployment.named("aws:cloudwatch/logGroup:LogGroup", "firewall-logs")
    assert group.get("name") == f"aws-waf-logs-{stack}-fivestar-payments"
    assert group.get("kmsKeyId") == deployment.named("aws:kms/key:Key", "keys-logs").get("arn")
    logging = deployment.only("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")
    assert logging.get("logDestinationConfigs") == [group.get("arn")]
    fields = logging.get("redactedFields")
    assert isinstance(fields, list)
    assert sorted(field["singleHeader"]["name"] for field in fields) == ["authorization", "cookie"]
