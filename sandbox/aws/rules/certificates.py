"""What ACM refuses of certificates, by their inputs alone."""

from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import CERTIFICATE

_API: Final = "https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html"
_DOMAIN: Final = r"(?=.{1,253}$)(\*\.)?(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
_ALGORITHMS: Final = (
    *("RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096"),
    *("EC_prime256v1", "EC_secp384r1", "EC_secp521r1"),
)


@refuses(CERTIFICATE, code="ValidationException", source=_API)
def a_certificate_is_requested_or_imported(certificate: Given) -> Failures:
    """A domain name, or a private key with its certificate body."""
    imported = certificate["privateKey"].present or certificate["privateKeyWo"].present
    if not imported and certificate["domainName"].absent:
        yield certificate["domainName"].refuse("neither domainName nor privateKey is given; give the domain name")
    if imported and certificate["certificateBody"].absent:
        yield certificate["certificateBody"].refuse("an imported certificate needs certificateBody; give it")


@refuses(CERTIFICATE, code="ValidationException", source=_API)
def a_certificate_is_for_domain_names(certificate: Given) -> Failures:
    """A wildcard stands for the first label only; no period at the end."""
    for name in (certificate["domainName"], *certificate["subjectAlternativeNames"].items):
        yield from name.unlike(_DOMAIN, "a domain name such as pay.example.com or *.example.com")


@refuses(CERTIFICATE, code="InvalidDomainValidationOptionsException", source=_API)
def a_certificate_is_validated_by_dns_or_mail(certificate: Given) -> Failures:
    """DNS or EMAIL; a private authority needs no validation."""
    yield from certificate["validationMethod"].none_of(("DNS", "EMAIL", "HTTP", "NONE"))
    yield from certificate["keyAlgorithm"].none_of(_ALGORITHMS)


@refuses(CERTIFICATE, code="ValidationException", source=_API)
def the_first_domain_of_a_certificate_is_short(certificate: Given) -> Failures:
    """Its common name has at most 64 characters."""
    yield from certificate["domainName"].longer_than(64)
