"""Policies for AWS Certificate Manager."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

_GUIDE = "https://docs.aws.amazon.com/acm/latest/userguide"

ROWS = (
    Policy(
        name="acm-key-algorithm",
        title="Certificates have strong keys",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/M"),
        why="Browsers refuse RSA keys of 1024 bits, and they can be factored.",
        remedy="Set keyAlgorithm to RSA_2048 or longer or an EC_ one, or leave it out.",
        docs=f"{_GUIDE}/acm-certificate-characteristics.html",
        controls=Controls(fsbp=("ACM.2",), pci_config=("3.7.1",)),
    ),
    Policy(
        name="acm-dns-validation",
        title="Certificates renew themselves",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="A certificate that is validated by e-mail expires when nobody answers the next one.",
        remedy="Set validationMethod to DNS and add the records that the certificate names.",
        docs=f"{_GUIDE}/dns-validation.html",
        controls=Controls(fsbp=("ACM.1",), pci_config=("3.5.1.1", "3.5.1.3", "3.6.1", "3.7.1")),
    ),
    Policy(
        name="acm-ct-logging",
        title="Certificates are in the public log",
        severity=Severity.LOW,
        levels=Levels.of("M/A/A"),
        why="Browsers refuse certificates that are in no transparency log, and a forged one is noticed only there.",
        remedy="Leave options out, or set certificateTransparencyLoggingPreference to ENABLED.",
        docs=f"{_GUIDE}/acm-bestpractices.html",
        controls=Controls(checkov=("CKV_AWS_234",)),
    ),
    Policy(
        name="acm-no-wildcard",
        title="Certificates name their hosts",
        severity=Severity.LOW,
        levels=Levels.of("A/A/D"),
        why="Whoever gets the key of a wildcard certificate can be every host of the domain.",
        remedy="List the hosts in domainName and subjectAlternativeNames.",
        docs=f"{_GUIDE}/acm-certificate-characteristics.html",
        controls=Controls(checkov=("CKV2_AWS_71",)),
    ),
)
