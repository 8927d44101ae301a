"""Real previews of stacks that break their own settings."""

import json
from pathlib import Path

import pytest

from tests.policies.test_preview import ROOT, blocking, platform_copy, run_preview

pytestmark = pytest.mark.engine

PROGRAM = """
import pulumi
import pulumi_aws as aws

settings = pulumi.Config().require_object("resources")
provider = aws.Provider("account", region="ap-south-1", default_tags={"tags": settings["tags"]})
opts = pulumi.ResourceOptions(provider=provider)
vpc = aws.ec2.Vpc("vpc", cidr_block="192.168.0.0/24", opts=opts)
aws.ec2.Subnet("growth", vpc_id=vpc.id, cidr_block=settings["block"], opts=opts)
for number in range(settings["instances"]):
    aws.ec2.Instance(f"worker-{number}", ami="ami-0123456789abcdef0", instance_type="t3.micro", opts=opts)
"""
TAGS = {"Environment": "dev", "Project": "FivestarPaymentsEngine", "Owner": "1CloudHub"}
OWN_SETTINGS = {"account-limits", "environment-known", "required-tags", "reserved-ranges-free"}
"""Policies that hold a stack to its own settings; what else they ask of the program is not judged here."""
SOUND = {"tags": TAGS, "block": "192.168.0.0/27", "instances": 2}


def write_project(folder: Path, environment: str, resources: dict[str, object]) -> None:
    """A program with the settings of a platform stack, whose resources keep them or don't."""
    options = {"virtualenv": str(ROOT / ".venv")}
    config = {
        "aws:region": "ap-south-1",
        "platform:system": {
            "name": "fivestar",
            "environment": environment,
            "tags": {"Project": TAGS["Project"], "Owner": TAGS["Owner"]},
        },
        "platform:account": {"id": "123456789012", "limits": {"ec2Instances": 2}},
        "platform:network": {"reserved": ["192.168.0.192/26"]},
        "example:resources": resources,
    }
    (folder / "Pulumi.yaml").write_text(
        json.dumps({"name": "example", "runtime": {"name": "python", "options": options}})
    )
    (folder / "Pulumi.main.yaml").write_text(json.dumps({"config": config}))
    (folder / "__main__.py").write_text(PROGRAM)


def test_a_stack_that_keeps_its_settings_passes_with_nothing_undetermined(tmp_path: Path) -> None:
    write_project(tmp_path, "dev", SOUND)
    done = run_preview(tmp_path, "main")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[mandatory]" not in done.stdout
    assert "could not be judged" not in done.stdout
    for policy in OWN_SETTINGS:
        assert policy not in done.stdout, done.stdout


@pytest.mark.requirement("FS-ACCT-03")
@pytest.mark.requirement("FS-NET-05")
@pytest.mark.requirement("FS-DEPLOY-02")
@pytest.mark.requirement("FS-DEPLOY-05")
def test_a_stack_that_breaks_its_settings_is_blocked_with_reason_and_remedy(tmp_path: Path) -> None:
    without_owner = {key: value for key, value in TAGS.items() if key != "Owner"}
    write_project(tmp_path, "qa", {"tags": without_owner, "block": "192.168.0.192/27", "instances": 3})
    done = run_preview(tmp_path, "main")
    assert done.returncode != 0
    assert set(blocking(done.stdout)) >= OWN_SETTINGS
    for line in (
        'pulumi:pulumi:Stack "example-main": it has 3 EC2 instances, its account\'s limit is 2.',
        'aws:ec2/subnet:Subnet "growth": cidrBlock 192.168.0.192/27 lies in 192.168.0.192/26, which is reserved.',
        'pulumi:pulumi:Stack "example-main": platform:system.environment is "qa".',
        "it has no tag Owner.",
        "Remedy:   Give the subnet another block. In the stack file: platform:network.reserved.",
    ):
        assert line in done.stdout, done.stdout


@pytest.mark.requirement("FS-DEPLOY-02")
def test_the_platform_itself_refuses_an_environment_that_it_does_not_know(tmp_path: Path) -> None:
    platform_copy(tmp_path)
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text(file.read_text().replace("environment: dev", "environment: qa"))
    done = run_preview(tmp_path, "dev")
    assert done.returncode != 0
    assert "platform:system.environment" in done.stdout
    assert "dev, staging, prod or management" in done.stdout
    assert "aws:ec2" not in done.stdout
