"""Write-only arguments: AWS keeps what it was given, no state shows it, and only a new version sends another value."""

import pytest

from sandbox.aws.diff import changes
from sandbox.aws.write_only import held, is_write_only, without_write_only
from sandbox.schema import Index, ResourceType, open_index
from sandbox.schema.replacement import replacing_properties
from sandbox.values import Properties, Secret
from tests.sandbox.computed_requests import deploy

VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
SECRET = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:db-AbCdEf"
FIRST: Properties = {"secretId": SECRET, "secretStringWo": Secret("one"), "secretStringWoVersion": 1}


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index()


@pytest.fixture(scope="module")
def version(index: Index) -> ResourceType:
    found = index.resource(VERSION)
    assert found is not None
    return found


def test_what_says_that_there_is_a_write_only_value_is_none_itself(version: ResourceType) -> None:
    assert is_write_only(version, "secretStringWo")
    assert not is_write_only(version, "secretStringWoVersion")
    assert not is_write_only(version, "hasSecretStringWo")
    assert without_write_only(version, {**FIRST, "hasSecretStringWo": True}).keys() == {
        "secretId",
        "secretStringWoVersion",
        "hasSecretStringWo",
    }


def test_another_value_alone_is_no_change(index: Index, version: ResourceType) -> None:
    assert changes(version, index, FIRST, {**FIRST, "secretStringWo": Secret("two")}) == []


def test_an_update_sends_another_value_only_with_a_new_version(version: ResourceType) -> None:
    again: Properties = {**FIRST, "secretStringWo": Secret("two")}
    assert held(version, FIRST, None) == {"secretStringWo": Secret("one")}
    assert held(version, again, FIRST) == {"secretStringWo": Secret("one")}
    assert held(version, {**again, "secretStringWoVersion": 2}, FIRST) == {"secretStringWo": Secret("two")}


def test_a_value_that_nobody_marked_is_held_as_a_secret(version: ResourceType) -> None:
    assert held(version, {**FIRST, "secretStringWo": "one"}, None) == {"secretStringWo": Secret("one")}


def test_another_content_is_another_secret_version() -> None:
    assert {"secretId", "secretString", "secretBinary", "secretStringWoVersion"} <= replacing_properties(VERSION)


def test_the_first_version_of_a_secret_is_current_whatever_its_labels(index: Index) -> None:
    labelled: Properties = {**FIRST, "versionStages": ["PLACEHOLDER"]}
    first = deploy(index, VERSION, labelled)
    assert first.get("versionStages") == ["PLACEHOLDER", "AWSCURRENT"]
    assert deploy(index, VERSION, labelled, first).get("versionStages") == ["PLACEHOLDER"]
    assert deploy(index, VERSION, FIRST, first).get("versionStages") == ["AWSCURRENT"]
