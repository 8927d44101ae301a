"""Policies for task definitions of Amazon ECS."""

from policies.catalogue.model import INTEGER, TEXTS, Controls, Levels, Policy, Severity, same_everywhere

_GUIDE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide"
_PARAMETERS = f"{_GUIDE}/task_definition_parameters.html"

_ROOT_ACCESS = ("7.2.1", "7.2.2", "7.2.3")

ROWS = (
    Policy(
        name="ecs-no-secrets-in-env",
        title="Containers get no credentials in their environment variables",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="Task definitions are readable with a harmless permission, kept for ever and copied into logs.",
        remedy="Move the variable from environment to secrets, with the ARN of a secret or a parameter.",
        docs=f"{_GUIDE}/specifying-sensitive-data.html",
        controls=Controls(fsbp=("ECS.8",), pci_security_hub=("8.6.2",), pci_config=("3.5.1", "8.2.2", "8.3.2")),
        parameters=(
            same_everywhere("allowedNames", "Names of variables that somebody looked at and allows.", TEXTS, []),
        ),
    ),
    Policy(
        name="ecs-no-privileged",
        title="Containers run without privileges over their host",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="Whoever breaks into a privileged container owns the host and every other container on it.",
        remedy="Remove privileged, or set it to false; add single capabilities under linuxParameters where needed.",
        docs=f"{_PARAMETERS}#container_definition_security",
        controls=Controls(fsbp=("ECS.4",), pci_config=_ROOT_ACCESS, checkov=("CKV_AWS_334",)),
    ),
    Policy(
        name="ecs-readonly-root",
        title="Containers cannot change their own files",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="An intruder who may write into the image's files can leave a skimmer where the application runs it.",
        remedy="Set readonlyRootFilesystem to true and mount volumes where the application must write.",
        docs=f"{_PARAMETERS}#container_definition_security",
        controls=Controls(fsbp=("ECS.5",), pci_config=("3.5.1.3", "7.2.1", "7.2.2", "7.2.5"), checkov=("CKV_AWS_336",)),
    ),
    Policy(
        name="ecs-non-root-user",
        title="Containers run as a user without rights",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="A flaw of the application or of the kernel is worth far more to an intruder who is root already.",
        remedy="Set user in the container's definition to a user id other than 0.",
        docs=f"{_PARAMETERS}#container_definition_security",
        controls=Controls(fsbp=("ECS.20", "ECS.1"), pci_config=_ROOT_ACCESS),
        setting="platform:services.<service>.user",
    ),
    Policy(
        name="ecs-no-host-namespaces",
        title="Tasks share neither processes nor memory nor network with their host",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/M"),
        why="A task in its host's namespaces sees the other tasks' processes and traffic, past all security groups.",
        remedy="Set networkMode to awsvpc, and leave pidMode and ipcMode out or set them to task.",
        docs=f"{_GUIDE}/task-networking-awsvpc.html",
        controls=Controls(fsbp=("ECS.3",), pci_config=("1.4.5",), checkov=("CKV_AWS_335",)),
    ),
    Policy(
        name="ecs-logging",
        title="Every container's output is kept",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/A"),
        why="What a container did before it failed or was attacked is gone with it.",
        remedy="Give every container a logConfiguration, such as logDriver awslogs with a log group.",
        docs=f"{_GUIDE}/using_awslogs.html",
        controls=Controls(fsbp=("ECS.9",), pci_config=("5.3.4", "10.2.1", "10.2.2", "10.3.1")),
    ),
    Policy(
        name="ecs-task-roles-distinct",
        title="Containers have a role of their own, apart from the one that starts them",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/M/A"),
        why="The role that starts tasks may read all their secrets and images; the application must not have it.",
        remedy="Set executionRoleArn and taskRoleArn to two different roles.",
        docs=f"{_GUIDE}/security-ecs-iam-role-overview.html",
        controls=Controls(checkov=("CKV_AWS_249",)),
    ),
    Policy(
        name="ecs-efs-transit-encryption",
        title="File systems are mounted over TLS",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/M/M"),
        why="Without it, what containers read and write crosses the network in clear.",
        remedy="Set efsVolumeConfiguration.transitEncryption to ENABLED.",
        docs=f"{_GUIDE}/efs-volumes.html",
        controls=Controls(fsbp=("ECS.18",), checkov=("CKV_AWS_97",)),
    ),
    Policy(
        name="ecs-image-pinned",
        title="Containers run images that do not change under their name",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="With a moving tag, two tasks of one service may run different code that nobody reviewed or scanned.",
        remedy="Name the image with a digest (@sha256:…) or with a tag that is given once, in an allowed registry.",
        docs="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
        parameters=(
            same_everywhere(
                "movingTags",
                "Tags that are moved from image to image.",
                TEXTS,
                ["latest", "stable", "main", "master", "develop", "dev", "edge", "nightly", "prod", "production"],
            ),
            same_everywhere(
                "registries",
                "Regular expressions for host names of registries, each matched as a whole.",
                TEXTS,
                [
                    r"\d{12}\.dkr\.ecr(-fips)?\.[a-z0-9-]+\.amazonaws\.com(\.cn)?",
                    r"\d{12}\.dkr-ecr(-fips)?\.[a-z0-9-]+\.on\.(aws|amazonwebservices\.com\.cn)",
                    r"public\.ecr\.aws",
                ],
            ),
        ),
        setting="platform:services.<service>.image",
    ),
    Policy(
        name="ecs-stop-timeout",
        title="Containers get enough time to finish, and no more than Spot's notice",
        severity=Severity.MEDIUM,
        levels=Levels.of("A/A/D"),
        why="A payment that is cut off half-way is worse than one refused; AWS takes Spot tasks after two minutes.",
        remedy="Set stopTimeout to what the application needs to finish its requests, 120 seconds at most.",
        docs=f"{_GUIDE}/fargate-capacity-providers.html",
        parameters=(
            same_everywhere("minimumSeconds", "Shortest time between SIGTERM and SIGKILL.", INTEGER, 30),
            same_everywhere("maximumSeconds", "Longest time between SIGTERM and SIGKILL.", INTEGER, 120),
        ),
    ),
)
