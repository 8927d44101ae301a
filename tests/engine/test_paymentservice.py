"""The Payment Service as the real engine deployed it, row by row of the acceptance list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from components.postgres_capacity import max_connections
from tests.engine.deployments import Deployment, Resource
from tests.engine.sandbox_project import ROOT

pytestmark = pytest.mark.engine

Systems = Mapping[str, Deployment]

REGION = "eu-central-1"
PERMITTED = {REGION, "eu-west-1"}
TASK = "aws:ecs/taskDefinition:TaskDefinition"
SERVICE = "aws:ecs/service:Service"
DATABASE = "aws:rds/instance:Instance"
CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
TOPIC = "aws:sns/topic:Topic"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
RULES_FILE = ROOT / "systems" / "paymentservice" / "monitoring" / "prometheus-rules.yaml"
BALANCED = "aws:lb/targetGroup:TargetGroup"


@pytest.fixture(scope="session")
def prod(systems: Systems) -> Deployment:
    """The one stack of the system."""
    return systems["paymentservice/prod"]


def container(prod: Deployment, name: str) -> dict[str, Any]:
    definitions = json.loads(str(prod.only(TASK).get("containerDefinitions")))
    (found,) = (definition for definition in definitions if definition["name"] == name)
    return dict(found)


def environment(prod: Deployment, name: str = "payment-service") -> dict[str, str]:
    return {variable["name"]: variable["value"] for variable in container(prod, name)["environment"]}


def primary(prod: Deployment) -> Resource:
    (found,) = (item for item in prod.all(DATABASE) if not item.get("replicateSourceDb"))
    return found


def replica(prod: Deployment) -> Resource:
    (found,) = (item for item in prod.all(DATABASE) if item.get("replicateSourceDb"))
    return found


def allowed(prod: Deployment, role: str) -> dict[str, dict[str, Any]]:
    """What the policy of a role allows, by statement."""
    owner = prod.named("aws:iam/role:Role", role)
    (policy,) = (item for item in prod.all("aws:iam/rolePolicy:RolePolicy") if item.get("role") == owner.id)
    return {statement["Sid"]: statement for statement in json.loads(str(policy.get("policy")))["Statement"]}


def collector(prod: Deployment) -> dict[str, Any]:
    """The configuration of the container that reads the service's metrics."""
    found: dict[str, Any] = yaml.safe_load(environment(prod, "metrics")["AOT_CONFIG_CONTENT"])
    return found


def alerts(prod: Deployment) -> dict[str, dict[str, Any]]:
    """The alert rules in the workspace, by name."""
    data = yaml.safe_load(str(prod.only("aws:amp/ruleGroupNamespace:RuleGroupNamespace").get("data")))
    return {rule["alert"]: rule for group in data["groups"] for rule in group["rules"] if "alert" in rule}


def receivers(prod: Deployment) -> dict[str, str]:
    """The topic of each severity in the alert manager, as alerts reach it by their label."""
    definition = prod.only("aws:amp/alertManagerDefinition:AlertManagerDefinition").get("definition")
    manager = yaml.safe_load(yaml.safe_load(str(definition))["alertmanager_config"])
    for route in manager["route"]["routes"]:
        assert route["matchers"] == [f'severity="{route["receiver"]}"']
    return {receiver["name"]: receiver["sns_configs"][0]["topic_arn"] for receiver in manager["receivers"]}


def topic(prod: Deployment, severity: str) -> object:
    return prod.named(TOPIC, f"observability-topics-{severity}").get("arn")


def alarm(prod: Deployment, name: str) -> Resource:
    (found,) = (item for item in prod.all(ALARM) if item.get("name") == f"prod-payment-service-{name}")
    return found


def groups(prod: Deployment) -> dict[object, str]:
    """Names of the security groups, by their ids."""
    return {item.id: item.name.removeprefix("groups-") for item in prod.all("aws:ec2/securityGroup:SecurityGroup")}


def open_ways(prod: Deployment, direction: str, group: str) -> set[tuple[object, object]]:
    """Port and other side of every rule of a group: a group or a block."""
    names = groups(prod)
    rules = prod.all(f"aws:vpc/securityGroup{direction}Rule:SecurityGroup{direction}Rule")
    own = [rule for rule in rules if names[rule.get("securityGroupId")] == group]
    assert all(rule.get("fromPort") == rule.get("toPort") for rule in own)
    return {
        (rule.get("fromPort"), rule.get("cidrIpv4") or names[rule.get("referencedSecurityGroupId")]) for rule in own
    }


def firewall_rules(prod: Deployment) -> dict[str, dict[str, Any]]:
    rules: Any = prod.only("aws:wafv2/webAcl:WebAcl").get("rules")
    return {rule["name"]: rule for rule in rules}


def widgets(prod: Deployment) -> dict[str, list[Any]]:
    """The lines of the dashboard's charts, by their titles."""
    body = json.loads(str(prod.only("aws:cloudwatch/dashboard:Dashboard").get("dashboardBody")))
    return {
        item["properties"]["title"]: item["properties"]["metrics"]
        for item in body["widgets"]
        if "x" in item and item["type"] == "metric"
    }


def test_it_is_deployed_without_a_violation_and_a_second_time_without_a_change(prod: Deployment) -> None:
    assert "[mandatory]" not in prod.up.output
    assert prod.again.code == 0, prod.again.output
    assert " created" not in prod.again.output
    assert " updated" not in prod.again.output
    assert " replaced" not in prod.again.output


@pytest.mark.requirement("PS-ECR-01")
def test_the_image_is_version_1_0_0_of_a_private_repository(prod: Deployment) -> None:
    repository = prod.only("aws:ecr/repository:Repository")
    assert repository.get("name") == "payment-service"
    assert container(prod, "payment-service")["image"] == f"{repository.get('repositoryUrl')}:1.0.0"


@pytest.mark.requirement("PS-CONFIG-01")
def test_it_runs_for_production_on_port_3005(prod: Deployment) -> None:
    found = environment(prod)
    assert (found["NODE_ENV"], found["PORT"]) == ("production", "3005")


@pytest.mark.requirement("PS-CONFIG-02")
def test_it_is_told_where_database_and_cache_are(prod: Deployment) -> None:
    found, database, cache = environment(prod), primary(prod), prod.only(CACHE)
    assert found["POSTGRES_HOST"] == database.get("address")
    assert found["POSTGRES_HOST"].startswith("payment-postgres.")
    assert (found["POSTGRES_PORT"], found["POSTGRES_USERNAME"], found["POSTGRES_DATABASE"]) == (
        "5432",
        "payments",
        "payments",
    )
    assert (database.get("port"), database.get("username"), database.get("dbName")) == (5432, "payments", "payments")
    assert found["REDIS_HOST"] == cache.get("primaryEndpointAddress")
    assert "redis-master" in found["REDIS_HOST"]
    assert (found["REDIS_PORT"], cache.get("port")) == ("6379", 6379)


@pytest.mark.requirement("PS-SECRET-01")
def test_passwords_and_the_signing_key_come_from_secrets(prod: Deployment) -> None:
    given = {item["name"]: item["valueFrom"] for item in container(prod, "payment-service")["secrets"]}
    arns = {str(item.get("name")): str(item.get("arn")) for item in prod.all("aws:secretsmanager/secret:Secret")}
    assert given == {
        "POSTGRES_PASSWORD": f"{arns['payment-service/prod/database']}:password::",
        "REDIS_PASSWORD": f"{arns['payment-service/prod/redis']}:token::",
        "JWT_SECRET": f"{arns['payment-service/prod/jwt']}:secret::",
    }
    assert not given.keys() & environment(prod).keys()
    assert set(allowed(prod, "payment-service-roles-execution")["ReadSecrets"]["Resource"]) == {
        value.rsplit(":", 3)[0] for value in given.values()
    }


@pytest.mark.requirement("PS-APP-01")
def test_the_key_of_json_web_tokens_is_random_and_its_own(prod: Deployment) -> None:
    """The service validates the tokens; what AWS holds is the key, which starts random."""
    secret = prod.named("aws:secretsmanager/secret:Secret", "secrets-jwt")
    assert secret.get("name") == "payment-service/prod/jwt"
    assert str(secret.get("kmsKeyId")).startswith(f"arn:aws:kms:{REGION}:")
    (jwt,) = (item for item in container(prod, "payment-service")["secrets"] if item["name"] == "JWT_SECRET")
    assert jwt["valueFrom"] == f"{secret.get('arn')}:secret::"


@pytest.mark.requirement("PS-ECS-01")
def test_a_task_has_half_a_cpu_and_a_gibibyte(prod: Deployment) -> None:
    task = prod.only(TASK)
    assert (task.get("cpu"), task.get("memory")) == ("512", "1024")
    beside = container(prod, "metrics")
    assert 1024 - beside["memory"] >= 512, "the service itself keeps its 512 MiB"
    assert 512 - beside["cpu"] >= 200, "and its 0.2 CPU when every container is busy"
    assert task.get("ephemeralStorage") is None, "Fargate's 20 GiB are above the 2 GiB"


@pytest.mark.requirement("PS-ECS-02")
def test_requests_to_port_80_end_at_port_3005_and_metrics_stay_inside(prod: Deployment) -> None:
    (port,) = container(prod, "payment-service")["portMappings"]
    assert port["containerPort"] == 3005
    target = prod.only(BALANCED)
    assert (target.get("port"), target.get("healthCheck", "path")) == (3005, "/health")
    listeners = {item.get("port"): item for item in prod.all("aws:lb/listener:Listener")}
    assert listeners[80].get("defaultActions", 0, "redirect", "port") == "443"
    closed = firewall_rules(prod)["metrics"]
    match = closed["statement"]["byteMatchStatement"]
    assert (match["searchString"], match["positionalConstraint"]) == ("/metrics", "STARTS_WITH")
    assert {item["type"] for item in match["textTransformations"]} == {"URL_DECODE", "NORMALIZE_PATH", "LOWERCASE"}
    assert closed["action"]["block"]["customResponse"]["responseCode"] == 404
    assert closed["priority"] == min(rule["priority"] for rule in firewall_rules(prod).values())
    (scrape,) = collector(prod)["receivers"]["prometheus"]["config"]["scrape_configs"]
    assert scrape["static_configs"] == [{"targets": ["localhost:3005"]}]
    assert scrape["metrics_path"] == "/metrics"


@pytest.mark.requirement("PS-SCALE-01")
def test_it_scales_between_3_and_20_tasks(prod: Deployment) -> None:
    scaling = prod.only("aws:appautoscaling/target:Target")
    assert (scaling.get("minCapacity"), scaling.get("maxCapacity")) == (3, 20)
    assert scaling.get("resourceId") == f"service/prod-payment-service/{prod.only(SERVICE).get('name')}"


@pytest.mark.requirement("PS-SCALE-02")
def test_it_scales_at_70_percent_cpu_and_80_percent_memory(prod: Deployment) -> None:
    found = {
        policy.get(
            "targetTrackingScalingPolicyConfiguration", "predefinedMetricSpecification", "predefinedMetricType"
        ): policy.get("targetTrackingScalingPolicyConfiguration", "targetValue")
        for policy in prod.all("aws:appautoscaling/policy:Policy")
    }
    assert found == {"ECSServiceAverageCPUUtilization": 70, "ECSServiceAverageMemoryUtilization": 80}


@pytest.mark.requirement("PS-DEPLOY-02")
def test_no_update_takes_a_task_away_before_its_successor_is_healthy(prod: Deployment) -> None:
    service = prod.only(SERVICE)
    fewest = prod.only("aws:appautoscaling/target:Target").get("minCapacity")
    assert fewest == 3
    assert service.get("deploymentMinimumHealthyPercent") == 100
    assert service.get("deploymentMaximumPercent") == 200
    zones: Any = service.get("networkConfiguration", "subnets")
    assert len(zones) == 3, "a zone takes one of three tasks with it, so two stay"
    assert service.get("availabilityZoneRebalancing") == "ENABLED"


@pytest.mark.requirement("PS-RDS-01")
def test_postgresql_serves_payments_on_5432(prod: Deployment) -> None:
    database = primary(prod)
    assert (database.get("engine"), database.get("port")) == ("postgres", 5432)
    assert (database.get("dbName"), database.get("username")) == ("payments", "payments")
    assert (database.get("identifier"), database.get("multiAz")) == ("payment-postgres", True)
    assert database.get("publiclyAccessible") is False
    assert database.protect


@pytest.mark.requirement("PS-RDS-02")
def test_what_the_database_stores_is_encrypted(prod: Deployment) -> None:
    keys = {item.get("arn") for item in prod.all("aws:kms/key:Key")}
    for database in prod.all(DATABASE):
        assert database.get("storageEncrypted") is True
        assert database.get("kmsKeyId") in keys
        assert database.get("performanceInsightsKmsKeyId") in keys


@pytest.mark.requirement("PS-RDS-03")
def test_pools_fit_into_the_database_and_slow_queries_are_seen(prod: Deployment) -> None:
    most_tasks: Any = prod.only("aws:appautoscaling/target:Target").get("maxCapacity")
    most_percent: Any = prod.only(SERVICE).get("deploymentMaximumPercent")
    pool = int(environment(prod)["POSTGRES_POOL_MAX"])
    assert int(environment(prod)["POSTGRES_POOL_MIN"]) <= pool
    connections = most_tasks * most_percent // 100 * pool
    assert connections == 600
    assert connections < 0.8 * max_connections(str(primary(prod).get("instanceClass")), {}), "below the alarm"
    for database in prod.all(DATABASE):
        assert database.get("performanceInsightsEnabled") is True
    parameters: Any = prod.only("aws:rds/parameterGroup:ParameterGroup").get("parameters")
    assert {item["name"]: item["value"] for item in parameters}["log_min_duration_statement"] == "1000"


@pytest.mark.requirement("PS-RDS-04")
def test_analytics_read_from_a_replica(prod: Deployment) -> None:
    assert replica(prod).get("replicateSourceDb") == primary(prod).get("identifier")
    assert environment(prod)["POSTGRES_REPLICA_HOST"] == replica(prod).get("address")


@pytest.mark.requirement("PS-CACHE-01")
def test_redis_wants_a_password_on_6379(prod: Deployment) -> None:
    cache = prod.only(CACHE)
    assert (cache.get("replicationGroupId"), cache.get("engine"), cache.get("port")) == ("redis-master", "redis", 6379)
    assert cache.get("authTokenWoVersion") == 1
    assert cache.get("transitEncryptionEnabled") is True
    assert cache.get("numCacheClusters") == 2
    assert cache.get("automaticFailoverEnabled") is True
    assert environment(prod)["REDIS_TLS"] == "true"


@pytest.mark.requirement("PS-NET-01")
def test_nothing_static_is_served_so_that_no_cdn_is_needed(prod: Deployment) -> None:
    """A CDN is asked for where there are static assets: the only bucket takes logs, and every path is the service's."""
    assert {item.name for item in prod.resources if item.type == "payments:index:Bucket"} == {
        "bucket-load-balancer-logs"
    }
    assert not [item for item in prod.resources if item.type.startswith(("aws:cloudfront/", "aws:s3/bucketWebsite"))]
    rule = prod.only("aws:lb/listenerRule:ListenerRule")
    assert rule.get("actions", 0, "type") == "forward"


@pytest.mark.requirement("PS-ALARM-01")
def test_the_metrics_of_payments_are_collected_with_those_of_the_system(prod: Deployment) -> None:
    configuration = collector(prod)
    exporters = configuration["exporters"]
    workspace = prod.only("aws:amp/workspace:Workspace")
    assert exporters["prometheusremotewrite"]["endpoint"] == f"{workspace.get('prometheusEndpoint')}api/v1/remote_write"
    assert configuration["service"]["pipelines"]["metrics"]["exporters"] == ["prometheusremotewrite", "awsemf"]
    rights = allowed(prod, "payment-service-roles-task")
    assert rights["WriteMetrics"]["Action"] == ["aps:RemoteWrite"]
    assert rights["WriteMetrics"]["Resource"] == [workspace.get("arn")]
    declared = {
        selector.strip("^$"): declaration["dimensions"]
        for declaration in exporters["awsemf"]["metric_declarations"]
        for selector in declaration["metric_name_selectors"]
    }
    assert declared.keys() >= {
        "payments_total",
        "payment_duration_seconds",
        "payment_amount_histogram",
        "active_payments_gauge",
        "integration_health",
    }
    assert ["provider", "status"] in declared["payments_total"]
    events = exporters["awsemf"]["log_group_name"]
    assert events in {group.get("name") for group in prod.all(LOG_GROUP)}
    assert events in rights["WriteMetricsToCloudWatch"]["Resource"][0]
    insights = prod.only("aws:ecs/cluster:Cluster").get("settings", 0)
    assert insights == {"name": "containerInsights", "value": "enabled"}
    shown = {line[1] for lines in widgets(prod).values() for line in lines if len(line) > 1}
    assert shown >= {"CPUUtilization", "MemoryUtilization", "RequestCount", "TargetResponseTime"}


@pytest.mark.requirement("PS-ALARM-02")
def test_alert_rules_are_those_of_the_file(prod: Deployment) -> None:
    namespace = prod.only("aws:amp/ruleGroupNamespace:RuleGroupNamespace")
    assert namespace.get("workspaceId") == prod.only("aws:amp/workspace:Workspace").id
    assert namespace.get("data") == RULES_FILE.read_text(encoding="utf-8")
    recorded = {
        rule["record"]
        for group in yaml.safe_load(str(namespace.get("data")))["groups"]
        for rule in group["rules"]
        if "record" in rule
    }
    used = {name for name in recorded for rule in alerts(prod).values() if name in rule["expr"]}
    assert used == {
        "payments:errors:ratio_rate5m",
        "payments:duration_seconds:p95",
        "payments:errors_by_provider:ratio_rate5m",
    }


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        pytest.param(
            "PaymentErrorRateHigh",
            "payments:errors:ratio_rate5m > 0.05",
            marks=pytest.mark.requirement("PS-ALARM-03"),
        ),
        pytest.param(
            "PaymentProcessingSlow", "payments:duration_seconds:p95 > 2", marks=pytest.mark.requirement("PS-ALARM-04")
        ),
        pytest.param(
            "NoPayments",
            "sum(increase(payments_total[15m])) == 0 or absent_over_time(payments_total[15m])",
            marks=pytest.mark.requirement("PS-ALARM-05"),
        ),
        pytest.param(
            "ProviderFailing",
            "payments:errors_by_provider:ratio_rate5m > 0.80",
            marks=pytest.mark.requirement("PS-ALARM-06"),
        ),
    ],
)
def test_what_stops_payments_is_told_with_high_priority(prod: Deployment, name: str, condition: str) -> None:
    rule = alerts(prod)[name]
    assert rule["expr"] == condition
    assert rule["labels"] == {"severity": "critical"}
    assert receivers(prod)["critical"] == topic(prod, "critical")


@pytest.mark.requirement("PS-ALARM-07")
def test_what_can_wait_is_told_with_medium_priority(prod: Deployment) -> None:
    for name, above, minutes in (("payment-service-service-cpu", 80, 5), ("payment-service-service-memory", 85, 3)):
        found = alarm(prod, name)
        assert (found.get("threshold"), found.get("evaluationPeriods"), found.get("period")) == (above, minutes, 60)
        assert found.get("alarmActions") == [topic(prod, "warning")]
    for name in ("IntegrationFailing", "WebhookErrors"):
        assert alerts(prod)[name]["labels"] == {"severity": "warning"}
    assert receivers(prod)["warning"] == topic(prod, "warning")


@pytest.mark.requirement("PS-ALARM-08")
def test_each_priority_has_channels_of_its_own_in_slack_and_pagerduty(prod: Deployment) -> None:
    channels = prod.all("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration")
    slack = {item.get("snsTopicArns", 0): item.get("slackChannelId") for item in channels}
    assert slack == {topic(prod, "critical"): "C07PAYHIGH1", topic(prod, "warning"): "C07PAYMED01"}
    for channel in channels:
        assert channel.get("guardrailPolicyArns") == ["arn:aws:iam::aws:policy/AWSDenyAll"]
    pagerduty = {
        item.get("topic"): str(item.get("endpoint"))
        for item in prod.all("aws:sns/topicSubscription:TopicSubscription")
        if item.get("protocol") == "email"
    }
    assert pagerduty.keys() == slack.keys()
    assert len(set(pagerduty.values())) == 2
    assert all(address.endswith("pagerduty.com") for address in pagerduty.values())


@pytest.mark.requirement("PS-DASH-01")
def test_the_dashboard_shows_what_the_guide_lists(prod: Deployment) -> None:
    shown = widgets(prod)
    rate = shown["Payment success rate, percent"]
    assert rate[-1][0]["expression"] == "100 * FILL(succeeded, 0) / all"
    assert {line[-1].get("id") for line in rate} == {"all", "succeeded", "rate"}
    assert shown["Payment volume"][0][:2] == ["PaymentService", "payments_total"]
    latency = shown["The load balancer: response times, seconds"]
    assert [line[-1]["stat"] for line in latency] == ["p50", "p95", "p99"]
    assert "provider" in shown["Providers, payments by result"][0][0]["expression"]
    assert "provider" in shown["Providers, average seconds of a payment"][0][0]["expression"]
    assert "integration_health" in shown["Integration health, 1 is healthy"][0][0]["expression"]
    assert "Payment-service: CPU and memory, percent" in shown
    assert {line[1] for line in shown["Error trend, failed payments and webhooks"]} == {
        "payments_total",
        "webhooks_total",
    }


@pytest.mark.requirement("PS-SG-01")
def test_the_service_is_reached_and_reaches_out_on_named_ports_only(prod: Deployment) -> None:
    assert open_ways(prod, "Ingress", "ecs") == {(3005, "alb"), (3005, "ecs")}
    assert open_ways(prod, "Egress", "ecs") == {(5432, "rds"), (6379, "cache"), (443, "0.0.0.0/0"), (3005, "ecs")}
    (used,) = (
        group
        for id, group in groups(prod).items()
        if id == prod.only(SERVICE).get("networkConfiguration", "securityGroups", 0)
    )
    assert used == "ecs"


@pytest.mark.requirement("PS-ALB-01")
def test_what_comes_from_outside_is_encrypted(prod: Deployment) -> None:
    listeners = {item.get("port"): item for item in prod.all("aws:lb/listener:Listener")}
    assert listeners.keys() == {80, 443}
    assert listeners[443].get("protocol") == "HTTPS"
    assert str(listeners[443].get("sslPolicy")).startswith("ELBSecurityPolicy-TLS13-1-2-Res")
    assert str(listeners[443].get("certificateArn")).startswith(f"arn:aws:acm:{REGION}:")
    assert listeners[80].get("defaultActions", 0, "type") == "redirect"
    assert listeners[80].get("defaultActions", 0, "redirect", "protocol") == "HTTPS"
    certificate = prod.only("aws:acm/certificate:Certificate")
    assert listeners[443].get("certificateArn") == certificate.get("arn")


@pytest.mark.requirement("PS-NET-02")
def test_services_find_each_other_by_a_private_name(prod: Deployment) -> None:
    namespace = prod.only("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace")
    assert (namespace.get("name"), namespace.get("vpc")) == ("internal", prod.only("aws:ec2/vpc:Vpc").id)
    entry = prod.only("aws:servicediscovery/service:Service")
    assert (entry.get("name"), entry.get("namespaceId")) == ("payment-service", namespace.id)
    assert entry.get("dnsConfig", "dnsRecords") == [{"ttl": 10, "type": "A"}]
    assert prod.only(SERVICE).get("serviceRegistries", "registryArn") == entry.get("arn")


@pytest.mark.requirement("PS-WAF-01")
def test_injections_are_blocked_and_each_address_is_limited(prod: Deployment) -> None:
    rules = firewall_rules(prod)
    managed = {
        rule["statement"]["managedRuleGroupStatement"]["name"]: rule
        for rule in rules.values()
        if rule["statement"].get("managedRuleGroupStatement")
    }
    assert managed.keys() >= {"AWSManagedRulesSQLiRuleSet", "AWSManagedRulesCommonRuleSet"}
    assert all("none" in rule["overrideAction"] for rule in managed.values())
    rate = rules["each-address"]["statement"]["rateBasedStatement"]
    assert (rate["limit"], rate["evaluationWindowSec"], rate["aggregateKeyType"]) == (2000, 300, "IP")
    assert "block" in rules["each-address"]["action"]
    association = prod.only("aws:wafv2/webAclAssociation:WebAclAssociation")
    assert association.get("resourceArn") == prod.only("aws:lb/loadBalancer:LoadBalancer").get("arn")


@pytest.mark.requirement("PS-LOG-01")
def test_payment_operations_have_an_audit_log_of_their_own(prod: Deployment) -> None:
    (audit,) = (group for group in prod.all(LOG_GROUP) if group.get("name") == "/payment-service/prod/audit")
    assert audit.protect
    assert audit.get("deletionProtectionEnabled") is True
    found = environment(prod)
    assert (found["AUDIT_LOG_GROUP"], found["LOG_FORMAT"]) == (audit.get("name"), "json")
    adding = allowed(prod, "payment-service-roles-task")["AddLogEvents"]
    assert adding["Resource"] == [f"{audit.get('arn')}:*"]
    assert not [action for action in adding["Action"] if "Delete" in action or "Retention" in action]
    check = prod.only("aws:cloudwatch/logMetricFilter:LogMetricFilter")
    assert (check.get("logGroupName"), check.get("pattern")) == (audit.get("name"), "{ $.correlationId NOT EXISTS }")
    found_without = alarm(prod, "audit-without-correlation-log-metric")
    assert (found_without.get("metricName"), found_without.get("threshold")) == (
        check.get("metricTransformation", "name"),
        0,
    )


@pytest.mark.requirement("PS-LOG-02")
def test_logs_are_central_encrypted_and_kept_for_a_year_or_longer(prod: Deployment) -> None:
    kept = {str(group.get("name")): group.get("retentionInDays") for group in prod.all(LOG_GROUP)}
    assert kept["/payment-service/prod/audit"] == 1827
    assert {days for name, days in kept.items() if name != "/payment-service/prod/audit"} == {365}
    keys = {item.get("arn") for item in prod.all("aws:kms/key:Key")}
    assert all(group.get("kmsKeyId") in keys for group in prod.all(LOG_GROUP))
    for definition in json.loads(str(prod.only(TASK).get("containerDefinitions"))):
        assert definition["logConfiguration"]["options"]["awslogs-group"] in kept


@pytest.mark.requirement("PS-BACKUP-01")
def test_the_database_is_backed_up_daily_and_comes_back_to_any_point(prod: Deployment) -> None:
    database = primary(prod)
    assert database.get("backupRetentionPeriod") == 35
    assert database.get("backupWindow") == "01:00-02:00"
    assert database.get("deletionProtection") is True
    assert database.get("skipFinalSnapshot") is False
    rule = prod.only("aws:backup/plan:Plan").get("rules", 0)
    assert isinstance(rule, dict)
    assert (rule["schedule"], rule["lifecycle"]["deleteAfter"]) == ("cron(30 3 * * ? *)", 35)


@pytest.mark.requirement("PS-BACKUP-02")
def test_backups_are_copied_to_a_permitted_region(prod: Deployment) -> None:
    copies = prod.only("aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication")
    assert copies.get("sourceDbInstanceArn") == primary(prod).get("arn")
    assert copies.get("region") == "eu-west-1"
    assert str(copies.get("kmsKeyId")).startswith("arn:aws:kms:eu-west-1:")
    assert copies.get("region") in PERMITTED
    target = prod.only("aws:backup/plan:Plan").get("rules", 0, "copyActions", 0, "destinationVaultArn")
    assert str(target).split(":")[3] == "eu-west-1"


@pytest.mark.requirement("PS-COMPLY-02")
def test_nothing_is_kept_outside_of_the_permitted_regions(prod: Deployment) -> None:
    regions = {str(item.get("region")) for item in prod.resources if isinstance(item.get("region"), str)}
    assert regions == PERMITTED
    arns = {str(item.get("arn")) for item in prod.resources if item.get("arn")}
    assert {arn.split(":")[3] for arn in arns} <= {*PERMITTED, ""}
    file = yaml.safe_load((ROOT / "systems" / "paymentservice" / "Pulumi.prod.yaml").read_text(encoding="utf-8"))
    assert set(file["config"]["platform:account"]["permittedRegions"]) == PERMITTED
    secrets = prod.all("aws:secretsmanager/secret:Secret")
    assert all(not secret.get("replicas") for secret in secrets)
