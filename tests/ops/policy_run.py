"""A run of the policy pack in this process, as the engine would have left it behind."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from ops.policy.engine import EngineRun
from ops.policy.judgement import report_on
from ops.policy.report import Origin, PolicyReport
from policies.serving.record import VARIABLE
from tests.policies.harness import UNKNOWN_VALUE, Engine, Json, Resource, in_environment, secret
from tests.policies.test_analyzer import BALANCER, INSTANCE, SOUND_DATABASE

TODAY = date(2026, 11, 21)
POLICIES = {
    "rds-multi-az",
    "rds-deletion-protection",
    "rds-storage-encrypted",
    "rds-no-public-access",
    "loggroup-cmk",
    "loggroup-retention",
    "alb-drop-invalid-headers",
}
EXEMPTION = {
    "id": "EX-1",
    "policy": "rds-multi-az",
    "resources": "urn:pulumi:*::*::*::reporting",
    "environments": ["prod"],
    "reason": "Reports | figures <nightly> are rebuilt.",
    "owner": "Ada",
    "approver": "Grace",
    "ticket": "PAY-7",
    "expires": "2026-12-31",
}
EXPIRED = {**EXEMPTION, "id": "EX-0", "policy": "rds-deletion-protection", "expires": "2026-01-01"}
ORIGIN = Origin(
    created="2026-11-21T10:00:00Z",
    command="preview",
    commit="0123456789abcdef0123456789abcdef01234567",
    uncommitted_changes=False,
    versions={
        "policyPack": "0.1.0",
        "policyPackSha256": "ab" * 32,
        "pulumi": "3.250.0",
        "pulumiAws": "7.51.1",
        "python": "3.11.7",
    },
)
REMEDIATION = {
    "policyRemediationEvent": {
        "resourceUrn": "urn:pulumi:main::example::aws:lb/loadBalancer:LoadBalancer::way-in",
        "policyName": "alb-drop-invalid-headers",
        "before": {"name": "way-in"},
        "after": {"name": "way-in", "dropInvalidHeaderFields": True},
    }
}


def database(name: str, **changes: Json) -> Resource:
    return Resource(INSTANCE, name, {**SOUND_DATABASE, **changes})


EVERY_OUTCOME = (
    database("ledger"),
    database("primary", multiAz=False),
    database("reporting", multiAz=False),
    database("archive", deletionProtection=UNKNOWN_VALUE),
    Resource(BALANCER, "way-in", {"dropInvalidHeaderFields": True}),
    Resource("aws:cloudwatch/logGroup:LogGroup", "log", {"retentionInDays": 1, "kmsKeyId": "alias/aws/logs"}),
)
"""Something that passes, is violated, exempt, undetermined, and does not apply."""
HOSTILE = "]]> & <b> \"q\" 'a' | `c` \x1b[31m\x00\x07 \u202e\ufffe é 漢字 🦊"
"""A text that XML, Markdown, a terminal and a reader would each take for something else."""
LEVELS: dict[str, dict[str, Json]] = {"loggroup-cmk": {"enforcementLevel": "advisory"}}


def pack_record(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    *resources: Resource,
    complete: bool = True,
    exemptions: Sequence[Mapping[str, object]] = (EXEMPTION, EXPIRED),
) -> tuple[dict[str, object], ...]:
    """The record that the pack keeps of a prod preview of some resources."""
    (folder / "exemptions.yaml").write_text(json.dumps({"exemptions": list(exemptions)}))
    record = folder / "record.jsonl"
    monkeypatch.setenv(VARIABLE, str(record))
    engine = Engine(in_environment("prod"), policy_config=LEVELS, folder=folder, today=TODAY, policies=POLICIES)
    if complete:
        engine.preview(*resources)
    else:
        for resource in resources:
            engine.analyze(resource)
    return tuple(json.loads(line) for line in record.read_text().splitlines())


def every_outcome(monkeypatch: pytest.MonkeyPatch, folder: Path) -> PolicyReport:
    """The report on a run with every outcome."""
    record = pack_record(monkeypatch, folder, *EVERY_OUTCOME)
    failed = {"diagnosticEvent": {"message": "<{%reset%}>preview failed\n", "severity": "error"}}
    return report_on(EngineRun(255, "", (REMEDIATION, failed), record), "main", ORIGIN)


def broken_off(monkeypatch: pytest.MonkeyPatch, folder: Path) -> PolicyReport:
    """The report on a run whose program failed after a violation was found."""
    record = pack_record(monkeypatch, folder, database("primary", multiAz=False), complete=False)
    error = {"diagnosticEvent": {"message": "RuntimeError: no luck\nat line 3\n", "severity": "error"}}
    return report_on(EngineRun(255, "", (error,), record), "main", ORIGIN)


def kept(monkeypatch: pytest.MonkeyPatch, folder: Path) -> PolicyReport:
    """The report on a run that found nothing."""
    record = pack_record(monkeypatch, folder, database("ledger"), exemptions=())
    return report_on(EngineRun(0, "", (), record), "main", ORIGIN)


def hostile(monkeypatch: pytest.MonkeyPatch, folder: Path) -> PolicyReport:
    """The report on a run whose texts are hostile, and whose values look like secrets."""
    named = (database(HOSTILE, multiAz=False), database(f"reporting{HOSTILE}", multiAz=False))
    unknown = database(f"unknown{HOSTILE}", multiAz=HOSTILE, deletionProtection=UNKNOWN_VALUE)
    log = Resource("aws:cloudwatch/logGroup:LogGroup", "log", {"kmsKeyId": secret("AKIAIOSFODNN7EXAMPLE")})
    above = Resource("payments:index:Database", "above")
    twins = (database("twin", multiAz=False), Resource(INSTANCE, "twin", {"multiAz": False}, parent=above))
    exemption = {**EXEMPTION, "resources": "urn:pulumi:*::*::*::reporting*", "reason": HOSTILE, "owner": HOSTILE}
    wrong = {**EXEMPTION, "id": "EX-2", "expires": HOSTILE}
    record = pack_record(
        monkeypatch, folder, *named, unknown, log, above, *twins, exemptions=(exemption, EXPIRED, wrong)
    )
    failed = {"diagnosticEvent": {"message": f"{HOSTILE}\r\nsecond line\n", "severity": "error"}}
    return report_on(EngineRun(255, "", (failed,), record), "main", ORIGIN)


def unjudged(monkeypatch: pytest.MonkeyPatch, folder: Path) -> PolicyReport:
    """The report on a run that never asked the pack."""
    return report_on(EngineRun(255, "error: no stack named 'main' found\n", (), ()), "main", ORIGIN)


SITUATIONS: Mapping[str, Callable[[pytest.MonkeyPatch, Path], PolicyReport]] = {
    "every outcome": every_outcome,
    "kept": kept,
    "hostile": hostile,
    "broken off": broken_off,
    "unjudged": unjudged,
}
"""Reports by what happened."""
