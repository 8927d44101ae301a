"""Security Hub: checks of the account against published standards."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import partition_of

_STANDARDS = {
    "fsbp": "standards/aws-foundational-security-best-practices/v/1.0.0",
    "cis-1.4.0": "standards/cis-aws-foundations-benchmark/v/1.4.0",
    "cis-3.0.0": "standards/cis-aws-foundations-benchmark/v/3.0.0",
    "cis-5.0.0": "standards/cis-aws-foundations-benchmark/v/5.0.0",
    "pci-dss-3.2.1": "standards/pci-dss/v/3.2.1",
    "pci-dss-4.0.1": "standards/pci-dss/v/4.0.1",
    "nist-800-53": "standards/nist-800-53/v/5.0.0",
}
"""https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html"""


class SecurityHubArgs(TypedDict):
    region: str
    """Region of the hub."""
    standards: list[str]
    """fsbp, cis-1.4.0, cis-3.0.0, cis-5.0.0, pci-dss-3.2.1, pci-dss-4.0.1 or nist-800-53."""


def standard_arn(standard: str, region: str) -> str:
    """ARN of a standard in a region. Raises ValueError for one that isn't known."""
    if standard not in _STANDARDS:
        raise ValueError(f"{standard} is no standard that is known here; there are {', '.join(_STANDARDS)}")
    return f"arn:{partition_of(region)}:securityhub:{region}::{_STANDARDS[standard]}"


class SecurityHub(pulumi.ComponentResource):
    """The hub of an account and region, with the standards that it checks. Raises ValueError for an unknown one."""

    arn: pulumi.Output[str]
    """ARN of the hub."""

    def __init__(self, name: str, args: SecurityHubArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:SecurityHub", name, {}, opts)
        hub = aws.securityhub.Account(
            f"{name}-hub",
            enable_default_standards=False,
            control_finding_generator="SECURITY_CONTROL",
            auto_enable_controls=True,
            opts=pulumi.ResourceOptions(parent=self),
        )
        for standard in args["standards"]:
            aws.securityhub.StandardsSubscription(
                f"{name}-{standard}",
                standards_arn=standard_arn(standard, args["region"]),
                opts=pulumi.ResourceOptions(parent=self, depends_on=[hub]),
            )
        self.arn = hub.arn
        self.register_outputs({"arn": self.arn})
