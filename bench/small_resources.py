"""A program of hundreds of small resources: a third of the time that a platform's take, so the pack weighs most."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.previews import ROOT, Previews, measure_by_turns

_A_SET = 10
"""Resources in each set of the program."""
_PROGRAM = """
import pulumi
import pulumi_aws as aws

vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
key = aws.kms.Key("key", enable_key_rotation=True)
for number in range(pulumi.Config().require_int("sets")):
    name = f"set-{number}"
    group = aws.ec2.SecurityGroup(name, vpc_id=vpc.id, description=name)
    for port in (443, 8443):
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-{port}", security_group_id=group.id, cidr_ipv4="10.0.0.0/16", ip_protocol="tcp",
            from_port=port, to_port=port,
        )
    bucket = aws.s3.Bucket(name)
    aws.s3.BucketPublicAccessBlock(
        name, bucket=bucket.id, block_public_acls=True, block_public_policy=True, ignore_public_acls=True,
        restrict_public_buckets=True,
    )
    aws.s3.BucketVersioning(name, bucket=bucket.id, versioning_configuration={"status": "Enabled"})
    aws.cloudwatch.LogGroup(name, retention_in_days=365, kms_key_id=key.arn)
    aws.sqs.Queue(name, kms_master_key_id=key.id)
    aws.sns.Topic(name, kms_master_key_id=key.id)
    aws.dynamodb.Table(
        name, hash_key="id", attributes=[{"name": "id", "type": "S"}], billing_mode="PAY_PER_REQUEST",
        server_side_encryption={"enabled": True, "kms_key_arn": key.arn},
    )
"""


@dataclass(frozen=True, slots=True)
class SmallResources:
    """What previews of the program took. For comparison: no stack consists of such resources only."""

    previews: Previews

    @property
    def is_within_limit(self) -> bool:
        """There is none."""
        return True

    def __str__(self) -> str:
        return f"small resources only, {self.previews}"


def measure(resources: int, rounds: int) -> SmallResources:
    """Preview a program of so many resources."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        project = _project(Path(folder), resources)
        return SmallResources(measure_by_turns(project, "prod", rounds))


def _project(folder: Path, resources: int) -> Path:
    runtime = {"name": "python", "options": {"virtualenv": str(ROOT / ".venv")}}
    config = {"aws:region": "eu-central-1", "bench:sets": resources // _A_SET}
    (folder / "Pulumi.yaml").write_text(json.dumps({"name": "bench", "runtime": runtime}))
    (folder / "Pulumi.prod.yaml").write_text(json.dumps({"config": config}))
    (folder / "__main__.py").write_text(_PROGRAM)
    return folder
