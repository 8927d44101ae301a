"""Who keeps the master password of a database, and where services read it."""

import pulumi
import pulumi_aws as aws

from components.connection_secret import VERIFY_FULL, ConnectionSecret
from components.database_args import DatabaseArgs
from components.master_password import MasterPassword


def generated_password(prefix: str, args: DatabaseArgs, opts: pulumi.ResourceOptions) -> MasterPassword | None:
    """The password that is made for the database; none when RDS manages it."""
    if "secret" not in args:
        return None
    return MasterPassword(
        f"{prefix}-password",
        {
            "description": f"Master password of {args['identifier']}, for deployments",
            "key_arn": args["secrets_key_arn"],
            "account_id": args["account_id"],
            "recovery_days": args["secret"]["recovery_days"],
            "password_version": args["secret"]["password_version"],
            "protect": args["protect"],
        },
        opts,
    )


def credentials_arn(
    prefix: str,
    args: DatabaseArgs,
    instance: aws.rds.Instance,
    password: MasterPassword | None,
    opts: pulumi.ResourceOptions,
) -> pulumi.Output[str]:
    """ARN of the secret that services read."""
    if password is None:
        return _managed_secret_arn(prefix, args, instance, opts)
    secret = ConnectionSecret(
        f"{prefix}-connection",
        {
            "secret_name": args["secret"]["name"],
            "key_arn": args["secrets_key_arn"],
            "account_id": args["account_id"],
            "recovery_days": args["secret"]["recovery_days"],
            "username": args["username"],
            "password": password.read(),
            "password_version": args["secret"]["password_version"],
            "host": instance.address,
            "port": instance.port,
            "database_name": args["database_name"],
            "ssl_mode": args["secret"].get("ssl_mode", VERIFY_FULL),
            "connection_strings": args["secret"].get("connection_strings", {}),
            "protect": args["protect"],
        },
        opts,
    )
    return secret.secret_arn


def _managed_secret_arn(
    prefix: str, args: DatabaseArgs, instance: aws.rds.Instance, opts: pulumi.ResourceOptions
) -> pulumi.Output[str]:
    """The secret that RDS keeps and rotates by itself; the schedule goes with the instance, not before it."""
    arn = instance.master_user_secrets.apply(lambda secrets: secrets[0].secret_arn)
    if "rotation_days" in args:
        aws.secretsmanager.SecretRotation(
            f"{prefix}-rotation",
            secret_id=arn,
            rotation_rules={"automatically_after_days": args["rotation_days"]},
            rotate_immediately=False,
            opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(retain_on_delete=True)),
        )
    return pulumi.Output.from_input(arn)
