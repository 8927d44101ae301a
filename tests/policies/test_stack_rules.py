"""Stack rules, with ids that are known and with ids that are not."""

import pytest

from tests.policies.harness import UNKNOWN_VALUE, Engine, Json, Report, Resource, in_environment

VPC_ID = "vpc-1"


def reports(policy: str, *resources: Resource) -> list[Report]:
    found = Engine(config=in_environment("prod"), policies={policy}).analyze_stack(*resources)
    return [report for report in found if report.policy == policy]


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


class TestBuckets:
    POLICY = "bucket-hardened"
    BUCKET = Resource("aws:s3/bucket:Bucket", "files", {"bucket": "fivestar-files"})
    KINDS = (
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
        "aws:s3/bucketVersioning:BucketVersioning",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    )

    def protections(self, bucket: Json) -> list[Resource]:
        depends = {"bucket": [self.BUCKET]} if bucket == UNKNOWN_VALUE else {}
        return [Resource(kind, "it", {"bucket": bucket}, depends) for kind in self.KINDS]

    @pytest.mark.parametrize("bucket", [UNKNOWN_VALUE, "fivestar-files"])
    def test_a_bucket_with_all_its_protections_is_sound(self, bucket: str) -> None:
        assert reports(self.POLICY, self.BUCKET, *self.protections(bucket)) == []

    def test_missing_protections_are_named(self) -> None:
        (report,) = reports(self.POLICY, self.BUCKET, *self.protections(UNKNOWN_VALUE)[:4])
        assert "it has no bucket policy, no lifecycle." in report.message

    def test_what_aws_fills_in_by_itself_does_not_count_as_a_protection(self) -> None:
        filled_in: dict[str, Json] = {"versioning": {"enabled": False}, "lifecycleRules": [], "policy": ""}
        (report,) = reports(self.POLICY, Resource(self.BUCKET.type, "files", filled_in))
        assert "no versioning" in report.message


class TestBucketsThatReceiveLogs:
    POLICY = "s3-managed-key-for-logs"
    BUCKET = Resource("aws:s3/bucket:Bucket", "logs", {"bucket": "fivestar-logs"})
    ENCRYPTION = Resource(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "encryption",
        {
            "bucket": UNKNOWN_VALUE,
            "rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}],
        },
        {"bucket": [BUCKET]},
    )

    def logging_balancer(self, logs: str, enabled: bool = True) -> Resource:
        target: Json = {"bucket": UNKNOWN_VALUE, "prefix": "access", "enabled": enabled}
        return Resource("aws:lb/loadBalancer:LoadBalancer", "lb", {logs: target}, {logs: [self.BUCKET]})

    @pytest.mark.parametrize("logs", ["accessLogs", "connectionLogs"])
    def test_a_load_balancers_logs_allow_no_other_key(self, logs: str) -> None:
        assert reports(self.POLICY, self.BUCKET, self.ENCRYPTION, self.logging_balancer(logs)) == []

    def test_records_of_requests_to_another_bucket_allow_no_other_key(self) -> None:
        properties: dict[str, Json] = {"bucket": "files", "targetBucket": "fivestar-logs", "targetPrefix": "files/"}
        logging = Resource("aws:s3/bucketLogging:BucketLogging", "logging", properties)
        assert reports(self.POLICY, self.BUCKET, self.ENCRYPTION, logging) == []

    def test_logs_that_are_switched_off_are_no_reason(self) -> None:
        silent = self.logging_balancer("accessLogs", enabled=False)
        (report,) = reports(self.POLICY, self.BUCKET, self.ENCRYPTION, silent)
        assert 'sseAlgorithm is "AES256"' in report.message

    def test_a_bucket_that_receives_nothing_needs_a_key_of_its_own(self) -> None:
        (report,) = reports(self.POLICY, self.BUCKET, self.ENCRYPTION)
        assert "nothing in the stack delivers logs to its bucket" in report.message
        assert report.level == "mandatory"

    def test_a_customer_managed_key_is_the_other_rules_business(self) -> None:
        by_kms: Json = [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}]
        encryption = Resource(self.ENCRYPTION.type, "encryption", {"bucket": "fivestar-logs", "rules": by_kms})
        assert reports(self.POLICY, self.BUCKET, encryption) == []


class TestNatGateways:
    POLICY = "nat-per-az"
    TABLE = Resource("aws:ec2/routeTable:RouteTable", "app")

    def subnet(self, name: str, zone: Json) -> Resource:
        depends = {"availabilityZone": [APP]} if zone == UNKNOWN_VALUE else {}
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
        in_dev = Engine(config=in_environment("dev"), policies={self.POLICY})
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
