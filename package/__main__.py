"""Entry point of the package: the engine runs this folder and reads the port from standard output."""

import importlib
import sys
from pathlib import Path

if __name__ == "__main__":
    # The components live beside this folder, whatever it is called and wherever the engine was started.
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    importlib.import_module("package.provider").serve()
