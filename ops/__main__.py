"""`python -m ops`: what `bin/ops` runs."""

import sys

from ops.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
