"""Policies of VPC endpoints: whose requests pass, and to whose resources."""

from collections.abc import Sequence

from components.arns import partition_of
from components.policy_documents import Document, Statement, document

_ACTION_PREFIXES = {
    "aps-workspaces": "aps",
    "ecr.api": "ecr",
    "ecr.dkr": "ecr",
    "monitoring": "cloudwatch",
}
"""Prefixes of actions that differ from the name of the endpoint's service."""

_WITHOUT_RESOURCES = frozenset({"ssmmessages", "xray"})
"""Services whose actions name no resource, so that a request has no resource's account either."""


def endpoint_policy(service: str, region: str, account_id: str, resource_accounts: Sequence[str]) -> Document:
    """Identities of the account may reach resources of the account, and of further accounts if there are any.

    With stolen credentials of another account nothing leaves through the endpoint, and nothing leaves to another
    account's bucket or queue: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
    """
    accounts = {"aws:PrincipalAccount": [account_id]}
    if service not in _WITHOUT_RESOURCES:
        accounts["aws:ResourceAccount"] = [account_id, *resource_accounts]
    own: Statement = {
        "Sid": "OwnIdentitiesToOwnResources",
        "Effect": "Allow",
        "Principal": "*",
        "Action": f"{_ACTION_PREFIXES.get(service, service)}:*",
        "Resource": "*",
        "Condition": {"StringEquals": accounts},
    }
    return document([own, _image_layers(region)] if service == "s3" else [own])


def _image_layers(region: str) -> Statement:
    """ECR hands out the layers of images from a bucket of its own, with its own signature.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
    """
    return {
        "Sid": "LayersOfContainerImages",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:{partition_of(region)}:s3:::prod-{region}-starport-layer-bucket/*",
    }
