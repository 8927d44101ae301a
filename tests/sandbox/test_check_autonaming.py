"""The names that the provider makes up, and those that the program fixes."""

from collections.abc import Iterator

import pytest

from sandbox.aws.check.autonaming import NameTooLongError, autoname, deletes_before_replacing, fixed_name_property
from sandbox.aws.check.defaults import described_properties, provider_defaults, with_nested_defaults
from sandbox.aws.check.naming import DELETED_FIRST, known_rules, naming_rule
from sandbox.schema import Index, ResourceType, default_index_path, installed_package, open_index
from sandbox.schema.build import build_index
from sandbox.values import UNKNOWN, Properties, Secret


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    package = installed_package()
    build_index(package, default_index_path(package), lambda line: None)
    opened = open_index()
    yield opened
    opened.close()


def digits(length: int) -> str:
    return "0123456789abcdef0123456789abcdef"[:length]


def other_digits(length: int) -> str:
    return "f" * length


def resource(index: Index, token: str) -> ResourceType:
    found = index.resource(token)
    assert found is not None
    return found


def named(index: Index, token: str, inputs: Properties, logical_name: str = "Pay") -> Properties:
    return autoname(resource(index, token), inputs, logical_name, digits)


@pytest.mark.parametrize(
    ("token", "inputs", "name", "expected"),
    [
        ("aws:ecs/cluster:Cluster", {}, "name", "Pay-0123456"),
        ("aws:s3/bucket:Bucket", {}, "bucket", "pay-0123456"),
        ("aws:rds/instance:Instance", {}, "identifier", "Pay0123456"),
        ("aws:rds/instance:Instance", {"engine": "sqlserver-ex"}, "identifier", "Pay012"),
        ("aws:elasticache/replicationGroup:ReplicationGroup", {}, "replicationGroupId", "pay-0123456"),
        ("aws:lambda/function:Function", {}, "name", "Pay-0123456"),
        ("aws:lambda/permission:Permission", {}, "statementId", "Pay-0123456"),
        ("aws:ec2/keyPair:KeyPair", {}, "keyName", "Pay-0123456"),
        ("aws:kms/alias:Alias", {}, "name", "alias/Pay-0123456"),
        ("aws:sqs/queue:Queue", {}, "name", "Pay-0123456"),
        ("aws:sqs/queue:Queue", {"fifoQueue": True}, "name", "Pay-0123456.fifo"),
        ("aws:sns/topic:Topic", {"fifoTopic": True}, "name", "Pay-0123456.fifo"),
        ("aws:athena/database:Database", {}, "name", "Pay_0123456"),
        ("aws:s3/bucketObjectv2:BucketObjectv2", {"bucket": "b"}, "key", "Pay"),
        ("aws:glue/catalogDatabase:CatalogDatabase", {}, "name", "pay_bjrzhpxf"),
    ],
)
def test_a_name_that_is_not_given_is_made_up(
    index: Index, token: str, inputs: Properties, name: str, expected: str
) -> None:
    assert named(index, token, inputs) == {**inputs, name: expected, "__defaults": [name]}


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        ("aws:ecs/cluster:Cluster", {"name": "mine"}),
        ("aws:ecs/cluster:Cluster", {"name": UNKNOWN}),
        ("aws:iam/role:Role", {"namePrefix": "mine-"}),
        ("aws:s3/bucket:Bucket", {"bucketPrefix": "mine-"}),
        ("aws:route53/record:Record", {"zoneId": "Z", "type": "A"}),
        ("aws:rds/cluster:Cluster", {"engine": "aurora-postgresql"}),
        ("aws:ec2/vpc:Vpc", {}),
    ],
)
def test_a_given_name_or_prefix_and_a_type_without_names_are_left_alone(
    index: Index, token: str, inputs: Properties
) -> None:
    assert named(index, token, inputs) == inputs


def test_a_made_up_name_is_kept_by_later_updates(index: Index) -> None:
    cluster = resource(index, "aws:ecs/cluster:Cluster")
    first = autoname(cluster, {}, "Pay", digits)
    assert autoname(cluster, {}, "Pay", other_digits, first) == first


def test_a_made_up_name_is_kept_where_only_its_form_tells_that_it_was_made_up(index: Index) -> None:
    alias = resource(index, "aws:kms/alias:Alias")
    previous: Properties = {"name": "alias/Pay-0123456", "__defaults": []}
    assert autoname(alias, {}, "Pay", other_digits, previous)["name"] == "alias/Pay-0123456"


def test_a_name_that_the_program_gave_before_is_not_kept(index: Index) -> None:
    cluster = resource(index, "aws:ecs/cluster:Cluster")
    assert autoname(cluster, {}, "Pay", digits, {"name": "mine", "__defaults": []})["name"] == "Pay-0123456"


def test_a_queue_that_becomes_fifo_gets_a_new_name(index: Index) -> None:
    queue = resource(index, "aws:sqs/queue:Queue")
    first = autoname(queue, {}, "Pay", digits)
    second = autoname(queue, {"fifoQueue": Secret(True)}, "Pay", other_digits, first)
    assert second["name"] == "Pay-fffffff.fifo"


def test_a_name_that_would_be_too_long_is_refused_with_the_figures(index: Index) -> None:
    with pytest.raises(NameTooLongError, match=r"would have 65 characters, where 64 are allowed") as raised:
        named(index, "aws:iam/role:Role", {}, "r" * 57)
    assert raised.value.failure.path == "name"
    assert named(index, "aws:iam/role:Role", {}, "r" * 56)["name"] == "r" * 56 + "-0123456"


def test_the_inline_policies_of_a_role_are_named_and_keep_their_names(index: Index) -> None:
    role = resource(index, "aws:iam/role:Role")
    inputs: Properties = {"inlinePolicies": [{"policy": "{}"}, {"name": "own", "policy": "{}"}, {}]}
    first = autoname(role, inputs, "Pay", digits)
    assert first["inlinePolicies"] == [{"policy": "{}", "name": "Pay-0123456"}, {"name": "own", "policy": "{}"}, {}]
    assert autoname(role, inputs, "Pay", other_digits, first) == first


def test_a_fixed_name_is_told_from_a_made_up_one(index: Index) -> None:
    group = resource(index, "aws:lb/targetGroup:TargetGroup")
    made_up = autoname(group, {}, "Pay", digits)
    assert fixed_name_property(group, made_up) is None
    assert fixed_name_property(group, {"name": "mine", "__defaults": []}) == "name"
    assert fixed_name_property(group, {"namePrefix": "mine", "__defaults": []}) is None
    database = resource(index, "aws:rds/instance:Instance")
    assert fixed_name_property(database, {"identifier": "mine", "__defaults": ["port"]}) == "identifier"
    athena = resource(index, "aws:athena/database:Database")
    assert fixed_name_property(athena, {"name": "mine", "__defaults": []}) is None


def test_some_types_are_always_deleted_before_they_are_replaced(index: Index) -> None:
    attachment = resource(index, "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    assert deletes_before_replacing(attachment, {"__defaults": []})
    assert not deletes_before_replacing(resource(index, "aws:ec2/vpc:Vpc"), {"__defaults": []})


def test_every_rule_is_of_a_real_type_and_property(index: Index) -> None:
    for token in known_rules():
        assert naming_rule(resource(index, token)) is not None, token
    for token in DELETED_FIRST:
        assert index.resource(token) is not None, token


def test_the_provider_describes_what_the_program_does_not(index: Index) -> None:
    group = resource(index, "aws:ec2/securityGroup:SecurityGroup")
    assert provider_defaults(group, {}) == {"description": "Managed by Pulumi"}
    assert provider_defaults(group, {"description": "mine"}) == {}
    for token, name in described_properties().items():
        assert name in resource(index, token).inputs, token


def test_a_database_parameter_is_applied_immediately_unless_it_says_otherwise(index: Index) -> None:
    group = resource(index, "aws:rds/parameterGroup:ParameterGroup")
    own: Properties = {"name": "b", "value": "2", "applyMethod": "pending-reboot"}
    result = with_nested_defaults(group, {"parameters": [{"name": "a", "value": "1"}, own, UNKNOWN]})
    assert result["parameters"] == [{"applyMethod": "immediate", "name": "a", "value": "1"}, own, UNKNOWN]
