"""Shapes of IAM documents."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Statement: TypeAlias = dict[str, object]
Document: TypeAlias = dict[str, object]


def document(statements: Sequence[Statement]) -> Document:
    """A policy of these statements."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(
    sid: str,
    actions: Sequence[str],
    resources: object,
    condition: Mapping[str, Mapping[str, object]] | None = None,
) -> Statement:
    """A statement of an identity's policy. Resources may be outputs."""
    statement: Statement = {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": resources}
    return {**statement, "Condition": dict(condition)} if condition else statement


def trust(service: str, account_id: str, source_arn: str | None = None) -> Document:
    """A role's trust in an AWS service, limited to what the service does for this account, or for one thing in it.

    The condition keeps the service from being used by another account (confused deputy):
    https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    """
    source = {} if source_arn is None else {"ArnLike": {"aws:SourceArn": source_arn}}
    statement: Statement = {
        "Sid": "ServiceActsForThisAccount",
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": account_id}, **source},
    }
    return document([statement])


def service_trust(service: str) -> Document:
    """A role's trust in an AWS service that doesn't say for which account it acts: AWS Backup, ECS for load balancers.

    IAM lets nobody pass a role to a service in another account.
    """
    statement: Statement = {
        "Sid": "ServiceActs",
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    return document([statement])
