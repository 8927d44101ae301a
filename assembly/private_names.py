"""Names that only the network knows."""

from assembly.compute import Surroundings
from assembly.references import References
from components.network import Network
from components.private_names import PrivateNamesArgs
from components.task_registry import TaskRegistryArgs
from settings import Settings
from settings.private_names import PrivateNames, private_name
from settings.services import Service


def private_names_args(names: PrivateNames, network: Network, references: References) -> PrivateNamesArgs:
    """The namespace as it is written, its aliases resolved."""
    return {
        "domain": names.domain,
        "vpc_id": network.vpc_id,
        "ttl_seconds": names.ttl_seconds,
        "aliases": {alias: references[reference] for alias, reference in names.aliases.items()},
    }


def registry_args(settings: Settings, name: str, service: Service, around: Surroundings) -> TaskRegistryArgs | None:
    """The private name of a service's tasks; None when nobody looks for them, or nothing keeps names."""
    host = private_name(name, service)
    if settings.private_names is None or around.private_names is None or host is None:
        return None
    return {
        "namespace_id": around.private_names.namespace_id,
        "host": host,
        "ttl_seconds": settings.private_names.ttl_seconds,
    }
