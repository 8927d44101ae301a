"""A cluster of Aurora, which no shipped stack has, broken."""

from collections.abc import Mapping

from policies.resource_types import (
    BACKUP_SELECTION,
    IAM_ROLE,
    KMS_KEY,
    METRIC_ALARM,
    RDS_CLUSTER,
    RDS_CLUSTER_INSTANCE,
    TOPIC,
    TOPIC_SUBSCRIPTION,
)
from tests.policies.harness import Json, Resource
from tests.policies.stack_mutations.case import Case
from tests.policies.stack_mutations.changes import given, lacking, without
from tests.policies.stack_mutations.deployed import Named, small_stack

_KEY = Resource(KMS_KEY, "key", {"arn": "arn:aws:kms:ap-south-1:1:key/1"})
_ROLE = Resource(IAM_ROLE, "monitoring", {"arn": "arn:aws:iam::1:role/monitoring"})
_TOPIC = Resource(TOPIC, "alerts", {"arn": "arn:aws:sns:ap-south-1:1:alerts"})
_SUBSCRIPTION = Resource(TOPIC_SUBSCRIPTION, "on-call", {"topic": _TOPIC.properties["arn"]}, {"topic": [_TOPIC]})

_MONITORED: Mapping[str, Json] = {
    "monitoringInterval": 60,
    "monitoringRoleArn": _ROLE.properties["arn"],
    "performanceInsightsEnabled": True,
    "performanceInsightsKmsKeyId": _KEY.properties["arn"],
}

_CLUSTER = Resource(
    RDS_CLUSTER,
    "payments",
    {
        "clusterIdentifier": "payments",
        "engine": "aurora-postgresql",
        "engineMode": "provisioned",
        # As the state shows what was not given.
        "dbClusterInstanceClass": "",
        "availabilityZones": ["ap-south-1a", "ap-south-1b", "ap-south-1c"],
        "tagsAll": {"Backup": "daily"},
    },
)


def _member(name: str, zone: str) -> Resource:
    properties = {**_MONITORED, "clusterIdentifier": "payments", "availabilityZone": zone, "identifier": name}
    return Resource(RDS_CLUSTER_INSTANCE, name, properties, {"clusterIdentifier": [_CLUSTER]})


_ALARM = Resource(
    METRIC_ALARM,
    "busy",
    {
        "namespace": "AWS/RDS",
        "metricName": "CPUUtilization",
        "dimensions": {"DBClusterIdentifier": "payments"},
        "alarmActions": [_TOPIC.properties["arn"]],
    },
    {"dimensions": [_CLUSTER], "alarmActions": [_TOPIC]},
)

_SELECTION = Resource(
    BACKUP_SELECTION, "tagged", {"selectionTags": [{"type": "STRINGEQUALS", "key": "Backup", "value": "daily"}]}
)

AURORA = small_stack(
    _KEY,
    _ROLE,
    _TOPIC,
    _SUBSCRIPTION,
    _CLUSTER,
    _member("first", "ap-south-1a"),
    _member("second", "ap-south-1b"),
    _ALARM,
    _SELECTION,
)

_PAYMENTS = Named(RDS_CLUSTER, "payments")
_FIRST, _SECOND = (Named(RDS_CLUSTER_INSTANCE, name) for name in ("first", "second"))
_BUSY = Named(METRIC_ALARM, "busy")

CASES = (
    Case("aurora-has-two-instances", "one instance is left", without(_SECOND), (_PAYMENTS,), of=AURORA),
    Case(
        "rds-cluster-multi-az",
        "both instances are in one zone",
        given(_SECOND, availabilityZone="ap-south-1a"),
        (_PAYMENTS,),
        of=AURORA,
    ),
    Case(
        "rds-cluster-multi-az",
        "the cluster names one zone",
        given(_PAYMENTS, availabilityZones=["ap-south-1a"]),
        (_PAYMENTS,),
        of=AURORA,
    ),
    Case("rds-has-alarms", "nobody is told of a busy cluster", without(_BUSY), (_PAYMENTS,), of=AURORA),
    Case(
        "rds-has-alarms",
        "nobody reads what the alarm says",
        without(Named(TOPIC_SUBSCRIPTION, "on-call")),
        (_PAYMENTS,),
        of=AURORA,
    ),
    Case(
        "rds-enhanced-monitoring",
        "an instance is not measured from within",
        given(_FIRST, monitoringInterval=0),
        (_FIRST,),
        of=AURORA,
    ),
    Case(
        "rds-performance-insights",
        "an instance does not show its load",
        given(_FIRST, performanceInsightsEnabled=False),
        (_FIRST,),
        of=AURORA,
    ),
    Case(
        "rds-performance-insights-cmk",
        "an instance keeps statements under a key of AWS",
        lacking(_FIRST, "performanceInsightsKmsKeyId"),
        (_FIRST,),
        of=AURORA,
    ),
    Case(
        "backup-plan-covers",
        "the cluster is no longer selected by its tag",
        given(_PAYMENTS, tagsAll={"Name": "payments"}),
        (_PAYMENTS,),
        of=AURORA,
    ),
)
