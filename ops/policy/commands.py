"""The commands of `bin/ops policy`."""

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ops.exit_code import ExitCode
from ops.policy import catalogue, evidence, evidence_page
from ops.policy.delivery import ReportFormat, deliver, formats_of, terminal, writable, write
from ops.policy.engine import PACK, SANDBOX, EngineCommand, EngineError, EngineRun, project_above
from ops.policy.judgement import report_on
from ops.policy.origin import origin_of
from ops.policy.report import PolicyReport
from policies.catalogue.model import Severity
from policies.environment import Environment
from policies.serving.analyzer import VERSION

policy = typer.Typer(help="What the policy pack says.", no_args_is_help=True)


class CatalogueFormat(StrEnum):
    """How the catalogue is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class EvidenceFormat(StrEnum):
    """How evidence is written."""

    MARKDOWN = "markdown"
    JSON = "json"


class Framework(StrEnum):
    """Frameworks by which policies are selected."""

    PCI = "pci"
    FSBP = "fsbp"
    CIS = "cis"
    CHECKOV = "checkov"


Stack = Annotated[str, typer.Option("--stack", "-s", help="The stack, as `pulumi -s` takes it.")]
Folder = Annotated[
    Path, typer.Option("--cwd", "-C", help="Folder of the Pulumi project.", exists=True, file_okay=False)
]
Pulumi = Annotated[
    str,
    typer.Option(
        envvar="OPS_PULUMI",
        help="The command that runs Pulumi: `pulumi` for real accounts.",
        show_default="sandbox/pulumi, the embedded AWS",
    ),
]
Pack = Annotated[Path, typer.Option("--policy-pack", help="Folder of the policy pack.", show_default="policies")]
PackConfig = Annotated[
    Path | None,
    typer.Option(
        "--policy-pack-config",
        help="Levels and parameters of policies.",
        exists=True,
        resolve_path=True,
        show_default="policy-config.STACK.json or policy-config.json beside the stack file",
    ),
]
Saves = Annotated[
    list[Path] | None,
    typer.Option("--save", help="Also write to a file: .md, .json, .sarif, .xml (JUnit) or .txt; may be repeated."),
]


@policy.command("list")
def list_policies(
    environment: Annotated[
        Environment | None,
        typer.Option("--environment", "-e", help="Only policies that are on in it; management has prod's levels."),
    ] = None,
    severity: Annotated[Severity | None, typer.Option(help="Only policies of this severity or worse.")] = None,
    service: Annotated[
        str | None, typer.Option(help="Only policies about a service, as the list names it: rds.")
    ] = None,
    framework: Annotated[Framework | None, typer.Option(help="Only policies that serve one of its controls.")] = None,
    format: Annotated[CatalogueFormat, typer.Option("--format", "-f")] = CatalogueFormat.TEXT,
) -> None:
    """List the policies with their levels."""
    every = catalogue.entries()
    services = sorted({name for entry in every for name in entry.services})
    if service is not None and service not in services:
        raise typer.BadParameter(f"{service} has no policies; it is one of {', '.join(services)}.")
    found = catalogue.selected(every, environment, severity, service, framework)
    if format is CatalogueFormat.TEXT:
        catalogue.print_list(found, terminal())
    else:
        write(catalogue.json_list(found) if format is CatalogueFormat.JSON else catalogue.markdown_list(found))


@policy.command()
def explain(
    name: Annotated[str, typer.Argument(metavar="RULE", help="Name of a policy.")],
    format: Annotated[CatalogueFormat, typer.Option("--format", "-f")] = CatalogueFormat.TEXT,
) -> None:
    """Say why a policy exists, how to keep it, and what it may be set to."""
    entry = catalogue.entry_of(name)
    if isinstance(entry, str):
        raise typer.BadParameter(entry)
    if format is CatalogueFormat.TEXT:
        catalogue.print_entry(entry, terminal())
    elif format is CatalogueFormat.JSON:
        write(entry.model_dump_json(by_alias=True, indent=2) + "\n")
    else:
        facts = (f"## {heading}\n\n{said}\n" for heading, said in catalogue.facts(entry))
        write("\n".join((f"# {entry.policy}\n\n{entry.title}. {entry.why}\n", *facts)))


@policy.command(context_settings={"allow_extra_args": True})
def check(
    context: typer.Context,
    stack: Stack,
    format: Annotated[ReportFormat, typer.Option("--format", "-f")] = ReportFormat.TEXT,
    save: Saves = None,
    cwd: Folder = Path(),
    pulumi: Pulumi = SANDBOX,
    policy_pack: Pack = PACK,
    policy_pack_config: PackConfig = None,
) -> None:
    """Preview a stack and report on what its policies say. Nothing is changed.

    Arguments behind `--` go to `pulumi preview`.

    Exit codes: 0 nothing blocks; 1 something mandatory is violated; 2 the preview itself failed, and the report holds
    what was found until then; 64 the command line is mistaken.
    """
    files = formats_of(save or ())
    engine = EngineCommand(pulumi, project_above(cwd), policy_pack.resolve(), policy_pack_config)
    report = _report(engine, "preview", stack, lambda: engine.preview(stack, context.args))
    deliver(report, format, files, engine.project)
    raise typer.Exit(_answer(report))


@policy.command()
def audit(
    stack: Annotated[str | None, typer.Option("--stack", "-s", help="The stack, as `pulumi -s` takes it.")] = None,
    file: Annotated[
        Path | None,
        typer.Option(help="A state file of `pulumi stack export` instead.", exists=True, resolve_path=True),
    ] = None,
    format: Annotated[ReportFormat, typer.Option("--format", "-f")] = ReportFormat.TEXT,
    save: Saves = None,
    cwd: Folder = Path(),
    pulumi: Pulumi = SANDBOX,
    policy_pack: Pack = PACK,
    policy_pack_config: PackConfig = None,
) -> None:
    """Judge what a stack's state says is deployed, without program or cloud.

    Exit codes as of check.
    """
    files = formats_of(save or ())
    engine = EngineCommand(pulumi, project_above(cwd), policy_pack.resolve(), policy_pack_config)
    report = _audit(engine, stack, file)
    deliver(report, format, files, engine.project)
    raise typer.Exit(_answer(report))


@policy.command("evidence")
def show_evidence(
    stack: Stack,
    deployed: Annotated[bool, typer.Option(help="Judge what is deployed instead of the planned update.")] = False,
    format: Annotated[EvidenceFormat, typer.Option("--format", "-f")] = EvidenceFormat.MARKDOWN,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write instead.")] = None,
    cwd: Folder = Path(),
    pulumi: Pulumi = SANDBOX,
    policy_pack: Pack = PACK,
    policy_pack_config: PackConfig = None,
) -> None:
    """Report control by control what the policies found, for an assessor.

    Commit first: the report says when it does not stand for a commit. Exit codes as of check.
    """
    file = None if output is None else writable(output)
    engine = EngineCommand(pulumi, project_above(cwd), policy_pack.resolve(), policy_pack_config)
    if deployed:
        report = _audit(engine, stack, None)
    else:
        report = _report(engine, "preview", stack, lambda: engine.preview(stack))
    found = evidence.evidence_of(report)
    as_json = format is EvidenceFormat.JSON
    rendered = found.model_dump_json(by_alias=True, indent=2) + "\n" if as_json else evidence_page.rendered(found)
    if file is None:
        write(rendered)
    else:
        file.write_text(rendered, encoding="utf-8")
        _say_where(file, report)
    raise typer.Exit(_answer(report))


def _say_where(file: Path, report: PolicyReport) -> None:
    """Say what a file is, since standard output says nothing."""
    totals, counts = report.totals, report.totals.counts
    failed = "".join(f"Error: {error}\n" for error in report.errors)
    figures = f"{totals.mandatory} findings block, {totals.advisory} are advisory, {counts.undetermined} undetermined"
    sys.stderr.write(f"{failed}{file}: {'no evidence, the run failed' if report.errors else figures}\n")


def _audit(engine: EngineCommand, stack: str | None, file: Path | None) -> PolicyReport:
    if (stack is None) == (file is None):
        raise typer.BadParameter("Give either --stack or --file.")
    source = ["--stack", stack] if stack is not None else ["--file", str(file)]
    return _report(engine, "deployed", stack or str(file), lambda: engine.analyze(source))


def _report(engine: EngineCommand, command: str, stack: str, run: Callable[[], EngineRun]) -> PolicyReport:
    """Run the engine, with a sign of life on a terminal, and report on it."""
    try:
        with Console(stderr=True).status(f"Judging {stack} …"):
            done = run()
            origin = origin_of(engine.project, command, engine.version(), VERSION, engine.pack)
    except EngineError as error:
        sys.stderr.write(f"Error: {error}\n")
        raise typer.Exit(ExitCode.FAILED) from error
    report = report_on(done, stack, origin)
    if report.errors and (hint := _hint(engine.project, stack)):
        sys.stderr.write(f"Note: {hint}\n")
    return report


def _hint(project: Path, stack: str) -> str:
    """What may be wrong with the name of a stack of which a run failed; empty when nothing is."""
    files = {file.name.removeprefix("Pulumi.").removesuffix(".yaml") for file in project.glob("Pulumi.*.yaml")}
    name = stack.rsplit("/", 1)[-1]
    if not files or name in files or Path(stack).is_file():
        return ""
    return f"there is no Pulumi.{name}.yaml in {project}; the stacks with a file are {', '.join(sorted(files))}."


def _answer(report: PolicyReport) -> ExitCode:
    if report.errors or not report.complete:
        return ExitCode.FAILED
    return ExitCode.VIOLATIONS if report.totals.mandatory else ExitCode.OK
