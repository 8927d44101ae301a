"""Stacks that exist and hold nothing, copied from one that the sandbox made: making each anew takes it half a second.

What a first command makes by itself is tested in tests/sandbox/test_command_engine.py.
"""

import atexit
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import yaml

from sandbox.command.folder import FOLDER, SandboxFolder

ROOT = Path(__file__).resolve().parents[2]
_PROJECT, _STACK = "template", "empty"
_OWN = ("key", "passphrase", "secrets.json", ".gitignore")
"""Files of `.sandbox/` that belong together: the state is encrypted under the passphrase."""


def make_stack(project: Path, stack: str) -> None:
    """Give the project in a folder its `.sandbox/` and an empty stack; does nothing where there is a `.sandbox/`."""
    folder = SandboxFolder(project / FOLDER)
    if folder.path.exists():
        return
    name = str(yaml.safe_load((project / "Pulumi.yaml").read_text(encoding="utf-8"))["name"])
    template = _template()
    for path in (folder.path, folder.pulumi_home, folder.twin):
        path.mkdir(mode=0o700)
    for file in _OWN:
        shutil.copy(template.path / file, folder.path)
    state = _state_file(folder, name, stack)
    state.parent.mkdir(parents=True)
    shutil.copy(template.state / ".pulumi" / "meta.yaml", folder.state / ".pulumi")
    made = _state_file(template, _PROJECT, _STACK).read_text(encoding="utf-8")
    state.write_text(made.replace(f"organization/{_PROJECT}/{_STACK}", f"organization/{name}/{stack}"))


def _state_file(folder: SandboxFolder, project: str, stack: str) -> Path:
    return folder.state / ".pulumi" / "stacks" / project / f"{stack}.json"


@cache
def _template() -> SandboxFolder:
    """The `.sandbox/` of a project with one empty stack, made once a process."""
    project = Path(tempfile.mkdtemp(prefix="empty-stack-"))
    atexit.register(shutil.rmtree, project, ignore_errors=True)
    (project / "Pulumi.yaml").write_text(f"name: {_PROJECT}\nruntime: python\n", encoding="utf-8")
    command = [str(ROOT / "sandbox" / "pulumi"), "stack", "init", _STACK, "--non-interactive"]
    subprocess.run(command, cwd=project, capture_output=True, check=True)
    return SandboxFolder(project / FOLDER)
