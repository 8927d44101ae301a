"""Random passwords and stored secrets."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.aws.invokes import SECRET_RESULTS
from sandbox.aws.model import AwsError
from sandbox.values import Properties
from tests.sandbox.invokes.calling import Account

KINDS = {
    "excludeLowercase": string.ascii_lowercase,
    "excludeUppercase": string.ascii_uppercase,
    "excludeNumbers": string.digits,
    "excludePunctuation": string.punctuation,
}


def password(aws: Account, **arguments: str | int | bool) -> str:
    return str(aws.ask("secretsmanager/getRandomPassword", **arguments)["randomPassword"])


def test_a_password_has_32_characters_and_no_space_by_default(aws: Account) -> None:
    drawn = password(aws)
    assert len(drawn) == 32
    assert " " not in drawn


def test_every_call_draws_another_password(aws: Account) -> None:
    assert len({password(aws) for _ in range(20)}) == 20


@settings(max_examples=60)
@given(
    length=st.integers(4, 200),
    left_out=st.sets(st.sampled_from(sorted(KINDS)), max_size=3),
    excluded=st.text(alphabet=string.ascii_letters + string.digits + string.punctuation, max_size=20),
)
def test_a_password_keeps_every_rule_that_was_given(
    aws: Account, length: int, left_out: set[str], excluded: str
) -> None:
    kinds = [set(alphabet) - set(excluded) for name, alphabet in KINDS.items() if name not in left_out]
    drawn = password(
        aws,
        passwordLength=length,
        excludeCharacters=excluded,
        requireEachIncludedType=True,
        **dict.fromkeys(left_out, True),
    )
    assert len(drawn) == length
    assert set(drawn) <= set().union(*kinds)
    assert all(set(drawn) & kind for kind in kinds if kind)


@pytest.mark.parametrize(
    "arguments",
    [
        {"passwordLength": 0},
        {"passwordLength": 5000},
        {"passwordLength": 2, "requireEachIncludedType": True},
        dict.fromkeys(KINDS, True),
    ],
)
def test_impossible_rules_are_refused(aws: Account, arguments: dict[str, int | bool]) -> None:
    with pytest.raises(AwsError, match="InvalidParameterException"):
        password(aws, **arguments)


def test_the_password_is_a_secret_result_and_not_the_id(aws: Account) -> None:
    result = aws.ask("secretsmanager/getRandomPassword")
    assert "randomPassword" in SECRET_RESULTS["aws:secretsmanager/getRandomPassword:getRandomPassword"]
    assert result["id"] == "ap-south-1"


def test_a_secrets_current_version_is_read_by_name_and_by_arn(aws: Account) -> None:
    arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:db-AbCdEf"
    aws.deploy("aws:secretsmanager/secret:Secret", arn, {"arn": arn, "name": "db"})
    aws.deploy(
        "aws:secretsmanager/secretVersion:SecretVersion",
        f"{arn}|1",
        {"secretId": arn, "secretString": "s", "versionId": "1", "versionStages": ["AWSCURRENT"]},
    )
    for id in ("db", arn):
        assert aws.ask("secretsmanager/getSecretVersion", secretId=id)["secretString"] == "s"
    with pytest.raises(AwsError, match="AWSPREVIOUS"):
        aws.ask("secretsmanager/getSecretVersion", secretId="db", versionStage="AWSPREVIOUS")


def test_a_write_only_content_is_read_back_by_version_and_by_label(aws: Account) -> None:
    arn = "arn:aws:secretsmanager:ap-south-1:123456789012:secret:db-AbCdEf"
    aws.deploy("aws:secretsmanager/secret:Secret", arn, {"arn": arn, "name": "db"})
    for version, stage in (("1", "AWSCURRENT"), ("2", "AWSCURRENT"), ("3", "PLACEHOLDER")):
        aws.deploy(
            "aws:secretsmanager/secretVersion:SecretVersion",
            f"{arn}|{version}",
            {"secretId": arn, "secretStringWo": f"s{version}", "versionId": version, "versionStages": [stage]},
        )
    assert aws.ask("secretsmanager/getSecretVersion", secretId=arn, versionId="1")["secretString"] == "s1"
    assert aws.ask("secretsmanager/getSecretVersion", secretId=arn)["secretString"] == "s2"
    assert aws.ask("secretsmanager/getSecretVersion", secretId=arn, versionStage="PLACEHOLDER")["versionId"] == "3"


def test_a_write_only_parameter_is_read_as_its_value(aws: Account) -> None:
    state: Properties = {"name": "/a/b", "type": "SecureString", "valueWo": "v"}
    aws.deploy("aws:ssm/parameter:Parameter", "/a/b", state)
    found = aws.ask("ssm/getParameter", name="/a/b")
    assert (found["value"], found.get("insecureValue"), "valueWo" in found) == ("v", "", False)


def test_encrypting_shows_nothing_of_the_plain_text(aws: Account) -> None:
    plain = "a payment card number"
    found = aws.ask("kms/getCipherText", keyId="alias/aws/rds", plaintext=plain)
    assert plain not in str(found["ciphertextBlob"])
    assert "plaintext" in SECRET_RESULTS["aws:kms/getCipherText:getCipherText"]
