"""The engine's automatic log, which the sandbox turns off.

Since version 3.250 each command keeps its debug messages, encrypted, under `logs/` in the engine's home: a third of the
engine's processor time, 2 MB a run, up to 500 MB in all. There is no option against it; it stays off where the folder
can't be made. `-v 9 --logtostderr` shows the same messages.
"""

import shutil

from sandbox.command.folder import SandboxFolder

_NOTE = "The engine keeps no log in the sandbox. `sandbox/pulumi -v 9 --logtostderr ...` shows its messages.\n"


def turn_off_automatic_log(folder: SandboxFolder) -> None:
    """Put a file in the folder's place; does nothing when it is there."""
    logs = folder.pulumi_home / "logs"
    if logs.is_file():
        return
    if logs.is_dir():
        shutil.rmtree(logs, ignore_errors=True)
    try:
        logs.write_text(_NOTE)
    except OSError:  # another command is writing its log there
        return
