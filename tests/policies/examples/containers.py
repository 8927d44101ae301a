"""Examples for Amazon ECS."""

import json

from tests.policies.examples.model import KEY, Example
from tests.policies.harness import UNKNOWN_VALUE, Json

CLUSTER = "aws:ecs/cluster:Cluster"
PROVIDERS = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"
SERVICE = "aws:ecs/service:Service"
TASK_SET = "aws:ecs/taskSet:TaskSet"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget"
SCHEDULE = "aws:scheduler/schedule:Schedule"
PIPE = "aws:pipes/pipe:Pipe"
IMAGE = "123456789014.dkr.ecr.ap-south-1.amazonaws.com/api"


def containers(**definition: Json) -> dict[str, Json]:
    """A task of one container, in the JSON text that the provider takes."""
    return {"containerDefinitions": json.dumps([{"name": "api", **definition}])}


def variables(**values: Json) -> dict[str, Json]:
    """A task whose container has environment variables."""
    return containers(environment=[{"name": name, "value": value} for name, value in values.items()])


def overrides(**values: str) -> str:
    """What a rule or schedule changes in the containers of the task that it runs."""
    pairs = [{"name": name, "value": value} for name, value in values.items()]
    return json.dumps({"containerOverrides": [{"name": "api", "environment": pairs}]})


def strategy(provider: str, **numbers: Json) -> Json:
    return {"capacityProvider": provider, **numbers}


def shells(**configuration: Json) -> dict[str, Json]:
    """A cluster with a configuration of ECS Exec."""
    return {"configuration": {"executeCommandConfiguration": dict(configuration)}}


_LOGGED: Json = {"cloudWatchLogGroupName": "shells", "cloudWatchEncryptionEnabled": True}
_HIDDEN: dict[str, Json] = {"containerDefinitions": UNKNOWN_VALUE}

EXAMPLES = (
    Example(
        "ecs-container-insights",
        CLUSTER,
        compliant={"settings": [{"name": "containerInsights", "value": "enhanced"}]},
        violating={"settings": [{"name": "containerInsights", "value": "disabled"}]},
        unknown={"settings": [{"name": "containerInsights", "value": UNKNOWN_VALUE}]},
        unknown_path="settings[0].value",
        says="containerInsights is disabled",
    ),
    Example(
        "ecs-exec-logged",
        CLUSTER,
        compliant=shells(logging="OVERRIDE", kmsKeyId=KEY, logConfiguration=_LOGGED),
        violating=shells(logging="NONE"),
        unknown=shells(logging="OVERRIDE", kmsKeyId=UNKNOWN_VALUE, logConfiguration=_LOGGED),
        unknown_path="configuration.executeCommandConfiguration.kmsKeyId",
        says='logging is "NONE"',
    ),
    Example(
        "ecs-no-public-ip",
        SERVICE,
        compliant={"networkConfiguration": {"subnets": ["subnet-1"]}},
        violating={"networkConfiguration": {"assignPublicIp": "true"}},
        unknown={"networkConfiguration": {"assignPublicIp": UNKNOWN_VALUE}},
        unknown_path="networkConfiguration.assignPublicIp",
        says='assignPublicIp is "true"',
    ),
    Example(
        "ecs-no-public-ip",
        TASK_SET,
        compliant={"networkConfiguration": {"assignPublicIp": False}},
        violating={"networkConfiguration": {"assignPublicIp": True}},
        unknown={"networkConfiguration": UNKNOWN_VALUE},
        unknown_path="networkConfiguration.assignPublicIp",
        says="assignPublicIp is true",
    ),
    Example(
        "ecs-no-public-ip",
        EVENT_TARGET,
        compliant={"arn": "arn:aws:lambda:ap-south-1:123456789014:function:x"},
        violating={"ecsTarget": {"networkConfiguration": {"assignPublicIp": True}}},
        unknown={"ecsTarget": UNKNOWN_VALUE},
        unknown_path="ecsTarget.networkConfiguration.assignPublicIp",
        says="ecsTarget.networkConfiguration.assignPublicIp is true",
    ),
    Example(
        "ecs-no-public-ip",
        SCHEDULE,
        compliant={"target": {"ecsParameters": {"networkConfiguration": {"assignPublicIp": False}}}},
        violating={"target": {"ecsParameters": {"networkConfiguration": {"assignPublicIp": True}}}},
        unknown={"target": {"ecsParameters": {"networkConfiguration": {"assignPublicIp": UNKNOWN_VALUE}}}},
        unknown_path="target.ecsParameters.networkConfiguration.assignPublicIp",
        says="assignPublicIp is true",
    ),
    Example(
        "ecs-no-public-ip",
        PIPE,
        compliant={"targetParameters": {"lambdaFunctionParameters": {}}},
        violating={
            "targetParameters": {
                "ecsTaskParameters": {"networkConfiguration": {"awsVpcConfiguration": {"assignPublicIp": "ENABLED"}}}
            }
        },
        unknown={"targetParameters": {"ecsTaskParameters": {"networkConfiguration": UNKNOWN_VALUE}}},
        unknown_path="targetParameters.ecsTaskParameters.networkConfiguration.awsVpcConfiguration.assignPublicIp",
        says='assignPublicIp is "ENABLED"',
    ),
    Example(
        "ecs-fargate-platform-latest",
        SERVICE,
        compliant={"launchType": "FARGATE", "platformVersion": "LATEST"},
        violating={"platformVersion": "1.3.0"},
        unknown={"platformVersion": UNKNOWN_VALUE},
        unknown_path="platformVersion",
        says='platformVersion is "1.3.0", the minimum is 1.4.0',
    ),
    Example(
        "ecs-exec-disabled-in-prod",
        SERVICE,
        compliant={},
        violating={"enableExecuteCommand": True},
        unknown={"enableExecuteCommand": UNKNOWN_VALUE},
        unknown_path="enableExecuteCommand",
        says="enableExecuteCommand is true",
    ),
    Example(
        "ecs-circuit-breaker",
        SERVICE,
        compliant={"deploymentCircuitBreaker": {"enable": True, "rollback": True}},
        violating={"deploymentCircuitBreaker": {"enable": True}},
        unknown={"deploymentCircuitBreaker": {"enable": True, "rollback": UNKNOWN_VALUE}},
        unknown_path="deploymentCircuitBreaker.rollback",
        says="deploymentCircuitBreaker.rollback is not set",
    ),
    Example(
        "ecs-deployment-min-healthy",
        SERVICE,
        compliant={"deploymentMinimumHealthyPercent": "100"},
        violating={"deploymentMinimumHealthyPercent": 50},
        unknown={"deploymentMinimumHealthyPercent": UNKNOWN_VALUE},
        unknown_path="deploymentMinimumHealthyPercent",
        says="deploymentMinimumHealthyPercent is 50, the minimum is 100",
    ),
    Example(
        "ecs-spot-base",
        SERVICE,
        compliant={"capacityProviderStrategies": [strategy("FARGATE", base=2), strategy("FARGATE_SPOT", weight=4)]},
        violating={"capacityProviderStrategies": [strategy("FARGATE_SPOT", weight=1)]},
        unknown={"capacityProviderStrategies": [strategy(UNKNOWN_VALUE, weight=1)]},
        unknown_path="capacityProviderStrategies",
        says="FARGATE_SPOT and no FARGATE",
    ),
    Example(
        "ecs-spot-base",
        PROVIDERS,
        compliant={"capacityProviders": ["FARGATE", "FARGATE_SPOT"]},
        violating={
            "defaultCapacityProviderStrategies": [
                strategy("FARGATE", base=1, weight=1),
                strategy("FARGATE_SPOT", weight="4"),
            ]
        },
        unknown={
            "defaultCapacityProviderStrategies": [
                strategy("FARGATE", base=UNKNOWN_VALUE),
                strategy("FARGATE_SPOT", weight=4),
            ]
        },
        unknown_path="defaultCapacityProviderStrategies[0].base",
        says="base is 1, the minimum is 2",
    ),
    Example(
        "ecs-no-secrets-in-env",
        TASK,
        compliant=variables(DB_PASSWORD_ARN="arn:aws:secretsmanager:x", LOG_LEVEL="info"),
        violating=variables(DB_PASSWORD="hunter2"),
        unknown=_HIDDEN,
        unknown_path="containerDefinitions",
        says='container "api": variable DB_PASSWORD carries a credential in clear: its name is that of a credential',
    ),
    Example(
        "ecs-no-secrets-in-env",
        EVENT_TARGET,
        compliant={"ecsTarget": {"taskCount": 1}, "input": overrides(MODE="nightly")},
        violating={"ecsTarget": {"taskCount": 1}, "input": overrides(API_KEY="5up3rs3cr3t")},
        unknown={"ecsTarget": {"taskCount": 1}, "input": UNKNOWN_VALUE},
        unknown_path="input",
        says="variable API_KEY carries a credential in clear",
    ),
    Example(
        "ecs-no-secrets-in-env",
        SCHEDULE,
        compliant={"target": {"input": overrides(API_KEY="5up3rs3cr3t")}},
        violating={"target": {"ecsParameters": {"taskCount": 1}, "input": overrides(API_KEY="5up3rs3cr3t")}},
        unknown={"target": {"ecsParameters": {"taskCount": 1}, "input": UNKNOWN_VALUE}},
        unknown_path="target.input",
        says="variable API_KEY carries a credential in clear",
    ),
    Example(
        "ecs-no-privileged",
        TASK,
        compliant=containers(privileged=False),
        violating=containers(privileged=True),
        unknown=_HIDDEN,
        unknown_path="containerDefinitions",
        says='container "api": containerDefinitions[0].privileged is true',
    ),
    Example(
        "ecs-readonly-root",
        TASK,
        compliant=containers(readonlyRootFilesystem=True),
        violating=containers(),
        unknown=_HIDDEN,
        unknown_path="containerDefinitions",
        says="readonlyRootFilesystem is not set",
    ),
    Example(
        "ecs-non-root-user",
        TASK,
        compliant=containers(user="1000:1000"),
        violating=containers(user="0:1000"),
        unknown={**containers(), "runtimePlatform": {"operatingSystemFamily": UNKNOWN_VALUE}},
        unknown_path="runtimePlatform.operatingSystemFamily",
        says='user is "0:1000"',
    ),
    Example(
        "ecs-no-host-namespaces",
        TASK,
        compliant={"networkMode": "awsvpc", "pidMode": "task", "requiresCompatibilities": ["FARGATE"]},
        violating={"networkMode": "awsvpc", "pidMode": "host"},
        unknown={"networkMode": UNKNOWN_VALUE},
        unknown_path="networkMode",
        says='pidMode is "host"',
    ),
    Example(
        "ecs-logging",
        TASK,
        compliant=containers(logConfiguration={"logDriver": "awslogs"}),
        violating=containers(logConfiguration={"options": {}}),
        unknown=_HIDDEN,
        unknown_path="containerDefinitions",
        says="logConfiguration.logDriver is not set",
    ),
    Example(
        "ecs-efs-transit-encryption",
        TASK,
        compliant={"volumes": [{"name": "tmp"}, {"efsVolumeConfiguration": {"transitEncryption": "ENABLED"}}]},
        violating={"volumes": [{"name": "files", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}]},
        unknown={"volumes": [{"efsVolumeConfiguration": {"transitEncryption": UNKNOWN_VALUE}}]},
        unknown_path="volumes[0].efsVolumeConfiguration.transitEncryption",
        says="transitEncryption is not set, which means DISABLED",
    ),
    Example(
        "ecs-image-pinned",
        TASK,
        compliant=containers(image=f"{IMAGE}:1.4.2"),
        violating=containers(image=f"{IMAGE}:latest"),
        unknown=_HIDDEN,
        unknown_path="containerDefinitions",
        says="the tag latest is moved from image to image",
    ),
    Example(
        "ecs-stop-timeout",
        TASK,
        compliant=containers(),
        violating=containers(stopTimeout=10),
        unknown=_HIDDEN,
        unknown_path="containerDefinitions",
        says="stopTimeout is 10; it must be from 30 to 120 seconds",
    ),
)
