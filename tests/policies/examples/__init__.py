"""At least one example of every rule about single resources."""

from tests.policies.examples import data_stores, security_groups, services, signing_keys
from tests.policies.examples.model import Example

EXAMPLES: tuple[Example, ...] = (
    *data_stores.EXAMPLES,
    *services.EXAMPLES,
    *security_groups.EXAMPLES,
    *signing_keys.EXAMPLES,
)
