"""Rules for who may assume a role."""

import re

from policies.documents.conditions import no_statement
from policies.documents.document import Condition, Document, Principal, Statement
from policies.documents.public_access import is_public
from policies.documents.three_valued import Truth, all_of, any_of, negation
from policies.properties import UNKNOWN, Properties
from policies.resource_types import IAM_ROLE
from policies.rule import rule
from policies.verdict import Verdict

_ACCOUNT = re.compile(r"\d{12}|arn:[^:]+:iam::\d{12}:root")
_CI_OF_GITHUB = "token.actions.githubusercontent.com"
_REPOSITORY = re.compile(r"repo:[^/*?:]+/[^/*?:]+:.+")
_LIMITS_NOBODY = ("aws:securetransport", "aws:currenttime", "aws:epochtime")
_STRING_OPERATORS = ("stringequals", "stringlike", "stringequalsignorecase")
_PROVIDERS_FOR_ALL = ("accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com")


@rule("iam-trust-not-public", applies_to=(IAM_ROLE,))
def trusts_somebody_in_particular(role: Properties) -> Verdict:
    return no_statement(role, "assumeRolePolicy", _trusts_too_many)


@rule("iam-github-oidc-scoped", applies_to=(IAM_ROLE,))
def trusts_named_repositories(role: Properties) -> Verdict:
    """Tokens of GitHub's issuer say in `sub` which repository they are of; any repository of anybody gets one."""
    return no_statement(role, "assumeRolePolicy", _trusts_any_repository)


def _trusts_too_many(statement: Statement, document: Document) -> str | Truth:
    by_provider = any_of(_is_provider_for_all(principal) for principal in statement.principals or ())
    if by_provider is False:
        public = is_public(statement, document)
        if public is not False:
            return "lets everybody assume the role" if public is True else public
        return _trusts_a_whole_account(statement)
    limited = all_of((statement.allows, by_provider, negation(_names_an_audience(statement))))
    if limited is True:
        return "lets everybody with a web identity assume the role, without a condition on its audience"
    return limited


def _trusts_a_whole_account(statement: Statement) -> str | Truth:
    account = any_of(_is_account(principal) for principal in statement.principals or ())
    found = all_of((statement.allows, account, negation(_has_a_limit(statement))))
    if found is True:
        return "lets every principal of an account assume the role, under no condition"
    return found


def _is_account(principal: Principal) -> Truth:
    if principal.kind != "AWS":
        return False
    return UNKNOWN if principal.value is UNKNOWN else _ACCOUNT.fullmatch(principal.value) is not None


def _has_a_limit(statement: Statement) -> Truth:
    """Whether any condition chooses among callers: an external id, a principal, MFA, an organization, a tag."""
    if statement.conditions is UNKNOWN:
        return UNKNOWN
    return any(
        condition.needs_the_key and condition.operator != "null" and condition.key not in _LIMITS_NOBODY
        for condition in statement.conditions
    )


def _is_provider_for_all(principal: Principal) -> Truth:
    """Whether the principal is an identity provider that gives a token to everybody."""
    if principal.kind != "Federated":
        return False
    return UNKNOWN if principal.value is UNKNOWN else principal.value in _PROVIDERS_FOR_ALL


def _names_an_audience(statement: Statement) -> Truth:
    if statement.conditions is UNKNOWN:
        return UNKNOWN
    return any(
        condition.needs_the_key and condition.key.endswith((":aud", ":app_id", ":sub", ":oaud"))
        for condition in statement.conditions
    )


def _trusts_any_repository(statement: Statement, document: Document) -> str | Truth:
    trusted = any_of(_is_github(principal) for principal in statement.principals or ())
    found = all_of((statement.allows, trusted))
    if found is not True:
        return found
    if statement.conditions is UNKNOWN:
        return UNKNOWN
    subjects = [condition for condition in statement.conditions if _is_about_the_subject(condition)]
    if not subjects:
        return f"trusts every job on GitHub: no condition on {_CI_OF_GITHUB}:sub"
    scoped = any_of(all_of(_is_one_repository(value) for value in condition.values) for condition in subjects)
    if scoped is False:
        return f"trusts jobs of more than named repositories: {_CI_OF_GITHUB}:sub has a wildcard before or in the name"
    return negation(scoped)


def _is_github(principal: Principal) -> Truth:
    if principal.kind != "Federated":
        return False
    return UNKNOWN if principal.value is UNKNOWN else _CI_OF_GITHUB in principal.value


def _is_about_the_subject(condition: Condition) -> bool:
    return (
        condition.operator in _STRING_OPERATORS
        and condition.needs_the_key
        and condition.key.startswith(_CI_OF_GITHUB)
        and condition.key.endswith(":sub")
    )


def _is_one_repository(subject: str | object) -> Truth:
    """Whether a subject names owner and repository, or has no wildcard at all, whatever its form."""
    if not isinstance(subject, str):
        return UNKNOWN
    return ("*" not in subject and "?" not in subject) or _REPOSITORY.fullmatch(subject) is not None
