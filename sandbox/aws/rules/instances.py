"""What EC2 refuses of instances and EBS volumes, by their inputs alone."""

import base64
from collections.abc import Iterator
from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given, both, unless_at_most_one
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import INSTANCE, VOLUME

_API: Final = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/"
_VOLUME_SIZES: Final = {
    "gp2": (1, 16384),
    "gp3": (1, 65536),
    "io1": (4, 16384),
    "io2": (4, 65536),
    "st1": (125, 16384),
    "sc1": (125, 16384),
    "standard": (1, 1024),
}
_USER_DATA_BYTES: Final = 16384


@refuses(INSTANCE, code="MissingParameter", source=_API + "API_RunInstances.html")
def an_instance_has_an_image_and_a_type(instance: Given) -> Failures:
    """Of its own or by launch template."""
    for name in ("ami", "instanceType"):
        if instance[name].absent and instance["launchTemplate"].absent:
            yield instance[name].refuse(f"neither {name} nor launchTemplate is given; give one of them")


@refuses(INSTANCE, code="InvalidParameterValue", source=_API + "API_InstanceMetadataOptionsRequest.html")
def metadata_options_of_an_instance_are_in_range(instance: Given) -> Failures:
    """Tokens optional or required, 1 to 64 hops."""
    options = instance["metadataOptions"]
    yield from options["httpTokens"].none_of(("optional", "required"))
    yield from options["httpEndpoint"].none_of(("enabled", "disabled"))
    yield from options["httpPutResponseHopLimit"].outside(1, 64, "hops")


@refuses(INSTANCE, code="InvalidParameterCombination", source=_API + "API_RunInstances.html")
def an_instance_with_interfaces_leaves_the_network_to_them(instance: Given) -> Failures:
    """Subnet and groups belong to the interfaces that are given."""
    for name in ("subnetId", "vpcSecurityGroupIds", "associatePublicIpAddress"):
        if both(instance["networkInterfaces"], instance[name]):
            yield instance[name].refuse(f"{name} can't be given with networkInterfaces; set it on the interface")


@refuses(INSTANCE, code="InvalidParameterValue", source=_API + "API_RunInstances.html")
def user_data_fits_in_16_kib(instance: Given) -> Failures:
    """Before base64 encoding."""
    yield from unless_at_most_one(instance, "userData", "userDataBase64")
    size = len((instance["userData"].text or "").encode())
    if size > _USER_DATA_BYTES:
        yield instance["userData"].refuse(
            f"user data has {size} bytes; at most 16,384 are allowed: fetch the rest at boot"
        )
    encoded = instance["userDataBase64"]
    if encoded.text is not None:
        try:
            base64.b64decode(encoded.text, validate=True)
        except ValueError:
            yield encoded.refuse("the text isn't base64; encode it, or give it as userData")


@refuses(INSTANCE, VOLUME, code="InvalidParameterValue", source=_API + "API_CreateVolume.html")
def volumes_are_of_a_type_that_exists(inputs: Given) -> Failures:
    """gp3 is the usual one."""
    for volume, kind in _volumes(inputs):
        yield from volume[kind].none_of(_VOLUME_SIZES)


@refuses(INSTANCE, VOLUME, code="InvalidParameterValue", source=_API + "API_CreateVolume.html")
def volumes_have_a_size_that_their_type_offers(inputs: Given) -> Failures:
    """In GiB."""
    for volume, kind in _volumes(inputs):
        low, high = _VOLUME_SIZES.get(volume[kind].text or "gp2", (1, 65536))
        if not volume[kind].unknown:
            yield from volume["volumeSize"].outside(low, high, f"GiB for {volume[kind].text or 'gp2'}")
            yield from volume["size"].outside(low, high, f"GiB for {volume[kind].text or 'gp2'}")


@refuses(INSTANCE, VOLUME, code="InvalidParameterCombination", source=_API + "API_CreateVolume.html")
def iops_and_throughput_belong_to_types_that_offer_them(inputs: Given) -> Failures:
    """iops to io1, io2 and gp3, throughput to gp3."""
    for volume, kind in _volumes(inputs):
        text = volume[kind].text
        if text is None:
            continue
        if volume["iops"].number and text not in ("io1", "io2", "gp3"):
            yield volume["iops"].refuse(
                f"iops can't be set for volume type {text}; use gp3, io1 or io2, or leave it out"
            )
        if volume["throughput"].number and text != "gp3":
            yield volume["throughput"].refuse(
                f"throughput can't be set for volume type {text}; use gp3 or leave it out"
            )
        if text == "gp3":
            yield from volume["throughput"].outside(125, 2000, "MiB/s")
            yield from volume["iops"].outside(3000, 80000)


@refuses(VOLUME, code="MissingParameter", source=_API + "API_CreateVolume.html")
def a_volume_with_provisioned_iops_says_how_many(volume: Given) -> Failures:
    """io1 and io2 have no default."""
    if volume["type"].text in ("io1", "io2") and volume["iops"].absent:
        yield volume["iops"].refuse(f"volume type {volume['type'].text} needs iops; give a number or use gp3")


@refuses(VOLUME, code="MissingParameter", source=_API + "API_CreateVolume.html")
def a_volume_has_a_size_or_a_snapshot(volume: Given) -> Failures:
    """A snapshot brings its size with it."""
    if volume["size"].absent and volume["snapshotId"].absent:
        yield volume["size"].refuse("neither size nor snapshotId is given; give the size in GiB")


def _volumes(inputs: Given) -> Iterator[tuple[Given, str]]:
    """Each volume with the name of the property that holds its type."""
    if inputs["ami"].absent and inputs["instanceType"].absent and inputs["launchTemplate"].absent:
        yield inputs, "type"
    for volume in (*inputs["rootBlockDevice"].items, *inputs["ebsBlockDevices"].items):
        yield volume, "volumeType"
