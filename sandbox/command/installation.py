"""The engine that the set-up made ready."""

import subprocess
import sys

from sandbox.bootstrap.paths import ROOT
from sandbox.bootstrap.record import read_record
from sandbox.command.environment import Installation
from sandbox.command.errors import CommandError


def installation() -> Installation:
    """Where the sandbox and its engine are, after a set-up when the engine is no longer what it was.

    Raises CommandError when that fails; the set-up has said why.
    """
    record = read_record()
    if record is None:
        subprocess.run([sys.executable, "-m", "sandbox.bootstrap"], cwd=ROOT, stdout=sys.stderr)
        record = read_record()
    if record is None:
        raise CommandError(f"the Pulumi engine isn't set up: run `python3 -m sandbox.bootstrap` in {ROOT}")
    return Installation(ROOT, record.engine)
