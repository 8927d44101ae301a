"""Last layer: what watches the others, and what stops them when nobody works."""

import pulumi

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
from components import CleanUp, EncryptionKeys, Observability, OffHours, Prometheus
from layers.compute import Compute
from layers.data import DataStores
from layers.edge import WayIn
from layers.foundation import Foundation
from settings import Settings


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
