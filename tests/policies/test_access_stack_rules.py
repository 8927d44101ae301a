"""Stack rules about policies, keys, roles and the ways in which rules are managed."""

import json

import pytest

from tests.policies.examples.access_policies import ACCOUNT, allow, document
from tests.policies.examples.identities import may, trust
from tests.policies.harness import UNKNOWN_VALUE, Engine, Json, Report, Resource, in_environment

KEY = "aws:kms/key:Key"
OTHER_ACCOUNT = "123456789012"
HTTPS: Json = {"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["10.0.0.0/24"]}
TASKS: Json = {"Service": "ecs-tasks.amazonaws.com"}
SOURCE: Json = {"aws:SourceArn": f"arn:aws:cloudtrail:ap-south-1:{ACCOUNT}:trail/main"}


def reports(policy: str, *resources: Resource) -> list[Report]:
    found = Engine(config=in_environment("prod"), policies={policy}).analyze_stack(*resources)
    return [report for report in found if report.policy == policy]


def messages(policy: str, *resources: Resource) -> list[str]:
    return [report.message.splitlines()[0] for report in reports(policy, *resources)]


def leading(resource_type: str, name: str, path: str, target: Resource, **properties: Json) -> Resource:
    return Resource(resource_type, name, {path: UNKNOWN_VALUE, **properties}, {path: [target]})


class TestManagedPolicies:
    POLICY = Resource("aws:iam/policy:Policy", "wide", {"policy": document(may("*"))})

    def test_a_policy_that_allows_everything_is_a_violation(self) -> None:
        (report,) = reports("iam-no-admin-policy", self.POLICY)
        assert report.level == "mandatory"
        assert 'statement 1 allows the action "*"' in report.message

    @pytest.mark.parametrize("kind", ["aws:iam/role:Role", "aws:iam/user:User"])
    def test_a_permissions_boundary_gives_nothing(self, kind: str) -> None:
        limited = leading(kind, "limited", "permissionsBoundary", self.POLICY)
        for policy in ("iam-no-admin-policy", "iam-no-service-wildcard", "iam-no-privilege-escalation"):
            assert reports(policy, self.POLICY, limited) == []

    def test_a_boundary_is_known_by_its_name_before_it_has_an_arn(self) -> None:
        policy = Resource(self.POLICY.type, "wide", {**self.POLICY.properties, "name": "Boundary"})
        arn = f"arn:aws:iam::{ACCOUNT}:policy/Boundary"
        limited = Resource("aws:iam/role:Role", "limited", {"permissionsBoundary": arn})
        demand: Json = {"StringEquals": {"iam:PermissionsBoundary": arn}}
        rights = document(may("iam:CreateRole", Condition=demand))
        maker = Resource("aws:iam/rolePolicy:RolePolicy", "maker", {"policy": rights})
        assert reports("iam-no-admin-policy", policy, limited) == []
        assert reports("iam-no-admin-policy", policy, maker) == []
        assert len(reports("iam-no-admin-policy", policy)) == 1

    def test_a_boundary_that_may_be_another_policy_is_said(self) -> None:
        key = Resource(KEY, "key")
        limited = leading("aws:iam/role:Role", "limited", "permissionsBoundary", key)
        (report,) = reports("iam-no-admin-policy", self.POLICY, key, limited)
        assert report.level == "advisory"


class TestKeyPolicies:
    NAME = "kms-policy-defined"
    DEFAULT = document(allow({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "kms:*"))

    def test_a_key_without_a_policy_is_found_before_and_after_it_is_made(self) -> None:
        for properties in ({}, {"policy": self.DEFAULT}):
            (message,) = messages(self.NAME, Resource(KEY, "key", properties))
            assert "it has no policy but the one that AWS gives every key" in message

    def test_a_policy_inline_or_beside_the_key_is_enough(self) -> None:
        key = Resource(KEY, "key")
        beside = leading("aws:kms/keyPolicy:KeyPolicy", "policy", "keyId", key, policy=UNKNOWN_VALUE)
        assert reports(self.NAME, key, beside) == []
        own = document(allow({"AWS": ACCOUNT}, "kms:Describe*"))
        assert reports(self.NAME, Resource(KEY, "key", {"policy": own})) == []
        assert reports(self.NAME, Resource(KEY, "key", {"policy": UNKNOWN_VALUE}, {"policy": [beside]})) == []


class TestEndpoints:
    NAME = "vpc-endpoint-policy"
    KIND = "aws:ec2/vpcEndpoint:VpcEndpoint"
    OPEN = document(allow("*", "*"))

    def test_a_gateway_endpoint_without_a_policy_lets_everything_pass(self) -> None:
        (message,) = messages(self.NAME, Resource(self.KIND, "s3"))
        assert "policy is not set, which means everything for everybody" in message

    def test_so_does_the_policy_that_aws_gives_it(self) -> None:
        (message,) = messages(self.NAME, Resource(self.KIND, "s3", {"policy": self.OPEN, "vpcEndpointType": "Gateway"}))
        assert "lets everybody do everything to everything" in message

    @pytest.mark.parametrize(
        "statement",
        [
            allow("*", "s3:*", Condition={"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}),
            allow("*", "s3:*", "arn:aws:s3:::fivestar-files/*"),
            allow("*", "s3:GetObject"),
            allow({"AWS": ACCOUNT}, "*"),
        ],
    )
    def test_any_limit_is_enough(self, statement: Json) -> None:
        assert reports(self.NAME, Resource(self.KIND, "s3", {"policy": document(statement)})) == []

    def test_other_kinds_of_endpoints_are_passed_over(self) -> None:
        assert reports(self.NAME, Resource(self.KIND, "logs", {"vpcEndpointType": "Interface"})) == []

    def test_a_policy_beside_the_endpoint_is_judged_instead(self) -> None:
        endpoint = Resource(self.KIND, "s3")
        beside = leading(
            "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy", "p", "vpcEndpointId", endpoint, policy=self.OPEN
        )
        (report,) = reports(self.NAME, endpoint, beside)
        assert report.urn == beside.urn


class TestBucketAdministration:
    NAME = "s3-policy-no-public"
    PROVIDER = Resource("pulumi:providers:aws", "aws", {"allowedAccountIds": json.dumps([ACCOUNT])})

    def policy(self, account: str, action: str = "s3:*") -> Resource:
        principal = {"AWS": f"arn:aws:iam::{account}:root"}
        return Resource("aws:s3/bucketPolicy:BucketPolicy", "files", {"policy": document(allow(principal, action))})

    def test_another_account_may_not_change_the_policy(self) -> None:
        (message,) = messages(self.NAME, self.PROVIDER, self.policy(OTHER_ACCOUNT))
        assert f"policy lets account {OTHER_ACCOUNT} change the bucket's policy" in message

    def test_the_own_account_may_and_another_may_read(self) -> None:
        assert reports(self.NAME, self.PROVIDER, self.policy(ACCOUNT)) == []
        assert reports(self.NAME, self.PROVIDER, self.policy(OTHER_ACCOUNT, "s3:GetObject")) == []

    def test_the_own_account_shows_in_arns_too(self) -> None:
        known = Resource("aws:sns/topic:Topic", "t", {"arn": f"arn:aws:sns:ap-south-1:{ACCOUNT}:t"})
        assert reports(self.NAME, known, self.policy(ACCOUNT)) == []
        assert len(reports(self.NAME, known, self.policy(OTHER_ACCOUNT))) == 1

    def test_an_account_that_may_be_the_own_one_is_said(self) -> None:
        (report,) = reports(self.NAME, self.policy(OTHER_ACCOUNT))
        assert report.level == "advisory"


class TestTrailBuckets:
    NAME = "trail-bucket-protected"
    BUCKET = Resource("aws:s3/bucket:Bucket", "audit", {"bucket": "audit", "objectLockEnabled": True})
    TRAIL = Resource("aws:cloudtrail/trail:Trail", "trail", {"s3BucketName": "audit"})

    def beside(self, **condition: Json) -> list[Resource]:
        statement = allow({"Service": "cloudtrail.amazonaws.com"}, "s3:PutObject", Condition=condition)
        flags = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
        closed = dict.fromkeys(flags, True)
        of: dict[str, Json] = {"bucket": "audit"}
        return [
            Resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "b", {**of, **closed}),
            Resource(
                "aws:s3/bucketVersioningV2:BucketVersioningV2",
                "v",
                {**of, "versioningConfiguration": {"status": "Enabled"}},
            ),
            Resource("aws:s3/bucketLogging:BucketLogging", "l", {**of, "targetBucket": "records"}),
            Resource("aws:s3/bucketPolicy:BucketPolicy", "p", {**of, "policy": document(statement)}),
        ]

    def test_a_bucket_with_every_protection_is_sound(self) -> None:
        assert reports(self.NAME, self.TRAIL, self.BUCKET, *self.beside(StringEquals=SOURCE)) == []

    def test_what_is_missing_is_named(self) -> None:
        bare = Resource(self.BUCKET.type, "audit", {"bucket": "audit"})
        (message,) = messages(self.NAME, self.TRAIL, bare)
        for missing in ("public access block", "versioning", "object lock", "record of the requests", "aws:SourceArn"):
            assert missing in message

    def test_a_policy_for_trails_of_anybody_is_not_enough(self) -> None:
        loose = self.beside(StringEquals={"s3:x-amz-acl": "bucket-owner-full-control"})
        (message,) = messages(self.NAME, self.TRAIL, self.BUCKET, *loose)
        assert "ties CloudTrail to a trail with aws:SourceArn" in message

    def test_a_bucket_of_another_account_is_out_of_sight(self) -> None:
        assert reports(self.NAME, self.TRAIL) == []


class TestKeySeparation:
    NAME = "kms-key-separation"
    OWN = Resource(KEY, "key", {"policy": document(allow({"AWS": ACCOUNT}, "kms:Describe*"))})

    def test_a_key_of_two_classes_is_said(self) -> None:
        database = leading("aws:rds/instance:Instance", "db", "kmsKeyId", self.OWN)
        secret = leading("aws:secretsmanager/secret:Secret", "s", "kmsKeyId", self.OWN)
        (message,) = messages(self.NAME, self.OWN, database, secret)
        assert "it encrypts databases and secrets" in message

    def test_two_resources_of_one_class_may_share_a_key(self) -> None:
        users = [leading("aws:rds/instance:Instance", name, "kmsKeyId", self.OWN) for name in ("one", "two")]
        assert reports(self.NAME, self.OWN, *users) == []


class TestTaskRoles:
    NAME = "iam-role-not-shared"
    ROLE = Resource(
        "aws:iam/role:Role",
        "task",
        {"assumeRolePolicy": trust(TASKS, StringEquals={"aws:SourceAccount": ACCOUNT})},
    )

    def definition(self, family: str, role: Resource | None = None) -> Resource:
        kind = "aws:ecs/taskDefinition:TaskDefinition"
        return leading(kind, f"{family}-definition", "taskRoleArn", role or self.ROLE, family=family)

    def test_a_role_of_one_service_passes(self) -> None:
        assert reports(self.NAME, self.ROLE, self.definition("api")) == []

    def test_a_role_of_two_services_is_a_violation(self) -> None:
        (message,) = messages(self.NAME, self.ROLE, self.definition("api"), self.definition("portal"))
        assert "it is the task role of api and portal" in message

    def test_a_trust_without_a_source_serves_tasks_of_anybody(self) -> None:
        (message,) = messages(self.NAME, Resource(self.ROLE.type, "task", {"assumeRolePolicy": trust(TASKS)}))
        assert "trusts ECS tasks without aws:SourceAccount or aws:SourceArn" in message

    def test_roles_of_other_services_are_passed_over(self) -> None:
        other = Resource(self.ROLE.type, "backup", {"assumeRolePolicy": trust({"Service": "backup.amazonaws.com"})})
        unknown = Resource(self.ROLE.type, "later", {"assumeRolePolicy": UNKNOWN_VALUE}, {"assumeRolePolicy": [other]})
        assert reports(self.NAME, other, unknown) == []


class TestManagedInTwoWays:
    NAME = "no-rule-management-conflict"

    def group(self, **rules: Json) -> Resource:
        return Resource("aws:ec2/securityGroup:SecurityGroup", "app", rules)

    def ingress(self, group: Resource, port: int) -> Resource:
        kind = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
        return leading(kind, "in", "securityGroupId", group, ipProtocol="tcp", fromPort=port, toPort=port)

    def test_rules_inside_and_beside_a_group_undo_each_other(self) -> None:
        group = self.group(ingress=[HTTPS])
        (report,) = reports(self.NAME, group, self.ingress(group, 5432))
        assert report.level == "mandatory"
        assert 'it has ingress rules of its own, and "in" adds one from outside' in report.message

    def test_the_other_direction_may_be_managed_in_the_other_way(self) -> None:
        group = self.group(egress=[HTTPS])
        assert reports(self.NAME, group, self.ingress(group, 443)) == []

    def test_what_aws_reports_of_separate_rules_is_not_taken_for_inline(self) -> None:
        group = self.group(ingress=[HTTPS])
        assert reports(self.NAME, group, self.ingress(group, 443)) == []

    def test_the_two_kinds_of_separate_rules_conflict_too(self) -> None:
        group = self.group()
        kind = "aws:ec2/securityGroupRule:SecurityGroupRule"
        older = leading(kind, "old", "securityGroupId", group, type="ingress", protocol="tcp", fromPort=80, toPort=80)
        (message,) = messages(self.NAME, group, older, self.ingress(group, 443))
        assert "its ingress has both SecurityGroupRule and SecurityGroupIngressRule" in message

    def role(self, **policies: Json) -> Resource:
        return Resource("aws:iam/role:Role", "role", {"name": "role-1", **policies})

    def test_policies_inside_and_beside_a_role_undo_each_other(self) -> None:
        role = self.role(inlinePolicies=[{"name": "inside", "policy": document(may("s3:Get*"))}])
        beside = Resource("aws:iam/rolePolicy:RolePolicy", "beside", {"role": "role-1", "name": "beside"})
        (message,) = messages(self.NAME, role, beside)
        assert 'it has inlinePolicies, and "beside" adds one from outside' in message
        reported = Resource("aws:iam/rolePolicy:RolePolicy", "beside", {"role": "role-1", "name": "inside"})
        assert reports(self.NAME, role, reported) == []

    def test_managed_policies_inside_and_beside_a_role_undo_each_other(self) -> None:
        read, write = ("arn:aws:iam::aws:policy/Read", "arn:aws:iam::aws:policy/Write")
        kind = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
        beside = Resource(kind, "beside", {"role": "role-1", "policyArn": write})
        (message,) = messages(self.NAME, self.role(managedPolicyArns=[read]), beside)
        assert 'it has managedPolicyArns, and "beside" attaches one from outside' in message
        assert reports(self.NAME, self.role(managedPolicyArns=[write]), beside) == []

    def test_one_way_alone_is_no_conflict(self) -> None:
        assert reports(self.NAME, self.group(ingress=[HTTPS])) == []
        assert reports(self.NAME, self.role(managedPolicyArns=["arn:aws:iam::aws:policy/Read"])) == []
