"""The Pulumi project that a command is about, found as the engine finds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from sandbox.command.errors import CommandError
from sandbox.command.yaml_text import Loader

EXTENSIONS = (".yaml", ".yml", ".json")
"""Extensions of project and stack files, in the engine's order of search."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project file and what the sandbox needs of it."""

    file: Path
    """Absolute path of `Pulumi.yaml`."""
    name: str
    runtime: str
    options: Mapping[str, object]
    """`runtime.options`; empty when there are none."""
    main: str
    """`main`, relative to the project's folder; empty when it isn't given."""
    stack_folder: Path
    """Folder of the stack files: the project's own unless `stackConfigDir` says otherwise."""

    @property
    def folder(self) -> Path:
        return self.file.parent

    def stack_file(self, stack: str) -> Path:
        """Path of the stack file, whether or not it exists."""
        return self.stack_folder / f"Pulumi.{stack}{self.file.suffix}"

    def stack_names(self) -> list[str]:
        """Stacks that have a stack file."""
        prefix, suffix = "Pulumi.", self.file.suffix
        names = (path.name[len(prefix) : -len(suffix)] for path in self.stack_folder.glob(f"{prefix}*{suffix}"))
        return sorted(name for name in names if name and not name.endswith(".deploy"))


def find_project_file(start: Path) -> Path | None:
    """The closest project file at `start` or above it."""
    for folder in (start, *start.parents):
        for extension in EXTENSIONS:
            candidate = folder / f"Pulumi{extension}"
            if candidate.is_file():
                return candidate
    return None


def read_project(file: Path) -> Project:
    """Parse a project file. Raises CommandError when it isn't one."""
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} is not valid YAML: {' '.join(str(error).split())}") from None
    if not isinstance(content, dict) or not isinstance(content.get("name"), str):
        raise CommandError(f"{file} is not a Pulumi project file: it has no `name`")
    runtime = content.get("runtime")
    described = runtime if isinstance(runtime, dict) else {"name": runtime}
    options = described.get("options")
    stack_folder = content.get("stackConfigDir") or content.get("config")
    return Project(
        file=file,
        name=content["name"],
        runtime=str(described.get("name", "")),
        options=options if isinstance(options, dict) else {},
        main=str(content.get("main") or ""),
        stack_folder=file.parent / stack_folder if isinstance(stack_folder, str) else file.parent,
    )
