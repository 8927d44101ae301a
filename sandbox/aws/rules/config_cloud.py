"""What AWS Config refuses when it sees what exists."""

from collections.abc import Iterator
from typing import Final

from sandbox.aws.model import Cloud, Deployed, Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses_to_create, refuses_to_delete, refuses_to_deploy

_DOCS: Final = "https://docs.aws.amazon.com/"
_CONFIG: Final = _DOCS + "config/latest/APIReference/"
_RECORDER: Final = "aws:cfg/recorder:Recorder"
_CHANNEL: Final = "aws:cfg/deliveryChannel:DeliveryChannel"
_STATUS: Final = "aws:cfg/recorderStatus:RecorderStatus"


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
