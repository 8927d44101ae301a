"""Rule for the engine versions of RDS and Aurora databases."""

from collections.abc import Mapping

from policies.properties import UNKNOWN, Properties
from policies.rule import Context, rule_in_context
from policies.rules.database_engines import Version, engine_of, version_of
from policies.rules.rds import DATABASES
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation

_LAST_VULNERABLE: Mapping[str, Mapping[Version, int]] = {
    "postgres": {(13,): 2, (12,): 6, (11,): 11, (10,): 16, (9, 6): 21},
    "aurora-postgresql": {(11,): 8, (10,): 13},
}
"""By engine and major version: the last minor version whose log_fdw reads the host's files.

https://aws.amazon.com/security/security-bulletins/AWS-2022-004/; Checkov's CKV_AWS_388 has the same of Aurora.
"""

_OLDEST: Mapping[str, str] = {
    "postgres": "oldestPostgres",
    "aurora-postgresql": "oldestAuroraPostgres",
    "mysql": "oldestMysql",
    "aurora-mysql": "oldestAuroraMysql",
    "mariadb": "oldestMariadb",
}
"""Parameter by engine. Its default is the oldest major version in standard support on 2026-11-21:

| engine | oldest | its support ends | ended before |
|---|---|---|---|
| RDS for PostgreSQL | 14 | 2027-02-28 | 13 on 2026-02-28 |
| Aurora PostgreSQL | 14 | 2027-02-28 | 13 on 2026-02-28 |
| RDS for MySQL | 8.4 | 2029-07-31 | 8.0 on 2026-07-31 |
| Aurora MySQL | 8.0 (version 3) | | 5.7 (version 2) on 2024-10-31 |
| RDS for MariaDB | 10.6 | 2026-12-31 | 10.5 on 2026-08-31 |

From AWS's calendars, as https://endoflife.date read them on 2026-08-22:
- https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
- https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/aurorapostgresql-release-calendar.html
- https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html
- https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/extended-support.html
- https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MariaDB.Concepts.VersionMgmt.html
"""


@rule_in_context("rds-log-fdw-vulnerable-version", applies_to=DATABASES)
def runs_a_version_that_is_mended(database: Properties, context: Context) -> Verdict:
    """AWS takes a present version when none is given, and the newest minor one when only a major one is."""
    engine, given = engine_of(database), database.text("engineVersion")
    if engine is UNKNOWN:
        return Undetermined(database.where("engine"))
    if engine is None or engine not in _OLDEST:
        return NotApplicable(f"no version of {engine or 'the engine'} is known to be unfit")
    if given is UNKNOWN:
        return Undetermined(database.where("engineVersion"))
    version = version_of(given or "")
    if not version:
        return COMPLIANT if given is None else Undetermined(database.where("engineVersion"))
    if _reads_the_hosts_files(engine, version):
        return Violation(f"{database.describe('engineVersion')}, whose log_fdw reads files of the host")
    oldest = context.text(_OLDEST[engine])
    if version < version_of(oldest):
        return Violation(f"{database.describe('engineVersion')}, the oldest in standard support is {oldest}")
    return COMPLIANT


def _reads_the_hosts_files(engine: str, version: Version) -> bool:
    for major, last in _LAST_VULNERABLE.get(engine, {}).items():
        minor = version[len(major) :]
        if version[: len(major)] == major and minor and minor[0] <= last:
            return True
    return False
