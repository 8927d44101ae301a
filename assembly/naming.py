"""Physical names that requirements fix, and the prefixes they share."""

from settings import Settings


def prefix(settings: Settings) -> str:
    """dev-fivestar."""
    return f"{settings.system.environment}-{settings.system.name}"


def service_name(settings: Settings, service: str) -> str:
    """dev-internal-pe-service."""
    return f"{settings.system.environment}-{service}-service"


def task_family(settings: Settings, service: str) -> str:
    """dev-fivestar-internal-pe."""
    return f"{prefix(settings)}-{service}"


def shell_sessions_log_group(cluster: str) -> str:
    """/aws/ecs/exec/dev-fivestar-payments."""
    return f"/aws/ecs/exec/{cluster}"


def service_log_group(settings: Settings, service: str) -> str:
    """/ecs/dev-fivestar-internal-pe."""
    return f"/ecs/{task_family(settings, service)}"
