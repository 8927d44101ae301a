"""What holds for every resource of the program."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import components
from tests.components.fivestar import recorded, urn_suffixes
from tests.components.recorder import Recorder, Registration
from tests.settings.stack_files import ROOT, config

STATEFUL = {
    "aws:backup/vault:Vault",
    "aws:dynamodb/table:Table",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:kms/key:Key",
    "aws:rds/instance:Instance",
    "aws:secretsmanager/secret:Secret",
}
GOLDEN = Path(__file__).parent / "golden" / "dev.txt"


def test_logical_names_and_parents_of_dev_stay_what_they_are(dev: Recorder) -> None:
    """A changed line is a replacement on every deployed stack; give the component an alias when that isn't meant."""
    assert sorted(urn_suffixes(dev)) == GOLDEN.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_every_child_is_named_after_its_parent(environment: str, request: pytest.FixtureRequest) -> None:
    recorder: Recorder = request.getfixturevalue(environment)
    by_urn = {registration.urn: registration for registration in recorder.registrations}
    children = [item for item in recorder.registrations if item.parent in by_urn]
    assert children
    strays = [item.name for item in children if not item.name.startswith(f"{by_urn[item.parent].name}-")]
    assert strays == []


def test_only_components_stand_at_the_top(dev: Recorder) -> None:
    by_urn = {registration.urn for registration in dev.registrations}
    top = {item.type for item in dev.registrations if item.parent not in by_urn}
    assert all(type_token.startswith("payments:index:") for type_token in top), top


def test_every_aws_resource_uses_the_provider_of_its_account(prod: Recorder) -> None:
    resources = [item for item in prod.registrations if item.type.startswith("aws:")]
    assert resources
    assert [item.name for item in resources if "accounts-workload" not in item.provider] == []


def test_the_provider_is_bound_to_account_role_and_tags(prod: Recorder) -> None:
    inputs = prod.only("pulumi:providers:aws").inputs
    assert inputs["region"] == "ap-south-1"
    assert inputs["allowedAccountIds"] == '["123456789014"]'
    assert '"arn:aws:iam::123456789014:role/DeploymentRole"' in inputs["assumeRoles"]
    for key, value in {
        "Environment": "prod",
        "Project": "FivestarPaymentsEngine",
        "Owner": "1CloudHub",
        "ManagedBy": "Pulumi",
    }.items():
        assert f'"{key}": "{value}"' in inputs["defaultTags"]


def test_only_the_load_balancer_admits_the_internet(prod: Recorder) -> None:
    rules = prod.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    open_rules = [rule for rule in rules if "cidrIpv4" in rule.inputs or "cidrIpv6" in rule.inputs]
    keys = ("securityGroupId", "fromPort", "toPort")
    found = {tuple(rule.inputs[key] for key in keys) for rule in open_rules}
    assert found == {("groups-alb-id", 443, 443), ("groups-alb-id", 80, 80)}


def test_no_security_group_has_rules_of_its_own(prod: Recorder) -> None:
    kinds = ("securityGroup:SecurityGroup", "defaultSecurityGroup:DefaultSecurityGroup")
    groups = [group for kind in kinds for group in prod.all(f"aws:ec2/{kind}")]
    assert len(groups) >= 5
    assert [group.name for group in groups if "ingress" in group.inputs or "egress" in group.inputs] == []


def test_every_log_group_is_encrypted_and_forgets(prod: Recorder) -> None:
    groups = prod.all("aws:cloudwatch/logGroup:LogGroup")
    assert len(groups) >= 6
    of_the_trail = [group for group in groups if group.name == "governance-trail-events"]
    assert [group.inputs["retentionInDays"] for group in of_the_trail] == [365]
    others = [group for group in groups if group not in of_the_trail]
    assert {group.inputs["kmsKeyId"] for group in groups} == {"arn:aws:mock:ap-south-1:123456789012:keys-logs"}
    assert {(group.inputs["retentionInDays"], group.inputs["kmsKeyId"]) for group in others} == {
        (90, "arn:aws:mock:ap-south-1:123456789012:keys-logs")
    }


def test_every_role_trusts_one_service_acting_for_this_account(prod: Recorder) -> None:
    roles = [role for role in prod.all("aws:iam/role:Role") if '"Service"' in role.inputs["assumeRolePolicy"]]
    assert len(roles) >= 6
    for role in roles:
        if '"backup.amazonaws.com"' in role.inputs["assumeRolePolicy"]:
            continue  # AWS Backup doesn't say for which account it acts
        assert '"aws:SourceAccount": "123456789014"' in role.inputs["assumeRolePolicy"], role.name


def test_no_policy_allows_everything(prod: Recorder) -> None:
    policies = prod.all("aws:iam/rolePolicy:RolePolicy")
    assert len(policies) >= 3
    for policy in policies:
        assert '"Resource": "*"' not in policy.inputs["policy"], policy.name
        assert '"*"' not in policy.inputs["policy"], policy.name


def _stateful(recorder: Recorder) -> list[Registration]:
    return [item for item in recorder.registrations if item.type in STATEFUL]


LIVE = {"aws:ecs/cluster:Cluster", "aws:ecs/service:Service", "aws:lb/loadBalancer:LoadBalancer"}
"""What answers requests and is replaced by another name."""


def test_what_answers_requests_is_protected_in_prod(prod: Recorder) -> None:
    live = [item for item in prod.registrations if item.type in LIVE]
    assert {item.type for item in live} == LIVE
    assert [item.name for item in live if not item.protect] == []


def test_stateful_resources_are_protected_in_prod_only(dev: Recorder, prod: Recorder) -> None:
    assert {item.type for item in _stateful(prod)} == STATEFUL
    assert [item.name for item in _stateful(prod) if not item.protect] == []
    assert [item.name for item in dev.registrations if item.protect] == []


def test_the_program_needs_no_value_that_only_a_deployment_knows() -> None:
    preview = recorded("dev", preview=True)
    assert preview.all("aws:ecs/service:Service")
    assert preview.all("aws:rds/instance:Instance")


def test_a_section_that_is_absent_builds_nothing() -> None:
    kept = ("aws:region", "platform:system", "platform:account", "platform:network")
    configuration = {key: value for key, value in config("dev").items() if key in kept}
    types = {item.type for item in recorded("dev", configuration).registrations}
    assert "awsx:ec2:Vpc" in types
    assert not {item for item in types if item.startswith(("aws:ecs", "aws:rds", "aws:lb", "aws:acm"))}


def test_components_know_neither_settings_nor_config_nor_environment() -> None:
    for file in sorted((ROOT / "components").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not {name for name in imported if name.split(".")[0] in ("settings", "assembly", "os", "boto3")}, file
        assert "Config(" not in file.read_text(encoding="utf-8"), file


def test_settings_know_no_component() -> None:
    for file in sorted((ROOT / "settings").glob("*.py")):
        text = file.read_text(encoding="utf-8")
        assert "components" not in text.replace("pulumi.ComponentResource", ""), file
        assert "pulumi_aws" not in text, file


def test_every_component_can_be_published_as_a_package() -> None:
    from pulumi.provider.experimental.analyzer import Analyzer

    classes = [getattr(components, name) for name in components.__all__]
    definitions = Analyzer("payments").analyze(classes)["component_definitions"]
    assert set(definitions) == set(components.__all__)
    for name, definition in definitions.items():
        undocumented = [key for key, output in definition.outputs.items() if not output.description]
        assert undocumented == [], name
