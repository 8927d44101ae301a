"""AuraConnect's containers, names, logs and way in as the real engine deployed them."""

from collections.abc import Mapping

import pytest

from tests.engine.deployed_tasks import TASK, admitted, allowed, container, environment, sources
from tests.engine.deployments import Deployment

pytestmark = pytest.mark.engine

Systems = Mapping[str, Deployment]

IMAGE = "234567890123.dkr.ecr.us-east-1.amazonaws.com/company/payment-api:v1.0.0"
SERVICE = "aws:ecs/service:Service"
SCALING = "aws:appautoscaling/target:Target"
LISTENER = "aws:lb/listener:Listener"
RULE = "aws:lb/listenerRule:ListenerRule"
TARGETS = "aws:lb/targetGroup:TargetGroup"
REGISTRY = "aws:servicediscovery/service:Service"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
HOST = "payments.company.com"
WEBHOOKS = "/api/v1/payments/webhook/"


@pytest.fixture
def prod(systems: Systems) -> Deployment:
    return systems["auraconnect/prod"]


@pytest.mark.requirement("AC-SG-01")
def test_a_service_is_reached_on_its_port_and_its_metrics_by_the_collector_only(prod: Deployment) -> None:
    assert admitted(prod, "payment-api-network-group") == {("groups-alb", 8000), ("metrics-collector-group", 8001)}
    assert admitted(prod, "webhook-worker-network-group") == {("metrics-collector-group", 8001)}
    assert admitted(prod, "metrics-collector-group") == set()
    for service, group in (
        ("payment-api", "payment-api-network-group"),
        ("webhook-worker", "webhook-worker-network-group"),
    ):
        (own,) = (item.id for item in prod.all("aws:ec2/securityGroup:SecurityGroup") if item.name == group)
        network = prod.named(SERVICE, f"{service}-service").get("networkConfiguration")
        assert isinstance(network, dict)
        assert network["securityGroups"] == [own]


@pytest.mark.requirement("AC-ALB-01")
def test_the_load_balancer_ends_tls_for_the_public_name(prod: Deployment) -> None:
    listener = prod.named(LISTENER, "edge-https")
    assert (listener.get("port"), listener.get("protocol")) == (443, "HTTPS")
    assert str(listener.get("sslPolicy")).startswith("ELBSecurityPolicy-TLS13-1-2")
    certificate = prod.only("aws:acm/certificate:Certificate")
    assert certificate.get("domainName") == HOST
    assert certificate.get("arn") == listener.get("certificateArn")
    assert prod.named("aws:lb/loadBalancer:LoadBalancer", "edge-alb").get("enableHttp2") is not False


@pytest.mark.requirement("AC-ALB-02")
def test_requests_go_to_the_least_busy_of_three_tasks_that_answer(prod: Deployment) -> None:
    group = prod.only(TARGETS)
    assert (group.get("port"), group.get("loadBalancingAlgorithmType")) == (8000, "least_outstanding_requests")
    assert group.get("healthCheck", "unhealthyThreshold") == 3
    assert prod.named(SCALING, "payment-api-scaling").get("minCapacity") == 3


@pytest.mark.requirement("AC-ALB-03")
def test_answers_carry_the_headers_that_a_load_balancer_can_add(prod: Deployment) -> None:
    listener = prod.named(LISTENER, "edge-https")
    assert listener.get("routingHttpResponseXContentTypeOptionsHeaderValue") == "nosniff"
    assert listener.get("routingHttpResponseXFrameOptionsHeaderValue") == "DENY"
    # X-XSS-Protection is the application's: systems/auraconnect/README.md.


@pytest.mark.requirement("AC-ALB-04")
def test_the_load_balancer_says_where_requests_come_from(prod: Deployment) -> None:
    balancer = prod.named("aws:lb/loadBalancer:LoadBalancer", "edge-alb")
    assert balancer.get("xffHeaderProcessingMode") == "append"


@pytest.mark.requirement("AC-ALB-05")
@pytest.mark.requirement("AC-APP-01")
def test_webhooks_reach_the_api_without_a_login_of_the_load_balancer(prod: Deployment) -> None:
    rule = prod.named(RULE, "payment-api-route-1")
    assert rule.get("conditions", 0, "pathPattern", "values") == [f"{WEBHOOKS}*"]
    assert [action["type"] for action in _list(rule.get("actions"))] == ["forward"]
    others = [item.get("priority") for item in prod.all(RULE) if item.name != rule.name]
    assert all(int(str(rule.get("priority"))) < int(str(priority)) for priority in others)
    found = sources(prod, "payment-api")
    # The application checks signatures with this secret, and keeps these seconds.
    assert found["stripe_webhook_secret"].endswith(":stripe_webhook_secret::")
    values = {item.get("name"): item.get("insecureValue") for item in prod.all("aws:ssm/parameter:Parameter")}
    folder = "/auraconnect/prod/payment-config/PAYMENT_WEBHOOK"
    assert values[f"{folder}_READ_TIMEOUT_SECONDS"] == "10"
    assert values[f"{folder}_CONNECT_TIMEOUT_SECONDS"] == "5"


def _list(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value


@pytest.mark.requirement("AC-WAF-01")
@pytest.mark.requirement("AC-WAF-02")
def test_payment_requests_are_limited_and_webhooks_are_not(prod: Deployment) -> None:
    rules = _list(prod.only("aws:wafv2/webAcl:WebAcl").get("rules"))
    (rule,) = (item for item in rules if item["name"] == "payment-requests")
    statement = rule["statement"]
    assert isinstance(statement, dict)
    limit = statement["rateBasedStatement"]
    assert (limit["limit"], limit["evaluationWindowSec"], limit["aggregateKeyType"]) == (600, 60, "IP")
    counted, not_counted = limit["scopeDownStatement"]["andStatement"]["statements"]
    assert counted["byteMatchStatement"]["searchString"] == "/api/v1/payments/"
    assert counted["byteMatchStatement"]["positionalConstraint"] == "STARTS_WITH"
    assert not_counted["notStatement"]["statement"]["byteMatchStatement"]["searchString"] == WEBHOOKS


@pytest.mark.requirement("AC-DNS-01")
def test_the_public_name_leads_to_the_load_balancer(prod: Deployment) -> None:
    record = prod.named("aws:route53/record:Record", "edge-alias-a")
    assert (record.get("fqdn"), record.get("type")) == (HOST, "A")
    balancer = prod.named("aws:lb/loadBalancer:LoadBalancer", "edge-alb")
    assert record.get("aliases", 0, "name") == balancer.get("dnsName")


@pytest.mark.requirement("AC-DNS-02")
def test_private_names_lead_to_database_cache_and_workers(prod: Deployment) -> None:
    assert prod.only("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace").get("name") == "internal"
    hosts = {
        item.get("instanceId"): item.get("attributes", "AWS_INSTANCE_CNAME")
        for item in prod.all("aws:servicediscovery/instance:Instance")
    }
    assert hosts["db-master"] == prod.only("aws:rds/instance:Instance").get("address")
    cache = prod.named("aws:elasticache/replicationGroup:ReplicationGroup", "cache-redis-group")
    assert hosts["redis-cluster"] == cache.get("configurationEndpointAddress")
    worker = prod.named(REGISTRY, "webhook-worker-registry")
    assert worker.get("name") == "worker-1"
    assert prod.named(SERVICE, "webhook-worker-service").get("serviceRegistries", "registryArn") == worker.get("arn")
    # grafana.internal: the dashboard is CloudWatch's, with a name and no host of its own.
    assert prod.only("aws:cloudwatch/dashboard:Dashboard").get("dashboardName") == "payment-dashboard"


@pytest.mark.requirement("AC-ECS-01")
def test_the_api_runs_three_tasks_of_its_image(prod: Deployment) -> None:
    service = prod.named(SERVICE, "payment-api-service")
    assert (service.get("name"), service.get("desiredCount")) == ("payment-api", 3)
    assert container(prod, "payment-api")["image"] == IMAGE


@pytest.mark.requirement("AC-ECS-02")
def test_the_api_has_a_port_for_traffic_and_one_for_metrics(prod: Deployment) -> None:
    ports = [mapping["containerPort"] for mapping in container(prod, "payment-api")["portMappings"]]
    assert ports == [8000, 8001]
    balanced = _list(prod.named(SERVICE, "payment-api-service").get("loadBalancers"))
    assert [item["containerPort"] for item in balanced] == [8000]


@pytest.mark.parametrize(
    ("service", "task", "share"),
    [
        pytest.param("payment-api", ("1024", "2048"), (512, 1024, 512), marks=pytest.mark.requirement("AC-ECS-03")),
        pytest.param("webhook-worker", ("512", "1024"), (256, 512, 256), marks=pytest.mark.requirement("AC-ECS-07")),
    ],
)
def test_a_replica_has_what_it_requests_and_no_more_than_its_limit(
    prod: Deployment, service: str, task: tuple[str, str], share: tuple[int, int, int]
) -> None:
    definition = prod.named(TASK, f"{service}-task")
    assert (definition.get("cpu"), definition.get("memory")) == task
    found = container(prod, service)
    assert (found["cpu"], found["memory"], found["memoryReservation"]) == share


@pytest.mark.requirement("AC-ECS-04")
def test_the_container_is_asked_whether_it_lives(prod: Deployment) -> None:
    check = container(prod, "payment-api")["healthCheck"]
    assert "https://localhost:8000/health" in " ".join(check["command"])
    assert (check["interval"], check["startPeriod"]) == (10, 30)


@pytest.mark.requirement("AC-ECS-05")
def test_the_load_balancer_asks_whether_a_task_is_ready(prod: Deployment) -> None:
    group = prod.only(TARGETS)
    assert (group.get("healthCheck", "path"), group.get("healthCheck", "interval")) == ("/ready", 5)
    timeout = group.get("healthCheck", "timeout")
    assert isinstance(timeout, int)
    assert timeout < 5
    assert prod.named(SERVICE, "payment-api-service").get("healthCheckGracePeriodSeconds") == 5


@pytest.mark.requirement("AC-ECS-06")
def test_the_worker_runs_two_tasks_of_the_same_image_without_a_load_balancer(prod: Deployment) -> None:
    service = prod.named(SERVICE, "webhook-worker-service")
    assert (service.get("name"), service.get("desiredCount")) == ("payment-webhook-worker", 2)
    assert not service.get("loadBalancers")
    found = container(prod, "webhook-worker")
    assert (found["image"], found["command"]) == (IMAGE, ["python", "-m", "workers.payment_webhook_worker"])


@pytest.mark.requirement("AC-ECR-01")
def test_api_worker_and_migration_run_one_image(prod: Deployment) -> None:
    images = {container(prod, name)["image"] for name in ("payment-api", "webhook-worker", "payment-db-migration")}
    assert images == {IMAGE}
    repository = prod.named("aws:ecr/repository:Repository", "image-payment-api-repository")
    assert repository.get("name") == "company/payment-api"


@pytest.mark.requirement("AC-LOG-01")
def test_logs_of_all_tasks_are_kept_in_one_place_and_searched(prod: Deployment) -> None:
    groups = {item.get("name"): item for item in prod.all(LOG_GROUP)}
    for name in ("payment-api", "webhook-worker", "payment-db-migration", "metrics-collector"):
        options = container(prod, name)["logConfiguration"]["options"]
        assert groups[options["awslogs-group"]].get("retentionInDays") == 365
    query = prod.named("aws:cloudwatch/queryDefinition:QueryDefinition", "observability-logs-query-errors")
    own = {
        container(prod, name)["logConfiguration"]["options"]["awslogs-group"]
        for name in ("payment-api", "webhook-worker")
    }
    assert set(map(str, _texts(query.get("logGroupNames")))) == own


def _texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return value


@pytest.mark.requirement("AC-LOG-02")
def test_audit_events_are_kept_and_nobody_changes_them(prod: Deployment) -> None:
    group = prod.named(LOG_GROUP, "log-audit-group")
    assert (group.get("name"), group.get("retentionInDays")) == ("/auraconnect/prod/payment-audit", 2557)
    assert group.protect
    for service in ("payment-api", "webhook-worker"):
        writing = allowed(prod, f"{service}-roles-task")["AddLogEvents"]
        assert writing["Resource"] == [f"{group.get('arn')}:*"]
        assert not [action for action in writing["Action"] if "Delete" in action]
    trail = prod.only("aws:cloudtrail/trail:Trail")
    assert (trail.get("enableLogging"), trail.get("enableLogFileValidation")) == (True, True)


@pytest.mark.requirement("AC-COMPLY-01")
def test_every_connection_is_encrypted(prod: Deployment) -> None:
    assert prod.named(LISTENER, "edge-http").get("defaultActions", 0, "type") == "redirect"
    assert prod.only(TARGETS).get("protocol") == "HTTPS"
    parameters = _list(prod.only("aws:rds/parameterGroup:ParameterGroup").get("parameters"))
    assert {"name": "rds.force_ssl", "value": "1", "applyMethod": "immediate"} in parameters
    caches = prod.all("aws:elasticache/replicationGroup:ReplicationGroup")
    assert {cache.get("transitEncryptionMode") for cache in caches} == {"required"}
    assert "scheme: https" in environment(prod, "metrics-collector")["AOT_CONFIG_CONTENT"]
