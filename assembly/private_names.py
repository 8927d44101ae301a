"""Private names, and the groups of services that have their own."""

from assembly.caches import cache_port
from assembly.compute import Surroundings
from assembly.references import References
from components.network import Network
from components.postgres import PORT
from components.private_names import PrivateNamesArgs
from components.security_groups import SecurityGroups
from components.service_group import PeerArgs, ServiceGroupArgs
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
    if settings.private_names is None or around.namespace_id is None or host is None:
        return None
    return {"namespace_id": around.namespace_id, "host": host, "ttl_seconds": settings.private_names.ttl_seconds}


def service_group_args(
    settings: Settings, name: str, service: Service, network: Network, groups: SecurityGroups
) -> ServiceGroupArgs:
    """A group that admits the load balancer on the port of a service with routes, and reaches what the stack stores."""
    callers: dict[str, PeerArgs] = {}
    if service.routes:
        callers["alb"] = {"group_id": groups.load_balancer_id, "port": service.port}
    called: dict[str, PeerArgs] = {}
    if settings.database is not None:
        called["rds"] = {"group_id": groups.database_id, "port": PORT}
    if (port := cache_port(settings)) is not None:
        called["cache"] = {"group_id": groups.cache_id, "port": port}
    args: ServiceGroupArgs = {
        "vpc_id": network.vpc_id,
        "description": f"Tasks of {name}" + (": in from the load balancer" if service.routes else ""),
        "callers": callers,
        "called": called,
    }
    if settings.network is not None and settings.network.endpoints.interfaces.services:
        args["endpoints_group_id"] = groups.endpoints_id
    return args
