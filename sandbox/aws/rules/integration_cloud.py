"""What Lambda, CloudWatch, EventBridge, SNS, SQS and Secrets Manager refuse when they see what exists."""

from collections.abc import Iterator
from typing import Final

from sandbox.aws.model import Cloud, Deployed, Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import GROUPS, SUBNETS, is_elsewhere, lookup, missing, same_named, text
from sandbox.aws.rules.rule import refuses_to_create, refuses_to_delete, refuses_to_deploy
from sandbox.aws.rules.types import FUNCTION, LOG_GROUP, PARAMETER, QUEUE, ROLE, SECRET, TOPIC

_LAMBDA: Final = "https://docs.aws.amazon.com/lambda/latest/api/"
_LOGS: Final = "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/"
_EVENTS: Final = "https://docs.aws.amazon.com/eventbridge/latest/APIReference/"
_SECRETS: Final = "https://docs.aws.amazon.com/secretsmanager/latest/apireference/"
_STATES: Final = "https://docs.aws.amazon.com/step-functions/latest/apireference/"
_PERMISSION: Final = "aws:lambda/permission:Permission"
_RULE: Final = "aws:cloudwatch/eventRule:EventRule"
_TARGET: Final = "aws:cloudwatch/eventTarget:EventTarget"
_BUS: Final = "aws:cloudwatch/eventBus:EventBus"
_METRIC_FILTER: Final = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
_SUBSCRIPTION_FILTER: Final = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"
_STREAM: Final = "aws:cloudwatch/logStream:LogStream"
_MACHINE: Final = "aws:sfn/stateMachine:StateMachine"
_TRAIL: Final = "aws:cloudtrail/trail:Trail"
_DATA_STREAM: Final = "aws:kinesis/stream:Stream"


@refuses_to_create(FUNCTION, code="ResourceConflictException", source=_LAMBDA + "API_CreateFunction.html")
def functions_have_different_names(function: Given, request: Request) -> Failures:
    """In an account and region."""
    if same_named(request, "name", FUNCTION):
        yield function["name"].refuse(f"Function already exist: {function['name'].text}; choose another name")


@refuses_to_deploy(FUNCTION, code="InvalidParameterValueException", source=_LAMBDA + "API_CreateFunction.html")
def the_role_of_a_function_exists(function: Given, request: Request) -> Failures:
    """In the function's own account."""
    role = function["role"]
    yield from role.unlike(r"arn:[^:]+:iam::\d{12}:role/.+", "the ARN of a role")
    if (
        role.text is not None
        and not is_elsewhere(role.text, request.place)
        and lookup(request, role.text, ROLE) is None
    ):
        yield role.refuse(f"The role defined for the function cannot be assumed by Lambda: {role.text} does not exist")


@refuses_to_deploy(FUNCTION, code="InvalidParameterValueException", source=_LAMBDA + "API_VpcConfig.html")
def the_network_of_a_function_exists(function: Given, request: Request) -> Failures:
    """Subnets and security groups."""
    yield from missing(function["vpcConfig"]["subnetIds"], request, SUBNETS, "The subnet ID")
    yield from missing(function["vpcConfig"]["securityGroupIds"], request, GROUPS, "The security group")


@refuses_to_create(_PERMISSION, code="ResourceNotFoundException", source=_LAMBDA + "API_AddPermission.html")
def the_function_of_a_permission_exists(permission: Given, request: Request) -> Failures:
    """By name or ARN, with or without a qualifier."""
    function = permission["function"]
    parts = (function.text or "").split(":")
    name = parts[6] if len(parts) > 6 else parts[0]
    if function.text is None or is_elsewhere(function.text, request.place) or len(parts) not in (1, 2, 7, 8):
        return
    if lookup(request, name, FUNCTION) is None:
        yield function.refuse(f"Function not found: {function.text}; create it first, or correct the name")


@refuses_to_create(_PERMISSION, code="ResourceConflictException", source=_LAMBDA + "API_AddPermission.html")
def statement_ids_of_permissions_are_used_once(permission: Given, request: Request) -> Failures:
    """In the policy of one function."""
    statement, qualifier = permission["statementId"].text, permission["qualifier"].text or ""
    for other in request.cloud.where(_PERMISSION, function=permission["function"].text) if statement else ():
        if text(other, "statementId") == statement and text(other, "qualifier") == qualifier:
            yield permission["statementId"].refuse(
                f"The statement id ({statement}) provided already exists. Please provide a new statement id, or "
                f"remove the "
                "existing statement."
            )


@refuses_to_create(LOG_GROUP, code="ResourceAlreadyExistsException", source=_LOGS + "API_CreateLogGroup.html")
def log_groups_have_different_names(group: Given, request: Request) -> Failures:
    """In an account and region."""
    found = same_named(request, "name", LOG_GROUP)
    if found is not None and text(found, "name") == group["name"].text:
        yield group["name"].refuse(
            f"The specified log group already exists: {group['name'].text}; import it or rename one"
        )


@refuses_to_create(
    _METRIC_FILTER,
    _SUBSCRIPTION_FILTER,
    _STREAM,
    code="ResourceNotFoundException",
    source=_LOGS + "API_PutMetricFilter.html",
)
def the_log_group_exists(inputs: Given, request: Request) -> Failures:
    """By its name."""
    for name in ("logGroupName", "logGroup"):
        yield from missing(inputs[name], request, (LOG_GROUP,), "The specified log group")


@refuses_to_delete(LOG_GROUP, code="ValidationException", source=_LOGS + "API_DeleteLogGroup.html")
def a_protected_log_group_stays(group: Deployed, cloud: Cloud) -> Iterator[str]:
    """deletionProtectionEnabled, unless skipDestroy leaves the group where it is."""
    if group.get("deletionProtectionEnabled") is True and group.get("skipDestroy") is not True:
        yield f"The log group {text(group, 'name')} is protected from deletion; disable deletion protection first"


@refuses_to_create(_RULE, code="ResourceNotFoundException", source=_EVENTS + "API_PutRule.html")
def the_bus_of_a_rule_exists(rule: Given, request: Request) -> Failures:
    """By name or ARN; without one it is the default bus. Buses of partners are created with the partner."""
    bus = rule["eventBusName"]
    if bus.text not in (None, "default") and not (bus.text or "").startswith("aws.partner/"):
        yield from missing(bus, request, (_BUS,), "Event bus")


@refuses_to_create(_TARGET, code="ResourceNotFoundException", source=_EVENTS + "API_PutTargets.html")
def the_rule_of_a_target_exists(target: Given, request: Request) -> Failures:
    """On its event bus."""
    yield from missing(target["rule"], request, (_RULE,), "Rule")


@refuses_to_create(_BUS, code="ResourceAlreadyExistsException", source=_EVENTS + "API_CreateEventBus.html")
def event_buses_have_different_names(bus: Given, request: Request) -> Failures:
    """In an account and region."""
    if same_named(request, "name", _BUS):
        yield bus["name"].refuse(f"Event bus {bus['name'].text} already exists; choose another name")


@refuses_to_delete(_RULE, code="ValidationException", source=_EVENTS + "API_DeleteRule.html")
def a_rule_with_targets_stays(rule: Deployed, cloud: Cloud) -> Iterator[str]:
    """Targets must go first."""
    bus = text(rule, "eventBusName") or "default"
    for target in cloud.where(_TARGET, rule=text(rule, "name")):
        if (text(target, "eventBusName") or "default") == bus and rule.get("forceDestroy") is not True:
            yield f"Rule can't be deleted since it has targets: {text(target, 'targetId')}; remove them first"


@refuses_to_create(
    "aws:sns/topicSubscription:TopicSubscription",
    code="NotFound",
    source="https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html",
)
def the_topic_of_a_subscription_exists(subscription: Given, request: Request) -> Failures:
    """By its ARN."""
    yield from missing(subscription["topic"], request, (TOPIC,), "Topic")


@refuses_to_create(
    QUEUE,
    code="QueueAlreadyExists",
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html",
)
def queues_have_different_names(queue: Given, request: Request) -> Failures:
    """In an account and region."""
    found = same_named(request, "name", QUEUE)
    if found is not None and text(found, "name") == queue["name"].text:
        yield queue["name"].refuse(f"A queue already exists with the name {queue['name'].text}; choose another name")


@refuses_to_create(SECRET, code="ResourceExistsException", source=_SECRETS + "API_CreateSecret.html")
def secrets_have_different_names(secret: Given, request: Request) -> Failures:
    """In an account and region."""
    found = same_named(request, "name", SECRET)
    if found is not None and text(found, "name") == secret["name"].text:
        yield secret["name"].refuse(f"The operation failed because the secret {secret['name'].text} already exists.")


@refuses_to_create(
    *("aws:secretsmanager/secretVersion:SecretVersion", "aws:secretsmanager/secretRotation:SecretRotation"),
    code="ResourceNotFoundException",
    source=_SECRETS + "API_PutSecretValue.html",
)
def the_secret_exists(inputs: Given, request: Request) -> Failures:
    """By name or ARN; a secret that RDS manages counts."""
    secret = inputs["secretId"]
    if "!" not in (secret.text or ""):
        yield from missing(secret, request, (SECRET,), "Secrets Manager can't find the specified secret:")


@refuses_to_create(
    PARAMETER,
    code="ParameterAlreadyExists",
    source="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html",
)
def parameters_have_different_names(parameter: Given, request: Request) -> Failures:
    """Unless overwrite takes the old one over."""
    found = same_named(request, "name", PARAMETER)
    if found is not None and text(found, "name") == parameter["name"].text and not parameter["overwrite"].true:
        yield parameter["name"].refuse(
            f"The parameter {parameter['name'].text} already exists. To overwrite this value, set overwrite: true"
        )


@refuses_to_create(_MACHINE, code="StateMachineAlreadyExists", source=_STATES + "API_CreateStateMachine.html")
def state_machines_have_different_names(machine: Given, request: Request) -> Failures:
    """In an account and region."""
    if same_named(request, "name", _MACHINE):
        yield machine["name"].refuse(f"State Machine Already Exists: '{machine['name'].text}'; choose another name")


@refuses_to_create(
    _TRAIL,
    code="TrailAlreadyExistsException",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html",
)
def trails_have_different_names(trail: Given, request: Request) -> Failures:
    """In an account and region."""
    if same_named(request, "name", _TRAIL):
        yield trail["name"].refuse(f"Trail {trail['name'].text} already exists; choose another name")


@refuses_to_create(
    _DATA_STREAM,
    code="ResourceInUseException",
    source="https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html",
)
def streams_have_different_names(stream: Given, request: Request) -> Failures:
    """In an account and region."""
    if same_named(request, "name", _DATA_STREAM):
        yield stream["name"].refuse(f"Stream {stream['name'].text} already exists; choose another name")
