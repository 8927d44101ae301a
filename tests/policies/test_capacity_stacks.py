"""How many tasks a service has: scaling, a base beside Spot, and time to stop."""

import json

import pytest

from tests.policies.harness import UNKNOWN_VALUE, Json, Resource
from tests.policies.services import CLUSTER, GROUP, service
from tests.policies.stacks import ELSEWHERE, pointing, reports, undetermined, violation


def target(least: Json = 2, most: Json = 6, **given: Json) -> Resource:
    """A scaling target of the service."""
    properties: dict[str, Json] = {
        "resourceId": "service/payments/api",
        "minCapacity": least,
        "maxCapacity": most,
        **given,
    }
    depends = {"resourceId": [service()]} if properties["resourceId"] == UNKNOWN_VALUE else {}
    return Resource("aws:appautoscaling/target:Target", "scaling", properties, depends)


class TestAutoscaling:
    POLICY = "ecs-service-autoscaled"
    CPU = Resource("aws:appautoscaling/policy:Policy", "cpu", {"resourceId": "service/payments/api"})

    @pytest.mark.parametrize("resource_id", ["service/payments/api", UNKNOWN_VALUE])
    def test_a_target_with_a_policy_passes(self, resource_id: str) -> None:
        scaled = target(resourceId=resource_id)
        policy = pointing(self.CPU.type, "cpu", resourceId=scaled)
        assert reports(self.POLICY, CLUSTER, GROUP, service(), scaled, policy) == []

    def test_a_schedule_is_a_policy_too(self) -> None:
        schedule = pointing("aws:appautoscaling/scheduledAction:ScheduledAction", "nightly", resourceId=target())
        assert reports(self.POLICY, CLUSTER, GROUP, service(), target(), schedule) == []

    @pytest.mark.parametrize(
        ("scaled", "said"),
        [
            (target(least=1), "minCapacity is 1, the minimum is 2"),
            (target(least=3, most=3), "its tasks stay at 3: maxCapacity is 3"),
            (target(resourceId="service/payments/web"), "no scaling target of this stack names it"),
            (target(resourceId="table/api"), "no scaling target of this stack names it"),
        ],
    )
    def test_a_service_that_cannot_grow_is_a_violation(self, scaled: Resource, said: str) -> None:
        assert said in violation(reports(self.POLICY, CLUSTER, GROUP, service(), scaled, self.CPU))

    def test_a_target_without_policy_is_a_violation(self) -> None:
        assert "has no policy" in violation(reports(self.POLICY, CLUSTER, GROUP, service(), target()))

    def test_a_daemon_runs_once_on_each_host(self) -> None:
        assert reports(self.POLICY, service(schedulingStrategy="DAEMON")) == []

    def test_a_target_that_cannot_be_followed_is_said(self) -> None:
        hidden = pointing("aws:appautoscaling/target:Target", "t", resourceId=ELSEWHERE)
        found = reports(self.POLICY, CLUSTER, GROUP, service(), ELSEWHERE, hidden)
        assert undetermined(found) == "resourceId of the scaling targets"


def strategy(provider: str, base: Json = 0, weight: Json = 1) -> Json:
    """One entry of a capacity provider strategy."""
    return {"capacityProvider": provider, "base": base, "weight": weight}


SPOT = strategy("FARGATE_SPOT", weight=4)


class TestBaseCapacity:
    POLICY = "spot-base-capacity"

    def spread(self, *strategies: Json, **more: Json) -> Resource:
        return service(capacityProviderStrategies=list(strategies), desiredCount=3, **more)

    def test_a_base_of_the_fewest_tasks_passes(self) -> None:
        mixed = self.spread(strategy("FARGATE", base=2), SPOT)
        assert reports(self.POLICY, CLUSTER, GROUP, mixed, target(least=2)) == []

    @pytest.mark.parametrize(
        ("strategies", "said"),
        [
            ((strategy("FARGATE", base=1), SPOT), "FARGATE keeps 1 of its 2 tasks"),
            ((strategy("FARGATE", base="2", weight=0), SPOT), "FARGATE has weight 0"),
            ((SPOT,), "all its tasks run on FARGATE_SPOT"),
        ],
    )
    def test_what_spot_may_take_altogether_is_a_violation(self, strategies: tuple[Json, ...], said: str) -> None:
        found = reports(self.POLICY, CLUSTER, GROUP, self.spread(*strategies), target(least=2))
        assert said in violation(found)

    def test_without_autoscaling_all_tasks_are_the_fewest(self) -> None:
        found = reports(self.POLICY, CLUSTER, GROUP, self.spread(strategy("FARGATE", base=2), SPOT))
        assert "FARGATE keeps 2 of its 3 tasks" in violation(found)

    def test_a_service_without_strategy_takes_that_of_its_cluster(self) -> None:
        capacity = pointing(
            "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
            "capacity",
            {"defaultCapacityProviderStrategies": [SPOT]},
            clusterName=CLUSTER,
        )
        assert "all its tasks run on FARGATE_SPOT" in violation(
            reports(self.POLICY, CLUSTER, GROUP, capacity, service())
        )
        assert reports(self.POLICY, CLUSTER, GROUP, capacity, service(launchType="FARGATE")) == []

    def test_capacity_that_aws_keeps_is_not_judged(self) -> None:
        assert reports(self.POLICY, CLUSTER, GROUP, self.spread(strategy("FARGATE"))) == []
        assert reports(self.POLICY, CLUSTER, GROUP, self.spread(strategy("own-instances"))) == []

    def test_a_base_that_is_not_known_yet_is_said(self) -> None:
        hidden = self.spread(strategy("FARGATE", base=UNKNOWN_VALUE), SPOT)
        assert undetermined(reports(self.POLICY, CLUSTER, GROUP, hidden)) == "capacityProviderStrategies[0].base"


class TestNotice:
    POLICY = "spot-drain-fits"

    def stack(self, delay: Json, *containers: Json, task: Json = None) -> list[Resource]:
        group = Resource(GROUP.type, GROUP.name, {"deregistrationDelay": delay})
        definition = Resource(
            "aws:ecs/taskDefinition:TaskDefinition",
            "api",
            {"containerDefinitions": task or json.dumps(containers)},
            {"containerDefinitions": [ELSEWHERE]},
        )
        bare = service(capacityProviderStrategies=[strategy("FARGATE", 2), SPOT], taskDefinition=UNKNOWN_VALUE)
        running = Resource(
            bare.type,
            bare.name,
            bare.properties,
            {**bare.depends, "loadBalancers": [group], "taskDefinition": [definition]},
        )
        return [CLUSTER, group, definition, running, ELSEWHERE]

    def test_draining_and_stopping_within_two_minutes_passes(self) -> None:
        assert reports(self.POLICY, *self.stack(30, {"name": "api", "stopTimeout": 90})) == []
        assert reports(self.POLICY, *self.stack("90", {"name": "api"})) == []

    @pytest.mark.parametrize(
        ("delay", "stop", "said"),
        [
            (60, 61, "draining takes 60 and stopping 61 seconds, the notice is 120"),
            (100, None, "draining takes 100 and stopping 30 seconds"),
            (None, 10, "leave the load balancer within 300 seconds"),
        ],
    )
    def test_longer_is_a_violation(self, delay: Json, stop: Json, said: str) -> None:
        assert said in violation(reports(self.POLICY, *self.stack(delay, {"name": "api", "stopTimeout": stop})))

    def test_the_slowest_container_counts(self) -> None:
        found = reports(self.POLICY, *self.stack(30, {"name": "api"}, {"name": "proxy", "stopTimeout": 120}))
        assert "draining takes 30 and stopping 120 seconds" in violation(found)

    def test_containers_that_are_not_known_yet_are_said(self) -> None:
        found = reports(self.POLICY, *self.stack(30, task=UNKNOWN_VALUE))
        assert undetermined(found) == "containerDefinitions of api"

    def test_a_delay_that_is_too_long_alone_needs_no_containers(self) -> None:
        assert "within 300 seconds" in violation(reports(self.POLICY, *self.stack(None, task=UNKNOWN_VALUE)))

    def test_a_service_off_spot_has_time(self) -> None:
        group = Resource(GROUP.type, GROUP.name)
        assert reports(self.POLICY, CLUSTER, group, service(launchType="FARGATE")) == []
