"""A payment platform on AWS, as the stack file describes it."""

from assembly.caches import cache_args, cache_port, caches_outputs
from assembly.compute import Surroundings, cluster_args
from assembly.data import database_args
from assembly.edge import (
    EdgeSurroundings,
    bucket_args,
    bucket_outputs,
    buckets_in_order,
    dns_record_args,
    hosted_zone_args,
    load_balancer_args,
    web_firewall_outputs,
    zone_outputs,
)
from assembly.foundation import (
    WORKLOAD,
    account_providers_args,
    encryption_keys_args,
    network_args,
    security_groups_args,
)
from assembly.jobs import job_args, job_outputs
from assembly.network import image_outputs, image_repository_args, vpc_endpoints_args, vpc_endpoints_outputs
from assembly.observability import Deployed, observability_args, observability_outputs
from assembly.off_hours import (
    clean_up_args,
    clean_up_outputs,
    off_hours_args,
    off_hours_outputs,
    stoppable_services,
)
from assembly.outputs import (
    compute_outputs,
    database_outputs,
    export,
    load_balancer_outputs,
    network_outputs,
    system_outputs,
)
from assembly.queues import queue_args, queues_outputs
from assembly.recovery import recovery_args, recovery_outputs
from assembly.references import database_references
from assembly.refusal import refuse
from assembly.secrets import (
    parameter_tree_args,
    parameter_tree_outputs,
    secret_store_args,
    secret_store_outputs,
)
from assembly.services import service_args
from assembly.tables import table_args, tables_outputs
from assembly.web_firewall import web_firewall_args
from components import (
    AccountProviders,
    Bucket,
    Cache,
    CleanUp,
    Cluster,
    Database,
    DnsRecord,
    EncryptionKeys,
    HostedZone,
    ImageRepository,
    Job,
    LoadBalancer,
    Network,
    Observability,
    OffHours,
    ParameterTree,
    Queue,
    Recovery,
    SecretStore,
    SecurityGroups,
    Service,
    Table,
    VpcEndpoints,
    WebFirewall,
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
    admitted = security_groups_args(settings.network, network, cache_port(settings))
    groups = SecurityGroups("groups", admitted, in_workload)
    endpoints = VpcEndpoints("endpoints", vpc_endpoints_args(settings, settings.network, network, groups), in_workload)
    export(network_outputs(network), vpc_endpoints_outputs(endpoints))

    images = {
        key: ImageRepository(f"image-{key}", image_repository_args(settings, image, keys), in_workload)
        for key, image in settings.images.items()
    }
    export(image_outputs(images))

    database = None
    if settings.database:
        database = Database("database", database_args(settings, settings.database, keys, network, groups), in_workload)
        export(database_outputs(database))

    caches = {
        key: Cache(f"cache-{key}", cache_args(settings, cache, keys, network, groups), in_workload)
        for key, cache in settings.caches.items()
    }
    tables = {
        key: Table(f"table-{key}", table_args(settings, table, keys), in_workload)
        for key, table in settings.tables.items()
    }
    queues = {
        key: Queue(f"queue-{key}", queue_args(settings, queue, keys), in_workload)
        for key, queue in settings.queues.items()
    }
    export(caches_outputs(caches), tables_outputs(tables), queues_outputs(queues))

    if settings.recovery:
        protected = recovery_args(settings, settings.recovery, keys, groups, database, tables)
        recovery = Recovery("recovery", protected, in_workload)
        export(recovery_outputs(settings.recovery, recovery))

    if settings.secrets:
        secrets = SecretStore("secrets", secret_store_args(settings, settings.secrets, keys), in_workload)
        export(secret_store_outputs(secrets))

    if settings.parameters:
        references = database_references(settings, database)
        tree = parameter_tree_args(settings, settings.parameters, keys, references)
        ParameterTree("parameters", tree, in_workload)
        export(parameter_tree_outputs(settings.parameters))

    buckets: dict[str, Bucket] = {}
    for key, bucket in buckets_in_order(settings):
        buckets[key] = Bucket(f"bucket-{key}", bucket_args(settings, key, bucket, keys, buckets), in_workload)
    export(bucket_outputs(buckets))

    load_balancer = None
    if settings.edge:
        edge, zone = settings.edge, None
        if edge.zone and edge.zone.id is None:
            zone = HostedZone("zone", hosted_zone_args(settings, edge.zone), in_workload)
            export(zone_outputs(zone))
        around_edge = EdgeSurroundings(network, groups, buckets, zone)
        load_balancer = LoadBalancer("edge", load_balancer_args(edge, around_edge), in_workload)
        export(load_balancer_outputs(edge.load_balancer.name, load_balancer))
        for key, record in edge.records.items():
            DnsRecord(f"record-{key}", dns_record_args(edge, record, load_balancer, zone), in_workload)
        if edge.web_firewall:
            firewall_args = web_firewall_args(settings, edge.web_firewall, load_balancer, keys)
            firewall = WebFirewall("firewall", firewall_args, in_workload)
            export(web_firewall_outputs(firewall))

    cluster, services = None, {}
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

    if settings.off_hours:
        stoppable = stoppable_services(settings, cluster, services)
        if hours := settings.off_hours.business_hours:
            off_hours = OffHours("off-hours", off_hours_args(settings, hours, stoppable, database), in_workload)
            export(off_hours_outputs(off_hours))
        if weekly := settings.off_hours.clean_up:
            clean_up = CleanUp("clean-up", clean_up_args(settings, weekly, stoppable, database), in_workload)
            export(clean_up_outputs(clean_up))

    if settings.observability.builds_something:
        deployed = Deployed(keys, database, load_balancer, cluster, services)
        observability = Observability("observability", observability_args(settings, deployed), in_workload)
        export(observability_outputs(settings, observability))
