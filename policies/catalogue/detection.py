"""Policies for AWS Config and Amazon GuardDuty."""

from policies.catalogue.model import TEXTS, Controls, Levels, Policy, Severity, same_everywhere

_CONFIG_GUIDE = "https://docs.aws.amazon.com/config/latest/developerguide"
_GUARDDUTY_GUIDE = "https://docs.aws.amazon.com/guardduty/latest/ug"

ROWS = (
    Policy(
        name="config-recorder-all",
        title="AWS Config records every kind of resource",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="A change to a resource that is not recorded cannot be found, dated or undone.",
        remedy="Set recordingGroup to {allSupported: true, includeGlobalResourceTypes: true}.",
        docs=f"{_CONFIG_GUIDE}/select-resources.html",
        controls=Controls(fsbp=("Config.1",), cis=("v3.0 3.3", "v5.0 3.3"), checkov=("CKV2_AWS_48",)),
    ),
    Policy(
        name="config-recorder-on",
        title="AWS Config's recorder is switched on",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/A"),
        why="A recorder that is off records nothing, while everything looks set up.",
        remedy="Set isEnabled to true.",
        docs=f"{_CONFIG_GUIDE}/stop-start-recorder.html",
        controls=Controls(fsbp=("Config.1",), cis=("v3.0 3.3", "v5.0 3.3"), checkov=("CKV2_AWS_45",)),
    ),
    Policy(
        name="guardduty-enabled",
        title="GuardDuty's detector is switched on",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/M"),
        why="Stolen credentials and command servers are found by their traces, if anybody looks.",
        remedy="Leave enable out, or set it to true.",
        docs=f"{_GUARDDUTY_GUIDE}/guardduty_settingup.html",
        controls=Controls(
            fsbp=("GuardDuty.1",), pci_security_hub=("11.5.1",), pci_config=("11.5.1",), checkov=("CKV_AWS_238",)
        ),
    ),
    Policy(
        name="guardduty-features",
        title="GuardDuty watches objects, database logins, functions and running containers",
        severity=Severity.HIGH,
        levels=Levels.of("M/A/D"),
        why="By itself GuardDuty reads logs of networks and of management only: no login to a database, no process.",
        remedy="Add an aws.guardduty.DetectorFeature with status ENABLED for each feature, and for RUNTIME_MONITORING "
        "the additionalConfiguration ECS_FARGATE_AGENT_MANAGEMENT.",
        docs=f"{_GUARDDUTY_GUIDE}/guardduty-features-activation-model.html",
        controls=Controls(fsbp=("GuardDuty.6", "GuardDuty.9", "GuardDuty.10", "GuardDuty.11", "GuardDuty.12")),
        parameters=(
            same_everywhere(
                "features",
                "Features that a detector needs.",
                TEXTS,
                ["S3_DATA_EVENTS", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS", "RUNTIME_MONITORING"],
            ),
        ),
        setting="platform:governance.threatDetection.features",
    ),
)
