"""Every case."""

from tests.policies.stack_mutations import (
    account,
    audit_trail,
    aurora,
    cardholder_data,
    data_stores,
    edge,
    elsewhere,
    network,
    own_settings,
    services,
)
from tests.policies.stack_mutations.case import Case

CASES: tuple[Case, ...] = (
    *network.CASES,
    *edge.CASES,
    *services.CASES,
    *data_stores.CASES,
    *audit_trail.CASES,
    *account.CASES,
    *own_settings.CASES,
    *aurora.CASES,
    *cardholder_data.CASES,
    *elsewhere.CASES,
)
