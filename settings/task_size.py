"""Size of a task."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from settings.errors import Mistake
from settings.fargate import MEMORY_BY_CPU, FargateCpu, memory_range
from settings.section import Rule, Section, Whole
from settings.wording import nearest


def _fargate_offers_it(size: Size) -> Iterator[Mistake]:
    if size.memory not in MEMORY_BY_CPU[size.cpu]:
        close = nearest(size.memory, MEMORY_BY_CPU[size.cpu])
        allowed = f"{memory_range(size.cpu)} MiB with {size.cpu} CPU units"
        yield Mistake(("memory",), str(size.memory), allowed, f"The nearest size is {close}.")


class Size(Section):
    """Size of one task: a pair that Fargate offers."""

    rules: ClassVar[tuple[Rule, ...]] = (_fargate_offers_it,)

    cpu: FargateCpu
    """CPU units; 1024 are one vCPU."""
    memory: Whole
    """Memory in MiB; what is allowed depends on cpu."""
