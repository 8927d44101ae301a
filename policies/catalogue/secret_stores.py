"""Policies for Secrets Manager, for Parameter Store and for sessions of Session Manager."""

from policies.catalogue.model import INTEGER, TEXT, Controls, Levels, Policy, Severity, same_everywhere

_GUIDE = "https://docs.aws.amazon.com/secretsmanager/latest/userguide"
_SYSTEMS_MANAGER = "https://docs.aws.amazon.com/systems-manager/latest/userguide"

_NAMES = r"(?i)(^|[-_.])(passw(or)?d|passphrase|secret|token|credentials?|(api|access|private|signing|secret)[-_]?key)$"

ROWS = (
    Policy(
        name="secret-cmk",
        title="Secrets are encrypted with a customer-managed key",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="The AWS-managed key cannot be restricted, shared or disabled, here and in the regions of replicas.",
        remedy="Set kmsKeyId, of each replica too, to the ARN of an aws.kms.Key of your own.",
        docs=f"{_GUIDE}/security-encryption.html",
        controls=Controls(checkov=("CKV_AWS_149",)),
    ),
    Policy(
        name="secret-recovery-window",
        title="A deleted secret can be had back",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/D"),
        why="With a window of no days, one mistaken destroy takes a credential away for good.",
        remedy="Set recoveryWindowInDays to 7 to 30, or leave it out.",
        docs=f"{_GUIDE}/manage_delete-secret.html",
        parameters=(same_everywhere("minimumDays", "Fewest days that AWS waits.", INTEGER, 7),),
    ),
    Policy(
        name="secret-rotation-window",
        title="Secrets that rotate do so often enough",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="A credential that leaked unnoticed is good until it is changed.",
        remedy="Set rotationRules to automaticallyAfterDays or a scheduleExpression within the maximum.",
        docs=f"{_GUIDE}/rotate-secrets_schedule.html",
        controls=Controls(fsbp=("SecretsManager.4",), pci_security_hub=("8.6.3",), checkov=("CKV_AWS_304",)),
        parameters=(same_everywhere("maximumDays", "Most days between two rotations.", INTEGER, 90),),
    ),
    Policy(
        name="secret-value-not-literal",
        title="Values of secrets are marked as secret or write-only",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/A"),
        why="A value in plain text is readable in the stack's state, in previews and in logs.",
        remedy="Give the value as a Pulumi secret (Config.require_secret), or better as secretStringWo.",
        docs="https://www.pulumi.com/docs/iac/concepts/secrets/",
        controls=Controls(pci_own=("8.6.2",)),
    ),
    Policy(
        name="ssm-parameter-secure",
        title="Secrets in Parameter Store are encrypted with a customer-managed key",
        severity=Severity.HIGH,
        levels=Levels.of("M/A/A"),
        why="A String is readable for whoever may read parameters; so is a SecureString under the AWS-managed key.",
        remedy="Set type to SecureString and keyId to an aws.kms.Key of your own, or use Secrets Manager.",
        docs=f"{_SYSTEMS_MANAGER}/secure-string-parameter-kms-encryption.html",
        controls=Controls(checkov=("CKV2_AWS_34", "CKV_AWS_337")),
        parameters=(
            same_everywhere("secretNames", "Regular expression for the last part of a secret's name.", TEXT, _NAMES),
        ),
    ),
    Policy(
        name="ssm-session-encrypted",
        title="Sessions and their logs are encrypted",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="What an administrator types and sees in a session is as sensitive as the host behind it.",
        remedy="Set inputs.kmsKeyId, and true for s3EncryptionEnabled and cloudWatchEncryptionEnabled of its logs.",
        docs=f"{_SYSTEMS_MANAGER}/session-preferences-enable-encryption.html",
        controls=Controls(checkov=("CKV_AWS_112", "CKV_AWS_113")),
    ),
)
