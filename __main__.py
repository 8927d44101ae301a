"""A payment platform on AWS, as the stack file describes it."""

from assembly.access import access_args, access_outputs, member_access_args
from assembly.compute import Surroundings, cluster_args, load_balancer_args, service_args
from assembly.credentials import CredentialsError, require_account
from assembly.data import database_args
from assembly.foundation import (
    WORKLOAD,
    account_providers_args,
    encryption_keys_args,
    network_args,
    security_groups_args,
)
from assembly.governance import governance_args, governance_outputs
from assembly.outputs import (
    compute_outputs,
    database_outputs,
    export,
    load_balancer_outputs,
    network_outputs,
    system_outputs,
)
from assembly.refusal import refuse
from components import (
    AccountProviders,
    Cluster,
    CrossAccountAccess,
    Database,
    EncryptionKeys,
    Governance,
    LoadBalancer,
    Network,
    SecurityGroups,
    Service,
)
from settings import SettingsError, load_settings

try:
    settings = load_settings()
    require_account(settings)
except (SettingsError, CredentialsError) as error:
    refuse(error)

accounts = AccountProviders("accounts", account_providers_args(settings))
in_workload = accounts.options(WORKLOAD)
keys = EncryptionKeys("keys", encryption_keys_args(settings), in_workload)
export(system_outputs(settings))

governance = None
if settings.governance:
    governance = Governance("governance", governance_args(settings, settings.governance, keys), in_workload)
    export(governance_outputs(governance, settings.governance))

if settings.access:
    access = CrossAccountAccess("access", access_args(settings, settings.access), in_workload)
    members = {
        name: CrossAccountAccess(
            f"access-{name}",
            member_access_args(settings, name, member, access.sink_arn),
            accounts.options_after(name, governance),
        )
        for name, member in settings.access.members.items()
    }
    export(access_outputs(settings.access, access, members))

if settings.network:
    network = Network("network", network_args(settings, settings.network, keys), in_workload)
    groups = SecurityGroups("groups", security_groups_args(settings.network, network), in_workload)
    export(network_outputs(network))

    database = None
    if settings.database:
        database = Database("database", database_args(settings, settings.database, keys, network, groups), in_workload)
        export(database_outputs(database))

    load_balancer = None
    if settings.edge:
        edge = settings.edge.load_balancer
        load_balancer = LoadBalancer("edge", load_balancer_args(edge, network, groups), in_workload)
        export(load_balancer_outputs(edge.name, load_balancer))

    if settings.cluster:
        cluster = Cluster("cluster", cluster_args(settings, settings.cluster, keys), in_workload)
        around = Surroundings(keys, network, groups, cluster, database, load_balancer)
        services = {
            name: Service(name, service_args(settings, name, service, around), in_workload)
            for name, service in settings.services.items()
        }
        export(compute_outputs(cluster, services))
