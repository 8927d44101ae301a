"""Levels, parameters, remediation and exemptions in real previews."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.engine.empty_stack import make_stack
from tests.policies.test_preview import PACK, ROOT, TIME_LIMIT_SECONDS, blocking

PROGRAM = """
import pulumi_aws as aws

aws.cloudwatch.LogGroup("short", retention_in_days=30)
aws.lb.LoadBalancer("way-in", internal=True, load_balancer_type="application", subnets=["subnet-1", "subnet-2"])
"""
LOG_GROUP = "urn:pulumi:main::example::aws:cloudwatch/logGroup:LogGroup::short"
MULTILINE = {"loggroup-cmk": "disabled"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    options = {"virtualenv": str(ROOT / ".venv")}
    (tmp_path / "Pulumi.yaml").write_text(
        json.dumps({"name": "example", "runtime": {"name": "python", "options": options}})
    )
    config = {"aws:region": "ap-south-1", "platform:system": {"name": "example", "environment": "prod"}}
    (tmp_path / "Pulumi.main.yaml").write_text(json.dumps({"config": config}))
    (tmp_path / "__main__.py").write_text(PROGRAM)
    make_stack(tmp_path, "main")
    return tmp_path


def preview(project: Path, policy_config: object, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Preview with a policy pack configuration; one stream holds what the CLI prints."""
    file = project / "policy-config.json"
    file.write_text(policy_config if isinstance(policy_config, str) else json.dumps(policy_config))
    options = ["--policy-pack", PACK, "--policy-pack-config", file, "--color", "never", *arguments]
    command = [ROOT / "sandbox" / "pulumi", "preview", "-C", project, "-s", "main", *options]
    return subprocess.run(
        [*map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=TIME_LIMIT_SECONDS,
        check=False,
    )


pytestmark = pytest.mark.engine


def test_a_minimum_and_levels_can_be_chosen_and_the_level_remediate_of_prod_takes_effect_by_itself(
    project: Path,
) -> None:
    done = preview(project, {"loggroup-retention": {"enforcementLevel": "mandatory", "minimumDays": 365}} | MULTILINE)
    assert "loggroup-retention" in blocking(done.stdout)
    assert "retentionInDays is 30, the minimum is 365." in done.stdout
    assert "loggroup-cmk" not in done.stdout
    assert "- [remediate]  alb-drop-invalid-headers  (1 resource)" in done.stdout
    assert "alb-drop-invalid-headers" not in blocking(done.stdout)


@pytest.mark.parametrize(
    ("policy_config", "says"),
    [
        ({"loggroup-retentoin": "advisory"}, "which is no policy of this pack. Did you mean loggroup-retention?"),
        (
            {"loggroup-retention": {"minDays": 14}},
            "the parameter minDays, which it does not have. Did you mean minimumDays",
        ),
        (
            {"loggroup-retention": {"minimumDays": "many"}},
            "minimumDays: Invalid type. Expected: integer, given: string",
        ),
        ({"loggroup-retention": "loud"}, '"loud" is not a valid enforcement level'),
    ],
)
def test_a_wrong_configuration_is_refused_before_anything_is_judged(
    project: Path, policy_config: object, says: str
) -> None:
    done = preview(project, policy_config)
    assert done.returncode != 0
    assert says in " ".join(done.stdout.split())
    assert "Traceback" not in done.stdout


def test_all_levels_are_lowered_at_once_and_what_is_put_right_is_shown_before_it_is_applied(project: Path) -> None:
    chosen = {"all": "advisory", "loggroup-retention": {"minimumDays": 30}, "alb-drop-invalid-headers": "remediate"}
    done = preview(project, chosen, "--show-policy-remediations")
    assert done.returncode == 0, done.stdout
    assert "loggroup-retention" not in done.stdout
    assert "- [advisory] [severity: medium]  loggroup-cmk" in done.stdout
    assert "- [remediate]  alb-drop-invalid-headers  (aws:lb/loadBalancer:LoadBalancer: way-in)" in done.stdout
    assert "[diff: +dropInvalidHeaderFields]" in done.stdout
    assert "- [advisory] [severity: medium]  alb-drop-invalid-headers" not in done.stdout


def test_an_exempt_resource_is_not_blocked_and_its_exemption_is_printed(project: Path) -> None:
    entry = {
        "id": "EX-1",
        "policy": "loggroup-retention",
        "resources": LOG_GROUP,
        "stacks": "example/main",
        "reason": "Holds no events.",
        "owner": "Ada",
        "approver": "Grace",
        "ticket": "PAY-7",
        "expires": "2030-01-01",
    }
    (project / "exemptions.yaml").write_text(json.dumps({"exemptions": [entry]}))
    chosen = {"file": str(project / "exemptions.yaml"), "maxDays": 5000}
    done = preview(project, {"exemptions-valid": chosen, "loggroup-cmk": "advisory"})
    assert "loggroup-retention" not in blocking(done.stdout)
    assert "- [advisory] [severity: low]  exemption-used  (aws:cloudwatch:LogGroup: short)" in done.stdout
    assert "exempt from loggroup-retention by EX-1 until 2030-01-01" in done.stdout
    assert "Owner:    Ada, approved by Grace (PAY-7)" in done.stdout
