"""The SDK's wait for what a program has begun: seldom enough to be cheap, and never too late."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import TypeVar

import pytest

from sandbox.engine.starter import adjusted_sdk
from sandbox.engine.starter.adjusted_sdk import WaitsInIntervals

Task = asyncio.Task[object]
Result = TypeVar("Result")
NEVER = 3600.0
TOO_LATE = 30.0


def in_loop(work: Coroutine[object, object, Result]) -> Result:
    """What the coroutine returns. Unlike `asyncio.run`, leaves the thread's own event loop to other tests."""
    with contextlib.closing(asyncio.new_event_loop()) as loop:
        return loop.run_until_complete(work)


async def ends_after(seconds: float, error: Exception | None = None) -> object:
    await asyncio.sleep(seconds)
    if error:
        raise error
    return seconds


async def begun(*ends: float) -> list[Task]:
    return [asyncio.create_task(ends_after(end)) for end in ends]


async def first_look(tasks: list[Task]) -> tuple[set[Task], set[Task]]:
    """What the SDK's wait for the first of these tasks returns; raises TimeoutError when it takes too long."""
    looking = WaitsInIntervals.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    return await asyncio.wait_for(looking, TOO_LATE)


def test_it_returns_as_soon_as_all_tasks_have_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adjusted_sdk, "LOOKS_APART", NEVER)

    async def run() -> None:
        tasks = await begun(0, 0.001)
        assert await first_look(tasks) == ({*tasks}, set())

    in_loop(run())


def test_it_returns_as_soon_as_a_task_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adjusted_sdk, "LOOKS_APART", NEVER)

    async def run() -> None:
        failing: Task = asyncio.create_task(ends_after(0.001, ValueError("refused")))
        (lasting,) = await begun(NEVER)
        assert await first_look([lasting, failing]) == ({failing}, {lasting})
        lasting.cancel()
        assert isinstance(failing.exception(), ValueError)

    in_loop(run())


def test_it_returns_what_has_ended_so_far_while_others_go_on() -> None:
    async def run() -> None:
        quick, lasting = await begun(0, NEVER)
        assert await first_look([quick, lasting]) == ({quick}, {lasting})
        lasting.cancel()

    in_loop(run())


def test_a_wait_of_another_kind_is_asyncios_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adjusted_sdk, "LOOKS_APART", 0.0)

    async def run() -> None:
        tasks = await begun(0, 0.01)
        assert await WaitsInIntervals.wait(tasks, return_when=asyncio.ALL_COMPLETED) == ({*tasks}, set())

    in_loop(run())


@pytest.mark.parametrize("name", ["sleep", "get_event_loop", "FIRST_COMPLETED"])
def test_everything_else_is_asyncios_own(name: str) -> None:
    assert getattr(WaitsInIntervals("asyncio"), name) is getattr(asyncio, name)


def test_many_tasks_that_end_one_after_the_other_are_looked_through_a_few_times_only() -> None:
    async def run() -> int:
        pending, looks = await begun(*(number / 2000 for number in range(400))), 0
        while pending:
            _, left = await first_look(pending)
            pending, looks = [*left], looks + 1
        return looks

    assert in_loop(run()) < 100
