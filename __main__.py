"""A payment platform on AWS, as the stack file describes it."""

from assembly.compute import Surroundings, cluster_args, service_args
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
from assembly.outputs import (
    compute_outputs,
    database_outputs,
    export,
    load_balancer_outputs,
    network_outputs,
    system_outputs,
)
from assembly.refusal import refuse
from assembly.web_firewall import web_firewall_args
from components import (
    AccountProviders,
    Bucket,
    Cluster,
    Database,
    DnsRecord,
    EncryptionKeys,
    HostedZone,
    LoadBalancer,
    Network,
    SecurityGroups,
    Service,
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
    groups = SecurityGroups("groups", security_groups_args(settings.network, network), in_workload)
    export(network_outputs(network))

    database = None
    if settings.database:
        database = Database("database", database_args(settings, settings.database, keys, network, groups), in_workload)
        export(database_outputs(database))

    buckets: dict[str, Bucket] = {}
    for key, bucket in buckets_in_order(settings):
        buckets[key] = Bucket(key, bucket_args(settings, key, bucket, keys, buckets), in_workload)
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

    if settings.cluster:
        cluster = Cluster("cluster", cluster_args(settings, settings.cluster, keys), in_workload)
        around = Surroundings(keys, network, groups, cluster, database, load_balancer)
        services = {
            name: Service(name, service_args(settings, name, service, around), in_workload)
            for name, service in settings.services.items()
        }
        export(compute_outputs(cluster, services))
