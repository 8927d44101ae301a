"""Rules that span services, jobs, cluster and the rest of a stack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from settings.errors import Mistake
from settings.references import (
    DATABASE,
    accessed_things_exist,
    credentials_have_one_meaning,
    dead_letter_queues_exist,
    references_exist,
    secrets_exist,
    workloads,
)
from settings.sidecar_rules import added_containers
from settings.wording import did_you_mean, listing
from settings.workload_names import names_of_roles_differ, names_of_workloads_differ

if TYPE_CHECKING:
    from settings.section import Rule
    from settings.stack import Settings

DATABASE_VARIABLES = ("DATABASE_HOST", "DATABASE_PORT", "DATABASE_NAME")
"""Environment variables of what reads the whole database secret, which itself holds user name and password only."""


def _no_shell_in_production(settings: Settings) -> Iterator[Mistake]:
    if not settings.system.is_production:
        return
    for path, workload in workloads(settings):
        if workload.exec:
            yield Mistake((*path, "exec"), "true", "false in prod: nobody opens a shell beside cardholder data")


def _database_variables_are_the_programs(settings: Settings) -> Iterator[Mistake]:
    for path, workload in workloads(settings):
        if "database" not in workload.secrets.values():
            continue
        for variable in DATABASE_VARIABLES:
            for section in ("environment", "secrets", "references"):
                if variable in getattr(workload, section):
                    yield Mistake(
                        (*path, section, variable),
                        "a value",
                        f"no {variable}: the program sets it for what reads the database secret",
                        f"Remove {variable}.",
                    )


def _services_wait_for_migrations(settings: Settings) -> Iterator[Mistake]:
    migrations = [name for name, job in settings.jobs.items() if job.kind == "migration"]
    for name, service in settings.services.items():
        if service.after is not None and service.after not in migrations:
            has = listing(migrations) if migrations else "none yet"
            yield Mistake(
                ("services", name, "after"),
                f'"{service.after}"',
                f"a job of kind migration in platform:jobs: {has}",
                did_you_mean(service.after, migrations),
            )


def _services_and_jobs_differ_in_name(settings: Settings) -> Iterator[Mistake]:
    for name in settings.jobs:
        if name in settings.services:
            yield Mistake(("jobs", name), f'"{name}"', "a name that no service has", "Rename the job.")


def _container_names_differ(settings: Settings) -> Iterator[Mistake]:
    """The main container has the name of its service or job."""
    for path, workload in workloads(settings):
        name = str(path[-1])
        if name in workload.sidecars:
            allowed = "another name: the main container has this one"
            yield Mistake((*path, "sidecars", name), f'"{name}"', allowed, "Rename the sidecar.")
        elif name in added_containers(workload):
            yield Mistake(path, f'"{name}"', "another name: a container that the program adds has this one")


def _main_ports_are_free(settings: Settings) -> Iterator[Mistake]:
    """The main container and its sidecars share one network interface."""
    for name, service in settings.services.items():
        for sidecar, container in service.sidecars.items() if service.routes else ():
            if service.port in container.ports:
                index = container.ports.index(service.port)
                path = ("services", name, "sidecars", sidecar, "ports", index)
                yield Mistake(path, str(service.port), f"a port that {name} doesn't listen on")


def _nothing_is_called_database(settings: Settings) -> Iterator[Mistake]:
    """Alarms, queries and schedules mean platform:database by that name."""
    for section in ("services", "jobs", "tables", "queues"):
        if DATABASE in getattr(settings, section):
            allowed = "another key: alarms, queries and secrets mean platform:database by it"
            yield Mistake((section, DATABASE), f'"{DATABASE}"', allowed, "Rename it.")


def _test_routes_have_priorities_of_their_own(settings: Settings) -> Iterator[Mistake]:
    taken = {
        route.priority_for(name): f"platform:services.{name}.routes[{index}]"
        for name, service in settings.services.items()
        for index, route in enumerate(service.routes)
    }
    for name, service in settings.services.items():
        test = service.deployment.test_route
        if test is None:
            continue
        if test.priority in taken:
            yield Mistake(
                ("services", name, "deployment", "testRoute", "priority"),
                str(test.priority),
                f"a priority of its own: {taken[test.priority]} has this one",
            )
        taken.setdefault(test.priority, f"platform:services.{name}.deployment.testRoute")


COMPUTE_RULES: tuple[Rule, ...] = (
    _no_shell_in_production,
    secrets_exist,
    credentials_have_one_meaning,
    references_exist,
    accessed_things_exist,
    dead_letter_queues_exist,
    _database_variables_are_the_programs,
    _services_wait_for_migrations,
    _services_and_jobs_differ_in_name,
    _container_names_differ,
    _main_ports_are_free,
    _nothing_is_called_database,
    names_of_workloads_differ,
    names_of_roles_differ,
    _test_routes_have_priorities_of_their_own,
)
