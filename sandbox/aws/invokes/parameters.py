"""Systems Manager parameters: deployed ones, and AWS's public ones for machine images."""

import json
import re

from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.invokes.image_catalogue import Image, public_images
from sandbox.aws.invokes.inventory import existing, names_of, text
from sandbox.aws.model import AwsError, Deployed, Generator
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()

_PARAMETER = "aws:ssm/parameter:Parameter"

# Paths of public parameters and the images that they name; {0} stands for the path's first group.
_IMAGES: tuple[tuple[str, str], ...] = (
    (
        r"/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-(?:default|6\.\d+)-(x86_64|arm64)",
        r"al2023-ami-2023\..*-{0}",
    ),
    (
        r"/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-(?:default|6\.\d+)-(x86_64|arm64)",
        r"al2023-ami-minimal-.*-{0}",
    ),
    (
        r"/aws/service/ami-amazon-linux-latest/amzn2-ami-(?:minimal-)?hvm-(x86_64|arm64)-(?:gp2|ebs)",
        r"amzn2-ami-hvm-.*-{0}-gp2",
    ),
    (
        r"/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-5\.10-hvm-(x86_64|arm64)-gp2",
        r"amzn2-ami-kernel-5\.10-hvm-.*-{0}-gp2",
    ),
    (r"/aws/service/ami-amazon-linux-latest/amzn-ami-hvm-(x86_64)-(?:gp2|ebs)", r"amzn-ami-hvm-.*-{0}-gp2"),
    (
        r"/aws/service/ecs/optimized-ami/amazon-linux-2(?:/kernel-5\.10|/gpu|/inf)?/recommended",
        r"amzn2-ami-ecs-hvm-.*-x86_64-ebs",
    ),
    (
        r"/aws/service/ecs/optimized-ami/amazon-linux-2(?:/kernel-5\.10)?/arm64/recommended",
        r"amzn2-ami-ecs-hvm-.*-arm64-ebs",
    ),
    (r"/aws/service/ecs/optimized-ami/amazon-linux-2023(?:/gpu|/neuron)?/recommended", r"al2023-ami-ecs-hvm-.*-x86_64"),
    (r"/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended", r"al2023-ami-ecs-hvm-.*-arm64"),
    (r"/aws/service/eks/optimized-ami/([\d.]+)/amazon-linux-2/recommended", r"amazon-eks-node-{0}-v.*"),
    (r"/aws/service/eks/optimized-ami/([\d.]+)/amazon-linux-2-gpu/recommended", r"amazon-eks-node-{0}-v.*"),
    (r"/aws/service/eks/optimized-ami/([\d.]+)/amazon-linux-2-arm64/recommended", r"amazon-eks-arm64-node-{0}-v.*"),
    (
        r"/aws/service/eks/optimized-ami/([\d.]+)/amazon-linux-2023/(x86_64|arm64)/standard/recommended",
        r"amazon-eks-node-al2023-{1}-standard-{0}-v.*",
    ),
    (
        r"/aws/service/bottlerocket/aws-(?:ecs-\d|k8s-[\d.]+)/(x86_64|arm64)/(?:latest|[\d.]+)",
        r"bottlerocket-aws-ecs-2-{0}-.*",
    ),
    (
        r"/aws/service/canonical/ubuntu/(?:server|eks)/([\d.]+|[a-z]+)/stable/current/(amd64|arm64)/hvm/ebs-gp[23]/ami-id",
        r"ubuntu/images/.*ubuntu-.*{0}.*{1}-server-.*",
    ),
    (r"/aws/service/ami-windows-latest/Windows_Server-(\d+)-English-([\w-]+)", r"Windows_Server-{0}-English-{1}-.*"),
    (r"/aws/service/debian/(?:release|daily)/(\d+)/latest/(amd64|arm64)", r"debian-{0}-{1}-.*"),
)


@FUNCTIONS.answers("aws:ssm/getParameter:getParameter")
def parameter(arguments: Arguments, call: Call) -> Properties:
    """A parameter by name or ARN; `insecureValue` is empty for a SecureString."""
    name = arguments.text("name")
    for item in existing(call, _PARAMETER):
        if name in names_of(item):
            return _described(item)
    value = public_value(name, call.place.region)
    if value is None:
        raise AwsError(
            "ParameterNotFound",
            f"reading SSM Parameter ({name}): couldn't find resource: deploy an {_PARAMETER} of that name first; of "
            "AWS's public parameters the sandbox has those of Amazon Linux, ECS, EKS, Ubuntu, Debian and Windows.",
            "name",
        )
    arn = call.place.arn("ssm", f"parameter{name}", account="")
    return {"id": name, "arn": arn, "type": "String", "value": value, "insecureValue": value, "version": 1}


def _described(item: Deployed) -> Properties:
    value = _value_in(item)
    kind = text(item, "type", "String")
    return {
        **{name: known for name, known in item.properties.items() if name != "valueWo"},
        "id": text(item, "name") or item.id,
        "type": kind,
        "value": value,
        "insecureValue": "" if kind == "SecureString" else value,
    }


def _value_in(item: Deployed) -> str:
    """The value, whichever argument gave it."""
    return text(item, "value") or text(item, "insecureValue") or text(item, "valueWo")


@FUNCTIONS.answers("aws:ssm/getParametersByPath:getParametersByPath")
def parameters_by_path(arguments: Arguments, call: Call) -> Properties:
    """The deployed parameters under a path, those of deeper levels with `recursive`."""
    path = arguments.text("path").rstrip("/") + "/"
    found = [
        item
        for item in existing(call, _PARAMETER)
        if text(item, "name").startswith(path)
        and (arguments.flag("recursive") or "/" not in text(item, "name").removeprefix(path))
    ]
    values: list[Value] = [_value_in(item) for item in found]
    return {
        "id": arguments.text("path"),
        "arns": [text(item, "arn") for item in found],
        "names": [text(item, "name") for item in found],
        "types": [text(item, "type", "String") for item in found],
        "values": values,
    }


def public_value(name: str, region: str) -> str | None:
    """The value of one of AWS's public parameters in a region, None when the sandbox does not have it."""
    stem, leaf = name, ""
    for suffix in ("/image_id", "/image_name", "/image_version"):
        if name.endswith(suffix):
            stem, leaf = name.removesuffix(suffix), suffix[1:]
    for path, pattern in _IMAGES:
        match = re.fullmatch(path, stem)
        if match is not None:
            parts = [re.escape(part) for part in match.groups()]
            image = _image(pattern.format(*parts))
            return _value(image, leaf, stem, region) if image is not None else None
    return None


def _image(pattern: str) -> Image | None:
    return next((image for image in public_images() if re.fullmatch(pattern, image.name)), None)


def _value(image: Image, leaf: str, stem: str, region: str) -> str:
    id = image.id(region)
    if leaf == "image_name":
        return image.name
    if leaf == "image_version":
        return image.name.rpartition("v")[2]
    if leaf == "image_id" or not stem.endswith("/recommended"):
        return id
    facts = {"image_id": id, "image_name": image.name, "os": "Amazon Linux", "schema_version": 1}
    return json.dumps(facts, separators=(",", ":"))


@FUNCTIONS.answers("aws:ssm/getPatchBaseline:getPatchBaseline")
def patch_baseline(arguments: Arguments, call: Call) -> Properties:
    """A patch baseline of the account or, with owner AWS, the predefined one of an operating system."""
    prefix, system = arguments.text("namePrefix"), arguments.text("operatingSystem", "WINDOWS")
    if arguments.text("owner") != "AWS":
        for item in existing(call, "aws:ssm/patchBaseline:PatchBaseline"):
            if text(item, "name").startswith(prefix) and text(item, "operatingSystem", "WINDOWS") == system:
                return {**item.properties, "id": item.id, "owner": "Self"}
    words = {
        "AMAZON_LINUX": "AmazonLinux",
        "AMAZON_LINUX_2": "AmazonLinux2",
        "AMAZON_LINUX_2023": "AmazonLinux2023",
        "CENTOS": "CentOS",
        "DEBIAN": "Debian",
        "MACOS": "Mac",
        "ORACLE_LINUX": "OracleLinux",
        "REDHAT_ENTERPRISE_LINUX": "RedHat",
        "ROCKY_LINUX": "Rocky",
        "SUSE": "Suse",
        "UBUNTU": "Ubuntu",
    }
    name = "AWS-DefaultPatchBaseline" if system == "WINDOWS" else f"AWS-{words.get(system, '')}DefaultPatchBaseline"
    if arguments.text("owner") == "Self" or system not in (*words, "WINDOWS") or not name.startswith(prefix):
        raise AwsError(
            "NotFound",
            f"no matching SSM Patch Baseline found: owner {arguments.text('owner')}, namePrefix {prefix or 'any'}, "
            f"operatingSystem {system}. Deploy an aws:ssm/patchBaseline:PatchBaseline first.",
        )
    id = f"pb-0{Generator(name).hex(16)}"
    return {
        "id": id,
        "name": name,
        "description": f"Default Patch Baseline for {system}",
        "owner": "AWS",
        "approvedPatchesComplianceLevel": "UNSPECIFIED",
        "rejectedPatchesAction": "ALLOW_AS_DEPENDENCY",
    }
