"""Security groups of services that have their own."""

from assembly.caches import cache_port
from components.network import Network
from components.postgres import PORT
from components.security_groups import SecurityGroups
from components.service_group import PeerArgs, ServiceGroupArgs
from settings import Settings
from settings.services import Service


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
