"""Transforms of recorded programs, which the SDK hands to the engine and its mocked monitor leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi.runtime.settings
from pulumi.runtime.proto import callback_pb2


class Transforms:
    """Stands in the place of the SDK's callback server, and does the engine's part: from the parents down."""

    def __init__(self) -> None:
        self._known: dict[str, pulumi.ResourceTransform] = {}
        self._by_urn: dict[str, list[str]] = {}

    def take_part(self) -> None:
        """Tell the SDK, after its mocks are set, that the monitor supports transforms and that they are called here."""
        pulumi.runtime.settings.SETTINGS.feature_support["transforms"] = True
        pulumi.runtime.settings.SETTINGS.callbacks = self

    def register_transform(self, transform: pulumi.ResourceTransform) -> callback_pb2.Callback:
        """The SDK's own way of naming a function to the engine."""
        token = next((token for token, known in self._known.items() if known is transform), str(len(self._known)))
        self._known[token] = transform
        return callback_pb2.Callback(token=token)

    def remember(self, urn: str, parent: str, tokens: Sequence[str]) -> None:
        """The transforms of a resource, and those of its parents."""
        self._by_urn[urn] = [*tokens, *self._by_urn.get(parent, [])]

    def applied(self, urn: str, type_: str, name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """The inputs of a resource as its transforms leave them."""
        found = dict(inputs)
        for token in self._by_urn[urn]:
            args = pulumi.ResourceTransformArgs(True, type_, name, found, pulumi.ResourceOptions())
            result = self._known[token](args)
            assert result is None or isinstance(result, pulumi.ResourceTransformResult), "a transform that waits"
            found = dict(result.props) if result is not None else found
        return found
