"""An example of a rule: what keeps it, what breaks it, and what cannot be told yet."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.policies.harness import Json

KEY = "arn:aws:kms:ap-south-1:123456789014:key/6c1c4f0e-6f0c-4c0e-8f55-2f4a5c9a7d11"


@dataclass(frozen=True)
class Example:
    """Properties of one resource type under one policy, in prod."""

    policy: str
    type: str
    compliant: Mapping[str, Json] | None
    """None where the mere presence of the resource breaks the rule."""
    violating: Mapping[str, Json]
    unknown: Mapping[str, Json] | None
    """None for a rule about the options of a resource, which are always known, or where it is enough that a property is
    given, whatever it will be."""
    unknown_path: str
    """The property that the undetermined verdict names."""
    says: str
    """What the violation's message says about the given value."""
    protected: bool = False
    """Whether the compliant resource carries Pulumi's option `protect`."""
