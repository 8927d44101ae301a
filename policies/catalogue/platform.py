"""Policies that hold a platform stack to its own settings."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

ROWS = (
    Policy(
        name="environment-known",
        title="The stack says which environment it is",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/M"),
        why="Policies, sizes and protections follow the environment; one that nobody knows has none of its own.",
        remedy="Name dev, staging, prod or management.",
        docs="https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/organizing-your-aws-environment.html",
        setting="platform:system.environment",
    ),
    Policy(
        name="required-tags",
        title="Whatever takes tags carries those of the system",
        severity=Severity.LOW,
        levels=Levels.of("M/M/M"),
        why="A resource without owner, project and environment is in nobody's bill and in nobody's incident.",
        remedy="Give the AWS provider these defaultTags, and the resource no other value of its own.",
        docs="https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html",
        controls=Controls(pci_own=("12.5.1",)),
        setting="platform:system.tags",
    ),
    Policy(
        name="account-limits",
        title="The stack stays within the limits of its account",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/M/M"),
        why="A mistaken figure in a development account costs as much as one in production.",
        remedy="Lower the count, or have the account's limit raised.",
        docs="https://docs.aws.amazon.com/servicequotas/latest/userguide/intro.html",
        setting="platform:account.limits",
    ),
    Policy(
        name="reserved-ranges-free",
        title="No subnet touches a reserved address range",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/M/M"),
        why="A subnet can't be moved or shrunk; the range that was kept for growth would be gone for good.",
        remedy="Give the subnet another block.",
        docs="https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
        setting="platform:network.reserved",
    ),
)
