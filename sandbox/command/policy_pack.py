"""The policy pack that a project keeps in `policies/` beside its program: on by default in the sandbox.

`--policy-pack` and PULUMI_OPTION_POLICY_PACK name other packs instead; SANDBOX_POLICY_PACK=none turns it off.
"""

from collections.abc import Mapping
from pathlib import Path

from sandbox.command.arguments import CommandLine
from sandbox.command.project import Project

FOLDER = "policies"
_JUDGED = frozenset({"up", "preview"})
_PACK_OPTION = "PULUMI_OPTION_POLICY_PACK"
_REMEDIATIONS_OPTION = "PULUMI_OPTION_SHOW_POLICY_REMEDIATIONS"


def own_policy_pack(line: CommandLine, project: Project, environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that make the engine run the project's own pack and show what it puts right by itself.

    Empty where there is no pack or another was named.
    """
    if line.command not in _JUDGED or line.has("--policy-pack") or environment.get(_PACK_OPTION):
        return {}
    if environment.get("SANDBOX_POLICY_PACK") == "none":
        return {}
    pack = _pack(project.folder) or _pack(project.folder / (project.main or "."))
    return {_PACK_OPTION: str(pack), _REMEDIATIONS_OPTION: "true"} if pack else {}


def _pack(folder: Path) -> Path | None:
    pack = (folder if folder.is_dir() else folder.parent) / FOLDER
    return pack.resolve() if (pack / "PulumiPolicy.yaml").is_file() else None
