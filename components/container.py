"""The container definitions of a task, as ECS wants them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

EXEC_PATHS = ("/var/lib/amazon", "/var/log/amazon")
"""Folders that ECS Exec's agent writes to inside the container.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-considerations
"""


@dataclass(frozen=True)
class Container:
    """One container of a task. Values of environment, secrets and logs may be outputs."""

    name: str
    image: str
    logs: Mapping[str, object]
    essential: bool = True
    ports: Sequence[int] = ()
    environment: Mapping[str, object] = field(default_factory=dict)
    secrets: Mapping[str, object] = field(default_factory=dict)
    writable_paths: Sequence[str] = ()
    """Paths of volumes; their names come from `volume`."""
    volume_prefix: str = ""
    """First part of the names of its volumes, so that containers of a task don't share them."""
    read_only: bool = True
    stop_seconds: int | None = None
    health: Mapping[str, object] | None = None
    cpu: int = 0
    memory: int | None = None
    memory_reservation: int | None = None
    entry_point: Sequence[str] = ()
    command: Sequence[str] = ()
    user: str | None = None
    init_process: bool = True
    limits: Sequence[Mapping[str, object]] = ()
    depends_on: Mapping[str, str] = field(default_factory=dict)
    """Containers that come first, with what they must have reached: START, COMPLETE, SUCCESS or HEALTHY."""
    firelens: Mapping[str, object] | None = None

    def volume(self, path: str) -> str:
        """Name of the volume that is mounted at a path: var-cache-nginx for /var/cache/nginx."""
        return self.volume_prefix + path.strip("/").replace("/", "-").replace(".", "-").lower()

    @property
    def volumes(self) -> list[str]:
        """Names of its volumes."""
        return [self.volume(path) for path in self.writable_paths]


def health_check(command: str, interval: int, timeout: int, retries: int, start_period: int) -> dict[str, object]:
    """A shell command that is run in the container; interval, timeout and start period in seconds."""
    return {
        "command": ["CMD-SHELL", command],
        "interval": interval,
        "timeout": timeout,
        "retries": retries,
        "startPeriod": start_period,
    }


def log_configuration(group: object, region: str) -> dict[str, object]:
    """Standard output and error go to a log group, in streams ecs/CONTAINER/TASK."""
    options = {"awslogs-group": group, "awslogs-region": region, "awslogs-stream-prefix": "ecs"}
    return {"logDriver": "awslogs", "options": options}


def container_definition(container: Container) -> dict[str, object]:
    """The definition of a container.

    Lists are sorted and empty keys left out, so that the same settings always give the same task definition.
    """
    environment, secrets = container.environment, container.secrets
    definition: dict[str, object] = {
        "name": container.name,
        "image": container.image,
        "essential": container.essential,
        "cpu": container.cpu or None,
        "memory": container.memory,
        "memoryReservation": container.memory_reservation,
        "entryPoint": list(container.entry_point),
        "command": list(container.command),
        "user": container.user,
        "portMappings": [{"containerPort": port, "hostPort": port, "protocol": "tcp"} for port in container.ports],
        "environment": [{"name": key, "value": environment[key]} for key in sorted(environment)],
        "secrets": [{"name": key, "valueFrom": secrets[key]} for key in sorted(secrets)],
        "mountPoints": [
            {"sourceVolume": container.volume(path), "containerPath": path, "readOnly": False}
            for path in container.writable_paths
        ],
        "readonlyRootFilesystem": container.read_only,
        "linuxParameters": {"initProcessEnabled": True} if container.init_process else None,
        "ulimits": [dict(limit) for limit in container.limits],
        "dependsOn": [
            {"containerName": name, "condition": container.depends_on[name]} for name in sorted(container.depends_on)
        ],
        "stopTimeout": container.stop_seconds,
        "logConfiguration": dict(container.logs),
        "firelensConfiguration": dict(container.firelens) if container.firelens else None,
        "healthCheck": dict(container.health) if container.health else None,
    }
    return {key: value for key, value in definition.items() if value not in (None, [], {})}
