"""Levels and parameters that a person chooses, and those that depend on the environment."""

import pytest
from pulumi.runtime.proto import analyzer_pb2

from policies.serving.analyzer import PolicyAnalyzer
from policies.serving.server import rule_book
from tests.policies.harness import (
    Engine,
    Json,
    RefusedError,
    Resource,
    call,
    in_environment,
    struct_of,
    urn_of,
)

INSTANCE = "aws:rds/instance:Instance"
SINGLE_AZ = Resource(INSTANCE, "db", {"engine": "postgres", "multiAz": False, "storageEncrypted": True})


@pytest.mark.parametrize(("environment", "level"), [("prod", "mandatory"), ("staging", "advisory"), ("dev", None)])
def test_a_single_zone_database_is_blocked_in_prod_said_in_staging_and_free_in_dev(
    environment: str, level: str | None
) -> None:
    found = Engine(config=in_environment(environment)).analyze(SINGLE_AZ)
    assert [report.level for report in found if report.policy == "rds-multi-az"] == ([level] if level else [])


def level_of(policy: str, resource: Resource, **settings: object) -> list[str]:
    engine = Engine(**settings)  # type: ignore[arg-type]
    return [report.level for report in engine.analyze(resource) if report.policy == policy]


def test_a_stack_of_which_nothing_is_known_is_judged_as_prod() -> None:
    assert level_of("rds-multi-az", SINGLE_AZ, stack="main") == ["mandatory"]


def test_a_stack_without_platform_settings_is_judged_by_its_name() -> None:
    assert level_of("rds-multi-az", SINGLE_AZ, stack="payments-staging") == ["advisory"]


@pytest.mark.parametrize("chosen", ["mandatory", "advisory", "disabled"])
@pytest.mark.parametrize("environment", ["prod", "dev"])
def test_a_level_may_be_chosen_whatever_the_environment(environment: str, chosen: str) -> None:
    policy_config: dict[str, dict[str, Json]] = {"rds-multi-az": {"enforcementLevel": chosen}}
    found = level_of("rds-multi-az", SINGLE_AZ, config=in_environment(environment), policy_config=policy_config)
    assert found == ([] if chosen == "disabled" else [chosen])


def test_a_parameter_may_be_chosen() -> None:
    database = Resource(INSTANCE, "db", {"backupRetentionPeriod": 14})
    chosen: dict[str, dict[str, Json]] = {"rds-backup-retention": {"minimumDays": 14}}
    assert level_of("rds-backup-retention", database, config=in_environment("prod"), policy_config=chosen) == []
    assert level_of("rds-backup-retention", database, config=in_environment("prod")) == ["mandatory"]


@pytest.mark.parametrize(("environment", "days"), [("prod", 35), ("staging", 7), ("dev", 1)])
def test_the_shortest_backup_retention_depends_on_the_environment(environment: str, days: int) -> None:
    engine = Engine(config=in_environment(environment))
    for given, kept in ((days, True), (days - 1, False)):
        found = engine.analyze(Resource(INSTANCE, "db", {"backupRetentionPeriod": given}))
        assert ("rds-backup-retention" in {report.policy for report in found}) is not kept


@pytest.mark.parametrize(("environment", "enough"), [("prod", False), ("staging", True), ("dev", True)])
def test_a_queue_needs_a_key_of_its_own_in_prod_only(environment: str, enough: bool) -> None:
    queue = Resource("aws:sqs/queue:Queue", "q", {"sqsManagedSseEnabled": True})
    assert (level_of("sqs-encrypted", queue, config=in_environment(environment)) == []) is enough


def test_a_misspelt_policy_name_is_refused_with_the_closest_one() -> None:
    with pytest.raises(RefusedError, match=r"names rds-multi-zone, which is no policy.*Did you mean rds-multi-az\?"):
        Engine(policy_config={"rds-multi-zone": {"enforcementLevel": "advisory"}})


def test_the_engines_own_name_for_every_policy_is_accepted() -> None:
    assert level_of("rds-multi-az", SINGLE_AZ, policy_config={"all": {"enforcementLevel": "mandatory"}})


UNKNOWN_DATABASE = Resource(INSTANCE, "db", {"multiAz": "04da6b54-80e4-46f7-96ec-b56ff0331ba9", "engine": "mysql"})


@pytest.mark.parametrize(
    ("chosen", "environment", "level"),
    [
        ("mandatory", "prod", ["mandatory"]),
        ("mandatory", "staging", ["advisory"]),
        ("advisory", "prod", ["advisory"]),
        ("disabled", "prod", []),
    ],
)
def test_the_level_of_undetermined_verdicts_may_be_chosen_but_never_exceeds_the_policys(
    chosen: str, environment: str, level: list[str]
) -> None:
    policy_config: dict[str, dict[str, Json]] = {"property-undetermined": {"enforcementLevel": chosen}}
    engine = Engine(config=in_environment(environment), policy_config=policy_config)
    found = engine.preview(UNKNOWN_DATABASE)
    assert [report.level for report in found if report.policy == "rds-multi-az"] == level


@pytest.mark.parametrize(("stack", "blocked"), [("main", True), ("payments-dev", False)])
def test_policy_analyze_names_no_stack_so_the_name_in_the_urn_stands_in(stack: str, blocked: bool) -> None:
    request = analyzer_pb2.AnalyzeRequest(
        type=INSTANCE, name="db", urn=urn_of(INSTANCE, "db", stack), properties=struct_of(SINGLE_AZ.properties)
    )
    response = PolicyAnalyzer(rule_book()).Analyze(request, call())
    assert ("rds-multi-az" in {found.policyName for found in response.diagnostics}) is blocked
