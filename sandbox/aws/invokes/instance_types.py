"""EC2 instance types: sizes by family, and where they are offered.

Sources: Amazon EC2 instance types guide (vCPUs, memory, architectures by family and size).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sandbox.aws.invokes.arguments import Arguments, Filter
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.invokes.filters import wildcard
from sandbox.aws.model import AwsError, Generator
from sandbox.aws.regions import zones_of
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()

# vCPUs and MiB of the burstable sizes.
_BURSTABLE: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "nano": (2, 512),
        "micro": (2, 1024),
        "small": (2, 2048),
        "medium": (2, 4096),
        "large": (2, 8192),
        "xlarge": (4, 16384),
        "2xlarge": (8, 32768),
    }
)
_GIBIBYTES_A_VCPU: Mapping[str, int] = MappingProxyType({"c": 2, "m": 4, "r": 8, "x": 16, "i": 8, "g": 4, "d": 8})
_FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "t": ("t2", "t3", "t3a", "t4g"),
        "c": ("c4", "c5", "c5a", "c5d", "c5n", "c6a", "c6g", "c6gn", "c6i", "c7a", "c7g", "c7i", "c8g"),
        "m": ("m4", "m5", "m5a", "m5d", "m5n", "m6a", "m6g", "m6i", "m7a", "m7g", "m7i", "m8g"),
        "r": ("r4", "r5", "r5a", "r5d", "r5n", "r6a", "r6g", "r6i", "r7a", "r7g", "r7i", "r8g"),
        "x": ("x2gd", "x2idn"),
        "i": ("i3", "i3en", "i4i", "i4g"),
        "g": ("g4dn", "g5", "g6"),
        "d": ("d3",),
    }
)
_SIZES = ("medium", "large", "xlarge", *(f"{number}xlarge" for number in (2, 4, 8, 9, 12, 16, 18, 24, 32, 48)), "metal")


@dataclass(frozen=True, slots=True)
class InstanceType:
    """An instance type; `memory` in MiB."""

    name: str
    vcpus: int
    memory: int
    architecture: str

    @property
    def family(self) -> str:
        """`m6i` of `m6i.large`."""
        return self.name.partition(".")[0]

    @property
    def bare_metal(self) -> bool:
        """Whether it runs without a hypervisor."""
        return self.name.endswith(".metal")


def instance_type_named(name: str) -> InstanceType | None:
    """The instance type of a name, None when AWS has none of that family or size."""
    family, _, size = name.partition(".")
    letter = family[:1]
    if family not in _FAMILIES.get(letter, ()):
        return None
    architecture = "arm64" if re.match(r"[a-z]\d+g", family) else "x86_64"
    if letter == "t":
        if size not in _BURSTABLE:
            return None
        vcpus, memory = (1, _BURSTABLE[size][1]) if name in _SINGLE_CORE else _BURSTABLE[size]
        return InstanceType(name, vcpus, memory, architecture)
    if size not in _SIZES or (size == "medium" and architecture != "arm64"):
        return None
    vcpus = {"medium": 1, "large": 2, "xlarge": 4, "metal": 64}.get(size, 0) or int(size.removesuffix("xlarge")) * 4
    return InstanceType(name, vcpus, vcpus * _GIBIBYTES_A_VCPU[letter] * 1024, architecture)


_SINGLE_CORE = frozenset({"t2.nano", "t2.micro", "t2.small"})


def _every() -> list[InstanceType]:
    names = [
        f"{family}.{size}"
        for letter, families in _FAMILIES.items()
        for family in families
        for size in (_BURSTABLE if letter == "t" else _SIZES)
    ]
    return [known for name in names if (known := instance_type_named(name)) is not None]


@FUNCTIONS.answers("aws:ec2/getInstanceType:getInstanceType")
def instance_type(arguments: Arguments, call: Call) -> Properties:
    """The facts of one instance type."""
    name = arguments.text("instanceType")
    known = instance_type_named(name)
    if known is None:
        raise AwsError(
            "InvalidInstanceType",
            f"The following supplied instance types do not exist: [{name}]. Use one such as t3.micro or m7g.large.",
            "instanceType",
        )
    cores = known.vcpus if known.architecture == "arm64" else max(1, known.vcpus // 2)
    threads = known.vcpus // cores
    burstable = known.name.startswith("t")
    return {
        "id": name,
        "autoRecoverySupported": not known.bare_metal,
        "bareMetal": known.bare_metal,
        "bootModes": ["uefi"] if known.architecture == "arm64" else ["legacy-bios", "uefi"],
        "burstablePerformanceSupported": burstable,
        "currentGeneration": not re.match(r"(t2|[cmr]4)\.", name),
        "dedicatedHostsSupported": not burstable,
        "defaultCores": cores,
        "defaultThreadsPerCore": threads,
        "defaultVcpus": known.vcpus,
        "ebsEncryptionSupport": "supported",
        "ebsNvmeSupport": "unsupported" if name.startswith("t2.") else "required",
        "ebsOptimizedSupport": "default",
        "enaSupport": "unsupported" if name.startswith("t2.") else "required",
        "encryptionInTransitSupported": not burstable,
        "freeTierEligible": name in ("t2.micro", "t3.micro", "t4g.small"),
        "hibernationSupported": not known.bare_metal,
        "hypervisor": "" if known.bare_metal else ("xen" if name.startswith("t2.") else "nitro"),
        "ipv6Supported": True,
        "maximumIpv4AddressesPerInterface": 2 if known.vcpus < 2 else 15,
        "maximumIpv6AddressesPerInterface": 2 if known.vcpus < 2 else 15,
        "maximumNetworkCards": 1,
        "maximumNetworkInterfaces": 3 if known.vcpus <= 2 else 4,
        "memorySize": known.memory,
        "networkPerformance": "Up to 5 Gigabit" if burstable else "Up to 12.5 Gigabit",
        "nitroEnclavesSupport": "unsupported" if burstable else "supported",
        "nitroTpmSupport": "unsupported",
        "phcSupport": "unsupported",
        "supportedArchitectures": [known.architecture],
        "supportedPlacementStrategies": ["partition", "spread"] if burstable else ["cluster", "partition", "spread"],
        "supportedRootDeviceTypes": ["ebs"],
        "supportedUsagesClasses": ["on-demand", "spot"],
        "supportedVirtualizationTypes": ["hvm"],
        "validCores": [*range(1, cores + 1)] if cores <= 2 else [*range(2, cores + 1, 2)],
        "validThreadsPerCores": [*range(1, threads + 1)],
    }


@FUNCTIONS.answers("aws:ec2/getInstanceTypes:getInstanceTypes")
def instance_types(arguments: Arguments, call: Call) -> Properties:
    """The instance types that fit the filters."""
    found: list[Value] = [known.name for known in _every() if _all_fit(arguments.filters(), _facts(known))]
    return {"instanceTypes": found}


def _facts(known: InstanceType) -> Mapping[str, str]:
    return {
        "auto-recovery-supported": str(not known.bare_metal).lower(),
        "bare-metal": str(known.bare_metal).lower(),
        "burstable-performance-supported": str(known.name.startswith("t")).lower(),
        "current-generation": str(not re.match(r"(t2|[cmr]4)\.", known.name)).lower(),
        "free-tier-eligible": str(known.name in ("t2.micro", "t3.micro")).lower(),
        "hypervisor": "nitro",
        "instance-storage-supported": str("d" in known.family[1:]).lower(),
        "instance-type": known.name,
        "memory-info.size-in-mib": str(known.memory),
        "processor-info.supported-architecture": known.architecture,
        "supported-root-device-type": "ebs",
        "supported-usage-class": "on-demand",
        "supported-virtualization-type": "hvm",
        "vcpu-info.default-vcpus": str(known.vcpus),
    }


@FUNCTIONS.answers("aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings")
def offerings(arguments: Arguments, call: Call) -> Properties:
    """Where instance types are offered: by region, or in every zone with `locationType`."""
    found = _offered(arguments, call)
    kind = arguments.text("locationType", "region")
    return {
        "instanceTypes": [name for name, _ in found],
        "locations": [location for _, location in found],
        "locationTypes": [kind for _ in found],
    }


@FUNCTIONS.answers("aws:ec2/getInstanceTypeOffering:getInstanceTypeOffering")
def offering(arguments: Arguments, call: Call) -> Properties:
    """One offered instance type: the first of `preferredInstanceTypes` that is offered."""
    found = _offered(arguments, call)
    preferred = arguments.texts("preferredInstanceTypes")
    names = dict(reversed(found))
    chosen = next((name for name in preferred if name in names), None)
    if chosen is None:
        if preferred or len(names) != 1:
            raise AwsError(
                "NoOffering",
                "no EC2 Instance Type Offerings found matching criteria; try different search: "
                f"{len(names)} types are offered, preferredInstanceTypes has {', '.join(preferred) or 'none'}.",
            )
        chosen = next(iter(names))
    return {
        "id": chosen,
        "instanceType": chosen,
        "location": names[chosen],
        "locationType": arguments.text("locationType", "region"),
    }


def _offered(arguments: Arguments, call: Call) -> list[tuple[str, str]]:
    place = call.place.region
    locations = {
        "region": [place],
        "availability-zone": [zone.name for zone in zones_of(place)],
        "availability-zone-id": [zone.id for zone in zones_of(place)],
    }.get(arguments.text("locationType", "region"))
    if locations is None:
        raise AwsError(
            "InvalidParameterValue",
            f"locationType must be region, availability-zone or availability-zone-id, not "
            f"{arguments.text('locationType')}.",
            "locationType",
        )
    return [
        (known.name, location)
        for known in _every()
        for location in locations
        if _all_fit(arguments.filters(), {"instance-type": known.name, "location": location})
    ]


def _all_fit(filters: list[Filter], facts: Mapping[str, str]) -> bool:
    for item in filters:
        if item.name not in facts:
            raise AwsError(
                "InvalidParameterValue",
                f"The filter '{item.name}' is invalid for instance types: use one of {', '.join(sorted(facts))}.",
                "filters",
            )
        if not any(wildcard(pattern, facts[item.name]) for pattern in item.values):
            return False
    return True


@FUNCTIONS.answers("aws:ec2/getSpotPrice:getSpotPrice")
def spot_price(arguments: Arguments, call: Call) -> Properties:
    """A plausible Spot price, the same at every call: about a cent for each vCPU and hour."""
    known = instance_type_named(arguments.text("instanceType"))
    zone = arguments.text("availabilityZone")
    if known is None:
        raise AwsError(
            "InvalidInstanceType", "instanceType must name an instance type such as m5.large.", "instanceType"
        )
    cents = known.vcpus * (0.9 + int(Generator(zone).digits(2)) / 500)
    return {"spotPrice": f"{cents / 100:.6f}", "spotPriceTimestamp": "2025-06-10T00:00:00Z"}
