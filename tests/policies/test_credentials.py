"""What counts as a credential in an environment variable, and what does not."""

import pytest

from policies.properties import UNKNOWN
from policies.readings.credentials import credential_in
from policies.readings.environment_variables import judge_variable
from policies.verdict import Undetermined, Violation
from tests.policies.harness import secret
from tests.policies.verdicts import verdict

FUNCTION = "aws:lambda/function:Function"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD", "hunter2"),
        ("dbPassword", "hunter2"),
        ("DBPassword", "hunter2"),
        ("API_KEY", "abc123xyz"),
        ("SECRET_KEY_BASE", "0f5e"),
        ("STRIPE_SECRET_2", "abc123xyz"),
        ("AWS_ACCESS_KEY_ID", "x"),
        ("NOTE", "AKIAIOSFODNN7EXAMPLE"),
        ("STRIPE", "sk_live_abcdefghijklmnop1234"),
        ("DATABASE_URL", "postgres://app:p4ss@db/payments"),
        ("CONNECTION", "Server=db;User Id=app;Password=p4ss;"),
        ("PEM", "-----BEGIN RSA PRIVATE KEY-----\nMII"),
        ("HEADER", "Bearer abcdefghijklmnop1234"),
        ("X", "k9Tz3QmB7xVw2LpR8sYd4HnC6jFa1GeU"),
    ],
)
def test_a_credential_is_found_by_its_name_or_form(name: str, value: str) -> None:
    assert credential_in(name, value) is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD_ARN", "arn:aws:secretsmanager:ap-south-1:123456789014:secret:x"),
        ("DB_PASSWORD", "arn:aws:secretsmanager:ap-south-1:123456789014:secret:x"),
        ("DB_SECRET", "payments/prod/database"),
        ("PASSWORD_POLICY", "strict"),
        ("TOKEN_TTL", "3600"),
        ("CORS_ALLOW_CREDENTIALS", "true"),
        ("GOOGLE_APPLICATION_CREDENTIALS", "/run/secrets/google.json"),
        ("DATABASE_URL", "postgres://app@db/payments"),
        ("DATABASE_URL", "postgres://app:${DB_PASSWORD}@db/payments"),
        ("TOKEN_URL", "https://login.example.com/token"),
        ("API_KEY", ""),
        ("API_KEY", "****"),
        ("COMPASS", "north"),
        ("BYPASS_CACHE", "yes"),
        ("GIT_COMMIT", "9fceb02d0ae598e95dc970b74767f19372d61af8"),
        ("USER_POOL", "ap-south-1_AbCdEf123"),
        ("FUNCTION", "MyVeryLongFunctionNameForProcessing2024Events"),
        ("PUBLIC_KEY", "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA7"),
        ("ASPNETCORE_URLS", "http://+:8080"),
        ("PARTITION_KEY", "merchant"),
        ("QUEUE_URL", "https://sqs.ap-south-1.amazonaws.com/123456789014/queue"),
    ],
)
def test_a_setting_or_a_reference_is_no_credential(name: str, value: str) -> None:
    assert credential_in(name, value) is None


def test_a_value_that_the_program_marks_as_secret_is_one_unless_it_is_a_reference() -> None:
    marked = verdict("lambda-no-secrets-in-env", FUNCTION, {"environment": {"variables": {"PARTNER": secret("abc")}}})
    assert isinstance(marked, Violation)
    assert "abc" not in marked.reason
    reference = {"environment": {"variables": {"PARTNER": secret("arn:aws:x")}}}
    assert not isinstance(verdict("lambda-no-secrets-in-env", FUNCTION, reference), Violation)


def test_a_value_not_known_yet_counts_when_its_name_is_that_of_a_credential() -> None:
    assert judge_variable("API_KEY", UNKNOWN, "here", ()) == Undetermined("here")
    assert not isinstance(judge_variable("REGION", UNKNOWN, "here", ()), Undetermined)


def test_a_name_that_somebody_allows_is_no_credential() -> None:
    given = {"environment": {"variables": {"API_KEY": "public-by-design"}}}
    allowed = verdict("lambda-no-secrets-in-env", FUNCTION, given, allowedNames=["API_KEY"])
    assert not isinstance(allowed, Violation)
