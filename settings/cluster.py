"""The ECS cluster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.errors import Mistake
from settings.section import Flag, Rule, Section, Whole
from settings.types import ClusterName

ContainerInsights = Literal["disabled", "enabled", "enhanced"]


class Capacity(Section):
    """Share of a kind of capacity in every service."""

    base: Annotated[Whole, Field(ge=0, le=100000)] = 0
    """Tasks of each service that run on it before weights count."""
    weight: Annotated[Whole, Field(ge=0, le=1000)] = 0
    """Its part of the tasks above the base, relative to the other weights; 0 gets none."""


def _has_some_capacity(strategy: CapacityStrategy) -> Iterator[Mistake]:
    if strategy.fargate.weight == 0 and strategy.fargate_spot.weight == 0:
        yield Mistake(("fargate", "weight"), "0", "a weight above 0 for fargate or fargateSpot", "Write weight: 1.")


def _has_one_base(strategy: CapacityStrategy) -> Iterator[Mistake]:
    if strategy.fargate.base and strategy.fargate_spot.base:
        yield Mistake(("fargateSpot", "base"), str(strategy.fargate_spot.base), "0: only one capacity may have a base")


class CapacityStrategy(Section):
    """How tasks are shared between on-demand Fargate and Fargate Spot."""

    rules: ClassVar[tuple[Rule, ...]] = (_has_some_capacity, _has_one_base)

    fargate: Capacity = Capacity(base=2, weight=1)
    """On-demand capacity."""
    fargate_spot: Capacity = Capacity(base=0, weight=0)
    """Spot capacity: cheaper, and AWS takes it back with two minutes' notice."""


class Cluster(CapacityStrategy):
    """Where services run: on-demand Fargate and Fargate Spot."""

    name: ClusterName
    """Name of the cluster."""
    container_insights: ContainerInsights = "enabled"
    """Detailed monitoring of cluster, services and, when enhanced, tasks."""
    encrypt_storage: Flag = True
    """Whether the disks of tasks are encrypted with a key of the stack; else AWS's own key is used."""
