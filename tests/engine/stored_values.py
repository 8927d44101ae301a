"""What the sandbox's cloud holds of write-only values, which no state, output or log shows."""

import json
from collections.abc import Iterator
from pathlib import Path

from sandbox.aws.store import Store
from sandbox.command.folder import FOLDER, SandboxFolder
from sandbox.values import Properties

SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
INSTANCE = "aws:rds/instance:Instance"


def deployed(project: Path, account: str, type: str, name: str) -> Properties:
    """The whole of a resource as AWS has it, secrets in clear, by its type and logical name."""
    folder = SandboxFolder(project / FOLDER)
    store = Store(folder.cloud, folder.key)
    try:
        (found,) = (
            record.deployed.properties
            for record in store.all(type)
            if record.deployed.name == name and record.deployed.place.account == account
        )
    finally:
        store.close()
    return found


def secret_content(project: Path, account: str, name: str) -> dict[str, object]:
    """The JSON object in a secret's version."""
    content: dict[str, object] = json.loads(str(deployed(project, account, SECRET_VERSION, name)["secretStringWo"]))
    return content


def files_below(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file of a project's own, linked code left out."""
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            yield file, file.read_bytes()
