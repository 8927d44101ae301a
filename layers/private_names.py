"""Names that only the network knows: they lead to what is stored, and services enter their tasks under them."""

import pulumi

from assembly.private_names import private_names_args
from components import PrivateNames
from layers.data import DataStores
from layers.foundation import Foundation
from settings import Settings


def build_private_names(
    settings: Settings, foundation: Foundation | None, stores: DataStores, opts: pulumi.ResourceOptions
) -> PrivateNames | None:
    """The zone with its aliases; None for a stack without."""
    if settings.private_names is None or foundation is None:
        return None
    args = private_names_args(settings.private_names, foundation.network, stores.references)
    return PrivateNames("private-names", args, opts)
