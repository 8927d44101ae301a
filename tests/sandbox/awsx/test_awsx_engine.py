"""awsx programs through the real engine, on the sandbox's own aws provider."""

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.awsx.children import aws_version
from tests.engine.empty_stack import make_stack
from tests.sandbox.awsx.recording import ROOT

pytestmark = pytest.mark.engine

PROGRAM = """\
import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

ireland = aws.Provider("ireland", region="eu-west-1")
key = aws.kms.Key("key")
pay = awsx.ec2.Vpc(
    "pay",
    cidr_block="192.168.0.0/24",
    availability_zone_names=["eu-central-1a", "eu-central-1b"],
    subnet_strategy=awsx.ec2.SubnetAllocationStrategy.AUTO,
    subnet_specs=[
        awsx.ec2.SubnetSpecArgs(
            type=awsx.ec2.SubnetType.PUBLIC, cidr_blocks=["192.168.0.0/27", "192.168.0.32/27"]
        ),
        {"type": "Private", "name": "app", "cidr_blocks": ["192.168.0.64/27", "192.168.0.96/27"]},
        {"type": "Isolated", "name": "db", "cidr_blocks": ["192.168.0.128/27", "192.168.0.160/27"]},
    ],
    nat_gateways={"strategy": awsx.ec2.NatGatewayStrategy.ONE_PER_AZ},
    tags={"key": key.key_id},
)
away = awsx.ec2.Vpc(
    "away",
    cidr_block="10.1.0.0/16",
    number_of_availability_zones=2,
    subnet_strategy="Auto",
    nat_gateways={"strategy": "Single"},
    vpc_endpoint_strategy="Auto",
    vpc_endpoint_specs=[{"service_name": "com.amazonaws.eu-west-1.sqs", "vpc_endpoint_type": "Interface"}],
    opts=pulumi.ResourceOptions(provider=ireland, aliases=[pulumi.Alias(name="abroad")]),
)
images = awsx.ecr.Repository("Images", force_delete=True)
pulumi.export("app", pay.private_subnet_ids)
pulumi.export("layout", pay.subnet_layout)
pulumi.export("zones", away.subnets.apply(lambda ss: pulumi.Output.all(*[s.availability_zone for s in ss])))
pulumi.export("url", images.url)
"""


HOME_PROGRAM = """\
import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

aws.ec2.Vpc("other", cidr_block="10.0.0.0/16")
home = awsx.ec2.DefaultVpc("home")
pulumi.export("home", home.vpc_id)
pulumi.export("open", home.public_subnet_ids)
"""


@dataclass(frozen=True, slots=True)
class Project:
    """A Pulumi project on the sandbox."""

    folder: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a Pulumi command on the stack dev."""
        command = [str(ROOT / "sandbox" / "pulumi"), *arguments, "--stack", "dev", "--non-interactive"]
        # Nobody kills the engine, so it may write the state once, at its end.
        environment = {**os.environ, "PULUMI_SKIP_CHECKPOINTS": "true"}
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=180
        )

    def write(self, program: str) -> None:
        """Replaces the program."""
        (self.folder / "__main__.py").write_text(program, encoding="utf-8")


def project_in(folder: Path, program: str) -> Project:
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", encoding="utf-8")
    (folder / "Pulumi.dev.yaml").write_text("config:\n  aws:region: eu-central-1\n", encoding="utf-8")
    make_stack(folder, "dev")
    project = Project(folder)
    project.write(program)
    return project


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The program above, deployed; destroyed in the end."""
    project = project_in(tmp_path_factory.mktemp("awsx"), PROGRAM)
    done = project.run("up", "--yes", "--skip-preview")
    assert done.returncode == 0, done.stdout + done.stderr
    yield project
    gone = project.run("destroy", "--yes", "--skip-preview")
    assert gone.returncode == 0, gone.stdout + gone.stderr


@pytest.fixture(scope="module")
def resources(deployed: Project) -> list[dict[str, object]]:
    """The resources of the deployed stack's state."""
    exported = json.loads(deployed.run("stack", "export").stdout)
    found = exported["deployment"]["resources"]
    assert isinstance(found, list)
    return found


def test_the_engine_keeps_every_child_of_the_vpc(resources: list[dict[str, object]]) -> None:
    vpc = "urn:pulumi:dev::shop::awsx:ec2:Vpc$aws:ec2/vpc:Vpc"
    urns = [str(one["urn"]) for one in resources]
    pay = [urn for urn in urns if urn.startswith(vpc) and urn.rsplit("::", 1)[1].startswith("pay")]
    assert len(pay) == 28
    assert f"{vpc}$aws:ec2/subnet:Subnet$aws:ec2/routeTable:RouteTable$aws:ec2/route:Route::pay-app-2" in pay


def test_outputs_reach_the_program(deployed: Project, resources: list[dict[str, object]]) -> None:
    outputs = json.loads(deployed.run("stack", "output", "--json").stdout)
    ids = {str(one["urn"]).rsplit("::", 1)[1]: one.get("id") for one in resources if "Subnet" in str(one["type"])}
    assert outputs["app"] == [ids["pay-app-1"], ids["pay-app-2"]]
    assert outputs["layout"][2] == {
        "type": "Isolated",
        "name": "db",
        "cidr_blocks": ["192.168.0.128/27", "192.168.0.160/27"],
    }
    assert outputs["zones"] == ["eu-west-1a", "eu-west-1a", "eu-west-1b", "eu-west-1b"]
    assert outputs["url"].endswith("/" + next(str(name) for name in repository_names(resources)))


def repository_names(resources: list[dict[str, object]]) -> list[object]:
    found = [one["outputs"] for one in resources if one["type"] == "aws:ecr/repository:Repository"]
    return [outputs["name"] for outputs in found if isinstance(outputs, dict)]


def test_program_and_components_share_one_default_provider(resources: list[dict[str, object]]) -> None:
    providers = [str(one["urn"]).rsplit("::", 1)[1] for one in resources if one["type"] == "pulumi:providers:aws"]
    assert sorted(providers) == [f"default_{aws_version().replace('.', '_')}", "ireland"]


def test_children_use_the_explicit_provider_of_their_component(resources: list[dict[str, object]]) -> None:
    used = {
        str(one["provider"]).split("::")[-2]
        for one in resources
        if one.get("provider") and str(one["urn"]).rsplit("::", 1)[1].startswith(("away", "com.amazonaws"))
    }
    assert used == {"ireland"}


def test_an_unchanged_program_changes_nothing(deployed: Project) -> None:
    done = deployed.run("up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes")
    assert done.returncode == 0, done.stdout + done.stderr


def test_one_changed_tag_updates_what_carries_it(deployed: Project) -> None:
    deployed.write(PROGRAM.replace('tags={"key": key.key_id}', 'tags={"key": key.key_id, "team": "pay"}'))
    preview = deployed.run("preview", "--json")
    deployed.write(PROGRAM)
    steps = [step for step in json.loads(preview.stdout)["steps"] if step["op"] != "same"]
    assert {step["op"] for step in steps} == {"update"}
    assert {step["urn"].split("::")[2].rsplit("$", 1)[-1] for step in steps} == {
        "awsx:ec2:Vpc",
        "aws:ec2/vpc:Vpc",
        "aws:ec2/internetGateway:InternetGateway",
        "aws:ec2/subnet:Subnet",
        "aws:ec2/routeTable:RouteTable",
        "aws:ec2/eip:Eip",
        "aws:ec2/natGateway:NatGateway",
    }


def test_the_default_vpc_is_found_beside_others(tmp_path: Path) -> None:
    project = project_in(tmp_path, HOME_PROGRAM)
    for _ in range(2):
        done = project.run("up", "--yes", "--skip-preview")
        assert done.returncode == 0, done.stdout + done.stderr
    outputs = json.loads(project.run("stack", "output", "--json").stdout)
    assert outputs["home"].startswith("vpc-")
    assert all(one.startswith("subnet-") for one in outputs["open"])
    assert outputs["open"]


@pytest.mark.parametrize(
    ("component", "sentence"),
    [
        ('ec2.Vpc("v", subnet_specs=[{"type": "Public"}])', "natGateways.strategy is 'OnePerAz', which needs"),
        ('ecr.Image("v", repository_url="x")', "awsx:ecr:Image is not built in the sandbox: it builds or moves"),
    ],
)
def test_the_user_reads_one_sentence_about_a_component_that_cannot_be_built(
    tmp_path: Path, component: str, sentence: str
) -> None:
    project = project_in(tmp_path, f"import pulumi_awsx as awsx\nawsx.{component}\n")
    done = project.run("preview")
    assert done.returncode != 0
    assert f"resource 'v' has a problem: {sentence}" in done.stdout + done.stderr
