"""What CloudWatch refuses of sinks and links between accounts when it sees what exists."""

from typing import Final

from sandbox.aws.model import Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import text
from sandbox.aws.rules.rule import refuses_to_create

_DOCS: Final = "https://docs.aws.amazon.com/"
_SINK: Final = "aws:oam/sink:Sink"


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
