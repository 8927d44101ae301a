"""Examples for IAM."""

from tests.policies.examples.access_policies import ACCOUNT, document
from tests.policies.examples.model import Example
from tests.policies.harness import UNKNOWN_VALUE, Json

IAM_ROLE = "aws:iam/role:Role"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
GITHUB = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"


def may(action: Json, resource: Json = "*", **more: Json) -> dict[str, Json]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def trust(principal: Json, **condition: Json) -> str:
    statement: dict[str, Json] = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return document({**statement, "Condition": condition} if condition else statement)


def of_repository(subject: Json) -> str:
    return trust({"Federated": GITHUB}, StringLike={"token.actions.githubusercontent.com:sub": subject})


def permissions(policy: str, resource_type: str, good: Json, bad: Json, says: str, path: str = "policy") -> Example:
    return Example(
        policy,
        resource_type,
        compliant={path: document(good)},
        violating={path: document(bad)},
        unknown={path: UNKNOWN_VALUE},
        unknown_path=path,
        says=says,
    )


def inline(*statements: Json) -> dict[str, Json]:
    return {"inlinePolicies": [{"name": "rights", "policy": document(*statements)}]}


EXAMPLES = (
    permissions(
        "iam-no-admin-policy",
        "aws:iam/rolePolicy:RolePolicy",
        may("s3:GetObject"),
        may("*"),
        'policy: statement 1 allows the action "*" on the resource "*"',
    ),
    permissions(
        "iam-no-admin-policy", "aws:iam/userPolicy:UserPolicy", may("s3:Get*"), may(["*"], ["*"]), "statement 1"
    ),
    permissions("iam-no-admin-policy", "aws:iam/groupPolicy:GroupPolicy", may("s3:Get*"), may("*:*"), 'the action "*"'),
    permissions(
        "iam-no-admin-policy",
        "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
        may("s3:Get*"),
        may("*"),
        "inlinePolicy: statement 1",
        path="inlinePolicy",
    ),
    Example(
        "iam-no-admin-policy",
        IAM_ROLE,
        compliant=inline(may("s3:GetObject")),
        violating=inline(may("s3:GetObject"), may("*")),
        unknown={"inlinePolicies": [{"name": "rights", "policy": UNKNOWN_VALUE}]},
        unknown_path="inlinePolicies[0].policy",
        says="inlinePolicies[0].policy: statement 2 allows",
    ),
    permissions(
        "iam-no-service-wildcard",
        "aws:iam/rolePolicy:RolePolicy",
        may("dynamodb:*", f"arn:aws:dynamodb:ap-south-1:{ACCOUNT}:table/prod-fivestar-transactions"),
        may(["logs:PutLogEvents", "dynamodb:*"]),
        'allows dynamodb:* on the resource "*"',
    ),
    permissions(
        "iam-no-kms-decrypt-all",
        "aws:iam/rolePolicy:RolePolicy",
        may("kms:Decrypt", f"arn:aws:kms:ap-south-1:{ACCOUNT}:key/6c1c4f0e-6f0c-4c0e-8f55-2f4a5c9a7d11"),
        may("kms:De*", f"arn:aws:kms:ap-south-1:{ACCOUNT}:key/*"),
        "allows kms:Decrypt or kms:ReEncryptFrom with every key",
    ),
    permissions(
        "iam-no-privilege-escalation",
        "aws:iam/rolePolicy:RolePolicy",
        may("iam:PassRole", "*", Condition={"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}),
        may(["iam:PassRole", "ecs:RunTask"]),
        "allows iam:PassRole on every identity",
    ),
    Example(
        "iam-trust-not-public",
        IAM_ROLE,
        compliant={"assumeRolePolicy": trust({"AWS": ROOT}, StringEquals={"sts:ExternalId": "7f3a"})},
        violating={"assumeRolePolicy": trust({"AWS": ROOT})},
        unknown={"assumeRolePolicy": UNKNOWN_VALUE},
        unknown_path="assumeRolePolicy",
        says="lets every principal of an account assume the role, under no condition",
    ),
    Example(
        "iam-trust-not-public",
        IAM_ROLE,
        compliant={"assumeRolePolicy": trust({"AWS": f"arn:aws:iam::{ACCOUNT}:role/CiCdRole"})},
        violating={"assumeRolePolicy": trust("*")},
        unknown={
            "assumeRolePolicy": {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Principal": {"AWS": UNKNOWN_VALUE}, "Action": "sts:AssumeRole"}],
            }
        },
        unknown_path="assumeRolePolicy",
        says="lets everybody assume the role",
    ),
    Example(
        "iam-github-oidc-scoped",
        IAM_ROLE,
        compliant={"assumeRolePolicy": of_repository("repo:1cloudhub/fivestar-payments:ref:refs/heads/main")},
        violating={"assumeRolePolicy": of_repository("repo:1cloudhub/*")},
        unknown={"assumeRolePolicy": UNKNOWN_VALUE},
        unknown_path="assumeRolePolicy",
        says="trusts jobs of more than named repositories",
    ),
    Example(
        "iam-no-admin-attachment",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        compliant={"policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
        violating={"policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"},
        unknown={"policyArn": UNKNOWN_VALUE},
        unknown_path="policyArn",
        says="policyArn is AdministratorAccess",
    ),
    Example(
        "iam-no-admin-attachment",
        IAM_ROLE,
        compliant={"managedPolicyArns": [f"arn:aws:iam::{ACCOUNT}:policy/AdministratorAccess"]},
        violating={"managedPolicyArns": [UNKNOWN_VALUE, "arn:aws:iam::aws:policy/PowerUserAccess"]},
        unknown={"managedPolicyArns": [UNKNOWN_VALUE]},
        unknown_path="managedPolicyArns",
        says="managedPolicyArns is PowerUserAccess",
    ),
    Example(
        "iam-no-admin-attachment",
        "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
        compliant={"managedPolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
        violating={"managedPolicyArn": "arn:aws-cn:iam::aws:policy/IAMFullAccess"},
        unknown={"managedPolicyArn": UNKNOWN_VALUE},
        unknown_path="managedPolicyArn",
        says="managedPolicyArn is IAMFullAccess",
    ),
    Example(
        "iam-no-users",
        "aws:iam/user:User",
        compliant={"name": "break-glass-1"},
        violating={"name": "deploy"},
        unknown={"name": UNKNOWN_VALUE},
        unknown_path="name",
        says='it is an IAM user, and name is "deploy"',
    ),
    Example(
        "iam-no-users",
        "aws:iam/accessKey:AccessKey",
        compliant={"user": "deploy", "status": "Inactive"},
        violating={"user": "deploy"},
        unknown={"user": "deploy", "status": UNKNOWN_VALUE},
        unknown_path="status",
        says="status is not set, which means Active",
    ),
    Example(
        "iam-permissions-boundary",
        IAM_ROLE,
        compliant={"permissionsBoundary": f"arn:aws:iam::{ACCOUNT}:policy/Boundary"},
        violating={"name": "task"},
        unknown={"permissionsBoundary": UNKNOWN_VALUE},
        unknown_path="permissionsBoundary",
        says="permissionsBoundary is not set",
    ),
    Example(
        "iam-password-policy",
        "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
        compliant={
            "minimumPasswordLength": "14",
            "passwordReusePrevention": 24,
            "maxPasswordAge": 90,
            "requireLowercaseCharacters": True,
            "requireNumbers": True,
            "requireSymbols": True,
            "requireUppercaseCharacters": "true",
        },
        violating={"minimumPasswordLength": 12},
        unknown={
            "minimumPasswordLength": 14,
            "passwordReusePrevention": 24,
            "maxPasswordAge": UNKNOWN_VALUE,
            "requireLowercaseCharacters": True,
            "requireNumbers": True,
            "requireSymbols": True,
            "requireUppercaseCharacters": True,
        },
        unknown_path="maxPasswordAge",
        says="minimumPasswordLength is 12, the minimum is 14",
    ),
)
