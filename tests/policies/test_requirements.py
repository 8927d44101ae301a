"""Every row of the acceptance list that a policy serves has one."""

import pytest

from acceptance.rows import acceptance_list
from policies.catalogue import CATALOGUE

SERVED_BY = {
    "FS-ACCT-03": ("account-limits",),
    "FS-ACCT-05": ("org-requires-mfa",),
    "FS-ACCT-08": (
        "rds-multi-az",
        "rds-cluster-multi-az",
        "elasticache-multi-az",
        "multi-az-subnets-real",
        "nat-per-az",
    ),
    "FS-NET-05": ("reserved-ranges-free",),
    "FS-DEPLOY-02": ("environment-known",),
    "FS-DDB-02": ("dynamodb-pitr",),
    "FS-RDS-05": ("rds-storage-encrypted", "rds-storage-cmk"),
    "FS-RDS-07": ("db-subnets-private", "db-sg-only-from-app", "rds-no-public-access"),
    "FS-RDS-10": ("rds-deletion-protection", "rds-delete-automated-backups"),
    "FS-DEPLOY-05": ("required-tags",),
    "RS-NET-03": ("ecs-no-public-ip",),
    "RS-RDS-05": ("rds-storage-encrypted", "rds-no-public-access"),
    "RS-RDS-08": ("rds-multi-az",),
    "RS-SECRET-04": ("ecs-no-secrets-in-env",),
    "AC-CACHE-02": ("elasticache-auth", "elasticache-encryption-in-transit"),
    "AC-COMPLY-01": (
        "alb-listener-https",
        "alb-listener-tls-policy",
        "rds-tls-required",
        "elasticache-encryption-in-transit",
        "lb-target-encrypted",
    ),
    "PS-RDS-02": ("rds-storage-encrypted",),
    "PS-ALB-01": ("alb-listener-https", "http-listener-redirects"),
    "PS-COMPLY-02": ("data-residency",),
    "EP-NET-01": ("ecs-subnets-private", "db-subnets-private"),
    "EP-ALB-02": ("alb-listener-tls-policy",),
    "EP-ECR-03": ("ecr-scan-on-push",),
    "EP-ECR-04": ("ecr-immutable-tags", "ecs-image-pinned"),
    "EP-ECS-02": ("ecs-non-root-user", "ecs-readonly-root"),
    "EP-RDS-04": ("rds-storage-encrypted",),
    "EP-CACHE-03": ("elasticache-auth", "elasticache-encryption-at-rest"),
    "EP-SECRET-02": ("signing-key-length",),
    "EP-SECRET-03": ("ecs-no-secrets-in-env",),
    "EP-LOG-04": ("org-trail-exists", "cloudtrail-enabled"),
}


def test_every_row_of_this_kind_is_served() -> None:
    assert set(SERVED_BY) == {row.id for row in acceptance_list().of(kinds=("policy",))}


@pytest.mark.parametrize("row", SERVED_BY)
def test_the_policies_that_serve_a_row_exist(row: str) -> None:
    assert [name for name in SERVED_BY[row] if name not in CATALOGUE] == []
