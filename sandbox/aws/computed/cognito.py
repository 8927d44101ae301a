"""Cognito user pools and identity pools."""

from sandbox.aws.computed.apigateway import CLOUDFRONT_ZONE
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties


@computes("aws:cognito/userPool:UserPool")
def user_pool(creation: Creation) -> Computed:
    """A user pool: its id is the region and nine characters."""
    letters = creation.random.lower(9, "id")
    id = f"{creation.region}_" + "".join(c.upper() if place % 2 else c for place, c in enumerate(letters))
    policy: Properties = {
        "minimumLength": 8,
        "passwordHistorySize": 0,
        "requireLowercase": True,
        "requireNumbers": True,
        "requireSymbols": True,
        "requireUppercase": True,
        "temporaryPasswordValidityDays": 7,
    }
    return Computed(
        id,
        {
            "adminCreateUserConfig": creation.merged("adminCreateUserConfig", {"allowAdminCreateUserOnly": False}),
            "arn": creation.arn("cognito-idp", f"userpool/{id}"),
            "creationDate": creation.time(),
            "customDomain": "",
            "deletionProtection": creation.text("deletionProtection", "INACTIVE"),
            "domain": "",
            "endpoint": f"cognito-idp.{creation.region}.{creation.place.dns_suffix}/{id}",
            "estimatedNumberOfUsers": 0,
            "lastModifiedDate": creation.time(),
            "mfaConfiguration": creation.text("mfaConfiguration", "OFF"),
            "passwordPolicy": creation.merged("passwordPolicy", policy),
            "signInPolicy": creation.merged("signInPolicy", {"allowedFirstAuthFactors": ["PASSWORD"]}),
            "userPoolTier": creation.text("userPoolTier", "ESSENTIALS"),
            "verificationMessageTemplate": creation.merged(
                "verificationMessageTemplate", {"defaultEmailOption": "CONFIRM_WITH_CODE"}
            ),
        },
    )


@computes("aws:cognito/userPoolClient:UserPoolClient", "aws:cognito/managedUserPoolClient:ManagedUserPoolClient")
def user_pool_client(creation: Creation) -> Computed:
    """A client of a user pool, whose id is the client id; the secret is drawn when one is asked for."""
    before = creation.current.get("clientSecret")
    kept = before if isinstance(before, str) else ""
    secret = creation.random.lower(51, "secret") if creation.flag("generateSecret") else kept
    return Computed(
        creation.random.lower(26, "id"),
        creation.promised(
            {
                "authSessionValidity": creation.number("authSessionValidity", 3),
                "clientSecret": secret,
                "enableTokenRevocation": creation.flag("enableTokenRevocation", True),
                "name": creation.name(),
                "preventUserExistenceErrors": creation.text("preventUserExistenceErrors"),
                "refreshTokenValidity": creation.number("refreshTokenValidity", 30),
            }
        ),
    )


@computes("aws:cognito/userPoolDomain:UserPoolDomain")
def user_pool_domain(creation: Creation) -> Computed:
    """The domain of a user pool's pages, whose id is the domain."""
    domain = creation.text("domain")
    host = f"d{creation.random.lower(13, 'edge')}.cloudfront.net"
    return Computed(
        domain,
        {
            "awsAccountId": creation.account,
            "cloudfrontDistribution": host,
            "cloudfrontDistributionArn": host,
            "cloudfrontDistributionZoneId": CLOUDFRONT_ZONE,
            "managedLoginVersion": creation.number("managedLoginVersion", 1),
            "s3Bucket": f"aws-cognito-prod-{creation.facts.prefix}-assets",
            "version": creation.moment().strftime("%Y%m%d%H%M%S"),
        },
    )


@computes("aws:cognito/identityPool:IdentityPool")
def identity_pool(creation: Creation) -> Computed:
    """An identity pool: its id is the region and a UUID."""
    id = f"{creation.region}:{creation.random.uuid('id')}"
    return Computed(id, {"arn": creation.arn("cognito-identity", f"identitypool/{id}")})


@computes("aws:cognito/resourceServer:ResourceServer")
def resource_server(creation: Creation) -> Computed:
    """A resource server with the names of its scopes."""
    identifier = creation.text("identifier")
    scopes = [f"{identifier}/{scope.get('scopeName')}" for scope in creation.objects("scopes")]
    return Computed(f"{creation.text('userPoolId')}|{identifier}", {"scopeIdentifiers": [*scopes]})


@computes("aws:cognito/identityProvider:IdentityProvider")
def identity_provider(creation: Creation) -> Computed:
    """An identity provider of a user pool."""
    mapping: Properties = {"username": "sub"} if creation.text("providerType") != "SAML" else {}
    return Computed(
        f"{creation.text('userPoolId')}:{creation.text('providerName')}",
        {"attributeMapping": creation.merged("attributeMapping", mapping)},
    )


@computes("aws:cognito/user:User")
def user(creation: Creation) -> Computed:
    """A user of a pool."""
    return Computed(
        f"{creation.text('userPoolId')}/{creation.text('username')}",
        {
            "creationDate": creation.time(),
            "lastModifiedDate": creation.time(),
            "mfaSettingLists": [],
            "preferredMfaSetting": "",
            "status": "CONFIRMED" if creation.text("password") else "FORCE_CHANGE_PASSWORD",
            "sub": creation.random.uuid("sub"),
        },
    )


@computes("aws:cognito/userGroup:UserGroup")
def user_group(creation: Creation) -> Computed:
    """A group of a user pool."""
    return Computed(f"{creation.text('userPoolId')}/{creation.name()}")
