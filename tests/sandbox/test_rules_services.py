"""AWS's input rules for containers, functions, messages, logs, alarms, schedules, secrets and the edge."""

import pytest

from sandbox.aws.rules import rules
from sandbox.aws.rules.types import (
    CERTIFICATE,
    FUNCTION,
    LOG_GROUP,
    PARAMETER,
    QUEUE,
    RECORD,
    REPOSITORY,
    SECRET,
    SERVICE,
    TASK_DEFINITION,
    TOPIC,
)
from sandbox.values import UNKNOWN, Properties, Value
from tests.sandbox.rules_cases import ABSENT, Wrong, assert_refused, judged, text, wrong

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
ACL = "aws:wafv2/webAcl:WebAcl"
BUDGET = "aws:budgets/budget:Budget"
DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
EVENT_RULE = "aws:cloudwatch/eventRule:EventRule"
IMAGE_POLICY = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
IP_SET = "aws:wafv2/ipSet:IpSet"
MACHINE = "aws:sfn/stateMachine:StateMachine"
PLAN = "aws:backup/plan:Plan"
SCALING = "aws:appautoscaling/policy:Policy"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
TARGET = "aws:appautoscaling/target:Target"
WAF_LOGS = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"

IMAGE = "123456789014.dkr.ecr.ap-south-1.amazonaws.com/internal-pe:1.4.2"
METRICS: Value = {"cloudwatchMetricsEnabled": True, "metricName": "payments", "sampledRequestsEnabled": True}
COMMON_RULES: Value = {"managedRuleGroupStatement": {"name": "AWSManagedRulesCommonRuleSet", "vendorName": "AWS"}}


def container(**change: Value) -> Properties:
    """A container definition with a change."""
    options = {"awslogs-group": "/ecs/pe", "awslogs-region": "ap-south-1", "awslogs-stream-prefix": "pe"}
    right: Properties = {
        "name": "internal-pe",
        "image": IMAGE,
        "portMappings": [{"containerPort": 8080}],
        "logConfiguration": {"logDriver": "awslogs", "options": {**options}},
        "secrets": [{"name": "DB_PASSWORD", "valueFrom": "arn:aws:secretsmanager:ap-south-1:123456789014:secret:db"}],
        "healthCheck": {"command": ["CMD-SHELL", "curl -f http://localhost:8080/health"], "interval": 30},
    }
    return {**right, **change}


MANAGED = "rules[0].statement.managedRuleGroupStatement"
MATCH = "rules[0].statement.byteMatchStatement"
RESPONSE = "rules[0].action.block.customResponse"
REDACTED = "redactedFields[0].singleHeader"


def containers(*definitions: Properties) -> Properties:
    """The property that holds container definitions."""
    return {"containerDefinitions": text([*definitions])}


def waf_rule(**change: Value) -> Value:
    """A rule of a web ACL with a change."""
    rule: Properties = {
        "name": "common",
        "priority": 1,
        "statement": COMMON_RULES,
        "overrideAction": {"none": {}},
        "visibilityConfig": METRICS,
    }
    return {**rule, **change}


def rate(limit: Value, window: Value) -> Value:
    """A rate-based rule."""
    statement = {"rateBasedStatement": {"limit": limit, "evaluationWindowSec": window, "aggregateKeyType": "IP"}}
    return waf_rule(statement={**statement}, action={"block": {}}, overrideAction=None)


def managed(group: str) -> Value:
    """A rule with one of AWS's groups."""
    return waf_rule(statement={"managedRuleGroupStatement": {"name": group, "vendorName": "AWS"}})


def path_match(text: str, position: str = "STARTS_WITH", transformed: bool = True) -> Value:
    """A rule on the beginning of paths."""
    match: Properties = {
        "searchString": text,
        "positionalConstraint": position,
        "fieldToMatch": {"uriPath": {}},
        "textTransformations": [{"priority": 0, "type": "NONE"}] if transformed else [],
    }
    return waf_rule(statement={"byteMatchStatement": match}, action={"block": {}}, overrideAction=None)


def answering(code: int, body: str) -> Value:
    """A rule that blocks with an answer of its own."""
    response: Properties = {"responseCode": code, "customResponseBodyKey": body}
    return waf_rule(
        statement={"geoMatchStatement": {"countryCodes": ["IN"]}},
        action={"block": {"customResponse": response}},
        overrideAction=None,
    )


RIGHT: dict[str, Properties] = {
    TASK_DEFINITION: {
        "family": "internal-pe",
        "requiresCompatibilities": ["FARGATE"],
        "networkMode": "awsvpc",
        "cpu": "2048",
        "memory": "4096",
        "executionRoleArn": UNKNOWN,
        **containers(container()),
    },
    SERVICE: {
        "name": "internal-pe",
        "cluster": UNKNOWN,
        "taskDefinition": UNKNOWN,
        "capacityProviderStrategies": [
            {"capacityProvider": "FARGATE", "base": 2, "weight": 1},
            {"capacityProvider": "FARGATE_SPOT", "weight": 4},
        ],
        "networkConfiguration": {"subnets": [UNKNOWN]},
        "loadBalancers": [{"targetGroupArn": UNKNOWN, "containerName": "internal-pe", "containerPort": 8080}],
        "healthCheckGracePeriodSeconds": 60,
    },
    REPOSITORY: {"name": "fivestar/internal-pe", "imageTagMutability": "IMMUTABLE"},
    IMAGE_POLICY: {
        "repository": "internal-pe",
        "policy": text(
            {
                "rules": [
                    {
                        "rulePriority": 1,
                        "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 30},
                        "action": {"type": "expire"},
                    }
                ]
            }
        ),
    },
    FUNCTION: {
        "name": "settle",
        "role": UNKNOWN,
        "runtime": "python3.13",
        "handler": "main.handler",
        "code": UNKNOWN,
        "memorySize": 256,
        "timeout": 30,
        "environment": {"variables": {"TABLE": "transactions"}},
    },
    QUEUE: {
        "name": "webhooks.fifo",
        "fifoQueue": True,
        "visibilityTimeoutSeconds": 60,
        "redrivePolicy": text(
            {"deadLetterTargetArn": "arn:aws:sqs:ap-south-1:123456789014:dead.fifo", "maxReceiveCount": 5}
        ),
    },
    TOPIC: {"name": "alerts"},
    SUBSCRIPTION: {"topic": UNKNOWN, "protocol": "email", "endpoint": "oncall@example.com"},
    LOG_GROUP: {"name": "/ecs/internal-pe", "retentionInDays": 365},
    ALARM: {
        "name": "errors",
        "metricName": "HTTPCode_Target_5XX_Count",
        "namespace": "AWS/ApplicationELB",
        "statistic": "Sum",
        "comparisonOperator": "GreaterThanThreshold",
        "threshold": 10,
        "period": 300,
        "evaluationPeriods": 2,
    },
    EVENT_RULE: {"name": "nightly", "scheduleExpression": "cron(30 14 ? * MON-FRI *)"},
    MACHINE: {
        "name": "settlement",
        "roleArn": UNKNOWN,
        "definition": text({"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 1, "End": True}}}),
    },
    SECRET: {"name": "payments/database", "recoveryWindowInDays": 0},
    PARAMETER: {"name": "/fivestar/prod/url", "type": "String", "value": "https://pay.example.com"},
    ACL: {
        "name": "payments",
        "scope": "REGIONAL",
        "defaultAction": {"allow": {}},
        "visibilityConfig": METRICS,
        "rules": [waf_rule()],
    },
    IP_SET: {"name": "office", "scope": "REGIONAL", "ipAddressVersion": "IPV4", "addresses": ["203.0.113.7/32"]},
    WAF_LOGS: {
        "resourceArn": UNKNOWN,
        "logDestinationConfigs": ["arn:aws:logs:ap-south-1:123456789014:log-group:aws-waf-logs-payments"],
    },
    RECORD: {
        "zoneId": UNKNOWN,
        "name": "pay",
        "type": "A",
        "aliases": [{"name": UNKNOWN, "zoneId": UNKNOWN, "evaluateTargetHealth": True}],
    },
    CERTIFICATE: {"domainName": "*.pay.example.com", "validationMethod": "DNS"},
    TARGET: {
        "serviceNamespace": "ecs",
        "scalableDimension": "ecs:service:DesiredCount",
        "resourceId": "service/payments/internal-pe",
        "minCapacity": 2,
        "maxCapacity": 10,
    },
    SCALING: {
        "serviceNamespace": "ecs",
        "scalableDimension": "ecs:service:DesiredCount",
        "resourceId": "service/payments/internal-pe",
        "policyType": "TargetTrackingScaling",
        "targetTrackingScalingPolicyConfiguration": {
            "targetValue": 70,
            "predefinedMetricSpecification": {"predefinedMetricType": "ECSServiceAverageCPUUtilization"},
        },
    },
    PLAN: {
        "name": "daily",
        "rules": [
            {
                "ruleName": "daily",
                "targetVaultName": UNKNOWN,
                "schedule": "cron(0 20 * * ? *)",
                "lifecycle": {"coldStorageAfter": 30, "deleteAfter": 120},
            }
        ],
    },
    BUDGET: {
        "budgetType": "COST",
        "timeUnit": "MONTHLY",
        "limitAmount": "500",
        "limitUnit": "USD",
        "notifications": [
            {
                "comparisonOperator": "GREATER_THAN",
                "notificationType": "ACTUAL",
                "threshold": 80,
                "thresholdType": "PERCENTAGE",
                "subscriberEmailAddresses": ["finance@example.com"],
            }
        ],
    },
    DISTRIBUTION: {
        "enabled": True,
        "origins": [{"originId": "lb", "domainName": "pay.example.com"}],
        "defaultCacheBehavior": {
            "targetOriginId": "lb",
            "viewerProtocolPolicy": "redirect-to-https",
            "allowedMethods": ["HEAD", "GET"],
            "cachedMethods": ["GET", "HEAD"],
        },
        "viewerCertificate": {"cloudfrontDefaultCertificate": True},
        "restrictions": {"geoRestriction": {"restrictionType": "none"}},
    },
}

DEFINITIONS = "containerDefinitions"
WRONG = [
    wrong(TASK_DEFINITION, {"memory": "2048"}, "memory", "2048", "4096 to 16384"),
    wrong(TASK_DEFINITION, {"cpu": "8192", "memory": "18432"}, "memory", "16384 to 61440 in steps of 4096"),
    wrong(TASK_DEFINITION, {"cpu": "3 vCPU"}, "cpu", "no CPU size"),
    wrong(TASK_DEFINITION, {"networkMode": "bridge"}, "networkMode", "awsvpc"),
    wrong(TASK_DEFINITION, {"cpu": ABSENT}, "cpu", "Fargate requires"),
    wrong(TASK_DEFINITION, {"executionRoleArn": ABSENT}, "executionRoleArn", "ECR"),
    wrong(TASK_DEFINITION, {"executionRoleArn": ABSENT}, "executionRoleArn", "secrets"),
    wrong(TASK_DEFINITION, {DEFINITIONS: "[{"}, DEFINITIONS, "valid JSON"),
    wrong(TASK_DEFINITION, {DEFINITIONS: "[]"}, DEFINITIONS, "empty"),
    wrong(TASK_DEFINITION, containers(container(name=None)), DEFINITIONS, "no name"),
    wrong(TASK_DEFINITION, containers(container(image=None)), DEFINITIONS, "internal-pe", "no image"),
    wrong(TASK_DEFINITION, containers(container(), container(portMappings=[])), DEFINITIONS, "same name"),
    wrong(TASK_DEFINITION, containers(container(essential=False)), DEFINITIONS, "essential"),
    wrong(TASK_DEFINITION, containers(container(memory=5000)), DEFINITIONS, "5000", "4096"),
    wrong(TASK_DEFINITION, containers(container(memory="512")), DEFINITIONS, "whole number"),
    wrong(TASK_DEFINITION, containers(container(cpu=4096)), "cpu", "4096", "2048"),
    wrong(
        TASK_DEFINITION,
        containers(container(portMappings=[{"containerPort": 8080, "hostPort": 80}])),
        DEFINITIONS,
        "hostPort 80",
    ),
    wrong(TASK_DEFINITION, containers(container(), container(name="sidecar")), DEFINITIONS, "8080/tcp", "twice"),
    wrong(TASK_DEFINITION, containers(container(environment=[{"name": "N", "value": 1}])), DEFINITIONS, "quotes"),
    wrong(TASK_DEFINITION, containers(container(healthCheck={"command": ["curl"]})), DEFINITIONS, "CMD-SHELL"),
    wrong(TASK_DEFINITION, containers(container(secrets=[{"name": "A"}])), DEFINITIONS, "valueFrom"),
    wrong(TASK_DEFINITION, containers(container(logConfiguration={"logDriver": "gelf"})), DEFINITIONS, "gelf"),
    wrong(TASK_DEFINITION, containers(container(logConfiguration={"logDriver": "awslogs"})), DEFINITIONS, "-group"),
    wrong(TASK_DEFINITION, containers(container(mountPoints=[{"sourceVolume": "tmp"}])), DEFINITIONS, "volumes"),
    wrong(SERVICE, {"launchType": "FARGATE"}, "launchType", "remove one"),
    wrong(
        SERVICE,
        {"capacityProviderStrategies": [{"capacityProvider": name, "base": 1} for name in ("FARGATE", "FARGATE_SPOT")]},
        "capacityProviderStrategies",
        "only one",
    ),
    wrong(
        SERVICE,
        {"capacityProviderStrategies": [{"capacityProvider": name, "weight": 1} for name in ("FARGATE", "my-asg")]},
        "capacityProviderStrategies",
        "mixed",
    ),
    wrong(SERVICE, {"networkConfiguration": ABSENT}, "networkConfiguration", "subnets"),
    wrong(SERVICE, {"loadBalancers": ABSENT}, "healthCheckGracePeriodSeconds", "load balancers"),
    wrong(REPOSITORY, {"name": "Fivestar/PE"}, "name", "lower-case"),
    wrong(IMAGE_POLICY, {"policy": text({"rules": [{"rulePriority": 1}]})}, "policy", "tagStatus"),
    wrong(FUNCTION, {"memorySize": 64}, "memorySize", "128 to 10,240"),
    wrong(FUNCTION, {"timeout": 901}, "timeout", "900"),
    wrong(FUNCTION, {"runtime": "python-3.13"}, "runtime", "python3.13"),
    wrong(FUNCTION, {"handler": ABSENT}, "handler", "Zip"),
    wrong(FUNCTION, {"imageUri": IMAGE}, "imageUri", "one package"),
    wrong(FUNCTION, {"environment": {"variables": {"AWS_REGION": "x"}}}, "environment.variables", "reserved"),
    wrong(QUEUE, {"name": "webhooks"}, "name", ".fifo"),
    wrong(QUEUE, {"visibilityTimeoutSeconds": 50000}, "visibilityTimeoutSeconds", "43,200"),
    wrong(QUEUE, {"messageRetentionSeconds": 30}, "messageRetentionSeconds", "60"),
    wrong(QUEUE, {"redrivePolicy": text({"maxReceiveCount": 5})}, "redrivePolicy", "deadLetterTargetArn"),
    wrong(QUEUE, {"fifoQueue": False, "name": "w", "deduplicationScope": "queue"}, "deduplicationScope", "FIFO"),
    wrong(TOPIC, {"name": "fivestar alerts"}, "name", "letters"),
    wrong(SUBSCRIPTION, {"endpoint": "oncall"}, "endpoint", "e-mail"),
    wrong(SUBSCRIPTION, {"protocol": "slack"}, "protocol", "https"),
    wrong(LOG_GROUP, {"retentionInDays": 10}, "retentionInDays", "7, 14"),
    wrong(LOG_GROUP, {"name": "pe logs"}, "name", "1 to 512"),
    wrong(LOG_GROUP, {"kmsKeyId": "alias/logs"}, "kmsKeyId", "ARN"),
    wrong(ALARM, {"comparisonOperator": ">"}, "comparisonOperator", "GreaterThanThreshold"),
    wrong(ALARM, {"extendedStatistic": "p99"}, "extendedStatistic", "one of them"),
    wrong(ALARM, {"threshold": ABSENT}, "threshold", "number"),
    wrong(ALARM, {"period": 90}, "period", "multiple of 60"),
    wrong(ALARM, {"datapointsToAlarm": 3}, "datapointsToAlarm", "evaluationPeriods 2"),
    wrong(EVENT_RULE, {"scheduleExpression": "rate(5 minute)"}, "scheduleExpression", "5 minutes"),
    wrong(EVENT_RULE, {"scheduleExpression": "cron(0 20 * * *)"}, "scheduleExpression", "5 fields", "six"),
    wrong(EVENT_RULE, {"scheduleExpression": "cron(0 20 * * * *)"}, "scheduleExpression", "must be ?"),
    wrong(EVENT_RULE, {"scheduleExpression": "0 20 * * *"}, "scheduleExpression", "cron(…)"),
    wrong(EVENT_RULE, {"eventPattern": text({"source": "aws.ecs"})}, "eventPattern", "list"),
    wrong(MACHINE, {"definition": text({"StartAt": "Go", "States": {}})}, "definition", "States"),
    wrong(MACHINE, {"definition": text({"StartAt": "A", "States": {"A": {"Type": "Pass"}}})}, "definition", "Next"),
    wrong(SECRET, {"recoveryWindowInDays": 3}, "recoveryWindowInDays", "7 to 30"),
    wrong(SECRET, {"name": "payments database"}, "name", "1 to 512"),
    wrong(PARAMETER, {"name": "fivestar/url"}, "name", "/fivestar/url"),
    wrong(PARAMETER, {"name": "/aws/url"}, "name", "keeps"),
    wrong(PARAMETER, {"value": "x" * 4097}, "value", "4097", "4096"),
    wrong(PARAMETER, {"type": "Text"}, "type", "SecureString"),
    wrong(ACL, {"scope": "GLOBAL"}, "scope", "CLOUDFRONT"),
    wrong(ACL, {"scope": "CLOUDFRONT"}, "scope", "us-east-1"),
    wrong(ACL, {"defaultAction": {"allow": {}, "block": {}}}, "defaultAction", "exactly one"),
    wrong(ACL, {"rules": [waf_rule(), waf_rule(name="other")]}, "rules[1].priority", "twice"),
    wrong(ACL, {"rules": [waf_rule(action={"block": {}})]}, "rules[0].action", "overrideAction"),
    wrong(ACL, {"rules": [rate(5, 300)]}, "rules[0].statement.rateBasedStatement.limit", "10"),
    wrong(ACL, {"rules": [rate(100, 30)]}, "rules[0].statement.rateBasedStatement.evaluationWindowSec", "60, 120, 300"),
    wrong(ACL, {"rules": [managed("AWSManagedRulesComonRuleSet")]}, f"{MANAGED}.name", "AWSManagedRules"),
    wrong(ACL, {"rules": [answering(700, "busy")]}, f"{RESPONSE}.responseCode", "200 to 599"),
    wrong(ACL, {"rules": [answering(429, "lost")]}, f"{RESPONSE}.customResponseBodyKey", "lost"),
    wrong(ACL, {"rules": [path_match("/", "PREFIX")]}, f"{MATCH}.positionalConstraint", "STARTS_WITH"),
    wrong(ACL, {"rules": [path_match("x" * 201)]}, f"{MATCH}.searchString", "201", "200"),
    wrong(ACL, {"rules": [path_match("/", transformed=False)]}, f"{MATCH}.textTransformations", "NONE"),
    wrong(ACL, {"rules": [waf_rule(name=f"r{at}", priority=at) for at in range(8)]}, "rules", "5,600", "5,000"),
    wrong(WAF_LOGS, {"redactedFields": [{"singleHeader": {"name": "Cookie"}}]}, f"{REDACTED}.name", "lower case"),
    wrong(WAF_LOGS, {"redactedFields": [{}]}, "redactedFields[0]", "exactly one"),
    wrong(WAF_LOGS, {"loggingFilter": {"defaultBehavior": "KEEP_ALL"}}, "loggingFilter.defaultBehavior", "DROP"),
    wrong(IP_SET, {"addresses": ["203.0.113.7"]}, "addresses[0]", "CIDR"),
    wrong(WAF_LOGS, {"logDestinationConfigs": ["arn:aws:s3:::payments"]}, "logDestinationConfigs[0]", "aws-waf-logs-"),
    wrong(RECORD, {"ttl": 300}, "ttl", "alias"),
    wrong(RECORD, {"aliases": ABSENT}, "records", "aliases"),
    wrong(RECORD, {"aliases": ABSENT, "ttl": 60, "records": ["::1"]}, "records[0]", "IPv4"),
    wrong(RECORD, {"type": "ALIAS"}, "type", "CNAME"),
    wrong(CERTIFICATE, {"domainName": "pay.example.com."}, "domainName", "domain name"),
    wrong(TARGET, {"minCapacity": 11}, "minCapacity", "maxCapacity 10"),
    wrong(TARGET, {"resourceId": "internal-pe"}, "resourceId", "service/CLUSTER/SERVICE"),
    wrong(TARGET, {"scalableDimension": "DesiredCount"}, "scalableDimension", "ecs:service:DesiredCount"),
    wrong(
        SCALING,
        {"targetTrackingScalingPolicyConfiguration": ABSENT},
        "targetTrackingScalingPolicyConfiguration",
        "TargetTrackingScaling",
    ),
    wrong(
        PLAN,
        {"rules": [{"ruleName": "d", "lifecycle": {"coldStorageAfter": 30, "deleteAfter": 60}}]},
        "rules[0].lifecycle.deleteAfter",
        "120",
    ),
    wrong(BUDGET, {"limitUnit": ABSENT}, "limitUnit", "USD"),
    wrong(BUDGET, {"timeUnit": "WEEKLY"}, "timeUnit", "MONTHLY"),
    wrong(
        DISTRIBUTION,
        {"defaultCacheBehavior": {"targetOriginId": "s3"}},
        "defaultCacheBehavior.targetOriginId",
        "no origin",
    ),
    wrong(
        DISTRIBUTION,
        {
            "viewerCertificate": {
                "acmCertificateArn": "arn:aws:acm:ap-south-1:123456789014:certificate/1",
                "sslSupportMethod": "sni-only",
            }
        },
        "viewerCertificate.acmCertificateArn",
        "us-east-1",
    ),
]


@pytest.mark.parametrize("type", RIGHT)
def test_what_aws_accepts_of_a_service_is_accepted(type: str) -> None:
    assert judged(type, RIGHT[type]) == []


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_what_aws_refuses_of_a_service_is_refused_where_it_is_wrong(case: Wrong) -> None:
    assert_refused(case, RIGHT[case.type])


@pytest.mark.parametrize(
    ("cpu", "memory"),
    [
        ("256", "512"),
        ("0.25 vCPU", "2 GB"),
        ("1024", "8192"),
        ("4096", "30720"),
        ("8192", "61440"),
        ("16384", "122880"),
    ],
)
def test_every_corner_of_the_fargate_table_is_accepted(cpu: str, memory: str) -> None:
    task = {**RIGHT[TASK_DEFINITION], "cpu": cpu, "memory": memory}
    assert judged(TASK_DEFINITION, task) == []


@pytest.mark.parametrize(
    "expression", ["rate(1 hour)", "rate(15 minutes)", "cron(0/15 9-17 L * ? *)", "cron(0 10 ? * 6#3 2030-2040)"]
)
def test_schedules_of_every_form_are_accepted(expression: str) -> None:
    assert judged(EVENT_RULE, {"name": "often", "scheduleExpression": expression}) == []


def test_every_rule_states_its_types_error_and_documentation() -> None:
    for rule in rules():
        assert rule.types
        assert all(type.startswith("aws:") for type in rule.types)
        assert rule.code
        assert rule.source.startswith("https://")


def test_no_two_rules_have_the_same_name() -> None:
    names = [rule.name for rule in rules()]
    assert sorted({name for name in names if names.count(name) > 1}) == []
