"""Names that lead to a resource, and resources that nothing leads to."""

import json

import pytest

from tests.policies.harness import UNKNOWN_VALUE, Json, Resource
from tests.policies.stacks import ELSEWHERE, pointing, reports, undetermined, violation

EDGE_GROUP = Resource("aws:ec2/securityGroup:SecurityGroup", "edge", {"arn": "arn:aws:ec2:x:1:security-group/sg-edge"})
APP_GROUP = Resource("aws:ec2/securityGroup:SecurityGroup", "app", {"arn": "arn:aws:ec2:x:1:security-group/sg-app"})


class TestNames:
    POLICY = "dns-target-exists"
    BALANCER = Resource("aws:lb/loadBalancer:LoadBalancer", "edge", {"dnsName": "edge-1.x.elb.amazonaws.com"})

    def record(self, name: Json, *depends: Resource) -> Resource:
        return Resource("aws:route53/record:Record", "pay", {"aliases": [{"name": name}]}, {"aliases": depends})

    def test_a_name_that_is_an_output_or_matches_one_passes(self) -> None:
        assert reports(self.POLICY, self.BALANCER, self.record(UNKNOWN_VALUE, self.BALANCER)) == []
        assert reports(self.POLICY, self.BALANCER, self.record("dualstack.EDGE-1.x.elb.amazonaws.com.")) == []
        assert reports(self.POLICY, ELSEWHERE, self.record("x.elb.amazonaws.com", ELSEWHERE)) == []

    def test_a_name_that_is_written_out_is_said(self) -> None:
        found = reports(self.POLICY, self.BALANCER, self.record("old-1.x.elb.amazonaws.com"))
        assert 'its alias "old-1.x.elb.amazonaws.com" is written out' in violation(found, "advisory")

    def test_a_record_that_is_no_alias_is_not_judged(self) -> None:
        assert reports(self.POLICY, Resource("aws:route53/record:Record", "pay", {"records": ["192.0.2.1"]})) == []


class TestLeftovers:
    POLICY = "no-orphans"
    SECRET = Resource("aws:secretsmanager/secret:Secret", "razorpay", {"name": "payments/prod/razorpay"})
    VERSION = pointing("aws:secretsmanager/secretVersion:SecretVersion", "v", secretId=SECRET)

    def role_policy(self, policy: Json, *depends: Resource) -> Resource:
        return Resource("aws:iam/rolePolicy:RolePolicy", "p", {"policy": policy}, {"policy": depends})

    @pytest.mark.parametrize(
        "unused",
        [
            APP_GROUP,
            Resource("aws:ec2/eip:Eip", "ip"),
            Resource("aws:lb/targetGroup:TargetGroup", "api"),
            SECRET,
        ],
    )
    def test_what_nothing_uses_is_said(self, unused: Resource) -> None:
        assert "no other resource of this stack uses it" in violation(reports(self.POLICY, unused), "advisory")

    def test_its_own_parts_are_no_use_of_it(self) -> None:
        rule = pointing("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "in", securityGroupId=APP_GROUP)
        assert violation(reports(self.POLICY, APP_GROUP, rule), "advisory")
        assert violation(reports(self.POLICY, self.SECRET, self.VERSION), "advisory")

    def test_a_component_that_takes_it_is_no_use_of_it(self) -> None:
        assert violation(
            reports(self.POLICY, APP_GROUP, pointing("acme:index:Network", "n", group=APP_GROUP)), "advisory"
        )

    def test_a_property_that_depends_on_it_or_holds_its_id_is_a_use(self) -> None:
        database = "aws:rds/instance:Instance"
        assert reports(self.POLICY, APP_GROUP, pointing(database, "db", vpcSecurityGroupIds=APP_GROUP)) == []
        assert reports(self.POLICY, APP_GROUP, Resource(database, "db", {"vpcSecurityGroupIds": ["sg-app"]})) != []
        by_id = Resource(APP_GROUP.type, "app", {"id": "sg-app"})
        assert reports(self.POLICY, by_id, Resource(database, "db", {"vpcSecurityGroupIds": ["sg-app"]})) == []

    def test_the_source_of_a_rule_is_used(self) -> None:
        into = pointing("aws:rds/instance:Instance", "db", vpcSecurityGroupIds=EDGE_GROUP)
        rule = pointing(
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            "in",
            securityGroupId=EDGE_GROUP,
            referencedSecurityGroupId=APP_GROUP,
        )
        assert reports(self.POLICY, EDGE_GROUP, APP_GROUP, into, rule) == []

    def test_whoever_uses_the_version_uses_the_secret(self) -> None:
        task = pointing("aws:ecs/taskDefinition:TaskDefinition", "t", containerDefinitions=self.VERSION)
        assert reports(self.POLICY, self.SECRET, self.VERSION, task) == []

    def test_a_policy_for_the_path_of_a_secret_uses_it(self) -> None:
        def allowing(path: str) -> Resource:
            arn = f"arn:aws:secretsmanager:ap-south-1:1:secret:{path}"
            return self.role_policy(json.dumps({"Statement": [{"Resource": arn}]}))

        assert reports(self.POLICY, self.SECRET, allowing("payments/prod/*")) == []
        assert reports(self.POLICY, self.SECRET, allowing("payments/prod/razorpay-??????")) == []
        assert violation(reports(self.POLICY, self.SECRET, allowing("payments/staging/*")), "advisory")

    def test_a_policy_that_is_not_known_yet_may_use_a_secret(self) -> None:
        found = reports(self.POLICY, self.SECRET, ELSEWHERE, self.role_policy(UNKNOWN_VALUE, ELSEWHERE))
        assert undetermined(found) == "policy of p"

    @pytest.mark.parametrize("properties", [{"instance": "i-1"}, {"tagsAll": {"UsedBy": "the office VPN"}}])
    def test_an_address_that_is_attached_or_used_from_elsewhere_passes(self, properties: dict[str, Json]) -> None:
        assert reports(self.POLICY, Resource("aws:ec2/eip:Eip", "ip", properties)) == []
