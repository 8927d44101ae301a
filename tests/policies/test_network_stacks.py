"""VPCs, subnets and zones in sight of what lies in them."""

import pytest

from tests.policies.harness import UNKNOWN_VALUE, Json, Resource
from tests.policies.stacks import ELSEWHERE, pointing, reports, undetermined, violation

VPC = Resource("aws:ec2/vpc:Vpc", "main", {"cidrBlock": "10.0.0.0/16", "arn": "arn:aws:ec2:x:1:vpc/vpc-1"})


def subnet(name: str, block: Json = "10.0.0.0/24", zone: Json = "x-1a", vpc: Resource = VPC) -> Resource:
    """A subnet of the VPC."""
    return pointing("aws:ec2/subnet:Subnet", name, {"cidrBlock": block, "availabilityZone": zone}, vpcId=vpc)


class TestFlowLogs:
    POLICY = "vpc-has-flow-logs"

    def log(self, traffic: Json) -> Resource:
        return pointing("aws:ec2/flowLog:FlowLog", "log", {"trafficType": traffic}, vpcId=VPC)

    def test_a_log_of_all_traffic_passes(self) -> None:
        assert reports(self.POLICY, VPC, self.log("ALL")) == []

    def test_a_log_that_names_the_known_id_passes(self) -> None:
        log = Resource("aws:ec2/flowLog:FlowLog", "log", {"vpcId": "vpc-1", "trafficType": "ALL"})
        assert reports(self.POLICY, VPC, log) == []

    @pytest.mark.parametrize("traffic", ["REJECT", "ACCEPT"])
    def test_a_log_of_a_part_is_a_violation(self, traffic: str) -> None:
        assert f"records {traffic} traffic only" in violation(reports(self.POLICY, VPC, self.log(traffic)))

    def test_no_log_is_a_violation(self) -> None:
        elsewhere = Resource("aws:ec2/flowLog:FlowLog", "log", {"vpcId": "vpc-2", "trafficType": "ALL"})
        assert "no FlowLog of this stack names it" in violation(reports(self.POLICY, VPC, elsewhere))

    def test_what_is_not_known_yet_is_said(self) -> None:
        hidden = Resource(
            "aws:ec2/flowLog:FlowLog",
            "l",
            {"trafficType": UNKNOWN_VALUE, "vpcId": "vpc-1"},
            {"trafficType": [ELSEWHERE]},
        )
        assert undetermined(reports(self.POLICY, VPC, ELSEWHERE, hidden)) == "trafficType of its flow logs"
        loose = pointing("aws:ec2/flowLog:FlowLog", "log", {"trafficType": "ALL"}, vpcId=ELSEWHERE)
        assert undetermined(reports(self.POLICY, VPC, ELSEWHERE, loose)) == "vpcId of the flow logs"

    def test_a_vpc_of_another_stack_is_not_judged(self) -> None:
        assert reports(self.POLICY, subnet("a")) == []


class TestDefaultGroups:
    POLICY = "vpc-default-sg-managed"
    KIND = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"

    def test_a_default_group_under_control_passes(self) -> None:
        assert reports(self.POLICY, VPC, pointing(self.KIND, "default", vpcId=VPC)) == []

    def test_a_vpc_without_is_a_violation(self) -> None:
        other = Resource(VPC.type, "other")
        found = reports(self.POLICY, VPC, other, pointing(self.KIND, "default", vpcId=other))
        assert "no DefaultSecurityGroup" in violation(found)

    def test_a_group_that_cannot_be_followed_is_said(self) -> None:
        loose = pointing(self.KIND, "default", vpcId=ELSEWHERE)
        assert undetermined(reports(self.POLICY, VPC, ELSEWHERE, loose)).startswith("vpcId")


class TestRanges:
    POLICY = "cidr-no-overlap"

    def test_separate_subnets_inside_the_vpc_pass(self) -> None:
        assert reports(self.POLICY, VPC, subnet("a"), subnet("b", "10.0.1.0/24")) == []

    def test_subnets_that_overlap_are_a_violation(self) -> None:
        found = reports(
            self.POLICY, VPC, subnet("a", "10.0.0.0/23"), subnet("c", "10.0.9.0/24"), subnet("b", "10.0.1.0/24")
        )
        assert 'subnets "a" (10.0.0.0/23) and "b" (10.0.1.0/24) overlap' in violation(found)

    def test_a_subnet_outside_of_the_vpc_is_a_violation(self) -> None:
        assert 'subnet "a" is 10.1.0.0/24, outside of' in violation(
            reports(self.POLICY, VPC, subnet("a", "10.1.0.0/24"))
        )

    def test_a_second_range_of_the_vpc_counts(self) -> None:
        more = pointing(
            "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
            "m",
            {"cidrBlock": "10.1.0.0/16"},
            vpcId=VPC,
        )
        assert reports(self.POLICY, VPC, more, subnet("a", "10.1.0.0/24")) == []

    def test_two_vpcs_with_one_range_are_a_violation_for_each(self) -> None:
        other = Resource(VPC.type, "other", {"cidrBlock": "10.0.128.0/17"})
        found = reports(self.POLICY, VPC, other)
        assert [report.urn for report in found] == [VPC.urn, other.urn]
        assert 'cidrBlock 10.0.0.0/16 overlaps 10.0.128.0/17, that of VPC "other"' in found[0].message

    def test_ranges_of_elsewhere_are_a_parameter(self) -> None:
        found = reports(self.POLICY, VPC, parameters={"otherRanges": ["192.168.0.0/16", "10.0.0.0/8"]})
        assert "overlaps 10.0.0.0/8, a range in use elsewhere" in violation(found)

    def test_subnets_of_another_vpc_do_not_count(self) -> None:
        other = Resource(VPC.type, "other", {"cidrBlock": "10.9.0.0/16"})
        assert reports(self.POLICY, VPC, other, subnet("a"), subnet("b", "10.9.0.0/24", vpc=other)) == []

    def test_a_range_that_is_not_known_yet_is_said(self) -> None:
        hidden = pointing(VPC.type, "main", cidrBlock=ELSEWHERE)
        assert undetermined(reports(self.POLICY, hidden, ELSEWHERE)) == "cidrBlock"

    def test_a_range_out_of_a_pool_is_not_judged(self) -> None:
        assert reports(self.POLICY, Resource(VPC.type, "main", {"ipv4IpamPoolId": "pool"})) == []


class TestZones:
    POLICY = "multi-az-subnets-real"
    A, B, SAME = subnet("a"), subnet("b", "10.0.1.0/24", "x-1b"), subnet("c", "10.0.2.0/24")

    SHAPES = (
        ("aws:rds/subnetGroup:SubnetGroup", "subnetIds", None),
        ("aws:elasticache/subnetGroup:SubnetGroup", "subnetIds", None),
        ("aws:alb/loadBalancer:LoadBalancer", "subnets", None),
        ("aws:lb/loadBalancer:LoadBalancer", "subnetMappings", "subnetId"),
        ("aws:ecs/service:Service", "networkConfiguration", "subnets"),
        ("aws:lambda/function:Function", "vpcConfig", "subnetIds"),
    )

    def placed(self, shape: tuple[str, str, str | None], *subnets: Resource) -> Resource:
        kind, path, inner = shape
        ids: list[Json] = [UNKNOWN_VALUE for _ in subnets]
        value: Json = ids if inner is None else {inner: ids}
        if path == "subnetMappings":
            value = [{"subnetId": UNKNOWN_VALUE} for _ in subnets]
        return Resource(kind, "it", {path: value}, {path: subnets})

    @pytest.mark.parametrize("shape", SHAPES)
    def test_two_zones_pass_and_two_subnets_of_one_zone_do_not(self, shape: tuple[str, str, str | None]) -> None:
        assert reports(self.POLICY, VPC, self.A, self.B, self.placed(shape, self.A, self.B)) == []
        found = reports(self.POLICY, VPC, self.A, self.SAME, self.placed(shape, self.A, self.SAME))
        assert "its subnets lie in x-1a only, the minimum is 2 zones" in violation(found)

    def test_the_fewest_zones_are_a_parameter(self) -> None:
        group = self.placed(self.SHAPES[0], self.A, self.B)
        found = reports(self.POLICY, VPC, self.A, self.B, group, parameters={"minimumZones": 3})
        assert "x-1a, x-1b only, the minimum is 3 zones" in violation(found)

    def test_a_zone_that_aws_will_choose_is_said(self) -> None:
        chosen = Resource(self.B.type, "b")
        found = reports(self.POLICY, VPC, self.A, chosen, self.placed(self.SHAPES[0], self.A, chosen))
        assert undetermined(found) == "availabilityZone of b"

    def test_subnets_of_another_stack_are_out_of_sight(self) -> None:
        known = Resource("aws:rds/subnetGroup:SubnetGroup", "db", {"subnetIds": ["subnet-1", "subnet-2"]})
        assert reports(self.POLICY, known) == []
        hidden = pointing("aws:rds/subnetGroup:SubnetGroup", "db", subnetIds=ELSEWHERE)
        assert undetermined(reports(self.POLICY, ELSEWHERE, hidden)) == "subnetIds"

    def test_a_function_outside_of_a_vpc_is_not_judged(self) -> None:
        assert reports(self.POLICY, Resource("aws:lambda/function:Function", "f", {"runtime": "python3.12"})) == []


class TestEndpoints:
    POLICY = "vpc-endpoints-required"
    PRIVATE = subnet("app")
    SERVICE = Resource(
        "aws:ecs/service:Service",
        "api",
        {"networkConfiguration": {"subnets": [UNKNOWN_VALUE]}},
        {"networkConfiguration": [PRIVATE]},
    )
    NEEDED = ("ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm")

    def endpoint(self, service: str, **properties: Json) -> Resource:
        given: dict[str, Json] = {"serviceName": f"com.amazonaws.eu-west-1.{service}", **properties}
        return pointing("aws:ec2/vpcEndpoint:VpcEndpoint", service, given, vpcId=VPC)

    def interfaces(self, *services: str) -> list[Resource]:
        return [self.endpoint(name, vpcEndpointType="Interface", securityGroupIds=["sg-1"]) for name in services]

    def test_a_vpc_with_all_of_them_passes(self) -> None:
        gateway = self.endpoint("s3", vpcEndpointType="Gateway")
        assert reports(self.POLICY, VPC, self.PRIVATE, self.SERVICE, gateway, *self.interfaces(*self.NEEDED)) == []

    def test_those_that_are_missing_are_named(self) -> None:
        found = reports(self.POLICY, VPC, self.PRIVATE, self.SERVICE, *self.interfaces("logs", "ecr.api", "ecr.dkr"))
        assert "it has no endpoint for s3, secretsmanager, ssm" in violation(found, "advisory")

    def test_an_interface_with_the_default_group_is_said(self) -> None:
        open_one = self.endpoint("logs", vpcEndpointType="Interface")
        found = reports(self.POLICY, VPC, self.PRIVATE, self.SERVICE, open_one, parameters={"services": ["logs"]})
        assert 'endpoint "logs" has no security group of its own' in violation(found, "advisory")

    def test_a_vpc_without_services_needs_none(self) -> None:
        assert reports(self.POLICY, VPC, self.PRIVATE) == []

    def test_a_name_that_is_not_known_yet_is_said(self) -> None:
        hidden = pointing("aws:ec2/vpcEndpoint:VpcEndpoint", "x", vpcId=VPC, serviceName=ELSEWHERE)
        found = reports(self.POLICY, VPC, self.PRIVATE, self.SERVICE, ELSEWHERE, hidden)
        assert undetermined(found) == "serviceName of its endpoints"
