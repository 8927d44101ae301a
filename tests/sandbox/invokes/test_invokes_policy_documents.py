"""IAM policy documents are rendered to the text that the real provider renders."""

import json
from binascii import crc32

import pytest

from sandbox.aws.model import AwsError
from sandbox.values import Properties, Value
from tests.sandbox.invokes.calling import Account


def rendered(aws: Account, *statements: Properties, **more: Value) -> dict[str, object]:
    document = aws.ask("iam/getPolicyDocument", statements=list(statements), **more)
    data: dict[str, object] = json.loads(str(document["minifiedJson"]))
    return data


def statement(aws: Account, **parts: Value) -> dict[str, object]:
    document = rendered(aws, parts)
    assert isinstance(document["Statement"], list)
    first: dict[str, object] = document["Statement"][0]
    return first


def test_the_documented_basic_example_comes_out_as_documented(aws: Account) -> None:
    document = aws.ask(
        "iam/getPolicyDocument",
        statements=[
            {
                "sid": "1",
                "actions": ["s3:ListAllMyBuckets", "s3:GetBucketLocation"],
                "resources": ["arn:aws:s3:::*"],
            },
            {
                "actions": ["s3:ListBucket"],
                "resources": ["arn:aws:s3:::bucket"],
                "conditions": [
                    {"test": "StringLike", "variable": "s3:prefix", "values": ["", "home/", "home/&{aws:username}/"]}
                ],
            },
        ],
    )
    assert (
        document["json"]
        == """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "1",
      "Effect": "Allow",
      "Action": [
        "s3:ListAllMyBuckets",
        "s3:GetBucketLocation"
      ],
      "Resource": "arn:aws:s3:::*"
    },
    {
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::bucket",
      "Condition": {
        "StringLike": {
          "s3:prefix": [
            "",
            "home/",
            "home/${aws:username}/"
          ]
        }
      }
    }
  ]
}"""
    )


def test_the_id_is_the_checksum_of_the_indented_text(aws: Account) -> None:
    document = aws.ask("iam/getPolicyDocument", statements=[{"actions": ["s3:*"], "resources": ["*"]}])
    assert document["id"] == str(crc32(str(document["json"]).encode()))


def test_the_minified_text_says_the_same_without_spaces(aws: Account) -> None:
    document = aws.ask("iam/getPolicyDocument", statements=[{"actions": ["s3:*"], "resources": ["*"]}])
    assert document["minifiedJson"] == (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
    )


def test_sets_are_without_repetition_and_sorted_in_reverse(aws: Account) -> None:
    assert statement(aws, actions=["s3:A", "s3:C", "s3:B", "s3:A"])["Action"] == ["s3:C", "s3:B", "s3:A"]


def test_the_keys_of_a_statement_come_in_the_providers_order(aws: Account) -> None:
    found = statement(
        aws,
        conditions=[{"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]}],
        notPrincipals=[{"type": "AWS", "identifiers": ["1"]}],
        principals=[{"type": "AWS", "identifiers": ["2"]}],
        notResources=["b"],
        resources=["a"],
        notActions=["d"],
        actions=["c"],
        effect="Deny",
        sid="Order",
    )
    assert list(found) == [
        "Sid",
        "Effect",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Principal",
        "NotPrincipal",
        "Condition",
    ]


@pytest.mark.parametrize(
    ("principals", "expected"),
    [
        ([{"type": "*", "identifiers": ["*"]}], "*"),
        ([{"type": "AWS", "identifiers": ["*"]}], {"AWS": "*"}),
        ([{"type": "Service", "identifiers": ["ecs.amazonaws.com"]}], {"Service": "ecs.amazonaws.com"}),
        ([{"type": "AWS", "identifiers": ["a", "b"]}], {"AWS": ["b", "a"]}),
        (
            [{"type": "Service", "identifiers": ["s"]}, {"type": "AWS", "identifiers": ["a"]}],
            {"AWS": "a", "Service": "s"},
        ),
    ],
)
def test_principals_are_keyed_by_type(aws: Account, principals: list[Value], expected: object) -> None:
    assert statement(aws, principals=principals)["Principal"] == expected


def test_two_blocks_of_principals_of_a_type_become_one_list(aws: Account) -> None:
    found = statement(aws, principals=[{"type": "AWS", "identifiers": ["a"]}, {"type": "AWS", "identifiers": ["b"]}])
    assert isinstance(found["Principal"], dict)
    assert sorted(found["Principal"]["AWS"]) == ["a", "b"]


def test_conditions_are_grouped_by_operator_and_key(aws: Account) -> None:
    found = statement(
        aws,
        conditions=[
            {"test": "StringEquals", "variable": "b", "values": ["2"]},
            {"test": "StringEquals", "variable": "a", "values": ["1", "3"]},
            {"test": "Bool", "variable": "c", "values": ["true"]},
        ],
    )
    assert found["Condition"] == {"Bool": {"c": "true"}, "StringEquals": {"a": ["1", "3"], "b": "2"}}


def test_variables_become_dollar_signs_but_plain_ampersands_are_escaped_as_go_does(aws: Account) -> None:
    document = aws.ask("iam/getPolicyDocument", statements=[{"resources": ["a/&{aws:username}", "b&c<d>"]}])
    assert '"a/${aws:username}"' in str(document["json"])
    assert '"b\\u0026c\\u003cd\\u003e"' in str(document["json"])


def test_a_document_of_the_old_version_refuses_variables(aws: Account) -> None:
    with pytest.raises(AwsError, match=r"not supported in document version 2008-10-17"):
        aws.ask("iam/getPolicyDocument", version="2008-10-17", statements=[{"resources": ["&{aws:username}"]}])


def test_a_statement_replaces_the_source_statement_of_its_sid(aws: Account) -> None:
    source = aws.ask(
        "iam/getPolicyDocument",
        statements=[
            {"actions": ["ec2:*"], "resources": ["*"]},
            {"sid": "SidToOverride", "actions": ["s3:*"], "resources": ["*"]},
        ],
    )
    found = rendered(
        aws,
        {"sid": "SidToOverride", "actions": ["s3:*"], "resources": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]},
        sourcePolicyDocuments=[source["json"]],
    )
    assert found["Statement"] == [
        {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"},
        {
            "Sid": "SidToOverride",
            "Effect": "Allow",
            "Action": "s3:*",
            "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::b"],
        },
    ]


def test_an_override_document_replaces_own_statements_of_its_sid(aws: Account) -> None:
    override = '{"Statement":[{"Sid":"X","Effect":"Deny","Action":"logs:*","Resource":"*"}]}'
    found = rendered(aws, {"sid": "X", "actions": ["s3:*"], "resources": ["*"]}, overridePolicyDocuments=[override])
    assert found["Statement"] == [{"Sid": "X", "Effect": "Deny", "Action": "logs:*", "Resource": "*"}]


def test_source_documents_keep_their_lists_and_star_principals(aws: Account) -> None:
    source = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["a:B"],"Resource":["c"]}]}'
    )
    found = rendered(aws, sourcePolicyDocuments=[source])
    assert found["Statement"] == [{"Effect": "Allow", "Action": ["a:B"], "Resource": ["c"], "Principal": "*"}]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"statements": [{"sid": "a", "actions": ["x"]}, {"sid": "a", "actions": ["y"]}]}, "duplicate Sid"),
        ({"statements": [{"effect": "Maybe"}]}, "Allow"),
        ({"version": "2020-01-01"}, "2012-10-17"),
        ({"sourcePolicyDocuments": ["nonsense"]}, "source document 0"),
        ({"sourcePolicyDocuments": ['{"Statement":[{"Sid":"a"}]}', '{"Statement":[{"Sid":"a"}]}']}, "duplicate Sid"),
        ({"overridePolicyDocuments": ['{"Statement":{"Sid":"a"}}']}, "list of objects"),
        ({"overridePolicyDocuments": ['{"Statement":[{"Principal":{"AWS":[1]}}]}']}, "Principal AWS"),
        ({"overridePolicyDocuments": ['{"Statement":[{"Condition":"x"}]}']}, "Condition"),
        ({"statements": [{"acttions": ["s3:*"]}]}, "actions"),
        ({"statements": [{"actions": {"a": "b"}}]}, "actions"),
        ({"statements": "text"}, "statements"),
        ({"sourceJson": "{}"}, "sourcePolicyDocuments"),
    ],
)
def test_wrong_documents_are_refused_with_a_sentence(aws: Account, arguments: Properties, message: str) -> None:
    with pytest.raises(AwsError, match=message):
        aws.ask("iam/getPolicyDocument", **arguments)


def test_a_statement_keeps_an_id_that_only_resource_policies_allow(aws: Account) -> None:
    assert statement(aws, sid="Enable IAM User Permissions")["Sid"] == "Enable IAM User Permissions"


def test_nested_names_may_be_written_as_python_does(aws: Account) -> None:
    assert statement(aws, not_actions=["iam:*"])["NotAction"] == "iam:*"
