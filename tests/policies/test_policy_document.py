"""Reading policy documents, and whom and what their statements reach."""

import json
from collections.abc import Mapping

import pytest

from policies.documents.document import Document, Statement, covers, document_of, matches, names_everything, overlap
from policies.documents.public_access import is_public
from policies.documents.three_valued import Truth
from policies.properties import UNKNOWN
from policies.verdict import Undetermined
from tests.policies.harness import UNKNOWN_VALUE, Json, secret, through_the_sdk

ACCOUNT = "123456789014"


def read(policy: Json) -> Document:
    document = document_of(through_the_sdk({"policy": policy}), "policy")
    assert isinstance(document, Document)
    return document


def statement(**elements: Json) -> Statement:
    (found,) = read(json.dumps({"Statement": elements})).known
    return found


DENY: dict[str, Json] = {"Effect": "Deny", "Action": "s3:*", "Resource": ["a", "b"]}
SHAPES: tuple[dict[str, Json], ...] = ({"Statement": DENY}, {"Statement": [DENY]}, {"statement": DENY})


@pytest.mark.parametrize("shape", SHAPES)
def test_a_document_may_be_text_an_object_or_a_secret_with_one_statement_or_a_list(shape: dict[str, Json]) -> None:
    for given in (shape, json.dumps(shape), secret(json.dumps(shape))):
        (found,) = read(given).known
        assert (found.denies, found.actions, found.resources) == (True, ("s3:*",), ("a", "b"))


@pytest.mark.parametrize("given", [UNKNOWN_VALUE, secret(UNKNOWN_VALUE), "{not json", "[]", 7])
def test_what_is_not_known_yet_or_no_document_is_said(given: Json) -> None:
    assert document_of(through_the_sdk({"policy": given}), "policy") == Undetermined("policy")


@pytest.mark.parametrize("given", [None, ""])
def test_an_absent_document_is_none(given: Json) -> None:
    assert document_of(through_the_sdk({"policy": given}), "policy") is None


def test_an_unknown_part_hides_nothing_but_itself() -> None:
    known: Json = {"Effect": "Allow", "Action": ["s3:GetObject", UNKNOWN_VALUE], "Resource": UNKNOWN_VALUE}
    document = read({"Statement": [known, UNKNOWN_VALUE]})
    assert not document.is_complete
    (found,) = document.known
    assert found.reaches("s3:GetObject") is True
    assert found.reaches("s3:PutObject") is UNKNOWN
    assert found.is_about_everything is UNKNOWN


def test_a_statement_is_called_by_its_id_or_its_number() -> None:
    labels = [found.label for found in read({"Statement": [{"Sid": "Read"}, {"Effect": "Allow"}]}).known]
    assert labels == ['statement "Read"', "statement 2"]


def test_conditions_are_read_whatever_their_case_and_form() -> None:
    found = statement(
        Condition={
            "ForAnyValue:StringLikeIfExists": {"AWS:PrincipalOrgPaths": ["o-a/*"]},
            "bool": {"aws:SecureTransport": False},
            "NumericLessThan": {"s3:TlsVersion": 1.2},
        }
    )
    assert found.conditions is not UNKNOWN
    paths, transport, tls = found.conditions
    assert (paths.operator, paths.qualifier, paths.if_exists) == ("stringlike", "foranyvalue", True)
    assert paths.key == "aws:principalorgpaths"
    assert transport.values == ("false",)
    assert tls.values == ("1.2",)


@pytest.mark.parametrize(
    ("pattern", "action", "matched"),
    [
        ("*", "s3:GetObject", True),
        ("S3:get*", "s3:GetObject", True),
        ("s3:Get?bject", "s3:GetObject", True),
        ("s3:Get", "s3:GetObject", False),
        ("s3:[G]*", "s3:GetObject", False),
    ],
)
def test_actions_match_with_wildcards_whatever_their_case(pattern: str, action: str, matched: bool) -> None:
    assert matches(pattern, action) is matched


def test_not_action_is_about_all_other_actions() -> None:
    found = statement(Effect="Allow", NotAction=["iam:*", "sts:*"], Resource="*")
    assert found.reaches("s3:GetObject") is True
    assert found.reaches("iam:PassRole") is False
    assert found.reaches_all("s3:*") is True
    assert found.reaches_all("*") is False


def test_patterns_cover_and_overlap_each_other() -> None:
    assert covers("s3:*", "s3:Get*")
    assert not covers("s3:Get*", "s3:*")
    assert not covers("s3:?", "s3:*")
    assert overlap("s3:Get*", "s3:*")
    assert not overlap("s3:*", "sqs:*")


@pytest.mark.parametrize(
    ("resource", "everything"),
    [
        ("*", True),
        ("arn:aws:s3:::*", True),
        ("arn:aws:dynamodb:*:*:*", True),
        ("arn:aws:s3:::fivestar*", False),
        ("arn:aws:dynamodb:ap-south-1:123456789014:*", False),
    ],
)
def test_an_arn_that_names_nothing_but_a_service_is_everything(resource: str, everything: bool) -> None:
    assert names_everything(resource) is everything


def public(condition: Json = None, **elements: Json) -> Truth:
    """Whether a statement is public that lets everybody in under a condition."""
    base: dict[str, Json] = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
    document = read({"Statement": {**base, **elements, **({"Condition": condition} if condition else {})}})
    return is_public(document.known[0], document)


@pytest.mark.parametrize("principal", ["*", ["*"], {"AWS": "*"}, {"AWS": [ACCOUNT, "*"]}, {"Service": "*"}])
def test_every_way_to_say_everybody_is_public(principal: Json) -> None:
    assert public(Principal=principal) is True


def test_everybody_but_a_few_and_any_web_identity_are_public() -> None:
    document = read({"Statement": {"Effect": "Allow", "NotPrincipal": {"AWS": ACCOUNT}, "Action": "*"}})
    assert is_public(document.known[0], document) is True
    assert public(Principal={"Federated": "graph.facebook.com"}) is True


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": ACCOUNT},
        {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        {"Service": "cloudtrail.amazonaws.com"},
        {"Federated": f"arn:aws:iam::{ACCOUNT}:saml-provider/sso"},
        {"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},
    ],
)
def test_named_principals_are_not_public(principal: Json) -> None:
    assert public(Principal=principal) is False


FIXED: tuple[Mapping[str, Json], ...] = (
    {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
    {"StringEquals": {"aws:SourceAccount": [ACCOUNT, "123456789013"]}},
    {"StringEquals": {"AWS:SourceOwner": ACCOUNT}},
    {"StringLike": {"aws:sourcevpce": "vpce-1a2b3c4d"}},
    {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}},
    {"ArnLike": {"aws:SourceArn": f"arn:aws:events:*:{ACCOUNT}:rule/*"}},
    {"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::fivestar-files"}},
    {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/ci-*"}},
    {"StringLike": {"aws:userId": "AROAEXAMPLEEXAMPLE12:*"}},
    {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8"]}},
    {"StringEquals": {"kms:CallerAccount": ACCOUNT}, "StringLike": {"kms:ViaService": "s3.*.amazonaws.com"}},
    {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}, "Null": {"aws:PrincipalOrgID": "false"}},
)
"""Conditions that AWS takes for a limit."""

OPEN: tuple[Mapping[str, Json], ...] = (
    {"StringLike": {"aws:SourceVpc": "vpc-*"}},
    {"StringLike": {"aws:PrincipalOrgID": "*"}},
    {"StringEquals": {"aws:SourceAccount": "${aws:PrincipalAccount}"}},
    {"ArnLike": {"aws:SourceArn": "arn:aws:events:*:*:rule/*"}},
    {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::fivestar-*"}},
    {"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}},
    {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
    {"StringNotEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
    {"IpAddress": {"aws:SourceIp": "0.0.0.0/1"}},
    {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "::/0"]}},
    {"Bool": {"aws:SecureTransport": "true"}},
    {"StringLike": {"aws:Referer": "https://fivestar.example/*"}},
    {"StringEquals": {"kms:ViaService": "s3.ap-south-1.amazonaws.com"}},
    {"StringLike": {"aws:userid": "*:ci"}},
)
"""Conditions that leave a policy public."""


@pytest.mark.parametrize("condition", FIXED, ids=json.dumps)
def test_a_condition_with_fixed_values_limits_the_caller(condition: Json) -> None:
    assert public(condition) is False


@pytest.mark.parametrize("condition", OPEN, ids=json.dumps)
def test_any_other_condition_leaves_a_policy_public(condition: Json) -> None:
    assert public(condition) is True


def test_a_condition_that_is_not_known_yet_decides_nothing() -> None:
    assert public({"StringEquals": {"aws:SourceVpce": UNKNOWN_VALUE}}) is UNKNOWN
    assert public({"StringEquals": UNKNOWN_VALUE}) is UNKNOWN


def closed_by(condition: Json, **elements: Json) -> Truth:
    """Whether an Allow for everybody stays public beside a Deny under a condition."""
    allow: Json = {"Effect": "Allow", "Principal": "*", "Action": ["s3:Get*"], "Resource": "arn:aws:s3:::files/*"}
    deny: dict[str, Json] = {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "s3:*", "Resource": "*"}
    document = read({"Statement": [allow, {**deny, "Condition": condition, **elements}]})
    return is_public(document.known[0], document)


def test_a_deny_for_all_but_fixed_callers_takes_the_public_part_back() -> None:
    organization: Json = {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}
    assert closed_by({"StringNotEquals": organization}) is False
    assert closed_by({"StringNotEquals": organization, "Bool": {"aws:PrincipalIsAWSService": "false"}}) is False
    assert closed_by({"StringNotEquals": organization}, Action="s3:GetObject") is True
    assert closed_by({"StringNotEquals": organization}, Resource="arn:aws:s3:::other/*") is True
    assert closed_by({"StringNotEquals": organization}, Principal={"AWS": ACCOUNT}) is True
    assert closed_by({"ForAnyValue:StringNotEquals": organization}) is True
    assert closed_by({"Bool": {"aws:SecureTransport": "false"}}) is True
    assert closed_by({"StringNotEquals": {"aws:PrincipalOrgID": UNKNOWN_VALUE}}) is UNKNOWN


def test_a_deny_for_all_but_named_principals_takes_the_public_part_back() -> None:
    named: Json = {"AWS": [f"arn:aws:iam::{ACCOUNT}:role/reader", f"arn:aws:iam::{ACCOUNT}:root"]}
    allow: Json = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
    deny: dict[str, Json] = {"Effect": "Deny", "NotPrincipal": named, "Action": "s3:*", "Resource": "*"}
    limited: dict[str, Json] = {**deny, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    for beside, found in ((deny, False), (limited, True), ({**deny, "NotPrincipal": {"AWS": "*"}}, True)):
        document = read({"Statement": [allow, beside]})
        assert is_public(document.known[0], document) is found


def test_a_statement_that_is_not_known_yet_may_take_it_back() -> None:
    allow: Json = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
    document = read({"Statement": [allow, UNKNOWN_VALUE]})
    assert is_public(document.known[0], document) is UNKNOWN
