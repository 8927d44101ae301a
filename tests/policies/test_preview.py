"""The pack in real previews: what prod must not have is blocked, what dev may have passes."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from tests.engine.empty_stack import make_stack

ROOT = Path(__file__).parents[2]
PACK = ROOT / "policies"
TIME_LIMIT_SECONDS = 120

PROGRAM = """
import json

import pulumi
import pulumi_aws as aws

settings = pulumi.Config().require_object("database")
protected = pulumi.ResourceOptions(protect=True)
use = {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "kms:Describe*", "Resource": "*"}
policy = json.dumps({"Version": "2012-10-17", "Statement": [use]})
key = aws.kms.Key("key", enable_key_rotation=True, policy=policy, opts=protected)
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/24")
zones = {"a": "10.0.0.0/27", "b": "10.0.0.32/27"}
subnets = [
    aws.ec2.Subnet(zone, vpc_id=vpc.id, cidr_block=block, availability_zone=f"ap-south-1{zone}")
    for zone, block in zones.items()
]
if settings.get("publicSubnets"):
    gateway = aws.ec2.InternetGateway("gateway", vpc_id=vpc.id)
    table = aws.ec2.RouteTable("public", vpc_id=vpc.id)
    aws.ec2.Route("out", route_table_id=table.id, destination_cidr_block="0.0.0.0/0", gateway_id=gateway.id)
    for subnet, zone in zip(subnets, zones):
        aws.ec2.RouteTableAssociation(zone, subnet_id=subnet.id, route_table_id=table.id)
application = aws.ec2.SecurityGroup("application", vpc_id=vpc.id, description="application")
database = aws.ec2.SecurityGroup("database", vpc_id=vpc.id, description="database")
aws.vpc.SecurityGroupIngressRule(
    "from-application",
    description="From the application",
    security_group_id=database.id,
    referenced_security_group_id=None if settings.get("open") else application.id,
    cidr_ipv4="0.0.0.0/0" if settings.get("open") else None,
    ip_protocol="tcp",
    from_port=5432,
    to_port=5432,
)
monitoring = aws.iam.Role(
    "monitoring",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "monitoring.rds.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                    "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
                }
            ],
        }
    ),
)
aws.rds.Instance(
    "primary",
    engine="postgres",
    instance_class="db.r6g.large",
    allocated_storage=100,
    username="app",
    manage_master_user_password=True,
    db_subnet_group_name=aws.rds.SubnetGroup("database", subnet_ids=[s.id for s in subnets]).name,
    vpc_security_group_ids=[database.id],
    kms_key_id=key.arn if settings["storageEncrypted"] else None,
    backup_retention_period=35,
    deletion_protection=settings.get("deletionProtection", True),
    delete_automated_backups=settings.get("deleteAutomatedBackups", False),
    final_snapshot_identifier="final",
    iam_database_authentication_enabled=True,
    monitoring_interval=60,
    monitoring_role_arn=monitoring.arn,
    performance_insights_enabled=True,
    performance_insights_kms_key_id=key.arn,
    enabled_cloudwatch_logs_exports=["postgresql"],
    copy_tags_to_snapshot=True,
    multi_az=settings["multiAz"],
    storage_encrypted=settings["storageEncrypted"],
    publicly_accessible=settings.get("publiclyAccessible"),
    opts=protected,
)
aws.dynamodb.Table(
    "transactions",
    hash_key="id",
    attributes=[{"name": "id", "type": "S"}],
    billing_mode="PAY_PER_REQUEST",
    deletion_protection_enabled=True,
    point_in_time_recovery={"enabled": settings.get("pointInTimeRecovery", True)},
    server_side_encryption={"enabled": True, "kms_key_arn": key.arn},
    opts=protected,
)
"""

SOUND: Mapping[str, bool] = {"multiAz": True, "storageEncrypted": True}


def preview(folder: Path, environment: str, database: Mapping[str, bool]) -> subprocess.CompletedProcess[str]:
    """Preview the program, in a stack whose settings and not whose name say the environment."""
    options = {"virtualenv": str(ROOT / ".venv")}
    project = {"name": "example", "runtime": {"name": "python", "options": options}}
    config = {
        "aws:region": "ap-south-1",
        "platform:system": {"name": "example", "environment": environment},
        "example:database": dict(database),
    }
    (folder / "Pulumi.yaml").write_text(json.dumps(project))
    (folder / "Pulumi.main.yaml").write_text(json.dumps({"config": config}))
    (folder / "__main__.py").write_text(PROGRAM)
    return run_preview(folder, "main")


def run_preview(folder: Path, stack: str) -> subprocess.CompletedProcess[str]:
    """Preview a stack of the project in a folder."""
    make_stack(folder, stack)
    command = [ROOT / "sandbox" / "pulumi", "preview", "-C", folder, "-s", stack, "--policy-pack", PACK]
    return subprocess.run(
        [*map(str, command), "--color", "never"],
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT_SECONDS,
        check=False,
    )


def blocking(output: str) -> list[str]:
    """The policies that block, by the CLI's own lines."""
    lines = [line.split() for line in output.splitlines() if "- [mandatory]" in line]
    return sorted({words[words.index("[severity:") + 2] for words in lines})


pytestmark = pytest.mark.engine


WRONG: Mapping[str, bool] = {
    "multiAz": False,
    "storageEncrypted": False,
    "publiclyAccessible": True,
    "publicSubnets": True,
    "open": True,
    "deletionProtection": False,
    "deleteAutomatedBackups": True,
    "pointInTimeRecovery": False,
}
BLOCKED = {
    "rds-multi-az": "multiAz is false.",
    "rds-storage-encrypted": "storageEncrypted is false.",
    "rds-storage-cmk": "kmsKeyId is not set.",
    "rds-no-public-access": "publiclyAccessible is true.",
    "rds-deletion-protection": "deletionProtection is false.",
    "rds-delete-automated-backups": "deleteAutomatedBackups is true.",
    "dynamodb-pitr": "pointInTimeRecovery.enabled is false.",
    "db-sg-only-from-app": "lets in 0.0.0.0/0",
    "db-subnets-private": "is public",
    "sg-no-open-db-ports": "5432",
    "sg-open-only-443": "5432",
    "sg-open-only-at-load-balancer": "belongs to no load balancer",
}
"""What production's policies say about them."""


def test_a_sound_database_breaks_no_policy_about_databases_and_leaves_none_undetermined(tmp_path: Path) -> None:
    """The program is no whole platform: what else prod asks for is not judged here."""
    done = preview(tmp_path, "prod", SOUND)
    assert [policy for policy in BLOCKED if f"  {policy}  " in done.stdout] == [], done.stdout


@pytest.mark.requirement("FS-ACCT-08")
@pytest.mark.requirement("FS-DDB-02")
@pytest.mark.requirement("FS-RDS-05")
@pytest.mark.requirement("FS-RDS-07")
@pytest.mark.requirement("FS-RDS-10")
def test_what_prod_must_not_have_blocks_the_preview_with_reason_and_remedy(tmp_path: Path) -> None:
    done = preview(tmp_path, "prod", WRONG)
    assert done.returncode != 0
    assert set(BLOCKED) <= set(blocking(done.stdout)), done.stdout
    assert [said for said in BLOCKED.values() if said not in done.stdout] == [], done.stdout
    assert "Remedy:" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_in_dev_a_database_may_have_one_zone_and_no_recovery_and_must_be_encrypted(tmp_path: Path) -> None:
    wrong = {"multiAz": False, "pointInTimeRecovery": False, "storageEncrypted": False}
    done = preview(tmp_path, "dev", wrong)
    assert done.returncode != 0
    assert blocking(done.stdout) == ["rds-storage-encrypted"]
    assert "rds-multi-az" not in done.stdout


def platform_copy(folder: Path) -> None:
    """A copy of the platform's own project, so that no stack of the checkout is touched."""
    for package in ("assembly", "components", "layers", "settings"):
        (folder / package).symlink_to(ROOT / package)
    for file in ("__main__.py", "Pulumi.prod.yaml", "Pulumi.dev.yaml"):
        shutil.copy(ROOT / file, folder)
    project = (ROOT / "Pulumi.yaml").read_text()
    (folder / "Pulumi.yaml").write_text(project.replace("virtualenv: .venv", f"virtualenv: {ROOT / '.venv'}"))


@pytest.mark.requirement("FS-ACCT-08")
@pytest.mark.requirement("FS-DDB-02")
@pytest.mark.requirement("FS-RDS-05")
@pytest.mark.requirement("FS-RDS-10")
def test_the_platforms_prod_file_with_stores_that_a_mistake_or_a_zone_can_take_away_is_blocked(tmp_path: Path) -> None:
    platform_copy(tmp_path)
    stack_file = tmp_path / "Pulumi.prod.yaml"
    stack = yaml.safe_load(stack_file.read_text())
    config = stack["config"]
    assert config["platform:database"]["multiAz"] is True
    config["platform:database"] |= {"multiAz": False, "encrypted": False, "deletionProtection": False}
    config["platform:network"]["natGateways"] = "single"
    config["platform:tables"]["transactions"] |= {"backupDays": 0, "deletionProtection": False}
    config["platform:caches"]["sessions"] |= {"nodes": 1, "multiAz": False}
    stack_file.write_text(yaml.safe_dump(stack))
    done = run_preview(tmp_path, "prod")
    assert done.returncode != 0
    assert blocking(done.stdout) == [
        "dynamodb-deletion-protection",
        "dynamodb-pitr",
        "elasticache-multi-az",
        "nat-per-az",
        "rds-deletion-protection",
        "rds-multi-az",
        "rds-storage-cmk",
        "rds-storage-encrypted",
    ]
    assert "Set multiAz to true. In the stack file: platform:database.multiAz." in done.stdout
