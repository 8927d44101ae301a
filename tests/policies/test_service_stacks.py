"""Services in sight of what watches, scales, feeds and protects them."""

import json

import pytest

from tests.policies.harness import UNKNOWN_VALUE, Json, Resource
from tests.policies.stacks import ELSEWHERE, pointing, reports, undetermined, violation

TOPIC = Resource("aws:sns/topic:Topic", "critical", {"arn": "arn:aws:sns:x:1:critical"})
SUBSCRIPTION = pointing("aws:sns/topicSubscription:TopicSubscription", "on-call", topic=TOPIC)
CLUSTER = Resource("aws:ecs/cluster:Cluster", "payments", {"name": "payments"})
GROUP = Resource("aws:lb/targetGroup:TargetGroup", "api", {"protocol": "HTTP", "deregistrationDelay": 30})


def service(**properties: Json) -> Resource:
    """A service of the cluster behind the target group."""
    given: dict[str, Json] = {
        "name": "api",
        "cluster": UNKNOWN_VALUE,
        "loadBalancers": [{"targetGroupArn": UNKNOWN_VALUE}],
        **properties,
    }
    return Resource("aws:ecs/service:Service", "api", given, {"cluster": [CLUSTER], "loadBalancers": [GROUP]})


def alarm(name: str, namespace: str, metric: str, dimensions: Json, *depends: Resource, **more: Json) -> Resource:
    """An alarm that tells the topic, unless `more` says otherwise."""
    properties: dict[str, Json] = {
        "namespace": namespace,
        "metricName": metric,
        "dimensions": dimensions,
        "alarmActions": [UNKNOWN_VALUE],
        **more,
    }
    actions = [TOPIC] if properties["alarmActions"] == [UNKNOWN_VALUE] else []
    return Resource(
        "aws:cloudwatch/metricAlarm:MetricAlarm", name, properties, {"alarmActions": actions, "dimensions": depends}
    )


BY_NAME: Json = {"ClusterName": "payments", "ServiceName": "api"}


class TestAlarmsOfServices:
    POLICY = "ecs-service-has-alarms"
    SERVICE = service()
    CPU = alarm("cpu", "AWS/ECS", "CPUUtilization", BY_NAME)
    MEMORY = alarm("memory", "ECS/ContainerInsights", "MemoryUtilized", BY_NAME)
    HEALTH = alarm("health", "AWS/ApplicationELB", "UnHealthyHostCount", {"TargetGroup": UNKNOWN_VALUE}, GROUP)
    ERRORS = Resource(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "errors",
        {
            "alarmActions": ["arn:aws:sns:x:1:of-another-stack"],
            "metricQueries": [
                {"id": "rate", "expression": "errors / requests"},
                {
                    "id": "errors",
                    "metric": {
                        "namespace": "AWS/ApplicationELB",
                        "metricName": "HTTPCode_Target_5XX_Count",
                        "dimensions": {"TargetGroup": UNKNOWN_VALUE},
                    },
                },
            ],
        },
        {"metricQueries": [GROUP]},
    )
    ALL = (CPU, MEMORY, HEALTH, ERRORS)
    REST = (CLUSTER, GROUP, SERVICE, TOPIC, SUBSCRIPTION)

    def test_alarms_on_cpu_memory_health_and_errors_pass(self) -> None:
        assert reports(self.POLICY, *self.REST, *self.ALL) == []

    @pytest.mark.parametrize(
        ("missing", "said"),
        [(CPU, "CPU"), (MEMORY, "memory"), (HEALTH, "unhealthy targets"), (ERRORS, "5xx answers")],
    )
    def test_each_that_is_missing_is_named(self, missing: Resource, said: str) -> None:
        found = reports(self.POLICY, *self.REST, *(kept for kept in self.ALL if kept is not missing))
        assert f"no alarm that tells somebody watches {said}." in violation(found)

    @pytest.mark.parametrize("more", [{"alarmActions": []}, {"alarmActions": None}, {"actionsEnabled": False}])
    def test_an_alarm_that_tells_nobody_does_not_count(self, more: dict[str, Json]) -> None:
        silent = alarm("cpu", "AWS/ECS", "CPUUtilization", BY_NAME, **more)
        found = reports(self.POLICY, *self.REST, silent, *self.ALL[1:])
        assert "watches CPU (alarm cpu tells nobody)" in violation(found)

    def test_a_topic_without_subscription_tells_nobody(self) -> None:
        found = reports(self.POLICY, CLUSTER, GROUP, self.SERVICE, TOPIC, *self.ALL)
        assert "CPU (alarm cpu tells nobody)" in violation(found)

    def test_alarms_of_another_service_do_not_count(self) -> None:
        other = alarm("cpu", "AWS/ECS", "CPUUtilization", {"ClusterName": "payments", "ServiceName": "web"})
        assert "watches CPU" in violation(reports(self.POLICY, *self.REST, other, *self.ALL[1:]))

    def test_a_dimension_that_cannot_be_followed_is_said(self) -> None:
        loose = alarm("cpu", "AWS/ECS", "CPUUtilization", {"ServiceName": UNKNOWN_VALUE}, ELSEWHERE)
        assert undetermined(reports(self.POLICY, *self.REST, ELSEWHERE, loose, *self.ALL[1:])) == "dimensions of cpu"

    def test_a_service_behind_a_network_load_balancer_has_no_5xx(self) -> None:
        group = Resource(GROUP.type, GROUP.name, {"protocol": "TCP"})
        health = alarm("health", "AWS/NetworkELB", "HealthyHostCount", {"TargetGroup": UNKNOWN_VALUE}, group)
        rest = (CLUSTER, group, self.SERVICE, TOPIC, SUBSCRIPTION)
        assert reports(self.POLICY, *rest, self.CPU, self.MEMORY, health) == []

    def test_alarms_alone_are_nothing_to_judge(self) -> None:
        assert reports(self.POLICY, *self.ALL, TOPIC) == []


class TestOtherAlarms:
    TELLS = (TOPIC, SUBSCRIPTION)
    DATABASE = Resource("aws:rds/instance:Instance", "db", {"identifier": "payments", "arn": "arn:x:db:payments"})
    CACHE = Resource("aws:elasticache/replicationGroup:ReplicationGroup", "c", {"replicationGroupId": "sessions"})
    FUNCTION = Resource("aws:lambda/function:Function", "f", {"name": "settle"})
    DLQ = Resource("aws:sqs/queue:Queue", "dead", {"name": "payments-dead", "arn": "arn:aws:sqs:x:1:payments-dead"})

    def test_a_database_with_alarms_on_cpu_and_storage_passes(self) -> None:
        dimensions: Json = {"DBInstanceIdentifier": "payments"}
        alarms = [alarm(metric, "AWS/RDS", metric, dimensions) for metric in ("CPUUtilization", "FreeStorageSpace")]
        assert reports("rds-has-alarms", self.DATABASE, *self.TELLS, *alarms) == []
        assert "watches free storage" in violation(reports("rds-has-alarms", self.DATABASE, *self.TELLS, alarms[0]))

    def test_an_alarm_on_an_instance_watches_its_aurora_cluster(self) -> None:
        cluster = Resource("aws:rds/cluster:Cluster", "db", {"clusterIdentifier": "payments"})
        instance = pointing(
            "aws:rds/clusterInstance:ClusterInstance", "one", {"identifier": "one"}, clusterIdentifier=cluster
        )
        watched = alarm("cpu", "AWS/RDS", "CPUUtilization", {"DBInstanceIdentifier": "one"})
        assert reports("rds-has-alarms", cluster, instance, *self.TELLS, watched) == []
        assert "watches CPU" in violation(reports("rds-has-alarms", cluster, instance, *self.TELLS))

    def test_alarms_on_the_nodes_of_a_cache_are_its_own(self) -> None:
        node: Json = {"CacheClusterId": "sessions-001"}
        alarms = [
            alarm(metric, "AWS/ElastiCache", metric, node) for metric in ("EngineCPUUtilization", "FreeableMemory")
        ]
        assert reports("cache-has-alarms", self.CACHE, *self.TELLS, *alarms) == []
        other: Json = {"CacheClusterId": "sessions-test-001"}
        wrong = alarm("memory", "AWS/ElastiCache", "FreeableMemory", other)
        assert "watches memory" in violation(reports("cache-has-alarms", self.CACHE, *self.TELLS, alarms[0], wrong))

    def test_a_function_needs_an_alarm_on_errors(self) -> None:
        errors = alarm("errors", "AWS/Lambda", "Errors", {"FunctionName": "settle"})
        assert reports("lambda-has-error-alarm", self.FUNCTION, *self.TELLS, errors) == []
        assert "watches errors" in violation(reports("lambda-has-error-alarm", self.FUNCTION))

    def test_a_queue_of_dead_letters_needs_an_alarm_and_another_queue_does_not(self) -> None:
        queue = pointing("aws:sqs/queue:Queue", "work", redrivePolicy=self.DLQ)
        found = reports("sqs-dlq-has-alarm", queue, self.DLQ)
        assert "watches its depth" in violation(found)
        assert found[0].urn == self.DLQ.urn
        depth = alarm("depth", "AWS/SQS", "ApproximateNumberOfMessagesVisible", {"QueueName": "payments-dead"})
        assert reports("sqs-dlq-has-alarm", queue, self.DLQ, *self.TELLS, depth) == []


class TestDeadLetters:
    POLICY = "sqs-dlq"
    WORK = Resource("aws:sqs/queue:Queue", "work", {"arn": "arn:aws:sqs:x:1:work"})
    DEAD = Resource("aws:sqs/queue:Queue", "dead", {"arn": "arn:aws:sqs:x:1:dead"})
    TO_DEAD = json.dumps({"deadLetterTargetArn": "arn:aws:sqs:x:1:dead", "maxReceiveCount": 5})

    def test_a_redrive_policy_passes_known_or_not(self) -> None:
        assert reports(self.POLICY, pointing(self.WORK.type, "work", redrivePolicy=self.DEAD), self.DEAD) == []
        known = Resource(self.WORK.type, "work", {"redrivePolicy": self.TO_DEAD})
        assert reports(self.POLICY, known, self.DEAD) == []

    def test_a_policy_in_a_resource_of_its_own_passes(self) -> None:
        separate = pointing(
            "aws:sqs/redrivePolicy:RedrivePolicy", "r", {"redrivePolicy": self.TO_DEAD}, queueUrl=self.WORK
        )
        assert reports(self.POLICY, self.WORK, self.DEAD, separate) == []

    @pytest.mark.parametrize(
        ("kind", "properties"),
        [
            ("aws:lambda/function:Function", {"deadLetterConfig": {"targetArn": "arn:aws:sqs:x:1:dead"}}),
            ("aws:cloudwatch/eventTarget:EventTarget", {"deadLetterConfig": {"arn": "arn:aws:sqs:x:1:dead"}}),
            ("aws:sns/topicSubscription:TopicSubscription", {"redrivePolicy": TO_DEAD}),
        ],
    )
    def test_the_queue_that_takes_dead_letters_of_anything_needs_none(
        self, kind: str, properties: dict[str, Json]
    ) -> None:
        assert reports(self.POLICY, self.DEAD, Resource(kind, "sender", properties)) == []

    def test_a_queue_that_allows_redrive_takes_dead_letters_of_another_stack(self) -> None:
        allows = Resource(self.DEAD.type, "dead", {"redriveAllowPolicy": '{"redrivePermission": "allowAll"}'})
        assert reports(self.POLICY, allows) == []

    def test_a_queue_without_is_a_violation(self) -> None:
        assert "redrivePolicy is not set" in violation(reports(self.POLICY, self.WORK))

    def test_a_sender_that_cannot_be_followed_is_said(self) -> None:
        hidden = pointing("aws:sqs/redrivePolicy:RedrivePolicy", "r", redrivePolicy=ELSEWHERE, queueUrl=self.DEAD)
        assert undetermined(reports(self.POLICY, self.WORK, self.DEAD, ELSEWHERE, hidden)).startswith("redrivePolicy")


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
