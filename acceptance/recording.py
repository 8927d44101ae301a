"""Pytest hooks that record which rows of the acceptance list the tests of a run proved.

A test says by `@pytest.mark.requirement("FS-NET-01")` that it proves a row. It counts when it looked at what was
deployed (it is marked `engine`, or uses a fixture of ENGINE_FIXTURES) or when `@pytest.mark.evidence("ran")` or
`("rendered")` says that it looked at what something did or wrote. `--requirements-record=FILE` writes the outcomes; it
is one argument, since pytest takes a FILE that exists for the place of the tests before it knows the option.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from acceptance.outcome import Outcome, Record, TestOutcome, fingerprint
from acceptance.rows import ENVIRONMENTS, ROOT, acceptance_list

ENGINE_FIXTURES = frozenset({"fivestar", "systems"})
"""Fixtures that give the tests what the real engine deployed."""
EVIDENCE = ("deployed", "ran", "rendered")
"""What a test may have looked at."""
STACK_PARAMETERS = ("stack", "environment")
"""Parameters of a test that name the environment that it looks at."""

_OPTION = "--requirements-record"
_REQUIREMENT, _EVIDENCE, _ENVIRONMENT = "requirement", "evidence", "environment"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(_OPTION, metavar="FILE", help="write which rows of the acceptance list this run proved")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "evidence(kind): what a requirement's test looks at, when it isn't the engine")
    file = config.getoption(_OPTION)
    # A worker of pytest-xdist has the option too; only the process that starts workers sees every outcome.
    if file and not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Recorder(Path(file)), "requirements-recorder")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Carry to the reports what the markers say; reports are all that leaves a worker."""
    for item in items:
        ids = list(dict.fromkeys(str(mark.args[0]) for mark in item.iter_markers(_REQUIREMENT)))
        if ids:
            item.user_properties.extend((_REQUIREMENT, id) for id in ids)
            item.user_properties.append((_EVIDENCE, evidence_of(item)))
            item.user_properties.extend((_ENVIRONMENT, name) for name in _environments_of(item))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A misspelt id would prove nothing, in silence."""
    ids = [str(value) for name, value in item.user_properties if name == _REQUIREMENT]
    complaints = [complaint for id in ids if (complaint := acceptance_list().complaint(id))]
    if complaints:
        pytest.fail(f"pytest.mark.requirement: {' '.join(complaints)}", pytrace=False)


def evidence_of(item: pytest.Item) -> str:
    """What a test looks at, of EVIDENCE; empty when it says nothing of the kind."""
    fixtures = set(getattr(item, "fixturenames", ()))
    if item.get_closest_marker("engine") or fixtures & ENGINE_FIXTURES:
        return "deployed"
    mark = item.get_closest_marker(_EVIDENCE)
    kind = str(mark.args[0]) if mark and mark.args else ""
    if mark and kind not in EVIDENCE:
        raise pytest.UsageError(f"{item.nodeid}: evidence is one of {', '.join(EVIDENCE)}, not {kind!r}")
    return kind


def _environments_of(item: pytest.Item) -> Iterator[str]:
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    return (str(parameters[name]) for name in STACK_PARAMETERS if parameters.get(name) in ENVIRONMENTS)


class _Recorder:
    """Collects the outcomes of one run."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._before = fingerprint(ROOT)
        self._outcomes: dict[str, TestOutcome] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        ids = tuple(str(value) for name, value in report.user_properties if name == _REQUIREMENT)
        if not ids:
            return
        known = self._outcomes.get(report.nodeid)
        said = {name: str(value) for name, value in report.user_properties}
        environments = tuple(str(value) for name, value in report.user_properties if name == _ENVIRONMENT)
        outcome = _worse(known.outcome if known else Outcome.PASSED, _outcome_of(report))
        self._outcomes[report.nodeid] = TestOutcome(report.nodeid, ids, outcome, said[_EVIDENCE], environments)

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        finished = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        if finished and fingerprint(ROOT) == self._before:
            Record(self._before, tuple(self._outcomes.values())).write(self._file)


def _outcome_of(report: pytest.TestReport) -> Outcome:
    if report.failed:
        return Outcome.FAILED
    # An expected failure is reported as skipped, an unexpected success as passed.
    return Outcome.SKIPPED if report.skipped or hasattr(report, "wasxfail") else Outcome.PASSED


def _worse(one: Outcome, other: Outcome) -> Outcome:
    return max(one, other, key=list(Outcome).index)
