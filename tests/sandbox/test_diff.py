"""What changes between two sets of inputs."""

import pytest

from sandbox.aws.diff import Kind, changes
from sandbox.schema import Index, open_index
from sandbox.values import Archive, Properties, Secret


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index()


def found(index: Index, token: str, old: Properties, new: Properties) -> dict[str, tuple[Kind, bool]]:
    resource = index.resource(token)
    assert resource is not None
    return {change.path: (change.kind, change.replaces) for change in changes(resource, index, old, new)}


def test_the_deepest_path_that_differs_is_named(index: Index) -> None:
    old: Properties = {"rules": [{"name": "a", "priority": 1}, {"name": "b", "priority": 2}]}
    new: Properties = {"rules": [{"name": "a", "priority": 1}, {"name": "b", "priority": 3}]}
    assert found(index, "aws:wafv2/webAcl:WebAcl", old, new) == {"rules[1].priority": (Kind.UPDATE, False)}


def test_a_property_whose_documentation_says_so_replaces(index: Index) -> None:
    old: Properties = {"attributes": [{"name": "a", "type": "S"}], "hashKey": "a"}
    new: Properties = {"attributes": [{"name": "b", "type": "S"}], "hashKey": "b"}
    assert found(index, "aws:dynamodb/table:Table", old, new)["hashKey"] == (Kind.UPDATE, True)


def test_a_tag_added_is_one_change(index: Index) -> None:
    assert found(index, "aws:ec2/vpc:Vpc", {"tags": {"A": "1"}}, {"tags": {"A": "1", "B c": "2"}}) == {
        'tags["B c"]': (Kind.ADD, False)
    }


def test_a_value_that_aws_chooses_itself_may_leave_the_program(index: Index) -> None:
    assert found(index, "aws:ec2/subnet:Subnet", {"availabilityZone": "ap-south-1a"}, {}) == {}


def test_an_archive_with_the_same_hash_is_the_same(index: Index) -> None:
    old: Properties = {"code": Archive("h1")}
    new: Properties = {"code": Archive("h1", path="./app")}
    assert found(index, "aws:lambda/function:Function", old, new) == {}
    assert found(index, "aws:lambda/function:Function", old, {"code": Archive("h2")}) == {"code": (Kind.UPDATE, False)}


def test_secrets_differ_by_content_only(index: Index) -> None:
    assert found(index, "aws:rds/instance:Instance", {"password": "a"}, {"password": Secret("a")}) == {}
    assert found(index, "aws:rds/instance:Instance", {"password": "a"}, {"password": Secret("b")}) == {
        "password": (Kind.UPDATE, False)
    }


def test_moving_to_another_region_replaces(index: Index) -> None:
    old: Properties = {"region": "ap-south-1"}
    assert found(index, "aws:sqs/queue:Queue", old, {"region": "us-east-1"}) == {"region": (Kind.UPDATE, True)}


def test_a_write_only_value_is_sent_when_its_version_changes(index: Index) -> None:
    token = "aws:elasticache/replicationGroup:ReplicationGroup"
    old: Properties = {"authTokenWo": Secret("a"), "authTokenWoVersion": 1}
    assert found(index, token, old, {"authTokenWo": Secret("b"), "authTokenWoVersion": 1}) == {}
    assert found(index, token, old, {"authTokenWo": Secret("b"), "authTokenWoVersion": 2}) == {
        "authTokenWoVersion": (Kind.UPDATE, False)
    }
