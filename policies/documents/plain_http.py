"""Whether the policy of a resource refuses requests over plain HTTP.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-HTTP-HTTPS
"""

from collections.abc import Callable

from policies.documents.document import Condition, Document, Statement
from policies.documents.three_valued import Truth, all_of, any_of
from policies.properties import UNKNOWN

ResourceTest = Callable[[str], bool]

_SECURE_TRANSPORT = "aws:securetransport"


def refuses_plain_http(document: Document, action: str, resource: ResourceTest) -> Truth:
    """Whether a Deny for everybody refuses an action without TLS on the resources that the test accepts."""
    return any_of(_refuses(statement, action, resource) for statement in document.known)


def anything(resource: str) -> bool:
    """Test of the policy of a resource that has no parts: whatever a statement names, it names that resource."""
    return True


def the_bucket(resource: str) -> bool:
    """Whether a resource of a bucket policy is, or includes, the bucket itself."""
    return "/" not in resource


def its_objects(resource: str) -> bool:
    """Whether a resource of a bucket policy includes all objects."""
    key = resource.partition(":::")[2].partition("/")[2]
    return resource.endswith("*") and key.strip("*") == ""


def _refuses(statement: Statement, action: str, resource: ResourceTest) -> Truth:
    return all_of(
        (
            statement.denies,
            any_of(principal.is_wildcard for principal in statement.principals or ()),
            statement.reaches(action),
            _only_without_tls(statement),
            _names(statement, resource),
        )
    )


def _only_without_tls(statement: Statement) -> Truth:
    """Whether plain HTTP is its only condition: any further one leaves requests over HTTP unrefused."""
    if statement.conditions is UNKNOWN:
        return UNKNOWN
    if not statement.conditions:
        return False
    return all_of(_is_plain_http(condition) for condition in statement.conditions)


def _is_plain_http(condition: Condition) -> Truth:
    return all_of((condition.operator == "bool" and condition.key == _SECURE_TRANSPORT, condition.is_one_of("false")))


def _names(statement: Statement, resource: ResourceTest) -> Truth:
    if statement.resources is None:
        return statement.not_resources is None
    return any_of(UNKNOWN if found is UNKNOWN else resource(found) for found in statement.resources)
