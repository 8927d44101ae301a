"""Policies for clusters and services of Amazon ECS."""

from policies.catalogue.model import INTEGER, TEXT, Controls, Levels, Parameter, Policy, Severity, same_everywhere

_GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide"

ROWS = (
    Policy(
        name="ecs-container-insights",
        title="Clusters measure their containers",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/M/A"),
        why="Without Container Insights nobody sees which container ran out of memory, or that one keeps restarting.",
        remedy="Add {name: containerInsights, value: enabled} to settings.",
        docs=f"{_GUIDE}/cloudwatch-container-insights.html",
        controls=Controls(fsbp=("ECS.12",), checkov=("CKV_AWS_65",)),
        setting="platform:cluster.containerInsights",
    ),
    Policy(
        name="ecs-exec-logged",
        title="Shells in containers are recorded, encrypted",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="What somebody typed in a container with access to payments could never be reconstructed.",
        remedy="Set configuration.executeCommandConfiguration.logging to OVERRIDE, with an encrypted log group or "
        "bucket and the kmsKeyId of an aws.kms.Key of your own.",
        docs=f"{_GUIDE}/ecs-exec-logging.html",
        controls=Controls(checkov=("CKV_AWS_223", "CKV_AWS_224")),
    ),
    Policy(
        name="ecs-no-public-ip",
        title="Tasks have no public address",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/A"),
        why="A task with a public address is reachable past the load balancer and its firewall.",
        remedy="Set assignPublicIp to false and run the tasks in private subnets with a NAT gateway or VPC endpoints.",
        docs=f"{_GUIDE}/fargate-task-networking.html",
        controls=Controls(fsbp=("ECS.2", "ECS.16"), pci_security_hub=("1.4.4",), checkov=("CKV_AWS_333",)),
    ),
    Policy(
        name="ecs-fargate-platform-latest",
        title="Fargate tasks run on a present platform version",
        severity=Severity.LOW,
        levels=Levels.of("M/A/A"),
        why="Old platform versions get no security updates and are withdrawn in time.",
        remedy="Leave platformVersion out, or set it to LATEST.",
        docs=f"{_GUIDE}/platform-fargate.html",
        controls=Controls(
            fsbp=("ECS.10",), pci_security_hub=("6.3.3",), pci_config=("6.3.3",), checkov=("CKV_AWS_332",)
        ),
        parameters=(same_everywhere("minimum", "Oldest platform version of Linux.", TEXT, "1.4.0"),),
    ),
    Policy(
        name="ecs-exec-disabled-in-prod",
        title="Nobody opens a shell in a running container",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/D"),
        why="A shell in a production container reaches its secrets and leaves the reviewed way of change.",
        remedy="Set enableExecuteCommand to false.",
        docs=f"{_GUIDE}/ecs-exec.html",
    ),
    Policy(
        name="ecs-circuit-breaker",
        title="A failed deployment goes back by itself",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="Without the circuit breaker ECS starts the broken version again and again, until somebody steps in.",
        remedy="Set deploymentCircuitBreaker to {enable: true, rollback: true}.",
        docs=f"{_GUIDE}/deployment-circuit-breaker.html",
    ),
    Policy(
        name="ecs-min-desired-count",
        title="A service runs more than one task",
        severity=Severity.HIGH,
        levels=Levels.of("M/A/D"),
        why="The only task of a service takes it down whenever its host, its zone or the task itself fails.",
        remedy="Raise desiredCount, or the minCapacity of the service's aws.appautoscaling.Target.",
        docs=f"{_GUIDE}/service-auto-scaling.html",
        parameters=(Parameter("minimumTasks", "Fewest tasks of a service.", INTEGER, prod=2, staging=2, dev=1),),
        setting="platform:services.<service>.tasks",
    ),
    Policy(
        name="ecs-deployment-min-healthy",
        title="A deployment does not reduce capacity",
        severity=Severity.MEDIUM,
        levels=Levels.of("A/A/D"),
        why="A deployment at a busy hour overloads the tasks that are left.",
        remedy="Set deploymentMinimumHealthyPercent to 100 and deploymentMaximumPercent to 200.",
        docs=f"{_GUIDE}/deployment-type-ecs.html",
        parameters=(
            Parameter("minimumPercent", "Smallest part of the tasks that stays.", INTEGER, prod=100, staging=50, dev=0),
        ),
        setting="platform:services.<service>.deployment",
    ),
    Policy(
        name="ecs-spot-base",
        title="Some tasks never run on Spot",
        severity=Severity.HIGH,
        levels=Levels.of("M/A/D"),
        why="AWS may take all Spot tasks at two minutes' notice and have no others to give.",
        remedy="Give the strategy a FARGATE entry whose base is no less than the minimum.",
        docs=f"{_GUIDE}/fargate-capacity-providers.html",
        parameters=(
            Parameter("minimumTasks", "Fewest tasks of a service on FARGATE.", INTEGER, prod=2, staging=1, dev=0),
        ),
        setting="platform:cluster.fargate.base",
    ),
)
