"""Starts programs by forking a process that has imported the SDKs already.

For whoever runs many programs one after the other (`SANDBOX_PROGRAMS` in `sandbox/engine/served_program.py`). The first
program that uses a service of an SDK waits for its import, later ones find it there.
"""

import json
import os
import select
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from sandbox.engine.starter.early_imports import VARIABLE, import_recorded

LENGTH_BYTES = 8
"""An order begins with its length, big-endian; standard output and standard error come with these bytes."""


@dataclass(frozen=True)
class Order:
    """A program to be run."""

    command: list[str]
    """The runner and its arguments."""
    folder: str
    """Where it runs."""
    program: str
    """Folder of the program."""
    environment: dict[str, str]


def serve(path: str) -> list[str]:
    """Serve on a Unix socket until standard input ends; returns only in the processes of programs, with the command."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(path)
        listener.listen()
        print("ready", flush=True)  # noqa: T201 - whoever started the server waits for this line
        while True:
            ready, _, _ = select.select([listener, sys.stdin], [], [])
            if sys.stdin in ready:
                os._exit(0)
            connection, _ = listener.accept()
            order, output = received(connection)
            import_for(order)
            if not os.fork():
                listener.close()
                become(order, output, connection)
                return order.command
            for held in (connection.detach(), *output):
                os.close(held)


def received(connection: socket.socket) -> tuple[Order, list[int]]:
    """The order of a client, with its standard output and standard error."""
    head, output, _, _ = socket.recv_fds(connection, LENGTH_BYTES, 2)
    with connection.makefile("rb") as body:
        return Order(**json.loads(body.read(int.from_bytes(head, "big")))), output


def import_for(order: Order) -> None:
    """Import in the server what the program imported last time."""
    sys.path[0] = str(Path(order.command[0]).parent)
    record = order.environment.get(VARIABLE)
    if record:
        import_recorded(Path(order.program), Path(record))


def become(order: Order, output: list[int], connection: socket.socket) -> None:
    """Turn a fork of the server into the program's process, with another one that waits for its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    program = os.fork()
    if program:
        tell_end(program, connection)
    connection.close()
    os.setpgid(0, 0)
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    for target, source in enumerate(output, start=1):
        os.dup2(source, target)
        os.close(source)
    os.environ.clear()
    os.environ.update(order.environment)
    os.chdir(order.folder)


def tell_end(program: int, connection: socket.socket) -> NoReturn:
    """Send the program's process id and, once it has ended, its exit code, a line each."""
    connection.sendall(f"{program}\n".encode())
    _, status = os.waitpid(program, 0)
    connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)
