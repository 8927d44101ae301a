"""Examples for the policies of resources."""

import json

from tests.policies.examples.model import Example
from tests.policies.harness import UNKNOWN_VALUE, Json, secret

ACCOUNT = "123456789014"
BUCKET = "arn:aws:s3:::fivestar-files"


def document(*statements: Json) -> str:
    """A policy as JSON text."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(principal: Json, action: Json, resource: Json = "*", **more: Json) -> dict[str, Json]:
    return {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource, **more}


def deny_http(action: Json, resource: Json) -> dict[str, Json]:
    condition = {"Bool": {"aws:SecureTransport": "false"}}
    return {"Effect": "Deny", "Principal": "*", "Action": action, "Resource": resource, "Condition": condition}


ORGANIZATION: Json = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}


def not_public(policy: str, resource_type: str, action: str, path: str = "policy", **more: Json) -> Example:
    """A document for everybody in one organization, for everybody at all, and one not known yet."""
    return Example(
        policy,
        resource_type,
        compliant={**more, path: document(allow("*", action, Condition=ORGANIZATION))},
        violating={**more, path: document(allow({"AWS": "*"}, action))},
        unknown={**more, path: UNKNOWN_VALUE},
        unknown_path=path,
        says=f"{path}: statement 1 allows everybody",
    )


def tls_only(policy: str, resource_type: str, action: Json, resource: Json) -> Example:
    return Example(
        policy,
        resource_type,
        compliant={"policy": document(deny_http(action, resource))},
        violating={"policy": document(allow({"AWS": ACCOUNT}, action, resource))},
        unknown={"policy": UNKNOWN_VALUE},
        unknown_path="policy",
        says="policy does not deny everybody",
    )


EXAMPLES = (
    not_public(
        "secret-policy-not-public",
        "aws:secretsmanager/secretPolicy:SecretPolicy",
        "secretsmanager:GetSecretValue",
        blockPublicPolicy=True,
    ),
    Example(
        "secret-policy-not-public",
        "aws:secretsmanager/secretPolicy:SecretPolicy",
        compliant={"policy": document(allow({"AWS": ACCOUNT}, "secretsmanager:*")), "blockPublicPolicy": "true"},
        violating={"policy": document(allow({"AWS": ACCOUNT}, "secretsmanager:*"))},
        unknown={"policy": document(allow({"AWS": ACCOUNT}, "s:*")), "blockPublicPolicy": UNKNOWN_VALUE},
        unknown_path="blockPublicPolicy",
        says="blockPublicPolicy is not set, which means false",
    ),
    not_public("secret-policy-not-public", "aws:secretsmanager/secret:Secret", "secretsmanager:GetSecretValue"),
    not_public("kms-policy-no-wildcard", "aws:kms/key:Key", "kms:Decrypt"),
    not_public("kms-policy-no-wildcard", "aws:kms/keyPolicy:KeyPolicy", "kms:*"),
    not_public("kms-policy-no-wildcard", "aws:kms/replicaKey:ReplicaKey", "kms:*"),
    not_public("ecr-policy-not-public", "aws:ecr/repositoryPolicy:RepositoryPolicy", "ecr:BatchGetImage"),
    not_public(
        "ecr-policy-not-public",
        "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
        "ecr:BatchGetImage",
        "repositoryPolicy",
    ),
    not_public("s3-policy-no-public", "aws:s3/bucketPolicy:BucketPolicy", "s3:GetObject"),
    not_public("s3-policy-no-public", "aws:s3/bucketV2:BucketV2", "s3:GetObject"),
    not_public("s3-policy-no-public", "aws:s3/accessPoint:AccessPoint", "s3:GetObject"),
    not_public("s3-policy-no-public", "aws:s3control/accessPointPolicy:AccessPointPolicy", "s3:GetObject"),
    Example(
        "s3-policy-no-public",
        "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy",
        compliant={"details": {"name": "files", "policy": document(allow({"AWS": ACCOUNT}, "s3:GetObject"))}},
        violating={"details": {"name": "files", "policy": document(allow("*", "s3:GetObject"))}},
        unknown={"details": UNKNOWN_VALUE},
        unknown_path="details.policy",
        says="details.policy: statement 1 allows everybody",
    ),
    not_public("sns-policy-not-public", "aws:sns/topicPolicy:TopicPolicy", "sns:Publish"),
    not_public("sns-policy-not-public", "aws:sns/topic:Topic", "sns:Publish"),
    not_public("sqs-policy-not-public", "aws:sqs/queuePolicy:QueuePolicy", "sqs:SendMessage"),
    Example(
        "sqs-policy-not-public",
        "aws:sqs/queue:Queue",
        compliant={"policy": document(allow({"AWS": ACCOUNT}, ["sqs:SendMessage", "sqs:ReceiveMessage"]))},
        violating={"policy": document(allow({"AWS": ACCOUNT}, "*"))},
        unknown={"policy": secret(UNKNOWN_VALUE)},
        unknown_path="policy",
        says='allows the action "*"',
    ),
    Example(
        "ssm-document-not-public",
        "aws:ssm/document:Document",
        compliant={"permissions": {"type": "Share", "accountIds": f"{ACCOUNT},123456789013"}},
        violating={"permissions": {"type": "Share", "accountIds": "All"}},
        unknown={"permissions": {"type": "Share", "accountIds": UNKNOWN_VALUE}},
        unknown_path="permissions.accountIds",
        says='permissions.accountIds is "All"',
    ),
    tls_only("s3-policy-tls-only", "aws:s3/bucketPolicy:BucketPolicy", "s3:*", [BUCKET, f"{BUCKET}/*"]),
    tls_only("s3-policy-tls-only", "aws:s3/bucket:Bucket", "*", "*"),
    tls_only("sns-tls-only", "aws:sns/topicPolicy:TopicPolicy", "sns:Publish", "*"),
    tls_only("sns-tls-only", "aws:sns/topic:Topic", "SNS:*", "*"),
    tls_only("sqs-tls-only", "aws:sqs/queuePolicy:QueuePolicy", "sqs:*", "arn:aws:sqs:ap-south-1:123456789014:jobs"),
    tls_only("sqs-tls-only", "aws:sqs/queue:Queue", ["sqs:SendMessage", "sqs:ReceiveMessage"], "*"),
    Example(
        "sns-subscription-tls",
        "aws:sns/topicSubscription:TopicSubscription",
        compliant={"protocol": "https", "endpoint": "https://alerts.fivestar.example"},
        violating={"protocol": "http", "endpoint": "http://alerts.fivestar.example"},
        unknown={"protocol": UNKNOWN_VALUE},
        unknown_path="protocol",
        says='protocol is "http"',
    ),
    Example(
        "lambda-permission-not-public",
        "aws:lambda/permission:Permission",
        compliant={"principal": "*", "principalOrgId": "o-a1b2c3d4e5"},
        violating={"principal": "*", "functionUrlAuthType": "NONE"},
        unknown={"principal": "*", "sourceArn": UNKNOWN_VALUE},
        unknown_path="sourceArn",
        says='principal is "*" without principalOrgId',
    ),
    Example(
        "lambda-permission-not-public",
        "aws:lambda/permission:Permission",
        compliant={"principal": "events.amazonaws.com", "sourceArn": UNKNOWN_VALUE},
        violating={"principal": "events.amazonaws.com"},
        unknown={"principal": UNKNOWN_VALUE},
        unknown_path="principal",
        says='principal is "events.amazonaws.com", a service, without sourceArn or sourceAccount',
    ),
    Example(
        "lambda-url-auth",
        "aws:lambda/functionUrl:FunctionUrl",
        compliant={"authorizationType": "AWS_IAM", "cors": {"allowOrigins": ["https://shop.fivestar.example"]}},
        violating={"authorizationType": "NONE"},
        unknown={"authorizationType": UNKNOWN_VALUE},
        unknown_path="authorizationType",
        says='authorizationType is "NONE"',
    ),
    Example(
        "lambda-url-auth",
        "aws:lambda/functionUrl:FunctionUrl",
        compliant={"authorizationType": "AWS_IAM"},
        violating={"authorizationType": "AWS_IAM", "cors": {"allowOrigins": ["*"]}},
        unknown={"authorizationType": "AWS_IAM", "cors": {"allowOrigins": [UNKNOWN_VALUE]}},
        unknown_path="cors.allowOrigins",
        says='cors.allowOrigins has "*"',
    ),
)
