"""Stack rules about AWS Config's recorders and GuardDuty's detectors."""

from policies.conditions import must_be_true
from policies.properties import UNKNOWN, Properties
from policies.resource_types import CONFIG_RECORDER, GUARDDUTY_DETECTOR, GUARDDUTY_FEATURE
from policies.rule import Context
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule, stack_rule_in_context
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation, combined

_GLOBAL = "recordingGroup.includeGlobalResourceTypes"


@stack_rule("config-recorder-all", about=(CONFIG_RECORDER,))
def records_every_kind_of_resource(recorder: StackResource, stack: Stack) -> Verdict:
    """Global resources (those of IAM) are recorded once: one recorder of a stack is enough for them.

    https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
    """
    return combined((_records_its_region(recorder.properties), _records_global_resources(recorder, stack)))


def _records_its_region(recorder: Properties) -> Verdict:
    strategies = recorder.items("recordingGroup.recordingStrategies")
    for strategy in () if strategies is UNKNOWN else strategies:
        if strategy is not UNKNOWN and strategy.text("useOnly") not in (None, UNKNOWN, "ALL_SUPPORTED_RESOURCE_TYPES"):
            return Violation(strategy.describe("useOnly"))
    return must_be_true(recorder, "recordingGroup.allSupported", absent=True)


def _records_global_resources(recorder: StackResource, stack: Stack) -> Verdict:
    verdicts = [must_be_true(found.properties, _GLOBAL) for found in stack.of_type(CONFIG_RECORDER)]
    return COMPLIANT if COMPLIANT in verdicts else must_be_true(recorder.properties, _GLOBAL)


@stack_rule_in_context("guardduty-features", about=(GUARDDUTY_DETECTOR,))
def has_every_feature(detector: StackResource, stack: Stack, context: Context) -> Verdict:
    """Each required feature is a resource of the stack; what it says is judged by itself."""
    features = stack.leading_to(detector, GUARDDUTY_FEATURE, "detectorId")
    by_dependency = (
        found
        for found in stack.of_type(GUARDDUTY_FEATURE)
        if detector.urn in found.property_dependencies.get("detectorId", ())
    )
    names = {feature.properties.text("name") for feature in (*features.targets, *by_dependency)}
    if detector.properties.flag("datasources.s3Logs.enable") is True:
        names.add("S3_DATA_EVENTS")
    missing = [name for name in context.texts("features") if name not in names]
    if not missing:
        return COMPLIANT
    if UNKNOWN in names or features.undetermined:
        return Undetermined("detectorId of the features")
    return Violation(f"no DetectorFeature enables {', '.join(missing)}")
