"""The applications' own metrics: a workspace that stands before what writes to it, and tells when everything stands."""

import pulumi

from assembly.outputs import export
from assembly.prometheus import prometheus_args, prometheus_outputs
from components import EncryptionKeys, Prometheus
from settings import Settings


def build_prometheus(settings: Settings, keys: EncryptionKeys, opts: pulumi.ResourceOptions) -> Prometheus | None:
    """The workspace with its rules; None for a stack that wants none."""
    section = settings.observability.prometheus
    if section is None:
        return None
    prometheus = Prometheus("prometheus", prometheus_args(settings, section, keys), opts)
    export(prometheus_outputs(prometheus))
    return prometheus
