"""What GuardDuty, Security Hub and IAM Access Analyzer refuse when they see what exists."""

from typing import Final

from sandbox.aws.model import Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import text
from sandbox.aws.rules.rule import refuses_to_create

_DOCS: Final = "https://docs.aws.amazon.com/"
_DETECTOR: Final = "aws:guardduty/detector:Detector"
_HUB: Final = "aws:securityhub/account:Account"
_STANDARD: Final = "aws:securityhub/standardsSubscription:StandardsSubscription"
_ANALYZER: Final = "aws:accessanalyzer/analyzer:Analyzer"


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
