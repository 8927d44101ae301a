"""What is too much in the policy of an identity: an offence is the end of a phrase that begins with the statement.

Each is a question about one statement, whoever carries it: a role, user or group, a managed policy, a permission set.
"""

import re

from policies.documents.document import EVERYTHING, Document, Statement, names_everything
from policies.documents.narrowing import is_narrowed, is_unlimited, spares_narrow_cases
from policies.documents.three_valued import Truth, all_of, any_of, negation
from policies.properties import UNKNOWN

_ALL_KEYS = re.compile(r"arn:[^:]*:kms:[^:]*:[^:]*:(key/)?\*")
_ALL_IDENTITIES = re.compile(r"arn:[^:]*:iam:[^:]*:[^:]*:((role|user|group|policy)/)?\*")

_READS_WITH_A_KEY = ("kms:Decrypt", "kms:ReEncryptFrom")

_ESCALATES_ALONE = (
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreatePolicyVersion",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteUserPermissionsBoundary",
    "iam:PutGroupPolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:PutUserPermissionsBoundary",
    "iam:PutUserPolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateLoginProfile",
)
"""Actions that by themselves turn whoever may use them on everything into an administrator.

https://docs.aws.amazon.com/prescriptive-guidance/latest/privilege-escalation-attacks/
"""
_PASSES_ROLES = "iam:PassRole"


def administers_everything(statement: Statement, document: Document) -> str | Truth:
    """Any action on any resource. No condition makes less of an administrator of it."""
    every = any_of(UNKNOWN if action is UNKNOWN else action.strip("*:") == "" for action in statement.actions or ())
    by_exception = statement.not_actions is not None and statement.actions is None and not statement.not_actions
    found = all_of((statement.allows, any_of((every, by_exception)), statement.is_about_everything))
    return f'allows the action "{EVERYTHING}" on the resource "{EVERYTHING}"' if found is True else found


def owns_a_service(statement: Statement, document: Document) -> str | Truth:
    """All actions of a service on all resources. A condition that limits it, be it to a region, is a limit."""
    unlimited = is_unlimited(statement, region_is_enough=True)
    if unlimited is False:
        return False
    whole = sorted({action for action in statement.actions or () if action is not UNKNOWN and _is_a_service(action)})
    by_exception = statement.actions is None and statement.not_actions is not None
    hidden = UNKNOWN in (statement.actions or ())
    found = all_of((unlimited, True if whole or by_exception else UNKNOWN if hidden else False))
    if found is not True:
        return found
    if by_exception:
        return f'allows all actions but a few (NotAction) on the resource "{EVERYTHING}"'
    return f'allows {_listed(whole)} on the resource "{EVERYTHING}"'


def decrypts_with_every_key(statement: Statement, document: Document) -> str | Truth:
    """Decryption with all keys of an account or a region; `kms:ViaService` and the like limit it."""
    found = all_of(
        (
            statement.allows,
            any_of(statement.reaches(action) for action in _READS_WITH_A_KEY),
            _reaches_all(statement, _ALL_KEYS),
            negation(is_narrowed(statement)),
            negation(_is_taken_back(_READS_WITH_A_KEY, document)),
        )
    )
    return "allows kms:Decrypt or kms:ReEncryptFrom with every key" if found is True else found


def leads_to_administration(statement: Statement, document: Document) -> str | Truth:
    """Rights over identities that are rights over everything: conditions such as iam:PermissionsBoundary limit them."""
    unlimited = all_of((statement.allows, _reaches_all(statement, _ALL_IDENTITIES), negation(is_narrowed(statement))))
    if unlimited is False:
        return False
    certain, hidden = [], False
    for action in (*_ESCALATES_ALONE, _PASSES_ROLES):
        truth = all_of((statement.reaches(action), negation(_is_taken_back((action,), document))))
        hidden = hidden or truth is UNKNOWN
        if truth is True:
            certain.append(action)
    if not certain:
        return UNKNOWN if hidden else False
    if unlimited is UNKNOWN:
        return UNKNOWN
    return f"allows {_listed(certain)} on every identity, without a limit such as iam:PermissionsBoundary"


def _is_a_service(action: str) -> bool:
    """Whether an action is `*` or `service:*`."""
    return action.strip("*:") == "" or re.fullmatch(r"[a-z0-9-]+:\*+", action, re.IGNORECASE) is not None


def _reaches_all(statement: Statement, every: re.Pattern[str]) -> Truth:
    """Whether the resources include all of a kind."""
    if statement.resources is None:
        return True
    return any_of(
        UNKNOWN if found is UNKNOWN else names_everything(found) or every.fullmatch(found) is not None
        for found in statement.resources
    )


def _is_taken_back(actions: tuple[str, ...], document: Document) -> Truth:
    """Whether a Deny refuses all of the actions on all resources, but for narrow cases at the most."""
    return any_of(_refuses(deny, actions) for deny in document.known)


def _refuses(deny: Statement, actions: tuple[str, ...]) -> Truth:
    everywhere = deny.not_resources is None and _reaches_all(deny, _ALL_IDENTITIES)
    spares: Truth = UNKNOWN if deny.conditions is UNKNOWN else all(spares_narrow_cases(c) for c in deny.conditions)
    return all_of((deny.denies, everywhere, spares, *(deny.reaches(action) for action in actions)))


def _listed(actions: list[str]) -> str:
    shown = ", ".join(actions[:3])
    return f"{shown} and {len(actions) - 3} more" if len(actions) > 3 else shown
