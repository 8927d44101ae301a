"""What survives the loss of a zone: database clusters and gateways."""

import pytest

from tests.policies.harness import UNKNOWN_VALUE, Engine, Json, Resource, in_environment
from tests.policies.stacks import ELSEWHERE, reports

SUBNET = Resource("aws:ec2/subnet:Subnet", "app", {"cidrBlock": "192.168.0.64/27"})


class TestDatabaseClusters:
    POLICY = "aurora-has-two-instances"
    CLUSTER = Resource("aws:rds/cluster:Cluster", "main", {"engine": "aurora-postgresql"})

    def instance(self, name: str, **placed: Json) -> Resource:
        return Resource(
            "aws:rds/clusterInstance:ClusterInstance",
            name,
            {"clusterIdentifier": UNKNOWN_VALUE, **placed},
            {"clusterIdentifier": [self.CLUSTER]},
        )

    @pytest.mark.parametrize(
        ("places", "said"),
        [
            (("x-1a", "x-1a"), "all its 2 instances are in x-1a"),
            (("x-1a", "x-1b"), None),
            ((None, None), None),
            (("x-1a",), None),
        ],
    )
    def test_instances_are_not_all_in_one_zone(self, places: tuple[str | None, ...], said: str | None) -> None:
        instances = [self.instance(f"i{number}", availabilityZone=zone) for number, zone in enumerate(places)]
        found = reports("rds-cluster-multi-az", self.CLUSTER, *instances)
        assert [said in report.message for report in found if said] == ([True] if said else [])
        assert bool(found) is bool(said)

    def test_a_cluster_that_names_one_zone_is_a_violation(self) -> None:
        cluster = Resource(self.CLUSTER.type, "main", {"availabilityZones": ["x-1a"]})
        (report,) = reports("rds-cluster-multi-az", cluster)
        assert "availabilityZones names x-1a only" in report.message

    @pytest.mark.parametrize(("count", "said"), [(0, "has 0 instances"), (1, "has 1 instance,"), (2, None), (3, None)])
    def test_a_cluster_needs_an_instance_to_spare(self, count: int, said: str | None) -> None:
        found = reports(self.POLICY, self.CLUSTER, *(self.instance(f"i{n}") for n in range(count)))
        assert [said in report.message for report in found if said] == ([True] if said else [])
        assert bool(found) is bool(said)

    def test_an_instance_that_cannot_be_followed_is_said(self) -> None:
        loose = Resource(
            "aws:rds/clusterInstance:ClusterInstance",
            "i",
            {"clusterIdentifier": UNKNOWN_VALUE},
            {"clusterIdentifier": [SUBNET]},
        )
        (report,) = reports(self.POLICY, self.CLUSTER, SUBNET, loose)
        assert report.level == "advisory"

    def test_a_multi_az_cluster_brings_its_own_standbys(self) -> None:
        cluster = Resource(self.CLUSTER.type, "main", {"dbClusterInstanceClass": "db.m6gd.large"})
        assert reports(self.POLICY, cluster) == []


class TestNatGateways:
    POLICY = "nat-per-az"
    TABLE = Resource("aws:ec2/routeTable:RouteTable", "app")

    def subnet(self, name: str, zone: Json) -> Resource:
        depends = {"availabilityZone": [ELSEWHERE]} if zone == UNKNOWN_VALUE else {}
        return Resource("aws:ec2/subnet:Subnet", name, {"id": name, "availabilityZone": zone}, depends)

    def stack(self, private: Resource, public: Resource, **gateway: Json) -> list[Resource]:
        nat = Resource(
            "aws:ec2/natGateway:NatGateway",
            "way-out",
            {"subnetId": UNKNOWN_VALUE, **gateway},
            {"subnetId": [public]},
        )
        association = Resource(
            "aws:ec2/routeTableAssociation:RouteTableAssociation",
            "app",
            {"subnetId": private.name, "routeTableId": UNKNOWN_VALUE},
            {"routeTableId": [self.TABLE]},
        )
        route = Resource(
            "aws:ec2/route:Route",
            "out",
            {"routeTableId": UNKNOWN_VALUE, "natGatewayId": UNKNOWN_VALUE},
            {"routeTableId": [self.TABLE], "natGatewayId": [nat]},
        )
        return [private, public, self.TABLE, nat, association, route]

    def test_a_gateway_in_the_subnets_own_zone_passes(self) -> None:
        assert reports(self.POLICY, *self.stack(self.subnet("app", "x-1a"), self.subnet("public", "x-1a"))) == []

    def test_a_gateway_in_another_zone_is_a_violation(self) -> None:
        (report,) = reports(self.POLICY, *self.stack(self.subnet("app", "x-1b"), self.subnet("public", "x-1a")))
        assert report.level == "mandatory"
        assert 'it is in x-1b, its NAT gateway "way-out" in x-1a' in report.message

    def test_a_regional_gateway_is_in_every_zone(self) -> None:
        resources = self.stack(self.subnet("app", "x-1b"), self.subnet("public", "x-1a"), availabilityMode="regional")
        assert reports(self.POLICY, *resources) == []

    def test_one_gateway_is_enough_in_dev_and_a_second_one_is_said_to_cost(self) -> None:
        resources = self.stack(self.subnet("app", "x-1b"), self.subnet("public", "x-1a"))
        second = Resource("aws:ec2/natGateway:NatGateway", "second", {"subnetId": "app"})
        in_dev = Engine(config=in_environment("dev"))
        assert [report for report in in_dev.analyze_stack(*resources) if report.policy == self.POLICY] == []
        (report,) = [report for report in in_dev.analyze_stack(*resources, second) if report.policy == self.POLICY]
        assert (report.level, report.urn) == ("advisory", second.urn)
        assert "it is one of 2 NAT gateways, and one is enough in dev" in report.message

    def test_a_zone_that_is_not_known_yet_is_said(self) -> None:
        found = reports(self.POLICY, *self.stack(self.subnet("app", UNKNOWN_VALUE), self.subnet("public", "x-1a")))
        assert [(report.level, "availabilityZone is not known yet" in report.message) for report in found] == [
            ("advisory", True)
        ]

    def test_a_subnet_without_a_way_out_is_passed_over(self) -> None:
        assert reports(self.POLICY, self.subnet("database", "x-1a")) == []
