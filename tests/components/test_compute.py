"""What services, jobs and the cluster register for settings that Fivestar does not use."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from components.cluster import Cluster, ClusterArgs
from components.deployments import DeploymentArgs, longest_minutes
from components.job import Job, JobArgs, JobScheduleArgs
from components.key_policy import key_policy
from components.service import Service, ServiceArgs
from components.task_definition import TaskArgs
from components.task_permissions import TaskRolesArgs
from components.task_roles import TaskRoles
from tests.components.fivestar import recorded
from tests.components.recorder import Recorder, record
from tests.settings.stack_files import changed, config

ACCOUNT = "123456789012"
REGION = "ap-south-1"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1"
SERVICE = "aws:ecs/service:Service"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
RULE = "aws:lb/listenerRule:ListenerRule"
GROUP = "aws:lb/targetGroup:TargetGroup"

ROLES: TaskRolesArgs = {"account_id": ACCOUNT, "region": REGION, "secrets_key_arn": KEY}
WHAT_RUNS: TaskArgs = {
    "family": "dev-api",
    "container_name": "api",
    "image": "example.com/api:1.4.2",
    "cpu": 512,
    "memory": 1024,
    "environment": {},
    "secrets": {},
    "writable_paths": [],
    "stop_seconds": 30,
    "keep_revisions": True,
    "roles": ROLES,
    "log_group_name": "/ecs/dev-api",
    "log_retention_days": 7,
    "logs_key_arn": KEY,
    "region": REGION,
}
WORKER: ServiceArgs = {
    "task": WHAT_RUNS,
    "service_name": "dev-api-service",
    "port": 8080,
    "desired_tasks": 2,
    "minimum_healthy_percent": 100,
    "maximum_percent": 200,
    "cluster_name": "payments",
    "cluster_arn": f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/payments",
    "capacity": [{"provider": "FARGATE", "base": 0, "weight": 1}],
    "vpc_id": "vpc-1",
    "subnet_ids": ["subnet-1", "subnet-2"],
    "security_group_id": "sg-1",
    "routes": [],
}
API: ServiceArgs = {
    **WORKER,
    "listener_arn": "arn:listener",
    "load_balancer_arn_suffix": "app/alb/1",
    "health_check": {"path": "/health", "interval": 30, "timeout": 5, "retries": 3, "start_period": 60},
    "routes": [{"paths": ["/api/*"], "hosts": [], "priority": 100}],
}
SHIFTED: ServiceArgs = {**API, "deployment": {"strategy": "BLUE_GREEN", "bake_minutes": 5}}
JOB: JobArgs = {
    "task": WHAT_RUNS,
    "account_id": ACCOUNT,
    "cluster_arn": f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/payments",
    "tasks": 1,
    "capacity": [{"provider": "FARGATE", "base": 0, "weight": 1}],
    "subnet_ids": ["subnet-1", "subnet-2"],
    "security_group_id": "sg-1",
}
NIGHTLY: JobScheduleArgs = {
    "expression": "cron(0 2 * * ? *)",
    "timezone": "Asia/Kolkata",
    "enabled": True,
    "flexible_minutes": 0,
    "retries": 2,
    "retry_minutes": 30,
}


def service(args: ServiceArgs) -> Recorder:
    return record(lambda: Service("api", args))


def containers(recorder: Recorder, task: str = "api-task") -> dict[str, dict[str, Any]]:
    definitions = json.loads(recorder.only(TASK, task).inputs["containerDefinitions"])
    return {definition["name"]: definition for definition in definitions}


def running(**changes: object) -> dict[str, dict[str, Any]]:
    """The containers of a worker whose task has these arguments."""
    task: TaskArgs = {**WHAT_RUNS, **changes}  # type: ignore[typeddict-item]
    return containers(service({**WORKER, "task": task}))


def allowed(recorder: Recorder, policy: str) -> dict[str, dict[str, Any]]:
    document = json.loads(recorder.only("aws:iam/rolePolicy:RolePolicy", policy).inputs["policy"])
    return {statement["Sid"]: statement for statement in document["Statement"]}


def test_a_worker_has_no_port_no_target_group_and_no_grace_period() -> None:
    recorder = service(WORKER)
    inputs = recorder.only(SERVICE).inputs
    assert "portMappings" not in containers(recorder)["api"]
    assert "loadBalancers" not in inputs
    assert "healthCheckGracePeriodSeconds" not in inputs
    assert recorder.all(GROUP) == recorder.all(RULE) == []


def test_a_task_is_started_as_it_is_asked_for() -> None:
    args: TaskArgs = {
        **WHAT_RUNS,
        "architecture": "ARM64",
        "ephemeral_storage_gb": 50,
        "entry_point": ["/app"],
        "command": ["serve", "--port", "8080"],
        "user": "1000:1000",
        "init_process": False,
        "limits": [{"name": "nofile", "soft": 1024, "hard": 65536}],
    }
    recorder = service({**WORKER, "task": args})
    task = recorder.only(TASK).inputs
    assert task["runtimePlatform"] == {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"}
    assert task["ephemeralStorage"] == {"sizeInGib": 50}
    api = containers(recorder)["api"]
    assert (api["entryPoint"], api["command"], api["user"]) == (["/app"], ["serve", "--port", "8080"], "1000:1000")
    assert api["ulimits"] == [{"name": "nofile", "softLimit": 1024, "hardLimit": 65536}]
    assert "linuxParameters" not in api


def test_sidecars_share_neither_volumes_nor_streams_with_the_main_container() -> None:
    args: TaskArgs = {
        **WHAT_RUNS,
        "writable_paths": ["/tmp"],  # noqa: S108  (a path in the container)
        "sidecars": [
            {
                "name": "proxy",
                "image": "example.com/proxy:1",
                "cpu": 64,
                "memory": 128,
                "essential": False,
                "ports": [8443],
                "environment": {"MODE": "tls"},
                "secrets": {"CERTIFICATE": "arn:secret"},
                "depends_on": {"cache": "HEALTHY"},
                "writable_paths": ["/tmp"],  # noqa: S108
            },
            {
                "name": "cache",
                "image": "example.com/cache:1",
                "health": {"command": "true", "interval": 5, "timeout": 2, "retries": 1, "start_period": 0},
            },
        ],
    }
    recorder = service({**WORKER, "task": args})
    assert [volume["name"] for volume in recorder.only(TASK).inputs["volumes"]] == ["tmp", "proxy-tmp"]
    found = containers(recorder)
    assert list(found) == ["api", "proxy", "cache"]
    proxy = found["proxy"]
    assert (proxy["essential"], proxy["cpu"], proxy["memory"], proxy["readonlyRootFilesystem"]) == (
        False,
        64,
        128,
        True,
    )
    assert proxy["dependsOn"] == [{"containerName": "cache", "condition": "HEALTHY"}]
    assert proxy["mountPoints"] == [{"sourceVolume": "proxy-tmp", "containerPath": "/tmp", "readOnly": False}]  # noqa: S108
    assert proxy["logConfiguration"]["options"]["awslogs-group"] == "/ecs/dev-api"
    assert found["cache"]["healthCheck"]["command"] == ["CMD-SHELL", "true"]


@pytest.mark.parametrize(("kind", "command"), [("xray", None), ("otel", ["--config=/etc/ecs/ecs-xray.yaml"])])
def test_the_collector_of_traces_may_stop_without_the_task(kind: str, command: list[str] | None) -> None:
    found = running(tracing={"kind": kind, "image": "example.com/collector:1", "cpu": 32, "memory": 256})
    collector = found["tracing"]
    assert (collector["essential"], collector.get("command")) == (False, command)


def test_routed_logs_go_to_the_tasks_own_group_unless_told_otherwise() -> None:
    router = {"image": "example.com/fluent-bit:1", "cpu": 32, "memory": 128}
    found = running(log_router=router)
    options = found["api"]["logConfiguration"]["options"]
    assert found["api"]["logConfiguration"]["logDriver"] == "awsfirelens"
    assert (options["Name"], options["log_group_name"], options["auto_create_group"]) == (
        "cloudwatch_logs",
        "/ecs/dev-api",
        "false",
    )
    assert found["api"]["dependsOn"] == [{"containerName": "log-router", "condition": "START"}]
    assert found["log-router"]["firelensConfiguration"] == {"type": "fluentbit"}
    assert found["log-router"]["logConfiguration"]["logDriver"] == "awslogs"
    elsewhere = running(
        log_router={**router, "options": {"Name": "http"}, "secret_options": {"http_Passwd": "arn:secret"}}
    )
    assert elsewhere["api"]["logConfiguration"]["options"] == {"Name": "http"}
    assert elsewhere["api"]["logConfiguration"]["secretOptions"] == [{"name": "http_Passwd", "valueFrom": "arn:secret"}]


def test_a_shell_needs_folders_to_write_to_and_nothing_else_of_the_file_system() -> None:
    api = running(exec=True)["api"]
    assert api["readonlyRootFilesystem"] is True
    assert [mount["containerPath"] for mount in api["mountPoints"]] == ["/var/lib/amazon", "/var/log/amazon"]


def test_the_shells_rights_reach_only_its_log_group_and_key() -> None:
    shell: TaskRolesArgs = {**ROLES, "shell": {"log_group_name": "/aws/ecs/exec/payments", "sessions_key_arn": KEY}}
    found = allowed(record(lambda: TaskRoles("roles", shell)), "roles-task")
    assert found["LogShellSessions"]["Resource"] == [
        f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/ecs/exec/payments:*"
    ]
    assert found["DecryptShellSessions"]["Resource"] == [KEY]
    assert set(found["OpenShellChannels"]["Action"]) == {
        f"ssmmessages:{verb}{kind}Channel" for verb in ("Create", "Open") for kind in ("Control", "Data")
    }


def test_access_reaches_what_is_named_and_its_key_through_its_service_only() -> None:
    args: TaskRolesArgs = {
        **ROLES,
        "table_arns": ["arn:table"],
        "tables_key_arn": f"{KEY}-tables",
        "queue_arns": ["arn:queue"],
        "queues_key_arn": f"{KEY}-queues",
        "bucket_arns": ["arn:bucket"],
        "buckets_key_arn": f"{KEY}-buckets",
        "traces": True,
        "routed_log_group": "/ecs/dev-api",
    }
    found = allowed(record(lambda: TaskRoles("roles", args)), "roles-task")
    assert found["UseTables"]["Resource"] == ["arn:table", "arn:table/index/*"]
    assert found["UseQueues"]["Resource"] == ["arn:queue"]
    assert {"sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"} < set(found["UseQueues"]["Action"])
    assert found["UseObjects"]["Resource"] == ["arn:bucket/*"]
    assert found["ListBuckets"]["Resource"] == ["arn:bucket"]
    for kind, name in (("Tables", "dynamodb"), ("Queues", "sqs"), ("Buckets", "s3")):
        use = found[f"UseKeyOf{kind}"]
        assert use["Resource"] == [f"{KEY}-{kind.lower()}"]
        assert use["Condition"] == {"StringEquals": {"kms:ViaService": [f"{name}.{REGION}.amazonaws.com"]}}
    assert found["WriteRoutedLogs"]["Resource"] == [f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/ecs/dev-api:*"]
    assert "xray:PutTraceSegments" in found["SendTraces"]["Action"]


def test_the_load_balancer_speaks_tls_to_tasks_and_spreads_requests_as_told() -> None:
    recorder = service(
        {
            **API,
            "targets": {
                "protocol": "HTTPS",
                "algorithm": "least_outstanding_requests",
                "deregistration_seconds": 10,
                "sticky_seconds": 3600,
            },
        }
    )
    group = recorder.only(GROUP).inputs
    assert (group["protocol"], group["healthCheck"]["protocol"]) == ("HTTPS", "HTTPS")
    assert (group["loadBalancingAlgorithmType"], group["deregistrationDelay"]) == ("least_outstanding_requests", 10)
    assert group["stickiness"] == {"type": "lb_cookie", "cookieDuration": 3600, "enabled": True}


def test_a_prefix_is_removed_before_the_service_sees_it() -> None:
    routes: list[Any] = [
        {"paths": ["/v1.pay/*"], "hosts": ["pay.example.com"], "priority": 1, "strip_prefix": "/v1.pay"}
    ]
    rule = service({**API, "routes": routes}).only(RULE).inputs
    rewrite = {"regex": "^/v1\\.pay(/|$)(.*)$", "replace": "/$2"}
    assert rule["transforms"] == [{"type": "url-rewrite", "urlRewriteConfig": {"rewrite": rewrite}}]
    assert {"hostHeader": {"values": ["pay.example.com"]}} in rule["conditions"]


def test_a_rolling_deployment_has_a_circuit_breaker_and_one_target_group() -> None:
    recorder = service(API)
    inputs = recorder.only(SERVICE).inputs
    assert inputs["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}
    assert "deploymentConfiguration" not in inputs
    assert len(recorder.all(GROUP)) == 1
    assert recorder.only(RULE).ignore_changes == ()


def test_shifted_traffic_has_two_target_groups_a_rule_whose_weights_are_ecs_own_and_a_role() -> None:
    recorder = service(SHIFTED)
    inputs = recorder.only(SERVICE).inputs
    assert inputs["deploymentConfiguration"] == {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": "5"}
    assert "deploymentCircuitBreaker" not in inputs
    (attachment,) = inputs["loadBalancers"]
    mock = f"arn:aws:mock:{REGION}:{ACCOUNT}"
    assert attachment["targetGroupArn"] == f"{mock}:api-tg"
    assert attachment["advancedConfiguration"] == {
        "alternateTargetGroupArn": f"{mock}:api-alt",
        "productionListenerRule": f"{mock}:api-route-1",
        "roleArn": f"{mock}:api-traffic",
    }
    rule = recorder.only(RULE)
    assert rule.ignore_changes == ("actions",)
    assert [group["weight"] for group in rule.inputs["actions"][0]["forward"]["targetGroups"]] == [100, 0]
    attached = recorder.only("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "api-traffic").inputs["policyArn"]
    assert attached == "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"
    trust = json.loads(recorder.only("aws:iam/role:Role", "api-traffic").inputs["assumeRolePolicy"])["Statement"][0]
    assert trust["Principal"] == {"Service": "ecs.amazonaws.com"}
    assert "Condition" not in trust


@pytest.mark.parametrize(
    ("deployment", "expected"),
    [
        (
            {"strategy": "CANARY", "bake_minutes": 5, "canary_percent": 10, "canary_bake_minutes": 15},
            {"canaryConfiguration": {"canaryPercent": 10, "canaryBakeTimeInMinutes": "15"}},
        ),
        (
            {"strategy": "LINEAR", "bake_minutes": 5, "step_percent": 20, "step_bake_minutes": 2},
            {"linearConfiguration": {"stepPercent": 20, "stepBakeTimeInMinutes": "2"}},
        ),
    ],
)
def test_traffic_shifts_in_a_trial_or_in_steps(deployment: Any, expected: dict[str, object]) -> None:  # noqa: ANN401
    configuration = service({**API, "deployment": deployment}).only(SERVICE).inputs["deploymentConfiguration"]
    assert configuration == {"strategy": deployment["strategy"], "bakeTimeInMinutes": "5", **expected}


def test_pulumi_waits_as_long_as_the_phases_of_a_deployment_take() -> None:
    assert longest_minutes({}) == 20
    assert longest_minutes({"strategy": "BLUE_GREEN", "bake_minutes": 30}) == 50
    linear: DeploymentArgs = {"strategy": "LINEAR", "bake_minutes": 5, "step_percent": 30, "step_bake_minutes": 6}
    assert longest_minutes(linear) == 49


def test_test_requests_reach_the_new_tasks_first() -> None:
    test = {"header": "x-release", "value": "next", "priority": 90}
    args: ServiceArgs = {**API, "deployment": {"strategy": "BLUE_GREEN", "bake_minutes": 5, "test_route": test}}  # type: ignore[typeddict-item]
    recorder = service(args)
    rule = recorder.only(RULE, "api-test")
    assert rule.inputs["priority"] == 90
    assert {"httpHeader": {"httpHeaderName": "x-release", "values": ["next"]}} in rule.inputs["conditions"]
    (attachment,) = recorder.only(SERVICE).inputs["loadBalancers"]
    assert attachment["advancedConfiguration"]["testListenerRule"].endswith(":api-test")


def test_errors_of_old_and_new_tasks_roll_a_deployment_back() -> None:
    shifted: dict[str, Any] = {**SHIFTED["deployment"]}
    deployment: Any = {
        **shifted,
        "rollback_on": {"error_percent": 5, "minutes": 2},
        "rollback_alarms": ["checkout-latency"],
    }
    recorder = service({**API, "deployment": deployment})
    alarm = recorder.only("aws:cloudwatch/metricAlarm:MetricAlarm").inputs
    assert (alarm["threshold"], alarm["evaluationPeriods"], alarm["treatMissingData"]) == (5, 2, "notBreaching")
    groups = {query["metric"]["dimensions"]["TargetGroup"] for query in alarm["metricQueries"] if "metric" in query}
    assert groups == {"targetgroup/api-tg/1", "targetgroup/api-alt/1"}
    alarms = recorder.only(SERVICE).inputs["alarms"]
    assert alarms == {"alarmNames": ["checkout-latency", "api-rollback"], "enable": True, "rollback": True}


def test_a_service_scales_by_every_figure_and_by_the_clock() -> None:
    sale: Any = {"name": "sale", "expression": "cron(0 8 * * ? *)", "timezone": "Asia/Kolkata", "fewest": 4, "most": 8}
    recorder = service(
        {
            **API,
            "scaling": {
                "fewest": 2,
                "most": 6,
                "memory_percent": 75,
                "requests_per_target": 1000,
                "scale_out_seconds": 30,
                "scale_in_seconds": 600,
                "schedules": [sale],
            },
        }
    )
    policies = {
        policy.name: policy.inputs["targetTrackingScalingPolicyConfiguration"]
        for policy in recorder.all("aws:appautoscaling/policy:Policy")
    }
    assert set(policies) == {"api-memory", "api-requests"}
    requests = policies["api-requests"]
    assert requests["predefinedMetricSpecification"] == {
        "predefinedMetricType": "ALBRequestCountPerTarget",
        "resourceLabel": "app/alb/1/targetgroup/api-tg/1",
    }
    assert (requests["scaleOutCooldown"], requests["scaleInCooldown"]) == (30, 600)
    action = recorder.only("aws:appautoscaling/scheduledAction:ScheduledAction", "api-sale").inputs
    assert (action["schedule"], action["timezone"]) == ("cron(0 8 * * ? *)", "Asia/Kolkata")
    assert action["scalableTargetAction"] == {"minCapacity": 4, "maxCapacity": 8}


def test_a_count_that_something_else_manages_is_left_alone() -> None:
    assert service({**WORKER, "desired_managed_elsewhere": True}).only(SERVICE).ignore_changes == ("desiredCount",)
    assert service(WORKER).only(SERVICE).ignore_changes == ()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({**WORKER, "routes": API["routes"]}, "give it a health_check"),
        ({**WORKER, "routes": API["routes"], "health_check": API["health_check"]}, "give it the listener_arn"),
        ({**SHIFTED, "routes": [*API["routes"], *API["routes"]]}, "exactly one"),
        ({**WORKER, "deployment": {"rollback_on": {"error_percent": 5, "minutes": 2}}}, "has rollback_on"),
        (
            {
                **WORKER,
                "scaling": {
                    "fewest": 1,
                    "most": 2,
                    "requests_per_target": 9,
                    "scale_out_seconds": 0,
                    "scale_in_seconds": 0,
                },
            },
            "scales by requests",
        ),
    ],
)
def test_arguments_that_do_not_fit_together_are_refused(args: ServiceArgs, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        service(args)


def test_a_job_by_hand_is_a_task_definition_and_nothing_that_starts_it() -> None:
    recorder = record(lambda: Job("report", JOB))
    assert recorder.only(TASK, "report-task").inputs["family"] == "dev-api"
    assert recorder.all("aws:scheduler/schedule:Schedule") == recorder.all(SERVICE) == []


def test_a_scheduled_job_starts_in_its_time_zone_in_private_subnets() -> None:
    schedule: JobScheduleArgs = {**NIGHTLY, "flexible_minutes": 15, "dead_letter_arn": "arn:queue"}
    inputs = record(lambda: Job("report", {**JOB, "schedule": schedule})).only("aws:scheduler/schedule:Schedule").inputs
    assert (inputs["scheduleExpression"], inputs["scheduleExpressionTimezone"]) == ("cron(0 2 * * ? *)", "Asia/Kolkata")
    assert inputs["flexibleTimeWindow"] == {"mode": "FLEXIBLE", "maximumWindowInMinutes": 15}
    target = inputs["target"]
    assert target["retryPolicy"] == {"maximumRetryAttempts": 2, "maximumEventAgeInSeconds": 1800}
    assert target["deadLetterConfig"] == {"arn": "arn:queue"}
    ecs = target["ecsParameters"]
    assert ecs["networkConfiguration"]["assignPublicIp"] is False
    assert (ecs["taskCount"], ecs["enableExecuteCommand"]) == (1, False)


def test_the_schedules_role_starts_this_family_in_this_cluster_and_nothing_else() -> None:
    schedule: JobScheduleArgs = {**NIGHTLY, "dead_letter_arn": "arn:queue", "dead_letter_key_arn": KEY}
    recorder = record(lambda: Job("report", {**JOB, "schedule": schedule}))
    found = allowed(recorder, "report-starter")
    assert found["RunTheTask"]["Resource"] == [f"arn:aws:ecs:{REGION}:{ACCOUNT}:task-definition/dev-api:*"]
    assert found["RunTheTask"]["Condition"] == {"ArnEquals": {"ecs:cluster": JOB["cluster_arn"]}}
    assert found["PassItsRoles"]["Condition"] == {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    assert len(found["PassItsRoles"]["Resource"]) == 2
    assert found["TagIt"]["Resource"] == [f"arn:aws:ecs:{REGION}:{ACCOUNT}:task/payments/*"]
    assert found["ReportFailedStarts"]["Resource"] == ["arn:queue"]
    trust = json.loads(recorder.only("aws:iam/role:Role", "report-starter").inputs["assumeRolePolicy"])["Statement"][0]
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": ACCOUNT},
        "ArnLike": {"aws:SourceArn": f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule-group/default"},
    }


CLUSTER: ClusterArgs = {
    "cluster_name": "payments",
    "capacity": [{"provider": "FARGATE", "base": 2, "weight": 1}],
    "container_insights": "disabled",
    "log_retention_days": 7,
    "logs_key_arn": KEY,
}


def test_shell_sessions_are_encrypted_and_recorded() -> None:
    sessions: ClusterArgs = {
        **CLUSTER,
        "shell_sessions": {"log_group_name": "/aws/ecs/exec/payments", "key_arn": f"{KEY}-sessions"},
        "storage_key_arn": f"{KEY}-tasks",
    }
    recorder = record(lambda: Cluster("cluster", sessions))
    configuration = recorder.only("aws:ecs/cluster:Cluster").inputs["configuration"]
    command = configuration["executeCommandConfiguration"]
    assert (command["kmsKeyId"], command["logging"]) == (f"{KEY}-sessions", "OVERRIDE")
    assert command["logConfiguration"] == {
        "cloudWatchLogGroupName": "/aws/ecs/exec/payments",
        "cloudWatchEncryptionEnabled": True,
    }
    assert configuration["managedStorageConfiguration"] == {"fargateEphemeralStorageKmsKeyId": f"{KEY}-tasks"}
    group = recorder.only("aws:cloudwatch/logGroup:LogGroup", "cluster-sessions").inputs
    assert (group["name"], group["kmsKeyId"]) == ("/aws/ecs/exec/payments", KEY)


def test_a_cluster_without_any_of_it_is_left_to_ecs() -> None:
    assert "configuration" not in record(lambda: Cluster("cluster", CLUSTER)).only("aws:ecs/cluster:Cluster").inputs


@pytest.mark.parametrize(
    ("data_class", "judge"),
    [
        ("tasks", lambda by_sid: by_sid["GrantsForDisksOfTasks"]["Principal"] == {"Service": "fargate.amazonaws.com"}),
        ("sessions", lambda by_sid: "aws:ssm:SessionId" in str(by_sid["UseInSessionsOnly"]["Condition"])),
    ],
)
def test_keys_of_tasks_and_sessions_serve_nothing_else(
    data_class: str, judge: Callable[[dict[str, Any]], bool]
) -> None:
    statements: Any = key_policy(data_class, ACCOUNT, REGION)["Statement"]
    by_sid = {statement["Sid"]: statement for statement in statements}
    assert judge(by_sid)
    assert "UseThroughServicesOnly" not in by_sid


def test_settings_reach_components_under_their_own_names() -> None:
    changes: dict[str, object] = {
        "platform:services/internal-pe/secrets": {"DB_USER": "database.username", "DB": "database"},
        "platform:services/internal-pe/tasks": {
            "desired": 1,
            "min": 1,
            "max": 2,
            "memoryPercent": 60,
            "requestsPerTarget": 500,
            "schedules": {"morning": {"expression": "rate(1 day)", "min": 2, "max": 2}},
        },
        "platform:services/internal-pe/capacity": {"fargate": {"base": 1, "weight": 0}, "fargateSpot": {"weight": 1}},
        "platform:services/internal-pe/deployment": {"rollbackOn": {"errorPercent": 5, "minutes": 2}},
        "platform:services/customer-portal/deployment": {"strategy": "canary"},
        "platform:services/customer-portal/exec": True,
        "platform:jobs/nightly": {
            "kind": "scheduled",
            "image": "example.com/app:1",
            "size": {"cpu": 256, "memory": 512},
            "schedule": {"expression": "rate(1 day)"},
        },
    }
    recorder = recorded("dev", changed(config("dev"), changes))
    secret = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:database-connection-secret"
    values = {
        item["name"]: item["valueFrom"] for item in containers(recorder, "internal-pe-task")["internal-pe"]["secrets"]
    }
    assert values == {"DB": secret, "DB_USER": f"{secret}:username::"}
    assert secret in allowed(recorder, "internal-pe-roles-execution")["ReadSecrets"]["Resource"]
    policies = {policy.name for policy in recorder.all("aws:appautoscaling/policy:Policy")}
    assert policies == {"internal-pe-memory", "internal-pe-requests"}
    strategy = recorder.only(SERVICE, "internal-pe-service").inputs["capacityProviderStrategies"]
    assert [(item["capacityProvider"], item["base"], item["weight"]) for item in strategy] == [
        ("FARGATE", 1, 0),
        ("FARGATE_SPOT", 0, 1),
    ]
    portal = recorder.only(SERVICE, "customer-portal-service").inputs
    assert portal["deploymentConfiguration"]["canaryConfiguration"] == {
        "canaryPercent": 5,
        "canaryBakeTimeInMinutes": "10",
    }
    assert portal["enableExecuteCommand"] is True
    assert recorder.only("aws:scheduler/schedule:Schedule", "nightly-schedule")


def test_a_job_reads_where_the_database_is_and_the_parts_of_its_secret_that_it_names(dev: Recorder) -> None:
    job = containers(dev, "debug-task-task")["debug-task"]
    environment = {item["name"]: item["value"] for item in job["environment"]}
    assert environment == {
        "PGHOST": "db.internal",
        "PGPORT": "5432",
        "PGDATABASE": "fivestar_payments",
        "PGSSLMODE": "require",
        "PGCONNECT_TIMEOUT": "10",
    }
    secrets = {item["name"]: item["valueFrom"] for item in job["secrets"]}
    assert {name: value.rsplit(":", 3)[1:] for name, value in secrets.items()} == {
        "PGUSER": ["username", "", ""],
        "PGPASSWORD": ["password", "", ""],
    }


def test_a_job_that_reads_the_databases_secret_has_no_other_right(prod: Recorder) -> None:
    rights = allowed(prod, "debug-task-roles-execution")
    (secret,) = rights["ReadSecrets"]["Resource"]
    assert rights["ReadSecrets"]["Action"] == ["secretsmanager:GetSecretValue"]
    assert "*" not in secret
    policies = [policy.name for policy in prod.all("aws:iam/rolePolicy:RolePolicy") if "debug-task" in policy.name]
    assert policies == ["debug-task-roles-execution"]
