"""What an account has before anything is deployed in it."""

from ipaddress import ip_network

import pytest

from sandbox.aws.account import existing, find
from sandbox.aws.account.network import VPC_CIDR, default_subnet_id, default_vpc_id
from sandbox.aws.model import AwsError, Place
from sandbox.schema import Index
from sandbox.values import Value
from tests.sandbox.invokes.calling import MUMBAI, Account


def test_every_region_has_a_default_vpc_of_its_own(aws: Account) -> None:
    here, there = aws.ask("ec2/getVpc", default=True), aws.ask("ec2/getVpc", default=True, region="us-east-1")
    assert here["cidrBlock"] == there["cidrBlock"] == VPC_CIDR
    assert here["default"] is True
    assert here["id"] == default_vpc_id(MUMBAI)
    assert here["id"] != there["id"]


def test_the_default_vpc_has_a_subnet_a_zone_inside_its_block(aws: Account) -> None:
    filters: list[Value] = [{"name": "vpc-id", "values": [default_vpc_id(MUMBAI)]}]
    ids = aws.ask("ec2/getSubnets", filters=filters)["ids"]
    assert isinstance(ids, list)
    assert len(ids) == 3
    blocks = [ip_network(str(aws.ask("ec2/getSubnet", id=id)["cidrBlock"])) for id in ids]
    assert all(block.prefixlen == 20 and block.subnet_of(ip_network(VPC_CIDR)) for block in blocks)  # type: ignore[arg-type]
    assert len(set(blocks)) == 3


def test_the_default_subnet_of_a_zone_is_found(aws: Account) -> None:
    found = aws.ask("ec2/getSubnet", availabilityZone="ap-south-1b", defaultForAz=True)
    assert found["id"] == default_subnet_id(MUMBAI, "ap-south-1b")
    assert found["mapPublicIpOnLaunch"] is True


def test_the_default_vpc_comes_with_gateway_route_and_security_group(aws: Account) -> None:
    vpc = default_vpc_id(MUMBAI)
    gateway = aws.ask("ec2/getInternetGateway", filters=[{"name": "attachment.vpc-id", "values": [vpc]}])
    table = aws.ask("ec2/getRouteTable", vpcId=vpc)
    group = aws.ask("ec2/getSecurityGroup", name="default", vpcId=vpc)
    assert gateway["attachments"] == [{"state": "available", "vpcId": vpc}]
    assert isinstance(table["routes"], list)
    assert isinstance(table["routes"][0], dict)
    assert table["routes"][0]["gatewayId"] == gateway["id"]
    assert group["vpcId"] == vpc


def test_a_subnet_without_an_association_uses_the_main_route_table(aws: Account) -> None:
    subnet = default_subnet_id(MUMBAI, "ap-south-1a")
    assert aws.ask("ec2/getRouteTable", subnetId=subnet)["vpcId"] == default_vpc_id(MUMBAI)


def test_managed_prefix_lists_have_the_ids_that_aws_publishes(aws: Account) -> None:
    name = "com.amazonaws.global.cloudfront.origin-facing"
    assert aws.ask("ec2/getManagedPrefixList", name=name)["id"] == "pl-9aa247f3"
    s3 = aws.ask("ec2/getPrefixList", name="com.amazonaws.ap-south-1.s3")
    assert s3["cidrBlocks"]


def test_managed_keys_are_found_by_alias(aws: Account) -> None:
    alias = aws.ask("kms/getAlias", name="alias/aws/s3")
    assert aws.ask("kms/getKey", keyId="alias/aws/s3")["arn"] == alias["targetKeyArn"]
    assert aws.ask("kms/getKey", keyId="alias/aws/s3")["keyManager"] == "AWS"


def test_managed_policies_are_found_by_name_and_arn(aws: Account) -> None:
    arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    assert aws.ask("iam/getPolicy", arn=arn)["name"] == "AmazonECSTaskExecutionRolePolicy"
    assert aws.ask("iam/getPolicy", name="AmazonECSTaskExecutionRolePolicy")["arn"] == arn


def test_a_misspelt_managed_policy_is_refused_with_the_right_name(aws: Account) -> None:
    with pytest.raises(AwsError, match="AmazonS3ReadOnlyAccess"):
        aws.ask("iam/getPolicy", arn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAcces")


def test_the_zone_example_com_exists_and_another_must_be_deployed(aws: Account) -> None:
    assert aws.ask("route53/getZone", name="example.com.")["name"] == "example.com"
    with pytest.raises(AwsError, match="no matching Route 53 Hosted Zone found"):
        aws.ask("route53/getZone", name="example.net")


def test_a_deployed_zone_takes_the_place_of_the_one_that_was_there(aws: Account) -> None:
    aws.deploy("aws:route53/zone:Zone", "Z1", {"name": "example.com", "zoneId": "Z1", "nameServers": ["a"]})
    assert aws.ask("route53/getZone", name="example.com")["id"] == "Z1"


def test_a_private_zone_is_only_found_when_asked_for(aws: Account) -> None:
    aws.deploy("aws:route53/zone:Zone", "Z2", {"name": "internal.test", "vpcs": [{"vpcId": "vpc-1"}]})
    assert aws.ask("route53/getZone", name="internal.test", privateZone=True)["id"] == "Z2"
    with pytest.raises(AwsError, match="no matching"):
        aws.ask("route53/getZone", name="internal.test")


def test_cloudfronts_managed_policies_have_their_documented_ids(aws: Account) -> None:
    cached = aws.ask("cloudfront/getCachePolicy", name="Managed-CachingOptimized")
    assert cached["id"] == "658327ea-f89d-4fab-a63d-7e88639e58f6"
    assert cached["parametersInCacheKeyAndForwardedToOrigins"]


def test_the_account_manages_an_organization(aws: Account) -> None:
    found = aws.ask("organizations/getOrganization")
    assert found["masterAccountId"] == "123456789012"
    assert isinstance(found["roots"], list)
    assert len(found["roots"]) == 1
    assert aws.ask("ssoadmin/getInstances")["arns"]


def test_what_exists_is_the_same_at_every_call_and_differs_by_account() -> None:
    other = Place("ap-south-1", "210987654321")
    assert existing(MUMBAI) == existing(MUMBAI)
    assert not {item.id for item in existing(MUMBAI, "aws:ec2/vpc:Vpc")} & {
        item.id for item in existing(other, "aws:ec2/vpc:Vpc")
    }


def test_a_pre_existing_resource_is_found_by_id_and_arn() -> None:
    vpc = default_vpc_id(MUMBAI)
    assert find(MUMBAI, "aws:ec2/vpc:Vpc", vpc) is not None
    assert find(MUMBAI, "aws:ec2/vpc:Vpc", "vpc-none") is None


def test_every_pre_existing_type_is_a_type_of_the_sdk(index: Index) -> None:
    assert {item.type for item in existing(MUMBAI) if index.resource(item.type) is None} == set()


def test_dhcp_options_are_found_by_what_they_say(aws: Account) -> None:
    filters: list[Value] = [
        {"name": "key", "values": ["domain-name"]},
        {"name": "value", "values": ["ap-south-1.compute.internal"]},
    ]
    vpc = aws.ask("ec2/getVpc", default=True)
    assert aws.ask("ec2/getVpcDhcpOptions", filters=filters)["dhcpOptionsId"] == vpc["dhcpOptionsId"]
