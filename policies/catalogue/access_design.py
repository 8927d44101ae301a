"""Policies about how keys, roles, rules and audit files are divided among the parts of a stack."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

ROWS = (
    Policy(
        name="trail-bucket-protected",
        title="The audit trail's bucket keeps what it gets",
        severity=Severity.HIGH,
        levels=Levels.of("M/A/A"),
        why="Whoever can change or delete the trail's files can hide what was done.",
        remedy="Give the bucket a public access block, versioning, object lock, a BucketLogging and a policy that lets "
        "CloudTrail write under aws:SourceArn only.",
        docs="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html",
        controls=Controls(fsbp=("CloudTrail.6", "CloudTrail.7")),
    ),
    Policy(
        name="kms-key-separation",
        title="Databases, secrets, logs and the trail have keys of their own",
        severity=Severity.MEDIUM,
        levels=Levels.of("A/A/D"),
        why="Who may use the key for one class of data may read all others that it encrypts.",
        remedy="Make an aws.kms.Key for each class of data and name it in that class's resources.",
        docs="https://docs.aws.amazon.com/prescriptive-guidance/latest/aws-kms-best-practices/key-management.html",
        controls=Controls(pci_own=("3.6", "3.7")),
    ),
    Policy(
        name="iam-role-not-shared",
        title="Every service has a task role of its own",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="A role shared by services gives each of them the rights of all; a trust without a source serves anybody.",
        remedy="Make a role for each task definition, with a condition on aws:SourceAccount in its trust policy.",
        docs="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
        controls=Controls(checkov=("CKV_AWS_249",)),
    ),
    Policy(
        name="no-rule-management-conflict",
        title="Groups and roles are managed in one way",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="Rules inside a group or role and rules beside it undo each other with every update.",
        remedy="Keep ingress, egress, inlinePolicies and managedPolicyArns, or separate resources, but not both.",
        docs="https://www.pulumi.com/registry/packages/aws/api-docs/ec2/securitygroup/",
    ),
)
