"""`.sandbox/`: everything that the sandbox keeps for one project, in the project's own folder and ignored by git."""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sandbox.command.passphrase import new_salt

FOLDER = ".sandbox"


@dataclass(frozen=True, slots=True)
class SandboxFolder:
    """Paths under `.sandbox/`."""

    path: Path

    @property
    def pulumi_home(self) -> Path:
        """The engine's home: plugins, selected stacks, credentials. The user's own is neither read nor written."""
        return self.path / "home"

    @property
    def state(self) -> Path:
        """Folder of the file backend."""
        return self.path / "state"

    @property
    def twin(self) -> Path:
        """The project's twin, with the working copies of its stack files."""
        return self.path / "project"

    @property
    def imports(self) -> Path:
        """Folder of the lists of what each stack's program imports."""
        return self.path / "imports"

    @property
    def cloud(self) -> Path:
        """The embedded AWS."""
        return self.path / "cloud.sqlite"

    @property
    def key(self) -> Path:
        """Key by which the cloud keeps secret values: 32 random bytes, URL-safe base64, mode 0600."""
        return self.path / "key"

    @property
    def passphrase(self) -> Path:
        """Passphrase of every stack in the sandbox, mode 0600."""
        return self.path / "passphrase"

    @property
    def secrets(self) -> Path:
        """`encryptionsalt` of every stack file and the one placeholder ciphertext, as JSON, mode 0600."""
        return self.path / "secrets.json"


@dataclass(frozen=True, slots=True)
class StackSecrets:
    """What a working copy needs of the passphrase provider."""

    salt: str
    """`encryptionsalt` of the stack file."""
    placeholder: str
    """Ciphertext that stands for every secret which only the real secrets provider could decrypt."""


def prepare(project_folder: Path) -> SandboxFolder:
    """The project's `.sandbox/`, made on first use. Two commands at once are safe: each file appears whole."""
    folder = SandboxFolder(project_folder / FOLDER)
    if folder.secrets.exists():
        return folder
    for path in (folder.path, folder.pulumi_home, folder.state, folder.twin):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    create_once(folder.path / ".gitignore", "*\n")
    create_once(folder.key, base64.urlsafe_b64encode(os.urandom(32)).decode())
    create_once(folder.passphrase, secrets.token_urlsafe(32))
    salt, placeholder = new_salt(folder.passphrase.read_text())
    create_once(folder.secrets, json.dumps({"salt": salt, "placeholder": placeholder}))
    return folder


def stack_secrets(folder: SandboxFolder) -> StackSecrets:
    """The passphrase provider's settings of this sandbox."""
    return StackSecrets(**json.loads(folder.secrets.read_text()))


def create_once(path: Path, content: str) -> None:
    """Write a file of mode 0600 unless it exists; never half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
    try:
        os.link(draft, path)  # unlike a rename, never replaces what another command has just made
    except FileExistsError:
        pass
    finally:
        draft.unlink()
