"""Stack rule about the bucket that receives an audit trail."""

from collections.abc import Callable, Iterator

from policies.conditions import is_given
from policies.documents.document import Document, Statement, document_of
from policies.documents.three_valued import Truth, all_of, any_of
from policies.properties import UNKNOWN, Properties
from policies.resource_types import (
    BUCKET,
    BUCKET_LOGGING,
    BUCKET_OBJECT_LOCK,
    BUCKET_POLICY,
    BUCKET_PUBLIC_ACCESS_BLOCK,
    BUCKET_VERSIONING,
    TRAIL,
)
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

PropertiesTest = Callable[[Properties], Truth]

_TRAILS = "cloudtrail.amazonaws.com"
_ALL_OF_IT = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


@stack_rule("trail-bucket-protected", about=(TRAIL,))
def delivers_to_a_protected_bucket(trail: StackResource, stack: Stack) -> Verdict:
    """A bucket of another account, such as that of a log archive, is out of sight."""
    link = stack.linked(trail, "s3BucketName", BUCKET)
    if link.undetermined:
        return Undetermined("s3BucketName")
    return combined(
        (verdict for bucket in link.targets for verdict in _protections(bucket, stack)),
        otherwise=NotApplicable("its bucket is not in this stack"),
    )


def _protections(bucket: StackResource, stack: Stack) -> Iterator[Verdict]:
    own = bucket.properties
    yield _beside(bucket, stack, BUCKET_PUBLIC_ACCESS_BLOCK, _blocks_everything, "no full public access block", False)
    yield _beside(bucket, stack, BUCKET_VERSIONING, _keeps_versions, "no versioning", own.flag("versioning.enabled"))
    yield _beside(bucket, stack, BUCKET_OBJECT_LOCK, _is_there, "no object lock", own.flag("objectLockEnabled"))
    logged_inline = is_given(own, "logging") or is_given(own, "loggings")
    yield _beside(bucket, stack, BUCKET_LOGGING, _is_there, "no record of the requests to it", logged_inline)
    inline = document_of(own, "policy")
    said = "no bucket policy that ties CloudTrail to a trail with aws:SourceArn"
    yield _beside(bucket, stack, BUCKET_POLICY, _ties_trails, said, _document_ties_trails(inline))


def _beside(
    bucket: StackResource, stack: Stack, kind: str, holds: PropertiesTest, missing: str, inline: Truth
) -> Verdict:
    """A protection that is a resource beside the bucket, or lies in the bucket itself."""
    if inline is True:
        return COMPLIANT
    found = stack.leading_to(bucket, kind, "bucket")
    truth = any_of((inline, *(holds(resource.properties) for resource in found.targets)))
    if truth is True:
        return COMPLIANT
    if truth is UNKNOWN or found.undetermined:
        return Undetermined(f"the {kind.rpartition(':')[2]} of {bucket.name}")
    return Violation(f'its bucket "{bucket.name}" has {missing}')


def _is_there(protection: Properties) -> Truth:
    return True


def _blocks_everything(block: Properties) -> Truth:
    return all_of(block.flag(path) for path in _ALL_OF_IT)


def _keeps_versions(versioning: Properties) -> Truth:
    status = versioning.text("versioningConfiguration.status")
    return UNKNOWN if status is UNKNOWN else status == "Enabled"


def _ties_trails(policy: Properties) -> Truth:
    return _document_ties_trails(document_of(policy, "policy"))


def _document_ties_trails(document: Document | Undetermined | None) -> Truth:
    """Whether CloudTrail is let in, and under aws:SourceArn wherever it is.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    """
    if document is None:
        return False
    if isinstance(document, Undetermined) or not document.is_complete:
        return UNKNOWN
    for_trails = [statement for statement in document.known if _lets_trails_in(statement) is not False]
    tied = (all_of((_lets_trails_in(found), found.has_condition("aws:sourcearn"))) for found in for_trails)
    return all_of(tied) if for_trails else False


def _lets_trails_in(statement: Statement) -> Truth:
    names = (principal.value for principal in statement.principals or ())
    named = any_of(UNKNOWN if name is UNKNOWN else name == _TRAILS for name in names)
    return all_of((statement.allows, named))
