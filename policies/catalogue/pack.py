"""Policies about the pack's own work."""

from policies.catalogue.model import Levels, Policy, Severity

UNDETERMINED = "property-undetermined"
"""Its level is the level at which undetermined verdicts of all policies are reported."""

ROWS = (
    Policy(
        name=UNDETERMINED,
        title="Every policy can be judged at preview",
        severity=Severity.LOW,
        levels=Levels.of("A/A/A"),
        why="A value that is not known before the update may turn out to break a policy when the update is under way.",
        remedy="Give the property a value that is known at preview, or judge it again after the update.",
        docs="https://www.pulumi.com/docs/insights/policy/",
    ),
)
