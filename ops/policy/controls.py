"""The controls that a policy serves, by framework, and who says so."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from policies.catalogue import CATALOGUE

PCI: Final = "PCI DSS 4.0.1"
FSBP: Final = "AWS Foundational Security Best Practices"
CIS: Final = "CIS AWS Foundations Benchmark"
SECURITY_HUB: Final = "AWS Security Hub"
CONFORMANCE_PACK: Final = "AWS Config conformance pack"
PROWLER: Final = "Prowler"
OWN_MAPPING: Final = "this project, not confirmed by an assessor"
PCI_AREAS: Final[Mapping[int, str]] = {
    1: "network security controls",
    2: "secure configuration of every component",
    3: "stored account data",
    4: "cardholder data in transit over open networks",
    5: "malicious software",
    6: "secure development and maintenance",
    7: "access by need to know",
    8: "identities and authentication",
    9: "physical access",
    10: "logging and monitoring",
    11: "regular tests of security",
    12: "information security by policies and programmes",
}
"""What the twelve principal requirements of PCI DSS are about, in this project's words."""


def area_of(control: str) -> int:
    """The principal requirement to which a requirement such as `8.3.6` belongs."""
    return int(control.split(".", 1)[0])


def controls_of(policy: str) -> Iterator[tuple[str, str, str]]:
    """Framework, control and the source of the mapping, each control once, by the weightiest source."""
    controls = CATALOGUE[policy].controls
    sources = (
        (controls.pci_security_hub, SECURITY_HUB),
        (controls.pci_config, CONFORMANCE_PACK),
        (controls.pci_own, OWN_MAPPING),
    )
    seen = set()
    for ids, source in sources:
        for control in ids:
            if control not in seen:
                seen.add(control)
                yield PCI, control, source
    for control in controls.fsbp:
        yield FSBP, control, SECURITY_HUB
    for control in controls.cis:
        version, _, number = control.partition(" ")
        yield f"{CIS} {version}", number, PROWLER


def natural(control: str) -> list[tuple[int, str]]:
    """Sorts 1.2.8 before 1.10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", control) if part]
