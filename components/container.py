"""The container definition of a task, as ECS wants it."""

from collections.abc import Mapping, Sequence


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
    """Standard output and error go to a log group, in streams that start with ecs."""
    options = {"awslogs-group": group, "awslogs-region": region, "awslogs-stream-prefix": "ecs"}
    return {"logDriver": "awslogs", "options": options}


def volume_name(path: str) -> str:
    """Name of the volume that is mounted at a path: var-cache-nginx for /var/cache/nginx."""
    return path.strip("/").replace("/", "-").replace(".", "-").lower()


def container_definition(
    name: str,
    image: str,
    port: int,
    environment: Mapping[str, object],
    secrets: Mapping[str, object],
    writable_paths: Sequence[str],
    stop_seconds: int,
    logs: Mapping[str, object],
    health: Mapping[str, object] | None,
) -> dict[str, object]:
    """One essential container with a read-only root file system.

    Lists are sorted and empty keys left out, so that the same settings always give the same task definition. Values of
    environment, secrets and logs may be outputs.
    """
    definition: dict[str, object] = {
        "name": name,
        "image": image,
        "essential": True,
        "portMappings": [{"containerPort": port, "hostPort": port, "protocol": "tcp"}],
        "environment": [{"name": key, "value": environment[key]} for key in sorted(environment)],
        "secrets": [{"name": key, "valueFrom": secrets[key]} for key in sorted(secrets)],
        "mountPoints": [
            {"sourceVolume": volume_name(path), "containerPath": path, "readOnly": False} for path in writable_paths
        ],
        "readonlyRootFilesystem": True,
        "linuxParameters": {"initProcessEnabled": True},
        "stopTimeout": stop_seconds,
        "logConfiguration": dict(logs),
        "healthCheck": dict(health) if health else None,
    }
    return {key: value for key, value in definition.items() if value not in (None, [], {})}
