"""The commands of `bin/ops policy`."""

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ops.exit_code import ExitCode
from ops.policy import catalogue, evidence, evidence_page, junit, markdown, sarif, text
from ops.policy.engine import PACK, SANDBOX, EngineCommand, EngineError, EngineRun
from ops.policy.judgement import report_on
from ops.policy.origin import origin_of
from ops.policy.report import PolicyReport
from policies.catalogue.model import Severity
from policies.environment import Environment
from policies.serving.analyzer import VERSION

policy = typer.Typer(help="What the policy pack says.")


class CatalogueFormat(StrEnum):
    """How the catalogue is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class ReportFormat(StrEnum):
    """How a report is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"


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


SUFFIXES = {
    ".md": ReportFormat.MARKDOWN,
    ".json": ReportFormat.JSON,
    ".sarif": ReportFormat.SARIF,
    ".xml": ReportFormat.JUNIT,
    ".txt": ReportFormat.TEXT,
}

_UNCUT = 1000

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
    environment: Annotated[Environment | None, typer.Option("--environment", "-e", help="Those that are on.")] = None,
    severity: Annotated[Severity | None, typer.Option(help="This severity and worse.")] = None,
    service: Annotated[str | None, typer.Option(help="An AWS service such as rds, or stack.")] = None,
    framework: Annotated[Framework | None, typer.Option(help="Those with a control of it.")] = None,
    format: Annotated[CatalogueFormat, typer.Option("--format", "-f")] = CatalogueFormat.TEXT,
) -> None:
    """List the policies with their levels."""
    every = catalogue.entries()
    services = sorted({name for entry in every for name in entry.services})
    if service is not None and service not in services:
        raise typer.BadParameter(f"{service} has no policies; it is one of {', '.join(services)}.")
    found = catalogue.selected(every, environment, severity, service, framework)
    if format is CatalogueFormat.TEXT:
        catalogue.print_list(found, _console())
    else:
        _write(catalogue.json_list(found) if format is CatalogueFormat.JSON else catalogue.markdown_list(found))


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
        catalogue.print_entry(entry, _console())
    elif format is CatalogueFormat.JSON:
        _write(entry.model_dump_json(by_alias=True, indent=2) + "\n")
    else:
        facts = (f"## {heading}\n\n{said}\n" for heading, said in catalogue.facts(entry))
        _write("\n".join((f"# {entry.policy}\n\n{entry.title}. {entry.why}\n", *facts)))


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

    Arguments behind `--` go to `pulumi preview`. Exit code 0: nothing blocks; 1: something mandatory is violated; 2:
    the preview itself failed, the report holds what was found until then; 64: the command line is mistaken.
    """
    formats = _formats(save)
    engine = EngineCommand(pulumi, cwd.resolve(), policy_pack.resolve(), policy_pack_config)
    report = _report(engine, "preview", stack, lambda: engine.preview(stack, context.args))
    _deliver(report, format, formats, cwd)


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
    """Judge what a stack's state says is deployed, without program or cloud. Exit codes as of check."""
    formats = _formats(save)
    engine = EngineCommand(pulumi, cwd.resolve(), policy_pack.resolve(), policy_pack_config)
    _deliver(_audit(engine, stack, file), format, formats, cwd)


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
    """Report control by control what the policies found, for an assessor. Exit codes as of check."""
    engine = EngineCommand(pulumi, cwd.resolve(), policy_pack.resolve(), policy_pack_config)
    if deployed:
        report = _audit(engine, stack, None)
    else:
        report = _report(engine, "preview", stack, lambda: engine.preview(stack))
    found = evidence.evidence_of(report)
    as_json = format is EvidenceFormat.JSON
    rendered = found.model_dump_json(by_alias=True, indent=2) + "\n" if as_json else evidence_page.rendered(found)
    if output is None:
        _write(rendered)
    else:
        output.write_text(rendered, encoding="utf-8")
    raise typer.Exit(_answer(report))


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
            origin = origin_of(engine.project, command, engine.version(), VERSION)
    except EngineError as error:
        sys.stderr.write(f"Error: {error}\n")
        raise typer.Exit(ExitCode.FAILED) from error
    return report_on(done, stack, origin)


def _formats(files: list[Path] | None) -> dict[Path, ReportFormat]:
    """The format of each file, by its suffix."""
    for file in files or ():
        if file.suffix not in SUFFIXES:
            raise typer.BadParameter(f"{file} ends in none of {', '.join(SUFFIXES)}.")
    return {file: SUFFIXES[file.suffix] for file in files or ()}


def _deliver(report: PolicyReport, format: ReportFormat, files: dict[Path, ReportFormat], project: Path) -> None:
    for file, chosen in files.items():
        with file.open("w", encoding="utf-8") as stream:
            if chosen is ReportFormat.TEXT:
                text.print_report(report, Console(file=stream, width=120))
            else:
                stream.write(_rendered(report, chosen, project))
    if format is ReportFormat.TEXT:
        text.print_report(report, _console())
    else:
        _write(_rendered(report, format, project))
    raise typer.Exit(_answer(report))


def _rendered(report: PolicyReport, format: ReportFormat, project: Path) -> str:
    match format:
        case ReportFormat.MARKDOWN:
            return markdown.rendered(report)
        case ReportFormat.SARIF:
            return sarif.rendered(report, project)
        case ReportFormat.JUNIT:
            return junit.rendered(report)
        case _:
            return report.model_dump_json(by_alias=True, indent=2) + "\n"


def _answer(report: PolicyReport) -> ExitCode:
    if report.errors or not report.complete:
        return ExitCode.FAILED
    return ExitCode.VIOLATIONS if report.totals.mandatory else ExitCode.OK


def _console() -> Console:
    """The terminal; lines that are read by programs are not cut."""
    console = Console(highlight=False, soft_wrap=True)
    return console if console.is_terminal else Console(highlight=False, soft_wrap=True, width=_UNCUT)


def _write(content: str) -> None:
    sys.stdout.write(content)
