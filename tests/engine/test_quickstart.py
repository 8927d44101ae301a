"""The example of the guide to a system, deployed as production by the real engine."""

from collections.abc import Mapping

import pytest

from tests.engine.deployments import Deployment

pytestmark = pytest.mark.engine

Systems = Mapping[str, Deployment]


@pytest.fixture(scope="session")
def prod(systems: Systems) -> Deployment:
    """The production stack."""
    return systems["quickstart/prod"]


def test_it_deploys_without_a_violation_and_then_changes_nothing(prod: Deployment) -> None:
    assert prod.up.code == 0, prod.up.output
    assert "[mandatory]" not in prod.up.output
    assert prod.again.code == 0, prod.again.output
    assert prod.again.changes == []


def test_three_services_are_reached_and_the_worker_is_not(prod: Deployment) -> None:
    services = {service.get("name"): service for service in prod.all("aws:ecs/service:Service")}
    reached = {name for name, service in services.items() if service.get("loadBalancers", 0) is not None}
    assert reached == {f"prod-{name}-service" for name in ("checkout", "ledger", "portal")}
    assert services.keys() - reached == {"prod-settlement-service"}
    assert len(prod.all("aws:lb/listenerRule:ListenerRule")) == 3


def test_database_and_cache_survive_the_loss_of_a_zone(prod: Deployment) -> None:
    assert prod.only("aws:rds/instance:Instance").get("multiAz") is True
    cache = prod.only("aws:elasticache/replicationGroup:ReplicationGroup")
    assert (cache.get("multiAzEnabled"), cache.get("automaticFailoverEnabled")) == (True, True)


def test_nothing_is_exempt_and_no_minimum_is_lowered(prod: Deployment) -> None:
    assert list(prod.project.folder.glob("policy-config*")) == []
    assert "exempt" not in prod.up.output
