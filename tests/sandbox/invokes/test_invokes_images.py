"""Machine images and the public parameters that name them."""

import re

import pytest

from sandbox.aws.invokes.filters import wildcard
from sandbox.aws.model import AwsError
from sandbox.values import Properties, Value
from tests.sandbox.invokes.calling import Account

IMAGE = re.compile(r"ami-[0-9a-f]{17}")


def named(*patterns: str) -> list[Value]:
    return [{"name": "name", "values": list(patterns)}]


@pytest.mark.parametrize(
    ("owner", "pattern", "architecture", "root"),
    [
        ("amazon", "al2023-ami-2023.*-x86_64", "x86_64", "/dev/xvda"),
        ("amazon", "al2023-ami-2023*-arm64", "arm64", "/dev/xvda"),
        ("amazon", "amzn2-ami-hvm-*-x86_64-gp2", "x86_64", "/dev/xvda"),
        ("amazon", "amzn2-ami-ecs-hvm-*-x86_64-ebs", "x86_64", "/dev/xvda"),
        ("amazon", "amzn-ami-vpc-nat*", "x86_64", "/dev/xvda"),
        ("amazon", "Windows_Server-2022-English-Full-Base-*", "x86_64", "/dev/sda1"),
        ("602401143452", "amazon-eks-node-1.31-v*", "x86_64", "/dev/xvda"),
        ("099720109477", "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*", "x86_64", "/dev/sda1"),
        ("099720109477", "ubuntu/images/hvm-ssd*/ubuntu-noble-24.04-arm64-server-*", "arm64", "/dev/sda1"),
        ("136693071363", "debian-12-amd64-*", "x86_64", "/dev/xvda"),
        ("123456780000", "vendor-appliance-?.*-x86_64", "x86_64", "/dev/sda1"),
    ],
)
def test_an_image_fits_the_owner_and_name_that_were_asked_for(
    aws: Account, owner: str, pattern: str, architecture: str, root: str
) -> None:
    image = aws.ask("ec2/getAmi", owners=[owner], mostRecent=True, filters=named(pattern))
    assert wildcard(pattern, str(image["name"]))
    assert IMAGE.fullmatch(str(image["id"]))
    assert (image["architecture"], image["rootDeviceName"]) == (architecture, root)
    assert image["state"] == "available"


def test_the_same_question_gives_the_same_image_but_each_region_has_its_own(aws: Account) -> None:
    question: Properties = {"owners": ["amazon"], "mostRecent": True, "filters": named("al2023-ami-2023.*-x86_64")}
    first = aws.ask("ec2/getAmi", **question)["id"]
    assert aws.ask("ec2/getAmi", **question)["id"] == first
    assert aws.ask("ec2/getAmi", region="eu-west-1", **question)["id"] != first


def test_several_images_are_refused_unless_the_most_recent_is_asked_for(aws: Account) -> None:
    with pytest.raises(AwsError, match="more than one result"):
        aws.ask("ec2/getAmi", owners=["amazon"], filters=named("al2023-ami-*"))


def test_a_name_that_no_image_of_a_known_owner_has_is_refused(aws: Account) -> None:
    with pytest.raises(AwsError, match="no results"):
        aws.ask("ec2/getAmi", owners=["amazon"], mostRecent=True, filters=named("amazn2-ami-hvm-*"))


def test_an_invalid_image_filter_is_named(aws: Account) -> None:
    with pytest.raises(AwsError, match="virtualisation"):
        aws.ask("ec2/getAmi", owners=["amazon"], filters=[{"name": "virtualisation", "values": ["hvm"]}])


def test_an_own_image_is_found_by_its_tags(aws: Account) -> None:
    aws.deploy("aws:ec2/ami:Ami", "ami-00000000000000001", {"name": "golden", "tags": {"Role": "web"}, "arn": "a"})
    assert aws.ask("ec2/getAmi", owners=["self"], tags={"Role": "web"})["name"] == "golden"


def test_image_ids_come_newest_first_or_the_other_way_round(aws: Account) -> None:
    question: Properties = {"owners": ["099720109477"], "filters": named("ubuntu/images/*amd64-server-*")}
    newest = aws.ask("ec2/getAmiIds", **question)["ids"]
    assert isinstance(newest, list)
    assert len(newest) > 2
    assert aws.ask("ec2/getAmiIds", sortAscending=True, **question)["ids"] == newest[::-1]


@pytest.mark.parametrize(
    ("parameter", "pattern"),
    [
        ("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64", "al2023-ami-2023.*-x86_64"),
        ("/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2", "amzn2-ami-hvm-*-x86_64-gp2"),
        ("/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id", "amzn2-ami-ecs-hvm-*-x86_64-ebs"),
        ("/aws/service/eks/optimized-ami/1.31/amazon-linux-2/recommended/image_id", "amazon-eks-node-1.31-v*"),
        (
            "/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
            "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*",
        ),
        (
            "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",
            "Windows_Server-2022-English-Full-Base*",
        ),
    ],
)
def test_a_public_parameter_names_the_image_that_a_search_finds(aws: Account, parameter: str, pattern: str) -> None:
    image = aws.ask("ec2/getAmi", mostRecent=True, filters=named(pattern))
    assert aws.ask("ssm/getParameter", name=parameter)["value"] == image["id"]


def test_a_missing_parameter_is_refused(aws: Account) -> None:
    with pytest.raises(AwsError, match="ParameterNotFound"):
        aws.ask("ssm/getParameter", name="/payments/none")


def test_the_value_of_a_secure_parameter_is_only_in_the_secret_result(aws: Account) -> None:
    state: dict[str, Value] = {"name": "/p", "arn": "a", "type": "SecureString", "value": "hidden", "version": 1}
    aws.deploy("aws:ssm/parameter:Parameter", "/p", state)
    found = aws.ask("ssm/getParameter", name="/p")
    assert (found["value"], found["insecureValue"]) == ("hidden", "")


def test_instance_types_have_the_size_that_aws_documents(aws: Account) -> None:
    found = aws.ask("ec2/getInstanceType", instanceType="m6g.2xlarge")
    assert (found["defaultVcpus"], found["memorySize"]) == (8, 32768)
    assert found["supportedArchitectures"] == ["arm64"]


def test_the_first_preferred_instance_type_that_is_offered_is_chosen(aws: Account) -> None:
    found = aws.ask("ec2/getInstanceTypeOffering", preferredInstanceTypes=["t9.micro", "t3.micro", "t2.micro"])
    assert found["instanceType"] == "t3.micro"
