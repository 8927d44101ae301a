"""What a rule answers with when AWS would refuse the inputs."""

from collections.abc import Iterable
from typing import TypeAlias

from sandbox.aws.model import Failure

__all__ = ["Failure", "Failures"]

Failures: TypeAlias = Iterable[Failure]
