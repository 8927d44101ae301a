"""VPC endpoints and image repositories, and what the stack says about them."""

from collections.abc import Mapping

from assembly.outputs import StackOutputs
from components.encryption_keys import EncryptionKeys
from components.image_repository import ImageRepository, ImageRepositoryArgs
from components.network import Network
from components.security_groups import SecurityGroups
from components.vpc_endpoints import VpcEndpoints, VpcEndpointsArgs
from settings import Settings
from settings.images import ImageRepository as ImageRepositorySettings
from settings.network import Network as NetworkSettings


def vpc_endpoints_args(
    settings: Settings, network_settings: NetworkSettings, network: Network, groups: SecurityGroups
) -> VpcEndpointsArgs:
    """The endpoints as they are written."""
    endpoints = network_settings.endpoints
    return {
        "vpc_id": network.vpc_id,
        "region": settings.region,
        "account_id": settings.account.id,
        "resource_accounts": list(endpoints.resource_accounts),
        "zone_count": len(network_settings.zones),
        "app_subnet_ids": network.app_subnet_ids,
        "database_subnet_ids": network.database_subnet_ids,
        "app_gateways": list(endpoints.gateways.app),
        "database_gateways": list(endpoints.gateways.database),
        "app_interfaces": list(endpoints.interfaces.app),
        "database_interfaces": list(endpoints.interfaces.database),
        "security_group_id": groups.endpoints_id,
    }


def image_repository_args(
    settings: Settings, image: ImageRepositorySettings, keys: EncryptionKeys
) -> ImageRepositoryArgs:
    """A repository as it is written, protected in prod."""
    return {
        "repository_name": image.name,
        "key_arn": keys.arn_of("images"),
        "region": settings.region,
        "keep": image.keep,
        "untagged_days": image.untagged_days,
        "mutable_tags": list(image.mutable_tags),
        "pull_accounts": list(image.pull_accounts),
        "force_delete": image.force_delete,
        "protect": settings.system.is_production,
    }


def vpc_endpoints_outputs(endpoints: VpcEndpoints) -> StackOutputs:
    """Where clients reach services that need the endpoint's own name."""
    return {"endpointHostNames": endpoints.host_names}


def image_outputs(images: Mapping[str, ImageRepository]) -> StackOutputs:
    """Where images are pushed to."""
    return {"imageRepositories": {key: image.url for key, image in images.items()}} if images else {}
