"""The account of a stack: which it is, where data lies, how it is watched."""

import json

import pytest

from policies.stack_rules.cis_alarms import EVENTS
from tests.policies.harness import UNKNOWN_VALUE, Json, Resource
from tests.policies.stacks import ELSEWHERE, STACK, pointing, reports, undetermined, violation

PINNED: Json = '["123456789012"]'


def provider(name: str = "workload", **properties: Json) -> Resource:
    """A provider whose lists are JSON text, as the engine keeps them."""
    return Resource("pulumi:providers:aws", name, {"region": "ap-south-1", **properties})


def made_by(made: Resource, **properties: Json) -> Resource:
    """A resource of a provider."""
    return Resource("aws:sqs/queue:Queue", "q", {"name": "q", **properties}, provider=made)


class TestAccounts:
    POLICY = "account-pinning"

    @pytest.mark.parametrize("accounts", [PINNED, ["123456789012"]])
    def test_an_explicit_provider_with_its_account_passes(self, accounts: Json) -> None:
        pinned = provider(allowedAccountIds=accounts)
        assert reports(self.POLICY, pinned, made_by(pinned)) == []

    def test_a_provider_of_any_account_is_a_violation(self) -> None:
        loose = provider()
        assert "allowedAccountIds is not set" in violation(reports(self.POLICY, loose, made_by(loose)))

    @pytest.mark.parametrize("name", ["default", "default_7_51_1"])
    def test_the_default_provider_is_a_violation_in_prod_even_when_pinned(self, name: str) -> None:
        default = provider(name, allowedAccountIds=PINNED)
        found = reports(self.POLICY, default, made_by(default))
        assert "it is the default provider" in violation(found)
        assert reports(self.POLICY, default, made_by(default), environment="staging") == []

    def test_the_account_is_that_of_the_stack_file_or_of_the_parameter(self) -> None:
        pinned = provider(allowedAccountIds=PINNED)
        other = {"platform:account": '{"id": "123456789099"}'}
        found = reports(self.POLICY, pinned, made_by(pinned), config=other)
        assert "allowedAccountIds names 123456789012, the stack's are 123456789099" in violation(found)
        chosen: dict[str, Json] = {"accounts": ["123456789012"]}
        assert reports(self.POLICY, pinned, made_by(pinned), config=other, parameters=chosen) == []

    def test_a_provider_that_makes_nothing_is_not_judged(self) -> None:
        assert reports(self.POLICY, provider("default_7_51_1")) == []

    def test_an_account_that_is_not_known_yet_is_said(self) -> None:
        hidden = Resource(
            "pulumi:providers:aws", "w", {"allowedAccountIds": UNKNOWN_VALUE}, {"allowedAccountIds": [ELSEWHERE]}
        )
        assert undetermined(reports(self.POLICY, hidden, made_by(hidden), ELSEWHERE)) == "allowedAccountIds"


class TestRegions:
    POLICY = "data-residency"
    INDIA: dict[str, Json] = {"regions": ["ap-south-1", "ap-south-2"]}  # noqa: RUF012

    def judged(self, *resources: Resource) -> list[str]:
        return [report.message for report in reports(self.POLICY, *resources, parameters=self.INDIA)]

    def test_a_resource_in_its_region_passes(self) -> None:
        assert self.judged(made_by(provider())) == []
        assert self.judged(made_by(provider(), region="ap-south-2")) == []

    def test_a_resource_elsewhere_is_a_violation_by_its_own_region_or_its_providers(self) -> None:
        (message,) = self.judged(made_by(provider(), region="eu-west-1"))
        assert "region is eu-west-1, which is none of ap-south-1, ap-south-2" in message
        (message,) = self.judged(made_by(provider(region="eu-west-1")))
        assert "region of its provider is eu-west-1" in message

    @pytest.mark.parametrize(
        ("kind", "properties", "said"),
        [
            ("aws:dynamodb/table:Table", {"replicas": [{"regionName": "us-east-1"}]}, "replicas[*].regionName"),
            ("aws:secretsmanager/secret:Secret", {"replicas": [{"region": "us-east-1"}]}, "replicas[*].region"),
            (
                "aws:ecr/replicationConfiguration:ReplicationConfiguration",
                {"replicationConfiguration": {"rules": [{"destinations": [{"region": "us-east-1"}]}]}},
                "destinations[*].region",
            ),
            (
                "aws:backup/plan:Plan",
                {"rules": [{"copyActions": [{"destinationVaultArn": "arn:aws:backup:us-east-1:1:backup-vault:x"}]}]},
                "destinationVaultArn",
            ),
        ],
    )
    def test_copies_elsewhere_are_a_violation(self, kind: str, properties: dict[str, Json], said: str) -> None:
        (message,) = self.judged(Resource(kind, "x", properties, provider=provider()))
        assert said in message
        assert "is us-east-1" in message

    def test_the_regions_are_those_of_the_stack_file(self) -> None:
        config = {"platform:account": '{"id": "1", "permittedRegions": ["eu-central-1"]}'}
        found = reports(self.POLICY, made_by(provider()), config=config)
        assert "which is none of eu-central-1" in violation(found)

    def test_without_regions_nothing_is_judged(self) -> None:
        assert reports(self.POLICY, made_by(provider(region="us-east-1"))) == []

    @pytest.mark.parametrize("kind", ["aws:acm/certificate:Certificate", "aws:iam/role:Role", "random:index/x:X"])
    def test_what_keeps_no_data_of_customers_may_be_anywhere(self, kind: str) -> None:
        assert self.judged(Resource(kind, "x", {"region": "us-east-1"}, provider=provider())) == []

    def test_a_region_that_is_not_known_yet_is_said(self) -> None:
        hidden = pointing("aws:sqs/queue:Queue", "q", region=ELSEWHERE)
        assert undetermined(reports(self.POLICY, hidden, ELSEWHERE, parameters=self.INDIA)) == "region"


RECORDER = Resource("aws:cfg/recorder:Recorder", "r", {"name": "default"})
CHANNEL = Resource("aws:cfg/deliveryChannel:DeliveryChannel", "c", {"s3BucketName": "archive"})
STATUS = Resource("aws:cfg/recorderStatus:RecorderStatus", "s", {"name": "default", "isEnabled": True})
DETECTOR = Resource("aws:guardduty/detector:Detector", "d")
FEATURE = pointing("aws:guardduty/detectorFeature:DetectorFeature", "s3", {"status": "ENABLED"}, detectorId=DETECTOR)
HUB = Resource("aws:securityhub/account:Account", "h")
INSPECTOR = Resource("aws:inspector2/enabler:Enabler", "i")
MACIE = Resource("aws:macie2/account:Account", "m")
TRAIL = Resource("aws:cloudtrail/trail:Trail", "t", {"isOrganizationTrail": True})
ORGANIZATION = Resource("aws:organizations/organization:Organization", "o")
BASELINE = (STACK, RECORDER, CHANNEL, STATUS, DETECTOR, FEATURE, HUB, INSPECTOR, MACIE, TRAIL)


class TestBaseline:
    @pytest.mark.parametrize(
        ("policy", "without", "said"),
        [
            ("config-recorder-complete", RECORDER, "no AWS Config recorder"),
            ("config-recorder-complete", CHANNEL, "the stack has no DeliveryChannel"),
            ("config-recorder-complete", STATUS, "no RecorderStatus of this stack switches it on"),
            ("guardduty-complete", DETECTOR, "no GuardDuty detector"),
            ("guardduty-complete", FEATURE, "no DetectorFeature"),
            ("securityhub-enabled", HUB, "no Security Hub account"),
            ("inspector-enabled", INSPECTOR, "no Inspector"),
            ("macie-enabled", MACIE, "no Macie account"),
        ],
    )
    def test_each_part_that_is_missing_is_a_violation(self, policy: str, without: Resource, said: str) -> None:
        assert reports(policy, *BASELINE) == []
        gone = {without, *({FEATURE} if without is DETECTOR else ())}
        assert said in violation(reports(policy, *(found for found in BASELINE if found not in gone)))

    @pytest.mark.parametrize(
        "policy",
        ["config-recorder-complete", "guardduty-complete", "securityhub-enabled", "inspector-enabled", "macie-enabled"],
    )
    def test_a_stack_that_watches_no_account_is_not_asked(self, policy: str) -> None:
        assert reports(policy, STACK, TRAIL, Resource("aws:ec2/vpc:Vpc", "v")) == []

    def test_a_recorder_that_is_off_is_a_violation(self) -> None:
        off = Resource(STATUS.type, "s", {"name": "default", "isEnabled": False})
        found = reports("config-recorder-complete", STACK, RECORDER, CHANNEL, off)
        assert "its RecorderStatus has isEnabled false" in violation(found)

    @pytest.mark.parametrize("locked", [True, "true"])
    def test_a_bucket_with_object_lock_gets_nothing_from_aws_config(self, locked: Json) -> None:
        bucket = Resource("aws:s3/bucket:Bucket", "archive", {"bucket": "archive", "objectLockEnabled": locked})
        found = reports("config-recorder-complete", bucket, CHANNEL)
        assert 'its bucket "archive" has object lock' in violation(found)

    def test_a_lock_in_a_resource_of_its_own_counts(self) -> None:
        bucket = Resource("aws:s3/bucket:Bucket", "archive", {"bucket": "archive"})
        kind = "aws:s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2"
        assert reports("config-recorder-complete", bucket, CHANNEL) == []
        found = reports("config-recorder-complete", bucket, CHANNEL, pointing(kind, "lock", bucket=bucket))
        assert "has object lock" in violation(found)

    def test_a_hub_without_standards_is_a_violation(self) -> None:
        bare = Resource(HUB.type, "h", {"enableDefaultStandards": False})
        assert "no StandardsSubscription" in violation(reports("securityhub-enabled", bare))
        standard = Resource("aws:securityhub/standardsSubscription:StandardsSubscription", "pci")
        assert reports("securityhub-enabled", bare, standard) == []

    def test_what_is_not_known_yet_is_said(self) -> None:
        hidden = pointing(HUB.type, "h", enableDefaultStandards=ELSEWHERE)
        assert undetermined(reports("securityhub-enabled", hidden, ELSEWHERE)) == "enableDefaultStandards"
        loose = pointing(FEATURE.type, "s3", {"status": "ENABLED"}, detectorId=ELSEWHERE)
        assert undetermined(reports("guardduty-complete", DETECTOR, loose, ELSEWHERE)).startswith("detectorId")


class TestOrganizations:
    DENIAL = json.dumps(
        {
            "Statement": {
                "Effect": "Deny",
                "NotAction": "sts:*",
                "Resource": "*",
                "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": ["false"]}},
            }
        }
    )

    def policy(self, content: Json) -> Resource:
        return Resource("aws:organizations/policy:Policy", "mfa", {"content": content})

    def attached(self, policy: Resource) -> Resource:
        return pointing("aws:organizations/policyAttachment:PolicyAttachment", "a", policyId=policy)

    def test_an_organization_has_a_trail_of_all_its_accounts(self) -> None:
        assert reports("org-trail-exists", STACK, ORGANIZATION, TRAIL) == []
        own = Resource(TRAIL.type, "t", {"isOrganizationTrail": False})
        assert "no trail with isOrganizationTrail true" in violation(
            reports("org-trail-exists", STACK, ORGANIZATION, own)
        )
        assert violation(reports("org-trail-exists", STACK, ORGANIZATION))

    def test_an_account_without_organization_may_be_recorded_from_elsewhere(self) -> None:
        assert reports("org-trail-exists", STACK, RECORDER) == []

    def test_a_trail_whose_scope_is_not_known_yet_is_said(self) -> None:
        hidden = pointing(TRAIL.type, "t", isOrganizationTrail=ELSEWHERE)
        found = reports("org-trail-exists", STACK, ORGANIZATION, hidden, ELSEWHERE)
        assert undetermined(found) == "isOrganizationTrail of its trails"

    def test_an_attached_denial_without_mfa_passes(self) -> None:
        policy = self.policy(self.DENIAL)
        assert reports("org-requires-mfa", ORGANIZATION, policy, self.attached(policy)) == []

    @pytest.mark.parametrize(
        "content",
        [
            DENIAL.replace("Deny", "Allow"),
            DENIAL.replace("false", "true"),
            '{"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}',
            "no JSON",
        ],
    )
    def test_other_policies_are_no_such_denial(self, content: str) -> None:
        policy = self.policy(content)
        assert "denies what is asked without MFA" in violation(
            reports("org-requires-mfa", ORGANIZATION, policy, self.attached(policy))
        )

    def test_a_denial_that_is_attached_to_nothing_is_none(self) -> None:
        assert violation(reports("org-requires-mfa", ORGANIZATION, self.policy(self.DENIAL)))

    def test_a_document_that_is_not_known_yet_is_said(self) -> None:
        hidden = pointing("aws:organizations/policy:Policy", "mfa", content=ELSEWHERE)
        assert undetermined(reports("org-requires-mfa", ORGANIZATION, hidden, ELSEWHERE)) == "content of its policies"


class TestEventsOfCis:
    POLICY = "cis-log-metric-filters"
    TRAIL = Resource(TRAIL.type, "t", {"cloudWatchLogsGroupArn": "arn:aws:logs:x:1:log-group:events:*"})
    ALARM = Resource(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "all",
        {"namespace": "Cis", "metricName": "Events", "alarmActions": ["arn:aws:sns:x:1:security"]},
    )

    def filter(self, *words: str, pattern: Json = None) -> Resource:
        return Resource(
            "aws:cloudwatch/logMetricFilter:LogMetricFilter",
            words[0] if words else "f",
            {
                "logGroupName": "events",
                "pattern": pattern or " || ".join(f"($.eventName = {word})" for word in words),
                "metricTransformation": {"namespace": "Cis", "name": "Events", "value": "1"},
            },
            {"pattern": [ELSEWHERE]},
        )

    def filters(self) -> list[Resource]:
        return [
            Resource(found.type, name, found.properties)
            for name, words in EVENTS.items()
            for found in [self.filter(*words)]
        ]

    def test_filters_with_an_alarm_for_each_event_pass(self) -> None:
        assert reports(self.POLICY, self.TRAIL, self.ALARM, *self.filters()) == []

    def test_events_that_nobody_is_told_of_are_named(self) -> None:
        found = reports(self.POLICY, self.TRAIL, self.ALARM, *self.filters()[:-1])
        assert "is for 4.15 Organizations." in violation(found, "advisory")

    def test_filters_without_alarm_do_not_count(self) -> None:
        assert "4.1 unauthorized" in violation(reports(self.POLICY, self.TRAIL, *self.filters()), "advisory")

    @pytest.mark.parametrize(("group", "reported"), [("/aws/cloudtrail/t", 0), ("/ecs/api", 1)])
    def test_filters_of_another_log_group_do_not_count(self, group: str, reported: int) -> None:
        arn = "arn:aws:logs:ap-south-1:123456789012:log-group:/aws/cloudtrail/t:*"
        trail = Resource(TRAIL.type, "t", {"cloudWatchLogsGroupArn": arn})
        filters = [
            Resource(found.type, found.name, {**found.properties, "logGroupName": group}) for found in self.filters()
        ]
        assert len(reports(self.POLICY, trail, self.ALARM, *filters)) == reported

    @pytest.mark.parametrize(("read", "reported"), [("t", 0), ("other", 1)])
    def test_the_log_group_is_known_by_dependency_before_it_exists(self, read: str, reported: int) -> None:
        groups = [Resource("aws:cloudwatch/logGroup:LogGroup", name, {"name": f"/{name}"}) for name in ("t", "other")]
        trail = pointing(TRAIL.type, "trail", cloudWatchLogsGroupArn=groups[0])
        filters = [
            Resource(found.type, found.name, {**found.properties, "logGroupName": f"/{read}"})
            for found in self.filters()
        ]
        assert len(reports(self.POLICY, trail, self.ALARM, *groups, *filters)) == reported

    def test_a_word_within_another_is_no_match(self) -> None:
        routes = self.filter("CreateRouteTable", "ReplaceRouteTableAssociation")
        found = reports(self.POLICY, self.TRAIL, self.ALARM, routes)
        assert "4.13 route tables" in violation(found, "advisory")

    def test_a_trail_that_delivers_to_no_log_group_is_not_asked(self) -> None:
        assert reports(self.POLICY, TRAIL) == []

    def test_a_pattern_that_is_not_known_yet_is_said(self) -> None:
        found = reports(self.POLICY, self.TRAIL, self.ALARM, ELSEWHERE, self.filter(pattern=UNKNOWN_VALUE))
        assert undetermined(found) == "pattern of the metric filters"
