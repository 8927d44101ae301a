"""Images, logs, secrets and backups in sight of what they belong to."""

import json

import pytest

from tests.policies.harness import UNKNOWN_VALUE, Json, Resource
from tests.policies.stacks import ELSEWHERE, pointing, reports, undetermined, violation

LOGS = Resource("aws:cloudwatch/logGroup:LogGroup", "logs", {"name": "/ecs/api"})


def task(*containers: Json, **depends: Resource) -> Resource:
    """A task definition with containers as JSON."""
    return Resource(
        "aws:ecs/taskDefinition:TaskDefinition",
        "api",
        {"containerDefinitions": json.dumps(containers)},
        {path: [found] for path, found in depends.items()},
    )


HIDDEN = pointing("aws:ecs/taskDefinition:TaskDefinition", "api", containerDefinitions=ELSEWHERE)


class TestImages:
    POLICY = "ecr-image-from-own-repo"
    OWN = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api"

    @pytest.mark.parametrize(
        "image",
        [
            f"{OWN}:1.4.2",
            f"{OWN}@sha256:0a1b",
            "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/api:1",
            "123456789012.dkr-ecr.us-east-1.on.aws/api:1",
            "public.ecr.aws/aws-observability/aws-otel-collector:v0.40.0",
        ],
    )
    def test_an_image_of_a_registry_of_ones_own_or_of_aws_passes(self, image: str) -> None:
        assert reports(self.POLICY, task({"name": "api", "image": image})) == []

    @pytest.mark.parametrize(
        "image", ["nginx", "docker.io/library/redis:7", "public.ecr.aws/docker/library/postgres:15"]
    )
    def test_an_image_of_a_public_registry_is_a_violation(self, image: str) -> None:
        found = reports(self.POLICY, task({"name": "api", "image": f"{self.OWN}:1"}, {"name": "x", "image": image}))
        assert f'containerDefinitions[1].image is "{image}"' in violation(found)

    def test_the_accounts_are_those_of_the_stack_file_or_of_the_parameter(self) -> None:
        image = task({"name": "api", "image": f"{self.OWN}:1"})
        other = {"platform:account": '{"id": "123456789099", "members": {"a": {"id": "123456789098"}}}'}
        found = reports(self.POLICY, image, config=other)
        assert "none of 123456789099, 123456789098" in violation(found)
        assert reports(self.POLICY, image, config=other, parameters={"accounts": ["123456789012"]}) == []

    def test_other_sources_are_a_parameter(self) -> None:
        image = task({"name": "api", "image": "registry.example.com/api:1"})
        assert reports(self.POLICY, image, parameters={"otherSources": ["registry.example.com/"]}) == []

    def test_containers_that_are_not_known_yet_are_said(self) -> None:
        assert undetermined(reports(self.POLICY, HIDDEN, ELSEWHERE)) == "containerDefinitions"

    def test_text_that_is_no_list_is_said(self) -> None:
        broken = Resource(HIDDEN.type, "api", {"containerDefinitions": "{"})
        assert undetermined(reports(self.POLICY, broken)) == "containerDefinitions"


class TestLogGroups:
    POLICY = "logs-groups-referenced"

    def logging(self, **options: Json) -> Json:
        return {
            "name": "api",
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {key.replace("_", "-"): value for key, value in options.items()},
            },
        }

    def test_a_log_group_of_the_stack_passes(self) -> None:
        assert reports(self.POLICY, LOGS, task(self.logging(awslogs_group="/ecs/api"))) == []

    def test_unknown_containers_that_draw_on_a_log_group_pass(self) -> None:
        assert reports(self.POLICY, LOGS, pointing(HIDDEN.type, "api", containerDefinitions=LOGS)) == []

    @pytest.mark.parametrize("created", ["true", True])
    def test_a_group_that_the_driver_creates_is_a_violation(self, created: Json) -> None:
        options = self.logging(awslogs_group="/ecs/api", awslogs_create_group=created)
        assert 'creates log group "/ecs/api" by itself' in violation(reports(self.POLICY, LOGS, task(options)))

    def test_a_driver_without_group_is_a_violation(self) -> None:
        assert "names no awslogs-group" in violation(reports(self.POLICY, task(self.logging())))

    def test_groups_and_drivers_of_elsewhere_are_out_of_sight(self) -> None:
        assert reports(self.POLICY, task(self.logging(awslogs_group="/shared"))) == []
        assert reports(self.POLICY, task({"name": "a", "logConfiguration": {"logDriver": "awsfirelens"}})) == []
        assert reports(self.POLICY, task({"name": "a"})) == []

    def test_what_is_not_known_yet_is_said(self) -> None:
        assert undetermined(reports(self.POLICY, HIDDEN, ELSEWHERE)) == "containerDefinitions"


class TestRotation:
    POLICY = "secret-has-rotation"
    SECRET = Resource("aws:secretsmanager/secret:Secret", "s", {"name": "payments/razorpay"})
    KIND = "aws:secretsmanager/secretRotation:SecretRotation"

    def test_a_rotation_that_names_it_passes(self) -> None:
        assert reports(self.POLICY, self.SECRET, pointing(self.KIND, "r", secretId=self.SECRET)) == []

    @pytest.mark.parametrize("tags", [{"rotation": "n/a"}, {"Rotation": "by hand"}])
    def test_a_tag_says_how_it_is_replaced_otherwise(self, tags: dict[str, Json]) -> None:
        for path in ("tags", "tagsAll"):
            assert reports(self.POLICY, Resource(self.SECRET.type, "s", {path: tags})) == []

    def test_a_secret_that_rds_manages_is_its_own_business(self) -> None:
        assert reports(self.POLICY, Resource(self.SECRET.type, "s", {"name": "rds!db-1"})) == []

    def test_a_secret_for_ever_is_a_violation(self) -> None:
        other = Resource(self.SECRET.type, "other", {"tags": {"Rotation": "n/a"}})
        found = reports(self.POLICY, self.SECRET, other, pointing(self.KIND, "r", secretId=other))
        assert "no SecretRotation of this stack names it, and it has no tag Rotation" in violation(found)

    def test_a_rotation_that_is_off_does_not_count(self) -> None:
        off = pointing(self.KIND, "r", {"rotationEnabled": False}, secretId=self.SECRET)
        assert "no SecretRotation" in violation(reports(self.POLICY, self.SECRET, off))

    def test_the_tag_is_a_parameter(self) -> None:
        tagged = Resource(self.SECRET.type, "s", {"tags": {"replaced-by": "vault"}})
        assert reports(self.POLICY, tagged, parameters={"tag": "replaced-by"}) == []

    def test_what_cannot_be_followed_is_said(self) -> None:
        loose = pointing(self.KIND, "r", secretId=ELSEWHERE)
        assert undetermined(reports(self.POLICY, self.SECRET, ELSEWHERE, loose)) == "secretId of the rotations"


HERE = Resource("pulumi:providers:aws", "workload", {"region": "ap-south-1"})


class TestBackups:
    POLICY = "backup-plan-covers"
    TABLE = Resource("aws:dynamodb/table:Table", "t", {"tagsAll": {"Backup": "daily"}})
    PLAIN = Resource("aws:dynamodb/table:Table", "t")
    DATABASE = Resource("aws:rds/instance:Instance", "db", {"arn": "arn:aws:rds:x:1:db:payments"})
    KIND = "aws:backup/selection:Selection"

    def selection(self, **properties: Json) -> Resource:
        return Resource(self.KIND, "s", properties)

    def test_a_selection_that_names_it_passes(self) -> None:
        both = Resource(
            self.KIND, "s", {"resources": [UNKNOWN_VALUE, UNKNOWN_VALUE]}, {"resources": [self.TABLE, self.DATABASE]}
        )
        assert reports(self.POLICY, self.TABLE, self.DATABASE, both) == []

    @pytest.mark.parametrize(
        "properties",
        [
            {"resources": ["*"]},
            {"resources": ["arn:aws:dynamodb:*:*:table/*"]},
            {"selectionTags": [{"type": "STRINGEQUALS", "key": "Backup", "value": "daily"}]},
            {"conditions": [{"stringEquals": [{"key": "aws:ResourceTag/Backup", "value": "daily"}]}]},
        ],
    )
    def test_patterns_and_tags_select_too(self, properties: dict[str, Json]) -> None:
        assert reports(self.POLICY, self.TABLE, self.selection(**properties)) == []

    @pytest.mark.parametrize(
        "properties",
        [
            {"resources": ["arn:aws:rds:*:*:db:*"]},
            {"resources": ["arn:aws:dynamodb:x:1:table/other"]},
            {"selectionTags": [{"type": "STRINGEQUALS", "key": "Backup", "value": "weekly"}]},
        ],
    )
    def test_a_store_that_nothing_selects_is_a_violation(self, properties: dict[str, Json]) -> None:
        assert "no backup Selection" in violation(reports(self.POLICY, self.TABLE, self.selection(**properties)))
        assert "no backup Selection" in violation(reports(self.POLICY, self.TABLE))

    def test_a_known_arn_is_compared_with_the_pattern(self) -> None:
        assert reports(self.POLICY, self.DATABASE, self.selection(resources=["arn:aws:rds:*:*:db:pay*"])) == []
        wrong = self.selection(resources=["arn:aws:rds:*:*:db:other*"])
        assert violation(reports(self.POLICY, self.DATABASE, wrong))

    def test_what_is_left_out_by_name_is_a_violation(self) -> None:
        without = self.selection(resources=["*"], notResources=["arn:aws:rds:x:1:db:payments"])
        assert violation(reports(self.POLICY, self.DATABASE, without))

    @pytest.mark.parametrize("properties", [{"replicateSourceDb": "payments"}, {"engine": "aurora-postgresql"}])
    def test_replicas_and_members_of_clusters_are_saved_with_their_source(self, properties: dict[str, Json]) -> None:
        assert reports(self.POLICY, Resource("aws:rds/instance:Instance", "db", properties)) == []

    def test_a_selection_that_cannot_be_followed_is_said(self) -> None:
        loose = pointing(self.KIND, "s", resources=ELSEWHERE)
        assert undetermined(reports(self.POLICY, self.PLAIN, ELSEWHERE, loose)).startswith("resources")


class TestCopiesOfBackups:
    POLICY = "backup-plan-covers"
    NEAR = Resource("aws:backup/vault:Vault", "near", provider=HERE)
    FAR = Resource("aws:backup/vault:Vault", "far", {"region": "ap-south-2"}, provider=HERE)

    def plan(self, *vaults: Resource, arn: Json = UNKNOWN_VALUE, copies: bool = True) -> Resource:
        rule: dict[str, Json] = {"ruleName": "daily", "targetVaultName": "near"}
        if copies:
            rule["copyActions"] = [{"destinationVaultArn": arn}]
        return Resource("aws:backup/plan:Plan", "plan", {"rules": [rule]}, {"rules": vaults}, provider=HERE)

    def test_a_copy_in_another_region_passes(self) -> None:
        assert reports(self.POLICY, self.NEAR, self.FAR, self.plan(self.NEAR, self.FAR)) == []
        assert reports(self.POLICY, self.plan(arn="arn:aws:backup:eu-west-1:1:backup-vault:far")) == []

    def test_copies_that_stay_or_are_not_made_are_a_violation(self) -> None:
        assert "all its copies stay in ap-south-1" in violation(reports(self.POLICY, self.NEAR, self.plan(self.NEAR)))
        known = self.plan(arn="arn:aws:backup:ap-south-1:1:backup-vault:far")
        assert "all its copies stay in ap-south-1" in violation(reports(self.POLICY, known))
        assert "none of its rules copies" in violation(reports(self.POLICY, self.plan(copies=False)))

    def test_a_vault_that_cannot_be_followed_is_said(self) -> None:
        assert undetermined(reports(self.POLICY, ELSEWHERE, self.plan(ELSEWHERE))).startswith("destinationVaultArn")
