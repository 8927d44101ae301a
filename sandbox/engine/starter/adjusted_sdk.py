"""Two habits of the SDK that take a third of a large program's time, put off."""

import asyncio
import os
import types
from collections.abc import Iterable

LOOKS_APART = 0.5
"""Seconds."""


def adjust() -> None:
    """Change the SDK of this process. Where there is none, the runner says so."""
    try:
        import pulumi.log
        import pulumi.runtime.stack
    except ImportError:
        return
    if os.environ.get("SANDBOX_DEBUG_MESSAGES") != "sent":
        pulumi.log.debug = lambda *_, **__: None
    pulumi.runtime.stack.asyncio = WaitsInIntervals("asyncio")  # type: ignore[attr-defined]


class WaitsInIntervals(types.ModuleType):
    """`asyncio` for the SDK's wait for what a program has begun.

    The SDK looks through all outstanding tasks each time that one of them ends, so its time grows by the square of the
    number of resources. With 400 of them that is a third of the program's.
    """

    def __getattr__(self, name: str) -> object:
        return getattr(asyncio, name)

    @staticmethod
    async def wait(
        tasks: Iterable[asyncio.Task[object]], return_when: str = asyncio.ALL_COMPLETED
    ) -> tuple[set[asyncio.Task[object]], set[asyncio.Task[object]]]:
        """Return when all tasks have ended or one has failed, and else after `LOOKS_APART`.

        The caller asks for the first one that ends; it collects what has ended, and waits again for the rest together
        with what has been begun in the meantime.
        """
        if return_when != asyncio.FIRST_COMPLETED:
            return await asyncio.wait(tasks, return_when=return_when)
        return await asyncio.wait(tasks, timeout=LOOKS_APART, return_when=asyncio.FIRST_EXCEPTION)
