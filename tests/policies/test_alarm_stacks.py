"""Alarms of services, data stores, functions and queues."""

import pytest

from tests.policies.harness import UNKNOWN_VALUE, Json, Resource
from tests.policies.services import CLUSTER, GROUP, service
from tests.policies.stacks import ELSEWHERE, pointing, reports, undetermined, violation

TOPIC = Resource("aws:sns/topic:Topic", "critical", {"arn": "arn:aws:sns:x:1:critical"})
SUBSCRIPTION = pointing("aws:sns/topicSubscription:TopicSubscription", "on-call", topic=TOPIC)


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
