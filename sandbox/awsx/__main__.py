"""Starts the awsx plugin: `python -m sandbox.awsx ENGINE_ADDRESS`."""

import asyncio
import os
import signal
import sys
from importlib.metadata import PackageNotFoundError, version
from types import FrameType

from sandbox.engine.lifeline import when_engine_is_gone


def main(arguments: list[str]) -> int:
    """Serves until the engine stops the process or is gone; returns the exit code of a wrong call."""
    addresses = [argument for argument in arguments if not argument.startswith("-")]
    if not addresses:
        sys.stderr.write("usage: python -m sandbox.awsx ENGINE_ADDRESS\n")
        return 2
    signal.signal(signal.SIGINT, _end)
    signal.signal(signal.SIGTERM, _end)
    when_engine_is_gone(_end)
    # gRPC reports the end of a deployment's connections on standard error, which the engine shows to the user.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    from sandbox.awsx.server import serve
    from sandbox.engine.starter.adjusted_sdk import adjust

    adjust()
    asyncio.run(serve(_package_version(), addresses[0]))
    return 0


def _end(number: int = 0, frame: FrameType | None = None) -> None:
    os._exit(0)


def _package_version() -> str | None:
    try:
        return version("pulumi-awsx")
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
