"""`python -m ops`: what `bin/ops` runs."""

import io
import sys

from ops.command import main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # Reports are UTF-8, whatever the locale says; XML states it.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
