"""Policies about the pack's own work."""

from policies.catalogue.model import INTEGER, TEXT, Levels, Parameter, Policy, Severity, same_everywhere

UNDETERMINED = "property-undetermined"
"""Its level is the level at which undetermined verdicts of all policies are reported."""

EXEMPTIONS_VALID = "exemptions-valid"
"""Its level is the level at which mistaken and expired exemptions are reported."""

EXEMPTION_USED = "exemption-used"
"""Its level is the level at which every use of an exemption is printed."""

EXEMPTIONS_FILE = "exemptions.yaml"
"""Name of the exemptions file, in the folder that holds the pack, when nothing else is configured."""

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
    Policy(
        name=EXEMPTIONS_VALID,
        title="Every exemption is owned, approved, narrow and not expired",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/A"),
        why="An exemption that nobody answers for, or that never ends, is a hole in the rule for everyone.",
        remedy="Correct the entry in the exemptions file, or delete it and put the resource right.",
        docs="https://www.pulumi.com/docs/insights/policy/",
        parameters=(
            same_everywhere("file", "The exemptions file, from the folder that holds the pack.", TEXT, EXEMPTIONS_FILE),
            Parameter("maxDays", "Most days until an exemption expires.", INTEGER, prod=90, staging=180, dev=365),
            Parameter("maxCap", "Most resources that one exemption may cover.", INTEGER, prod=10, staging=25, dev=50),
        ),
    ),
    Policy(
        name=EXEMPTION_USED,
        title="Every exemption in use is seen",
        severity=Severity.LOW,
        levels=Levels.of("A/A/A"),
        why="Whoever deploys should see which rules are not kept, by whose decision and until when.",
        remedy="Put the resource right and delete the exemption.",
        docs="https://www.pulumi.com/docs/insights/policy/",
    ),
)
