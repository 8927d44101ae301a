"""What the policy pack costs: previews of one stack on the embedded AWS, with and without it, by turns."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 0.25
"""Most that the pack may add to a preview, as a share of the preview without it."""

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
class Taken:
    """What one preview took, in seconds."""

    time: float
    processor: float
    """Processor time of the engine and of everything that it started; steadier than the clock on a busy machine."""


@dataclass(frozen=True, slots=True)
class PackCost:
    """What previews took."""

    resources: int
    without: tuple[Taken, ...]
    with_pack: tuple[Taken, ...]

    @property
    def share(self) -> float:
        """The time that the pack adds, as a share of the preview without it; medians are compared."""
        return median(taken.time for taken in self.with_pack) / median(taken.time for taken in self.without) - 1

    @property
    def is_within_limit(self) -> bool:
        """Whether it adds no more than it may."""
        return self.share <= LIMIT

    def line(self) -> str:
        """The result for a person."""
        spread = ", ".join(
            f"{name} {median(one.time for one in taken):.2f} s "
            f"({min(one.time for one in taken):.2f} to {max(one.time for one in taken):.2f}; "
            f"processor {median(one.processor for one in taken):.2f} s)"
            for name, taken in (("without", self.without), ("with", self.with_pack))
        )
        verdict = "within" if self.is_within_limit else "OVER"
        return (
            f"policy pack, preview of {self.resources} resources: {spread}, "
            f"adds {self.share:+.0%}, {verdict} the limit of {LIMIT:.0%}"
        )


def measure(resources: int, rounds: int) -> PackCost:
    """Preview by turns, after a first preview of each side that fills caches and isn't counted."""
    times: dict[bool, list[Taken]] = {False: [], True: []}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        project = _project(Path(folder), resources)
        for number in range(rounds + 1):
            # The side that goes first changes, so that neither always profits from what the other left in caches.
            for with_pack in (number % 2 == 0, number % 2 != 0):
                took = _preview(project, with_pack)
                if number:
                    times[with_pack].append(took)
    return PackCost(resources, tuple(times[False]), tuple(times[True]))


def _project(folder: Path, resources: int) -> Path:
    runtime = {"name": "python", "options": {"virtualenv": str(ROOT / ".venv")}}
    config = {"aws:region": "eu-central-1", "bench:sets": resources // _A_SET}
    (folder / "Pulumi.yaml").write_text(json.dumps({"name": "bench", "runtime": runtime}))
    (folder / "Pulumi.prod.yaml").write_text(json.dumps({"config": config}))
    (folder / "__main__.py").write_text(_PROGRAM)
    return folder


def _preview(project: Path, with_pack: bool) -> Taken:
    """Preview once. Policies may refuse the stack: what counts is that all of it was judged."""
    command = [ROOT / "sandbox" / "pulumi", "preview", "-C", project, "-s", "prod", "--non-interactive"]
    pack = ["--policy-pack", ROOT / "policies"] if with_pack else []
    started, used = time.perf_counter(), _processor_time()
    done = subprocess.run(  # noqa: S603 (constant arguments)
        [*map(str, command), *map(str, pack)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SANDBOX_POLICY_PACK": "none"},
    )
    took = Taken(time.perf_counter() - started, _processor_time() - used)
    if "to create" not in done.stdout and "Policies:" not in done.stdout:
        sys.exit(f"The preview failed:\n{done.stdout}{done.stderr}")
    return took


def _processor_time() -> float:
    """Seconds that ended child processes have used."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
