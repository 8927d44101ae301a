"""Settings of services that Fivestar doesn't use, each with a wrong value that gets one clear error."""

from __future__ import annotations

from pathlib import Path

import pytest

from settings import parse_settings
from settings.private_names import private_name
from settings.scraping import COLLECTOR_IMAGE
from settings.variable_sets import parameters_of_set, secrets_of_set
from tests.settings.stack_files import changed, config, mistakes

API = "platform:services/internal-pe"
NAMES = {"domain": "internal", "aliases": {"db-master": "database.host"}}
PROMETHEUS = "platform:observability/prometheus"
COLLECTOR = {"alias": "dev", "collector": {"size": {"cpu": 256, "memory": 512}}}
TOLD = "platform:observability/notifications/critical"
WIDGET = "platform:observability/dashboard/widgets"
WITHOUT_COMPOSITES: dict[str, object] = {"platform:observability/compositeAlarms": {}}
LOG_METRIC = {"service": "internal-pe", "pattern": "x", "namespace": "Pay", "metric": "M", "title": "m"}


def test_what_is_left_out_changes_nothing() -> None:
    settings = parse_settings(config("dev"), stack="dev")
    service = settings.services["internal-pe"]
    assert (service.container, service.readiness, service.metrics, service.private_name) == (None, None, None, None)
    assert (service.parameters_from, service.secrets_from, service.access.log_groups) == ((), (), ())
    assert settings.network is not None
    assert settings.network.isolate_services is False
    assert settings.private_names is None


def test_a_service_can_show_metrics_to_a_collector_that_finds_it_by_name() -> None:
    changes = {f"{API}/metrics": {"port": 9100}, "platform:privateNames": NAMES, PROMETHEUS: COLLECTOR}
    settings = parse_settings(changed(config("dev"), changes), stack="dev")
    service, prometheus = settings.services["internal-pe"], settings.observability.prometheus
    assert service.metrics is not None
    assert (service.metrics.path, service.metrics.scheme) == ("/metrics", "http")
    assert private_name("internal-pe", service) == "internal-pe"
    assert prometheus is not None
    collector = prometheus.collector
    assert collector is not None
    assert (collector.image, collector.user, collector.interval_seconds) == (COLLECTOR_IMAGE, "65532", 60)
    assert (collector.timeout_seconds, collector.tasks.desired) == (10, 2)


def test_sets_of_variables_are_folders_of_parameters_and_keys_of_secrets() -> None:
    settings = parse_settings(config("dev"), stack="dev")
    assert parameters_of_set(settings, "features")["maintenance_mode"] == "features/maintenance_mode"
    assert secrets_of_set(settings, "razorpay")["key_id"] == "razorpay.key_id"


def test_files_of_the_alert_manager_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.yml").write_text("route: {receiver: a}\nreceivers: [{name: a}]\n", encoding="utf-8")
    (tmp_path / "bad.yml").write_text("route: {receiver: a}\n", encoding="utf-8")
    assert mistakes({PROMETHEUS: {"alias": "dev", "alertManagerFile": "good.yml"}}) == []
    for file, allowed in (("bad.yml", "route and receivers"), ("none.yml", "the path of a file")):
        (mistake,) = mistakes({PROMETHEUS: {"alias": "dev", "alertManagerFile": file}})
        assert mistake.key == "platform:observability.prometheus.alertManagerFile"
        assert allowed in mistake.allowed


@pytest.mark.parametrize(
    ("changes", "key", "allowed"),
    [
        ({f"{API}/container": {"memory": 65536}}, "services.internal-pe.container.memory", "which the task has"),
        (
            {f"{API}/container": {"memory": 256, "memoryReservation": 512}},
            "services.internal-pe.container.memoryReservation",
            "at most memory, which is 256",
        ),
        (
            {f"{API}/readiness": {"path": "/ready", "intervalSeconds": 5, "timeoutSeconds": 5}},
            "services.internal-pe.readiness.timeoutSeconds",
            "less than intervalSeconds",
        ),
        (
            {f"{API}/routes": [], f"{API}/readiness": {"path": "/ready"}, **WITHOUT_COMPOSITES},
            "services.internal-pe.readiness",
            "no readiness without routes",
        ),
        (
            {f"{API}/metrics": {"port": 8080}, "platform:privateNames": NAMES, PROMETHEUS: COLLECTOR},
            "services.internal-pe.metrics.port",
            "another port than 8080",
        ),
        ({f"{API}/metrics": {"port": 9100}}, "services.internal-pe.metrics", "else nobody reads them"),
        (
            {"platform:jobs/debug-task/metrics": {"port": 9100}},
            "jobs.debug-task.metrics",
            "the collector reads services only",
        ),
        ({f"{API}/privateName": "pe"}, "services.internal-pe.privateName", "no privateName without"),
        (
            {"platform:privateNames": NAMES, f"{API}/privateName": "db-master"},
            "services.internal-pe.privateName",
            "a name of its own",
        ),
        (
            {"platform:privateNames": {"domain": "internal", "aliases": {"db": "database.port"}}},
            "privateNames.aliases.db",
            "a host",
        ),
        (
            {"platform:privateNames": {"domain": "internal", "aliases": {"db": "database.hots"}}},
            "privateNames.aliases.db",
            "one of database's",
        ),
        (
            {PROMETHEUS: COLLECTOR, f"{API}/metrics": {"port": 9100}},
            "observability.prometheus.collector",
            "beside platform:privateNames",
        ),
        (
            {PROMETHEUS: COLLECTOR, "platform:privateNames": NAMES},
            "observability.prometheus.collector",
            "where a service has metrics",
        ),
        ({f"{API}/parametersFrom": ["feature"]}, "services.internal-pe.parametersFrom[0]", "a folder of"),
        (
            {"platform:secrets/items/hook": {"description": "Signs"}, f"{API}/secretsFrom": ["hook"]},
            "services.internal-pe.secretsFrom[0]",
            "a secret with JSON keys",
        ),
        ({f"{API}/secretsFrom": ["razorpai"]}, "services.internal-pe.secretsFrom[0]", "a key of platform:secrets"),
        (
            {f"{API}/secretsFrom": ["razorpay"], f"{API}/environment/key_id": "x"},
            "services.internal-pe.secretsFrom[0]",
            "each variable once",
        ),
        (
            {f"{API}/access/logGroups": ["audit"]},
            "services.internal-pe.access.logGroups[0]",
            "a key of platform:observability",
        ),
        (
            {"platform:observability/logGroups": {"audit": {"name": "/ecs/dev-fivestar-internal-pe"}}},
            "observability.logGroups.audit.name",
            "a name of its own",
        ),
        (
            {TOLD: {"slack": {"webhook": "slack.url"}}},
            "observability.notifications.critical.slack.webhook",
            "SECRET.KEY with a key of platform:secrets",
        ),
        (
            {TOLD: {"pagerDuty": "razorpay.url"}},
            "observability.notifications.critical.pagerDuty",
            "a JSON key of razorpay",
        ),
        (
            {
                TOLD: {"slack": {"webhook": "hook"}},
                "platform:secrets/items/hook": {"description": "Address of the webhook"},
            },
            "observability.notifications.critical.slack.webhook",
            "a secret with JSON keys",
        ),
        (
            {TOLD: {"pagerDuty": "razorpay.key_id"}, "platform:network/functions": False},
            "network.functions",
            "true, because a function in the network",
        ),
        (
            {TOLD: {"slack": {"webhook": "razorpay.key_id", "channel": "C07EZ1ABC23"}}},
            "observability.notifications.critical.slack",
            "workspace and channel, or webhook alone",
        ),
        (
            {TOLD: {"slack": {"workspace": "T07EA123LEP"}}},
            "observability.notifications.critical.slack",
            "workspace and channel, or webhook alone",
        ),
        (
            {"platform:database/logins": {"app": {"username": "fivestar_app", "secretName": "a/b"}}},
            "database.logins.app.username",
            "a name of its own",
        ),
        (
            {"platform:database/logins": {"razorpay": {"username": "app", "secretName": "a/b"}}},
            "database.logins.razorpay",
            "a key that no cache and no secret has",
        ),
        (
            {"platform:database/logins": {"app": {"username": "app", "secretName": "a/b", "recoveryDays": 3}}},
            "database.logins.app.recoveryDays",
            "7 to 30",
        ),
        (
            {
                f"{API}/secrets/URL": "app.uri",
                "platform:database/logins": {"app": {"username": "a", "secretName": "b"}},
            },
            "services.internal-pe.secrets.URL",
            "a JSON key of app",
        ),
        (
            {"platform:observability/logMetrics/failed-transactions/dimensions": {"gateway": "$.gateway"}},
            "observability.logMetrics.failed-transactions.dimensions",
            "no dimensions without value",
        ),
        (
            {"platform:observability/logMetrics": {"seconds": {**LOG_METRIC, "value": "seconds"}}},
            "observability.logMetrics.seconds.value",
            "a number in quotes, or the field",
        ),
        (
            {WIDGET: [{"title": "t", "metrics": [{"namespace": "Pay"}]}]},
            "observability.dashboard.widgets[0].metrics[0].metric",
            "a namespace and a metric, or an expression",
        ),
        (
            {WIDGET: [{"title": "t", "metrics": [{"expression": "a + b", "metric": "M"}]}]},
            "observability.dashboard.widgets[0].metrics[0].metric",
            "no metric beside expression",
        ),
        ({"platform:network/isolateServices": "each"}, "network.isolateServices", "true or false"),
    ],
)
def test_a_mistake_is_told_once_with_its_key_and_what_is_allowed(
    changes: dict[str, object], key: str, allowed: str
) -> None:
    (mistake,) = mistakes(changes)
    assert mistake.key == f"platform:{key}"
    assert allowed in mistake.allowed


def test_figures_from_logs_have_no_alarm() -> None:
    changes: dict[str, object] = {"platform:observability/logMetrics/failed-transactions/value": "$.seconds"}
    changes |= WITHOUT_COMPOSITES
    settings = parse_settings(changed(config("dev"), changes), stack="dev")
    assert "failed-transactions" not in settings.observability.counted_events
    exception = {"platform:observability/alarmExceptions": {"failed-transactions": {"logMetric": {"count": 1}}}}
    assert len(mistakes({**changes, **exception})) == 1
