"""The report as SARIF 2.1.0, for code scanning.

What is undetermined is of the kind `open`, what is exempt carries a suppression: neither counts as passed or as failed.
The format is an OASIS Standard, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; GitHub refuses a file
beyond limits of its own, https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from ops.policy.report import Finding, Outcome, PolicyReport, PolicyResult
from ops.policy.stack_file import StackFile
from policies.catalogue import CATALOGUE
from policies.catalogue.model import Level

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_TAGS = 20
"""Most tags of a rule: GitHub refuses a file with a rule that has more. The property `controls` has all of them."""
MOST_RESULTS = 25_000
"""Most results of a run, likewise. What blocks, then what is worse, comes first, and the last are left out."""
_LEVELS = {"mandatory": "error", "advisory": "warning"}
_RULE_LEVELS = {Level.MANDATORY: "error", Level.REMEDIATE: "error", Level.ADVISORY: "warning"}
_SECURITY_SEVERITY = {"low": "3.0", "medium": "5.5", "high": "8.0", "critical": "9.5"}
"""Scores as code scanning sorts by them: one inside of each of its bands."""


def rendered(report: PolicyReport, project: Path) -> str:
    """The whole report; results point at the stack file in the project's folder where it decides the matter."""
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, project)]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _run(report: PolicyReport, project: Path) -> dict[str, object]:
    subject = report.subject
    index = {result.policy: position for position, result in enumerate(report.policies)}
    stack_file = StackFile.of(project, subject.stack)
    listed = report.findings[:MOST_RESULTS]
    return {
        "tool": {
            "driver": {
                "name": "payments-policies",
                "semanticVersion": report.origin.versions["policyPack"],
                "rules": [_rule(result) for result in report.policies],
            }
        },
        # Without a category of its own, the upload of one stack would replace that of another.
        "automationDetails": {"id": f"policies/{subject.project}/{subject.stack}/"},
        "invocations": [
            {
                "executionSuccessful": report.complete and not report.errors,
                "endTimeUtc": report.origin.created,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": error}} for error in report.errors
                ],
                "toolConfigurationNotifications": [
                    {"level": _LEVELS.get(found.level, "note"), "message": {"text": found.message}}
                    for found in report.exemption_problems
                ],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, index, stack_file, report) for found in listed],
        "properties": {
            "stack": subject.stack,
            "environment": subject.environment,
            "commit": report.origin.commit,
            "resultsLeftOut": len(report.findings) - len(listed),
            **report.totals.model_dump(by_alias=True),
        },
    }


def _rule(result: PolicyResult) -> dict[str, object]:
    policy = CATALOGUE[result.policy]
    return {
        "id": policy.name,
        "shortDescription": {"text": policy.title},
        "fullDescription": {"text": policy.why},
        "help": {
            "text": f"{policy.why} {policy.remedy}",
            "markdown": f"{policy.why}\n\n**Remedy:** {policy.remedy}\n\n[AWS's page]({policy.docs})",
        },
        "helpUri": policy.docs,
        "defaultConfiguration": {
            "enabled": result.level != Level.DISABLED,
            "level": _RULE_LEVELS.get(Level(result.level), "note"),
        },
        "properties": {
            "tags": ["security", *_by_weight(policy.controls.tags())][:MOST_TAGS],
            "controls": result.controls.model_dump(mode="json"),
            "security-severity": _SECURITY_SEVERITY[policy.severity],
        },
    }


def _by_weight(tags: Iterable[str]) -> list[str]:
    """PCI DSS first: GitHub shows ten tags."""
    return sorted(tags, key=lambda tag: not tag.startswith("pci:"))


def _result(found: Finding, index: dict[str, int], stack_file: StackFile, report: PolicyReport) -> dict[str, object]:
    fingerprint = hashlib.sha256(f"{found.policy}\n{found.urn}".encode()).hexdigest()
    result: dict[str, object] = {
        "ruleId": found.policy,
        "ruleIndex": index[found.policy],
        "kind": "open" if found.outcome is Outcome.UNDETERMINED else "fail",
        "level": _level(found),
        "message": {"text": f"{found.name}: {found.reason}. {found.remedy}"},
        "locations": [_location(found, stack_file)],
        "partialFingerprints": {
            "policyAndUrn/v1": fingerprint,
            # The only one that GitHub reads. Left out, the upload makes one of the file's line, by which two resources
            # that break the same policy in one line would be the same.
            "primaryLocationLineHash": f"{fingerprint[:16]}:1",
        },
        "properties": {"severity": found.severity, "outcome": found.outcome},
    }
    if found.outcome is Outcome.EXEMPT:
        by = next(exemption for exemption in report.exemptions if exemption.id == found.exemption)
        why = f"{by.id} until {by.expires}: {by.reason} Owner {by.owner}, approved by {by.approver} ({by.ticket})"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    return result


def _level(found: Finding) -> str:
    """Only what failed has a level; what is exempt failed and is suppressed."""
    if found.outcome is Outcome.UNDETERMINED:
        return "none"
    return "note" if found.outcome is Outcome.EXEMPT else _LEVELS.get(found.level, "note")


def _location(found: Finding, stack_file: StackFile) -> dict[str, object]:
    place = stack_file.place(found.setting)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": stack_file.uri},
            "region": {
                "startLine": place.line,
                "startColumn": 1,
                "endLine": place.line,
                "endColumn": place.length + 1,
            },
        },
        "logicalLocations": [{"name": found.name, "fullyQualifiedName": found.urn, "kind": "resource"}],
    }
