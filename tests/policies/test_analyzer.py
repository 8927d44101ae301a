"""The pack as the engine calls it."""

import json

import pytest
from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2

from policies.analyzer import PolicyAnalyzer
from policies.catalogue import CATALOGUE
from policies.evaluation import RuleBook
from policies.properties import Properties
from policies.rule import rule
from policies.verdict import Verdict
from tests.policies.examples.model import KEY
from tests.policies.harness import (
    UNKNOWN_VALUE,
    Engine,
    Json,
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
}


def prod() -> Engine:
    return Engine(config=in_environment("prod"))


def test_a_sound_database_gives_no_report() -> None:
    assert prod().analyze(Resource(INSTANCE, "db", SOUND_DATABASE)) == []


@pytest.mark.parametrize(
    "resource_type", ["random:index/randomId:RandomId", "pulumi:pulumi:Stack", "payments:index:Database", "aws:x"]
)
def test_types_without_rules_are_passed_over(resource_type: str) -> None:
    assert prod().preview(Resource(resource_type, "x", {"multiAz": False})) == []


def test_a_message_names_resource_rule_environment_reason_remedy_and_controls() -> None:
    engine = prod()
    (report,) = engine.analyze(Resource(INSTANCE, "primary", {**SOUND_DATABASE, "multiAz": False}))
    lines = report.message.splitlines()
    assert lines[0] == 'aws:rds/instance:Instance "primary": multiAz is false.'
    assert lines[1].startswith("Rule:     rds-multi-az in prod: Database instances survive the loss of a zone.")
    assert lines[2] == "Remedy:   Set multiAz to true. In the stack file: platform:database.multiAz."
    assert lines[3] == "Controls: FSBP RDS.5 · CIS v5.0 2.2.4 · Checkov CKV_AWS_157"


def test_a_stack_without_platform_settings_is_told_no_key_of_a_stack_file() -> None:
    (report,) = Engine().analyze(Resource(INSTANCE, "primary", {**SOUND_DATABASE, "multiAz": False}))
    assert "stack file" not in report.message


def test_a_secret_value_is_judged_and_not_shown() -> None:
    engine = Engine(config=in_environment("prod"))
    database = Resource(INSTANCE, "db", {**SOUND_DATABASE, "kmsKeyId": secret("alias/aws/rds")})
    (report,) = engine.analyze(database)
    assert report.policy == "rds-storage-cmk"
    assert "alias/aws/rds" not in report.message
    assert "kmsKeyId is a secret value" in report.message


def test_an_unknown_value_does_not_keep_other_rules_from_judging() -> None:
    database = Resource(INSTANCE, "db", {**SOUND_DATABASE, "kmsKeyId": UNKNOWN_VALUE, "multiAz": False})
    assert [report.policy for report in prod().analyze(database)] == ["rds-multi-az"]


KEY_RESOURCE = Resource("aws:kms/key:Key", "key")


def test_a_key_id_not_known_yet_is_settled_by_the_key_it_comes_from() -> None:
    unknown_key = {**SOUND_DATABASE, "kmsKeyId": UNKNOWN_VALUE}
    database = Resource(INSTANCE, "db", unknown_key, depends={"kmsKeyId": [KEY_RESOURCE]})
    assert prod().preview(KEY_RESOURCE, database) == []


def test_a_key_id_not_known_yet_that_comes_from_elsewhere_is_said() -> None:
    topic = Resource("aws:ssm/parameter:Parameter", "key-id")
    unknown_key = {**SOUND_DATABASE, "kmsKeyId": UNKNOWN_VALUE}
    database = Resource(INSTANCE, "db", unknown_key, depends={"kmsKeyId": [topic], "engine": [KEY_RESOURCE]})
    (report,) = prod().preview(KEY_RESOURCE, topic, database)
    assert (report.policy, report.level, report.urn) == ("rds-storage-cmk", "advisory", database.urn)
    assert 'aws:rds/instance:Instance "db": kmsKeyId is not known yet' in report.message


def test_a_value_that_became_known_is_not_reported_as_unknown_any_more() -> None:
    engine = prod()
    engine.analyze(Resource(INSTANCE, "db", {**SOUND_DATABASE, "multiAz": UNKNOWN_VALUE}))
    known = Resource(INSTANCE, "db", SOUND_DATABASE)
    assert engine.preview(known) == []


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
    (report,) = engine.analyze(Resource(BALANCER, "lb"))
    assert report.level == "advisory"


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
    reports = Engine(config=config).analyze(Resource(INSTANCE, "db", {**SOUND_DATABASE, "multiAz": False}))
    assert reports == []
