"""The report as JUnit XML, for test reports of build servers: a suite a policy, a case a resource.

JUnit knows passed, failed and skipped. What is exempt or undetermined is skipped, with its kind in front of the message
and its own count in the suites' properties; an advisory violation does not fail and says so in its output.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from ops.policy.report import Finding, Outcome, PolicyReport, PolicyResult


def rendered(report: PolicyReport) -> str:
    """The whole report. Resources that passed are one case of their policy, with their count."""
    suites = [suite for result in report.policies if (suite := _suite(result, report)) is not None]
    if report.errors or report.exemption_problems:
        suites.append(_run_suite(report))
    root = ET.Element("testsuites", name=f"policies of {report.subject.stack}")
    for suite in suites:
        root.append(suite)
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in suites)))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(result: PolicyResult, report: PolicyReport) -> ET.Element | None:
    if not result.counts.checked:
        return None
    findings = [found for found in report.findings if found.policy == result.policy]
    counts = result.counts
    cases = [_case(found, report) for found in findings]
    if counts.passed:
        cases.append(ET.Element("testcase", classname=result.policy, name=f"{counts.passed} passed", time="0"))
    suite = _empty_suite(result.policy, report, cases)
    properties = {
        "level": result.level,
        "severity": result.severity,
        "checked": counts.checked,
        "passed": counts.passed,
        "violated": counts.violated,
        "exempt": counts.exempt,
        "undetermined": counts.undetermined,
        "notApplicable": counts.not_applicable,
    }
    listed = ET.SubElement(suite, "properties")
    for name, value in properties.items():
        ET.SubElement(listed, "property", name=name, value=str(value))
    suite.extend(cases)
    return suite


def _empty_suite(name: str, report: PolicyReport, cases: Sequence[ET.Element]) -> ET.Element:
    return ET.Element(
        "testsuite",
        name=name,
        tests=str(len(cases)),
        failures=str(sum(case.find("failure") is not None for case in cases)),
        errors=str(sum(case.find("error") is not None for case in cases)),
        skipped=str(sum(case.find("skipped") is not None for case in cases)),
        time="0",
        timestamp=report.origin.created.removesuffix("Z"),
        hostname="policies",
    )


def _case(found: Finding, report: PolicyReport) -> ET.Element:
    case = ET.Element("testcase", classname=found.policy, name=f"{found.type} {found.name}", time="0")
    if found.outcome is Outcome.EXEMPT:
        by = next(exemption for exemption in report.exemptions if exemption.id == found.exemption)
        ET.SubElement(case, "skipped", message=f"exempt by {by.id} until {by.expires}: {by.reason}")
    elif found.level == "mandatory":
        failure = ET.SubElement(case, "failure", type=found.policy, message=found.reason)
        failure.text = f"{found.urn}\n{found.why}\nRemedy: {found.remedy}"
    elif found.outcome is Outcome.UNDETERMINED:
        ET.SubElement(case, "skipped", message=f"undetermined: {found.reason}")
    else:
        ET.SubElement(case, "system-out").text = f"advisory: {found.reason}. Remedy: {found.remedy}"
    return case


def _run_suite(report: PolicyReport) -> ET.Element:
    """What is no verdict on a resource: a failed run, and exemptions that do not apply."""
    cases = []
    for number, error in enumerate(report.errors, start=1):
        case = ET.Element("testcase", classname="run", name=f"error {number}", time="0")
        ET.SubElement(case, "error", type="run", message=error.splitlines()[0]).text = error
        cases.append(case)
    for number, problem in enumerate(report.exemption_problems, start=1):
        case = ET.Element("testcase", classname="exemptions-valid", name=f"exemption {number}", time="0")
        if problem.level == "mandatory":
            ET.SubElement(case, "failure", type="exemptions-valid", message=problem.message)
        else:
            ET.SubElement(case, "system-out").text = problem.message
        cases.append(case)
    suite = _empty_suite("the run itself", report, cases)
    ET.SubElement(suite, "properties")
    suite.extend(cases)
    return suite
