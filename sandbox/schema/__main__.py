"""`python -m sandbox.schema build [--force]` makes the index, `python -m sandbox.schema show NAME` prints a type."""

import argparse
import sys
import time

from sandbox.schema.index import open_index
from sandbox.schema.package import SchemaError, default_index_path, installed_package


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.schema", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="make the index of the installed AWS SDK unless it is there")
    build.add_argument("--force", action="store_true", help="make it again")
    show = commands.add_parser("show", help="print a resource type, function or nested object type")
    show.add_argument("name", help="such as aws:ec2/vpc:Vpc")
    given = parser.parse_args(arguments)
    try:
        return _build(given.force) if given.command == "build" else _show(given.name)
    except SchemaError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1


def _build(force: bool) -> int:
    package = installed_package()
    target = default_index_path(package)
    if target.is_file() and not force:
        print(f"The index of the AWS SDK {package.version} is current.")  # noqa: T201
        return 0
    from sandbox.schema.build import build_index  # the current case needs neither multiprocessing nor ast

    started = time.monotonic()
    build_index(package, target, lambda line: print(line, flush=True), force)  # noqa: T201
    size = target.stat().st_size / 1e6
    print(f"The index of the AWS SDK is ready: {size:.0f} MB in {time.monotonic() - started:.0f} s.")  # noqa: T201
    return 0


def _show(name: str) -> int:
    from sandbox.schema.printing import describe

    index = open_index()
    text = describe(index, name)
    if text is None:
        close = index.closest_resources(name)
        hint = f" Did you mean {' or '.join(close)}?" if close else ""
        print(f"The AWS SDK has no resource type, function or nested type {name!r}.{hint}", file=sys.stderr)  # noqa: T201
        return 1
    print(text)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
