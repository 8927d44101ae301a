"""Names, certificates and rules that Fivestar doesn't use, on the real engine."""

from pathlib import Path

import pytest
import yaml

from settings import parse_settings
from settings.waf_capacity import units
from tests.engine.deployments import copy_of_project
from tests.engine.sandbox_project import JsonObject, SandboxProject
from tests.settings.stack_files import changed, stack_file

FIREWALL: dict[str, object] = {
    "managedRules": {
        "common": {
            "priority": 50,
            "group": "AWSManagedRulesCommonRuleSet",
            "overrides": {"SizeRestrictions_BODY": "count"},
            "excludedPaths": ["/upload"],
        },
        "anonymous": {"priority": 60, "group": "AWSManagedRulesAnonymousIpList", "mode": "count"},
    },
    "rateLimits": {
        "everyone": {"priority": 10, "limit": 2000},
        "login": {
            "priority": 11,
            "limit": 600,
            "windowSeconds": 60,
            "key": "forwardedIp",
            "paths": ["/api/login", "/api/token"],
            "excludedPaths": ["/api/token/keys"],
        },
    },
    "addresses": {
        "office": {"priority": 1, "mode": "allow", "blocks": ["203.0.113.0/24"]},
        "known-bad": {"priority": 2, "mode": "block", "blocks": ["198.51.100.7/32"]},
    },
    "countries": {"home": {"priority": 3, "admit": ["IN"], "mode": "count"}},
    "bodySize": {"priority": 4, "excludedPaths": ["/upload"]},
    "logs": {"group": "aws-waf-logs-dev-variants", "keep": "matched"},
}
CHANGES: dict[str, object] = {
    "config/platform:edge/hostedZone": {"name": "fivestar.example.com"},
    "config/platform:edge/records": {
        "status": {"domain": "status.fivestar.example.com", "healthCheck": {"path": "/health"}},
        "docs": {"domain": "docs.fivestar.example.com", "cname": "docs.example.org"},
    },
    "config/platform:edge/loadBalancer/certificate/alternativeNames": ["api.fivestar.example.com"],
    "config/platform:edge/loadBalancer/moreCertificates": {"shop": {"domain": "*.shop.fivestar.example.com"}},
    "config/platform:edge/webFirewall": FIREWALL,
    "config/platform:buckets/data": {
        "objectLock": {"mode": "governance", "days": 30},
        "transitions": [{"days": 30, "storageClass": "STANDARD_IA"}],
        "accessLogs": {"bucket": "records", "prefix": "data"},
    },
    "config/platform:buckets/records": {"encryption": "s3Managed"},
}


OTHER_SECTIONS = tuple(
    f"platform:{section}"
    for section in ("services", "jobs", "cluster", "database", "parameters", "offHours", "observability")
)
"""Sections that need services or a database."""


def _of(resources: list[JsonObject], type: str) -> list[JsonObject]:
    outputs = (resource["outputs"] for resource in resources if resource["type"] == type)
    return [found for found in outputs if isinstance(found, dict)]


@pytest.mark.engine
def test_every_kind_of_name_rule_and_bucket_deploys_and_stays_as_it_is(tmp_path: Path) -> None:
    content = changed(stack_file("dev"), CHANGES)
    for key in OTHER_SECTIONS:
        del content["config"][key]
    folder = copy_of_project(tmp_path / "variants")
    (folder / "Pulumi.dev.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    project = SandboxProject(folder, "dev")
    up = project.run("up", "--yes", "--skip-preview", "--policy-pack", "policies")
    assert up.code == 0, up.output
    again = project.run("preview", "--expect-no-changes")
    assert again.code == 0, again.output

    resources = project.resources()
    names = {(str(record["name"]), str(record["type"])) for record in _of(resources, "aws:route53/record:Record")}
    assert {name for name, kind in names if kind == "A"} == {
        "payments.dev.fivestar.example.com",
        "api.fivestar.example.com",
        "*.shop.fivestar.example.com",
        "status.fivestar.example.com",
    }
    validated = {name.split(".", 1)[1].rstrip(".") for name, kind in names if kind == "CNAME" and name.startswith("_")}
    assert validated == {
        "payments.dev.fivestar.example.com",
        "api.fivestar.example.com",
        "shop.fivestar.example.com",
    }
    assert len(_of(resources, "aws:acm/certificateValidation:CertificateValidation")) == 2

    settings = parse_settings(content["config"], stack="dev")
    assert settings.edge is not None
    assert settings.edge.web_firewall is not None
    (acl,) = _of(resources, "aws:wafv2/webAcl:WebAcl")
    assert acl["capacity"] == units(settings.edge.web_firewall)
