"""First layer: network, its groups and endpoints, and the repositories of images."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from assembly.foundation import network_args, security_groups_args
from assembly.network import image_outputs, image_repository_args, vpc_endpoints_args, vpc_endpoints_outputs
from assembly.outputs import export, network_outputs
from components import EncryptionKeys, ImageRepository, Network, SecurityGroups, VpcEndpoints
from settings import Settings


@dataclass(frozen=True)
class Foundation:
    """Where the other layers stand."""

    network: Network
    groups: SecurityGroups


def build_foundation(settings: Settings, keys: EncryptionKeys, opts: pulumi.ResourceOptions) -> Foundation | None:
    """VPC, security groups and endpoints; None for a stack without a network."""
    if settings.network is None:
        return None
    network = Network("network", network_args(settings, settings.network, keys), opts)
    groups = SecurityGroups("groups", security_groups_args(settings, settings.network, network), opts)
    endpoints = VpcEndpoints("endpoints", vpc_endpoints_args(settings, settings.network, network, groups), opts)
    export(network_outputs(network), vpc_endpoints_outputs(endpoints))
    return Foundation(network, groups)


def build_images(
    settings: Settings, keys: EncryptionKeys, opts: pulumi.ResourceOptions
) -> Mapping[str, ImageRepository]:
    """A repository for each component of the system."""
    images = {
        key: ImageRepository(f"image-{key}", image_repository_args(settings, image, keys), opts)
        for key, image in settings.images.items()
    }
    export(image_outputs(images))
    return images
