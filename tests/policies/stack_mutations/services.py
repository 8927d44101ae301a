"""Services, their tasks, roles and alarms, broken."""

import json
from typing import cast

from policies.resource_types import (
    COMPOSITE_ALARM,
    ECS_CAPACITY_PROVIDERS,
    ECS_SERVICE,
    FUNCTION,
    IAM_ROLE,
    METRIC_ALARM,
    QUEUE,
    SCALING_POLICY,
    SCALING_TARGET,
    SUBNET,
    TARGET_GROUP,
    TASK_DEFINITION,
)
from tests.policies.harness import Json
from tests.policies.stack_mutations.case import Case
from tests.policies.stack_mutations.changes import Change, beside, both, given, in_document, lacking, leading, without
from tests.policies.stack_mutations.deployed import Named

_SERVICE = Named(ECS_SERVICE, "internal-pe-service")
_TASK = Named(TASK_DEFINITION, "internal-pe-task")
_OTHER_TASK = Named(TASK_DEFINITION, "customer-portal-task")
_GROUP = Named(TARGET_GROUP, "internal-pe-tg")
_SCALING, _POLICY = Named(SCALING_TARGET, "internal-pe-scaling"), Named(SCALING_POLICY, "internal-pe-cpu")
_TASK_ROLE, _EXECUTION_ROLE = (Named(IAM_ROLE, f"internal-pe-roles-{kind}") for kind in ("task", "execution"))
_MEMORY_ALARM = Named(METRIC_ALARM, "observability-alarms-internal-pe-service-memory")
_LATENCY_ALARM = Named(METRIC_ALARM, "observability-alarms-database-latency")
_FUNCTION, _DEAD_LETTERS = Named(FUNCTION, "alert-webhooks-function"), Named(QUEUE, "alert-webhooks-undelivered")
_CAPACITY = Named(ECS_CAPACITY_PROVIDERS, "cluster-capacity")
_ALL = Named(COMPOSITE_ALARM, "observability-alarms-payments-failing")
_SPARE_GROUP = Named(TARGET_GROUP, "spare")
_SPARE = {"id": "arn:spare", "arn": "arn:spare", "arnSuffix": "targetgroup/spare/1", "name": "spare"}
_FUNCTION_ALARM, _DEPTH_ALARM = (
    Named(METRIC_ALARM, f"observability-alarms-alert-webhooks-{what}") for what in ("function-errors", "dead-letters")
)
_AURACONNECT = "auraconnect/prod"

_SPOT = "capacityProviderStrategies"


def _in_container(**properties: Json) -> Change:
    """The first container of the task gets other properties."""

    def change(document: Json) -> None:
        cast("list[dict[str, Json]]", document)[0].update(properties)

    return in_document(_TASK, "containerDefinitions", change)


def _in_log_options(**options: Json) -> Change:
    def change(document: Json) -> None:
        containers = cast("list[dict[str, dict[str, dict[str, Json]]]]", document)
        containers[0]["logConfiguration"]["options"].update(options)

    return in_document(_TASK, "containerDefinitions", change)


CASES = (
    Case(
        "ecs-min-desired-count",
        "one task is left at night",
        given(_SCALING, minCapacity=1),
        (_SERVICE,),
        also={"ecs-service-autoscaled": "its scaling goes down to one task"},
    ),
    Case(
        "ecs-service-autoscaled",
        "nothing scales the service",
        without(_SCALING, _POLICY),
        (_SERVICE,),
        also={"spot-base-capacity": "the base is for the fewest tasks, which are more without scaling"},
    ),
    Case("ecs-service-autoscaled", "nothing decides when to scale", without(_POLICY), (_SERVICE,)),
    Case("ecs-service-autoscaled", "the service cannot grow", given(_SCALING, maxCapacity=2), (_SERVICE,)),
    Case(
        "ecs-task-roles-distinct",
        "the application has the rights of the agent that starts it",
        leading(_TASK, "taskRoleArn", _EXECUTION_ROLE, by="arn"),
        (_TASK,),
    ),
    Case(
        "iam-role-not-shared",
        "two applications have one role",
        leading(_OTHER_TASK, "taskRoleArn", _TASK_ROLE, by="arn"),
        (_TASK_ROLE,),
    ),
    Case(
        "no-rule-management-conflict",
        "a role names a managed policy beside attachments",
        given(_EXECUTION_ROLE, managedPolicyArns=["arn:aws:iam::aws:policy/AmazonSSMReadOnlyAccess"]),
        (_EXECUTION_ROLE,),
    ),
    Case(
        "no-rule-management-conflict",
        "a role has an inline policy beside separate ones",
        given(_TASK_ROLE, inlinePolicies=[{"name": "inline", "policy": json.dumps({"Statement": []})}]),
        (_TASK_ROLE,),
    ),
    Case(
        "lb-deregistration-vs-spot",
        "the load balancer holds tasks longer than Spot does",
        given(_GROUP, deregistrationDelay=300),
        (_GROUP,),
        also={"spot-drain-fits": "draining is part of what must be over"},
    ),
    Case(
        "spot-drain-fits",
        "draining and stopping together take too long",
        _in_container(stopTimeout=110),
        (_SERVICE,),
    ),
    Case(
        "spot-base-capacity",
        "one task runs off Spot",
        given(_SERVICE, {f"{_SPOT}[0].base": 1}),
        (_SERVICE,),
        also={"ecs-spot-base": "the service says so itself"},
    ),
    Case(
        "spot-base-capacity",
        "every task runs on Spot",
        given(_SERVICE, {_SPOT: [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]}),
        (_SERVICE,),
        also={"ecs-spot-base": "the service says so itself"},
    ),
    Case(
        "ecr-image-from-own-repo",
        "the image comes from a public registry",
        _in_container(image="docker.io/library/nginx:1.29.3"),
        (_TASK,),
        also={"ecs-image-pinned": "the registry is not among those allowed"},
    ),
    Case(
        "ecr-image-from-own-repo",
        "the image comes from another account",
        _in_container(image="999999999999.dkr.ecr.ap-south-1.amazonaws.com/internal-pe:1.4.2"),
        (_TASK,),
    ),
    Case(
        "logs-groups-referenced",
        "the task makes its log group by itself",
        _in_log_options(**{"awslogs-create-group": "true"}),
        (_TASK,),
    ),
    Case(
        "ecs-service-has-alarms",
        "nobody is told of a service that runs out of memory",
        without(_MEMORY_ALARM),
        (_SERVICE,),
    ),
    Case(
        "ecs-service-has-alarms",
        "the alarm watches a service of another name",
        given(_MEMORY_ALARM, {"dimensions.ServiceName": "another-service"}),
        (_SERVICE,),
    ),
    Case("alarm-has-actions", "an alarm tells nobody", given(_LATENCY_ALARM, alarmActions=[]), (_LATENCY_ALARM,)),
    Case("alarm-has-actions", "an alarm is silenced", given(_LATENCY_ALARM, actionsEnabled=False), (_LATENCY_ALARM,)),
    Case(
        "lambda-dlq",
        "what the function fails at is lost",
        lacking(_FUNCTION, "deadLetterConfig"),
        (_FUNCTION,),
        of=_AURACONNECT,
        also={"sqs-dlq": "the queue then takes nobody's dead letters"},
    ),
    Case(
        "sqs-dlq",
        "nobody sends its failed messages to the queue",
        lacking(_FUNCTION, "deadLetterConfig"),
        (_DEAD_LETTERS,),
        of=_AURACONNECT,
        was_silent=True,
    ),
    Case(
        "lambda-has-error-alarm",
        "nobody is told when the function fails",
        without(_FUNCTION_ALARM),
        (_FUNCTION,),
        of=_AURACONNECT,
    ),
    Case(
        "sqs-dlq-has-alarm",
        "nobody looks at the dead letters",
        without(_DEPTH_ALARM),
        (_DEAD_LETTERS,),
        of=_AURACONNECT,
    ),
    Case(
        "spot-base-capacity",
        "the cluster's own strategy, which the service takes, runs one task off Spot",
        both(given(_SERVICE, {_SPOT: []}), given(_CAPACITY, {"defaultCapacityProviderStrategies[0].base": 1})),
        (_SERVICE,),
        also={"ecs-spot-base": "the cluster says so itself"},
    ),
    Case("alarm-has-actions", "the alarm on all others tells nobody", given(_ALL, alarmActions=[]), (_ALL,)),
    Case(
        "multi-az-subnets-real",
        "a function runs in one zone",
        leading(_FUNCTION, "vpcConfig.subnetIds", Named(SUBNET, "network-vpc-app-1")),
        (_FUNCTION,),
        of=_AURACONNECT,
    ),
    Case("no-orphans", "a target group is behind nothing", beside(_SPARE_GROUP, _SPARE, like=_GROUP), (_SPARE_GROUP,)),
)
