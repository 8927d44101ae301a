"""The aws provider's settings."""

import json

import pytest

from sandbox.aws.configuration import ConfigurationError, configure
from sandbox.values import UNKNOWN, Properties, Value


def settings(**given: Value) -> Properties:
    return {"region": "ap-south-1", **given}


def test_nested_settings_may_be_json_text_or_values() -> None:
    tags: Value = {"tags": {"Owner": "1CloudHub"}}
    assert configure(settings(defaultTags=json.dumps(tags))).default_tags == {"Owner": "1CloudHub"}
    assert configure(settings(defaultTags=tags)).default_tags == {"Owner": "1CloudHub"}


def test_the_account_is_that_of_the_assumed_role() -> None:
    role: Value = [{"roleArn": "arn:aws:iam::123456789014:role/DeploymentRole"}]
    assert configure(settings(assumeRoles=role)).place.account == "123456789014"


def test_without_a_role_the_account_is_the_allowed_one() -> None:
    assert configure(settings(allowedAccountIds=["123456789013"])).place.account == "123456789013"


def test_a_role_may_be_spelt_as_python_spells_it() -> None:
    role: Value = json.dumps([{"role_arn": "arn:aws:iam::123456789014:role/DeploymentRole"}])
    assert configure(settings(assumeRoles=role)).place.account == "123456789014"


def test_a_provider_that_names_no_account_is_in_that_of_the_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDBOX_STACK_ACCOUNT", "123456789013")
    assert configure(settings()).place.account == "123456789013"
    assert configure(settings(allowedAccountIds=["123456789014"])).place.account == "123456789014"


def test_credentials_of_another_account_are_refused_in_the_words_of_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDBOX_AWS_ACCOUNT", "123456789014")
    assert configure(settings()).place.account == "123456789014"
    with pytest.raises(ConfigurationError, match=r"^AWS account ID not allowed: 123456789014"):
        configure(settings(allowedAccountIds=["123456789012"]))


def test_a_role_counts_more_than_the_credentials_that_assume_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDBOX_AWS_ACCOUNT", "123456789012")
    role: Value = [{"roleArn": "arn:aws:iam::123456789014:role/DeploymentRole"}]
    assert configure(settings(assumeRoles=role, allowedAccountIds=["123456789014"])).place.account == "123456789014"


def test_credentials_of_no_account_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDBOX_AWS_ACCOUNT", "prod")
    with pytest.raises(ConfigurationError, match="`prod`, which is not an account id"):
        configure(settings())


def test_a_role_of_another_account_is_refused() -> None:
    role: Value = [{"roleArn": "arn:aws:iam::123456789014:role/DeploymentRole"}]
    with pytest.raises(ConfigurationError, match=r"AWS account ID not allowed: 123456789014.*123456789012"):
        configure(settings(assumeRoles=role, allowedAccountIds=["123456789012"]))


@pytest.mark.parametrize(("region", "words"), [("mumbai", "not the name of an AWS region"), ("", "no region")])
def test_a_wrong_region_is_refused_with_what_to_do(region: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    with pytest.raises(ConfigurationError, match=words):
        configure({"region": region})


def test_own_tags_win_over_default_tags_and_ignored_ones_are_left_out() -> None:
    configured = configure(
        settings(defaultTags={"tags": {"Owner": "a", "Env": "dev", "aws:x": "y"}}, ignoreTags={"keyPrefixes": ["aws:"]})
    )
    assert configured.tags({"Owner": "b"}) == {"Owner": "b", "Env": "dev"}


def test_tags_are_unknown_while_one_of_them_is() -> None:
    assert configure(settings()).tags({"Arn": UNKNOWN}) is None
