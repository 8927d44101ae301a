"""`python3 -m sandbox.bootstrap`. Up to the version check this file must parse on any Python 3."""

import os
import shutil
import sys

OLDEST = (3, 11)


def newer_python():  # type: ignore[no-untyped-def]  # noqa: ANN201
    """Path of a Python that is new enough, if one is installed under its versioned name."""
    names = ("python3.%d" % minor for minor in range(OLDEST[1] + 9, OLDEST[1] - 1, -1))  # noqa: UP031
    return next((path for path in map(shutil.which, names) if path), None)


if sys.version_info < OLDEST:
    other = newer_python()  # type: ignore[no-untyped-call]
    if other is None:
        sys.stderr.write(
            "set-up: Python 3.11 or newer is needed and %s is Python %d.%d: install one and run this again\n"  # noqa: UP031
            % ((sys.executable,) + sys.version_info[:2])  # noqa: RUF005
        )
        sys.exit(1)
    os.execv(other, [other, "-m", "sandbox.bootstrap"] + sys.argv[1:])  # noqa: RUF005, S606

from sandbox.bootstrap.steps import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
