"""Physical names that a stack file gives because other systems know them."""

from __future__ import annotations

from tests.components.fivestar import recorded
from tests.components.recorder import Recorder
from tests.settings.stack_files import changed, config

SERVICE = "platform:services/internal-pe"
JOB = "platform:jobs/debug-task"


def deployed(changes: dict[str, object]) -> Recorder:
    return recorded("dev", changed(config("dev"), changes))


def test_a_service_has_the_names_that_it_gives() -> None:
    recorder = deployed(
        {
            f"{SERVICE}/serviceName": "payment-service",
            f"{SERVICE}/family": "realserv-payment-service",
            f"{SERVICE}/logGroup": "/ecs/realserv-payment",
        }
    )
    assert recorder.only("aws:ecs/service:Service", "internal-pe-service").inputs["name"] == "payment-service"
    task = recorder.only("aws:ecs/taskDefinition:TaskDefinition", "internal-pe-task")
    assert task.inputs["family"] == "realserv-payment-service"
    assert '"awslogs-group": "/ecs/realserv-payment"' in task.inputs["containerDefinitions"]
    groups = {group.inputs.get("name") for group in recorder.all("aws:cloudwatch/logGroup:LogGroup")}
    assert "/ecs/realserv-payment" in groups
    assert "/ecs/dev-fivestar-internal-pe" not in groups


def test_a_job_has_the_log_group_that_it_gives() -> None:
    groups = deployed({f"{JOB}/logGroup": "/ecs/connectivity"}).all("aws:cloudwatch/logGroup:LogGroup")
    assert "/ecs/connectivity" in {group.inputs.get("name") for group in groups}


def test_the_clean_up_of_images_knows_the_family_that_a_service_gives() -> None:
    recorder = recorded("staging", changed(config("staging"), {f"{SERVICE}/family": "payments"}))
    machines = [machine.inputs["definition"] for machine in recorder.all("aws:sfn/stateMachine:StateMachine")]
    assert any('"payments"' in definition for definition in machines)
    assert not any("staging-fivestar-internal-pe" in definition for definition in machines)


def test_secrets_may_be_in_folders_below_a_path_of_one_part() -> None:
    recorder = deployed(
        {
            "platform:secrets": {
                "path": "payments",
                "recoveryDays": 7,
                "items": {"jwt/signing-secret": {"description": "x", "keys": ["value"]}},
            },
            f"{SERVICE}/secrets": {"SIGNING_KEY": "jwt/signing-secret.value"},
            f"{SERVICE}/access": {"secrets": "payments"},
        }
    )
    names = {secret.inputs.get("name") for secret in recorder.all("aws:secretsmanager/secret:Secret")}
    assert "payments/jwt/signing-secret" in names
    policy = recorder.only("aws:iam/rolePolicy:RolePolicy", "internal-pe-roles-task").inputs["policy"]
    assert ":secret:payments/*" in policy
