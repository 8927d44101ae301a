"""Check: inputs against the SDK's schema, as lenient and as strict as the real provider."""

from collections.abc import Iterator
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.aws.check import Failure, check_arguments, check_configuration, check_inputs
from sandbox.schema import Index, default_index_path, installed_package, open_index
from sandbox.schema.build import build_index
from sandbox.values import UNKNOWN, Archive, Asset, Properties, ResourceReference, Secret, Value

VPC = "aws:ec2/vpc:Vpc"
DATABASE = "aws:rds/instance:Instance"
LISTENER = "aws:lb/listener:Listener"
LISTENER_RULE = "aws:lb/listenerRule:ListenerRule"
SERVICE = "aws:ecs/service:Service"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
WEB_ACL = "aws:wafv2/webAcl:WebAcl"
BUCKET = "aws:s3/bucket:Bucket"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
BUCKET_FILE = "aws:s3/bucketObjectv2:BucketObjectv2"
FUNCTION = "aws:lambda/function:Function"
POLICY = "aws:iam/policy:Policy"
ROLE = "aws:iam/role:Role"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
TYPES = (
    VPC,
    DATABASE,
    LISTENER,
    SERVICE,
    TASK,
    WEB_ACL,
    BUCKET,
    FUNCTION,
    POLICY,
    "aws:lb/targetGroup:TargetGroup",
    "aws:dynamodb/table:Table",
    "aws:cloudfront/distribution:Distribution",
)


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    package = installed_package()
    build_index(package, default_index_path(package), lambda line: None)
    opened = open_index()
    yield opened
    opened.close()


def run(index: Index, token: str, inputs: dict[str, object]) -> tuple[Properties, list[Failure]]:
    resource = index.resource(token)
    assert resource is not None
    return check_inputs(resource, cast(Properties, inputs), index)


def accepted(index: Index, token: str, inputs: dict[str, object]) -> Properties:
    result, failures = run(index, token, inputs)
    assert failures == []
    return result


def refused(index: Index, token: str, inputs: dict[str, object]) -> dict[str, str]:
    _, failures = run(index, token, inputs)
    assert failures
    return {failure.path: failure.reason for failure in failures}


def forward(**more: object) -> dict[str, object]:
    return {"loadBalancerArn": "arn:lb", "defaultActions": [{"type": "forward", **more}]}


@pytest.mark.parametrize(
    ("token", "given_inputs", "name", "expected"),
    [
        (VPC, {"enableDnsSupport": "true"}, "enableDnsSupport", True),
        (VPC, {"enableDnsSupport": "false"}, "enableDnsSupport", False),
        (VPC, {"enableDnsSupport": "1"}, "enableDnsSupport", True),
        (VPC, {"ipv4NetmaskLength": "24"}, "ipv4NetmaskLength", 24),
        (VPC, {"ipv4NetmaskLength": 24.0}, "ipv4NetmaskLength", 24),
        (VPC, {"instanceTenancy": True}, "instanceTenancy", "true"),
        (VPC, {"instanceTenancy": 80}, "instanceTenancy", "80"),
        (VPC, {"instanceTenancy": 80.0}, "instanceTenancy", "80"),
        (VPC, {"instanceTenancy": 1.5}, "instanceTenancy", "1.5"),
        (VPC, {"instanceTenancy": 1e21}, "instanceTenancy", "1" + "0" * 21),
        (VPC, {"instanceTenancy": 1e-7}, "instanceTenancy", "0.0000001"),
        (VPC, {"tags": {"Count": 3, "On": False, "Gone": None}}, "tags", {"Count": "3", "On": "false"}),
        (VPC, {"cidr_block": "10.0.0.0/16"}, "cidrBlock", "10.0.0.0/16"),
        (VPC, {"CidrBlock": "10.0.0.0/16"}, "cidrBlock", "10.0.0.0/16"),
        (SECURITY_GROUP, {"ingress": []}, "ingress", []),
    ],
)
def test_values_are_converted_as_the_provider_does(
    index: Index, token: str, given_inputs: dict[str, object], name: str, expected: object
) -> None:
    result = accepted(index, token, given_inputs)
    assert result == {name: expected}
    assert type(result[name]) is type(expected)


def test_nulls_are_absent_at_any_depth(index: Index) -> None:
    inputs = forward(redirect=None, targetGroupArn="arn:tg") | {"tags": None, "port": None}
    result = accepted(index, LISTENER, inputs)
    assert result == {
        "loadBalancerArn": "arn:lb",
        "defaultActions": [{"type": "forward", "targetGroupArn": "arn:tg"}],
    }


def test_a_null_in_a_list_is_left_out(index: Index) -> None:
    result = accepted(index, LISTENER, forward() | {"defaultActions": [None, {"type": "forward"}]})
    assert result["defaultActions"] == [{"type": "forward"}]


def test_nested_keys_may_be_written_in_snake_case(index: Index) -> None:
    result = accepted(index, LISTENER, forward(target_group_arn="arn:tg", redirect={"status_code": "HTTP_301"}))
    assert result["defaultActions"] == [
        {"type": "forward", "targetGroupArn": "arn:tg", "redirect": {"statusCode": "HTTP_301"}}
    ]


def test_a_repeatable_block_may_be_written_in_the_singular(index: Index) -> None:
    result = accepted(index, LISTENER, {"loadBalancerArn": "arn:lb", "default_action": [{"type": "forward"}]})
    assert result["defaultActions"] == [{"type": "forward"}]


def test_a_single_value_where_a_list_is_declared_is_a_list_of_one(index: Index) -> None:
    result = accepted(index, LISTENER, {"loadBalancerArn": "arn:lb", "defaultActions": {"type": "forward"}})
    assert result["defaultActions"] == [{"type": "forward"}]
    assert accepted(index, DATABASE, {"instanceClass": "db.t4g.micro", "vpcSecurityGroupIds": "sg-1"}) == {
        "instanceClass": "db.t4g.micro",
        "vpcSecurityGroupIds": ["sg-1"],
    }


def test_a_list_of_one_where_an_object_is_declared_is_that_object(index: Index) -> None:
    result = accepted(index, LISTENER, forward(redirect=[{"statusCode": "HTTP_301"}]))
    assert result["defaultActions"] == [{"type": "forward", "redirect": {"statusCode": "HTTP_301"}}]
    assert accepted(index, LISTENER, forward(redirect=[]))["defaultActions"] == [{"type": "forward"}]


def test_a_resource_where_its_id_is_meant_becomes_the_id(index: Index) -> None:
    group = ResourceReference("urn:sg", "sg-1")
    component = ResourceReference("urn:component")
    later = ResourceReference("urn:later", UNKNOWN)
    result = accepted(
        index, DATABASE, {"instanceClass": "db.t4g.micro", "vpcSecurityGroupIds": [group, component, later]}
    )
    assert result["vpcSecurityGroupIds"] == ["sg-1", "urn:component", UNKNOWN]


def test_unknown_values_are_accepted_anywhere(index: Index) -> None:
    inputs: dict[str, object] = {"loadBalancerArn": UNKNOWN, "defaultActions": [UNKNOWN], "port": UNKNOWN}
    assert accepted(index, LISTENER, inputs) == inputs
    assert accepted(index, LISTENER, inputs | {"defaultActions": UNKNOWN})["defaultActions"] is UNKNOWN


def test_secrets_stay_secret_around_the_converted_value(index: Index) -> None:
    result = accepted(
        index,
        DATABASE,
        {"instanceClass": "db.t4g.micro", "password": Secret("s3cret"), "allocatedStorage": Secret("20")},
    )
    assert result["password"] == Secret("s3cret")
    assert result["allocatedStorage"] == Secret(20)


def test_the_documents_of_policies_become_json_text(index: Index) -> None:
    document: dict[str, object] = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Sid": None}],
    }
    text = '{"Statement":[{"Action":"s3:*","Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}'
    assert accepted(index, POLICY, {"policy": document})["policy"] == text
    assert accepted(index, ROLE, {"assumeRolePolicy": document})["assumeRolePolicy"] == text
    assert accepted(index, BUCKET_POLICY, {"bucket": "b", "policy": document})["policy"] == text
    assert accepted(index, POLICY, {"policy": text})["policy"] == text


def test_a_document_is_unknown_or_secret_with_its_parts(index: Index) -> None:
    assert accepted(index, POLICY, {"policy": {"Resource": UNKNOWN}})["policy"] is UNKNOWN
    assert accepted(index, POLICY, {"policy": {"Resource": Secret("<a&b>")}})["policy"] == Secret(
        '{"Resource":"\\u003ca\\u0026b\\u003e"}'
    )


def test_an_object_for_other_text_is_refused_with_the_remedy(index: Index) -> None:
    found = refused(index, TASK, {"family": "f", "containerDefinitions": [{"name": "app"}]})
    assert "pulumi.Output.json_dumps" in found["containerDefinitions"]
    assert "a list of 1 item" in found["containerDefinitions"]


def test_code_is_an_archive_or_a_path(index: Index) -> None:
    archive = Archive(hash="1", path="./app")
    assert accepted(index, FUNCTION, {"role": "arn", "code": archive})["code"] is archive
    assert accepted(index, FUNCTION, {"role": "arn", "code": "app.zip"})["code"] == "app.zip"
    found = refused(index, FUNCTION, {"role": "arn", "code": Asset(text="x")})
    assert "pulumi.FileArchive" in found["code"]


def test_a_bucket_file_is_an_asset_or_an_archive(index: Index) -> None:
    for source in (Asset(text="x"), Archive(path="."), "x.txt"):
        assert accepted(index, BUCKET_FILE, {"bucket": "b", "source": source})["source"] == source
    assert "source" in refused(index, BUCKET_FILE, {"bucket": "b", "source": 5})


def test_what_the_engine_keeps_among_the_inputs_is_tolerated(index: Index) -> None:
    noise = {"__defaults": ["name"], "__meta": "{}", "id": "vpc-1", "urn": "urn:x"}
    assert accepted(index, VPC, {"cidrBlock": "10.0.0.0/16", **noise}) == {"cidrBlock": "10.0.0.0/16"}
    assert accepted(index, LISTENER, forward(__defaults=[]))["defaultActions"] == [{"type": "forward"}]


def test_an_unknown_property_is_refused_with_the_closest_name(index: Index) -> None:
    reason = refused(index, VPC, {"cidrBlok": "10.0.0.0/16"})["cidrBlok"]
    assert "Did you mean `cidrBlock` (`cidr_block` in Python)?" in reason
    assert "`enable_dns_support`" in reason
    assert VPC in reason


def test_an_unknown_nested_property_is_refused_with_its_path(index: Index) -> None:
    found = refused(index, LISTENER, forward(redirect={"statuscode": "HTTP_301"}))
    assert len(found) == 1
    reason = found["defaultActions[0].redirect.statuscode"]
    assert "Did you mean `statusCode` (`status_code` in Python)?" in reason
    assert "`defaultActions[0].redirect` of aws:lb/listener:Listener" in reason


def test_a_property_without_a_likeness_lists_what_is_allowed(index: Index) -> None:
    reason = refused(index, POLICY, {"policy": "{}", "zzz": 1})["zzz"]
    assert "Did you mean" not in reason
    assert "Allowed: `delay_after_policy_creation_in_ms`, `description`" in reason


def test_missing_properties_are_refused_at_any_depth(index: Index) -> None:
    found = refused(index, LISTENER, {"defaultActions": [{"targetGroupArn": "arn:tg"}]})
    assert "is missing (`load_balancer_arn` in Python): it is required and takes text" in found["loadBalancerArn"]
    assert "is missing" in found["defaultActions[0].type"]
    assert "`forward`" in found["defaultActions[0].type"]


def test_a_nested_property_that_only_the_sdk_requires_may_be_missing(index: Index) -> None:
    encryption: dict[str, object] = {"name": "c", "encryptionConfigs": [{"kmsKeyArn": "arn:aws:kms:k"}]}
    assert accepted(index, "aws:opensearch/serverlessCollection:ServerlessCollection", encryption) == encryption


def test_a_missing_property_that_was_null_is_missing(index: Index) -> None:
    assert set(refused(index, LISTENER, {"loadBalancerArn": None, "defaultActions": []})) == {"loadBalancerArn"}


def test_all_mistakes_are_reported_at_once(index: Index) -> None:
    found = refused(
        index,
        SERVICE,
        {"desiredCount": "two", "launchTyp": "FARGATE", "networkConfiguration": {"assignPublicIp": "maybe"}},
    )
    assert set(found) == {
        "desiredCount",
        "launchTyp",
        "networkConfiguration.assignPublicIp",
        "networkConfiguration.subnets",
    }


@pytest.mark.parametrize(
    ("token", "given_inputs", "path", "part"),
    [
        (VPC, {"cidrBlock": ["10.0.0.0/16"]}, "cidrBlock", "takes text (`cidr_block` in Python), but a list of 1 item"),
        (VPC, {"cidrBlock": {"a": 1}}, "cidrBlock", "an object with `a` was given"),
        (VPC, {"cidrBlock": {"id": "x"}}, "cidrBlock", "give its `.id`"),
        (VPC, {"enableDnsSupport": "True"}, "enableDnsSupport", 'write "true" in lower case'),
        (VPC, {"enableDnsSupport": "yes"}, "enableDnsSupport", 'the text "yes" was given'),
        (VPC, {"enableDnsSupport": 1}, "enableDnsSupport", "the number 1"),
        (VPC, {"ipv4NetmaskLength": "24.0"}, "ipv4NetmaskLength", "a whole number"),
        (VPC, {"ipv4NetmaskLength": 1.5}, "ipv4NetmaskLength", "give it without a fraction"),
        (VPC, {"ipv4NetmaskLength": True}, "ipv4NetmaskLength", "the boolean true"),
        (VPC, {"ipv4NetmaskLength": 2**70}, "ipv4NetmaskLength", "a whole number"),
        (VPC, {"tags": ["a"]}, "tags", "an object of texts"),
        (VPC, {"tags": {"Name": ["a"]}}, "tags.Name", "takes text"),
        (VPC, {"tags": {"my key": {}}}, 'tags["my key"]', "an object"),
        (DATABASE, {"instanceClass": "x", "vpcSecurityGroupIds": {"a": 1}}, "vpcSecurityGroupIds", "a list of texts"),
        (DATABASE, {"instanceClass": "x", "vpcSecurityGroupIds": [["a"]]}, "vpcSecurityGroupIds[0]", "takes text"),
        (LISTENER, forward() | {"defaultActions": "forward"}, "defaultActions", "a list of objects"),
        (LISTENER, forward(redirect="x"), "defaultActions[0].redirect", "an object"),
        (LISTENER, forward(redirect=[{}, {}]), "defaultActions[0].redirect", "give one object, not several"),
        (LISTENER, forward(order="first"), "defaultActions[0].order", 'the text "first"'),
        (POLICY, {"policy": 5}, "policy", "JSON text"),
        (VPC, {"cidr_block": "a", "cidrBlock": "b"}, "cidrBlock", "is given twice, as `cidr_block` and as `cidrBlock`"),
    ],
)
def test_a_wrong_type_is_refused_with_what_was_given_and_what_is_allowed(
    index: Index, token: str, given_inputs: dict[str, object], path: str, part: str
) -> None:
    found = refused(index, token, given_inputs)
    assert part in found[path]


@pytest.mark.parametrize(
    "value",
    [
        {"password": ["hunter2"]},
        {"allocatedStorage": Secret("hunter2")},
        {"tags": {"ApiToken": ["hunter2"]}},
        {"password": {"hunter2": 1}},
    ],
)
def test_a_confidential_value_is_never_shown(index: Index, value: dict[str, object]) -> None:
    found = refused(index, DATABASE, {"instanceClass": "db.t4g.micro", **value})
    assert all("hunter2" not in reason for reason in found.values())


def test_a_firewall_with_deep_rules_is_checked_to_the_bottom(index: Index) -> None:
    statement = {"rateBasedStatement": {"limit": "600", "aggregateKeyType": "IP", "scopeDownStatement": {"bogus": {}}}}
    visibility = {"cloudwatchMetricsEnabled": "true", "metricName": "m", "sampledRequestsEnabled": False}
    inputs: dict[str, object] = {
        "scope": "REGIONAL",
        "defaultAction": {"allow": {}},
        "visibilityConfig": visibility,
        "rules": [{"name": "rate", "priority": 1, "statement": statement, "visibilityConfig": visibility}],
    }
    found = refused(index, WEB_ACL, inputs)
    assert set(found) == {"rules[0].statement.rateBasedStatement.scopeDownStatement.bogus"}
    del statement["rateBasedStatement"]["scopeDownStatement"]
    result = accepted(index, WEB_ACL, inputs)
    rules = cast(list[dict[str, dict[str, dict[str, Value]]]], result["rules"])
    assert rules[0]["statement"]["rateBasedStatement"]["limit"] == 600
    assert result["defaultAction"] == {"allow": {}}


def test_the_arguments_of_functions_are_checked_too(index: Index) -> None:
    function = index.function("aws:ec2/getAmi:getAmi")
    assert function is not None
    result, failures = check_arguments(
        function, {"mostRecent": "true", "owners": "amazon", "filters": [{"name": "n", "values": ["v"]}]}, index
    )
    assert failures == []
    assert result == {"mostRecent": True, "owners": ["amazon"], "filters": [{"name": "n", "values": ["v"]}]}
    _, failures = check_arguments(function, {"mostrecent": True, "filters": [{"name": "n"}]}, index)
    assert [failure.path for failure in failures] == ["mostrecent", "filters[0].values"]


def test_the_settings_of_the_provider_are_checked_as_they_travel(index: Index) -> None:
    good: Properties = {
        "region": "eu-central-1",
        "version": "7.51.1",
        "allowedAccountIds": '["123456789012"]',
        "defaultTags": '{"tags":{"Owner":"me"}}',
        "skipRegionValidation": "true",
        "secretKey": Secret("x"),
        "assumeRoles": UNKNOWN,
    }
    assert check_configuration(good, index) == []
    failures = check_configuration(
        {"regoin": "x", "defaultTags": '{"tag":{}}', "maxRetries": "many", "allowedAccountIds": '{"a":1}'}, index
    )
    assert sorted(failure.path for failure in failures) == [
        "allowedAccountIds",
        "defaultTags.tag",
        "maxRetries",
        "regoin",
    ]
    assert "Did you mean `region`?" in failures[0].reason


VALUES: st.SearchStrategy[Value] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(["true", "80", "1.5", "forward"]),
        st.just(UNKNOWN),
        st.just(Asset(text="x")),
        st.just(Archive(path=".")),
        st.sampled_from(
            [ResourceReference("urn:a", "id-1"), ResourceReference("urn:b"), ResourceReference("c", UNKNOWN)]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["type", "name", "status_code", "values", "x", "id"]), inner, max_size=3),
        inner.map(Secret),
    ),
    max_leaves=8,
)


@settings(max_examples=150)
@given(data=st.data())
def test_anything_is_answered_and_an_accepted_answer_is_accepted_unchanged(index: Index, data: st.DataObject) -> None:
    resource = index.resource(data.draw(st.sampled_from(TYPES)))
    assert resource is not None
    names = st.one_of(st.sampled_from(sorted(resource.inputs)), st.text(max_size=5))
    inputs = data.draw(st.dictionaries(names, VALUES, max_size=6))
    result, failures = check_inputs(resource, inputs, index)
    again, repeated = check_inputs(resource, result, index)
    assert again == result
    assert failures or not repeated
    assert set(result) <= set(resource.inputs)
