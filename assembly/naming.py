"""Physical names that requirements fix, and the prefixes they share; those of services and jobs are settings."""

from components.subnet_group import SubnetGroupArgs
from settings import Settings
from settings.named_groups import SubnetGroup


def prefix(settings: Settings) -> str:
    """dev-fivestar."""
    return settings.system.prefix


def shell_sessions_log_group(cluster: str) -> str:
    """/aws/ecs/exec/dev-fivestar-payments."""
    return f"/aws/ecs/exec/{cluster}"


def subnet_group_args(group: SubnetGroup) -> SubnetGroupArgs:
    """Name and description as they are written."""
    args: SubnetGroupArgs = {"name": group.name}
    if group.description is not None:
        args["description"] = group.description
    return args
