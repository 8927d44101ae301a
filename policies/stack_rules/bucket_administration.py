"""Stack rule about who may change a bucket's policy: what is another account's shows in sight of the stack only."""

import re
from collections.abc import Iterator

from policies.document_conditions import no_statement
from policies.policy_document import Document, Principal, Statement
from policies.properties import UNKNOWN
from policies.resource_types import BUCKET, BUCKET_POLICY
from policies.stack import EVERY, Stack, StackResource
from policies.stack_rule import stack_rule
from policies.three_valued import Truth, all_of, any_of
from policies.verdict import Undetermined, Verdict, Violation

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
    named: set[str] = set()

    def administers(statement: Statement, document: Document) -> str | Truth:
        reached = any_of(statement.reaches(action) for action in _ADMINISTRATION)
        given = all_of((statement.allows, reached))
        if given is True:
            named.update(_accounts_of(statement.principals or ()))
        return False if given is not UNKNOWN else UNKNOWN

    verdict = no_statement(carrier.properties, "policy", administers)
    if not named:
        return verdict
    own = _own_accounts(stack)
    if not own:
        return Undetermined("policy")
    others = sorted(named - own)
    if not others:
        return verdict
    return Violation(f"policy lets account {', '.join(others)} change the bucket's policy, ACL or encryption")


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
