"""Policies and other JSON documents, which may be given as text or as an object.

The provider turns an object into text only for these properties; elsewhere an object given for text is an error.
https://github.com/pulumi/pulumi-aws/blob/master/provider/resource_overrides.go (TransformJSONDocument)
"""

import json
from collections.abc import Mapping
from typing import Final

from sandbox.values import UNKNOWN, Secret, Unknown, Value, holds_secret, holds_unknown, reveal

_DOCUMENTS: Final[Mapping[str, str]] = {
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": "policy",
    "aws:ecr/registryPolicy:RegistryPolicy": "policy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
    "aws:elasticsearch/domain:Domain": "accessPolicies",
    "aws:elasticsearch/domainPolicy:DomainPolicy": "accessPolicies",
    "aws:iam/groupPolicy:GroupPolicy": "policy",
    "aws:iam/policy:Policy": "policy",
    "aws:iam/role:Role": "assumeRolePolicy",
    "aws:iam/rolePolicy:RolePolicy": "policy",
    "aws:iam/userPolicy:UserPolicy": "policy",
    "aws:s3/bucket:Bucket": "policy",
    "aws:s3/bucketPolicy:BucketPolicy": "policy",
    "aws:sns/topicPolicy:TopicPolicy": "policy",
    "aws:sqs/queuePolicy:QueuePolicy": "policy",
}


def takes_document(token: str, name: str) -> bool:
    """Whether the provider accepts an object for this text property of the resource type."""
    return _DOCUMENTS.get(token) == name


def as_document(value: dict[str, Value] | list[Value]) -> str | Unknown | Secret:
    """The document as the provider writes it: keys sorted, no blanks; unknown where a part of it is unknown.

    Raises TypeError or ValueError for what JSON can't hold.
    """
    if holds_unknown(value):
        return Secret(UNKNOWN) if holds_secret(value) else UNKNOWN
    text = json.dumps(reveal(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    # Go writes these as escapes so that JSON can stand inside HTML and JavaScript.
    for character in ("&", "<", ">", "\u2028", "\u2029"):
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Secret(text) if holds_secret(value) else text
