"""Rules for the policies of resources: whether they refuse plain HTTP."""

from policies.documents.conditions import some_document
from policies.documents.document import Document
from policies.documents.plain_http import anything, its_objects, refuses_plain_http, the_bucket
from policies.documents.three_valued import Truth, all_of
from policies.properties import UNKNOWN, Properties
from policies.resource_types import (
    BUCKET,
    BUCKET_POLICY,
    QUEUE,
    QUEUE_POLICY,
    TOPIC,
    TOPIC_POLICY,
    TOPIC_SUBSCRIPTION,
)
from policies.rule import rule
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation

_OF_OBJECTS = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")
_OF_BUCKETS = ("s3:ListBucket",)
_OF_QUEUES = ("sqs:SendMessage", "sqs:ReceiveMessage")


@rule("s3-policy-tls-only", applies_to=(BUCKET, BUCKET_POLICY))
def bucket_refuses_plain_http(policy: Properties) -> Verdict:
    return some_document(
        policy,
        "policy",
        _bucket_is_closed,
        "does not deny everybody plain HTTP (aws:SecureTransport false) on the bucket and all its objects",
    )


@rule("sns-tls-only", applies_to=(TOPIC, TOPIC_POLICY))
def topic_refuses_plain_http(policy: Properties) -> Verdict:
    return some_document(
        policy,
        "policy",
        lambda document: refuses_plain_http(document, "sns:Publish", anything),
        "does not deny everybody sns:Publish over plain HTTP (aws:SecureTransport false)",
    )


@rule("sqs-tls-only", applies_to=(QUEUE, QUEUE_POLICY))
def queue_refuses_plain_http(policy: Properties) -> Verdict:
    return some_document(
        policy,
        "policy",
        lambda document: all_of(refuses_plain_http(document, action, anything) for action in _OF_QUEUES),
        "does not deny everybody sqs:SendMessage and sqs:ReceiveMessage over plain HTTP (aws:SecureTransport false)",
    )


@rule("sns-subscription-tls", applies_to=(TOPIC_SUBSCRIPTION,))
def is_delivered_encrypted(subscription: Properties) -> Verdict:
    protocol = subscription.text("protocol")
    if protocol is UNKNOWN:
        return Undetermined(subscription.where("protocol"))
    return Violation(subscription.describe("protocol")) if protocol == "http" else COMPLIANT


def _bucket_is_closed(document: Document) -> Truth:
    return all_of(
        (
            *(refuses_plain_http(document, action, its_objects) for action in _OF_OBJECTS),
            *(refuses_plain_http(document, action, the_bucket) for action in _OF_BUCKETS),
        )
    )
