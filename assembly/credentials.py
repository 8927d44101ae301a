"""Whose credentials these are: a stack aimed at another account ends before anything is planned."""

import pulumi_aws as aws

from settings import Settings
from settings.errors import Mistake


class CredentialsError(Exception):
    """The credentials can't deploy this stack."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(f"The credentials don't fit the stack; nothing was planned or deployed.\n\n{mistake}")


def require_account(settings: Settings) -> None:
    """Make sure that the credentials are of the stack's account. Raises CredentialsError.

    A stack with a deployment role needs no question: AWS itself lets nobody else assume it, and its ARN is made of the
    account's id.
    """
    if settings.account.deploy_role is not None:
        return
    expected = settings.account.id
    try:
        caller = aws.get_caller_identity()
    except Exception as error:
        raise CredentialsError(_unusable(expected, error)) from None
    if caller.account_id != expected:
        raise CredentialsError(
            Mistake(
                ("account", "id"),
                f'"{expected}"',
                f"{caller.account_id}, the account of these credentials ({caller.arn})",
                f"Use credentials of account {expected} (AWS_PROFILE says which), or correct platform:account.id.",
            )
        )


def _unusable(expected: str, error: Exception) -> Mistake:
    return Mistake(
        ("account", "id"),
        f'"{expected}"',
        f"credentials of this account; AWS answers to those given: {' '.join(str(error).split())}",
        "Sign in again, or name other credentials with AWS_PROFILE.",
    )
