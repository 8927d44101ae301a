"""The policy pack that a project keeps in `policies/` beside its program: on by default in the sandbox.

`--policy-pack` and PULUMI_OPTION_POLICY_PACK name other packs instead; SANDBOX_POLICY_PACK=none turns it off. Levels
and parameters stand in `policy-config.STACK.json` or `policy-config.json` beside the stack file, unless
`--policy-pack-config` names another one.
"""

from collections.abc import Mapping
from pathlib import Path

from sandbox.command.arguments import CommandLine
from sandbox.command.project import Project

FOLDER = "policies"
_JUDGED = frozenset({"up", "preview"})
_PACK_OPTION = "PULUMI_OPTION_POLICY_PACK"
_CONFIG_OPTION = "PULUMI_OPTION_POLICY_PACK_CONFIG"
_REMEDIATIONS_OPTION = "PULUMI_OPTION_SHOW_POLICY_REMEDIATIONS"


def own_policy_pack(line: CommandLine, project: Project, stack: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that make the engine run the project's own pack and show what it puts right by itself.

    Empty where there is no pack or another was named.
    """
    if line.command not in _JUDGED or line.has("--policy-pack") or environment.get(_PACK_OPTION):
        return {}
    if environment.get("SANDBOX_POLICY_PACK") == "none":
        return {}
    pack = _pack(project.folder) or _pack(project.folder / (project.main or "."))
    if pack is None:
        return {}
    config = None if line.has("--policy-pack-config") or environment.get(_CONFIG_OPTION) else _config(project, stack)
    chosen = {_CONFIG_OPTION: str(config)} if config else {}
    return {_PACK_OPTION: str(pack), _REMEDIATIONS_OPTION: "true", **chosen}


def _config(project: Project, stack: str) -> Path | None:
    """The stack's own file, else that of all stacks of the project."""
    candidates = (project.stack_folder / f"policy-config.{stack}.json", project.stack_folder / "policy-config.json")
    return next((file for file in candidates if file.is_file()), None)


def _pack(folder: Path) -> Path | None:
    pack = (folder if folder.is_dir() else folder.parent) / FOLDER
    return pack.resolve() if (pack / "PulumiPolicy.yaml").is_file() else None
