"""At least one example of every rule about single resources."""

from tests.policies.examples import account_and_network, containers, data_stores, edge, security_groups, services
from tests.policies.examples.model import Example

EXAMPLES: tuple[Example, ...] = (
    *data_stores.EXAMPLES,
    *services.EXAMPLES,
    *security_groups.EXAMPLES,
    *containers.EXAMPLES,
    *edge.EXAMPLES,
    *account_and_network.EXAMPLES,
)
