"""People in groups, deployments from GitHub without stored keys, and customers in a user pool."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
account = aws.get_caller_identity().account_id

# People.
boundary = aws.iam.Policy(
    "boundary",
    path="/people/",
    description="Nobody may touch the audit trail",
    policy=aws.iam.get_policy_document(
        statements=[
            {"sid": "Everything", "actions": ["*"], "resources": ["*"]},
            {
                "sid": "ButTheTrail",
                "effect": "Deny",
                "actions": ["cloudtrail:StopLogging", "cloudtrail:DeleteTrail"],
                "resources": ["*"],
            },
        ]
    ).json,
)
developers = aws.iam.Group("developers", name="developers", path="/people/")
aws.iam.GroupPolicyAttachment("developers", group=developers.name, policy_arn=aws.iam.ManagedPolicy.READ_ONLY_ACCESS)
aws.iam.GroupPolicy(
    "own-credentials",
    group=developers.name,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["iam:ChangePassword", "iam:*MFADevice"],
                    "Resource": f"arn:aws:iam::{account}:user/*/${{aws:username}}",
                }
            ],
        }
    ),
)
members = []
for person in ("ada", "grace"):
    user = aws.iam.User(
        person,
        name=person,
        path="/people/",
        permissions_boundary=boundary.arn,
        force_destroy=True,
        tags={"team": "shop"},
    )
    members.append(user.name)
aws.iam.GroupMembership("developers", group=developers.name, users=members)
reporter = aws.iam.User("reporter")
aws.iam.UserPolicyAttachment(
    "reporter", user=reporter.name, policy_arn="arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"
)
aws.iam.UserPolicy(
    "reporter",
    user=reporter.name,
    policy=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ce:Get*", "Resource": "*"}]}
    ),
)
key = aws.iam.AccessKey("reporter", user=reporter.name)
aws.iam.AccountPasswordPolicy(
    "strict",
    minimum_password_length=14,
    require_symbols=True,
    require_numbers=True,
    require_lowercase_characters=True,
    require_uppercase_characters=True,
    password_reuse_prevention=24,
    max_password_age=90,
)

# Machines.
github = aws.iam.OpenIdConnectProvider(
    "github",
    url="https://token.actions.githubusercontent.com",
    client_id_lists=["sts.amazonaws.com"],
    thumbprint_lists=["6938fd4d98bab03faadb97b34396831e3780aea1"],
)
deployer = aws.iam.Role(
    "deployer",
    name="github-deployer",
    max_session_duration=config.require_int("maxSessionSeconds"),
    assume_role_policy=github.arn.apply(
        lambda arn: (
            aws.iam.get_policy_document(
                statements=[
                    {
                        "actions": ["sts:AssumeRoleWithWebIdentity"],
                        "principals": [{"type": "Federated", "identifiers": [arn]}],
                        "conditions": [
                            {
                                "test": "StringLike",
                                "variable": "token.actions.githubusercontent.com:sub",
                                "values": [f"repo:{name}:*" for name in config.require_object("repositories")],
                            }
                        ],
                    }
                ]
            ).json
        )
    ),
    opts=pulumi.ResourceOptions(delete_before_replace=True),
)
aws.iam.RolePolicyAttachment("deployer", role=deployer.name, policy_arn=boundary.arn)
aws.iam.RolePoliciesExclusive("deployer", role_name=deployer.name, policy_names=[])
aws.iam.ServiceLinkedRole("autoscaling", aws_service_name="autoscaling.amazonaws.com", custom_suffix="identity")

# Customers.
customers = aws.cognito.UserPool(
    "customers",
    username_attributes=["email"],
    auto_verified_attributes=["email"],
    mfa_configuration="OPTIONAL",
    software_token_mfa_configuration={"enabled": True},
    password_policy={
        "minimum_length": 12,
        "require_lowercase": True,
        "require_numbers": True,
        "require_symbols": False,
        "require_uppercase": True,
        "temporary_password_validity_days": 3,
    },
    account_recovery_setting={"recovery_mechanisms": [{"name": "verified_email", "priority": 1}]},
)
google = aws.cognito.IdentityProvider(
    "google",
    user_pool_id=customers.id,
    provider_name="Google",
    provider_type="Google",
    provider_details={
        "client_id": "shop.apps.googleusercontent.com",
        "client_secret": config.require_secret("googleClientSecret"),
        "authorize_scopes": "openid email",
    },
    attribute_mapping={"email": "email", "username": "sub"},
)
scopes = aws.cognito.ResourceServer(
    "orders",
    identifier="https://orders.example.com",
    user_pool_id=customers.id,
    scopes=[{"scope_name": "read", "scope_description": "Read orders"}],
)
web = aws.cognito.UserPoolClient(
    "web",
    user_pool_id=customers.id,
    generate_secret=True,
    allowed_oauth_flows=["code"],
    allowed_oauth_flows_user_pool_client=True,
    allowed_oauth_scopes=["openid", scopes.scope_identifiers[0]],
    callback_urls=["https://shop.example.com/signed-in"],
    supported_identity_providers=["COGNITO", google.provider_name],
)
domain = aws.cognito.UserPoolDomain("customers", domain="shop-example-customers", user_pool_id=customers.id)
admins = aws.cognito.UserGroup("admins", name="admins", user_pool_id=customers.id, precedence=1)
pool = aws.cognito.IdentityPool(
    "customers",
    identity_pool_name="customers",
    allow_unauthenticated_identities=False,
    cognito_identity_providers=[
        {"client_id": web.id, "provider_name": customers.endpoint, "server_side_token_check": True}
    ],
)
customer = aws.iam.Role(
    "customer",
    assume_role_policy=pool.id.apply(
        lambda id: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "sts:AssumeRoleWithWebIdentity",
                        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
                        "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": id}},
                    }
                ],
            }
        )
    ),
)
aws.cognito.IdentityPoolRoleAttachment("customers", identity_pool_id=pool.id, roles={"authenticated": customer.arn})

pulumi.export("key_id", key.id)
pulumi.export("secret_key", key.secret)
pulumi.export("client_secret", web.client_secret)
pulumi.export(
    "sign_in",
    pulumi.Output.all(domain.domain, web.id).apply(
        lambda parts: f"https://{parts[0]}.auth.us-east-2.amazoncognito.com/login?client_id={parts[1]}"
    ),
)
pulumi.export("admins", admins.id)
