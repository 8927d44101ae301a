"""Who reaches services, their subnets, and segmentation around card data."""

import pytest

from tests.policies.harness import UNKNOWN_VALUE, Json, Resource
from tests.policies.stacks import ELSEWHERE, pointing, reports, undetermined, violation

VPC = Resource("aws:ec2/vpc:Vpc", "main", {"defaultRouteTableId": "rtb-main"})
PRIVATE = pointing("aws:ec2/subnet:Subnet", "app", {"cidrBlock": "10.0.1.0/24"}, vpcId=VPC)
EDGE_GROUP = Resource("aws:ec2/securityGroup:SecurityGroup", "edge", {"arn": "arn:aws:ec2:x:1:security-group/sg-edge"})
APP_GROUP = Resource("aws:ec2/securityGroup:SecurityGroup", "app", {"arn": "arn:aws:ec2:x:1:security-group/sg-app"})
TARGETS = Resource("aws:lb/targetGroup:TargetGroup", "api", {"protocol": "HTTP"})


def service(**properties: Json) -> Resource:
    """A service in the private subnet, with the application's group, behind the target group."""
    network: Json = {"subnets": [UNKNOWN_VALUE], "securityGroups": [UNKNOWN_VALUE]}
    given: dict[str, Json] = {
        "networkConfiguration": network,
        "loadBalancers": [{"targetGroupArn": UNKNOWN_VALUE}],
        **properties,
    }
    depends = {"networkConfiguration": [PRIVATE, APP_GROUP], "loadBalancers": [TARGETS]}
    return Resource("aws:ecs/service:Service", "api", given, depends)


def permission(name: str, into: str, ports: tuple[Json, Json], **source: Json) -> Resource:
    """A rule of a group that is known by its id."""
    properties: dict[str, Json] = {
        "securityGroupId": into,
        "ipProtocol": "tcp",
        "fromPort": ports[0],
        "toPort": ports[1],
        **source,
    }
    return Resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name, properties)


class TestAccessToServices:
    POLICY = "alb-sg-to-service-sg"
    STACK = (VPC, PRIVATE, EDGE_GROUP, APP_GROUP, TARGETS)

    def balancer(self, **properties: Json) -> Resource:
        return pointing("aws:lb/loadBalancer:LoadBalancer", "edge", properties, securityGroups=EDGE_GROUP)

    def test_the_load_balancers_group_and_a_subnet_may_connect(self) -> None:
        group = permission("from-edge", "sg-app", (8080, 8080), referencedSecurityGroupId="sg-edge")
        subnet = permission("from-subnet", "sg-app", (8080, 8080), cidrIpv4="10.0.1.0/25")
        assert reports(self.POLICY, *self.STACK, service(), group, subnet) == []

    @pytest.mark.parametrize("source", ["0.0.0.0/0", "10.0.0.0/8"])
    def test_a_range_past_the_load_balancer_is_a_violation(self, source: str) -> None:
        found = reports(
            self.POLICY, *self.STACK, service(), permission("wide", "sg-app", (8080, 8080), cidrIpv4=source)
        )
        assert f'"wide" lets in {source} past the load balancer' in violation(found)

    def test_rules_inside_the_group_count_too(self) -> None:
        inline: Json = [{"protocol": "tcp", "fromPort": 80, "toPort": 80, "cidrBlocks": ["0.0.0.0/0"]}]
        group = Resource(APP_GROUP.type, "app", {"ingress": inline})
        found = reports(self.POLICY, VPC, PRIVATE, EDGE_GROUP, group, TARGETS, service())
        assert '"app" lets in 0.0.0.0/0' in violation(found)

    def test_a_service_behind_no_load_balancer_or_a_network_one_is_not_judged(self) -> None:
        wide = permission("wide", "sg-app", (8080, 8080), cidrIpv4="0.0.0.0/0")
        assert reports(self.POLICY, *self.STACK, service(loadBalancers=[]), wide) == []
        tcp = Resource(TARGETS.type, TARGETS.name, {"protocol": "TCP"})
        assert reports(self.POLICY, VPC, PRIVATE, EDGE_GROUP, APP_GROUP, tcp, service(), wide) == []

    @pytest.mark.parametrize("ports", [(443, 443), (80, 80), ("443", "443")])
    def test_a_load_balancer_opens_443_and_80(self, ports: tuple[Json, Json]) -> None:
        opened = permission("https", "sg-edge", ports, cidrIpv4="0.0.0.0/0")
        assert reports(self.POLICY, EDGE_GROUP, self.balancer(), opened) == []

    @pytest.mark.parametrize(
        ("ports", "said"), [((8080, 8080), "8080"), ((80, 443), "80-443"), ((None, None), "all ports")]
    )
    def test_other_ports_of_a_public_one_are_a_violation(self, ports: tuple[Json, Json], said: str) -> None:
        opened = permission("more", "sg-edge", ports, cidrIpv4="0.0.0.0/0")
        found = reports(self.POLICY, EDGE_GROUP, self.balancer(), opened)
        assert f'"more" opens {said} of the load balancer, whose ports are 80 and 443' in violation(found)

    def test_an_internal_one_may_open_the_ports_of_its_listeners(self) -> None:
        internal = self.balancer(internal=True)
        opened = permission("more", "sg-edge", (8443, 8443), cidrIpv4="10.0.0.0/8")
        listener = pointing("aws:lb/listener:Listener", "l", {"port": 8443}, loadBalancerArn=internal)
        assert reports(self.POLICY, EDGE_GROUP, internal, opened, listener) == []
        assert violation(reports(self.POLICY, EDGE_GROUP, internal, opened))

    def test_what_is_not_known_yet_is_said(self) -> None:
        hidden = Resource(
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            "hidden",
            {"securityGroupId": "sg-app", "ipProtocol": "tcp", "fromPort": 1, "toPort": 2, "cidrIpv4": UNKNOWN_VALUE},
            {"cidrIpv4": [ELSEWHERE]},
        )
        assert undetermined(reports(self.POLICY, *self.STACK, service(), hidden, ELSEWHERE)) == "cidrIpv4 of hidden"


class TestSubnetsOfServices:
    POLICY = "ecs-subnets-private"
    GATEWAY = Resource("aws:ec2/internetGateway:InternetGateway", "gateway", {"arn": "arn:x:internet-gateway/igw-1"})

    def table(self, kind: str = "aws:ec2/routeTable:RouteTable", **properties: Json) -> Resource:
        return Resource(kind, "out", {"routes": [{"cidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"}], **properties})

    def test_a_service_in_a_public_subnet_is_a_violation(self) -> None:
        table = self.table()
        association = pointing(
            "aws:ec2/routeTableAssociation:RouteTableAssociation", "a", subnetId=PRIVATE, routeTableId=table
        )
        found = reports(self.POLICY, VPC, PRIVATE, APP_GROUP, TARGETS, self.GATEWAY, table, association, service())
        assert 'subnet "app" is public: route table "out" routes to an internet gateway' in violation(found)

    def test_a_subnet_without_a_table_of_its_own_uses_the_main_one(self) -> None:
        default = self.table("aws:ec2/defaultRouteTable:DefaultRouteTable", defaultRouteTableId="rtb-main")
        found = reports(self.POLICY, VPC, PRIVATE, APP_GROUP, TARGETS, self.GATEWAY, default, service())
        assert 'route table "out" routes to an internet gateway' in violation(found)
        other = self.table("aws:ec2/defaultRouteTable:DefaultRouteTable", defaultRouteTableId="rtb-of-another")
        assert reports(self.POLICY, VPC, PRIVATE, APP_GROUP, TARGETS, self.GATEWAY, other, service()) == []

    def test_another_table_may_be_made_the_main_one(self) -> None:
        table = self.table()
        main = pointing(
            "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "m", vpcId=VPC, routeTableId=table
        )
        found = reports(self.POLICY, VPC, PRIVATE, APP_GROUP, TARGETS, self.GATEWAY, table, main, service())
        assert 'subnet "app" is public' in violation(found)

    def test_a_private_subnet_and_a_subnet_elsewhere_pass(self) -> None:
        assert reports(self.POLICY, VPC, PRIVATE, APP_GROUP, TARGETS, service()) == []
        assert reports(self.POLICY, service(networkConfiguration={"subnets": ["subnet-1"]})) == []


class TestSegmentation:
    POLICY = "cde-segmentation"
    CARDS: dict[str, Json] = {"tagsAll": {"DataClassification": "PCI-CDE"}}  # noqa: RUF012
    GROUP = pointing("aws:rds/subnetGroup:SubnetGroup", "db", subnetIds=PRIVATE)

    def database(self, **properties: Json) -> Resource:
        return pointing("aws:rds/instance:Instance", "db", properties, dbSubnetGroupName=self.GROUP)

    def test_card_data_in_a_marked_network_passes(self) -> None:
        marked = Resource(VPC.type, VPC.name, self.CARDS)
        assert reports(self.POLICY, marked, PRIVATE, self.GROUP, self.database(**self.CARDS)) == []
        subnet = Resource(PRIVATE.type, PRIVATE.name, {**PRIVATE.properties, **self.CARDS}, PRIVATE.depends)
        assert reports(self.POLICY, VPC, subnet, self.GROUP, self.database(**self.CARDS)) == []

    def test_card_data_in_a_plain_network_is_a_violation(self) -> None:
        found = reports(self.POLICY, VPC, PRIVATE, self.GROUP, self.database(**self.CARDS))
        assert 'neither subnet "app" nor its VPC is tagged so' in violation(found)
        tasks = reports(self.POLICY, VPC, PRIVATE, APP_GROUP, TARGETS, service(**self.CARDS))
        assert "it holds cardholder data" in violation(tasks)

    def test_other_data_may_be_anywhere(self) -> None:
        internal: dict[str, Json] = {"tagsAll": {"DataClassification": "internal"}}
        assert reports(self.POLICY, VPC, PRIVATE, self.GROUP, self.database(**internal)) == []
        assert reports(self.POLICY, VPC, PRIVATE, self.GROUP, self.database()) == []

    def test_the_tag_and_its_values_are_parameters(self) -> None:
        tagged = self.database(tagsAll={"scope": "cards"})
        chosen: dict[str, Json] = {"tag": "scope", "values": ["cards"]}
        assert violation(reports(self.POLICY, VPC, PRIVATE, self.GROUP, tagged, parameters=chosen))

    def test_subnets_that_cannot_be_followed_are_said(self) -> None:
        hidden = pointing("aws:rds/instance:Instance", "db", self.CARDS, dbSubnetGroupName=ELSEWHERE)
        assert undetermined(reports(self.POLICY, hidden, ELSEWHERE)) == "dbSubnetGroupName"
        known = Resource("aws:rds/instance:Instance", "db", {**self.CARDS, "dbSubnetGroupName": "elsewhere"})
        assert reports(self.POLICY, known) == []

    @pytest.mark.parametrize("through", ["transitGatewayId", "vpcPeeringConnectionId"])
    @pytest.mark.parametrize("inline", [True, False])
    def test_a_route_of_everything_to_a_neighbour_is_a_violation(self, through: str, inline: bool) -> None:
        marked = Resource(VPC.type, VPC.name, self.CARDS)
        wide: dict[str, Json] = {through: "x-1"}
        routes: dict[str, Json] = {"routes": [{"cidrBlock": "0.0.0.0/0", **wide}]} if inline else {}
        table = pointing("aws:ec2/routeTable:RouteTable", "t", routes, vpcId=marked)
        route = pointing("aws:ec2/route:Route", "r", {"destinationCidrBlock": "0.0.0.0/0", **wide}, routeTableId=table)
        found = reports(self.POLICY, marked, table, *([] if inline else [route]))
        assert f"{through} takes everything that leaves the CDE" in violation(found)

    def test_a_narrow_route_and_a_route_of_another_network_pass(self) -> None:
        marked = Resource(VPC.type, VPC.name, self.CARDS)
        for vpc, block in ((marked, "10.9.0.0/16"), (VPC, "0.0.0.0/0")):
            table = pointing("aws:ec2/routeTable:RouteTable", "t", vpcId=vpc)
            route = pointing(
                "aws:ec2/route:Route",
                "r",
                {"destinationCidrBlock": block, "transitGatewayId": "tgw-1"},
                routeTableId=table,
            )
            assert reports(self.POLICY, vpc, table, route) == []
