"""A program of another team: it knows the components by their tokens in the package, not by their code."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws


class Remote(pulumi.ComponentResource):
    """A component that the package constructs; what a generated SDK has as a class of its own."""

    arns: pulumi.Output[dict[str, str]]
    containersId: pulumi.Output[str]  # noqa: N815 - the schema's own name

    def __init__(
        self, kind: str, name: str, inputs: Mapping[str, object], outputs: list[str], opts: pulumi.ResourceOptions
    ) -> None:
        properties = {**inputs, **dict.fromkeys(outputs)}
        super().__init__(f"payments:index:{kind}", name, properties, opts, remote=True)


settings = pulumi.Config()
account = aws.Provider(
    "account",
    region="eu-west-1",
    allowed_account_ids=["210987654321"],
    default_tags={"tags": {"Owner": "Shop"}},
)
in_account = pulumi.ResourceOptions(providers={"aws": account})
vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16", opts=pulumi.ResourceOptions(provider=account))
keys = Remote(
    "EncryptionKeys",
    "keys",
    {
        "accountId": "210987654321",
        "region": "eu-west-1",
        "aliasPrefix": "shop",
        "dataClasses": ["database", settings.get("dataClass") or "logs"],
        "deletionWindowDays": settings.get_int("deletionWindowDays") or settings.get_object("window") or 7,
        "rotation": True,
        "protect": False,
    },
    ["arns"],
    in_account,
)
groups = Remote(
    "SecurityGroups", "groups", {"vpcId": vpc.id, "containerPorts": [8080, 8443]}, ["containersId"], in_account
)
pulumi.export("keyArns", keys.arns)
pulumi.export("containersGroup", groups.containersId)
