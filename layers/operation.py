"""Last layer: what watches the others, and what stops them when nobody works."""

import pulumi

from assembly.alert_webhooks import alert_webhooks_args
from assembly.metrics_collector import metrics_collector_args
from assembly.observability import Deployed, observability_args, observability_outputs
from assembly.off_hours import (
    clean_up_args,
    clean_up_outputs,
    off_hours_args,
    off_hours_outputs,
    stoppable_services,
)
from assembly.outputs import export
from assembly.prometheus import severities_in_chats, topics_by_severity
from assembly.targets import further_targets
from components import AlertWebhooks, CleanUp, EncryptionKeys, MetricsCollector, Observability, OffHours, Prometheus
from layers.compute import Compute
from layers.data import DataStores
from layers.edge import WayIn
from layers.foundation import Foundation
from settings import Settings
from settings.scraping import COLLECTOR
from settings.webhooks import webhooks


def build_off_hours(
    settings: Settings, stores: DataStores, compute: Compute | None, opts: pulumi.ResourceOptions
) -> None:
    """Business hours and the weekly clean-up."""
    if settings.off_hours is None:
        return
    stoppable = stoppable_services(settings, compute.cluster, compute.services) if compute else {}
    if (hours := settings.off_hours.business_hours) is not None:
        off_hours = OffHours("off-hours", off_hours_args(settings, hours, stoppable, stores.database), opts)
        export(off_hours_outputs(off_hours))
    if (weekly := settings.off_hours.clean_up) is not None:
        clean_up = CleanUp("clean-up", clean_up_args(settings, weekly, stoppable, stores.database), opts)
        export(clean_up_outputs(clean_up))


def build_observability(
    settings: Settings,
    keys: EncryptionKeys,
    foundation: Foundation | None,
    stores: DataStores,
    way_in: WayIn | None,
    compute: Compute | None,
    prometheus: Prometheus | None,
    opts: pulumi.ResourceOptions,
) -> None:
    """Alarms, topics, dashboards and saved queries for what was built."""
    if not settings.observability.builds_something:
        return
    deployed = Deployed(
        keys=keys,
        database=stores.database,
        load_balancer=way_in.load_balancer if way_in else None,
        cluster=compute.cluster if compute else None,
        services=compute.services if compute else {},
        further=further_targets(
            settings,
            network=foundation.network if foundation else None,
            load_balancer=way_in.load_balancer if way_in else None,
            firewall=way_in.firewall if way_in else None,
            tables=stores.tables,
            queues=stores.queues,
            database=stores.database,
            cluster=compute.cluster if compute else None,
            jobs=compute.jobs if compute else {},
        ),
        prometheus=prometheus,
        log_groups=stores.log_groups,
    )
    observability = Observability("observability", observability_args(settings, deployed), opts)
    export(observability_outputs(settings, observability))
    if prometheus is not None and settings.observability.notifications is not None:
        prometheus.alert_to(topics_by_severity(observability), settings.region, severities_in_chats(settings))
    _tell_webhooks(settings, keys, foundation, stores, observability, opts)
    _collect_metrics(settings, compute, prometheus, opts)


def _tell_webhooks(
    settings: Settings,
    keys: EncryptionKeys,
    foundation: Foundation | None,
    stores: DataStores,
    observability: Observability,
    opts: pulumi.ResourceOptions,
) -> None:
    """A function for webhooks whose address is a secret."""
    if not webhooks(settings) or stores.secrets is None:
        return
    network = foundation.network if foundation else None
    groups = foundation.groups if foundation else None
    args = alert_webhooks_args(settings, observability, stores.secrets, keys, network, groups)
    AlertWebhooks("alert-webhooks", args, opts)


def _collect_metrics(
    settings: Settings, compute: Compute | None, prometheus: Prometheus | None, opts: pulumi.ResourceOptions
) -> None:
    """The collector of the services' metrics."""
    section = settings.observability.prometheus
    if section is None or section.collector is None or compute is None or prometheus is None:
        return
    MetricsCollector(COLLECTOR, metrics_collector_args(settings, section.collector, prometheus, compute.around), opts)
