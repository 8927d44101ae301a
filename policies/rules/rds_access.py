"""Rules for how one gets into RDS and Aurora databases: passwords, users, ports, TLS, shared snapshots."""

from collections.abc import Mapping

from policies.conditions import is_given, must_be_true
from policies.properties import UNKNOWN, Properties
from policies.resource_types import RDS_CLUSTER, RDS_PROXY, RDS_SNAPSHOTS
from policies.rule import Context, rule, rule_in_context
from policies.rules.database_engines import engine_of, is_copy, is_replica, is_serverless_v1
from policies.rules.rds import DATABASES
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined, scoped

_IAM_ENGINES = ("mysql", "mariadb", "postgres", "aurora", "aurora-mysql", "aurora-postgresql")

_COMMON_NAMES = frozenset(
    ("admin", "administrator", "awsuser", "db2admin", "dbadmin", "master", "mysql", "oracle", "postgres", "root", "sa")
)
"""User names that AWS's console proposes, that engines have by default, and that are guessed first."""

_PORTS: Mapping[str, int] = {
    "postgres": 5432,
    "aurora-postgresql": 5432,
    "mysql": 3306,
    "mariadb": 3306,
    "aurora-mysql": 3306,
    "aurora": 3306,
    "oracle": 1521,
    "sqlserver": 1433,
    "db2": 50000,
}


@rule("rds-iam-authentication", applies_to=DATABASES)
def admits_by_iam(database: Properties) -> Verdict:
    admitted = must_be_true(database, "iamDatabaseAuthenticationEnabled")
    return scoped(admitted, _knows_no_iam(database), is_serverless_v1(database))


def _knows_no_iam(database: Properties) -> NotApplicable | Undetermined | None:
    """https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html"""
    engine = engine_of(database)
    if engine is UNKNOWN:
        return Undetermined(database.where("engine"))
    if engine is None:
        return is_replica(database) or is_copy(database)
    if engine in _IAM_ENGINES:
        return None
    return NotApplicable(f"{engine} has no IAM authentication")


@rule_in_context("rds-default-admin-username", applies_to=DATABASES)
def has_an_uncommon_master_user(database: Properties, context: Context) -> Verdict:
    path = "masterUsername" if context.resource_type == RDS_CLUSTER else "username"
    name = database.text(path)
    if name is UNKNOWN:
        return Undetermined(database.where(path))
    if name is None:
        return NotApplicable("it takes its users from another database")
    if name.lower() in _COMMON_NAMES:
        return Violation(f"{database.describe(path)}, which is guessed first")
    return COMPLIANT


@rule("rds-default-port", applies_to=DATABASES)
def answers_at_a_port_of_its_own(database: Properties) -> Verdict:
    """AWS takes the engine's usual port when none is given."""
    port, engine = database.number("port"), engine_of(database)
    if port is UNKNOWN or (port is not None and engine is UNKNOWN):
        return Undetermined(database.where("port" if port is UNKNOWN else "engine"))
    if port is None:
        return scoped(Violation("port is not set, which means the engine's usual one"), is_replica(database))
    usual = {_usual_port(engine)} if isinstance(engine, str) else set(_PORTS.values())
    return Violation(f"{database.describe('port')}, the engine's usual one") if port in usual else COMPLIANT


def _usual_port(engine: str) -> int | None:
    return _PORTS.get(engine) or _PORTS.get(engine.removeprefix("custom-").partition("-")[0])


@rule_in_context("rds-password-not-plaintext", applies_to=DATABASES)
def gives_no_password_away(database: Properties, context: Context) -> Verdict:
    """A password that is given is kept in the stack's state, encrypted or not, and nothing ever changes it.

    SDKs mark it as secret by themselves, so that a mark says nothing about where it comes from. A write-only password
    leaves only its version in the state.
    """
    path = "masterPassword" if context.resource_type == RDS_CLUSTER else "password"
    if is_given(database, path):
        return Violation(f"{path} is given, so that it is kept in the stack's state")
    if is_given(database, f"{path}Wo") or is_given(database, f"{path}WoVersion"):
        return COMPLIANT
    managed = must_be_true(database, "manageMasterUserPassword")
    if isinstance(managed, Violation):
        managed = Violation(f"neither manageMasterUserPassword nor {path}Wo is set")
    return scoped(managed, is_replica(database), is_copy(database), _joins_a_global_database(database))


def _joins_a_global_database(cluster: Properties) -> NotApplicable | None:
    if not is_given(cluster, "globalClusterIdentifier") or is_given(cluster, "masterUsername"):
        return None
    return NotApplicable("it is a secondary cluster, the primary decides")


@rule("rds-proxy-requires-tls", applies_to=(RDS_PROXY,))
def proxy_answers_tls_only(proxy: Properties) -> Verdict:
    return must_be_true(proxy, "requireTls")


@rule("rds-snapshot-not-shared-public", applies_to=RDS_SNAPSHOTS)
def snapshot_is_not_everyones(snapshot: Properties) -> Verdict:
    accounts = snapshot.texts("sharedAccounts")
    if accounts is UNKNOWN:
        return Undetermined(snapshot.where("sharedAccounts"))
    return combined(
        Undetermined(snapshot.where(f"sharedAccounts[{index}]"))
        if account is UNKNOWN
        else Violation(f'sharedAccounts[{index}] is "all": every AWS account may restore it')
        if account.lower() == "all"
        else COMPLIANT
        for index, account in enumerate(accounts)
    )
