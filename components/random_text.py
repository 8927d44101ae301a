"""Random texts for passwords and tokens."""

import pulumi
import pulumi_aws as aws


def random_text(length: int, parent: pulumi.Resource) -> pulumi.Output[str]:
    """Letters and digits, drawn anew by AWS in every run and always secret.

    Give it to write-only arguments only: those take it when their version changes, and not otherwise.
    """
    drawn = aws.secretsmanager.get_random_password_output(
        password_length=length,
        exclude_punctuation=True,
        require_each_included_type=True,
        opts=pulumi.InvokeOutputOptions(parent=parent),
    )
    return pulumi.Output.secret(drawn.random_password)
