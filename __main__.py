"""A payment platform on AWS, as the stack file describes it."""

from assembly.compute import Surroundings, cluster_args, load_balancer_args
from assembly.data import database_args
from assembly.foundation import (
    WORKLOAD,
    account_providers_args,
    encryption_keys_args,
    network_args,
    security_groups_args,
)
from assembly.jobs import job_args, job_outputs
from assembly.outputs import (
    compute_outputs,
    database_outputs,
    export,
    load_balancer_outputs,
    network_outputs,
    system_outputs,
)
from assembly.refusal import refuse
from assembly.services import service_args
from components import (
    AccountProviders,
    Cluster,
    Database,
    EncryptionKeys,
    Job,
    LoadBalancer,
    Network,
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

    if settings.cluster:
        cluster = Cluster("cluster", cluster_args(settings, settings.cluster, keys), in_workload)
        around = Surroundings(keys, network, groups, cluster, database, load_balancer)
        services = {
            name: Service(name, service_args(settings, name, service, around), in_workload)
            for name, service in settings.services.items()
        }
        export(compute_outputs(cluster, services))
        jobs = {
            name: Job(name, job_args(settings, name, job, around), in_workload) for name, job in settings.jobs.items()
        }
        export(job_outputs(settings, jobs, around))
