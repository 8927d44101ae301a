"""The report as JUnit XML, for test reports of build servers: a suite a policy, a case a resource.

JUnit knows passed, failed and skipped. What is exempt or undetermined is skipped, with its kind in front of the message
and its own count in the suites' properties; an advisory violation passes and says so in its suite's output.

There is no standard. This keeps to what the schema of Ant's reports (github.com/windyroad/JUnit-Schema) and that of
Jenkins' xUnit plugin both allow; a message stands in the element's text as well, which is what GitLab reads.
"""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ops.policy.report import ExemptionUse, Finding, Outcome, PolicyReport, PolicyResult
from policies.catalogue.model import Level

REST = "every other resource"
"""Name of the case for all resources that keep a policy. Their number would make it another case in each run."""
RUN = "the run itself"


def rendered(report: PolicyReport) -> str:
    """The whole report. Resources that passed are one case of their policy."""
    root = ET.Element("testsuites")
    exemptions = {exemption.id: exemption for exemption in report.exemptions}
    suites = [_suite(result, report, exemptions) for result in report.policies if result.counts.checked]
    if report.errors or report.exemption_problems:
        suites.append(_run_suite(report))
    for number, suite in enumerate(suites):
        suite.set("id", str(number))
        suite.set("package", "policies")
        root.append(suite)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(result: PolicyResult, report: PolicyReport, exemptions: Mapping[str, ExemptionUse]) -> ET.Element:
    findings = [found for found in report.findings if found.policy == result.policy]
    names = _case_names(findings)
    counts = result.counts
    cases = [_case(found, names[found.urn], exemptions) for found in findings]
    if counts.passed:
        cases.append(_empty_case(result.policy, REST))
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
    advisory = [found for found in findings if found.outcome is Outcome.VIOLATED and not _blocks(found)]
    output = [f"advisory: {names[found.urn]}: {found.reason}. Remedy: {found.remedy}" for found in advisory]
    return _whole_suite(result.policy, report, properties, cases, output)


def _whole_suite(
    name: str,
    report: PolicyReport,
    properties: Mapping[str, object],
    cases: Sequence[ET.Element],
    output: Sequence[str],
) -> ET.Element:
    suite = ET.Element(
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
    listed = ET.SubElement(suite, "properties")
    for key, value in properties.items():
        ET.SubElement(listed, "property", name=key, value=str(value))
    suite.extend(cases)
    ET.SubElement(suite, "system-out").text = "\n".join(output)
    ET.SubElement(suite, "system-err")
    return suite


def _case_names(findings: Sequence[Finding]) -> Mapping[str, str]:
    """A name for each URN: type and name, with all the types above where two resources would share it.

    GitLab leaves out a case whose name and class another one has.
    """
    short = {found.urn: f"{found.type} {found.name}" for found in findings}
    taken = Counter(short.values())
    return {urn: name if taken[name] == 1 else urn.split("::", 2)[-1] for urn, name in short.items()}


def _case(found: Finding, name: str, exemptions: Mapping[str, ExemptionUse]) -> ET.Element:
    case = _empty_case(found.policy, name)
    if found.outcome is Outcome.EXEMPT:
        by = exemptions[found.exemption or ""]
        _add(case, "skipped", f"exempt by {by.id} until {by.expires}: {by.reason}")
    elif _blocks(found):
        undetermined = "undetermined: " if found.outcome is Outcome.UNDETERMINED else ""
        message = f"{undetermined}{found.reason}"
        _add(case, "failure", message, f"{message}\n{found.urn}\n{found.why}\nRemedy: {found.remedy}", found.policy)
    elif found.outcome is Outcome.UNDETERMINED:
        _add(case, "skipped", f"undetermined: {found.reason}")
    return case


def _run_suite(report: PolicyReport) -> ET.Element:
    """What is no verdict on a resource: a failed run, and exemptions that do not apply."""
    advisory = [found.message for found in report.exemption_problems if found.level != Level.MANDATORY]
    return _whole_suite(RUN, report, {}, list(_run_cases(report)), [f"advisory: {message}" for message in advisory])


def _run_cases(report: PolicyReport) -> Iterator[ET.Element]:
    for number, error in enumerate(report.errors, start=1):
        case = _empty_case("run", f"error {number}")
        _add(case, "error", error.split("\n")[0], error, "run")
        yield case
    for number, problem in enumerate(report.exemption_problems, start=1):
        case = _empty_case("exemptions-valid", f"exemption {number}")
        if problem.level == Level.MANDATORY:
            _add(case, "failure", problem.message, type="exemptions-valid")
        yield case


def _empty_case(policy: str, name: str) -> ET.Element:
    return ET.Element("testcase", classname=policy, name=name, time="0")


def _add(case: ET.Element, kind: str, message: str, text: str = "", type: str | None = None) -> None:
    """Give a case its outcome; `type` is asked of failures and errors."""
    found = ET.SubElement(case, kind, {"message": message} if type is None else {"type": type, "message": message})
    found.text = text or message


def _blocks(found: Finding) -> bool:
    return found.level == Level.MANDATORY
