"""ARNs that are known before anything is deployed."""


def partition_of(region: str) -> str:
    """The AWS partition of a region: aws, aws-cn or aws-us-gov."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def managed_policy_arn(region: str, name: str) -> str:
    """ARN of a policy that AWS manages, such as service-role/AmazonECSTaskExecutionRolePolicy."""
    return f"arn:{partition_of(region)}:iam::aws:policy/{name}"


def role_arn(region: str, account_id: str, name: str) -> str:
    """ARN of an IAM role."""
    return f"arn:{partition_of(region)}:iam::{account_id}:role/{name}"


def policy_arn(region: str, account_id: str, name: str) -> str:
    """ARN of an IAM policy of an account."""
    return f"arn:{partition_of(region)}:iam::{account_id}:policy/{name}"


def secrets_below(region: str, account_id: str, path: str) -> str:
    """ARN pattern of all Secrets Manager secrets below a path such as fivestar/payments/dev."""
    return f"arn:{partition_of(region)}:secretsmanager:{region}:{account_id}:secret:{path}/*"


def parameters_below(region: str, account_id: str, path: str) -> str:
    """ARN pattern of all SSM parameters below a path such as /fivestar/payments/dev."""
    return f"arn:{partition_of(region)}:ssm:{region}:{account_id}:parameter{path}/*"


def log_group_arn(region: str, account_id: str, name: str) -> str:
    """ARN of a CloudWatch log group, without the streams in it."""
    return f"arn:{partition_of(region)}:logs:{region}:{account_id}:log-group:{name}"


def task_definitions_of(region: str, account_id: str, family: str) -> str:
    """ARN pattern of every revision of a task definition."""
    return f"arn:{partition_of(region)}:ecs:{region}:{account_id}:task-definition/{family}:*"


def schedules_of_default_group(region: str, account_id: str) -> str:
    """ARN of the group that EventBridge Scheduler puts schedules into when none is named."""
    return f"arn:{partition_of(region)}:scheduler:{region}:{account_id}:schedule-group/default"


def oidc_provider_arn(region: str, account_id: str, issuer: str) -> str:
    """ARN of the account's OpenID Connect provider of an issuer, which is given without https://."""
    return f"arn:{partition_of(region)}:iam::{account_id}:oidc-provider/{issuer}"
