"""What the services of an account as a whole refuse when they see what exists: most are there once or not at all."""

import json
from collections.abc import Iterator
from typing import Final

from sandbox.aws.model import Cloud, Deployed, Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import is_elsewhere, text, texts
from sandbox.aws.rules.rule import refuses_to_create, refuses_to_delete, refuses_to_deploy
from sandbox.aws.rules.types import BUCKET

_DOCS: Final = "https://docs.aws.amazon.com/"
_ORGANIZATIONS: Final = _DOCS + "organizations/latest/APIReference/"
_CONFIG: Final = _DOCS + "config/latest/APIReference/"
_ORGANIZATION: Final = "aws:organizations/organization:Organization"
_MEMBER: Final = "aws:organizations/account:Account"
_UNIT: Final = "aws:organizations/organizationalUnit:OrganizationalUnit"
_POLICY: Final = "aws:organizations/policy:Policy"
_ATTACHMENT: Final = "aws:organizations/policyAttachment:PolicyAttachment"
_DETECTOR: Final = "aws:guardduty/detector:Detector"
_HUB: Final = "aws:securityhub/account:Account"
_STANDARD: Final = "aws:securityhub/standardsSubscription:StandardsSubscription"
_RECORDER: Final = "aws:cfg/recorder:Recorder"
_CHANNEL: Final = "aws:cfg/deliveryChannel:DeliveryChannel"
_STATUS: Final = "aws:cfg/recorderStatus:RecorderStatus"
_TRAIL: Final = "aws:cloudtrail/trail:Trail"
_SINK: Final = "aws:oam/sink:Sink"
_MONITOR: Final = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
_ANALYZER: Final = "aws:accessanalyzer/analyzer:Analyzer"
_TRAILS_IN_A_REGION: Final = 5
_POLICIES_ON_A_TARGET: Final = 10


@refuses_to_create(
    _ORGANIZATION,
    code="AlreadyInOrganizationException",
    source=_ORGANIZATIONS + "API_CreateOrganization.html",
)
def an_account_manages_one_organization(organization: Given, request: Request) -> Failures:
    """And a member of one founds none."""
    if request.cloud.all(_ORGANIZATION) or any(
        member.id == request.place.account for member in request.cloud.everywhere(_MEMBER)
    ):
        yield organization.refuse(
            f"The AWS account {request.place.account} is already a member of an organization; import that one"
        )


@refuses_to_create(_MEMBER, code="EMAIL_ALREADY_EXISTS", source=_ORGANIZATIONS + "API_CreateAccountStatus.html")
def accounts_have_different_addresses(account: Given, request: Request) -> Failures:
    """Among all accounts of AWS."""
    email = account["email"].text
    if email and any(text(other, "email").lower() == email.lower() for other in request.cloud.everywhere(_MEMBER)):
        yield account["email"].refuse(f"An account with the address {email} already exists; give another address")


@refuses_to_create(
    _UNIT,
    code="DuplicateOrganizationalUnitException",
    source=_ORGANIZATIONS + "API_CreateOrganizationalUnit.html",
)
def units_under_a_parent_have_different_names(unit: Given, request: Request) -> Failures:
    """Under the same parent."""
    for other in request.cloud.where(_UNIT, parentId=unit["parentId"].text):
        if text(other, "name") == unit["name"].text:
            yield unit["name"].refuse(f"A unit named {unit['name'].text} exists there already; choose another name")


@refuses_to_create(_POLICY, code="DuplicatePolicyException", source=_ORGANIZATIONS + "API_CreatePolicy.html")
def policies_of_a_kind_have_different_names(policy: Given, request: Request) -> Failures:
    """In the organization."""
    kind = policy["type"].text or "SERVICE_CONTROL_POLICY"
    for other in request.cloud.where(_POLICY, name=policy["name"].text):
        if text(other, "type") == kind:
            yield policy["name"].refuse(f"A policy named {policy['name'].text} exists already; choose another name")


@refuses_to_create(_ATTACHMENT, code="PolicyTypeNotEnabledException", source=_ORGANIZATIONS + "API_AttachPolicy.html")
def policies_of_an_enabled_kind_are_attached(attachment: Given, request: Request) -> Failures:
    """The organization enables each kind of policy by itself."""
    policy = request.cloud.find(_POLICY, attachment["policyId"].text or "")
    for organization in request.cloud.all(_ORGANIZATION):
        kind = text(policy, "type")
        if kind and kind not in texts(organization, "enabledPolicyTypes"):
            yield attachment["policyId"].refuse(
                f"{kind} isn't enabled in organization {organization.id}; add it to enabledPolicyTypes"
            )


@refuses_to_create(_ATTACHMENT, code="ConstraintViolationException", source=_ORGANIZATIONS + "API_AttachPolicy.html")
def a_target_has_a_few_policies_only(attachment: Given, request: Request) -> Failures:
    """Ten service control policies, FullAWSAccess among them."""
    target = attachment["targetId"].text
    if target and len(request.cloud.where(_ATTACHMENT, targetId=target)) + 1 >= _POLICIES_ON_A_TARGET:
        yield attachment["targetId"].refuse(
            f"{target} has {_POLICIES_ON_A_TARGET} policies with FullAWSAccess, the most there may be; merge some"
        )


@refuses_to_delete(
    _ORGANIZATION, code="OrganizationNotEmptyException", source=_ORGANIZATIONS + "API_DeleteOrganization.html"
)
def an_organization_with_members_stays(organization: Deployed, cloud: Cloud) -> Iterator[str]:
    """Its member accounts must go first."""
    for found in cloud.all(_MEMBER):
        yield f"To delete organization {organization.id}, remove {text(found, 'name') or found.id} from it first."


@refuses_to_delete(
    _UNIT, code="OrganizationalUnitNotEmptyException", source=_ORGANIZATIONS + "API_DeleteOrganizationalUnit.html"
)
def a_unit_with_accounts_stays(unit: Deployed, cloud: Cloud) -> Iterator[str]:
    """Accounts and units in it must go first."""
    for kind in (_MEMBER, _UNIT):
        for found in cloud.where(kind, parentId=unit.id):
            yield f"The unit {text(unit, 'name')} isn't empty: move {text(found, 'name')} elsewhere first."


@refuses_to_delete(_POLICY, code="PolicyInUseException", source=_ORGANIZATIONS + "API_DeletePolicy.html")
def a_policy_in_force_stays(policy: Deployed, cloud: Cloud) -> Iterator[str]:
    """Attachments must go first."""
    for attachment in cloud.where(_ATTACHMENT, policyId=policy.id):
        yield f"The policy {text(policy, 'name')} is attached to {text(attachment, 'targetId')}; detach it first."


@refuses_to_create(
    _DETECTOR, code="BadRequestException", source=_DOCS + "guardduty/latest/APIReference/API_CreateDetector.html"
)
def an_account_has_one_detector(detector: Given, request: Request) -> Failures:
    """In a region."""
    for other in request.cloud.all(_DETECTOR):
        yield detector.refuse(
            "The request is rejected because a detector already exists for the current account: "
            f"{other.id} in {request.place.region}; import it"
        )


@refuses_to_create(
    _HUB, code="ResourceConflictException", source=_DOCS + "securityhub/1.0/APIReference/API_EnableSecurityHub.html"
)
def an_account_has_one_hub(hub: Given, request: Request) -> Failures:
    """In a region."""
    if request.cloud.all(_HUB):
        yield hub.refuse(f"Account is already subscribed to Security Hub in {request.place.region}; import it")


@refuses_to_create(
    _STANDARD,
    code="InvalidAccessException",
    source=_DOCS + "securityhub/1.0/APIReference/API_BatchEnableStandards.html",
)
def standards_need_the_hub(standard: Given, request: Request) -> Failures:
    """The account must have Security Hub first."""
    if not request.cloud.all(_HUB):
        yield standard.refuse(f"Account {request.place.account} is not subscribed to AWS Security Hub; enable it first")


@refuses_to_create(
    _RECORDER,
    code="MaxNumberOfConfigurationRecordersExceededException",
    source=_CONFIG + "API_PutConfigurationRecorder.html",
)
def an_account_has_one_recorder(recorder: Given, request: Request) -> Failures:
    """In a region."""
    for other in request.cloud.all(_RECORDER):
        yield recorder.refuse(
            "Failed to put configuration recorder because the maximum number of configuration recorders: 1 is reached: "
            f"{other.id} exists; import it"
        )


@refuses_to_create(
    _CHANNEL,
    code="MaxNumberOfDeliveryChannelsExceededException",
    source=_CONFIG + "API_PutDeliveryChannel.html",
)
def an_account_has_one_channel(channel: Given, request: Request) -> Failures:
    """In a region."""
    for other in request.cloud.all(_CHANNEL):
        yield channel.refuse(
            f"Failed to put delivery channel because the maximum number of delivery channels: 1 is reached: {other.id} "
            "exists; import it"
        )


@refuses_to_create(
    _CHANNEL,
    "aws:cfg/rule:Rule",
    code="NoAvailableConfigurationRecorderException",
    source=_CONFIG + "API_PutDeliveryChannel.html",
)
def channels_and_rules_need_a_recorder(inputs: Given, request: Request) -> Failures:
    """The recorder comes first."""
    if not request.cloud.all(_RECORDER):
        yield inputs.refuse("Configuration recorder is not available; create aws.cfg.Recorder first (depends_on)")


@refuses_to_deploy(
    _STATUS,
    code="NoAvailableDeliveryChannelException",
    source=_CONFIG + "API_StartConfigurationRecorder.html",
)
def a_recorder_starts_with_a_channel(status: Given, request: Request) -> Failures:
    """What it records must go somewhere."""
    if status["isEnabled"].true and not request.cloud.all(_CHANNEL):
        yield status["isEnabled"].refuse(
            "Delivery channel is not available to start configuration recorder; create aws.cfg.DeliveryChannel first"
        )


@refuses_to_delete(
    _CHANNEL, code="LastDeliveryChannelDeleteFailedException", source=_CONFIG + "API_DeleteDeliveryChannel.html"
)
def a_channel_in_use_stays(channel: Deployed, cloud: Cloud) -> Iterator[str]:
    """The recorder must stop first."""
    if any(status.get("isEnabled") is True for status in cloud.all(_STATUS)):
        yield (
            f"Failed to delete last specified delivery channel with name '{channel.id}', because there is "
            "a running configuration recorder; stop it first."
        )


@refuses_to_create(
    _TRAIL,
    code="MaximumNumberOfTrailsExceededException",
    source=_DOCS + "awscloudtrail/latest/APIReference/API_CreateTrail.html",
)
def a_region_has_a_few_trails_only(trail: Given, request: Request) -> Failures:
    """Five."""
    if len(request.cloud.all(_TRAIL)) >= _TRAILS_IN_A_REGION:
        yield trail.refuse(
            f"User: {request.place.account} already has {_TRAILS_IN_A_REGION} trails in {request.place.region}; "
            "one of all regions is enough"
        )


@refuses_to_deploy(
    _TRAIL,
    code="InsufficientS3BucketPolicyException",
    source=_DOCS + "awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
)
def a_bucket_lets_its_trail_write(trail: Given, request: Request) -> Failures:
    """Its policy must name cloudtrail.amazonaws.com."""
    name = trail["s3BucketName"].text
    bucket = next((found for found in request.cloud.all(*BUCKET) if name in (found.id, text(found, "bucket"))), None)
    if bucket is None:
        return
    policies = [text(bucket, "policy")]
    policies += [
        text(found, "policy") for found in request.cloud.where("aws:s3/bucketPolicy:BucketPolicy", bucket=name)
    ]
    if not any(_admits(policy, "cloudtrail.amazonaws.com") for policy in policies):
        yield trail["s3BucketName"].refuse(
            f"Incorrect S3 bucket policy is detected for bucket: {name}; let cloudtrail.amazonaws.com write to it"
        )


@refuses_to_deploy(
    _TRAIL,
    code="InsufficientEncryptionPolicyException",
    source=_DOCS + "awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html",
)
def a_key_lets_trails_encrypt(trail: Given, request: Request) -> Failures:
    """Its policy must name cloudtrail.amazonaws.com."""
    arn = trail["kmsKeyId"].text
    if not arn or is_elsewhere(arn, request.place):
        return
    for key in request.cloud.where("aws:kms/key:Key", arn=arn):
        if not _admits(text(key, "policy"), "cloudtrail.amazonaws.com"):
            yield trail["kmsKeyId"].refuse(
                f"Insufficient permissions to access KMS key {arn}; let cloudtrail.amazonaws.com use the key"
            )


@refuses_to_create(
    _SINK, code="ServiceQuotaExceededException", source=_DOCS + "OAM/latest/APIReference/API_CreateSink.html"
)
def an_account_has_one_sink(sink: Given, request: Request) -> Failures:
    """In a region."""
    for other in request.cloud.all(_SINK):
        yield sink.refuse(f"An account has one sink in a region, and {other.id} exists; import it")


@refuses_to_create(
    "aws:oam/link:Link",
    "aws:oam/sinkPolicy:SinkPolicy",
    code="ResourceNotFoundException",
    source=_DOCS + "OAM/latest/APIReference/API_CreateLink.html",
)
def the_sink_exists(inputs: Given, request: Request) -> Failures:
    """In this account or in another one that is known here."""
    sink = inputs["sinkIdentifier"]
    known = request.cloud.everywhere(_SINK)
    accounts = {found.place.account for found in known} | {request.place.account}
    owner = sink.text.split(":")[4] if sink.text and sink.text.count(":") > 4 else ""
    if owner in accounts and not any(sink.text in (found.id, text(found, "arn")) for found in known):
        yield sink.refuse(f"The sink {sink.text} does not exist; create it first, or correct its ARN")


@refuses_to_create(
    "aws:oam/link:Link", code="AccessDeniedException", source=_DOCS + "OAM/latest/APIReference/API_PutSinkPolicy.html"
)
def a_sink_admits_the_account(link: Given, request: Request) -> Failures:
    """Its policy must name the account that links, or its organization."""
    sink = link["sinkIdentifier"].text
    if not sink or not any(sink in (found.id, text(found, "arn")) for found in request.cloud.everywhere(_SINK)):
        return
    policies = request.cloud.everywhere("aws:oam/sinkPolicy:SinkPolicy")
    documents = [text(policy, "policy") for policy in policies if text(policy, "sinkIdentifier") == sink]
    if not any(request.place.account in document or '"*"' in document for document in documents):
        yield link["sinkIdentifier"].refuse(
            f"The policy of {sink} doesn't let account {request.place.account} link; add the account to it"
        )


@refuses_to_create(
    _MONITOR,
    code="LimitExceededException",
    source=_DOCS + "cost-management/latest/userguide/management-limits.html",
)
def an_account_has_one_monitor_of_services(monitor: Given, request: Request) -> Failures:
    """Custom monitors are more."""
    if monitor["monitorType"].text != "DIMENSIONAL":
        return
    for other in request.cloud.where(_MONITOR, monitorType="DIMENSIONAL"):
        yield monitor["monitorType"].refuse(
            f"Limit exceeded on dimensional spend monitor creation: {other.id} exists; use it"
        )


@refuses_to_create(
    _ANALYZER,
    code="ServiceQuotaExceededException",
    source=_DOCS + "IAM/latest/UserGuide/access-analyzer-reference.html",
)
def an_account_has_one_analyzer_of_its_own(analyzer: Given, request: Request) -> Failures:
    """Of external access, in a region."""
    if analyzer["type"].text not in (None, "ACCOUNT"):
        return
    for other in request.cloud.all(_ANALYZER):
        if text(other, "type") in ("", "ACCOUNT"):
            yield analyzer["type"].refuse(f"The quota of one ACCOUNT analyzer is used up by {other.id}; use that one")


@refuses_to_create(
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    code="EntityAlreadyExists",
    source=_DOCS + "IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html",
)
def identity_providers_have_different_urls(provider: Given, request: Request) -> Failures:
    """In an account."""
    url = (provider["url"].text or "").removeprefix("https://")
    for other in request.cloud.all("aws:iam/openIdConnectProvider:OpenIdConnectProvider"):
        if url and text(other, "url").removeprefix("https://") == url:
            yield provider["url"].refuse(f"Provider with url https://{url} already exists; import it")


def _admits(policy: str, service: str) -> bool:
    """Whether a statement of a policy names the service or everybody."""
    try:
        document = json.loads(policy or "{}")
    except ValueError:
        return True
    found = document.get("Statement", []) if isinstance(document, dict) else []
    allowed = [item for item in (found if isinstance(found, list) else [found]) if isinstance(item, dict)]
    principals = [item.get("Principal") for item in allowed if item.get("Effect") == "Allow"]
    return any(service in json.dumps(principal) or principal in ("*", {"AWS": "*"}) for principal in principals)
