"""Configuration in SSM Parameter Store."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.random_text import random_text

PLACEHOLDER = "placeholder: store the real value in Parameter Store"
"""What a secret parameter holds until somebody stores its value."""
_GENERATED_LENGTH = 64
_STORED_BY_PEOPLE = ["description", "tier", "keyId"]


class ParameterArgs(TypedDict):
    value: NotRequired[pulumi.Input[str]]
    """A text. Exactly one of value, values, placeholder and generated is given."""
    values: NotRequired[list[pulumi.Input[str]]]
    """A list of texts without commas."""
    placeholder: NotRequired[bool]
    """Whether it is a secret that starts with a placeholder."""
    generated: NotRequired[bool]
    """Whether it is a secret that starts with a random value."""
    secret_version: NotRequired[int]
    """Raising it overwrites a secret, also one that somebody stored. Default: 1."""
    secure: NotRequired[bool]
    """Whether a text is encrypted. Default: false."""
    tier: NotRequired[str]
    """Standard or Advanced. Default: Standard."""
    description: NotRequired[str]
    """What it is for. Default: none."""


class ParameterTreeArgs(TypedDict):
    path: str
    """First part of every name, such as /fivestar/payments/dev."""
    parameters: dict[str, ParameterArgs]
    """Parameters by the rest of their name, such as app/database_url."""
    key_arn: pulumi.Input[str]
    """Key of encrypted parameters."""
    protect: bool
    """Whether Pulumi refuses to delete secret parameters, whose values only Parameter Store has."""


class ParameterTree(pulumi.ComponentResource):
    """Parameters below one path: texts, lists, and secrets that start with a placeholder or a random value.

    A secret keeps what somebody stored until its version is raised. Its description, tier and key stay those of its
    creation, because Parameter Store changes them only along with the value.
    Raises ValueError for a parameter without a value or with two.
    """

    arns: pulumi.Output[dict[str, str]]
    """ARNs of the parameters by key."""

    def __init__(self, name: str, args: ParameterTreeArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:ParameterTree", name, {}, opts)
        self._prefix = name
        self._args = args
        self._by_key = {key: self._arn(key, item) for key, item in args["parameters"].items()}
        self.arns = pulumi.Output.all(**self._by_key)
        self.register_outputs({"arns": self.arns})

    @property
    def by_key(self) -> dict[str, pulumi.Input[str]]:
        """ARNs by key, each known by itself."""
        return dict(self._by_key)

    def _arn(self, key: str, parameter: ParameterArgs) -> pulumi.Output[str]:
        sources = [source for source in ("value", "values", "placeholder", "generated") if parameter.get(source)]
        if len(sources) != 1:
            given = " and ".join(sources) or "nothing"
            raise ValueError(f"ParameterTree {self._prefix}: {key} has {given}; give one source of its value.")
        is_secret = sources[0] in ("placeholder", "generated")
        made = self._secret(key, parameter) if is_secret else self._text(key, parameter)
        return pulumi.Output.from_input(made.arn)

    def _text(self, key: str, parameter: ParameterArgs) -> aws.ssm.Parameter:
        if "values" in parameter:
            kind, text = "StringList", pulumi.Output.all(*parameter["values"]).apply(",".join)
        else:
            kind = "SecureString" if parameter.get("secure", False) else "String"
            text = pulumi.Output.from_input(parameter["value"])
        secure = kind == "SecureString"
        return aws.ssm.Parameter(
            f"{self._prefix}-{key}",
            name=f"{self._args['path']}/{key}",
            type=kind,
            value=text if secure else None,
            insecure_value=None if secure else text,
            key_id=self._args["key_arn"] if secure else None,
            tier=parameter.get("tier", "Standard"),
            description=parameter.get("description"),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _secret(self, key: str, parameter: ParameterArgs) -> aws.ssm.Parameter:
        generated = parameter.get("generated", False)
        return aws.ssm.Parameter(
            f"{self._prefix}-{key}",
            name=f"{self._args['path']}/{key}",
            type="SecureString",
            value_wo=random_text(_GENERATED_LENGTH, self) if generated else PLACEHOLDER,
            value_wo_version=parameter.get("secret_version", 1),
            key_id=self._args["key_arn"],
            tier=parameter.get("tier", "Standard"),
            description=parameter.get("description"),
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=self._args["protect"],
                delete_before_replace=True,
                ignore_changes=_STORED_BY_PEOPLE,
            ),
        )
