"""Fourth layer: what runs."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from assembly.compute import Surroundings, cluster_args
from assembly.jobs import job_args, job_outputs
from assembly.outputs import compute_outputs, export
from assembly.references import secret_arns
from assembly.services import service_args
from components import Cluster, EncryptionKeys, Job, Prometheus, Service
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


def build_compute(
    settings: Settings,
    keys: EncryptionKeys,
    foundation: Foundation | None,
    stores: DataStores,
    way_in: WayIn | None,
    prometheus: Prometheus | None,
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
        secret_arns=secret_arns(settings, stores.secrets, stores.caches),
        table_arns={key: table.arn for key, table in stores.tables.items()},
        queue_arns={key: queue.arn for key, queue in stores.queues.items()},
        bucket_arns={key: bucket.arn for key, bucket in stores.buckets.items()},
        log_group_arns={key: group.arn for key, group in stores.log_groups.items()},
        references=stores.references,
        prometheus=prometheus,
        private_names=foundation.private_names,
        desired_managed_elsewhere=settings.off_hours is not None and settings.off_hours.business_hours is not None,
    )
    services = {
        name: Service(name, service_args(settings, name, service, around), opts)
        for name, service in settings.services.items()
    }
    jobs = {name: Job(name, job_args(settings, name, job, around), opts) for name, job in settings.jobs.items()}
    export(compute_outputs(cluster, services), job_outputs(settings, jobs, around))
    return Compute(cluster, services, jobs)
