"""Alarms of the trail in a stack file: defaults and mistakes."""

from __future__ import annotations

import pytest

from components.trail_events import TRAIL_EVENTS
from settings import parse_settings
from settings.trail_alarms import TRAIL_EVENTS as KINDS
from settings.trail_alarms import TrailAlarms
from tests.settings.stack_files import REMOVED, changed, config, mistakes

ALARMS = "platform:governance/trail/alarms"


def test_every_kind_is_counted_from_one_event_within_five_minutes_by_default() -> None:
    alarms = TrailAlarms.model_validate({"receivers": {"emails": ["security@example.com"]}})
    assert tuple(alarms.enabled) == KINDS == tuple(TRAIL_EVENTS)
    assert {(alarm.count, alarm.minutes) for alarm in alarms.enabled.values()} == {(1, 5)}
    assert alarms.namespace == "LogMetrics"


def test_a_kind_that_is_turned_off_is_left_out_and_the_others_stay() -> None:
    events = {"rootUse": {"enabled": False}, "failedSignIns": {"count": 3}}
    alarms = TrailAlarms.model_validate({"receivers": {"emails": ["security@example.com"]}, "events": events})
    assert len(alarms.enabled) == len(KINDS) - 1
    assert "rootUse" not in alarms.enabled
    assert (alarms.enabled["failedSignIns"].count, alarms.enabled["failedSignIns"].minutes) == (3, 5)


@pytest.mark.parametrize(
    "receivers",
    [{"urls": ["https://example.com/security"]}, {"slack": {"workspace": "T07EA123LEP", "channel": "C07EZ1ABC23"}}],
)
def test_a_url_or_a_channel_is_somebody_too(receivers: dict[str, object]) -> None:
    assert mistakes({f"{ALARMS}/receivers": receivers}, "management") == []


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({f"{ALARMS}/receivers": {}}, "governance.trail.alarms.receivers", "at least one receiver"),
        ({f"{ALARMS}/receivers": {"emails": ["nobody"]}}, "governance.trail.alarms.receivers.emails[0]", "e-mail"),
        (
            {f"{ALARMS}/receivers": {"urls": ["https://hooks.slack.com/services/x"]}},
            "governance.trail.alarms.receivers.urls[0]",
            "no secret",
        ),
        ({f"{ALARMS}/namespace": "AWS/Trail"}, "governance.trail.alarms.namespace", "does not start with AWS/"),
        ({f"{ALARMS}/namespace": "a b"}, "governance.trail.alarms.namespace", "metric namespace"),
        ({f"{ALARMS}/events": {"rootUsed": {}}}, "governance.trail.alarms.events.rootUsed", "rootUse"),
        ({f"{ALARMS}/events": {"rootUse": {"count": 0}}}, "governance.trail.alarms.events.rootUse.count", "1 to"),
        (
            {f"{ALARMS}/events": {"rootUse": {"minutes": 1441}}},
            "governance.trail.alarms.events.rootUse.minutes",
            "1440",
        ),
        ({f"{ALARMS}/events": {"rootUse": {"percent": 5}}}, "governance.trail.alarms.events.rootUse.percent", "count"),
        (
            {f"{ALARMS}/events": {kind: {"enabled": False} for kind in KINDS}},
            "governance.trail.alarms.events",
            "at least one that is on",
        ),
        ({"platform:observability": REMOVED}, "observability.runbooks", "runbooks"),
    ],
)
def test_a_mistake_is_reported_once_with_its_key(changes: dict[str, object], key: str, words: str) -> None:
    (mistake,) = mistakes(changes, "management")
    assert mistake.key == f"platform:{key}"
    assert words in f"{mistake.allowed} {mistake.remedy}"


def test_a_trail_without_alarms_needs_no_runbooks() -> None:
    without = changed(config("management"), {ALARMS: REMOVED, "platform:observability": REMOVED})
    governance = parse_settings(without).governance
    assert governance is not None
    assert governance.trail is not None
    assert governance.trail.alarms is None
