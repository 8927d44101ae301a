"""At least one example of every rule about single resources."""

from tests.policies.examples import (
    account_and_network,
    containers,
    data_stores,
    edge,
    images_and_functions,
    security_groups,
    services,
)
from tests.policies.examples.model import Example

EXAMPLES: tuple[Example, ...] = (
    *data_stores.EXAMPLES,
    *services.EXAMPLES,
    *security_groups.EXAMPLES,
    *containers.EXAMPLES,
    *images_and_functions.EXAMPLES,
    *edge.EXAMPLES,
    *account_and_network.EXAMPLES,
)
