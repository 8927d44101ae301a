"""Fourth layer: what runs."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from assembly.compute import Surroundings, cluster_args
from assembly.jobs import job_args, job_outputs
from assembly.outputs import compute_outputs, export
from assembly.references import secret_arns
from assembly.service_groups import service_group_args
from assembly.services import service_args
from components import Cluster, EncryptionKeys, Job, PrivateNames, Prometheus, Service, ServiceGroup
from layers.data import DataStores
from layers.edge import WayIn
from layers.foundation import Foundation
from settings import Settings


@dataclass(frozen=True)
class Compute:
    """Cluster, and what runs on it by the keys of the stack file."""

    cluster: Cluster
    services: Mapping[str, Service]
    jobs: Mapping[str, Job]
    around: Surroundings
    """What they were put into."""


def build_compute(
    settings: Settings,
    keys: EncryptionKeys,
    foundation: Foundation | None,
    stores: DataStores,
    way_in: WayIn | None,
    prometheus: Prometheus | None,
    private_names: PrivateNames | None,
    opts: pulumi.ResourceOptions,
) -> Compute | None:
    """Cluster, services and jobs; None for a stack in which nothing runs."""
    if settings.cluster is None or foundation is None:
        return None
    cluster = Cluster("cluster", cluster_args(settings, settings.cluster, keys), opts)
    around = Surroundings(
        keys=keys,
        network=foundation.network,
        groups=foundation.groups,
        cluster=cluster,
        database=stores.database,
        load_balancer=way_in.load_balancer if way_in else None,
        secret_arns=secret_arns(settings, stores.secrets, stores.caches, stores.logins),
        table_arns={key: table.arn for key, table in stores.tables.items()},
        queue_arns={key: queue.arn for key, queue in stores.queues.items()},
        bucket_arns={key: bucket.arn for key, bucket in stores.buckets.items()},
        parameter_arns=stores.parameter_arns,
        log_group_arns={key: group.arn for key, group in stores.log_groups.items()},
        service_group_ids=_service_groups(settings, foundation, opts),
        references=stores.references,
        prometheus=prometheus,
        private_names=private_names,
        desired_managed_elsewhere=settings.off_hours is not None and settings.off_hours.business_hours is not None,
    )
    services = {
        name: Service(name, service_args(settings, name, service, around), opts)
        for name, service in settings.services.items()
    }
    jobs = {name: Job(name, job_args(settings, name, job, around), opts) for name, job in settings.jobs.items()}
    export(compute_outputs(cluster, services), job_outputs(settings, jobs, around))
    return Compute(cluster, services, jobs, around)


def _service_groups(
    settings: Settings, foundation: Foundation, opts: pulumi.ResourceOptions
) -> dict[str, pulumi.Input[str]]:
    """A group for each service, when they have their own."""
    if settings.network is None or not settings.network.isolate_services:
        return {}
    return {
        name: ServiceGroup(
            f"{name}-network",
            service_group_args(settings, name, service, foundation.network, foundation.groups),
            opts,
        ).group_id
        for name, service in settings.services.items()
    }
