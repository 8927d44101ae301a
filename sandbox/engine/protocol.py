"""Import of the engine's gRPC messages without the rest of the SDK.

`import pulumi` takes twice as long as gRPC and the messages alone (0.2 s against 0.1 s on two cores), and a language
host or a provider needs nothing else of it. The packages above `pulumi.runtime.proto` are therefore registered empty
before the messages are imported. Only for processes in which nobody imports the SDK itself afterwards.
"""

import sys
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType


def import_messages_only() -> None:
    """Make `pulumi.runtime.proto.*_pb2` importable without running the SDK's own package files.

    Does nothing when the SDK is already imported. Raises ModuleNotFoundError when it is not installed.
    """
    if "pulumi" in sys.modules:
        return
    spec = PathFinder.find_spec("pulumi")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("the Pulumi SDK for Python is not installed in this environment", name="pulumi")
    sdk = Path(spec.submodule_search_locations[0])
    for name, folder in (
        ("pulumi", sdk),
        ("pulumi.runtime", sdk / "runtime"),
        ("pulumi.runtime.proto", sdk / "runtime" / "proto"),
    ):
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
