"""The aws resources that components register."""

import functools
import importlib.util
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import pulumi


class Child(pulumi.CustomResource):
    """An aws resource known by its type token, its inputs by their camelCase names.

    It stands in for the classes of pulumi_aws, whose import takes longer than everything else this plugin does. The
    version of pulumi_aws goes along with it: the engine keeps one default provider per version, and the program's own
    resources carry that version as well.
    """

    def __init__(
        self,
        token: str,
        name: str,
        inputs: "Mapping[str, pulumi.Input[object] | None]",
        parent: pulumi.Resource,
        depends_on: Sequence[pulumi.Resource] = (),
        outputs: Sequence[str] = (),
    ) -> None:
        """Registers the resource; `outputs` names the outputs that `output` is asked for."""
        given = {key: value for key, value in inputs.items() if value is not None}
        options = pulumi.ResourceOptions(parent=parent, depends_on=list(depends_on), version=aws_version())
        super().__init__(token, name, {**dict.fromkeys(outputs), **given}, options)

    def output(self, name: str) -> "pulumi.Output[str]":
        """An output by its camelCase name."""
        return cast("pulumi.Output[str]", self.__dict__[name])


@functools.cache
def aws_version() -> str:
    """The version of the installed pulumi_aws, such as '7.51.1'."""
    found = importlib.util.find_spec("pulumi_aws")
    if found is None or found.origin is None:
        raise RuntimeError(
            "The package pulumi_aws is not installed next to the sandbox; install requirements.txt again."
        )
    about = json.loads(Path(found.origin).with_name("pulumi-plugin.json").read_text(encoding="utf-8"))
    return cast("str", about["version"])


def merged_tags(*tags: "pulumi.Input[object] | None") -> "pulumi.Input[object]":
    """The tags of all tables, later ones winning."""
    given = [table for table in tags if table is not None]
    if all(isinstance(table, dict) for table in given):
        return _merge(given)
    return pulumi.Output.all(*given).apply(_merge)


def _merge(tables: Sequence[object]) -> dict[str, object]:
    merged: dict[str, object] = {}
    for table in tables:
        merged.update(cast("dict[str, object]", table or {}))
    return merged
