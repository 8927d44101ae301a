"""Databases, caches, tables, backups, keys and secrets, broken."""

from policies.resource_types import (
    BACKUP_PLAN,
    BACKUP_SELECTION,
    BACKUP_VAULT,
    CACHE_REPLICATION_GROUP,
    DYNAMODB_TABLE,
    KMS_KEY,
    METRIC_ALARM,
    RDS_INSTANCE,
    SECRET,
    SECURITY_GROUP,
    SECURITY_GROUP_INGRESS,
)
from tests.policies.stack_mutations.case import Case
from tests.policies.stack_mutations.changes import beside, both, given, lacking, leading, without
from tests.policies.stack_mutations.deployed import Named

_DATABASE = Named(RDS_INSTANCE, "database-primary")
_REPLICAS = tuple(Named(RDS_INSTANCE, f"database-replica-{number}-instance") for number in (1, 2))
_CACHE = Named(CACHE_REPLICATION_GROUP, "cache-sessions-group")
_TABLE, _QUEUE_TABLE = (Named(DYNAMODB_TABLE, f"table-{name}-table") for name in ("transactions", "transaction-queue"))
_INTO_DATABASE = Named(SECURITY_GROUP_INGRESS, "groups-rds-in-5432-ecs")
_DAILY, _HOURLY = (Named(BACKUP_SELECTION, f"recovery-resources{suffix}") for suffix in ("", "-hourly"))
_PLAN = Named(BACKUP_PLAN, "recovery-plan")
_SECRET = Named(SECRET, "secrets-razorpay")
_SPARE = Named(SECRET, "spare")
_UNREAD = {"name": "elsewhere/spare", "id": "arn:spare", "arn": "arn:spare"}
_SECRETS_KEY, _LOGS_KEY = Named(KMS_KEY, "keys-secrets"), Named(KMS_KEY, "keys-logs")
_TAGS = {"Environment": "prod", "ManagedBy": "Pulumi", "Owner": "1CloudHub", "Project": "FivestarPaymentsEngine"}
_ONLY_BALANCERS = Named(SECURITY_GROUP, "groups-alb")

CASES = (
    Case(
        "rds-has-alarms",
        "nobody is told of a busy database",
        without(Named(METRIC_ALARM, "observability-alarms-database-cpu")),
        (_DATABASE,),
    ),
    Case(
        "rds-has-alarms",
        "the alarm on a replica's storage tells nobody",
        given(Named(METRIC_ALARM, "observability-alarms-replica-1-database-storage"), alarmActions=[]),
        (_REPLICAS[0],),
        also={"alarm-has-actions": "it is about that alarm"},
    ),
    Case(
        "cache-has-alarms",
        "nobody is told of a busy cache",
        without(
            Named(METRIC_ALARM, "observability-alarms-sessions-001-cache-cpu"),
            Named(METRIC_ALARM, "observability-alarms-sessions-002-cache-cpu"),
        ),
        (_CACHE,),
    ),
    Case(
        "db-sg-only-from-app",
        "the load balancer reaches the database past the application",
        leading(_INTO_DATABASE, "referencedSecurityGroupId", _ONLY_BALANCERS),
        (_DATABASE, *_REPLICAS),
    ),
    Case(
        "db-sg-only-from-app",
        "a whole private range reaches the database",
        both(lacking(_INTO_DATABASE, "referencedSecurityGroupId"), given(_INTO_DATABASE, cidrIpv4="10.0.0.0/8")),
        (_DATABASE, *_REPLICAS),
    ),
    Case(
        "backup-plan-covers",
        "no selection names the database",
        both(*(leading(found, "resources", _TABLE, _QUEUE_TABLE, by="arn") for found in (_DAILY, _HOURLY))),
        (_DATABASE,),
    ),
    Case(
        "backup-plan-covers",
        "the selections save everything but a table",
        both(
            given(_DAILY, resources=["*"]),
            without(_HOURLY),
            leading(_DAILY, "notResources", _TABLE, by="arn"),
        ),
        (_TABLE,),
    ),
    Case("backup-plan-covers", "nothing is copied", given(_PLAN, {"rules[0].copyActions": []}), (_PLAN,)),
    Case(
        "backup-plan-covers",
        "copies stay in the region",
        leading(
            _PLAN,
            "rules[0].copyActions[0].destinationVaultArn",
            Named(BACKUP_VAULT, "recovery-primary-vault"),
            by="arn",
        ),
        (_PLAN,),
    ),
    Case(
        "dynamodb-autoscaling",
        "a table's capacity is provisioned and stays as it is",
        given(_TABLE, billingMode="PROVISIONED"),
        (_TABLE,),
    ),
    Case(
        "kms-key-separation",
        "a secret is encrypted with the key of the logs",
        leading(_SECRET, "kmsKeyId", _LOGS_KEY, by="arn"),
        (_LOGS_KEY,),
    ),
    Case(
        "kms-key-separation",
        "a database is encrypted with the key of the secrets",
        leading(_DATABASE, "kmsKeyId", _SECRETS_KEY, by="arn"),
        (_SECRETS_KEY,),
    ),
    Case("kms-policy-defined", "a key has the policy that AWS gives", lacking(_LOGS_KEY, "policy"), (_LOGS_KEY,)),
    Case(
        "secret-has-rotation",
        "nobody replaces a secret and nobody says why",
        given(_SECRET, tags={}, tagsAll=_TAGS),
        (_SECRET,),
        was_silent=True,
    ),
    Case("no-orphans", "a secret is read by nobody", beside(_SPARE, _UNREAD, like=_SECRET), (_SPARE,)),
)
