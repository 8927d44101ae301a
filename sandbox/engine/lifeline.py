"""Ends a plugin when the engine that started it is gone.

The engine keeps a pipe open as each plugin's standard input and never writes to it. However the engine ends, `kill -9`
included, the pipe closes, so end of file there is the one reliable sign. The parent-death signal of Linux is not: it
fires when the *thread* that started the plugin ends, and the engine's threads come and go.
"""

import os
import stat
import threading
from collections.abc import Callable


def when_engine_is_gone(act: Callable[[], None]) -> None:
    """Call `act` once, on a thread of its own, when the engine's end of standard input closes.

    A standard input that isn't a pipe (a person started the plugin in a terminal) is not watched.
    """
    if not stat.S_ISFIFO(os.fstat(0).st_mode):
        return

    def wait_for_end_of_file() -> None:
        while os.read(0, 4096):
            pass
        act()

    threading.Thread(target=wait_for_end_of_file, name="lifeline", daemon=True).start()
