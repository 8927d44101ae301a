"""Physical names that requirements fix, and the prefixes they share; those of services and jobs are settings."""

from settings import Settings


def prefix(settings: Settings) -> str:
    """dev-fivestar."""
    return settings.system.prefix


def shell_sessions_log_group(cluster: str) -> str:
    """/aws/ecs/exec/dev-fivestar-payments."""
    return f"/aws/ecs/exec/{cluster}"
