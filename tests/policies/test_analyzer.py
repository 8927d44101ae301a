"""The pack as the engine calls it."""

import json
from collections.abc import Mapping, Sequence

import pytest
from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2

from policies.catalogue import CATALOGUE
from policies.evaluation import RuleBook
from policies.properties import Properties
from policies.rule import rule
from policies.serving.analyzer import PolicyAnalyzer
from policies.verdict import Verdict
from tests.policies.examples.model import KEY
from tests.policies.harness import (
    UNKNOWN_VALUE,
    Engine,
    Json,
    Report,
    Resource,
    call,
    in_environment,
    secret,
    struct_of,
    urn_of,
)

INSTANCE = "aws:rds/instance:Instance"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
SOUND_DATABASE: dict[str, Json] = {
    "engine": "postgres",
    "multiAz": True,
    "storageEncrypted": True,
    "kmsKeyId": KEY,
    "backupRetentionPeriod": 35,
    "deletionProtection": True,
    "deleteAutomatedBackups": False,
    "finalSnapshotIdentifier": "final",
    "iamDatabaseAuthenticationEnabled": True,
    "manageMasterUserPassword": True,
    "monitoringInterval": 60,
    "monitoringRoleArn": "arn:aws:iam::123456789012:role/monitoring",
    "performanceInsightsEnabled": True,
    "performanceInsightsKmsKeyId": KEY,
    "enabledCloudwatchLogsExports": ["postgresql"],
    "copyTagsToSnapshot": True,
}


def of(policy: str, reports: list[Report]) -> list[Report]:
    """The reports of one policy."""
    return [report for report in reports if report.policy == policy]


def prod() -> Engine:
    return Engine(config=in_environment("prod"))


def database(name: str = "db", depends: Mapping[str, Sequence[Resource]] | None = None, **changes: Json) -> Resource:
    return Resource(INSTANCE, name, {**SOUND_DATABASE, **changes}, depends or {}, protect=True)


def test_a_sound_database_gives_no_report() -> None:
    assert prod().analyze(database()) == []


@pytest.mark.parametrize(
    "resource_type", ["random:index/randomId:RandomId", "pulumi:pulumi:Stack", "payments:index:Database", "aws:x"]
)
def test_types_without_rules_are_passed_over(resource_type: str) -> None:
    assert prod().preview(Resource(resource_type, "x", {"multiAz": False})) == []


def test_a_message_names_resource_rule_environment_reason_remedy_and_controls() -> None:
    engine = prod()
    (report,) = engine.analyze(database("primary", multiAz=False))
    lines = report.message.splitlines()
    assert lines[0] == 'aws:rds/instance:Instance "primary": multiAz is false.'
    assert lines[1].startswith("Rule:     rds-multi-az in prod: Database instances survive the loss of a zone.")
    assert lines[2] == "Remedy:   Set multiAz to true. In the stack file: platform:database.multiAz."
    assert lines[3] == "Controls: FSBP RDS.5 · CIS v5.0 2.2.4 · Checkov CKV_AWS_157"


def test_a_stack_without_platform_settings_is_told_no_key_of_a_stack_file() -> None:
    (report,) = Engine().analyze(database("primary", multiAz=False))
    assert "stack file" not in report.message


def test_a_secret_value_is_judged_and_not_shown() -> None:
    engine = Engine(config=in_environment("prod"))
    (report,) = engine.analyze(database(kmsKeyId=secret("alias/aws/rds")))
    assert report.policy == "rds-storage-cmk"
    assert "alias/aws/rds" not in report.message
    assert "kmsKeyId is a secret value" in report.message


def test_an_unknown_value_does_not_keep_other_rules_from_judging() -> None:
    found = prod().analyze(database(kmsKeyId=UNKNOWN_VALUE, multiAz=False))
    assert [report.policy for report in found] == ["rds-multi-az"]


KEY_RESOURCE = Resource("aws:kms/key:Key", "key", {"policy": '{"Version": "2012-10-17", "Statement": []}'})


def test_a_key_id_not_known_yet_is_settled_by_the_key_it_comes_from() -> None:
    encrypted = database(depends={"kmsKeyId": [KEY_RESOURCE]}, kmsKeyId=UNKNOWN_VALUE)
    assert of("rds-storage-cmk", prod().preview(KEY_RESOURCE, encrypted)) == []


def test_a_key_id_not_known_yet_that_comes_from_elsewhere_is_said() -> None:
    topic = Resource("aws:ssm/parameter:Parameter", "key-id")
    encrypted = database(depends={"kmsKeyId": [topic], "engine": [KEY_RESOURCE]}, kmsKeyId=UNKNOWN_VALUE)
    (report,) = of("rds-storage-cmk", prod().preview(KEY_RESOURCE, topic, encrypted))
    assert (report.level, report.urn) == ("advisory", encrypted.urn)
    assert 'aws:rds/instance:Instance "db": kmsKeyId is not known yet' in report.message


def test_a_value_that_became_known_is_not_reported_as_unknown_any_more() -> None:
    engine = prod()
    engine.analyze(database(multiAz=UNKNOWN_VALUE))
    known = database()
    assert of("rds-multi-az", engine.preview(known)) == []


def remediated(properties: dict[str, Json]) -> list[struct_pb2.Struct]:
    engine = prod()
    request = analyzer_pb2.AnalyzeRequest(
        type=BALANCER, name="lb", urn=urn_of(BALANCER, "lb"), properties=struct_of(properties)
    )
    response = engine.analyzer.Remediate(request, engine.call)
    return [found.properties for found in response.remediations]


def test_a_safe_boolean_is_put_right_and_everything_else_stays() -> None:
    given: dict[str, Json] = {"dropInvalidHeaderFields": False, "name": UNKNOWN_VALUE, "note": secret("s")}
    (changed,) = remediated(given)
    assert changed == struct_of({**given, "dropInvalidHeaderFields": True})


@pytest.mark.parametrize("given", [True, UNKNOWN_VALUE])
def test_what_is_right_or_unknown_is_not_touched(given: Json) -> None:
    assert remediated({"dropInvalidHeaderFields": given}) == []


def test_nothing_is_put_right_when_the_level_is_chosen_to_be_advisory() -> None:
    engine = Engine(policy_config={"alb-drop-invalid-headers": {"enforcementLevel": "advisory"}})
    request = analyzer_pb2.AnalyzeRequest(type=BALANCER, name="lb", urn=urn_of(BALANCER, "lb"))
    assert not engine.analyzer.Remediate(request, engine.call).remediations
    found = engine.analyze(Resource(BALANCER, "lb"))
    assert [report.level for report in found if report.policy == "alb-drop-invalid-headers"] == ["advisory"]


@rule("rds-multi-az", applies_to=(INSTANCE,))
def _broken(instance: Properties) -> Verdict:
    raise KeyError("engine")


def test_a_rule_that_fails_blocks_instead_of_passing() -> None:
    analyzer = PolicyAnalyzer(RuleBook(CATALOGUE, (_broken,), ()))
    request = analyzer_pb2.AnalyzeRequest(type=INSTANCE, name="db", urn=urn_of(INSTANCE, "db"))
    (found,) = analyzer.Analyze(request, call()).diagnostics
    assert found.enforcementLevel == analyzer_pb2.MANDATORY
    assert "rds-multi-az failed by itself (KeyError: 'engine')" in found.message


def test_a_rule_without_a_row_is_an_error_of_the_pack() -> None:
    with pytest.raises(ValueError, match="names the policy rds-multi-az, which has no row"):
        RuleBook({}, (_broken,), ())


def test_policies_carry_severity_controls_remedy_and_parameters() -> None:
    info = {policy.name: policy for policy in Engine(config=in_environment("staging")).info.policies}
    backups = info["rds-backup-retention"]
    assert backups.severity == analyzer_pb2.POLICY_SEVERITY_HIGH
    assert list(backups.tags) == ["fsbp:RDS.11", "fsbp:RDS.50", "pci:10.3.3", "checkov:CKV_AWS_133"]
    assert (backups.framework.name, backups.framework.reference) == ("PCI DSS", "10.3.3")
    assert json_format.MessageToDict(backups.configSchema)["properties"]["minimumDays"]["default"] == 7
    assert backups.url.startswith("https://docs.aws.amazon.com/")
    assert info["db-subnets-private"].policy_type == analyzer_pb2.POLICY_TYPE_STACK
    assert info["rds-multi-az"].policy_type == analyzer_pb2.POLICY_TYPE_RESOURCE


def test_an_empty_stack_has_nothing_to_say() -> None:
    assert prod().analyze_stack() == []


def test_settings_that_hold_an_object_are_read_as_json() -> None:
    config = {"platform:system": json.dumps({"name": "x", "environment": "dev"})}
    reports = Engine(config=config).analyze(database(multiAz=False))
    assert reports == []
