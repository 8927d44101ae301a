"""Rules for certificates of AWS Certificate Manager."""

from policies.conditions import is_given, must_be_one_of
from policies.properties import UNKNOWN, Properties
from policies.resource_types import CERTIFICATE
from policies.rule import rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined, scoped

_ALGORITHMS = ("RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1")
_LOGGING = "options.certificateTransparencyLoggingPreference"


def is_imported(certificate: Properties) -> NotApplicable | None:
    """Scope: somebody else issued the certificate, ACM only keeps it."""
    if any(is_given(certificate, path) for path in ("certificateBody", "privateKey", "privateKeyWo")):
        return NotApplicable("it is imported: who issued it decides")
    return None


def is_private(certificate: Properties) -> NotApplicable | None:
    """Scope: an authority of one's own issues the certificate, without validation and public log."""
    if is_given(certificate, "certificateAuthorityArn"):
        return NotApplicable("a private authority issues it")
    return None


@rule("acm-key-algorithm", applies_to=(CERTIFICATE,))
def has_a_strong_key(certificate: Properties) -> Verdict:
    """ACM takes RSA_2048 when nothing is said."""
    strong = must_be_one_of(certificate, "keyAlgorithm", _ALGORITHMS, absent="RSA_2048")
    return scoped(strong, is_imported(certificate))


@rule("acm-dns-validation", applies_to=(CERTIFICATE,))
def renews_itself(certificate: Properties) -> Verdict:
    """ACM writes e-mails when nothing is said, and then at every renewal."""
    renewed = must_be_one_of(certificate, "validationMethod", ("DNS",), absent="EMAIL")
    return scoped(renewed, is_imported(certificate), is_private(certificate))


@rule("acm-ct-logging", applies_to=(CERTIFICATE,))
def is_in_the_public_log(certificate: Properties) -> Verdict:
    logged = must_be_one_of(certificate, _LOGGING, ("ENABLED",), absent="ENABLED")
    return scoped(logged, is_imported(certificate), is_private(certificate))


@rule("acm-no-wildcard", applies_to=(CERTIFICATE,))
def names_its_hosts(certificate: Properties) -> Verdict:
    return scoped(
        combined(_names_hosts(certificate, path) for path in ("domainName", "subjectAlternativeNames")),
        is_imported(certificate),
    )


def _names_hosts(certificate: Properties, path: str) -> Verdict:
    names = certificate.texts(path)
    if names is UNKNOWN:
        return Undetermined(certificate.where(path))
    wild = [name for name in names if name is not UNKNOWN and name.startswith("*.")]
    if wild:
        return Violation(f"{path} has {', '.join(wild)}, which is good for every host")
    return Undetermined(certificate.where(path)) if UNKNOWN in names else COMPLIANT
