"""Rules for AWS Config and Amazon GuardDuty."""

from policies.conditions import must_be_one_of, must_be_true
from policies.properties import UNKNOWN, Properties
from policies.resource_types import CONFIG_RECORDER_STATUS, GUARDDUTY_DETECTOR, GUARDDUTY_FEATURE
from policies.rule import Context, rule, rule_in_context
from policies.verdict import NotApplicable, Undetermined, Verdict, Violation, combined

RUNTIME = "RUNTIME_MONITORING"
_FARGATE_AGENT = "ECS_FARGATE_AGENT_MANAGEMENT"


@rule("config-recorder-on", applies_to=(CONFIG_RECORDER_STATUS,))
def records_changes(status: Properties) -> Verdict:
    return must_be_true(status, "isEnabled")


@rule("guardduty-enabled", applies_to=(GUARDDUTY_DETECTOR,))
def detects_threats(detector: Properties) -> Verdict:
    return must_be_true(detector, "enable", absent=True)


@rule_in_context("guardduty-features", applies_to=(GUARDDUTY_FEATURE,))
def detects_with_the_feature(feature: Properties, context: Context) -> Verdict:
    """On Fargate, runtime monitoring sees nothing until GuardDuty may add its agent to the tasks."""
    name = feature.text("name")
    if name is UNKNOWN:
        return Undetermined(feature.where("name"))
    if name not in context.texts("features"):
        return NotApplicable(f"{name} is not among the required features")
    enabled = must_be_one_of(feature, "status", ("ENABLED",))
    return combined((enabled, _watches_fargate(feature))) if name == RUNTIME else enabled


def _watches_fargate(feature: Properties) -> Verdict:
    additions = feature.items("additionalConfigurations")
    if additions is UNKNOWN or any(addition is UNKNOWN for addition in additions):
        return Undetermined(feature.where("additionalConfigurations"))
    for addition in additions:
        if addition is not UNKNOWN and addition.text("name") == _FARGATE_AGENT:
            return must_be_one_of(addition, "status", ("ENABLED",))
    if any(addition is not UNKNOWN and addition.text("name") is UNKNOWN for addition in additions):
        return Undetermined(feature.where("additionalConfigurations"))
    return Violation(f"additionalConfigurations do not enable {_FARGATE_AGENT}")
