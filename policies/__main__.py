"""Entry point of the policy pack: the engine runs this folder and reads the port from standard output."""

import gc
import importlib
import importlib.util
import sys
from pathlib import Path

PACKAGE = "policies"


def load_package() -> None:
    """Import this folder under its package name, whatever the folder is called and wherever it lies."""
    folder = Path(__file__).resolve().parent
    spec = importlib.util.spec_from_file_location(
        PACKAGE, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise SystemExit(f"The policy pack cannot be loaded from {folder}: its __init__.py is missing.")
    package = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = package
    spec.loader.exec_module(package)


if __name__ == "__main__":
    # One run reads each resource a few times and ends: looking for cycles among them costs more than it frees.
    gc.set_threshold(1_000_000)
    load_package()
    importlib.import_module(f"{PACKAGE}.serving.server").serve()
