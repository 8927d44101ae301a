"""Whether the policy of a resource lets everybody in, as AWS judges it.

AWS calls a policy public unless it grants access to fixed values only: fixed principals, or everybody under a condition
on one of a few keys whose values have neither a wildcard nor a policy variable.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status

Keys that came later (organizations, VPC endpoints' accounts) are counted to the same kinds. An ARN whose account is
fixed counts as fixed though its resource has a wildcard, which AWS grants to access points only; access from one
account is not public.
"""

import re
from collections.abc import Callable, Mapping
from ipaddress import IPv4Network, ip_network

from policies.documents.document import EVERYTHING, Condition, Document, Principal, Statement, covers
from policies.documents.three_valued import Truth, all_of, any_of, negation
from policies.properties import UNKNOWN

_POSITIVE = frozenset({"stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress"})
_NEGATIVE = {
    "stringnotequals": "stringequals",
    "stringnotequalsignorecase": "stringequalsignorecase",
    "stringnotlike": "stringlike",
    "arnnotequals": "arnequals",
    "arnnotlike": "arnlike",
    "notipaddress": "ipaddress",
}
_AWS_ITSELF = ("aws:principalisawsservice", "aws:viaawsservice")
_ACCOUNT_OF_ARN = re.compile(r"arn:[^:*]+:[^:]+:[^:]*:(\d{12}):.+")
_WITHOUT_ACCOUNT = re.compile(r"arn:[^:*]+:[^:*]+:[^:]*::[^*?]+")
_IDENTITY = re.compile(r"(A[A-Z0-9]{15,}|\d{12})(:\*)?", re.IGNORECASE)
_WIDEST_V4 = 8
_WIDEST_V6 = 32


def is_public(statement: Statement, document: Document) -> Truth:
    """Whether a statement lets everybody in and neither its conditions nor a Deny of the same document stop that."""
    open_to_all = all_of((statement.allows, is_about_everybody(statement), negation(limits_the_caller(statement))))
    if open_to_all is False:
        return False
    closed = any_of(_closes(deny, statement) for deny in document.known if deny is not statement)
    if closed is False and not document.is_complete:
        closed = UNKNOWN
    return all_of((open_to_all, negation(closed)))


def is_about_everybody(statement: Statement) -> Truth:
    """Whether its principals are everybody, or everybody but a few, or whoever signs in with a web identity."""
    if statement.principals is None:
        return statement.not_principals is not None
    return any_of(_is_everybody(principal) for principal in statement.principals)


def limits_the_caller(statement: Statement) -> Truth:
    """Whether a condition keeps all callers out but fixed ones."""
    if statement.conditions is UNKNOWN:
        return UNKNOWN
    demanded = {
        condition.key
        for condition in statement.conditions
        if condition.operator == "null" and condition.is_one_of("false") is True
    }
    return any_of(
        is_fixed(condition)
        for condition in statement.conditions
        if condition.operator in _POSITIVE and (condition.needs_the_key or condition.key in demanded)
    )


def is_fixed(condition: Condition) -> Truth:
    """Whether the key says who calls, or for whom, and every value of it is fixed."""
    if condition.key not in _FIXED or not condition.values:
        return False
    check = _FIXED[condition.key]
    return all_of(UNKNOWN if value is UNKNOWN else check(value) for value in condition.values)


def _is_everybody(principal: Principal) -> Truth:
    if principal.kind == "Federated" and principal.value is not UNKNOWN:
        return not principal.value.startswith("arn:")  # a provider of the account's own has an ARN
    return principal.is_wildcard


def _closes(deny: Statement, allow: Statement) -> Truth:
    """Whether a Deny for everybody but fixed callers takes back what an Allow gives."""
    spares_fixed_callers = any_of((_spares_by_condition(deny), _spares_by_name(deny)))
    return all_of(
        (deny.denies, spares_fixed_callers, _takes_back_actions(deny, allow), _takes_back_resources(deny, allow))
    )


def _spares_by_condition(deny: Statement) -> Truth:
    """Whether it is for everybody, and its conditions leave out fixed callers, or AWS itself beside them."""
    if deny.conditions is UNKNOWN:
        return UNKNOWN
    if all(condition.key in _AWS_ITSELF for condition in deny.conditions):
        return False
    everybody = any_of(principal.is_wildcard for principal in deny.principals or ())
    return all_of((everybody, *(_leaves_out_fixed_callers(condition) for condition in deny.conditions)))


def _spares_by_name(deny: Statement) -> Truth:
    """Whether NotPrincipal leaves out fixed callers, under no condition."""
    if not deny.not_principals:
        return False
    unconditional: Truth = UNKNOWN if deny.conditions is UNKNOWN else not deny.conditions
    return all_of((unconditional, *(negation(_is_everybody(principal)) for principal in deny.not_principals)))


def _leaves_out_fixed_callers(condition: Condition) -> Truth:
    """Whether a condition of a Deny spares fixed callers, or AWS services, and nobody else.

    A negative operator also holds for a request without the key, unless ForAnyValue asks for one.
    """
    if condition.key in _AWS_ITSELF:
        return all_of((condition.operator == "bool", condition.is_one_of("false")))
    if condition.operator not in _NEGATIVE or condition.qualifier == "foranyvalue":
        return False
    return is_fixed(condition)


def _takes_back_actions(deny: Statement, allow: Statement) -> Truth:
    if allow.actions is None:
        return deny.reaches_all(EVERYTHING)
    return all_of(UNKNOWN if action is UNKNOWN else deny.reaches_all(action) for action in allow.actions)


def _takes_back_resources(deny: Statement, allow: Statement) -> Truth:
    if deny.resources is None:
        return deny.not_resources is None
    if allow.resources is None:
        return any_of(UNKNOWN if own is UNKNOWN else own == EVERYTHING for own in deny.resources)
    return all_of(
        any_of(UNKNOWN if UNKNOWN in (own, found) else covers(str(own), str(found)) for own in deny.resources or ())
        for found in allow.resources
    )


def _has_no_wildcard(value: str) -> bool:
    return value != "" and not any(sign in value for sign in ("*", "?", "${"))


def _has_fixed_organization(path: str) -> bool:
    """A path such as `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*`."""
    return path.startswith("o-") and _has_no_wildcard(path.split("/")[0])


def has_fixed_account(arn: str) -> bool:
    """Whether an ARN is of one account, or, where ARNs have none, of one bucket."""
    if "${" in arn:
        return False
    return _ACCOUNT_OF_ARN.fullmatch(arn) is not None or _WITHOUT_ACCOUNT.fullmatch(arn) is not None


def _is_fixed_identity(identity: str) -> bool:
    """A user id, an account, or all sessions of one role: `AROAEXAMPLEID:*`."""
    return "${" not in identity and (_has_no_wildcard(identity) or _IDENTITY.fullmatch(identity) is not None)


def _is_narrow_range(address_range: str) -> bool:
    """A range of addresses no wider than AWS takes for a fixed one; private ranges are."""
    try:
        network = ip_network(address_range.strip(), strict=False)
    except ValueError:
        return False
    widest = _WIDEST_V4 if isinstance(network, IPv4Network) else _WIDEST_V6
    return network.prefixlen >= widest or (network.is_private and network.prefixlen > 0)


_FIXED: Mapping[str, Callable[[str], bool]] = {
    **dict.fromkeys(
        (
            "aws:sourceaccount",
            "aws:sourceowner",
            "aws:sourceorgid",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:vpceaccount",
            "aws:vpceorgid",
            "aws:principalaccount",
            "aws:principalorgid",
            "aws:principalservicename",
            "kms:calleraccount",
            "s3:dataaccesspointaccount",
            "s3:x-amz-server-side-encryption-aws-kms-key-id",
        ),
        _has_no_wildcard,
    ),
    **dict.fromkeys(("aws:principalorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths"), _has_fixed_organization),
    **dict.fromkeys(
        (
            "aws:principalarn",
            "aws:sourcearn",
            "aws:sourcevpcarn",
            "ec2:sourceinstancearn",
            "lambda:sourcefunctionarn",
            "s3:dataaccesspointarn",
        ),
        has_fixed_account,
    ),
    "aws:userid": _is_fixed_identity,
    "aws:sourceip": _is_narrow_range,
}
"""Keys, in small letters, that say who calls or for whom, and when a value of theirs is fixed."""
