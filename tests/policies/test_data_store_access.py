"""Who reaches data stores: security groups, routes of their subnets, and groups that are open to everybody."""

import pytest

from tests.policies.harness import UNKNOWN_VALUE, Json, Resource
from tests.policies.stacks import reports


def group(name: str, *ingress: Json) -> Resource:
    return Resource("aws:ec2/securityGroup:SecurityGroup", name, {"ingress": list(ingress)})


def ingress_rule(name: str, into: Resource, **source: Json) -> Resource:
    properties: dict[str, Json] = {
        "securityGroupId": UNKNOWN_VALUE,
        "ipProtocol": "tcp",
        "fromPort": 5432,
        "toPort": 5432,
    }
    depends = {"securityGroupId": [into]}
    return Resource(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name, {**properties, **source}, depends
    )


def from_group(name: str, into: Resource, source: Resource) -> Resource:
    bare = ingress_rule(name, into, referencedSecurityGroupId=UNKNOWN_VALUE)
    return Resource(bare.type, name, bare.properties, {**bare.depends, "referencedSecurityGroupId": [source]})


def balancer(*groups: Resource) -> Resource:
    return Resource(
        "aws:lb/loadBalancer:LoadBalancer",
        "lb",
        {"securityGroups": [UNKNOWN_VALUE for _ in groups]},
        {"securityGroups": groups},
    )


def database(*groups: Resource) -> Resource:
    return Resource(
        "aws:rds/instance:Instance",
        "db",
        {"vpcSecurityGroupIds": [UNKNOWN_VALUE for _ in groups]},
        {"vpcSecurityGroupIds": groups},
    )


SUBNET = Resource("aws:ec2/subnet:Subnet", "app", {"cidrBlock": "192.168.0.64/27"})
DB, APP, EDGE = group("db"), group("app"), group("edge")
OPEN_HTTPS: Json = {"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["0.0.0.0/0"]}


class TestDataStoreSecurityGroups:
    POLICY = "db-sg-only-from-app"

    def test_the_applications_group_and_a_private_subnet_are_let_in(self) -> None:
        subnet_range = ingress_rule("from-subnet", DB, cidrIpv4="192.168.0.64/28")
        assert (
            reports(self.POLICY, DB, APP, EDGE, SUBNET, database(DB), from_group("from-app", DB, APP), subnet_range)
            == []
        )

    @pytest.mark.parametrize("wide", ["0.0.0.0/0", "192.168.0.0/24", "10.0.0.0/8"])
    def test_a_range_wider_than_a_subnet_is_a_violation(self, wide: str) -> None:
        (report,) = reports(self.POLICY, DB, SUBNET, database(DB), ingress_rule("wide", DB, cidrIpv4=wide))
        assert report.level == "mandatory"
        assert report.urn == database(DB).urn
        assert f'"wide" lets in {wide}' in report.message

    def test_the_load_balancers_group_is_a_way_around_the_application(self) -> None:
        (report,) = reports(self.POLICY, DB, EDGE, database(DB), balancer(EDGE), from_group("from-edge", DB, EDGE))
        assert '"edge", the security group of a load balancer' in report.message

    def test_a_group_is_found_by_its_known_id_too(self) -> None:
        known = Resource(DB.type, "db", {"id": "sg-db", "ingress": [{"protocol": "-1", "cidrBlocks": ["0.0.0.0/0"]}]})
        store = Resource("aws:elasticache/replicationGroup:ReplicationGroup", "cache", {"securityGroupIds": ["sg-db"]})
        (report,) = reports(self.POLICY, known, store)
        assert '"db" lets in 0.0.0.0/0' in report.message

    def test_what_the_provider_will_compute_is_not_taken_for_what_the_program_gave(self) -> None:
        computed = Resource(DB.type, "db", {"ingress": UNKNOWN_VALUE, "id": UNKNOWN_VALUE})
        assert reports(self.POLICY, computed, database(computed)) == []

    def test_inline_rules_that_come_from_elsewhere_and_are_not_known_yet_are_said(self) -> None:
        given = Resource(DB.type, "db", {"ingress": UNKNOWN_VALUE}, {"ingress": [APP]})
        (report,) = reports(self.POLICY, given, APP, database(given))
        assert "ingress of db is not known yet" in report.message

    def test_more_candidates_than_values_are_not_guessed_among(self) -> None:
        store = database(DB)
        ambiguous = Resource(store.type, "db", store.properties, {"vpcSecurityGroupIds": [DB, APP]})
        (report,) = reports(self.POLICY, DB, APP, ambiguous)
        assert report.level == "advisory"
        assert "vpcSecurityGroupIds is not known yet" in report.message

    def test_groups_of_another_stack_are_out_of_sight(self) -> None:
        store = Resource("aws:rds/instance:Instance", "db", {"vpcSecurityGroupIds": ["sg-elsewhere"]})
        assert reports(self.POLICY, store) == []


class TestDataStoreSubnets:
    POLICY = "db-subnets-private"
    GATEWAY = Resource("aws:ec2/internetGateway:InternetGateway", "gateway")
    TABLE = Resource("aws:ec2/routeTable:RouteTable", "public")
    ASSOCIATION = Resource(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "app-public",
        {"subnetId": UNKNOWN_VALUE, "routeTableId": UNKNOWN_VALUE},
        {"subnetId": [SUBNET], "routeTableId": [TABLE]},
    )
    SUBNETS = Resource("aws:rds/subnetGroup:SubnetGroup", "db", {"subnetIds": [UNKNOWN_VALUE]}, {"subnetIds": [SUBNET]})

    def route(self, **gateway: Json) -> Resource:
        return Resource(
            "aws:ec2/route:Route",
            "out",
            {"routeTableId": UNKNOWN_VALUE, "destinationCidrBlock": "0.0.0.0/0", **gateway},
            {"routeTableId": [self.TABLE], "gatewayId": [self.GATEWAY], "natGatewayId": []},
        )

    def test_a_subnet_that_routes_to_an_internet_gateway_is_a_violation(self) -> None:
        resources = (SUBNET, self.TABLE, self.GATEWAY, self.ASSOCIATION, self.SUBNETS)
        (report,) = reports(self.POLICY, *resources, self.route(gatewayId=UNKNOWN_VALUE))
        assert 'subnet "app" is public: route table "public" routes to an internet gateway' in report.message

    def test_a_known_gateway_id_is_enough(self) -> None:
        table = Resource(self.TABLE.type, "public", {"routes": [{"cidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"}]})
        (report,) = reports(self.POLICY, SUBNET, table, self.ASSOCIATION, self.SUBNETS)
        assert "routes to an internet gateway" in report.message

    def test_a_route_through_a_nat_gateway_is_private(self) -> None:
        resources = (SUBNET, self.TABLE, self.GATEWAY, self.ASSOCIATION, self.SUBNETS)
        assert reports(self.POLICY, *resources, self.route(natGatewayId=UNKNOWN_VALUE)) == []

    def test_a_route_through_a_vpn_gateway_is_private(self) -> None:
        vpn = Resource("aws:ec2/vpnGateway:VpnGateway", "office")
        bare = self.route(gatewayId=UNKNOWN_VALUE)
        route = Resource(bare.type, "office", bare.properties, {"routeTableId": [self.TABLE], "gatewayId": [vpn]})
        assert reports(self.POLICY, SUBNET, self.TABLE, self.ASSOCIATION, self.SUBNETS, vpn, route) == []

    def test_an_association_that_cannot_be_followed_is_said(self) -> None:
        loose = Resource(self.ASSOCIATION.type, "loose", self.ASSOCIATION.properties, {"subnetId": [self.GATEWAY]})
        (report,) = reports(self.POLICY, SUBNET, self.GATEWAY, loose, self.SUBNETS)
        assert report.level == "advisory"
        assert "subnetId of the route table associations is not known yet" in report.message


class TestOpenGroups:
    POLICY = "sg-open-only-at-load-balancer"

    def test_a_load_balancers_group_may_be_open(self) -> None:
        edge = group("edge", OPEN_HTTPS)
        assert reports(self.POLICY, edge, APP, balancer(edge)) == []

    def test_any_other_open_group_is_a_violation(self) -> None:
        (report,) = reports(self.POLICY, EDGE, APP, balancer(EDGE), ingress_rule("in", APP, cidrIpv4="0.0.0.0/0"))
        assert '"in" lets in 0.0.0.0/0, and the group belongs to no load balancer' in report.message
        assert report.urn == APP.urn

    def test_a_range_not_known_yet_that_is_the_vpcs_is_no_opening(self) -> None:
        vpc = Resource("aws:ec2/vpc:Vpc", "vpc")
        bare = ingress_rule("in", APP, cidrIpv4=UNKNOWN_VALUE)
        rule = Resource(bare.type, bare.name, bare.properties, {**bare.depends, "cidrIpv4": [vpc]})
        assert reports(self.POLICY, APP, vpc, rule) == []
