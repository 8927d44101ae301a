"""Regions, zones, partitions and who calls."""

import pytest

from sandbox.aws.model import AwsError, Place
from sandbox.values import UNKNOWN, Value
from tests.sandbox.invokes.calling import Account


def test_a_region_has_its_zones_with_their_ids(aws: Account) -> None:
    zones = aws.ask("index/getAvailabilityZones", state="available")
    assert zones["names"] == ["ap-south-1a", "ap-south-1b", "ap-south-1c"]
    assert zones["zoneIds"] == ["aps1-az1", "aps1-az2", "aps1-az3"]


def test_zones_can_be_left_out_by_name_id_and_filter(aws: Account) -> None:
    zones = aws.ask(
        "index/getAvailabilityZones",
        excludeNames=["ap-south-1a"],
        filters=[{"name": "zone-id", "values": ["*az3"]}],
    )
    assert zones["names"] == ["ap-south-1c"]


def test_local_zones_are_not_opted_into(aws: Account) -> None:
    filters: list[Value] = [{"name": "opt-in-status", "values": ["opted-in"]}]
    assert aws.ask("index/getAvailabilityZones", allAvailabilityZones=True, filters=filters)["names"] == []


def test_an_invalid_filter_is_named(aws: Account) -> None:
    with pytest.raises(AwsError, match="zone-nmae"):
        aws.ask("index/getAvailabilityZones", filters=[{"name": "zone-nmae", "values": ["x"]}])


def test_a_call_may_name_another_region(aws: Account) -> None:
    assert aws.ask("index/getAvailabilityZones", region="us-west-2")["names"] == [
        "us-west-2a",
        "us-west-2b",
        "us-west-2c",
        "us-west-2d",
    ]


def test_a_zone_is_found_by_id(aws: Account) -> None:
    assert aws.ask("index/getAvailabilityZone", zoneId="aps1-az2")["name"] == "ap-south-1b"


def test_a_zone_of_another_region_is_refused_with_those_there_are(aws: Account) -> None:
    with pytest.raises(AwsError, match="ap-south-1a"):
        aws.ask("index/getAvailabilityZone", name="us-east-1a")


def test_the_caller_is_in_the_account_of_the_call(aws: Account) -> None:
    caller = aws.ask("index/getCallerIdentity")
    assert caller["accountId"] == "123456789012"
    assert caller["arn"] == "arn:aws:iam::123456789012:user/sandbox"


def test_partition_and_suffix_follow_the_region(aws: Account) -> None:
    aws.place = Place("cn-north-1", "123456789012")
    assert aws.ask("index/getPartition") == {
        "id": "aws-cn",
        "partition": "aws-cn",
        "dnsSuffix": "amazonaws.com.cn",
        "reverseDnsPrefix": "cn.com.amazonaws",
    }


def test_a_region_is_described(aws: Account) -> None:
    assert aws.ask("index/getRegion")["description"] == "Asia Pacific (Mumbai)"
    assert aws.ask("index/getRegion", endpoint="ec2.eu-west-1.amazonaws.com")["name"] == "eu-west-1"


def test_opted_out_regions_are_only_listed_when_all_are_asked_for(aws: Account) -> None:
    some, every = aws.ask("index/getRegions")["names"], aws.ask("index/getRegions", allRegions=True)["names"]
    assert isinstance(some, list)
    assert isinstance(every, list)
    assert "ap-south-2" not in some
    assert "ap-south-2" in every


def test_an_arn_is_taken_apart(aws: Account) -> None:
    parts = aws.ask("index/getArn", arn="arn:aws:rds:eu-west-1:123456789012:db:mysql-db")
    assert (parts["service"], parts["region"], parts["resource"]) == ("rds", "eu-west-1", "db:mysql-db")


def test_text_that_is_no_arn_is_refused(aws: Account) -> None:
    with pytest.raises(AwsError, match="not an ARN"):
        aws.ask("index/getArn", arn="mysql-db")


def test_default_tags_are_the_providers(aws: Account) -> None:
    aws.default_tags = {"Project": "Fivestar"}
    assert aws.ask("index/getDefaultTags")["tags"] == {"Project": "Fivestar"}


def test_service_principals_differ_in_china_where_the_service_has_its_own(aws: Account) -> None:
    assert aws.ask("index/getServicePrincipal", serviceName="s3")["name"] == "s3.amazonaws.com"
    aws.place = Place("cn-north-1", "123456789012")
    assert aws.ask("index/getServicePrincipal", serviceName="ec2")["name"] == "ec2.amazonaws.com.cn"


def test_the_account_that_writes_load_balancer_logs_is_known_where_there_is_one(aws: Account) -> None:
    assert aws.ask("elb/getServiceAccount")["arn"] == "arn:aws:iam::718504428378:root"
    with pytest.raises(AwsError, match="logdelivery"):
        aws.ask("elb/getServiceAccount", region="ap-south-2")


def test_load_balancers_have_a_hosted_zone_by_kind(aws: Account) -> None:
    assert aws.ask("lb/getHostedZoneId")["id"] == "ZP97RAFLXTNZK"
    assert aws.ask("lb/getHostedZoneId", loadBalancerType="network")["id"] == "ZVDDRBQ08TROA"


def test_nothing_of_a_result_is_known_while_an_argument_is_unknown(aws: Account) -> None:
    result = aws.ask("ec2/getVpc", id=UNKNOWN)
    assert result["cidrBlock"] is UNKNOWN


def test_an_unknown_argument_is_named_with_the_closest_one(aws: Account) -> None:
    with pytest.raises(AwsError, match=r"excludeNames|exclude_names"):
        aws.ask("index/getAvailabilityZones", excludedNames=["a"])
