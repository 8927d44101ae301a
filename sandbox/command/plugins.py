"""The sandbox's providers, where the engine finds them: as installed plugins of its home.

PATH would do as well, but the engine warns about every plugin that it takes from there. An installed plugin needs a
version; a program may ask for any, by its SDK or by what its state remembers. In the engine's older way of searching
the highest version that isn't below the one asked for is taken, so ours is higher than any. Plugins on PATH are
ignored, so that a real provider there can never take part.
"""

from pathlib import Path

from sandbox.command.folder import SandboxFolder

PROVIDERS = ("aws", "awsx")
VERSION = "v9999.0.0"
"""Version under which the providers are installed; the version that they themselves report is the SDK's."""

SEARCH = {"PULUMI_IGNORE_AMBIENT_PLUGINS": "true", "PULUMI_ENABLE_LEGACY_PLUGIN_SEARCH": "true"}
"""Variables by which the engine looks for plugins in its home only, and takes the highest version."""


def install_providers(root: Path, folder: SandboxFolder) -> None:
    """Link the providers' executables into the engine's home; does nothing when they are there."""
    for name in PROVIDERS:
        executable = root / "sandbox" / "plugins" / f"pulumi-resource-{name}"
        link = folder.pulumi_home / "plugins" / f"resource-{name}-{VERSION}" / executable.name
        if link.is_symlink() and link.readlink() == executable:
            continue
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        try:
            link.symlink_to(executable)
        except FileExistsError:  # another command has just done it
            continue
