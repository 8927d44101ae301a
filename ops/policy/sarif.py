"""The report as SARIF 2.1.0, for code scanning.

What is undetermined is of the kind `open`, what is exempt carries a suppression: neither counts as passed or as failed.
https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import hashlib
import json
import re
from pathlib import Path

from ops.policy.report import Finding, Outcome, PolicyReport, PolicyResult
from policies.catalogue import CATALOGUE

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"mandatory": "error", "advisory": "warning"}
_SECURITY_SEVERITY = {"low": "3.0", "medium": "5.5", "high": "8.0", "critical": "9.5"}
"""Scores as code scanning sorts by them: the middle of each band of CVSS."""


def rendered(report: PolicyReport, project: Path) -> str:
    """The whole report; results point at the stack file in the project's folder where it decides the matter."""
    rules = [result for result in report.policies if any(found.policy == result.policy for found in report.findings)]
    index = {result.policy: position for position, result in enumerate(rules)}
    stack_file = project / f"Pulumi.{report.subject.stack.rsplit('/', 1)[-1]}.yaml"
    run = {
        "tool": {
            "driver": {
                "name": "payments-policies",
                "semanticVersion": report.origin.versions["policyPack"],
                "rules": [_rule(result) for result in rules],
            }
        },
        "invocations": [
            {
                "executionSuccessful": report.complete and not report.errors,
                "endTimeUtc": report.origin.created,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": error}} for error in report.errors
                ],
            }
        ],
        "results": [_result(found, index, stack_file, report) for found in report.findings],
        "properties": {
            "stack": report.subject.stack,
            "environment": report.subject.environment,
            "commit": report.origin.commit,
            **report.totals.model_dump(by_alias=True),
        },
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _rule(result: PolicyResult) -> dict[str, object]:
    policy = CATALOGUE[result.policy]
    return {
        "id": policy.name,
        "shortDescription": {"text": policy.title},
        "fullDescription": {"text": policy.why},
        "help": {"text": f"{policy.why} {policy.remedy}"},
        "helpUri": policy.docs,
        "defaultConfiguration": {"level": _LEVELS.get(result.level, "note")},
        "properties": {
            "tags": ["security", *policy.controls.tags()],
            "security-severity": _SECURITY_SEVERITY[policy.severity],
        },
    }


def _result(found: Finding, index: dict[str, int], stack_file: Path, report: PolicyReport) -> dict[str, object]:
    kinds = {Outcome.UNDETERMINED: "open"}
    result: dict[str, object] = {
        "ruleId": found.policy,
        "ruleIndex": index[found.policy],
        "kind": kinds.get(found.outcome, "fail"),
        # Only what failed has a level; what is exempt failed and is suppressed.
        "level": "none" if found.outcome is Outcome.UNDETERMINED else _LEVELS.get(found.level, "warning"),
        "message": {"text": f"{found.name}: {found.reason}. {found.remedy}"},
        "locations": [_location(found, stack_file)],
        "partialFingerprints": {"policyAndUrn/v1": _fingerprint(found)},
        "properties": {"severity": found.severity, "outcome": found.outcome},
    }
    if found.outcome is Outcome.EXEMPT:
        by = next(exemption for exemption in report.exemptions if exemption.id == found.exemption)
        why = f"{by.id} until {by.expires}: {by.reason} Owner {by.owner}, approved by {by.approver} ({by.ticket})"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    return result


def _location(found: Finding, stack_file: Path) -> dict[str, object]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": stack_file.name},
            "region": {"startLine": line_of(found.setting, stack_file)},
        },
        "logicalLocations": [{"name": found.name, "fullyQualifiedName": found.urn, "kind": "resource"}],
    }


def line_of(setting: str | None, stack_file: Path) -> int:
    """The line of a stack file with a setting such as `platform:database.multiAz`, or else with its section; or 1."""
    if setting is None or not stack_file.is_file():
        return 1
    section, _, key = setting.partition(".")
    lines = stack_file.read_text(encoding="utf-8").splitlines()
    start = next((number for number, line in enumerate(lines) if re.match(rf"\s*{re.escape(section)}:", line)), None)
    if start is None:
        return 1
    indent = len(lines[start]) - len(lines[start].lstrip())
    for number, line in enumerate(lines[start:], start):
        if number > start and line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        if key and re.search(rf"(?<![\w:]){re.escape(key.split('.')[0])}:", line):
            return number + 1
    return start + 1


def _fingerprint(found: Finding) -> str:
    return hashlib.sha256(f"{found.policy}\n{found.urn}".encode()).hexdigest()
