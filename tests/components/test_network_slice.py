"""Endpoints, NAT, images, keys, off hours and clean-up, with arguments that Fivestar uses and ones that it doesn't."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.clean_up import CleanUp, CleanUpArgs
from components.encryption_keys import EncryptionKeys, EncryptionKeysArgs
from components.endpoint_policy import endpoint_policy
from components.image_repository import ImageRepository, ImageRepositoryArgs
from components.key_policy import DATA_CLASSES, key_policy
from components.network import Network, NetworkArgs
from components.off_hours import OffHours, OffHoursArgs
from components.scheduled_calls import ScheduledCalls
from components.vpc_endpoints import VpcEndpoints, VpcEndpointsArgs
from tests.components.recorder import Recorder, record

ACCOUNT, REGION = "123456789012", "ap-south-1"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
SCHEDULE = "aws:scheduler/schedule:Schedule"

NETWORK: NetworkArgs = {
    "cidr": "10.0.0.0/24",
    "zones": ["ap-south-1a", "ap-south-1b"],
    "public_blocks": ["10.0.0.0/27", "10.0.0.32/27"],
    "app_blocks": ["10.0.0.64/27", "10.0.0.96/27"],
    "database_blocks": ["10.0.0.128/27", "10.0.0.160/27"],
    "nat_gateways": "regional",
    "account_id": ACCOUNT,
}
ENDPOINTS: VpcEndpointsArgs = {
    "vpc_id": "vpc-1",
    "region": REGION,
    "account_id": ACCOUNT,
    "zone_count": 2,
    "app_subnet_ids": ["app-1", "app-2"],
    "database_subnet_ids": ["db-1", "db-2"],
}
IMAGES: ImageRepositoryArgs = {
    "repository_name": "fivestar-internal-pe",
    "key_arn": "arn:aws:kms:ap-south-1:123456789012:key/1",
    "region": REGION,
    "keep": 30,
    "untagged_days": 7,
    "protect": True,
}
HOURS: OffHoursArgs = {
    "account_id": ACCOUNT,
    "region": REGION,
    "time_zone": "Asia/Kolkata",
    "days": ["mon", "fri"],
    "start": "08:00",
    "stop": "20:00",
    "database_minutes": 20,
    "services": {"api": {"cluster_name": "pay", "service_name": "api-service", "tasks": 3}},
}
CLEANING: CleanUpArgs = {
    "account_id": ACCOUNT,
    "region": REGION,
    "time_zone": "UTC",
    "day": "sun",
    "time": "02:05",
    "services": HOURS["services"],
    "task_families": ["staging-api"],
    "keep_revisions": 10,
    "snapshot_days": 14,
}


def schedules(recorder: Recorder) -> dict[str, dict[str, Any]]:
    """Schedules by the end of their name: expression, target and its input."""
    return {
        item.name.partition("-schedules-")[2]: {
            "when": item.inputs["scheduleExpression"],
            "what": item.inputs["target"]["arn"].rpartition(":aws-sdk:")[2],
            "input": json.loads(item.inputs["target"]["input"]),
        }
        for item in recorder.all(SCHEDULE)
    }


def parsed(document: object) -> list[dict[str, Any]]:
    """The statements of a policy."""
    found: list[dict[str, Any]] = json.loads(json.dumps(document))["Statement"]
    return found


def statements(recorder: Recorder, policy: str) -> dict[str, dict[str, Any]]:
    document = json.loads(recorder.only("aws:iam/rolePolicy:RolePolicy", policy).inputs["policy"])
    return {statement["Sid"]: statement for statement in document["Statement"]}


def test_a_regional_nat_gateway_stands_in_the_vpc_and_serves_every_app_subnet() -> None:
    recorder = record(lambda: Network("network", NETWORK))
    assert recorder.only("awsx:ec2:Vpc").inputs["natGateways"] == {"strategy": "None"}
    gateway = recorder.only("aws:ec2/natGateway:NatGateway").inputs
    assert (gateway["vpcId"], gateway["availabilityMode"]) == ("vpc-1", "regional")
    assert "subnetId" not in gateway
    routes = [route.inputs for route in recorder.all("aws:ec2/route:Route")]
    assert {route["routeTableId"] for route in routes} == {"rtb-app-1", "rtb-app-2"}
    assert {(route["destinationCidrBlock"], route["natGatewayId"]) for route in routes} == {
        ("0.0.0.0/0", "network-nat-id")
    }


def test_zonal_nat_gateways_are_left_to_awsx() -> None:
    recorder = record(lambda: Network("network", {**NETWORK, "nat_gateways": "perZone"}))
    assert recorder.only("awsx:ec2:Vpc").inputs["natGateways"] == {"strategy": "OnePerAz"}
    assert recorder.all("aws:ec2/natGateway:NatGateway") == []
    assert recorder.all("aws:ec2/route:Route") == []


def test_flow_logs_say_who_talked_through_nat_and_endpoints(dev: Recorder) -> None:
    fields = dev.only("aws:ec2/flowLog:FlowLog").inputs["logFormat"].split()
    assert {"${srcaddr}", "${pkt-srcaddr}", "${flow-direction}", "${pkt-dst-aws-service}", "${action}"} <= {*fields}


def test_a_gateway_endpoint_is_in_the_route_tables_of_the_tiers_that_ask_for_it() -> None:
    args: VpcEndpointsArgs = {**ENDPOINTS, "app_gateways": ["s3", "dynamodb"], "database_gateways": ["dynamodb"]}
    recorder = record(lambda: VpcEndpoints("endpoints", args))
    tables = {item.inputs["serviceName"]: item.inputs["routeTableIds"] for item in recorder.all(ENDPOINT)}
    assert tables == {
        "com.amazonaws.ap-south-1.s3": ["rtb-app-1", "rtb-app-2"],
        "com.amazonaws.ap-south-1.dynamodb": ["rtb-app-1", "rtb-app-2", "rtb-db-1", "rtb-db-2"],
    }


def test_an_interface_endpoint_takes_over_the_services_name_except_dynamodbs() -> None:
    args: VpcEndpointsArgs = {
        **ENDPOINTS,
        "app_interfaces": ["ecr.api"],
        "database_interfaces": ["dynamodb"],
        "security_group_id": "sg-1",
    }
    recorder = record(lambda: VpcEndpoints("endpoints", args))
    found = {item.name: item.inputs for item in recorder.all(ENDPOINT)}
    assert set(found) == {"endpoints-interface-ecr-api", "endpoints-interface-dynamodb"}
    ecr, dynamodb = found["endpoints-interface-ecr-api"], found["endpoints-interface-dynamodb"]
    assert (ecr["subnetIds"], ecr["privateDnsEnabled"]) == (["app-1", "app-2"], True)
    assert (dynamodb["subnetIds"], dynamodb["privateDnsEnabled"]) == (["db-1", "db-2"], False)
    assert ecr["securityGroupIds"] == dynamodb["securityGroupIds"] == ["sg-1"]


def test_interface_endpoints_without_a_group_are_refused() -> None:
    with pytest.raises(ValueError, match="give it a security_group_id"):
        record(lambda: VpcEndpoints("endpoints", {**ENDPOINTS, "app_interfaces": ["ssm"]}))


def test_a_network_without_endpoints_looks_nothing_up() -> None:
    assert record(lambda: VpcEndpoints("endpoints", ENDPOINTS)).all(ENDPOINT) == []


def test_an_endpoint_admits_the_own_account_and_the_accounts_given() -> None:
    (own,) = parsed(endpoint_policy("ecr.api", REGION, ACCOUNT, ["123456789099"]))
    assert own["Action"] == "ecr:*"
    assert own["Condition"] == {
        "StringEquals": {"aws:PrincipalAccount": [ACCOUNT], "aws:ResourceAccount": [ACCOUNT, "123456789099"]}
    }


def test_the_endpoint_of_s3_lets_image_layers_through() -> None:
    _, layers = parsed(endpoint_policy("s3", REGION, ACCOUNT, []))
    assert layers["Action"] == "s3:GetObject"
    assert layers["Resource"] == "arn:aws:s3:::prod-ap-south-1-starport-layer-bucket/*"


def test_a_service_without_resources_is_limited_by_identity_alone() -> None:
    (own,) = parsed(endpoint_policy("xray", REGION, ACCOUNT, []))
    assert own["Condition"] == {"StringEquals": {"aws:PrincipalAccount": [ACCOUNT]}}


def test_release_tags_stay_where_they_are_and_other_accounts_stay_out() -> None:
    recorder = record(lambda: ImageRepository("image", IMAGES))
    repository = recorder.only("aws:ecr/repository:Repository")
    assert repository.protect
    assert repository.inputs["name"] == "fivestar-internal-pe"
    assert repository.inputs["imageTagMutability"] == "IMMUTABLE"
    assert repository.inputs["imageScanningConfiguration"] == {"scanOnPush": True}
    assert repository.inputs["encryptionConfigurations"] == [{"encryptionType": "KMS", "kmsKey": IMAGES["key_arn"]}]
    assert repository.inputs["forceDelete"] is False
    assert recorder.all("aws:ecr/repositoryPolicy:RepositoryPolicy") == []


def test_the_newest_images_stay_and_untagged_ones_go() -> None:
    policy = record(lambda: ImageRepository("image", IMAGES)).only("aws:ecr/lifecyclePolicy:LifecyclePolicy").inputs
    untagged, tagged = (rule["selection"] for rule in json.loads(policy["policy"])["rules"])
    assert (untagged["tagStatus"], untagged["countNumber"], untagged["countUnit"]) == ("untagged", 7, "days")
    assert (tagged["countType"], tagged["countNumber"]) == ("imageCountMoreThan", 30)


def test_named_accounts_may_pull_and_nothing_else() -> None:
    args: ImageRepositoryArgs = {**IMAGES, "pull_accounts": ["123456789099"], "mutable_tags": ["cache-*"]}
    recorder = record(lambda: ImageRepository("image", args))
    (statement,) = json.loads(recorder.only("aws:ecr/repositoryPolicy:RepositoryPolicy").inputs["policy"])["Statement"]
    assert statement["Principal"] == {"AWS": ["arn:aws:iam::123456789099:root"]}
    assert not [action for action in statement["Action"] if "Put" in action or "Delete" in action]
    repository = recorder.only("aws:ecr/repository:Repository").inputs
    assert repository["imageTagMutability"] == "IMMUTABLE_WITH_EXCLUSION"
    assert repository["imageTagMutabilityExclusionFilters"] == [{"filter": "cache-*", "filterType": "WILDCARD"}]


def periods(args: EncryptionKeysArgs) -> set[object]:
    """Days between the renewals of keys."""
    recorder = record(lambda: EncryptionKeys("keys", args))
    return {key.inputs.get("rotationPeriodInDays") for key in recorder.all("aws:kms/key:Key")}


def test_keys_are_renewed_after_the_days_given_and_as_aws_does_by_default() -> None:
    args: EncryptionKeysArgs = {
        "account_id": ACCOUNT,
        "region": REGION,
        "alias_prefix": "dev-pay",
        "data_classes": list(DATA_CLASSES),
        "deletion_window_days": 30,
        "rotation": True,
        "protect": False,
    }
    assert periods(args) == {None}
    assert periods({**args, "rotation_days": 90}) == {90}
    assert periods({**args, "rotation_days": 90, "rotation": False}) == {None}


@pytest.mark.parametrize("data_class", DATA_CLASSES)
def test_no_key_can_be_used_directly_or_for_another_account(data_class: str) -> None:
    for statement in parsed(key_policy(data_class, ACCOUNT, REGION)):
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        if any(action.startswith(("kms:Decrypt", "kms:Generate", "kms:CreateGrant")) for action in actions):
            conditions = json.dumps(statement["Condition"])
            account = ACCOUNT in conditions or ACCOUNT in json.dumps(statement["Principal"])
            bound = (
                "kms:ViaService" in conditions or "kms:EncryptionContext" in conditions or "aws:Source" in conditions
            )
            assert account, statement["Sid"]
            assert bound, statement["Sid"]


def test_the_key_of_caches_names_both_services_that_kms_wants_for_elasticache() -> None:
    use = {item["Sid"]: item for item in parsed(key_policy("cache", ACCOUNT, REGION))}
    assert use["GrantsToServicesOnly"]["Condition"]["StringEquals"]["kms:ViaService"] == [
        "elasticache.ap-south-1.amazonaws.com",
        "dax.ap-south-1.amazonaws.com",
    ]


@pytest.mark.parametrize(
    ("data_class", "writer"),
    [
        ("topics", "cloudwatch"),
        ("topics", "budgets"),
        ("queues", "events"),
        ("queues", "s3"),
        ("buckets", "delivery.logs"),
    ],
)
def test_services_that_write_by_themselves_may_use_the_key_for_this_account(data_class: str, writer: str) -> None:
    found = {item["Sid"]: item for item in parsed(key_policy(data_class, ACCOUNT, REGION))}
    statement = found["WritersOfThisAccount"]
    assert f"{writer}.amazonaws.com" in statement["Principal"]["Service"]
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def test_the_database_starts_before_the_services_and_stops_after_them() -> None:
    recorder = record(lambda: OffHours("off-hours", {**HOURS, "database_identifier": "dev-db"}))
    found = schedules(recorder)
    assert {key: item["when"] for key, item in found.items()} == {
        "database-start": "cron(40 7 ? * MON,FRI *)",
        "service-api-start": "cron(0 8 ? * MON,FRI *)",
        "service-api-stop": "cron(0 20 ? * MON,FRI *)",
        "database-stop": "cron(20 20 ? * MON,FRI *)",
    }
    assert found["database-stop"]["what"] == "rds:stopDBInstance"
    assert found["database-stop"]["input"] == {"DbInstanceIdentifier": "dev-db"}
    assert found["service-api-stop"]["input"] == {"Cluster": "pay", "Service": "api-service", "DesiredCount": 0}
    assert found["service-api-start"]["input"]["DesiredCount"] == 3
    assert {item.inputs["scheduleExpressionTimezone"] for item in recorder.all(SCHEDULE)} == {"Asia/Kolkata"}


def test_a_service_that_scales_gets_its_limits_set_to_none_too() -> None:
    scaling = {"api": {**HOURS["services"]["api"], "fewest": 2, "most": 10}}
    recorder = record(lambda: OffHours("off-hours", {**HOURS, "services": scaling}))  # type: ignore[typeddict-item]
    found = schedules(recorder)
    limits = {
        key: (item["input"]["MinCapacity"], item["input"]["MaxCapacity"])
        for key, item in found.items()
        if "limits" in key
    }
    assert limits == {"limits-api-start": (2, 10), "limits-api-stop": (0, 0)}
    assert found["limits-api-stop"]["input"]["ResourceId"] == "service/pay/api-service"
    allowed = statements(recorder, "off-hours-schedules-role")["RegisterScalableTarget"]
    assert allowed["Condition"] == {"StringEquals": {"application-autoscaling:service-namespace": "ecs"}}


def test_the_scheduler_may_do_what_it_does_and_nothing_else() -> None:
    recorder = record(
        lambda: OffHours("off-hours", {**HOURS, "database_identifier": "dev-db", "dead_letter_arn": "arn:q"})
    )
    allowed = {sid: item["Resource"] for sid, item in statements(recorder, "off-hours-schedules-role").items()}
    assert allowed == {
        "UpdateService": ["arn:aws:ecs:ap-south-1:123456789012:service/pay/api-service"],
        "StartDBInstance": ["arn:aws:rds:ap-south-1:123456789012:db:dev-db"],
        "StopDBInstance": ["arn:aws:rds:ap-south-1:123456789012:db:dev-db"],
        "SendFailures": ["arn:q"],
    }
    trust = json.loads(recorder.only("aws:iam/role:Role").inputs["assumeRolePolicy"])["Statement"][0]
    group = f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule-group/off-hours-schedules-group"
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT, "aws:SourceArn": group}}
    assert {item.inputs["target"]["deadLetterConfig"]["arn"] for item in recorder.all(SCHEDULE)} == {"arn:q"}


def test_any_call_can_be_scheduled() -> None:
    recorder = record(
        lambda: ScheduledCalls(
            "nightly",
            {
                "account_id": ACCOUNT,
                "region": "cn-north-1",
                "time_zone": "UTC",
                "purpose": "Empties the test queue",
                "calls": {
                    "purge": {
                        "description": "Empty the queue",
                        "cron": "0 3 * * ? *",
                        "target": "sqs:purgeQueue",
                        "input": '{"QueueUrl": "u"}',
                        "action": "sqs:PurgeQueue",
                        "resource": "arn:queue",
                    }
                },
            },
        )
    )
    schedule = recorder.only(SCHEDULE).inputs
    assert schedule["target"]["arn"] == "arn:aws-cn:scheduler:::aws-sdk:sqs:purgeQueue"
    assert schedule["scheduleExpression"] == "cron(0 3 * * ? *)"


def test_the_clean_up_keeps_the_newest_revisions_and_removes_old_snapshots() -> None:
    recorder = record(lambda: CleanUp("clean-up", {**CLEANING, "database_identifier": "staging-db"}))
    definition = recorder.only("aws:sfn/stateMachine:StateMachine").inputs["definition"]
    assert json.loads(definition)["QueryLanguage"] == "JSONata"
    assert "TaskDefinitionArns[[10..99]]" in definition
    assert "14 * 86400000" in definition
    assert '"DbInstanceIdentifier": "staging-db", "SnapshotType": "manual"' in definition
    allowed = statements(recorder, "clean-up-workflow")
    assert allowed["DeleteSnapshots"]["Condition"] == {"Null": {"aws:ResourceTag/Keep": "true"}}
    found = schedules(recorder)
    assert {item["when"] for item in found.values()} == {"cron(5 2 ? * SUN *)"}
    assert found["workflow"]["what"] == "sfn:startExecution"
    assert found["service-api"]["input"]["DesiredCount"] == 3


def test_a_clean_up_without_database_touches_no_snapshot_and_leaves_scaling_alone() -> None:
    scaling = {"api": {**HOURS["services"]["api"], "fewest": 2, "most": 10}}
    recorder = record(lambda: CleanUp("clean-up", {**CLEANING, "services": scaling}))  # type: ignore[typeddict-item]
    assert "Snapshot" not in recorder.only("aws:sfn/stateMachine:StateMachine").inputs["definition"]
    assert set(statements(recorder, "clean-up-workflow")) == {"RemoveTaskDefinitions"}
    assert set(schedules(recorder)) == {"workflow"}
