"""Imports of the providers' SDKs before the program asks for them: those that it used last time.

Only these SDKs: their modules define classes and do nothing else, so it makes no difference when they are imported.
The list is the file that SANDBOX_IMPORTS names; without that variable nothing is imported nor recorded.
"""

import contextlib
import importlib
import json
import os
import sys
import types
from pathlib import Path

SDKS = ("pulumi_aws", "pulumi_awsx")
VARIABLE = "SANDBOX_IMPORTS"
"""Names the file of the list. Commands that run a program set it, and no others: then programs are prepared."""


def import_recorded(program: Path, record: Path) -> None:
    """Import the SDKs, unless the folder of the program has modules of their names.

    What can't be imported is left to the program, which then fails with its own line in sight.
    """
    own = any((program / f"{sdk}{ending}").exists() for sdk in SDKS for ending in ("", ".py"))
    with contextlib.suppress(Exception):
        for name in ("pulumi", "pulumi.runtime", *(() if own else read_record(record))):
            module = importlib.import_module(name)
            getattr(module, "__all__", None)  # a service of an SDK is loaded when one of its names is asked for


def read_record(record: Path) -> list[str]:
    """The list that the last program left; empty where there is none."""
    try:
        names = json.loads(record.read_text())
    except (OSError, ValueError):
        return []
    found = names if isinstance(names, list) else []
    return [name for name in found if isinstance(name, str) and name.split(".")[0] in SDKS]


def write_record() -> None:
    """Keep the list of the SDKs' services that this program has loaded."""
    record = Path(os.environ.get(VARIABLE, os.devnull))
    loaded = [
        name
        for name, module in list(sys.modules.items())
        if name.split(".")[0] in SDKS and name.count(".") < 2 and type(module) is types.ModuleType
    ]
    if VARIABLE not in os.environ or not loaded or loaded == read_record(record):
        return
    with contextlib.suppress(OSError):
        record.parent.mkdir(exist_ok=True)
        draft = record.with_name(f".{record.name}.{os.getpid()}")
        draft.write_text(json.dumps(loaded))
        draft.replace(record)
