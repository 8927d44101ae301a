"""Third layer: the way in, with its firewall and names."""

from dataclasses import dataclass

import pulumi

from assembly.edge import (
    EdgeSurroundings,
    dns_record_args,
    hosted_zone_args,
    load_balancer_args,
    web_firewall_outputs,
    zone_outputs,
)
from assembly.outputs import export, load_balancer_outputs
from assembly.web_firewall import web_firewall_args
from components import DnsRecord, EncryptionKeys, HostedZone, LoadBalancer, WebFirewall
from layers.data import DataStores
from layers.foundation import Foundation
from settings import Settings
from settings.edge import Edge


@dataclass(frozen=True)
class WayIn:
    """How requests come in."""

    load_balancer: LoadBalancer
    firewall: WebFirewall | None


def build_edge(
    settings: Settings,
    keys: EncryptionKeys,
    foundation: Foundation | None,
    stores: DataStores,
    opts: pulumi.ResourceOptions,
) -> WayIn | None:
    """The load balancer in front of all services with routes, with its firewall; None for a stack that nobody calls."""
    if settings.edge is None or foundation is None:
        return None
    edge = settings.edge
    zone = _zone(settings, edge, keys, opts)
    around = EdgeSurroundings(foundation.network, foundation.groups, stores.buckets, zone)
    load_balancer = LoadBalancer("edge", load_balancer_args(settings, edge, around), opts)
    for key, record in edge.records.items():
        DnsRecord(f"record-{key}", dns_record_args(edge, record, load_balancer, zone), opts)
    firewall = None
    if edge.web_firewall is not None:
        firewall = WebFirewall("firewall", web_firewall_args(settings, edge.web_firewall, load_balancer, keys), opts)
        export(web_firewall_outputs(firewall))
    export(load_balancer_outputs(edge.load_balancer.name, load_balancer))
    return WayIn(load_balancer, firewall)


def _zone(settings: Settings, edge: Edge, keys: EncryptionKeys, opts: pulumi.ResourceOptions) -> HostedZone | None:
    """A hosted zone of the stack's own; None when it has none or names one that exists."""
    if edge.hosted_zone is None or edge.hosted_zone.id is not None:
        return None
    zone = HostedZone("zone", hosted_zone_args(settings, edge.hosted_zone, keys), opts)
    export(zone_outputs(zone))
    return zone
