"""Real previews of a program whose parts are sound by themselves and wrong together."""

import json
from pathlib import Path

import pytest

from tests.policies.test_preview import ROOT, blocking, run_preview

pytestmark = pytest.mark.engine

PROGRAM = """
import json

import pulumi
import pulumi_aws as aws

account = "123456789012"
here = aws.Provider("here", region="ap-south-1", allowed_account_ids=[account])
abroad = aws.Provider("abroad", region="eu-west-1", allowed_account_ids=[account])
opts = pulumi.ResourceOptions(provider=here)

vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/24", opts=opts)
gateway = aws.ec2.InternetGateway("gateway", vpc_id=vpc.id, opts=opts)
subnet = aws.ec2.Subnet("edge", vpc_id=vpc.id, cidr_block="10.0.0.0/25", availability_zone="ap-south-1a", opts=opts)
other = aws.ec2.Subnet("other", vpc_id=vpc.id, cidr_block="10.0.0.128/25", availability_zone="ap-south-1b", opts=opts)
table = aws.ec2.RouteTable("edge", vpc_id=vpc.id, opts=opts)
aws.ec2.Route("out", route_table_id=table.id, destination_cidr_block="0.0.0.0/0", gateway_id=gateway.id, opts=opts)
aws.ec2.RouteTableAssociation("edge", subnet_id=subnet.id, route_table_id=table.id, opts=opts)
group = aws.ec2.SecurityGroup("edge", vpc_id=vpc.id, description="edge", opts=opts)

balancer = aws.lb.LoadBalancer("edge", subnets=[subnet.id, other.id], security_groups=[group.id], opts=opts)
targets = aws.lb.TargetGroup("api", port=8080, protocol="HTTP", target_type="ip", vpc_id=vpc.id, opts=opts)
aws.lb.Listener(
    "http",
    load_balancer_arn=balancer.arn,
    port=80,
    protocol="HTTP",
    default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
    opts=opts,
)
cluster = aws.ecs.Cluster("payments", opts=opts)
task = aws.ecs.TaskDefinition(
    "api",
    family="api",
    cpu="256",
    memory="512",
    network_mode="awsvpc",
    requires_compatibilities=["FARGATE"],
    container_definitions=json.dumps([{"name": "api", "image": "docker.io/acme/api:1"}]),
    opts=opts,
)
aws.ecs.Service(
    "api",
    cluster=cluster.arn,
    task_definition=task.arn,
    desired_count=2,
    capacity_provider_strategies=[{"capacity_provider": "FARGATE_SPOT", "weight": 1}],
    load_balancers=[{"target_group_arn": targets.arn, "container_name": "api", "container_port": 8080}],
    network_configuration={"subnets": [subnet.id], "security_groups": [group.id]},
    opts=opts,
)
aws.dynamodb.Table(
    "payments",
    hash_key="id",
    attributes=[{"name": "id", "type": "S"}],
    billing_mode="PAY_PER_REQUEST",
    opts=pulumi.ResourceOptions(provider=abroad),
)
secret = aws.secretsmanager.Secret("tokens", opts=opts)
aws.secretsmanager.SecretVersion("tokens", secret_id=secret.id, secret_string='{"JWT_SECRET": "changeme"}', opts=opts)
aws.organizations.Organization("payments", feature_set="ALL", opts=opts)
aws.guardduty.Detector("detector", opts=opts)
aws.sqs.Queue("work")
"""

EXPECTED = {
    "account-pinning",
    "alb-has-waf",
    "backup-plan-covers",
    "data-residency",
    "ecr-image-from-own-repo",
    "ecs-service-autoscaled",
    "ecs-service-has-alarms",
    "ecs-subnets-private",
    "http-listener-redirects",
    "inspector-enabled",
    "multi-az-subnets-real",
    "org-requires-mfa",
    "org-trail-exists",
    "secret-has-rotation",
    "securityhub-enabled",
    "signing-key-length",
    "spot-base-capacity",
    "spot-drain-fits",
    "sqs-dlq",
    "vpc-default-sg-managed",
    "vpc-has-flow-logs",
}


@pytest.mark.requirement("FS-ACCT-05")
@pytest.mark.requirement("PS-ALB-01")
@pytest.mark.requirement("PS-COMPLY-02")
@pytest.mark.requirement("EP-LOG-04")
@pytest.mark.requirement("EP-NET-01")
@pytest.mark.requirement("EP-SECRET-02")
def test_parts_that_are_wrong_together_block_the_preview_before_anything_exists(tmp_path: Path) -> None:
    options = {"virtualenv": str(ROOT / ".venv")}
    config = {
        "aws:region": "ap-south-1",
        "platform:system": {"name": "example", "environment": "prod"},
        "platform:account": {"id": "123456789012", "permittedRegions": ["ap-south-1"]},
    }
    project = {"name": "example", "runtime": {"name": "python", "options": options}}
    (tmp_path / "Pulumi.yaml").write_text(json.dumps(project))
    (tmp_path / "Pulumi.main.yaml").write_text(json.dumps({"config": config}))
    (tmp_path / "__main__.py").write_text(PROGRAM)
    done = run_preview(tmp_path, "main")
    assert done.returncode != 0
    assert set(blocking(done.stdout)) >= EXPECTED, done.stdout
    assert "failed by itself" not in done.stdout
    for line in (
        'subnet "edge" is public: route table "edge" routes to an internet gateway.',
        "region is eu-west-1, which is none of ap-south-1.",
        "JWT_SECRET in secretString has 8 characters, the minimum is 32.",
        "it has an organization and no trail with isOrganizationTrail true.",
        "no attached policy of this stack denies what is asked without MFA.",
        "all its tasks run on FARGATE_SPOT.",
        "it is the default provider, which takes whatever account its environment has.",
    ):
        assert line in done.stdout, done.stdout
    assert "changeme" not in done.stdout.replace("JWT_SECRET in", "")
