"""The public machine images that the sandbox's regions offer.

A filter's name pattern is met by the image line whose name fits it; the variable part of a name (build date, version)
is filled in. Account ids of the owners are those that AWS, Canonical, Debian and Red Hat document.
"""

import re
from dataclasses import dataclass

from sandbox.aws.model import Generator

AMAZON = "137112412989"
CANONICAL = "099720109477"
DEBIAN = "136693071363"
RED_HAT = "309956199498"
WINDOWS = "801119661308"
AWS_ECS = "591542846629"
AWS_EKS = "602401143452"
NAT = "137112412989"

BUILD = "20250610"
"""The build date of every image, YYYYMMDD."""


@dataclass(frozen=True, slots=True)
class Image:
    """A public machine image. `root` is the root device, `gibibytes` the size of its volume."""

    name: str
    owner: str
    alias: str
    architecture: str
    description: str
    root: str = "/dev/xvda"
    gibibytes: int = 8
    platform: str = "Linux/UNIX"
    virtualization: str = "hvm"

    def id(self, region: str) -> str:
        """The image's id in a region."""
        return f"ami-0{Generator(f'{region}/{self.owner}').hex(16, self.name)}"

    def snapshot(self, region: str) -> str:
        """The id of the snapshot of its root volume."""
        return f"snap-0{Generator(f'{region}/{self.owner}').hex(16, self.name + '/root')}"


def _amazon_linux() -> list[Image]:
    images = []
    for architecture in ("x86_64", "arm64"):
        words = f"Amazon Linux 2023 AMI 2023.7.{BUILD}.0 {architecture} HVM kernel-6.1"
        images += [
            Image(f"al2023-ami-2023.7.{BUILD}.0-kernel-6.1-{architecture}", AMAZON, "amazon", architecture, words),
            Image(
                f"al2023-ami-minimal-2023.7.{BUILD}.0-kernel-6.1-{architecture}",
                AMAZON,
                "amazon",
                architecture,
                words,
                gibibytes=2,
            ),
            Image(
                f"amzn2-ami-hvm-2.0.{BUILD}.0-{architecture}-gp2",
                AMAZON,
                "amazon",
                architecture,
                f"Amazon Linux 2 AMI 2.0.{BUILD}.0 {architecture} HVM gp2",
            ),
            Image(
                f"amzn2-ami-kernel-5.10-hvm-2.0.{BUILD}.0-{architecture}-gp2",
                AMAZON,
                "amazon",
                architecture,
                "Amazon Linux 2 Kernel 5.10 AMI",
            ),
            Image(
                f"amzn2-ami-ecs-hvm-2.0.{BUILD}-{architecture}-ebs",
                AWS_ECS,
                "amazon",
                architecture,
                "Amazon Linux AMI amzn2 x86_64 ECS HVM GP2",
                gibibytes=30,
            ),
            Image(
                f"al2023-ami-ecs-hvm-2023.0.{BUILD}-kernel-6.1-{architecture}",
                AWS_ECS,
                "amazon",
                architecture,
                "Amazon Linux AMI 2023 ECS HVM EBS",
                gibibytes=30,
            ),
        ]
        for version in ("1.29", "1.30", "1.31", "1.32", "1.33"):
            images += [
                Image(
                    f"amazon-eks-node-al2023-{architecture}-standard-{version}-v{BUILD}",
                    AWS_EKS,
                    "amazon",
                    architecture,
                    f"EKS-optimized Kubernetes node based on Amazon Linux 2023, k8s: {version}",
                    gibibytes=20,
                ),
                Image(
                    f"amazon-eks-{'arm64-' if architecture == 'arm64' else ''}node-{version}-v{BUILD}",
                    AWS_EKS,
                    "amazon",
                    architecture,
                    f"EKS-optimized Kubernetes node based on Amazon Linux 2, k8s: {version}",
                    gibibytes=20,
                ),
            ]
        images.append(
            Image(
                f"bottlerocket-aws-ecs-2-{architecture}-v1.40.0-9c0a4f27",
                "149721548608",
                "amazon",
                architecture,
                "bottlerocket",
                gibibytes=2,
            )
        )
    return images


def _older_amazon_linux() -> list[Image]:
    return [
        Image("amzn-ami-hvm-2018.03.0.20231218.0-x86_64-gp2", AMAZON, "amazon", "x86_64", "Amazon Linux AMI 2018.03.0"),
        Image("amzn-ami-hvm-2018.03.0.20231218.0-x86_64-ebs", AMAZON, "amazon", "x86_64", "Amazon Linux AMI 2018.03.0"),
        Image("amzn-ami-vpc-nat-2018.03.0.20231218.0-x86_64-ebs", NAT, "amazon", "x86_64", "Amazon Linux AMI VPC NAT"),
        Image("amzn-ami-minimal-hvm-2018.03.0.20231218.0-x86_64-ebs", AMAZON, "amazon", "x86_64", "Amazon Linux AMI"),
    ]


def _ubuntu() -> list[Image]:
    releases = (
        ("trusty", "14.04", "hvm-ssd"),
        ("xenial", "16.04", "hvm-ssd"),
        ("bionic", "18.04", "hvm-ssd"),
        ("focal", "20.04", "hvm-ssd"),
        ("jammy", "22.04", "hvm-ssd"),
        ("noble", "24.04", "hvm-ssd-gp3"),
    )
    return [
        Image(
            f"ubuntu/images/{disk}/ubuntu-{code}-{version}-{short}-server-{BUILD}",
            CANONICAL,
            "",
            architecture,
            f"Canonical, Ubuntu, {version} LTS, {short} {code} image build on {BUILD[:4]}-{BUILD[4:6]}-{BUILD[6:]}",
            root="/dev/sda1",
        )
        for code, version, disk in releases
        for short, architecture in (("amd64", "x86_64"), ("arm64", "arm64"))
    ]


def _others() -> list[Image]:
    images = [
        Image(
            f"Windows_Server-{year}-English-{edition}-2025.06.11",
            WINDOWS,
            "amazon",
            "x86_64",
            f"Microsoft Windows Server {year} {edition} Locale English AMI provided by Amazon",
            root="/dev/sda1",
            gibibytes=30,
            platform="Windows",
        )
        for year in (2016, 2019, 2022, 2025)
        for edition in ("Full-Base", "Core-Base", "Full-ContainersLatest", "Full-ECS_Optimized", "Core-ECS_Optimized")
    ]
    for short, architecture in (("amd64", "x86_64"), ("arm64", "arm64")):
        images += [
            Image(f"debian-12-{short}-{BUILD}-2139", DEBIAN, "", architecture, "Debian 12"),
            Image(f"debian-11-{short}-{BUILD}-2139", DEBIAN, "", architecture, "Debian 11"),
            Image(
                f"RHEL-9.6.0_HVM-{BUILD}-{architecture}-0-Hourly2-GP3",
                RED_HAT,
                "",
                architecture,
                "Provided by Red Hat, Inc.",
                root="/dev/sda1",
                gibibytes=10,
                platform="Red Hat Enterprise Linux",
            ),
            Image(
                f"RHEL-8.10.0_HVM-{BUILD}-{architecture}-0-Hourly2-GP3",
                RED_HAT,
                "",
                architecture,
                "Provided by Red Hat, Inc.",
                root="/dev/sda1",
                gibibytes=10,
                platform="Red Hat Enterprise Linux",
            ),
        ]
    return images


def public_images() -> list[Image]:
    """Every public image that the sandbox offers, the preferred ones of each owner first."""
    return [*_amazon_linux(), *_ubuntu(), *_older_amazon_linux(), *_others()]


def image_with_id(region: str, id: str) -> Image | None:
    """The public image that has this id in the region."""
    return next((image for image in public_images() if image.id(region) == id), None)


def invented(pattern: str, owner: str) -> Image | None:
    """An image of another publisher whose name fits the pattern; None for a pattern without a fixed part."""
    if not re.sub(r"[*?]", "", pattern):
        return None
    name = pattern.replace("*", BUILD).replace("?", "0")
    architecture = "arm64" if re.search(r"arm64|aarch64", pattern) else "x86_64"
    return Image(name, owner, "", architecture, name, root="/dev/sda1")
