"""SES identities."""

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Value


def _tokens(creation: Creation) -> list[Value]:
    return [creation.random.lower(32, f"dkim{place}") for place in range(3)]


@computes("aws:ses/domainIdentity:DomainIdentity")
def domain_identity(creation: Creation) -> Computed:
    """A domain that mail is sent from, whose id is the domain."""
    domain = creation.text("domain")
    token = f"{creation.random.lower(43, 'token')}="
    return Computed(domain, {"arn": creation.arn("ses", f"identity/{domain}"), "verificationToken": token})


@computes("aws:ses/domainDkim:DomainDkim")
def domain_dkim(creation: Creation) -> Computed:
    """The three DKIM tokens of a domain."""
    return Computed(creation.text("domain"), {"dkimTokens": _tokens(creation)})


@computes("aws:sesv2/emailIdentity:EmailIdentity")
def email_identity(creation: Creation) -> Computed:
    """An address or domain that mail is sent from, whose id is the identity."""
    identity = creation.text("emailIdentity")
    domain = "@" not in identity
    signing = creation.merged(
        "dkimSigningAttributes",
        {
            "currentSigningKeyLength": "RSA_2048_BIT",
            "lastKeyGenerationTimestamp": creation.time(),
            "nextSigningKeyLength": "RSA_2048_BIT",
            "signingAttributesOrigin": "AWS_SES",
            "status": "PENDING" if domain else "NOT_STARTED",
            "tokens": _tokens(creation) if domain else [],
        },
    )
    return Computed(
        identity,
        {
            "arn": creation.arn("ses", f"identity/{identity}"),
            "dkimSigningAttributes": signing,
            "identityType": "DOMAIN" if domain else "EMAIL_ADDRESS",
            "verificationStatus": "PENDING",
            "verifiedForSendingStatus": False,
        },
    )
