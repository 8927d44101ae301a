"""At least one example of every rule about single resources."""

from tests.policies.examples import (
    access_policies,
    caches,
    data_stores,
    databases,
    identities,
    keys_and_secrets,
    names_and_budgets,
    objects,
    security_groups,
    services,
)
from tests.policies.examples.model import Example

EXAMPLES: tuple[Example, ...] = (
    *data_stores.EXAMPLES,
    *services.EXAMPLES,
    *security_groups.EXAMPLES,
    *databases.EXAMPLES,
    *caches.EXAMPLES,
    *keys_and_secrets.EXAMPLES,
    *names_and_budgets.EXAMPLES,
    *objects.EXAMPLES,
    *access_policies.EXAMPLES,
    *identities.EXAMPLES,
)
