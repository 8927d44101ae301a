"""Stack rule about who may change a bucket's policy: what is another account's shows in sight of the stack only."""

import re
from collections.abc import Iterator

from policies.documents.document import Document, Principal, Statement, document_of
from policies.documents.three_valued import all_of, any_of
from policies.properties import UNKNOWN
from policies.resource_types import BUCKET, BUCKET_POLICY
from policies.stack import EVERY, Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation

_PROVIDER = "pulumi:providers:aws"
_ACCOUNT = re.compile(r"(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::.+)?")
_OF_ARN = re.compile(r"arn:[^:]+:[^:]+:[^:]*:(\d{12}):")
_TWELVE_DIGITS = re.compile(r"\d{12}")

_ADMINISTRATION = (
    "s3:DeleteBucketPolicy",
    "s3:PutBucketAcl",
    "s3:PutBucketPolicy",
    "s3:PutEncryptionConfiguration",
    "s3:PutObjectAcl",
)
"""https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6"""


@stack_rule("s3-policy-no-public", about=(BUCKET_POLICY, BUCKET))
def lets_its_own_account_administer_it(carrier: StackResource, stack: Stack) -> Verdict:
    """A policy that is not known yet is the business of the rule about the resource itself."""
    document = document_of(carrier.properties, "policy")
    statements = document.known if isinstance(document, Document) else ()
    named = {account for statement in statements for account in _administrators(statement)}
    if not named:
        return NotApplicable("it names no account that may administer the bucket")
    own = _own_accounts(stack)
    if not own:
        return Undetermined("policy")
    others = sorted(named - own)
    if others:
        return Violation(f"policy lets account {', '.join(others)} change the bucket's policy, ACL or encryption")
    return COMPLIANT


def _administrators(statement: Statement) -> Iterator[str]:
    reached = any_of(statement.reaches(action) for action in _ADMINISTRATION)
    if all_of((statement.allows, reached)) is True:
        yield from _accounts_of(statement.principals or ())


def _accounts_of(principals: tuple[Principal, ...]) -> Iterator[str]:
    for principal in principals:
        if principal.kind == "AWS" and principal.value is not UNKNOWN:
            found = _ACCOUNT.fullmatch(principal.value)
            if found:
                yield found.group(1)


def _own_accounts(stack: Stack) -> frozenset[str]:
    """The accounts that the stack's providers are for; else those in which its resources are known to be."""
    pinned = [str(provider.properties.tree("allowedAccountIds")) for provider in stack.of_type(_PROVIDER)]
    accounts = frozenset(account for text in pinned for account in _TWELVE_DIGITS.findall(text))
    if accounts:
        return accounts
    arns = (resource.properties.text("arn") for resource in stack.of_type(EVERY))
    found = (_OF_ARN.match(arn) for arn in arns if isinstance(arn, str))
    return frozenset(match.group(1) for match in found if match)
