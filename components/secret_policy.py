"""Who may read a secret at all."""

from components.policy_documents import Document, document


def closed_to_other_accounts(account_id: str) -> Document:
    """Nobody of another account, whatever their own policies or a later grant say; AWS services act for this one.

    https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
    """
    return document(
        [
            {
                "Sid": "ClosedToOtherAccounts",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "secretsmanager:*",
                "Resource": "*",
                "Condition": {
                    "StringNotEquals": {"aws:PrincipalAccount": account_id},
                    "Bool": {"aws:PrincipalIsAWSService": "false"},
                },
            }
        ]
    )
