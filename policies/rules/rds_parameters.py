"""Rules for parameter groups of RDS and Aurora databases."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policies.properties import UNKNOWN, Properties, Unknown
from policies.resource_types import RDS_CLUSTER_PARAMETER_GROUP, RDS_PARAMETER_GROUP
from policies.rule import Context, rule_in_context
from policies.rules.database_engines import Version, version_of
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

_FAMILY = re.compile(r"(aurora-postgresql|aurora-mysql|aurora|postgres|mysql|mariadb|sqlserver)(?:-[a-z]+-)?([\d.]+)")
_ON = frozenset(("1", "on", "true"))
_OFF_STATEMENT = frozenset(("none", ""))
_NO_DURATION = "-1"


@dataclass(frozen=True, slots=True)
class _Tls:
    """How an engine is told to refuse connections without TLS."""

    parameter: str
    by_default_from: Version | None = None
    """First version that does so when nothing is said; None when none does."""


_TLS: Mapping[str, _Tls] = {
    "postgres": _Tls("rds.force_ssl", (15,)),
    "aurora-postgresql": _Tls("rds.force_ssl", (17,)),
    "sqlserver": _Tls("rds.force_ssl"),
    "mysql": _Tls("require_secure_transport"),
    "mariadb": _Tls("require_secure_transport", (11, 8)),
    "aurora-mysql": _Tls("require_secure_transport", (8, 4)),
}
"""By engine:

- https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
- https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html
- https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html
- https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mariadb-ssl-connections.require-ssl.html
- https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Compare-v3-v84.html
"""

GROUPS = (RDS_PARAMETER_GROUP, RDS_CLUSTER_PARAMETER_GROUP)


@dataclass(frozen=True, slots=True)
class _Family:
    engine: str
    version: Version


@rule_in_context("rds-tls-required", applies_to=GROUPS)
def refuses_connections_without_tls(group: Properties, context: Context) -> Verdict:
    family = _family(group, context)
    if not isinstance(family, _Family):
        return family
    tls = _TLS.get(family.engine)
    if tls is None:
        return NotApplicable(f"{family.engine} has no parameter that requires TLS")
    value = _value(group, tls.parameter)
    if value is UNKNOWN:
        return Undetermined(group.where("parameters"))
    if value is None:
        by_default = tls.by_default_from is not None and family.version >= tls.by_default_from
        return COMPLIANT if by_default else Violation(f"parameters lacks {tls.parameter}, which means 0")
    return COMPLIANT if value.lower() in _ON else Violation(f'{tls.parameter} is "{value}"')


@rule_in_context("rds-query-logging", applies_to=GROUPS)
def logs_statements(group: Properties, context: Context) -> Verdict:
    family = _family(group, context)
    if not isinstance(family, _Family):
        return family
    if family.engine not in ("postgres", "aurora-postgresql"):
        return NotApplicable(f"{family.engine} exports its logs of statements by other means")
    return combined(
        (
            _is_not(group, "log_statement", _OFF_STATEMENT),
            _is_not(group, "log_min_duration_statement", frozenset((_NO_DURATION, ""))),
        )
    )


def _is_not(group: Properties, parameter: str, off: frozenset[str]) -> Verdict:
    value = _value(group, parameter)
    if value is UNKNOWN:
        return Undetermined(group.where("parameters"))
    if value is None:
        return Violation(f"parameters lacks {parameter}")
    return Violation(f'{parameter} is "{value}"') if value.lower() in off else COMPLIANT


def _family(group: Properties, context: Context) -> _Family | NotApplicable | Undetermined:
    """The engine that a group is for; what is set for a whole Aurora cluster is in the cluster's group."""
    family = group.text("family")
    if family is UNKNOWN:
        return Undetermined(group.where("family"))
    found = _FAMILY.match(family or "")
    if found is None:
        return NotApplicable(f"its family {family} has no such parameter")
    engine, version = found.groups()
    if engine.startswith("aurora") and context.resource_type == RDS_PARAMETER_GROUP:
        return NotApplicable("the parameter group of its cluster decides")
    return _Family(engine, version_of(version))


def _value(group: Properties, parameter: str) -> str | Unknown | None:
    """A parameter's value; unknown as long as a name is unknown that may turn out to be it."""
    parameters = group.items("parameters")
    if parameters is UNKNOWN:
        return UNKNOWN
    names = [UNKNOWN if found is UNKNOWN else found.text("name") for found in parameters]
    for found, name in zip(parameters, names, strict=True):
        if found is not UNKNOWN and name == parameter:
            return found.text("value")
    return UNKNOWN if UNKNOWN in names else None
