"""EC2: volumes, snapshots and machine images."""

from typing import Final

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties

_ROOT_DEVICE: Final = "/dev/xvda"


@computes("aws:ec2/volumeAttachment:VolumeAttachment")
def volume_attachment(creation: Creation) -> Computed:
    """The attachment of a volume to an instance."""
    return Computed(f"vai-{creation.random.digits(10, 'id')}")


@computes("aws:ebs/volume:Volume")
def volume(creation: Creation) -> Computed:
    """An EBS volume."""
    id = creation.prefixed("vol")
    kind = creation.text("type", "gp2")
    size = creation.number("size", 8)
    baseline = {"gp3": 3000, "gp2": max(100, min(16000, 3 * size))}.get(kind, 0)
    encrypted = creation.flag("encrypted") or bool(creation.text("kmsKeyId"))
    return Computed(
        id,
        {
            "arn": creation.arn("ec2", f"volume/{id}"),
            "createTime": creation.time(),
            "encrypted": encrypted,
            "iops": creation.number("iops", baseline),
            "kmsKeyId": creation.text("kmsKeyId"),
            "size": size,
            "snapshotId": creation.text("snapshotId"),
            "throughput": creation.number("throughput", 125 if kind == "gp3" else 0),
            "type": kind,
        },
    )


@computes("aws:ebs/snapshot:Snapshot", "aws:ebs/snapshotCopy:SnapshotCopy", "aws:ebs/snapshotImport:SnapshotImport")
def snapshot(creation: Creation) -> Computed:
    """A snapshot of a volume."""
    id = creation.prefixed("snap")
    source = creation.find("aws:ebs/volume:Volume", creation.text("volumeId"))
    size = source.get("size") if source is not None else None
    properties: Properties = {
        "arn": creation.arn("ec2", f"snapshot/{id}", account=""),
        "ownerId": creation.account,
        "ownerAlias": "",
        "outpostArn": creation.text("outpostArn"),
        "storageTier": creation.text("storageTier", "standard"),
        "volumeSize": size if isinstance(size, int) else 8,
        "encrypted": source.get("encrypted") is True if source is not None else creation.flag("encrypted"),
    }
    return Computed(id, {name: value for name, value in properties.items() if name in creation.resource.outputs})


@computes("aws:ec2/ami:Ami", "aws:ec2/amiCopy:AmiCopy", "aws:ec2/amiFromInstance:AmiFromInstance")
def image(creation: Creation) -> Computed:
    """A machine image of the account."""
    id = creation.prefixed("ami")
    properties: Properties = {
        "arn": creation.arn("ec2", f"image/{id}", account=""),
        "hypervisor": "xen",
        "imageLocation": creation.text("imageLocation", f"{creation.account}/{creation.name()}"),
        "imageOwnerAlias": "",
        "imageType": "machine",
        "lastLaunchedTime": "",
        "ownerId": creation.account,
        "platform": "",
        "platformDetails": "Linux/UNIX",
        "public": False,
        "rootSnapshotId": creation.prefixed("snap", "root"),
        "usageOperation": "RunInstances",
        "architecture": creation.text("architecture", "x86_64"),
        "virtualizationType": creation.text("virtualizationType", "hvm"),
        "rootDeviceName": creation.text("rootDeviceName", _ROOT_DEVICE),
    }
    return Computed(id, {name: value for name, value in properties.items() if name in creation.resource.outputs})
