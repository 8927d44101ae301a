"""The sizes that a Fargate task can have.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

FargateCpu = Literal[256, 512, 1024, 2048, 4096, 8192, 16384]
"""CPU units of a task; 1024 are one vCPU."""

MEMORY_BY_CPU: dict[int, tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4096 + 1, 1024)),
    1024: tuple(range(2048, 8192 + 1, 1024)),
    2048: tuple(range(4096, 16384 + 1, 1024)),
    4096: tuple(range(8192, 30720 + 1, 1024)),
    8192: tuple(range(16384, 61440 + 1, 4096)),
    16384: tuple(range(32768, 122880 + 1, 8192)),
}
"""Memory (MiB) by CPU units."""


def memory_range(cpu: int) -> str:
    """The memory sizes of a CPU size, in words."""
    sizes = MEMORY_BY_CPU[cpu]
    steps = {larger - smaller for smaller, larger in pairwise(sizes)}
    if len(steps) == 1:
        return f"{sizes[0]} to {sizes[-1]} in steps of {steps.pop()}"
    return f"{', '.join(map(str, sizes[:-1]))} or {sizes[-1]}"
