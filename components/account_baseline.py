"""What every account gets, whatever runs in it."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws


class PasswordPolicyArgs(TypedDict):
    minimum_length: int
    """Least number of characters."""
    max_age_days: int
    """Days until a password expires; 0 for never."""
    reuse_prevention: int
    """Former passwords that can't be used again."""


class ContactArgs(TypedDict):
    name: str
    """Name."""
    title: str
    """Title."""
    email: str
    """E-mail address."""
    phone: str
    """Phone number."""


class AccountBaselineArgs(TypedDict):
    account_id: str
    """Account that is protected."""
    password_policy: PasswordPolicyArgs
    """Passwords of IAM users."""
    access_analyzer: bool
    """Whether Access Analyzer reports what is open to other accounts."""
    contacts: dict[str, ContactArgs]
    """Alternate contacts by kind: BILLING, OPERATIONS, SECURITY."""
    volumes_key_arn: NotRequired[pulumi.Input[str]]
    """Key of new EBS volumes that name none. Default: the key that AWS manages."""


class AccountBaseline(pulumi.ComponentResource):
    """Blocks what would be public, encrypts volumes, and sets the rules of passwords."""

    analyzer_arn: pulumi.Output[str]
    """ARN of the analyzer; empty without one."""

    def __init__(self, name: str, args: AccountBaselineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:AccountBaseline", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._block_public_access()
        self._encrypt_volumes()
        self._set_password_policy(args["password_policy"])
        for kind, contact in args["contacts"].items():
            self._name_contact(kind, contact)
        self.analyzer_arn = self._analyze_access() if args["access_analyzer"] else pulumi.Output.from_input("")
        self.register_outputs({"analyzer_arn": self.analyzer_arn})

    def _block_public_access(self) -> None:
        aws.s3.AccountPublicAccessBlock(
            f"{self._prefix}-buckets",
            account_id=self._args["account_id"],
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self._child,
        )
        aws.ebs.SnapshotBlockPublicAccess(f"{self._prefix}-snapshots", state="block-all-sharing", opts=self._child)
        aws.ec2.ImageBlockPublicAccess(f"{self._prefix}-images", state="block-new-sharing", opts=self._child)

    def _encrypt_volumes(self) -> None:
        encryption = aws.ebs.EncryptionByDefault(f"{self._prefix}-volumes", enabled=True, opts=self._child)
        if "volumes_key_arn" in self._args:
            aws.ebs.DefaultKmsKey(
                f"{self._prefix}-volumes-key",
                key_arn=self._args["volumes_key_arn"],
                opts=pulumi.ResourceOptions(parent=self, depends_on=[encryption]),
            )

    def _set_password_policy(self, policy: PasswordPolicyArgs) -> None:
        aws.iam.AccountPasswordPolicy(
            f"{self._prefix}-passwords",
            minimum_password_length=policy["minimum_length"],
            require_lowercase_characters=True,
            require_uppercase_characters=True,
            require_numbers=True,
            require_symbols=True,
            allow_users_to_change_password=True,
            max_password_age=policy["max_age_days"] or None,
            password_reuse_prevention=policy["reuse_prevention"] or None,
            opts=self._child,
        )

    def _name_contact(self, kind: str, contact: ContactArgs) -> None:
        aws.account.AlternativeContact(
            f"{self._prefix}-{kind.lower()}-contact",
            alternate_contact_type=kind,
            name=contact["name"],
            title=contact["title"],
            email_address=contact["email"],
            phone_number=contact["phone"],
            opts=self._child,
        )

    def _analyze_access(self) -> pulumi.Output[str]:
        analyzer = aws.accessanalyzer.Analyzer(
            f"{self._prefix}-analyzer", analyzer_name=f"{self._prefix}-analyzer", type="ACCOUNT", opts=self._child
        )
        return pulumi.Output.from_input(analyzer.arn)
