"""The program of a batch: runs every example of `examples.json` in its own name space.

Copied as `__main__.py` into the batch's project. Each example's resources get its prefix in front of their logical
names, so that the events of the engine say which example they belong to. An example that raises is written to
`raised.json` and the others go on.
"""

import contextvars
import json
import os
import sys
import traceback
import zipfile
from pathlib import Path

import pulumi

HERE = Path(__file__).parent
prefix: contextvars.ContextVar[str] = contextvars.ContextVar("prefix", default="")
construct = pulumi.Resource.__init__
open_asset = pulumi.FileAsset.__init__
open_archive = pulumi.FileArchive.__init__


def made(path: str | os.PathLike[str]) -> str:
    """A file that an example expects beside it: made on first use, since the documentation only names it."""
    file = HERE / "files" / Path(path).name
    file.parent.mkdir(exist_ok=True)
    if not file.exists():
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(zipfile.ZipInfo("index.py"), "def handler(event, context): ...")
    return str(file)


def open_made_asset(self: pulumi.FileAsset, path: str | os.PathLike[str]) -> None:
    """Open a file that exists by then."""
    open_asset(self, made(path))


def open_made_archive(self: pulumi.FileArchive, path: str) -> None:
    """Open an archive that exists by then."""
    open_archive(self, made(path))


def construct_with_prefix(self: pulumi.Resource, t: str, name: str, *args: object, **kwargs: object) -> None:
    """Register a resource under the example's own name."""
    construct(self, t, f"{prefix.get()}{name}" if t != "pulumi:pulumi:Stack" else name, *args, **kwargs)  # type: ignore[arg-type]


def run(key: str, source: str) -> None:
    """Run one example."""
    prefix.set(f"{key}-")
    exec(compile(source, f"{key}.py", "exec"), {"__name__": "__main__"})  # noqa: S102 - examples of the installed SDK


def main() -> None:
    """Run the examples that are still in the batch."""
    pulumi.Resource.__init__ = construct_with_prefix  # type: ignore[method-assign]
    pulumi.FileAsset.__init__ = open_made_asset  # type: ignore[method-assign]
    pulumi.FileArchive.__init__ = open_made_archive  # type: ignore[method-assign]
    raised: dict[str, str] = {}
    for key, source in json.loads((HERE / "examples.json").read_text()).items():
        try:
            contextvars.copy_context().run(run, key, source)
        except Exception as error:
            raised[key] = f"{type(error).__name__}: {error}".splitlines()[0]
            print("".join(traceback.format_exception(error)), file=sys.stderr)  # noqa: T201 - for who debugs it
    (HERE / "raised.json").write_text(json.dumps(raised))


main()
