"""What the services of an account as a whole refuse."""

import json

import pytest

from sandbox.aws.computed import compute
from sandbox.aws.model import AwsError
from sandbox.aws.rules import refuse_create, refuse_delete, refuse_update
from sandbox.schema import Index, open_index
from sandbox.values import Properties, Value
from tests.sandbox.rules_cases import judged, policy
from tests.sandbox.rules_cloud import PLACE, MemoryCloud, asked

ORGANIZATION = "aws:organizations/organization:Organization"
MEMBER = "aws:organizations/account:Account"
UNIT = "aws:organizations/organizationalUnit:OrganizationalUnit"
POLICY = "aws:organizations/policy:Policy"
ATTACHMENT = "aws:organizations/policyAttachment:PolicyAttachment"
DETECTOR = "aws:guardduty/detector:Detector"
FEATURE = "aws:guardduty/detectorFeature:DetectorFeature"
HUB = "aws:securityhub/account:Account"
STANDARD = "aws:securityhub/standardsSubscription:StandardsSubscription"
RECORDER = "aws:cfg/recorder:Recorder"
CHANNEL = "aws:cfg/deliveryChannel:DeliveryChannel"
STATUS = "aws:cfg/recorderStatus:RecorderStatus"
RULE = "aws:cfg/rule:Rule"
TRAIL = "aws:cloudtrail/trail:Trail"
SINK, SINK_POLICY, LINK = "aws:oam/sink:Sink", "aws:oam/sinkPolicy:SinkPolicy", "aws:oam/link:Link"
MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
SUBSCRIPTION = "aws:costexplorer/anomalySubscription:AnomalySubscription"
ANALYZER = "aws:accessanalyzer/analyzer:Analyzer"
ISSUER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
PASSWORDS = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"
BUCKET = "aws:s3/bucket:Bucket"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
KEY = "aws:kms/key:Key"

SINK_ARN = "arn:aws:oam:ap-south-1:123456789014:sink/1"
KEY_ARN = "arn:aws:kms:ap-south-1:123456789014:key/1"


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index()


@pytest.fixture
def cloud() -> MemoryCloud:
    """An account that has one of everything."""
    cloud = MemoryCloud()
    cloud.having(ORGANIZATION, "o-1", enabledPolicyTypes=["SERVICE_CONTROL_POLICY"])
    cloud.having(MEMBER, "123456789012", email="dev@example.com", name="dev", parentId="ou-1")
    cloud.having(UNIT, "ou-1", name="Live", parentId="r-1")
    cloud.having(POLICY, "p-1", name="leave", type="SERVICE_CONTROL_POLICY")
    cloud.having(POLICY, "p-2", name="tags", type="TAG_POLICY")
    cloud.having(ATTACHMENT, "r-1:p-1", policyId="p-1", targetId="r-1")
    cloud.having(DETECTOR, "d1")
    cloud.having(HUB, "123456789014")
    cloud.having(RECORDER, "default")
    cloud.having(CHANNEL, "default")
    cloud.having(STATUS, "default", isEnabled=True)
    cloud.having(SINK, SINK_ARN, arn=SINK_ARN)
    cloud.having(MONITOR, "m-1", monitorType="DIMENSIONAL")
    cloud.having(ANALYZER, "outside", type="ACCOUNT")
    cloud.having(ISSUER, "i-1", url="token.actions.githubusercontent.com")
    cloud.having(BUCKET, "audit", bucket="audit")
    cloud.having(KEY, "1", arn=KEY_ARN, policy=policy())
    for number in range(5):
        cloud.having(TRAIL, f"trail-{number}")
    return cloud


def refused(code: str, type: str, inputs: Properties, cloud: MemoryCloud) -> None:
    """The creation ends with this error."""
    with pytest.raises(AwsError) as error:
        refuse_create(asked(type, inputs, cloud))
    assert error.value.code == code, error.value


@pytest.mark.parametrize(
    ("code", "type", "inputs"),
    [
        ("AlreadyInOrganizationException", ORGANIZATION, {}),
        ("EMAIL_ALREADY_EXISTS", MEMBER, {"email": "DEV@example.com"}),
        ("DuplicateOrganizationalUnitException", UNIT, {"name": "Live", "parentId": "r-1"}),
        ("DuplicatePolicyException", POLICY, {"name": "leave"}),
        ("PolicyTypeNotEnabledException", ATTACHMENT, {"policyId": "p-2", "targetId": "r-1"}),
        ("BadRequestException", DETECTOR, {}),
        ("ResourceConflictException", HUB, {}),
        ("MaxNumberOfConfigurationRecordersExceededException", RECORDER, {"name": "second"}),
        ("MaxNumberOfDeliveryChannelsExceededException", CHANNEL, {"name": "second"}),
        ("MaximumNumberOfTrailsExceededException", TRAIL, {"name": "sixth"}),
        ("ServiceQuotaExceededException", SINK, {"name": "second"}),
        ("ResourceNotFoundException", LINK, {"sinkIdentifier": SINK_ARN.replace("sink/1", "sink/2")}),
        ("AccessDeniedException", LINK, {"sinkIdentifier": SINK_ARN}),
        ("LimitExceededException", MONITOR, {"monitorType": "DIMENSIONAL"}),
        ("ServiceQuotaExceededException", ANALYZER, {"analyzerName": "second"}),
        ("EntityAlreadyExists", ISSUER, {"url": "https://token.actions.githubusercontent.com"}),
    ],
)
def test_what_an_account_has_once_is_not_made_twice(
    code: str, type: str, inputs: Properties, cloud: MemoryCloud
) -> None:
    refused(code, type, inputs, cloud)


@pytest.mark.parametrize(
    ("code", "type", "inputs"),
    [
        ("InvalidAccessException", STANDARD, {}),
        ("NoAvailableConfigurationRecorderException", CHANNEL, {}),
        ("NoAvailableConfigurationRecorderException", RULE, {}),
        ("NoAvailableDeliveryChannelException", STATUS, {"isEnabled": True}),
    ],
)
def test_what_stands_on_something_else_needs_it_first(code: str, type: str, inputs: Properties) -> None:
    refused(code, type, inputs, MemoryCloud())


@pytest.mark.parametrize(
    ("type", "inputs"),
    [
        (ORGANIZATION, {}),
        (DETECTOR, {}),
        (HUB, {}),
        (RECORDER, {}),
        (SINK, {}),
        (ANALYZER, {}),
        (MONITOR, {"monitorType": "DIMENSIONAL"}),
        (STATUS, {"isEnabled": False}),
    ],
)
def test_an_empty_account_takes_the_first(type: str, inputs: Properties) -> None:
    refuse_create(asked(type, inputs, MemoryCloud()))


@pytest.mark.parametrize(
    ("code", "type", "id"),
    [
        ("OrganizationNotEmptyException", ORGANIZATION, "o-1"),
        ("OrganizationalUnitNotEmptyException", UNIT, "ou-1"),
        ("PolicyInUseException", POLICY, "p-1"),
        ("LastDeliveryChannelDeleteFailedException", CHANNEL, "default"),
    ],
)
def test_what_is_in_use_stays(code: str, type: str, id: str, cloud: MemoryCloud) -> None:
    found = cloud.find(type, id)
    assert found is not None
    with pytest.raises(AwsError) as error:
        refuse_delete(found, cloud)
    assert error.value.code == code


def test_a_target_takes_nine_policies_beside_the_one_of_aws() -> None:
    cloud = MemoryCloud()
    for number in range(9):
        cloud.having(ATTACHMENT, f"r-1:p-{number}", policyId=f"p-{number}", targetId="r-1")
    refused("ConstraintViolationException", ATTACHMENT, {"policyId": "p-9", "targetId": "r-1"}, cloud)


def statement(service: str) -> str:
    """A policy that lets a service in."""
    allowed = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "s3:PutObject", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [allowed]})


def test_a_trail_writes_only_where_bucket_and_key_let_it() -> None:
    cloud = MemoryCloud()
    cloud.having(BUCKET, "audit", bucket="audit")
    cloud.having(KEY, "1", arn=KEY_ARN, policy=statement("config.amazonaws.com"))
    trail: Properties = {"name": "trail", "s3BucketName": "audit", "kmsKeyId": KEY_ARN}
    refused("InsufficientS3BucketPolicyException", TRAIL, trail, cloud)
    cloud.having(BUCKET_POLICY, "audit", bucket="audit", policy=statement("cloudtrail.amazonaws.com"))
    refused("InsufficientEncryptionPolicyException", TRAIL, trail, cloud)
    cloud.having(KEY, "2", arn=KEY_ARN.replace("key/1", "key/2"), policy=statement("cloudtrail.amazonaws.com"))
    refuse_create(asked(TRAIL, {**trail, "kmsKeyId": KEY_ARN.replace("key/1", "key/2")}, cloud))


GROUP = "aws:cloudwatch/logGroup:LogGroup"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ROLE_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
ROLE_ARN = f"arn:aws:iam::{PLACE.account}:role/events"
GROUP_ARN = f"arn:aws:logs:ap-south-1:{PLACE.account}:log-group:/aws/cloudtrail/t"
WRITES = policy(Action=["logs:CreateLogStream", "logs:PutLogEvents"], Resource="*")


def delivering(cloud: MemoryCloud) -> None:
    """Make a trail that delivers to the log group with the role."""
    inputs: Properties = {"name": "t", "cloudWatchLogsGroupArn": f"{GROUP_ARN}:*", "cloudWatchLogsRoleArn": ROLE_ARN}
    refuse_create(asked(TRAIL, inputs, cloud))


def with_role(policy_text: str | None, trusts: str = "cloudtrail.amazonaws.com") -> MemoryCloud:
    """An account with the log group, and a role of an inline policy."""
    cloud = MemoryCloud()
    cloud.having(GROUP, "/aws/cloudtrail/t", name="/aws/cloudtrail/t", arn=GROUP_ARN)
    cloud.having(ROLE, "events", name="events", arn=ROLE_ARN, assumeRolePolicy=statement(trusts))
    if policy_text is not None:
        cloud.having(ROLE_POLICY, "events:write", role="events", policy=policy_text)
    return cloud


@pytest.mark.parametrize("rights", [WRITES, policy(Action="logs:*", Resource="*"), policy(NotAction="s3:*"), "no JSON"])
def test_a_trail_delivers_to_a_log_group_that_its_role_writes_to(rights: str) -> None:
    delivering(with_role(rights))


def test_rights_of_a_managed_policy_are_taken_for_granted() -> None:
    cloud = with_role(None)
    cloud.having(ROLE_ATTACHMENT, "events-1", role="events", policyArn="arn:aws:iam::aws:policy/CloudWatchFullAccess")
    delivering(cloud)


@pytest.mark.parametrize(
    ("cloud", "code"),
    [
        (MemoryCloud(), "InvalidCloudWatchLogsLogGroupArnException"),
        (with_role(WRITES, trusts="ec2.amazonaws.com"), "InvalidCloudWatchLogsRoleArnException"),
        (with_role(None), "InvalidCloudWatchLogsRoleArnException"),
        (with_role(policy(Action="logs:PutLogEvents", Resource="*")), "InvalidCloudWatchLogsRoleArnException"),
    ],
    ids=["no log group", "another service is trusted", "no rights", "half of the rights"],
)
def test_a_trail_does_not_deliver_where_it_can_not_write(cloud: MemoryCloud, code: str) -> None:
    with pytest.raises(AwsError) as error:
        delivering(cloud)
    assert error.value.code == code


def test_a_sink_takes_links_of_accounts_that_its_policy_names(cloud: MemoryCloud) -> None:
    cloud.having(SINK_POLICY, SINK_ARN, sinkIdentifier=SINK_ARN, policy=statement(PLACE.account))
    refuse_create(asked(LINK, {"sinkIdentifier": SINK_ARN}, cloud))


def test_a_recorder_that_runs_is_stopped_without_a_channel() -> None:
    cloud = MemoryCloud()
    status = cloud.having(STATUS, "default", isEnabled=True)
    refuse_update(asked(STATUS, {"isEnabled": False}, cloud, current=status))


@pytest.mark.parametrize(
    ("type", "inputs", "path", "words"),
    [
        (MEMBER, {"email": "nobody", "name": "a"}, "email", "e-mail"),
        (MEMBER, {"email": "a@b.io", "name": "a" * 51}, "name", "51 characters"),
        (POLICY, {"content": "{"}, "content", "JSON"),
        (POLICY, {"content": statement("ec2.amazonaws.com")}, "content", "no Principal"),
        (POLICY, {"content": " " * 10241}, "content", "10241 characters"),
        (TRAIL, {"name": "a"}, "name", "3 to 128"),
        (TRAIL, {"cloudWatchLogsGroupArn": "arn:aws:logs:a:1:log-group:x"}, "cloudWatchLogsGroupArn", ":*"),
        (TRAIL, {"cloudWatchLogsGroupArn": "arn:aws:logs:a:1:log-group:x:*"}, "cloudWatchLogsRoleArn", "give both"),
        (FEATURE, {"name": "S3", "status": "ENABLED"}, "name", "S3_DATA_EVENTS"),
        (FEATURE, {"name": "S3_DATA_EVENTS", "status": "on"}, "status", "ENABLED"),
        (STANDARD, {"standardsArn": "arn:aws:securityhub:::standards/pci-dss/v/4.0.1"}, "standardsArn", "ap-south-1"),
        (LINK, {"resourceTypes": ["Metric"]}, "resourceTypes[0]", "AWS::CloudWatch::Metric"),
        (LINK, {"resourceTypes": []}, "resourceTypes", "at least one"),
        (PASSWORDS, {"minimumPasswordLength": 5}, "minimumPasswordLength", "6 to 128"),
        (PASSWORDS, {"passwordReusePrevention": 25}, "passwordReusePrevention", "1 to 24"),
        (ISSUER, {"url": "http://example.com"}, "url", "https"),
        (
            SUBSCRIPTION,
            {"frequency": "IMMEDIATE", "subscribers": [{"type": "EMAIL", "address": "a@b.io"}]},
            "subscribers[0].type",
            "topic only",
        ),
        (SUBSCRIPTION, {"frequency": "DAILY", "subscribers": [{"type": "SNS"}]}, "subscribers[0].type", "by e-mail"),
    ],
)
def test_wrong_inputs_are_refused_where_they_stand(type: str, inputs: Properties, path: str, words: str) -> None:
    failures = judged(type, inputs)
    assert any(failure.path == path and words in failure.reason for failure in failures), failures


def test_a_member_account_gets_the_id_that_the_stack_file_gives_its_name(
    monkeypatch: pytest.MonkeyPatch, index: Index
) -> None:
    monkeypatch.setenv("SANDBOX_NAMED_ACCOUNTS", '{"payments-dev": "123456789012"}')
    resource = index.resource(MEMBER)
    assert resource is not None

    def made(name: str, cloud: MemoryCloud) -> str:
        inputs: dict[str, Value] = {"name": name, "email": "a@example.com"}
        return compute(asked(MEMBER, inputs, cloud), resource, index)[0]

    assert made("payments-dev", MemoryCloud()) == "123456789012"
    assert made("payments-other", MemoryCloud()).startswith("7")
    taken = MemoryCloud()
    taken.having(MEMBER, "123456789012")
    assert made("payments-dev", taken) != "123456789012"
