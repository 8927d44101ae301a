"""A payment platform on AWS, as the stack file describes it."""

from assembly.compute import Surroundings, cluster_args, load_balancer_args, service_args
from assembly.data import database_args
from assembly.foundation import (
    WORKLOAD,
    account_providers_args,
    encryption_keys_args,
    network_args,
    security_groups_args,
)
from assembly.observability import Deployed, observability_args, observability_outputs
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
    Database,
    EncryptionKeys,
    LoadBalancer,
    Network,
    Observability,
    SecurityGroups,
    Service,
)
from settings import SettingsError, load_settings

try:
    settings = load_settings()
except SettingsError as error:
    refuse(error)

accounts = AccountProviders("accounts", account_providers_args(settings))
in_workload = accounts.options(WORKLOAD)
export(system_outputs(settings))

if settings.network:
    keys = EncryptionKeys("keys", encryption_keys_args(settings), in_workload)
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

    cluster, services = None, {}
    if settings.cluster:
        cluster = Cluster("cluster", cluster_args(settings, settings.cluster, keys), in_workload)
        around = Surroundings(keys, network, groups, cluster, database, load_balancer)
        services = {
            name: Service(name, service_args(settings, name, service, around), in_workload)
            for name, service in settings.services.items()
        }
        export(compute_outputs(cluster, services))

    if settings.observability.builds_something:
        deployed = Deployed(keys, database, load_balancer, cluster, services)
        observability = Observability("observability", observability_args(settings, deployed), in_workload)
        export(observability_outputs(settings, observability))
