"""Stack rules that hold a platform stack to its own settings: compliant, violating and unknown."""

import json

import pytest

from policies.stack import STACK
from tests.policies.harness import UNKNOWN_VALUE, Engine, Json, Report, Resource

SYSTEM: Json = {"name": "fivestar", "environment": "dev", "tags": {"Project": "Payments", "Owner": "Us", "a.b": "c"}}
TAGS: dict[str, Json] = {"Environment": "dev", "Project": "Payments", "Owner": "Us", "a.b": "c", "Name": "it"}
LIMITED: Json = {"id": "123456789012", "limits": {"ec2Instances": 3, "rdsInstances": 1, "lambdaConcurrency": 100}}
NETWORK: Json = {"reserved": ["192.168.0.192/26"]}
THE_STACK = Resource(STACK, "fivestar-dev")


def reports(policy: str, settings: dict[str, Json], *resources: Resource) -> list[Report]:
    config = {f"platform:{key}": json.dumps(value) for key, value in settings.items()}
    found = Engine(config=config, policies={policy}).analyze_stack(*resources)
    return [report for report in found if report.policy == policy]


def instance(name: str, **properties: Json) -> Resource:
    return Resource("aws:ec2/instance:Instance", name, properties)


class TestRequiredTags:
    POLICY = "required-tags"

    def judged(self, **properties: Json) -> list[Report]:
        return reports(self.POLICY, {"system": SYSTEM}, instance("it", **properties))

    def test_the_tags_of_the_system_and_more_pass(self) -> None:
        assert self.judged(tagsAll=TAGS) == []

    def test_missing_tags_are_named(self) -> None:
        (report,) = self.judged(tagsAll={"Project": "Payments", "Owner": "Us"})
        assert report.level == "mandatory"
        assert 'aws:ec2/instance:Instance "it": it has no tag Environment; it has no tag a.b.' in report.message
        assert "In the stack file: platform:system.tags." in report.message

    def test_another_value_is_a_violation_too(self) -> None:
        (report,) = self.judged(tagsAll={**TAGS, "Owner": "Me"})
        assert 'its tag Owner is "Me", the stack file says "Us"' in report.message

    def test_a_value_that_is_not_known_yet_is_said(self) -> None:
        (report,) = self.judged(tagsAll={**TAGS, "Owner": UNKNOWN_VALUE})
        assert (report.level, "tagsAll.Owner is not known yet" in report.message) == ("advisory", True)

    def test_tags_that_the_provider_could_not_complete_yet_are_said(self) -> None:
        (report,) = self.judged(tags={"Name": "it"}, tagsAll=UNKNOWN_VALUE)
        assert "tagsAll is not known yet" in report.message

    def test_what_takes_no_tags_and_what_is_no_resource_of_aws_is_passed_over(self) -> None:
        assert self.judged(instanceType="t3.micro") == []
        component = Resource("payments:index:Database", "database", {"tagsAll": {}})
        assert reports(self.POLICY, {"system": SYSTEM}, component, THE_STACK) == []

    def test_a_program_without_platform_settings_chooses_its_own_tags(self) -> None:
        assert reports(self.POLICY, {}, instance("it", tagsAll={})) == []


class TestAccountLimits:
    POLICY = "account-limits"

    def judged(self, *resources: Resource) -> list[Report]:
        return reports(self.POLICY, {"system": SYSTEM, "account": LIMITED}, THE_STACK, *resources)

    def group(self, size: Json) -> Resource:
        return Resource("aws:autoscaling/group:Group", "fleet", {"maxSize": size})

    def function(self, name: str, reserved: Json) -> Resource:
        return Resource("aws:lambda/function:Function", name, {"reservedConcurrentExecutions": reserved})

    def test_counts_up_to_the_limit_pass(self) -> None:
        database = Resource("aws:rds/instance:Instance", "db")
        functions = (self.function("f", 100), self.function("g", -1), self.function("h", None))
        assert self.judged(instance("a"), self.group(2), database, *functions) == []

    def test_every_count_above_its_limit_is_named(self) -> None:
        (report,) = self.judged(instance("a"), self.group(3), self.function("f", 60), self.function("g", 41))
        assert report.level == "mandatory"
        assert "it has 4 EC2 instances, its account's limit is 3" in report.message
        assert "it has 101 reserved Lambda executions, its account's limit is 100" in report.message
        assert "In the stack file: platform:account.limits." in report.message

    def test_a_size_that_is_not_known_yet_is_said(self) -> None:
        group = Resource("aws:autoscaling/group:Group", "fleet", {"maxSize": UNKNOWN_VALUE}, {"maxSize": [THE_STACK]})
        (report,) = self.judged(group)
        assert (report.level, "maxSize of fleet is not known yet" in report.message) == ("advisory", True)

    def test_an_account_without_limits_has_none(self) -> None:
        assert reports(self.POLICY, {"account": {"id": "1"}}, THE_STACK, *(instance(str(n)) for n in range(9))) == []

    def test_a_limit_that_nobody_counts_blocks_instead_of_passing(self) -> None:
        (report,) = reports(self.POLICY, {"account": {"limits": {"vpcs": 5}}}, THE_STACK)
        assert "platform:account.limits.vpcs is none of ec2Instances, rdsInstances, lambdaConcurrency" in report.message


class TestReservedRanges:
    POLICY = "reserved-ranges-free"

    def judged(self, **properties: Json) -> list[Report]:
        subnet = Resource("aws:ec2/subnet:Subnet", "new", properties)
        return reports(self.POLICY, {"system": SYSTEM, "network": NETWORK}, subnet)

    def test_a_subnet_beside_the_reserved_range_passes(self) -> None:
        assert self.judged(cidrBlock="192.168.0.160/27") == []

    @pytest.mark.parametrize("block", ["192.168.0.192/27", "192.168.0.128/25", "192.168.0.240/28"])
    def test_a_subnet_that_touches_it_is_a_violation(self, block: str) -> None:
        (report,) = self.judged(cidrBlock=block)
        assert report.level == "mandatory"
        assert f"cidrBlock {block} lies in 192.168.0.192/26, which is reserved" in report.message

    def test_a_block_that_is_not_known_yet_is_said(self) -> None:
        subnet = Resource("aws:ec2/subnet:Subnet", "new", {"cidrBlock": UNKNOWN_VALUE}, {"cidrBlock": [THE_STACK]})
        (report,) = reports(self.POLICY, {"network": NETWORK}, subnet)
        assert (report.level, "cidrBlock is not known yet" in report.message) == ("advisory", True)

    def test_ipv6_subnets_and_stacks_without_reserved_ranges_are_passed_over(self) -> None:
        assert self.judged(ipv6Native=True) == []
        subnet = Resource("aws:ec2/subnet:Subnet", "new", {"cidrBlock": "192.168.0.192/27"})
        assert reports(self.POLICY, {"network": {}}, subnet) == []


class TestEnvironment:
    POLICY = "environment-known"

    @pytest.mark.parametrize("environment", ["dev", "staging", "prod", "management", "production"])
    def test_an_environment_that_policies_know_passes(self, environment: str) -> None:
        assert reports(self.POLICY, {"system": {"environment": environment}}, THE_STACK) == []

    @pytest.mark.parametrize(
        ("system", "says"),
        [({"environment": "qa"}, 'platform:system.environment is "qa"'), ({"name": "x"}, "it names no environment")],
    )
    def test_any_other_one_is_a_violation(self, system: dict[str, Json], says: str) -> None:
        (report,) = reports(self.POLICY, {"system": system}, THE_STACK)
        assert report.level == "mandatory"
        assert says in report.message

    def test_a_program_without_platform_settings_is_passed_over(self) -> None:
        assert reports(self.POLICY, {}, THE_STACK) == []
