"""Accounts, keys and network."""

from assembly.caches import cache_port
from assembly.edge import needs_bucket_key
from assembly.governance import alarms_of_trail, audit_classes, guarded
from assembly.naming import prefix
from components.account_providers import AccountArgs, AccountProvidersArgs
from components.arns import policy_arn, role_arn
from components.encryption_keys import EncryptionKeys, EncryptionKeysArgs
from components.network import Network, NetworkArgs
from components.postgres import PORT
from components.security_group_rules import ANYWHERE
from components.security_groups import NamedGroupArgs, SecurityGroupsArgs
from settings import Settings
from settings.account import OWN_ACCOUNT
from settings.edge import LoadBalancer
from settings.named_groups import SecurityGroup
from settings.network import Network as NetworkSettings
from settings.references import opens_shells
from settings.webhooks import webhooks

WORKLOAD = OWN_ACCOUNT


def account_providers_args(settings: Settings) -> AccountProvidersArgs:
    """A provider for the stack's account, and one for each member account that it builds in."""
    accounts = {WORKLOAD: _own_account(settings)}
    for name, member in settings.account.members.items():
        accounts[name] = _account(settings, member.id, member.role, member.external_id)
    return {"accounts": accounts}


def _own_account(settings: Settings) -> AccountArgs:
    own = settings.account
    args = _account(settings, own.id, own.deploy_role, own.external_id)
    if own.permissions_boundary is not None:
        args["boundary_arn"] = policy_arn(settings.region, own.id, own.permissions_boundary)
    return args


def _account(settings: Settings, account_id: str, role: str | None, external_id: str | None) -> AccountArgs:
    args: AccountArgs = {
        "account_id": account_id,
        "region": settings.region,
        "default_tags": dict(settings.system.all_tags),
    }
    if role is not None:
        args["deploy_role_arn"] = role_arn(settings.region, account_id, role)
        args["session_name"] = settings.account.session_name
    if external_id is not None:
        args["external_id"] = external_id
    return args


def encryption_keys_args(settings: Settings) -> EncryptionKeysArgs:
    """Keys named after system and environment, protected in prod and in the management account."""
    return {
        "account_id": settings.account.id,
        "region": settings.region,
        "alias_prefix": prefix(settings),
        "data_classes": _data_classes(settings),
        "deletion_window_days": settings.encryption.deletion_window_days,
        "rotation": settings.encryption.rotation,
        "rotation_days": settings.encryption.rotation_days,
        "protect": guarded(settings),
    }


def _data_classes(settings: Settings) -> list[str]:
    """The classes that the stack's sections store."""
    stored = {
        "database": settings.database is not None,
        "cache": bool(settings.caches),
        "tables": bool(settings.tables),
        "queues": bool(settings.queues) or bool(webhooks(settings)),
        "functions": bool(webhooks(settings)),
        "buckets": needs_bucket_key(settings),
        "backups": settings.recovery is not None,
        "tasks": settings.cluster is not None and settings.cluster.encrypt_storage,
        "sessions": opens_shells(settings),
        "images": bool(settings.images),
        "topics": settings.observability.notifications is not None or alarms_of_trail(settings) is not None,
        "metrics": settings.observability.prometheus is not None,
        "secrets": any((settings.network, settings.secrets, settings.parameters)),
        "logs": _writes_logs(settings),
        **audit_classes(settings),
    }
    return [data_class for data_class, used in stored.items() if used]


def _writes_logs(settings: Settings) -> bool:
    """Whether a log group is made: by the network and what stands in it, by Prometheus or by the trail."""
    governance = settings.governance
    trail = governance is not None and governance.trail is not None
    own = bool(settings.observability.log_groups)
    return settings.network is not None or settings.observability.prometheus is not None or trail or own


def network_args(settings: Settings, network: NetworkSettings, keys: EncryptionKeys) -> NetworkArgs:
    """The address plan as it is written."""
    args: NetworkArgs = {
        "cidr": str(network.cidr),
        "zones": list(network.zones),
        "public_blocks": [str(block) for block in network.tiers.public],
        "app_blocks": [str(block) for block in network.tiers.app],
        "database_blocks": [str(block) for block in network.tiers.database],
        "nat_gateways": network.nat_gateways,
        "account_id": settings.account.id,
    }
    if network.flow_logs:
        args["flow_log_retention_days"] = settings.observability.log_retention_days
        args["logs_key_arn"] = keys.arn_of("logs")
    return args


def security_groups_args(settings: Settings, section: NetworkSettings, network: Network) -> SecurityGroupsArgs:
    """Groups of the VPC."""
    args: SecurityGroupsArgs = {
        "vpc_id": network.vpc_id,
        # Jobs stay in the shared group, and nobody calls them.
        "container_ports": list(section.container_ports) if not section.isolate_services else [],
        "database_port": PORT,
        "endpoints": bool(section.endpoints.interfaces.services),
        "functions": section.functions,
    }
    called = {service.port for service in settings.services.values() if service.private_name is not None}
    if called and not section.isolate_services:
        args["shared_ports"] = sorted(called)
    if (port := cache_port(settings)) is not None:
        args["cache_port"] = port
    if settings.edge is not None:
        args["load_balancer_clients"] = _clients(settings.edge.load_balancer, section)
    if named := section.security_groups.by_key:
        args["named"] = {_ROLES[key]: _named_group(group) for key, group in named.items()}
    return args


_ROLES = {"loadBalancer": "alb", "containers": "ecs", "database": "rds", "cache": "cache"}
"""Groups in the component, by their keys in the stack file."""


def _named_group(group: SecurityGroup) -> NamedGroupArgs:
    args: NamedGroupArgs = {"group_name": group.name}
    if group.description is not None:
        args["description"] = group.description
    return args


def _clients(load_balancer: LoadBalancer, network: NetworkSettings) -> list[str]:
    """As they are written; else everybody, and of an internal load balancer everybody in the VPC."""
    if load_balancer.clients:
        return [str(block) for block in load_balancer.clients]
    return [str(network.cidr)] if load_balancer.scheme == "internal" else [ANYWHERE]
