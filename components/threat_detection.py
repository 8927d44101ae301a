"""GuardDuty: signs of an attack in the account's own events."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws


class ThreatDetectionArgs(TypedDict):
    features: list[str]
    """Protection plans beyond the basic one, such as RDS_LOGIN_EVENTS."""
    publish: str
    """How often repeated findings are published: FIFTEEN_MINUTES, ONE_HOUR or SIX_HOURS."""


class ThreatDetection(pulumi.ComponentResource):
    """The detector of an account and region, with its features."""

    detector_id: pulumi.Output[str]
    """Id of the detector."""

    def __init__(self, name: str, args: ThreatDetectionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:ThreatDetection", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        detector = aws.guardduty.Detector(
            f"{name}-detector", enable=True, finding_publishing_frequency=args["publish"], opts=child
        )
        for feature in args["features"]:
            aws.guardduty.DetectorFeature(
                f"{name}-{feature.lower().replace('_', '-')}",
                detector_id=detector.id,
                name=feature,
                status="ENABLED",
                additional_configurations=_additions(feature),
                opts=child,
            )
        self.detector_id = detector.id
        self.register_outputs({"detector_id": self.detector_id})


def _additions(feature: str) -> list[dict[str, str]]:
    """Runtime monitoring sees a Fargate task only where GuardDuty may add its agent to it.

    https://docs.aws.amazon.com/guardduty/latest/ug/how-runtime-monitoring-works-ecs-fargate.html
    """
    if feature != "RUNTIME_MONITORING":
        return []
    return [{"name": "ECS_FARGATE_AGENT_MANAGEMENT", "status": "ENABLED"}]
