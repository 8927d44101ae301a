"""Rules for the policies of resources: whom they let in."""

from policies.conditions import must_be_true
from policies.documents.conditions import NO_DOCUMENT, no_statement
from policies.documents.document import EVERYTHING, Document, Statement
from policies.documents.public_access import is_public
from policies.documents.three_valued import Truth, all_of, any_of
from policies.properties import UNKNOWN, Properties
from policies.resource_types import (
    ACCESS_POINT,
    ACCESS_POINT_POLICY,
    BUCKET,
    BUCKET_POLICY,
    KEY_POLICY,
    KMS_KEYS_WITH_POLICY,
    MULTI_REGION_ACCESS_POINT_POLICY,
    OBJECT_LAMBDA_ACCESS_POINT_POLICY,
    QUEUE,
    QUEUE_POLICY,
    REPOSITORY_CREATION_TEMPLATE,
    REPOSITORY_POLICY,
    SECRET,
    SECRET_POLICY,
    SSM_DOCUMENT,
    TOPIC,
    TOPIC_POLICY,
)
from policies.rule import rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

_SHARED_WITH = ("accountIds", "account_ids")


def lets_everybody_in(statement: Statement, document: Document) -> str | Truth:
    """An offence against all rules about public policies."""
    public = is_public(statement, document)
    return "allows everybody, and no condition limits it to fixed callers" if public is True else public


@rule("secret-policy-not-public", applies_to=(SECRET_POLICY,))
def keeps_strangers_from_the_secret(policy: Properties) -> Verdict:
    """AWS checks a policy for public access only where it is told to."""
    return combined((no_statement(policy, "policy", lets_everybody_in), must_be_true(policy, "blockPublicPolicy")))


@rule("secret-policy-not-public", applies_to=(SECRET,))
def keeps_strangers_out_inline(secret: Properties) -> Verdict:
    return no_statement(secret, "policy", lets_everybody_in)


@rule("kms-policy-no-wildcard", applies_to=(*KMS_KEYS_WITH_POLICY, KEY_POLICY))
def keeps_strangers_from_the_key(key: Properties) -> Verdict:
    """A key without a policy gets one from AWS that lets the account in and nobody else."""
    return no_statement(key, "policy", lets_everybody_in)


@rule("ecr-policy-not-public", applies_to=(REPOSITORY_POLICY,))
def keeps_strangers_from_the_images(policy: Properties) -> Verdict:
    return no_statement(policy, "policy", lets_everybody_in)


@rule("ecr-policy-not-public", applies_to=(REPOSITORY_CREATION_TEMPLATE,))
def keeps_strangers_from_repositories_made_on_demand(template: Properties) -> Verdict:
    return no_statement(template, "repositoryPolicy", lets_everybody_in)


@rule("s3-policy-no-public", applies_to=(BUCKET, BUCKET_POLICY, ACCESS_POINT_POLICY, OBJECT_LAMBDA_ACCESS_POINT_POLICY))
def keeps_strangers_from_the_bucket(policy: Properties) -> Verdict:
    return no_statement(policy, "policy", lets_everybody_in)


@rule("s3-policy-no-public", applies_to=(ACCESS_POINT,))
def keeps_strangers_from_the_access_point(access_point: Properties) -> Verdict:
    """AWS never calls an access point public that is bound to a VPC."""
    if access_point.get("vpcConfiguration") is not None:
        return NotApplicable("it is bound to a VPC")
    return no_statement(access_point, "policy", lets_everybody_in)


@rule("s3-policy-no-public", applies_to=(MULTI_REGION_ACCESS_POINT_POLICY,))
def keeps_strangers_from_all_regions(policy: Properties) -> Verdict:
    return no_statement(policy, "details.policy", lets_everybody_in)


@rule("sns-policy-not-public", applies_to=(TOPIC, TOPIC_POLICY))
def keeps_strangers_from_the_topic(topic: Properties) -> Verdict:
    """A topic without a policy gets one from AWS that lets its owner in and nobody else."""
    return no_statement(topic, "policy", lets_everybody_in)


@rule("sqs-policy-not-public", applies_to=(QUEUE, QUEUE_POLICY))
def keeps_strangers_from_the_queue(queue: Properties) -> Verdict:
    return combined(
        (no_statement(queue, "policy", lets_everybody_in), no_statement(queue, "policy", _allows_every_action)),
        otherwise=NO_DOCUMENT,
    )


def _allows_every_action(statement: Statement, document: Document) -> str | Truth:
    every = any_of(UNKNOWN if action is UNKNOWN else action == EVERYTHING for action in statement.actions or ())
    found = all_of((statement.allows, every))
    return 'allows the action "*"' if found is True else found


@rule("ssm-document-not-public", applies_to=(SSM_DOCUMENT,))
def is_not_shared_with_everybody(document: Properties) -> Verdict:
    """The provider takes account ids as one text, with commas between them."""
    permissions = document.mapping("permissions")
    if permissions is UNKNOWN:
        return Undetermined(document.where("permissions"))
    for name in _SHARED_WITH:
        accounts = permissions.get(name)
        if accounts is UNKNOWN:
            return Undetermined(document.where(f"permissions.{name}"))
        if isinstance(accounts, str) and "all" in (part.strip().lower() for part in accounts.split(",")):
            return Violation(document.describe(f"permissions.{name}"))
    return COMPLIANT
