"""EC2: key pairs, placement groups, launch templates and configurations."""

from typing import Final

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation

_NOT_VERSIONED: Final = frozenset({"tags", "defaultVersion", "updateDefaultVersion", "name", "namePrefix", "region"})


@computes("aws:ec2/keyPair:KeyPair")
def key_pair(creation: Creation) -> Computed:
    """A key pair whose public half is given."""
    name = creation.name("keyName")
    kind = "ed25519" if creation.text("publicKey").startswith("ssh-ed25519") else "rsa"
    digits = creation.random.hex(32, "fingerprint")
    colons = ":".join(digits[start : start + 2] for start in range(0, 32, 2))
    return Computed(
        name,
        {
            "arn": creation.arn("ec2", f"key-pair/{name}"),
            "fingerprint": colons if kind == "rsa" else f"{creation.random.lower(43, 'fingerprint')}=",
            "keyName": name,
            "keyNamePrefix": creation.text("keyNamePrefix"),
            "keyPairId": creation.prefixed("key"),
            "keyType": kind,
        },
    )


@computes("aws:ec2/placementGroup:PlacementGroup")
def placement_group(creation: Creation) -> Computed:
    """A placement group, whose id is its name."""
    name = creation.name()
    return Computed(
        name,
        {
            "arn": creation.arn("ec2", f"placement-group/{name}"),
            "placementGroupId": creation.prefixed("pg"),
            "partitionCount": creation.number("partitionCount", 2 if creation.text("strategy") == "partition" else 0),
            "spreadLevel": creation.text("spreadLevel", "rack" if creation.text("strategy") == "spread" else ""),
        },
    )


@computes("aws:ec2/launchTemplate:LaunchTemplate")
def launch_template(creation: Creation) -> Computed:
    """A launch template: every change makes a new version."""
    id = creation.prefixed("lt")
    causes = [name for name in creation.inputs if name not in _NOT_VERSIONED]
    latest = creation.count("latestVersion", *causes) if causes else 1
    follows = creation.flag("updateDefaultVersion")
    before = creation.current.get("defaultVersion")
    kept = int(before) if isinstance(before, int | float) else 1
    return Computed(
        id,
        {
            "arn": creation.arn("ec2", f"launch-template/{id}"),
            "latestVersion": latest,
            "defaultVersion": latest if follows else creation.number("defaultVersion", kept),
            "namePrefix": creation.text("namePrefix"),
        },
    )


@computes("aws:ec2/launchConfiguration:LaunchConfiguration")
def launch_configuration(creation: Creation) -> Computed:
    """A launch configuration, whose id is its name."""
    name = creation.name()
    return Computed(
        name,
        {
            "arn": creation.arn(
                "autoscaling",
                f"launchConfiguration:{creation.random.uuid('arn')}:launchConfigurationName/{name}",
            )
        },
    )
