"""Shapes of trails, recorders, detectors, repositories and functions that rules must tell apart."""

import pytest
from pulumi.runtime.proto import analyzer_pb2

from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Violation
from tests.policies.examples.account_and_network import FEATURE, TRAIL
from tests.policies.examples.images_and_functions import FUNCTION, REPOSITORY
from tests.policies.harness import UNKNOWN_VALUE, Engine, Json, Resource, in_environment, struct_of
from tests.policies.verdicts import reports, verdict

RECORDER = "aws:cfg/recorder:Recorder"
DETECTOR = "aws:guardduty/detector:Detector"
ORGANIZATION = "aws:organizations/organization:Organization"
FEATURES = ("S3_DATA_EVENTS", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS", "RUNTIME_MONITORING")


def field(name: str, *values: str) -> Json:
    return {"field": name, "equals": list(values)}


def objects(*more: Json) -> Json:
    return {"fieldSelectors": [field("eventCategory", "Data"), field("resources.type", "AWS::S3::Object"), *more]}


@pytest.mark.parametrize(
    ("trail", "reported"),
    [
        ({}, 1),
        ({"advancedEventSelectors": [objects()]}, 0),
        ({"advancedEventSelectors": [objects(field("readOnly", "true"))]}, 1),
        ({"advancedEventSelectors": [objects(field("readOnly", "true")), objects(field("readOnly", "false"))]}, 0),
        ({"advancedEventSelectors": [{"fieldSelectors": [field("eventCategory", "Management")]}]}, 1),
        ({"eventSelectors": [{"dataResources": [{"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}]}]}, 0),
        ({"eventSelectors": [{"readWriteType": "WriteOnly", "dataResources": [{"type": "AWS::S3::Object"}]}]}, 1),
        ({"eventSelectors": [{"dataResources": [{"type": "AWS::Lambda::Function"}]}]}, 1),
        ({"eventSelectors": UNKNOWN_VALUE}, 1),
    ],
)
def test_a_trail_records_reads_and_writes_of_objects(trail: dict[str, Json], reported: int) -> None:
    assert len(reports("cloudtrail-data-events", Resource(TRAIL, "trail", trail))) == reported


def test_one_trail_of_a_stack_is_enough_for_objects() -> None:
    full = Resource(TRAIL, "full", {"advancedEventSelectors": [objects()]})
    assert reports("cloudtrail-data-events", full, Resource(TRAIL, "other")) == []


def test_only_a_management_account_is_asked_for_an_organization_trail() -> None:
    trail = Resource(TRAIL, "trail")
    assert reports("cloudtrail-org", trail) == []
    assert len(reports("cloudtrail-org", trail, Resource(ORGANIZATION, "organization"))) == 1
    assert len(reports("cloudtrail-org", trail, environment="management")) == 1
    whole = Resource(TRAIL, "trail", {"isOrganizationTrail": True})
    assert reports("cloudtrail-org", whole, environment="management") == []


def test_a_trail_is_signed_by_itself() -> None:
    engine = Engine(config=in_environment("dev"))
    request = analyzer_pb2.AnalyzeRequest(type=TRAIL, name="trail", urn="urn", properties=struct_of({"name": "x"}))
    (remediation,) = engine.analyzer.Remediate(request, engine.call).remediations
    assert remediation.properties == struct_of({"name": "x", "enableLogFileValidation": True})


@pytest.mark.parametrize(
    ("group", "reported"),
    [
        ({"allSupported": True, "includeGlobalResourceTypes": True}, 0),
        ({"includeGlobalResourceTypes": True}, 0),
        ({"allSupported": True}, 1),
        ({"allSupported": False, "resourceTypes": ["AWS::EC2::Instance"]}, 1),
        (
            {
                "includeGlobalResourceTypes": True,
                "recordingStrategies": [{"useOnly": "EXCLUSION_BY_RESOURCE_TYPES"}],
            },
            1,
        ),
        (None, 1),
    ],
)
def test_a_recorder_records_everything(group: Json, reported: int) -> None:
    assert len(reports("config-recorder-all", Resource(RECORDER, "recorder", {"recordingGroup": group}))) == reported


def test_global_resources_are_recorded_in_one_region() -> None:
    home = Resource(RECORDER, "home", {"recordingGroup": {"includeGlobalResourceTypes": True}})
    away = Resource(RECORDER, "away", {"recordingGroup": {"allSupported": True}, "region": "ap-south-2"})
    assert reports("config-recorder-all", home, away) == []


def features(detector: Resource, *names: str, detector_id: str = UNKNOWN_VALUE) -> list[Resource]:
    agent: Json = [{"name": "ECS_FARGATE_AGENT_MANAGEMENT", "status": "ENABLED"}]
    given: dict[str, Json] = {"status": "ENABLED", "detectorId": detector_id, "additionalConfigurations": agent}
    return [Resource(FEATURE, name, {"name": name, **given}, {"detectorId": [detector]}) for name in names]


def test_a_detector_has_every_feature() -> None:
    detector = Resource(DETECTOR, "detector", {"enable": True})
    assert reports("guardduty-features", detector, *features(detector, *FEATURES)) == []
    (report,) = reports("guardduty-features", detector, *features(detector, *FEATURES[:3]))
    assert "no DetectorFeature enables RUNTIME_MONITORING" in report.message


def test_features_of_a_detector_whose_id_is_known_are_found_by_their_origin() -> None:
    detector = Resource(DETECTOR, "detector", {"enable": True})
    assert reports("guardduty-features", detector, *features(detector, *FEATURES, detector_id="6be4c967")) == []


def test_another_feature_may_be_off() -> None:
    off: dict[str, Json] = {"name": "EKS_AUDIT_LOGS", "status": "DISABLED"}
    assert isinstance(verdict("guardduty-features", FEATURE, off), NotApplicable)


def test_scanning_is_put_right_as_a_whole() -> None:
    engine = Engine(config=in_environment("prod"))
    request = analyzer_pb2.AnalyzeRequest(type=REPOSITORY, name="r", urn="urn", properties=struct_of({"name": "x"}))
    (remediation,) = engine.analyzer.Remediate(request, engine.call).remediations
    assert remediation.properties == struct_of({"name": "x", "imageScanningConfiguration": {"scanOnPush": True}})


@pytest.mark.parametrize(
    ("repository", "violates"),
    [
        ({"imageTagMutability": "IMMUTABLE"}, False),
        ({"imageTagMutability": "MUTABLE_WITH_EXCLUSION"}, True),
        (
            {
                "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
                "imageTagMutabilityExclusionFilters": [{"filter": "*"}],
            },
            True,
        ),
    ],
)
def test_tags_stay_but_for_a_few(repository: dict[str, Json], violates: bool) -> None:
    assert isinstance(verdict("ecr-immutable-tags", REPOSITORY, repository), Violation) is violates


@pytest.mark.parametrize("encryption", [{"encryptionType": "AES256"}, {"kmsKey": "k"}, None])
def test_a_repository_with_aws_own_encryption_has_no_key_of_its_own(encryption: Json) -> None:
    given: dict[str, Json] = {"encryptionConfigurations": [encryption] if encryption else None}
    assert isinstance(verdict("ecr-cmk", REPOSITORY, given), Violation)


@pytest.mark.parametrize("policy", ["lambda-supported-runtime", "lambda-code-signing"])
@pytest.mark.parametrize("image", [{"packageType": "Image"}, {"imageUri": UNKNOWN_VALUE}])
def test_a_container_image_has_neither_runtime_nor_signature(policy: str, image: dict[str, Json]) -> None:
    assert isinstance(verdict(policy, FUNCTION, image), NotApplicable)


def test_a_function_without_variables_needs_no_key_for_them() -> None:
    assert isinstance(verdict("lambda-env-cmk", FUNCTION, {"environment": {"variables": {}}}), NotApplicable)
    assert isinstance(verdict("lambda-env-cmk", FUNCTION, {}), NotApplicable)
    found = verdict("lambda-env-cmk", FUNCTION, {"environment": {"variables": {"A": "b"}}, "kmsKeyArn": UNKNOWN_VALUE})
    assert found == Undetermined("kmsKeyArn")


def test_what_failed_goes_to_a_queue_or_a_destination() -> None:
    kind = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
    function = Resource(FUNCTION, "f", {"name": "f"})
    kept = Resource(
        kind, "c", {"functionName": "f", "destinationConfig": {"onFailure": {"destination": UNKNOWN_VALUE}}}
    )
    assert len(reports("lambda-dlq", function)) == 1
    assert reports("lambda-dlq", function, kept) == []
    queue = Resource(FUNCTION, "f", {"deadLetterConfig": {"targetArn": UNKNOWN_VALUE}})
    assert reports("lambda-dlq", queue) == []


def test_a_supported_runtime_passes_in_every_form() -> None:
    for runtime in ("python3.13", "nodejs22.x", "provided.al2023", "java21"):
        assert verdict("lambda-supported-runtime", FUNCTION, {"runtime": runtime}) == COMPLIANT
