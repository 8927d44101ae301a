"""Language host for Python: starts programs, policy packs and providers for the Pulumi engine.

Takes the place of the official `pulumi-language-python` where only the engine could be built. The engine starts it
through `pulumi-language-python`, reads the port from its first line of output, and ends it with SIGINT.
"""

import os
import signal
import sys
from concurrent import futures
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
THREADS = 32
"""Calls served at once: each policy pack and provider that the host runs holds one for its whole life."""


def engine_address(arguments: list[str]) -> str:
    """The engine's gRPC address: the last argument that isn't an option; empty when there is none."""
    words = [argument for argument in arguments if not argument.startswith("-")]
    return words[-1] if words else ""


class StopRequest:
    """Waits for SIGINT, SIGTERM or a word from another thread.

    A pipe and not an event: the system may deliver a signal to any thread, and only a byte in a pipe then wakes the one
    that waits.
    """

    def __init__(self) -> None:
        self._waiting, self._asking = os.pipe()
        os.set_blocking(self._asking, False)
        signal.set_wakeup_fd(self._asking, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, frame: None)

    def ask(self) -> None:
        """Ask for the end; may be called from any thread."""
        os.write(self._asking, b"\0")

    def wait(self) -> None:
        """Return when the end has been asked for."""
        os.read(self._waiting, 1)


def serve(engine_folder: Path, arguments: list[str]) -> int:
    """Serve until the engine asks for the end or is gone; returns the exit code.

    `engine_folder` holds the program runner; `arguments` are the engine's.
    """
    stop = StopRequest()  # first of all, so that a stop during start-up is silent too

    from sandbox.engine.protocol import import_messages_only

    import_messages_only()
    import grpc
    from pulumi.runtime.proto import language_pb2_grpc

    from sandbox.engine.lifeline import when_engine_is_gone
    from sandbox.engine.prepared_program import PreparedProgram
    from sandbox.engine.processes import RunningProcesses
    from sandbox.engine.program import PROGRAM_RUNNER
    from sandbox.engine.servicer import PythonLanguageHost

    processes, runner = RunningProcesses(), engine_folder / PROGRAM_RUNNER
    host = PythonLanguageHost(
        engine=engine_address(arguments),
        version=(ROOT / ".pulumi.version").read_text().strip(),
        runner=runner,
        processes=processes,
        prepared=PreparedProgram(processes, runner),
    )
    server = grpc.server(
        futures.ThreadPoolExecutor(THREADS),
        options=[("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)],
    )
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    when_engine_is_gone(stop.ask)
    print(port, flush=True)  # noqa: T201 - the protocol's handshake
    stop.wait()
    processes.end_all()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    code = serve(Path(sys.argv[1]).resolve(), sys.argv[2:])
    # At once: neither calls under way nor the thread that reads the engine's pipe may keep the process alive, for which
    # the engine would wait 5 s.
    os._exit(code)
