"""What the firewall registers for rules of every kind."""

from __future__ import annotations

import json
from typing import Any

from components.web_firewall import BlockResponseArgs, WebFirewall, WebFirewallArgs
from tests.components.recorder import Recorder, record

TOO_MANY: BlockResponseArgs = {"status": 429, "content_type": "application/json", "body": "{}"}
ARGS: WebFirewallArgs = {
    "account_id": "123456789012",
    "region": "ap-south-1",
    "load_balancer_arn": "arn:alb",
    "metric_name": "pay",
    "managed_rules": {},
    "rate_limits": {},
    "addresses": {},
    "countries": {},
    "log_group_name": "aws-waf-logs-pay",
    "log_retention_days": 90,
    "logs_key_arn": "arn:key",
    "log_matched_only": False,
    "redacted_headers": ["authorization", "cookie"],
}
ACL = "aws:wafv2/webAcl:WebAcl"


def firewall(**change: object) -> Recorder:
    return record(lambda: WebFirewall("firewall", {**ARGS, **change}))  # type: ignore[typeddict-item]


def rules(recorder: Recorder) -> dict[str, dict[str, Any]]:
    return {rule["name"]: rule for rule in recorder.only(ACL).inputs["rules"]}


def managed(priority: int, **change: object) -> dict[str, object]:
    given = {"group": "AWSManagedRulesCommonRuleSet", "vendor": "AWS", "count": False, "overrides": {}}
    return {"priority": priority, **given, "excluded_paths": [], **change}


def limit(priority: int, **change: object) -> dict[str, object]:
    given = {"limit": 600, "window": 60, "forwarded": False, "paths": [], "excluded_paths": [], "count": False}
    return {"priority": priority, **given, "response": TOO_MANY, **change}


def beginning(path: str) -> dict[str, object]:
    transformations = [{"priority": 0, "type": "URL_DECODE"}, {"priority": 1, "type": "NORMALIZE_PATH"}]
    return {
        "byteMatchStatement": {
            "fieldToMatch": {"uriPath": {}},
            "positionalConstraint": "STARTS_WITH",
            "searchString": path,
            "textTransformations": transformations,
        }
    }


def test_what_no_rule_blocks_passes_and_rules_stand_in_their_order() -> None:
    recorder = firewall(managed_rules={"common": managed(30), "first": managed(5)}, rate_limits={"all": limit(10)})
    acl = recorder.only(ACL).inputs
    assert acl["defaultAction"] == {"allow": {}}
    assert acl["scope"] == "REGIONAL"
    assert [(rule["name"], rule["priority"]) for rule in acl["rules"]] == [("first", 5), ("all", 10), ("common", 30)]
    association = recorder.only("aws:wafv2/webAclAssociation:WebAclAssociation").inputs
    assert association["resourceArn"] == "arn:alb"


def test_every_rule_has_a_metric_and_samples() -> None:
    found = rules(firewall(managed_rules={"common": managed(1)}))["common"]["visibilityConfig"]
    assert found == {"cloudwatchMetricsEnabled": True, "sampledRequestsEnabled": True, "metricName": "pay-common"}


def test_a_managed_group_blocks_or_counts_with_its_exceptions() -> None:
    found = rules(
        firewall(
            managed_rules={
                "blocking": managed(1, overrides={"SizeRestrictions_BODY": "count"}, excluded_paths=["/a", "/b"]),
                "new": managed(2, count=True, version="Version_1.20"),
            }
        )
    )
    assert found["blocking"]["overrideAction"] == {"none": {}}
    statement = found["blocking"]["statement"]["managedRuleGroupStatement"]
    assert statement["ruleActionOverrides"] == [{"name": "SizeRestrictions_BODY", "actionToUse": {"count": {}}}]
    assert statement["scopeDownStatement"] == {
        "andStatement": {
            "statements": [
                {"notStatement": {"statement": beginning("/a")}},
                {"notStatement": {"statement": beginning("/b")}},
            ]
        }
    }
    assert found["new"]["overrideAction"] == {"count": {}}
    assert found["new"]["statement"]["managedRuleGroupStatement"]["version"] == "Version_1.20"


def test_a_limit_answers_429_and_says_when_to_come_back() -> None:
    recorder = firewall(rate_limits={"all": limit(1)})
    found = rules(recorder)["all"]
    assert found["statement"]["rateBasedStatement"] == {
        "limit": 600,
        "evaluationWindowSec": 60,
        "aggregateKeyType": "IP",
    }
    assert found["action"] == {
        "block": {
            "customResponse": {
                "responseCode": 429,
                "customResponseBodyKey": "all",
                "responseHeaders": [{"name": "Retry-After", "value": "60"}],
            }
        }
    }
    (body,) = recorder.only(ACL).inputs["customResponseBodies"]
    assert body == {"key": "all", "content": "{}", "contentType": "APPLICATION_JSON"}


def test_a_limit_counts_its_paths_but_for_the_excluded_ones() -> None:
    found = rules(firewall(rate_limits={"api": limit(1, paths=["/api", "/v2"], excluded_paths=["/api/health"])}))
    assert found["api"]["statement"]["rateBasedStatement"]["scopeDownStatement"] == {
        "andStatement": {
            "statements": [
                {"orStatement": {"statements": [beginning("/api"), beginning("/v2")]}},
                {"notStatement": {"statement": beginning("/api/health")}},
            ]
        }
    }


def test_a_limit_behind_a_cdn_counts_the_forwarded_address() -> None:
    statement = rules(firewall(rate_limits={"all": limit(1, forwarded=True)}))["all"]["statement"]
    assert statement["rateBasedStatement"]["aggregateKeyType"] == "FORWARDED_IP"
    assert statement["rateBasedStatement"]["forwardedIpConfig"] == {
        "headerName": "X-Forwarded-For",
        "fallbackBehavior": "MATCH",
    }


def test_a_new_rule_only_counts_and_brings_no_body() -> None:
    recorder = firewall(rate_limits={"new": limit(1, count=True)})
    assert rules(recorder)["new"]["action"] == {"count": {}}
    assert recorder.only(ACL).inputs["customResponseBodies"] == []


def test_addresses_are_allowed_blocked_or_counted_by_a_set() -> None:
    blocks = ["203.0.113.0/24"]
    given = {
        "office": {"priority": 1, "blocks": blocks, "action": "allow"},
        "bad": {"priority": 2, "blocks": blocks, "action": "block", "response": {**TOO_MANY, "status": 403}},
        "seen": {"priority": 3, "blocks": blocks, "action": "count"},
    }
    recorder = firewall(addresses=given)
    found = rules(recorder)
    assert found["office"]["action"] == {"allow": {}}
    assert found["bad"]["action"]["block"]["customResponse"]["responseCode"] == 403
    assert found["seen"]["action"] == {"count": {}}
    ip_set = recorder.only("aws:wafv2/ipSet:IpSet", "firewall-office")
    assert ip_set.inputs["addresses"] == blocks
    assert found["office"]["statement"]["ipSetReferenceStatement"]["arn"].endswith(":firewall-office")


def test_countries_are_admitted_or_refused() -> None:
    given = {
        "home": {"priority": 1, "countries": ["IN"], "admitted": True, "count": False},
        "embargo": {"priority": 2, "countries": ["KP"], "admitted": False, "count": False},
    }
    found = rules(firewall(countries=given))
    listed = {"geoMatchStatement": {"countryCodes": ["IN"]}}
    assert found["home"]["statement"] == {"notStatement": {"statement": listed}}
    assert found["home"]["action"] == {"block": {}}
    assert found["embargo"]["statement"] == {"geoMatchStatement": {"countryCodes": ["KP"]}}


def test_a_body_that_is_too_large_or_not_read_to_its_end_is_refused() -> None:
    response = {**TOO_MANY, "status": 413}
    given = {
        "priority": 1,
        "limit_bytes": 4096,
        "excluded_paths": ["/upload"],
        "count": False,
        "response": response,
    }
    (size, excluded) = rules(firewall(body_size=given))["body-size"]["statement"]["andStatement"]["statements"]
    assert size["sizeConstraintStatement"] == {
        "comparisonOperator": "GT",
        "size": 4096,
        "fieldToMatch": {"body": {"oversizeHandling": "MATCH"}},
        "textTransformations": [{"priority": 0, "type": "NONE"}],
    }
    assert excluded == {"notStatement": {"statement": beginning("/upload")}}


def test_logs_and_samples_leave_credentials_out() -> None:
    recorder = firewall(managed_rules={"common": managed(1)})
    logging = recorder.only("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")
    assert logging.inputs["redactedFields"] == [
        {"singleHeader": {"name": "authorization"}},
        {"singleHeader": {"name": "cookie"}},
    ]
    assert "loggingFilter" not in logging.inputs
    protections = recorder.only(ACL).inputs["dataProtectionConfig"]["dataProtections"]
    assert [item["field"]["fieldKeys"] for item in protections] == [["authorization"], ["cookie"]]


def test_logs_can_be_limited_to_what_rules_matched() -> None:
    recorder = firewall(managed_rules={"common": managed(1)}, log_matched_only=True)
    logging = recorder.only("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration").inputs
    assert logging["loggingFilter"]["defaultBehavior"] == "DROP"
    (kept,) = logging["loggingFilter"]["filters"]
    assert [item["actionCondition"]["action"] for item in kept["conditions"]] == ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"]


def test_the_log_group_is_kept_encrypted_and_open_to_log_delivery_of_the_account_only() -> None:
    recorder = firewall(managed_rules={"common": managed(1)})
    group = recorder.only("aws:cloudwatch/logGroup:LogGroup").inputs
    assert (group["name"], group["retentionInDays"], group["kmsKeyId"]) == ("aws-waf-logs-pay", 90, "arn:key")
    delivery = recorder.only("aws:cloudwatch/logResourcePolicy:LogResourcePolicy")
    (statement,) = json.loads(delivery.inputs["policyDocument"])["Statement"]
    assert statement["Principal"] == {"Service": "delivery.logs.amazonaws.com"}
    assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": "123456789012"}
    logging = recorder.only("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")
    assert delivery.urn in logging.depends_on
