"""Where rules do not apply, and how partial knowledge is weighed."""

import pytest

from policies.verdict import (
    COMPLIANT,
    NotApplicable,
    Undetermined,
    Verdict,
    Violation,
    combined,
    scoped,
)
from tests.policies.harness import UNKNOWN_VALUE, Engine, Json, Resource, in_environment

INSTANCE = "aws:rds/instance:Instance"

A, B = Violation("a is false"), Violation("b is false")
UNTOLD, OUTSIDE = Undetermined("x"), NotApplicable("it is a replica")


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([COMPLIANT, A, UNTOLD, B, A], Violation("a is false; b is false")),
        ([COMPLIANT, UNTOLD, OUTSIDE], UNTOLD),
        ([OUTSIDE, COMPLIANT], COMPLIANT),
        ([OUTSIDE], OUTSIDE),
        ([], COMPLIANT),
    ],
)
def test_a_violation_outweighs_the_unknown_which_outweighs_compliance(parts: list[Verdict], whole: Verdict) -> None:
    assert combined(parts) == whole


@pytest.mark.parametrize(
    ("verdict", "scope", "whole"),
    [
        (A, None, A),
        (A, OUTSIDE, OUTSIDE),
        (COMPLIANT, OUTSIDE, OUTSIDE),
        (A, UNTOLD, UNTOLD),
        (COMPLIANT, UNTOLD, COMPLIANT),
    ],
)
def test_an_unknown_scope_leaves_only_compliance_certain(
    verdict: Verdict, scope: NotApplicable | Undetermined | None, whole: Verdict
) -> None:
    assert scoped(verdict, scope) == whole


def not_applicable(policy: str, resource_type: str, properties: dict[str, Json]) -> str:
    response = Engine(config=in_environment("prod")).analyze_raw(Resource(resource_type, "it", properties))
    (reason,) = [found.reason for found in response.not_applicable if found.policy_name == policy]
    return reason


@pytest.mark.parametrize("source", ["db-primary", UNKNOWN_VALUE])
@pytest.mark.parametrize(
    "policy",
    ["rds-multi-az", "rds-storage-encrypted", "rds-storage-cmk", "rds-backup-retention", "rds-deletion-protection"],
)
def test_a_replica_takes_its_settings_from_its_source(policy: str, source: str) -> None:
    assert "replica" in not_applicable(policy, INSTANCE, {"replicateSourceDb": source})


def test_an_aurora_member_takes_its_zones_from_its_cluster() -> None:
    assert "Aurora" in not_applicable("rds-multi-az", INSTANCE, {"engine": "aurora-postgresql"})


def test_a_cache_node_of_a_group_takes_its_settings_from_the_group() -> None:
    properties: dict[str, Json] = {"replicationGroupId": "sessions"}
    kind = "aws:elasticache/cluster:Cluster"
    assert "replication group" in not_applicable("elasticache-encryption-in-transit", kind, properties)


def test_a_bucket_without_inline_encryption_is_left_to_its_separate_configuration() -> None:
    assert "resource of its own" in not_applicable("s3-sse-kms", "aws:s3/bucket:Bucket", {})


def test_a_gateway_load_balancer_listener_has_no_protocol() -> None:
    assert "gateway" in not_applicable("alb-listener-https", "aws:lb/listener:Listener", {"loadBalancerArn": "x"})


def test_a_network_load_balancer_reads_no_headers() -> None:
    properties: dict[str, Json] = {"loadBalancerType": "network"}
    kind = "aws:lb/loadBalancer:LoadBalancer"
    assert "reads no headers" in not_applicable("alb-drop-invalid-headers", kind, properties)
