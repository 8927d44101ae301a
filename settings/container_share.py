"""What the main container gets of its task."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from settings.errors import Mistake
from settings.section import Rule, Section, Whole

if TYPE_CHECKING:
    from settings.containers import Workload


def _the_reservation_is_below_the_limit(share: ContainerShare) -> Iterator[Mistake]:
    if share.memory is not None and share.memory_reservation is not None and share.memory_reservation > share.memory:
        allowed = f"at most memory, which is {share.memory}"
        yield Mistake(("memoryReservation",), str(share.memory_reservation), allowed)


class ContainerShare(Section):
    """Shares of the main container where they are smaller than its task.

    Its CPU is limited by the task alone: a container takes what the others leave.
    """

    rules: ClassVar[tuple[Rule, ...]] = (_the_reservation_is_below_the_limit,)

    cpu: Annotated[Whole, Field(ge=1, le=16384)] | None = None
    """CPU units that are set aside for it; by default none are."""
    memory: Annotated[Whole, Field(ge=6, le=122880)] | None = None
    """Memory in MiB at which it is stopped; by default all of the task's."""
    memory_reservation: Annotated[Whole, Field(ge=6, le=122880)] | None = None
    """Memory in MiB that is set aside for it; by default none is."""


def the_share_fits_into_the_task(workload: Workload) -> Iterator[Mistake]:
    """No share is larger than the task."""
    share = workload.container
    if share is None:
        return
    for key, given in (("cpu", share.cpu), ("memory", share.memory), ("memoryReservation", share.memory_reservation)):
        has = workload.size.cpu if key == "cpu" else workload.size.memory
        if given is not None and given > has:
            yield Mistake(("container", key), str(given), f"at most {has}, which the task has", "Enlarge size.")
