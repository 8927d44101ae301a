"""What Cost Explorer refuses when it sees what exists."""

from typing import Final

from sandbox.aws.model import Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses_to_create

_DOCS: Final = "https://docs.aws.amazon.com/"
_MONITOR: Final = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"


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
