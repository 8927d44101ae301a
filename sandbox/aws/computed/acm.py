"""ACM and ACM Private CA."""

from datetime import timedelta
from typing import Final

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.aws.computed.wording import pem
from sandbox.aws.model import Generator
from sandbox.values import Properties, Value

_VALID_DAYS: Final = 395
"""How long ACM's certificates hold: 13 months."""


@computes("aws:acm/certificate:Certificate")
def certificate(creation: Creation) -> Computed:
    """A certificate, whose id is its ARN. A requested one waits for its validation, an imported one is issued."""
    arn = creation.arn("acm", f"certificate/{creation.random.uuid('id')}")
    imported = bool(creation.text("certificateBody") or creation.text("privateKey"))
    private = bool(creation.text("certificateAuthorityArn"))
    issued = imported or private
    domain = creation.text("domainName", "imported.example" if imported else "")
    names = [domain, *(name for name in creation.texts("subjectAlternativeNames") if name != domain)]
    method = creation.text("validationMethod", "NONE" if issued else "DNS")
    dns = method == "DNS" and not issued
    emails = [f"{user}@{name}" for name in names for user in _ADMINISTRATORS] if method == "EMAIL" else []
    start, end = creation.moment(), creation.moment() + timedelta(days=_VALID_DAYS)
    return Computed(
        arn,
        {
            "arn": arn,
            "domainName": domain,
            "domainValidationOptions": [validation(creation.account, name) for name in names] if dns else [],
            "keyAlgorithm": creation.text("keyAlgorithm", "RSA_2048"),
            "notAfter": end.strftime("%Y-%m-%dT%H:%M:%SZ") if issued else "",
            "notBefore": start.strftime("%Y-%m-%dT%H:%M:%SZ") if issued else "",
            "options": creation.merged(
                "options", {"certificateTransparencyLoggingPreference": "ENABLED", "export": "DISABLED"}
            ),
            "pendingRenewal": False,
            "renewalEligibility": "INELIGIBLE",
            "renewalSummaries": [],
            "status": "ISSUED" if issued else "PENDING_VALIDATION",
            "subjectAlternativeNames": [*sorted(set(names) - {""})],
            "type": "IMPORTED" if imported else "PRIVATE" if private else "AMAZON_ISSUED",
            "validationEmails": [*emails],
            "validationMethod": method,
        },
    )


_ADMINISTRATORS: Final = ("admin", "administrator", "hostmaster", "postmaster", "webmaster")


def validation(account: str, name: str) -> Value:
    """The record that proves control of a name; it is the same for a name and its wildcard, in an account."""
    base = name.removeprefix("*.")
    random = Generator(f"{account}/{base}")
    option: Properties = {
        "domainName": name,
        "resourceRecordName": f"_{random.hex(32, 'name')}.{base}.",
        "resourceRecordType": "CNAME",
        "resourceRecordValue": f"_{random.hex(32, 'value')}.{random.lower(10, 'zone')}.acm-validations.aws.",
    }
    return option


@computes("aws:acm/certificateValidation:CertificateValidation")
def certificate_validation(creation: Creation) -> Computed:
    """The wait for a certificate; its id is the moment of issue."""
    return Computed(
        creation.moment().strftime("%Y-%m-%d %H:%M:%S.000 +0000 UTC"),
        {"validationRecordFqdns": [*creation.texts("validationRecordFqdns")]},
    )


@computes("aws:acmpca/certificateAuthority:CertificateAuthority")
def certificate_authority(creation: Creation) -> Computed:
    """A private certificate authority, whose id is its ARN; it waits for its certificate."""
    arn = creation.arn("acm-pca", f"certificate-authority/{creation.random.uuid('id')}")
    return Computed(
        arn,
        {
            "arn": arn,
            "certificate": "",
            "certificateChain": "",
            "certificateSigningRequest": pem("CERTIFICATE REQUEST", creation, "request"),
            "notAfter": "",
            "notBefore": "",
            "serial": "",
        },
    )
