"""What the stack answers under names of the system's own."""

from collections.abc import Mapping

import pulumi

from assembly.references import output_references, resolved
from components import ImageRepository
from layers.compute import Compute
from layers.data import DataStores
from layers.edge import WayIn
from settings import Settings


def export_names(
    settings: Settings,
    images: Mapping[str, ImageRepository],
    stores: DataStores,
    way_in: WayIn | None,
    compute: Compute | None,
) -> None:
    """The outputs of platform:outputs."""
    references = output_references(
        stores.references,
        images,
        way_in.load_balancer if way_in else None,
        compute.cluster if compute else None,
        compute.services if compute else {},
    )
    for name, text in settings.outputs.items():
        pulumi.export(name, resolved(text, references))
