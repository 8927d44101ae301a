"""Roles that are handed on only once they have their rights."""

from collections.abc import Sequence

import pulumi


def arn_once_allowed(arn: pulumi.Input[str], policies: Sequence[pulumi.CustomResource]) -> pulumi.Output[str]:
    """The ARN of a role, known when these policies of it are in place.

    AWS checks a role's rights when it is given to a service: RDS refuses a monitoring role without them, ECS starts
    tasks that fail.
    """
    return pulumi.Output.all(arn, *(policy.id for policy in policies)).apply(lambda values: str(values[0]))
