"""Entry of `sandbox/pulumi`. Run as a file by an isolated Python, so that nothing of the user's environment counts."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from sandbox.command.main import main

    sys.exit(main(sys.argv[1:]))
