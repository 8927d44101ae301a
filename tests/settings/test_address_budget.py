"""The address budget of the tiers."""

from __future__ import annotations

from ipaddress import IPv4Network

from settings.address_budget import app_demand, database_demand, public_demand, usable
from tests.settings.stack_files import mistakes

SCALING = {"desired": 2, "min": 2}


def test_a_27_has_27_usable_addresses() -> None:
    assert usable(IPv4Network("192.168.0.64/27")) == 27


def test_a_public_subnet_holds_load_balancer_and_nat_gateway() -> None:
    assert sum(demand.addresses for demand in public_demand("perZone", load_balancer=True)) == 9


def test_without_nat_and_load_balancer_the_public_tier_needs_nothing() -> None:
    assert public_demand("none", load_balancer=False) == []


def test_tasks_spread_over_the_zones() -> None:
    assert [demand.addresses for demand in app_demand({"api": 21, "web": 2}, zones=2)] == [11, 1]


def test_a_database_needs_a_spare_address() -> None:
    assert sum(demand.addresses for demand in database_demand(database=True)) == 2


def test_a_deployment_at_peak_must_fit_the_app_tier() -> None:
    # customer-portal: 10 tasks at 200 % over two zones are 10 addresses a zone; debug-task has one; 16 of 27 are left.
    assert mistakes({"platform:services/internal-pe/tasks/max": 16}, "prod") == []
    found = mistakes({"platform:services/internal-pe/tasks/max": 17}, "prod")
    assert [mistake.key for mistake in found] == ["platform:network.tiers.app[0]", "platform:network.tiers.app[1]"]
    assert "192.168.0.64/27, which has 27 usable addresses" in found[0].given
    assert "28 usable addresses" in found[0].allowed
    assert "17 for internal-pe" in found[0].allowed
    assert "1 for debug-task (1 task at peak and deployment, over 2 zones)" in found[0].allowed


def test_traffic_that_shifts_counts_every_task_twice() -> None:
    changes: dict[str, object] = {
        "platform:services/internal-pe/tasks/max": 17,
        "platform:services/internal-pe/deployment": {"strategy": "canary", "maximumPercent": 150},
    }
    found = mistakes(changes, "prod")
    assert {mistake.key for mistake in found} == {"platform:network.tiers.app[0]", "platform:network.tiers.app[1]"}
    assert "17 for internal-pe (34 tasks at peak and deployment" in found[0].allowed


def test_a_schedule_that_raises_the_most_tasks_counts() -> None:
    peak = {"expression": "cron(0 8 * * ? *)", "min": 2, "max": 17}
    found = mistakes({"platform:services/internal-pe/tasks/schedules": {"sale": peak}}, "prod")
    assert [mistake.key for mistake in found] == ["platform:network.tiers.app[0]", "platform:network.tiers.app[1]"]


def test_jobs_count_with_all_their_tasks() -> None:
    assert mistakes({"platform:jobs/debug-task/tasks": 10}, "prod") == []
    found = mistakes({"platform:jobs/debug-task/tasks": 10, "platform:services/internal-pe/tasks/max": 13}, "prod")
    assert "5 for debug-task (10 tasks" in found[0].allowed


def test_a_smaller_surge_leaves_room_for_more_tasks() -> None:
    changes = {
        "platform:services/internal-pe/tasks/max": 20,
        "platform:services/internal-pe/deployment": {"maximumPercent": 150},
    }
    assert mistakes(changes, "prod") == []


def test_the_database_tier_must_hold_a_replacement() -> None:
    assert usable(IPv4Network("192.168.0.128/28")) == 11
    assert mistakes({"platform:network/tiers/database/0": "192.168.0.128/28"}) == []
