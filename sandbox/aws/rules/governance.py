"""What Organizations, CloudTrail, GuardDuty, Security Hub and an account's settings refuse, by the inputs alone."""

from typing import Final

from sandbox.aws.rules.documents import statements, unless_policy
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses

_DOCS: Final = "https://docs.aws.amazon.com/"
_ORGANIZATIONS: Final = _DOCS + "organizations/latest/APIReference/"
_LONGEST_POLICY: Final = 10240
_FEATURES: Final = (
    *("S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS", "EKS_RUNTIME_MONITORING"),
    *("LAMBDA_NETWORK_LOGS", "RUNTIME_MONITORING", "AI_PROTECTION", "AI_ANALYST"),
)
_SHARED: Final = (
    *("AWS::CloudWatch::Metric", "AWS::Logs::LogGroup", "AWS::XRay::Trace", "AWS::InternetMonitor::Monitor"),
    *("AWS::ApplicationInsights::Application", "AWS::ApplicationSignals::Service"),
    "AWS::ApplicationSignals::ServiceLevelObjective",
)


@refuses(
    "aws:organizations/account:Account", code="InvalidInputException", source=_ORGANIZATIONS + "API_CreateAccount.html"
)
def an_account_has_a_name_and_an_address(account: Given) -> Failures:
    """Up to 50 characters; an e-mail address of 6 to 64."""
    yield from account["name"].longer_than(50)
    yield from account["email"].unlike(r"(?=.{6,64}$)[^\s@]+@[^\s@]+\.[^\s@]+", "an e-mail address")


@refuses(
    "aws:organizations/policy:Policy",
    code="MalformedPolicyDocumentException",
    source=_ORGANIZATIONS + "API_CreatePolicy.html",
)
def a_control_policy_is_a_policy_without_principal(policy: Given) -> Failures:
    """A service control policy names no principal, and Organizations takes 10,240 characters."""
    if policy["type"].text not in (None, "SERVICE_CONTROL_POLICY"):
        return
    content = policy["content"]
    yield from content.longer_than(_LONGEST_POLICY)
    yield from unless_policy(content)
    for statement in statements(content):
        if statement["Principal"].present:
            yield content.refuse("a service control policy has no Principal: it holds for every identity; remove it")


@refuses(
    "aws:cloudtrail/trail:Trail",
    code="InvalidTrailNameException",
    source=_DOCS + "awscloudtrail/latest/APIReference/API_CreateTrail.html",
)
def a_trail_has_a_proper_name(trail: Given) -> Failures:
    """3 to 128 letters, digits, dots, hyphens and underscores, no two of the latter side by side."""
    name = r"(?=.{3,128}$)[A-Za-z0-9]([A-Za-z0-9]|[._-](?![._-]))*[A-Za-z0-9]"
    yield from trail["name"].unlike(
        name, "3 to 128 letters, digits and single . _ -, with a letter or digit at the ends"
    )
    group, role = trail["cloudWatchLogsGroupArn"], trail["cloudWatchLogsRoleArn"]
    yield from group.unlike(r"arn:.*:log-group:.+:\*", "the log group's ARN with :* at its end")
    if group.present and role.absent:
        yield role.refuse("cloudWatchLogsGroupArn is given without the role that writes there; give both")


@refuses(
    "aws:guardduty/detectorFeature:DetectorFeature",
    code="BadRequestException",
    source=_DOCS + "guardduty/latest/APIReference/API_DetectorFeatureConfiguration.html",
)
def a_feature_exists(feature: Given) -> Failures:
    """By its name."""
    yield from feature["name"].none_of(_FEATURES)
    yield from feature["status"].none_of(("ENABLED", "DISABLED"))


@refuses(
    "aws:securityhub/standardsSubscription:StandardsSubscription",
    code="InvalidInputException",
    source=_DOCS + "securityhub/latest/userguide/standards-reference.html",
)
def a_standard_is_of_this_region(subscription: Given) -> Failures:
    """Only CIS 1.2.0 is the same in all regions."""
    region = subscription.place.region
    form = rf"arn:aws[a-z-]*:securityhub:({region}::standards/[a-z0-9-]+/v/[\d.]+|::ruleset/[a-z0-9-]+/v/1\.2\.0)"
    yield from subscription["standardsArn"].unlike(form, f"arn:aws:securityhub:{region}::standards/NAME/v/VERSION")


@refuses(
    "aws:oam/link:Link", code="InvalidParameterException", source=_DOCS + "OAM/latest/APIReference/API_CreateLink.html"
)
def a_link_shows_what_can_be_shown(link: Given) -> Failures:
    """Metrics, log groups, traces and more."""
    for kind in link["resourceTypes"].items:
        yield from kind.none_of(_SHARED)
    if link["resourceTypes"].present and link["resourceTypes"].empty:
        yield link["resourceTypes"].refuse("nothing is shown; give at least one type")


@refuses(
    "aws:costexplorer/anomalySubscription:AnomalySubscription",
    code="ValidationException",
    source=_DOCS + "aws-cost-management/latest/APIReference/API_AnomalySubscription.html",
)
def immediate_reports_go_to_topics(subscription: Given) -> Failures:
    """E-mail is for daily and weekly reports."""
    frequency = subscription["frequency"]
    yield from frequency.none_of(("DAILY", "IMMEDIATE", "WEEKLY"))
    for subscriber in subscription["subscribers"].items:
        kind = subscriber["type"]
        yield from kind.none_of(("EMAIL", "SNS"))
        if frequency.text == "IMMEDIATE" and kind.text == "EMAIL":
            yield kind.refuse("reports at once go to a topic only; give SNS, or the frequency DAILY or WEEKLY")
        if frequency.text in ("DAILY", "WEEKLY") and kind.text == "SNS":
            yield kind.refuse(f"{frequency.text} reports go by e-mail only; give EMAIL, or the frequency IMMEDIATE")


@refuses(
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
    code="ValidationError",
    source=_DOCS + "IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html",
)
def password_rules_have_their_ranges(policy: Given) -> Failures:
    """6 to 128 characters, 1 to 1095 days, 1 to 24 former passwords."""
    yield from policy["minimumPasswordLength"].outside(6, 128, "characters")
    if policy["maxPasswordAge"].number:
        yield from policy["maxPasswordAge"].outside(1, 1095, "days")
    if policy["passwordReusePrevention"].number:
        yield from policy["passwordReusePrevention"].outside(1, 24, "passwords")


@refuses(
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    code="ValidationError",
    source=_DOCS + "IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html",
)
def an_identity_provider_is_reached_by_https(provider: Given) -> Failures:
    """The URL is that of the tokens' issuer."""
    yield from provider["url"].unlike(r"(https://)?(?!http:)[\w.-]+(/[^?#]*)?", "the issuer's URL, https://…")
