"""`awsx:ecr:Repository`, `awsx:ec2:DefaultVpc`, and what the sandbox doesn't build."""

import json
import signal
import subprocess
import sys

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2

from sandbox.awsx.ecr.lifecycle_policy import render
from sandbox.awsx.input_error import InputError
from sandbox.awsx.provider import INSTEAD
from sandbox.values import UNKNOWN, Properties, Value
from sandbox.wire import encode
from tests.sandbox.awsx.recording import ROOT, Plugin, RefusedError

REPOSITORY = "awsx:ecr:Repository"

DEFAULT_POLICY = {
    "rules": [
        {
            "rulePriority": 1,
            "description": "remove untagged images",
            "selection": {"tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 1},
            "action": {"type": "expire"},
        }
    ]
}


def test_a_repository_has_a_policy_that_removes_untagged_images(plugin: Plugin) -> None:
    built = plugin.construct(REPOSITORY, "Shop", {"forceDelete": True, "tags": {"a": "b"}, "region": "eu-west-1"})
    assert [(one.token, one.name) for one in built.children] == [("Repository", "shop"), ("LifecyclePolicy", "shop")]
    assert built.of("Repository")["shop"].inputs == {"forceDelete": True, "tags": {"a": "b"}, "region": "eu-west-1"}
    policy = built.of("LifecyclePolicy")["shop"].inputs
    assert (policy["repository"], policy["region"]) == ("shop", "eu-west-1")
    assert json.loads(str(policy["policy"])) == DEFAULT_POLICY
    assert built.outputs["url"] == "registry/shop"
    assert set(built.outputs) == {"url", "repository", "lifecyclePolicy"}
    assert set(built.component_outputs) == {"repository", "lifecyclePolicy"}


def test_a_repository_without_a_region_gives_its_policy_none(plugin: Plugin) -> None:
    built = plugin.construct(REPOSITORY, "shop", {"lifecyclePolicy": {}})
    assert set(built.of("LifecyclePolicy")["shop"].inputs) == {"repository", "policy"}


def test_the_policy_of_a_repository_can_be_left_out(plugin: Plugin) -> None:
    built = plugin.construct(REPOSITORY, "shop", {"lifecyclePolicy": {"skip": True}})
    assert [one.token for one in built.children] == ["Repository"]
    assert set(built.outputs) == {"url", "repository"}


def test_a_rule_that_is_not_known_yet_makes_the_policy_unknown(plugin: Plugin) -> None:
    rules: list[Value] = [{"tagStatus": "untagged", "maximumAgeLimit": UNKNOWN}]
    built = plugin.construct(REPOSITORY, "shop", {"lifecyclePolicy": {"rules": rules}})
    assert built.of("LifecyclePolicy")["shop"].inputs["policy"] is UNKNOWN


def test_rules_become_the_document_of_ecr_with_the_general_rule_last() -> None:
    document = json.loads(
        render(
            [
                {"tagStatus": "any", "maximumNumberOfImages": 50.0},
                {"tagStatus": "tagged", "tagPrefixList": ["v"], "maximumAgeLimit": 30.0, "description": "old"},
            ]
        )
    )
    assert document == {
        "rules": [
            {
                "rulePriority": 1,
                "description": "old",
                "selection": {
                    "tagStatus": "tagged",
                    "tagPrefixList": ["v"],
                    "countType": "sinceImagePushed",
                    "countNumber": 30,
                    "countUnit": "days",
                },
                "action": {"type": "expire"},
            },
            {
                "rulePriority": 2,
                "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 50},
                "action": {"type": "expire"},
            },
        ]
    }


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ([{"tagStatus": "any", "maximumNumberOfImages": 1}] * 2, "several rules with tagStatus 'any'"),
        ([{"tagStatus": "untagged"}], "lifecyclePolicy.rules[0] sets no limit"),
        ([{"tagStatus": "tagged", "maximumAgeLimit": 1}], "lifecyclePolicy.rules[0].tagPrefixList is empty"),
        ([{"tagStatus": "all", "maximumAgeLimit": 1}], "lifecyclePolicy.rules[0].tagStatus is 'all'"),
    ],
)
def test_rules_that_ecr_would_refuse_are_refused(rules: list[dict[str, object]], sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        render(rules)
    assert sentence in refused.value.message


def test_wrong_rules_reach_the_user_as_one_sentence(plugin: Plugin) -> None:
    policy: Properties = {"rules": [{"tagStatus": "untagged"}]}
    with pytest.raises(RefusedError) as refused:
        plugin.construct(REPOSITORY, "shop", {"lifecyclePolicy": policy})
    assert refused.value.code is grpc.StatusCode.INVALID_ARGUMENT
    assert refused.value.sentence.startswith("lifecyclePolicy.rules[0] sets no limit")


def test_the_default_vpc_is_looked_up_with_its_subnets(plugin: Plugin) -> None:
    built = plugin.construct("awsx:ec2:DefaultVpc", "default", {})
    assert built.children == []
    assert built.outputs == {
        "vpcId": "vpc-default",
        "publicSubnetIds": ["subnet-open"],
        "privateSubnetIds": ["subnet-closed"],
    }
    assert ("aws:ec2/getVpc:getVpc", {"default": True}) in built.invoked


@pytest.mark.parametrize("component", INSTEAD)
def test_a_component_that_is_not_built_says_what_to_use(plugin: Plugin, component: str) -> None:
    with pytest.raises(RefusedError) as refused:
        plugin.construct(component, "x", {})
    assert refused.value.sentence.startswith(f"{component} is not built in the sandbox: ")
    assert "Built are awsx:ec2:Vpc" in refused.value.sentence
    assert ("Docker" in refused.value.sentence) is component.startswith("awsx:ecr:")


def test_an_unknown_component_is_refused(plugin: Plugin) -> None:
    with pytest.raises(RefusedError, match="awsx:ec2:Network is not a component of awsx"):
        plugin.construct("awsx:ec2:Network", "x", {})


def test_the_function_for_the_default_vpc_points_to_the_component(plugin: Plugin) -> None:
    with pytest.raises(grpc.RpcError) as refused:
        plugin.stub.Invoke(provider_pb2.InvokeRequest(tok="awsx:ec2:getDefaultVpc", args=encode({})))
    assert "awsx.ec2.DefaultVpc" in str(refused.value)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_plugin_stops_without_a_word(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "sandbox.awsx", "127.0.0.1:1"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip().isdecimal()
        process.send_signal(number)
        rest, errors = process.communicate(timeout=20)
    assert (process.returncode, rest, errors) == (0, "", "")


def test_the_plugin_ends_with_the_engine() -> None:
    command = [sys.executable, "-m", "sandbox.awsx", "127.0.0.1:1"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        process.stdin.close()
        assert process.wait(timeout=20) == 0


def test_the_plugin_started_without_an_engine_says_how_to_start_it() -> None:
    command = [sys.executable, "-m", "sandbox.awsx"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "usage: python -m sandbox.awsx ENGINE_ADDRESS\n")
