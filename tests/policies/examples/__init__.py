"""At least one example of every rule about single resources."""

from tests.policies.examples import access_policies, data_stores, identities, security_groups, services
from tests.policies.examples.model import Example

EXAMPLES: tuple[Example, ...] = (
    *data_stores.EXAMPLES,
    *services.EXAMPLES,
    *security_groups.EXAMPLES,
    *access_policies.EXAMPLES,
    *identities.EXAMPLES,
)
