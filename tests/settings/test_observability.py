"""What `platform:observability` may say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from assembly.alarms import threshold
from settings import parse_settings
from settings.alarm_kinds import ALARM_KINDS, AlarmName
from settings.alarms import Alarm
from settings.notifications import holds_a_token
from settings.observability import Observability
from tests.settings.stack_files import REMOVED, ROOT, changed, config, mistakes

WATCH = "platform:observability"

REFUSED: list[tuple[str, dict[str, object], str, str]] = [
    # what the change is, the change, the key named, a part of the answer
    ("an unknown kind", {f"{WATCH}/alarms/serviceCpuu": {}}, ".alarms.serviceCpuu", "Did you mean serviceCpu?"),
    ("a unit of another kind", {f"{WATCH}/alarms/serviceCpu": {"count": 3}}, ".alarms.serviceCpu.count", "percent"),
    (
        "two units",
        {f"{WATCH}/alarms/databaseConnections": {"percent": 80, "count": 100}},
        ".alarms.databaseConnections.count",
        "either percent or count",
    ),
    (
        "a threshold of an event",
        {f"{WATCH}/alarms/backupFailures": {"count": 1}},
        ".alarms.backupFailures.count",
        "no threshold",
    ),
    ("too much", {f"{WATCH}/alarms/serviceCpu": {"percent": 101}}, ".alarms.serviceCpu.percent", "0 to 100"),
    (
        "an odd period",
        {f"{WATCH}/alarms/serviceCpu": {"periodSeconds": 90}},
        ".alarms.serviceCpu.periodSeconds",
        "a multiple of 60",
    ),
    (
        "a period that doesn't fit",
        {f"{WATCH}/alarms/serviceCpu": {"periodSeconds": 120}},
        ".alarms.serviceCpu.periodSeconds",
        "a part of the 5 minutes",
    ),
    (
        "more datapoints than periods",
        {f"{WATCH}/alarms/serviceCpu": {"datapoints": 6}},
        ".alarms.serviceCpu.datapoints",
        "at most 5",
    ),
    ("no runbooks", {f"{WATCH}/runbooks": REMOVED}, ".runbooks", "Add runbooks"),
    (
        "a runbook address without TLS",
        {f"{WATCH}/runbooks": "http://docs.example.com"},
        ".runbooks",
        "starts with https://",
    ),
    (
        "alarms that tell nobody",
        {f"{WATCH}/notifications": REMOVED, f"{WATCH}/compositeAlarms": REMOVED},
        ".alarms",
        "nobody is told",
    ),
    (
        "an address that is none",
        {f"{WATCH}/notifications/critical/emails": ["oncall"]},
        ".notifications.critical.emails[0]",
        "an e-mail address",
    ),
    (
        "an exception for nothing",
        {f"{WATCH}/alarmExceptions": {"internal-pr": {"serviceCpu": {"percent": 70}}}},
        ".alarmExceptions.internal-pr",
        "Did you mean internal-pe?",
    ),
    (
        "a composite alarm of an unknown kind",
        {f"{WATCH}/compositeAlarms/payments-failing/any": ["errorRat"]},
        ".compositeAlarms.payments-failing.any[0]",
        "Did you mean errorRate?",
    ),
    (
        "a composite alarm of an unknown target",
        {f"{WATCH}/compositeAlarms/payments-failing/any": ["internal-pr.serviceCpu"]},
        ".compositeAlarms.payments-failing.any[0]",
        "Did you mean internal-pe.serviceCpu?",
    ),
    (
        "a composite alarm of an alarm that is off",
        {f"{WATCH}/alarms/errorRate": {"enabled": False}},
        ".compositeAlarms.payments-failing.any[0]",
        "turned off",
    ),
    (
        "a composite alarm of what the stack hasn't",
        {f"{WATCH}/compositeAlarms/payments-failing/any": ["queueAge"]},
        ".compositeAlarms.payments-failing.any[0]",
        "something that the stack has",
    ),
    (
        "a composite alarm of an event",
        {f"{WATCH}/compositeAlarms/payments-failing/any": ["backupFailures"]},
        ".compositeAlarms.payments-failing.any[0]",
        "this kind is an event",
    ),
    (
        "a composite alarm of nothing",
        {f"{WATCH}/compositeAlarms/payments-failing/any": []},
        ".compositeAlarms.payments-failing",
        "Add any",
    ),
    (
        "maintenance that is not known",
        {f"{WATCH}/maintenance": REMOVED},
        ".compositeAlarms.payments-failing.quietInMaintenance",
        "Add maintenance",
    ),
    (
        "a namespace of AWS",
        {f"{WATCH}/logMetrics/failed-transactions/namespace": "AWS/ECS"},
        ".logMetrics.failed-transactions.namespace",
        "not one of AWS/",
    ),
    (
        "a log metric of an unknown service",
        {f"{WATCH}/logMetrics/failed-transactions/service": "internal-pr"},
        ".logMetrics.failed-transactions.service",
        "Did you mean internal-pe?",
    ),
    (
        "a query of unknown logs",
        {f"{WATCH}/queries/errors/logs": ["portal"]},
        ".queries.errors.logs[0]",
        "internal-pe, customer-portal or database",
    ),
    ("a dashboard's name", {f"{WATCH}/dashboard/name": "a b"}, ".dashboard.name", "letters, digits"),
    (
        "a statistic that doesn't exist",
        {
            f"{WATCH}/dashboard/widgets": [
                {"title": "Pay", "metrics": [{"namespace": "Pay", "metric": "Paid", "statistic": "Median"}]}
            ]
        },
        ".dashboard.widgets[0].metrics[0].statistic",
        "a percentile such as p99",
    ),
    (
        "a rule file that is missing",
        {f"{WATCH}/prometheus": {"alias": "pay", "ruleFiles": {"pay": "monitoring/absent.yaml"}}},
        ".prometheus.ruleFiles.pay",
        "the path of a file",
    ),
    (
        "a rule file of something else",
        {f"{WATCH}/prometheus": {"alias": "pay", "ruleFiles": {"pay": "Pulumi.yaml"}}},
        ".prometheus.ruleFiles.pay",
        "a list of groups",
    ),
    (
        "a rule file elsewhere",
        {f"{WATCH}/prometheus": {"alias": "pay", "ruleFiles": {"pay": "../secrets.yaml"}}},
        ".prometheus.ruleFiles.pay",
        "below the program's folder",
    ),
]


@pytest.mark.parametrize(("changes", "key", "answer"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_mistake_gets_one_clear_answer(changes: dict[str, object], key: str, answer: str) -> None:
    found = mistakes(changes)
    assert [mistake.key for mistake in found] == [f"platform:observability{key}"], found
    assert answer in str(found[0])


def test_prod_must_call_somebody() -> None:
    (mistake,) = mistakes({f"{WATCH}/notifications/critical/emails": []}, "prod")
    assert mistake.key == "platform:observability.notifications.critical"
    assert mistakes({f"{WATCH}/notifications/critical/emails": []}, "dev") == []


@pytest.mark.parametrize(
    "told",
    [
        {"urls": ["https://alerts.example.com/pages"]},
        {"slack": {"workspace": "T07EA123LEP", "channel": "C07EZ1ABC23"}},
        {"pagerDuty": "razorpay.key_id"},
    ],
)
def test_whoever_is_told_counts_as_somebody(told: dict[str, object]) -> None:
    assert mistakes({f"{WATCH}/notifications/critical": told, "platform:network/functions": True}, "prod") == []


SECRET_ADDRESSES = [
    "https://hooks.slack.com/services/T024BE7LD/B0/x",
    "https://events.pagerduty.com/integration/0f9a/enqueue",
    "https://alerts.example.com/hook/9f8e7d6c5b4a39281706",
]


@pytest.mark.parametrize("address", SECRET_ADDRESSES)
def test_an_address_with_a_token_is_refused_and_never_shown(address: str) -> None:
    (mistake,) = mistakes({f"{WATCH}/notifications/warning/urls": [address]})
    assert mistake.key == "platform:observability.notifications.warning.urls[0]"
    assert address not in str(mistake)
    assert "platform:secrets" in mistake.remedy


@pytest.mark.parametrize(
    "address",
    [
        "https://alerts.example.com/?token=s3cr3t-canary",
        "https://me:s3cr3t-canary@alerts.example.com/",
        "s3cr3t-canary",
    ],
)
def test_an_address_that_is_refused_for_its_form_is_never_shown(address: str) -> None:
    (mistake,) = mistakes({f"{WATCH}/notifications/warning/urls": [address]})
    assert "s3cr3t-canary" not in str(mistake)


def test_a_plain_address_is_no_secret() -> None:
    assert not holds_a_token("https://alerts.example.com/teams/payments/production-incidents")
    assert mistakes({f"{WATCH}/notifications/warning/urls": ["https://alerts.example.com/payments"]}) == []


def test_without_the_section_nothing_is_watched() -> None:
    settings = parse_settings(changed(config("dev"), {WATCH: REMOVED}), stack="dev")
    assert not settings.observability.builds_something
    assert settings.observability.log_retention_days == 365


def test_every_kind_has_its_row() -> None:
    assert set(ALARM_KINDS) == set(get_args(AlarmName))


@pytest.mark.parametrize("kind", ALARM_KINDS)
def test_a_kind_that_is_not_listed_has_the_default_of_its_row(kind: str) -> None:
    row = ALARM_KINDS[kind]
    found = threshold(kind, Observability().alarm(kind))
    assert (found["threshold"], found["severity"], found["enabled"]) == (row.threshold, row.severity, row.enabled)
    assert found["period_seconds"] * found["periods"] == row.minutes * 60
    assert found["datapoints"] == found["periods"]


def test_a_kind_that_is_off_by_default_is_on_when_listed() -> None:
    assert not threshold("loadBalancerErrors", Observability().alarm("loadBalancerErrors"))["enabled"]
    listed = Observability(alarms={"loadBalancerErrors": Alarm(count=10)})
    assert threshold("loadBalancerErrors", listed.alarm("loadBalancerErrors"))["enabled"]


def test_two_periods_of_five_minutes_can_be_said() -> None:
    found = threshold("serviceCpu", Alarm.model_validate({"percent": 90, "minutes": 10, "periodSeconds": 300}))
    assert (found["period_seconds"], found["periods"], found["threshold"]) == (300, 2, 90)


def test_an_exception_changes_only_what_it_says() -> None:
    observability = Observability.model_validate(
        {
            "alarms": {"databaseConnections": {"percent": 80, "minutes": 5, "severity": "warning"}},
            "alarmExceptions": {"database": {"databaseConnections": {"count": 150}}},
        }
    )
    found = threshold("databaseConnections", observability.alarm("databaseConnections", "database"))
    assert (found["threshold"], found["unit"], found["periods"], found["severity"]) == (150, "count", 5, "warning")
    others = threshold("databaseConnections", observability.alarm("databaseConnections", "replica"))
    assert (others["threshold"], others["unit"]) == (80, "percent")


def test_the_runbooks_list_every_kind_with_its_default() -> None:
    page = (ROOT / "docs" / "runbooks" / "README.md").read_text(encoding="utf-8")
    rows = {row[1]: row[2] for row in re.finditer(r"^\| \[`(\w+)`\]\([\w.-]+\) \|(.*)\|$", page, re.MULTILINE)}
    assert list(rows) == list(ALARM_KINDS)
    for kind, row in ALARM_KINDS.items():
        _, meaning, default, severity = (cell.strip() for cell in rows[kind].split("|"))
        assert (meaning, severity) == (row.meaning, row.severity), kind
        assert str(row.threshold) in default or not row.units, kind
        assert ("off" in default) == (not row.enabled), kind


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "runbooks").glob("*.md")), ids=lambda page: page.stem)
def test_links_between_runbooks_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([\w.-]+\.md)(?:#[\w-]+)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).is_file()] == []
