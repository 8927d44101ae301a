"""Environment of the engine in the sandbox."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.command.folder import SandboxFolder
from sandbox.command.plugins import SEARCH

KEPT_AWS_VARIABLES = frozenset({"AWS_REGION", "AWS_DEFAULT_REGION"})
"""AWS variables that say where, not who: the provider takes its region from them as the real one does."""

REMOVED = frozenset(
    {
        "PULUMI_ACCESS_TOKEN",
        "PULUMI_API",
        "PULUMI_CLOUD_SECRET_OVERRIDE",
        "PULUMI_CONFIG_PASSPHRASE",
        "PULUMI_DEBUG_PROVIDERS",
    }
)
"""Variables of the user's that would lead the engine out of the sandbox."""

DEFAULTS = {"GOGC": "400"}
"""Variables that the user's own take the place of.

GOGC sets the engine's garbage collector. The engine writes the whole state after each step; with Go's own figure, 100,
it spends a fifth of its time on clearing up after that. Its memory grows by a quarter, to 260 MB with 250 resources.
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """The sandbox itself: where it is and which engine it runs."""

    root: Path
    """The repository."""
    engine: Path
    """The `pulumi` executable; the language host stands beside it."""

    @property
    def writes_code(self) -> bool:
        """Whether `pulumi import` can write the code of what it imports: only with the official language host."""
        return not (self.engine.parent / "pulumi-language-python").is_symlink()


def engine_environment(
    installation: Installation, folder: SandboxFolder, user: Mapping[str, str], config_file: Path | None
) -> dict[str, str]:
    """The user's environment, turned into the sandbox's. Nothing of it names an AWS account or leads to a network."""
    kept = {
        name: value
        for name, value in user.items()
        if name not in REMOVED and (not name.startswith("AWS_") or name in KEPT_AWS_VARIABLES)
    }
    kept = DEFAULTS | kept | SEARCH
    kept |= {
        "PATH": search_path(installation, user.get("PATH", os.defpath)),
        "PULUMI_HOME": str(folder.pulumi_home),
        "PULUMI_BACKEND_URL": backend_url(folder),
        "PULUMI_CONFIG_PASSPHRASE_FILE": str(folder.passphrase),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_SUPPRESS_NEO_LINK": "true",
        "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
        "SANDBOX_ROOT": str(installation.root),
        "SANDBOX_CLOUD": str(folder.cloud),
        "SANDBOX_KEY_FILE": str(folder.key),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
    if config_file is not None:
        kept["PULUMI_OPTION_CONFIG_FILE"] = str(config_file)
    else:
        kept.pop("PULUMI_OPTION_CONFIG_FILE", None)
    return kept


def backend_url(folder: SandboxFolder) -> str:
    """The file backend, without the attribute files beside each state file.

    Those are not written in one piece: a `kill -9` in between leaves an empty one, and the stack can't be read again.
    """
    return f"{folder.state.as_uri()}?metadata=skip"


def search_path(installation: Installation, user: str) -> str:
    """PATH: the engine with its language host, the sandbox's Python, the user's own.

    The Python is there for the official language host, which runs a project without a virtual environment by the
    `python3` it finds.
    """
    own = (installation.engine.parent, installation.root / ".venv" / "bin")
    return os.pathsep.join([*map(str, own), user])
