"""`make requirements`: which rows of the acceptance list are proven, by a run of the tests that name them."""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence

from acceptance.documents import documents
from acceptance.outcome import RECORD_FILE, Record, fingerprint
from acceptance.page import PAGE_FILE, rendered_page
from acceptance.report import listing, totals
from acceptance.rows import KINDS, ROOT, acceptance_list
from acceptance.verdict import Status, Verdict, judge


def main(arguments: Sequence[str]) -> int:
    """0, or 1 when a row that `--require` names is unproven or the tests could not be run."""
    options = _parser().parse_args(arguments)
    if options.page:
        PAGE_FILE.write_text(rendered_page(), encoding="utf-8")
        return 0
    record = _record(options.run)
    if record is None:
        sys.stderr.write("There is no record: the run was broken off, or files of the project changed while it ran.\n")
        return 1
    covered = documents()
    rows = acceptance_list().of(options.system, options.kind)
    verdicts = [judge(row, record.tests, covered) for row in rows]
    shown = [verdict for verdict in verdicts if not options.unproven or verdict.status is Status.UNPROVEN]
    width = shutil.get_terminal_size((160, 24)).columns
    sys.stdout.write(f"{listing(shown, width)}\n\n{totals(verdicts)}\n")
    every = [judge(row, record.tests, covered) for row in acceptance_list().rows.values()]
    return _answer([verdict for verdict in every if _is_required(verdict, options.require)])


def _answer(required: Sequence[Verdict]) -> int:
    missing = [verdict.row.id for verdict in required if verdict.status is Status.UNPROVEN]
    if missing:
        sys.stderr.write(f"\n{len(missing)} required rows are unproven: {', '.join(missing)}\n")
    return 1 if missing else 0


def _is_required(verdict: Verdict, required: Sequence[tuple[str, tuple[str, ...]]]) -> bool:
    return any(verdict.row.system == system and verdict.row.kind in kinds for system, kinds in required)


def _record(run: bool) -> Record | None:
    """The record of the last run when nothing has changed since, else that of a new one."""
    known = Record.read(RECORD_FILE)
    if known is not None and not run and known.fingerprint == fingerprint(ROOT):
        return known
    RECORD_FILE.unlink(missing_ok=True)
    sys.stderr.write("Running the tests that name requirements, on the embedded AWS …\n")
    command = [sys.executable, "-m", "pytest", "-q", "-m", "requirement", "-n", "2", "--dist", "worksteal"]
    subprocess.run(  # noqa: S603
        [*command, f"--requirements-record={RECORD_FILE}"], cwd=ROOT, stdout=sys.stderr, check=False
    )
    return Record.read(RECORD_FILE)


def _parser() -> argparse.ArgumentParser:
    systems = tuple(acceptance_list().systems)
    parser = argparse.ArgumentParser(prog="make requirements", description=__doc__)
    parser.add_argument("--system", action="append", default=[], choices=systems, help="rows of this system only")
    parser.add_argument("--kind", action="append", default=[], choices=KINDS, help="rows of this kind only")
    parser.add_argument("--unproven", action="store_true", help="list what is missing only")
    parser.add_argument("--run", action="store_true", help="run the tests even when nothing changed since the last run")
    parser.add_argument("--page", action="store_true", help=f"write {PAGE_FILE.relative_to(ROOT)} and end")
    parser.add_argument(
        "--require",
        action="append",
        default=[],
        type=_requirement,
        metavar="SYSTEM:KIND,KIND",
        help="fail when such a row is unproven; without kinds, any row of the system",
    )
    return parser


def _requirement(text: str) -> tuple[str, tuple[str, ...]]:
    system, _, kinds = text.partition(":")
    chosen = tuple(kind for kind in kinds.split(",") if kind) or KINDS
    if system not in acceptance_list().systems:
        raise argparse.ArgumentTypeError(f"{system} is none of {', '.join(acceptance_list().systems)}")
    if strange := [kind for kind in chosen if kind not in KINDS]:
        raise argparse.ArgumentTypeError(f"{', '.join(strange)} is none of {', '.join(KINDS)}")
    return system, chosen


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
