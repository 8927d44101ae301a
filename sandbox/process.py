"""The process of a provider plugin: listens on a free port, tells the engine which, and ends with the engine."""

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import TYPE_CHECKING

from sandbox.engine.lifeline import when_engine_is_gone

if TYPE_CHECKING:
    from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderServicer

# The engine's own limit (sdk/go/common/util/rpcutil): whole states travel in one message.
_MESSAGE_BYTES = 400 * 1024 * 1024


def serve(provider: "ResourceProviderServicer", workers: int, on_stop: Callable[[], None]) -> None:
    """Serve a provider on 127.0.0.1 until the engine stops it, which `on_stop` hears of, or is gone."""
    import grpc
    from pulumi.runtime.proto.provider_pb2_grpc import add_ResourceProviderServicer_to_server

    server = grpc.server(
        ThreadPoolExecutor(workers),
        options=[
            ("grpc.max_receive_message_length", _MESSAGE_BYTES),
            ("grpc.max_send_message_length", _MESSAGE_BYTES),
        ],
    )
    add_ResourceProviderServicer_to_server(provider, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()

    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    when_engine_is_gone(lambda: os._exit(0))
    print(port, flush=True)  # noqa: T201 - the engine reads the port from standard output
    stopped.wait()
    try:
        on_stop()
    finally:
        os._exit(0)
