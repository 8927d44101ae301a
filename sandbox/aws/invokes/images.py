"""Machine images: `aws.ec2.get_ami` and `aws.ec2.get_ami_ids`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.aws.invokes.arguments import Arguments, Filter
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.invokes.filters import wildcard
from sandbox.aws.invokes.image_catalogue import BUILD, Image, invented, public_images
from sandbox.aws.invokes.inventory import existing, tags_of, text
from sandbox.aws.model import AwsError, Deployed
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()

_CREATED = f"{BUILD[:4]}-{BUILD[4:6]}-{BUILD[6:]}T00:00:00.000Z"
_DEPRECATED = "2027-06-10T00:00:00.000Z"
_ALIASES = frozenset({"amazon", "aws-marketplace", "aws-backup-vault", "self"})


@dataclass(frozen=True, slots=True)
class _Offer:
    """An image that the call may choose, with the facts that filters ask for."""

    id: str
    state: Properties
    facts: Mapping[str, str]
    tags: Mapping[str, str]


@FUNCTIONS.answers("aws:ec2/getAmi:getAmi")
def ami(arguments: Arguments, call: Call) -> Properties:
    """The one image that fits; with `mostRecent` the newest of several."""
    offers = _fitting(arguments, call)
    if not offers:
        raise AwsError(
            "InvalidAMIID.NotFound",
            "Your query returned no results. Please change your search criteria and try again. The sandbox offers "
            "Amazon Linux, Ubuntu, Debian, Red Hat and Windows images and those that are deployed.",
        )
    if len(offers) > 1 and not arguments.flag("mostRecent"):
        names = ", ".join(offer.facts["name"] for offer in offers[:3])
        raise AwsError(
            "TooManyResults",
            "Your query returned more than one result. Please try a more specific search criteria, or set "
            f"`mostRecent` to true. It matched {names}.",
        )
    return offers[0].state


@FUNCTIONS.answers("aws:ec2/getAmiIds:getAmiIds")
def ami_ids(arguments: Arguments, call: Call) -> Properties:
    """The ids of all images that fit, the newest first unless `sortAscending`."""
    ids: list[Value] = [offer.id for offer in _fitting(arguments, call)]
    return {"ids": ids[::-1] if arguments.flag("sortAscending") else ids}


def _fitting(arguments: Arguments, call: Call) -> list[_Offer]:
    owners = [call.place.account if owner == "self" else owner for owner in arguments.texts("owners")]
    filters, tags = arguments.filters(), arguments.mapping("tags")
    pattern = arguments.text("nameRegex")
    try:
        expression = re.compile(pattern)
    except re.error as error:
        raise AwsError("InvalidArgument", f"nameRegex is no regular expression: {error}.", "nameRegex") from error
    own = [_deployed_offer(image, call) for image in existing(call, "aws:ec2/ami:Ami")]
    public = [_public_offer(image, call) for image in public_images()]
    found = [
        offer
        for offer in (*own, *public)
        if _owned(offer, owners)
        and all(_fits(offer, item) for item in filters)
        and all(offer.tags.get(key) == value for key, value in tags.items())
        and expression.search(offer.facts["name"])
    ]
    return found if found or tags else _of_other_publishers(owners, filters, pattern, call)


def _owned(offer: _Offer, owners: list[str]) -> bool:
    return not owners or bool({offer.facts["owner-id"], offer.facts["owner-alias"]} & set(owners))


def _fits(offer: _Offer, item: Filter) -> bool:
    if item.name.startswith("tag:"):
        actual = offer.tags.get(item.name[4:])
        return actual is not None and any(wildcard(pattern, actual) for pattern in item.values)
    if item.name not in offer.facts:
        raise AwsError(
            "InvalidParameterValue",
            f"The filter '{item.name}' is invalid for images: use tag:KEY or one of {', '.join(sorted(offer.facts))}.",
            "filters",
        )
    return any(wildcard(pattern, offer.facts[item.name]) for pattern in item.values)


def _of_other_publishers(owners: list[str], filters: list[Filter], regex: str, call: Call) -> list[_Offer]:
    """An image by another account's publisher: given the account and a name pattern, one is taken to exist."""
    publishers = [owner for owner in owners if re.fullmatch(r"\d{12}", owner) and owner != call.place.account]
    publishers += ["679593333241"] if "aws-marketplace" in owners else []
    known = {image.owner for image in public_images()}
    patterns = [pattern for item in filters if item.name == "name" for pattern in item.values]
    for owner in publishers:
        for pattern in patterns if owner not in known else []:
            image = invented(pattern, owner)
            offer = _public_offer(_as_filtered(image, filters), call) if image is not None else None
            if offer is not None and re.search(regex, offer.facts["name"]) and all(_fits(offer, f) for f in filters):
                return [offer]
    return []


def _as_filtered(image: Image, filters: list[Filter]) -> Image:
    asked = {item.name: item.values[0] for item in filters if item.values}
    return Image(
        image.name,
        image.owner,
        image.alias,
        asked.get("architecture", image.architecture),
        image.description,
        root=asked.get("root-device-name", image.root),
        virtualization=asked.get("virtualization-type", image.virtualization),
    )


def _public_offer(image: Image, call: Call) -> _Offer:
    region = call.place.region
    id = image.id(region)
    volume: Properties = {
        "delete_on_termination": "true",
        "encrypted": "false",
        "iops": "0",
        "snapshot_id": image.snapshot(region),
        "throughput": "0",
        "volume_size": str(image.gibibytes),
        "volume_type": "gp3",
    }
    windows = image.platform == "Windows"
    state: Properties = {
        "architecture": image.architecture,
        "arn": call.place.arn("ec2", f"image/{id}", account=""),
        "blockDeviceMappings": [{"deviceName": image.root, "noDevice": "", "virtualName": "", "ebs": volume}],
        "bootMode": "uefi-preferred" if image.architecture == "x86_64" else "uefi",
        "creationDate": _CREATED,
        "deprecationTime": _DEPRECATED,
        "description": image.description,
        "enaSupport": True,
        "hypervisor": "xen",
        "id": id,
        "imageId": id,
        "imageLocation": f"{image.alias or image.owner}/{image.name}",
        "imageOwnerAlias": image.alias,
        "imageType": "machine",
        "imdsSupport": "v2.0" if image.name.startswith("al2023") else "",
        "name": image.name,
        "ownerId": image.owner,
        "platform": "windows" if windows else "",
        "platformDetails": image.platform,
        "public": True,
        "rootDeviceName": image.root,
        "rootDeviceType": "ebs",
        "rootSnapshotId": image.snapshot(region),
        "sriovNetSupport": "simple",
        "state": "available",
        "stateReason": {"code": "UNSET", "message": "UNSET"},
        "usageOperation": "RunInstances:0002" if windows else "RunInstances",
        "virtualizationType": image.virtualization,
    }
    return _Offer(id, state, _facts(state), {})


def _deployed_offer(image: Deployed, call: Call) -> _Offer:
    state: Properties = {
        "architecture": "x86_64",
        "creationDate": _CREATED,
        "hypervisor": "xen",
        "imageId": image.id,
        "imageLocation": f"{call.place.account}/{text(image, 'name')}",
        "imageType": "machine",
        "ownerId": call.place.account,
        "platformDetails": "Linux/UNIX",
        "public": False,
        "rootDeviceType": "ebs",
        "state": "available",
        "usageOperation": "RunInstances",
        "virtualizationType": "hvm",
    }
    state.update({name: value for name, value in image.properties.items() if value not in (None, "")})
    state["id"] = image.id
    return _Offer(image.id, state, _facts(state), tags_of(image))


def _facts(state: Properties) -> dict[str, str]:
    """The values that DescribeImages filters compare."""
    names = {
        "architecture": "architecture",
        "creation-date": "creationDate",
        "description": "description",
        "hypervisor": "hypervisor",
        "image-id": "id",
        "image-type": "imageType",
        "name": "name",
        "owner-alias": "imageOwnerAlias",
        "owner-id": "ownerId",
        "platform": "platform",
        "root-device-name": "rootDeviceName",
        "root-device-type": "rootDeviceType",
        "state": "state",
        "virtualization-type": "virtualizationType",
    }
    facts = {name: str(state.get(key) or "") for name, key in names.items()}
    fixed = {"is-public": str(bool(state.get("public"))).lower(), "ena-support": "true", "boot-mode": "uefi-preferred"}
    volumes = {"block-device-mapping.volume-type": "gp3", "block-device-mapping.encrypted": "false"}
    return {**facts, **fixed, **volumes, "tag-key": "", "kernel-id": "", "product-code": ""}
