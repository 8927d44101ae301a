"""`awsx:ecr:Repository`: a repository and its lifecycle policy, registered with the engine."""

from collections.abc import Mapping
from typing import cast

import pulumi

from sandbox.awsx.children import Child
from sandbox.awsx.ecr.lifecycle_policy import DEFAULT_RULES, render
from sandbox.awsx.inputs import Inputs, PlainInputs

TYPE = "awsx:ecr:Repository"

_PASSED_ON = (
    "encryptionConfigurations",
    "forceDelete",
    "imageScanningConfiguration",
    "imageTagMutability",
    "imageTagMutabilityExclusionFilters",
    "name",
    "region",
    "tags",
)


class Repository(pulumi.ComponentResource):
    """The component; its constructor registers it and its children."""

    def __init__(self, name: str, inputs: Inputs, options: pulumi.ResourceOptions | None) -> None:
        plain = PlainInputs(inputs)
        policy = plain.table("lifecyclePolicy") or PlainInputs({}, "lifecyclePolicy")
        document = None if policy.truth("skip") else _document(policy)
        super().__init__(TYPE, name, {}, options)
        for sentence in (*plain.strangers((*_PASSED_ON, "lifecyclePolicy")), *policy.strangers(("rules", "skip"))):
            pulumi.log.warn(sentence, self)
        self._repository = Child(
            "aws:ecr/repository:Repository",
            name.lower(),
            {key: plain.given(key) for key in _PASSED_ON},
            parent=self,
            outputs=("name", "repositoryUrl"),
        )
        self._policy: Child | None = None
        if document is not None:
            self._policy = Child(
                "aws:ecr/lifecyclePolicy:LifecyclePolicy",
                name.lower(),
                {"repository": self._repository.output("name"), "policy": document, "region": plain.given("region")},
                parent=self,
            )
        self.register_outputs(self._children())

    def state(self) -> dict[str, object]:
        """The component's outputs by their camelCase names."""
        return {**self._children(), "url": self._repository.output("repositoryUrl")}

    def _children(self) -> dict[str, object]:
        children: dict[str, object] = {"repository": self._repository}
        if self._policy is not None:
            children["lifecyclePolicy"] = self._policy
        return children


def _document(policy: PlainInputs) -> "pulumi.Input[object]":
    rules = policy.given("rules")
    if rules is None:
        return render(DEFAULT_RULES)
    return pulumi.Output.from_input(rules).apply(lambda known: render(cast("list[Mapping[str, object]]", known)))
