"""The controls that a policy serves, by framework, and who says so."""

import re
from collections.abc import Iterator
from typing import Final

from policies.catalogue import CATALOGUE

PCI: Final = "PCI DSS 4.0.1"
FSBP: Final = "AWS Foundational Security Best Practices"
CIS: Final = "CIS AWS Foundations Benchmark"
OWN_MAPPING: Final = "this project, not confirmed by an assessor"


def controls_of(policy: str) -> Iterator[tuple[str, str, str]]:
    """Framework, control and the source of the mapping, each control once, by the weightiest source."""
    controls = CATALOGUE[policy].controls
    sources = (
        (controls.pci_security_hub, "AWS Security Hub"),
        (controls.pci_config, "AWS Config conformance pack"),
        (controls.pci_own, OWN_MAPPING),
    )
    seen = set()
    for ids, source in sources:
        for control in ids:
            if control not in seen:
                seen.add(control)
                yield PCI, control, source
    for control in controls.fsbp:
        yield FSBP, control, "AWS Security Hub"
    for control in controls.cis:
        version, _, number = control.partition(" ")
        yield f"{CIS} {version}", number, "Prowler"


def natural(control: str) -> list[tuple[int, str]]:
    """Sorts 1.2.8 before 1.10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", control) if part]
