"""Every case."""

from tests.policies.stack_mutations import account, audit_trail, data_stores, edge, network, own_settings, services
from tests.policies.stack_mutations.case import Case

CASES: tuple[Case, ...] = (
    *network.CASES,
    *edge.CASES,
    *services.CASES,
    *data_stores.CASES,
    *audit_trail.CASES,
    *account.CASES,
    *own_settings.CASES,
)
