"""Amazon Macie: card numbers and other sensitive data in buckets."""

from typing import TypedDict

import pulumi
import pulumi_aws as aws


class SensitiveDataDiscoveryArgs(TypedDict):
    publish: str
    """How often findings are published: FIFTEEN_MINUTES, ONE_HOUR or SIX_HOURS."""


class SensitiveDataDiscovery(pulumi.ComponentResource):
    """Macie of an account and region; it samples the buckets by itself."""

    def __init__(self, name: str, args: SensitiveDataDiscoveryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:SensitiveDataDiscovery", name, {}, opts)
        aws.macie2.Account(
            f"{name}-account",
            status="ENABLED",
            finding_publishing_frequency=args["publish"],
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({})
