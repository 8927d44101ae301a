"""A rough price list: what runs by the hour, in US dollars.

On demand in us-east-1 as AWS's pages listed it in June 2026, without traffic, requests and discounts. Other regions
cost 10 to 30 percent more. It is for noticing a mistake in a figure, not for a bill.
"""

from collections.abc import Mapping
from typing import Final

HOURS_A_MONTH: Final = 730

FARGATE_VCPU_HOUR: Final = 0.04048
"""Linux on x86. https://aws.amazon.com/fargate/pricing/"""

FARGATE_GB_HOUR: Final = 0.004445
"""https://aws.amazon.com/fargate/pricing/"""

NAT_GATEWAY_HOUR: Final = 0.045
"""https://aws.amazon.com/vpc/pricing/"""

INTERFACE_ENDPOINT_HOUR: Final = 0.01
"""For each zone. https://aws.amazon.com/privatelink/pricing/"""

LOAD_BALANCER_HOUR: Final = 0.0225
"""Without capacity units. https://aws.amazon.com/elasticloadbalancing/pricing/"""

RDS_GB_MONTH: Final = 0.115
"""gp3, for each copy. https://aws.amazon.com/rds/postgresql/pricing/"""

SECRET_MONTH: Final = 0.40
"""https://aws.amazon.com/secrets-manager/pricing/"""

KEY_MONTH: Final = 1.0
"""https://aws.amazon.com/kms/pricing/"""

WEB_ACL_MONTH: Final = 5.0
"""Without rules and requests. https://aws.amazon.com/waf/pricing/"""

ALARM_MONTH: Final = 0.10
"""https://aws.amazon.com/cloudwatch/pricing/"""

_DATABASE_LARGE_HOUR: Mapping[str, float] = {"t": 0.145, "m": 0.18, "r": 0.25, "x": 0.48, "c": 0.2}
"""Open source engines, size `large`, by family. https://aws.amazon.com/rds/postgresql/pricing/"""

_CACHE_LARGE_HOUR: Mapping[str, float] = {"t": 0.136, "m": 0.16, "r": 0.22, "c": 0.2}
"""Redis OSS, size `large`, by family; Valkey costs less. https://aws.amazon.com/elasticache/pricing/"""

_SIZES: Mapping[str, float] = {"nano": 1 / 16, "micro": 1 / 8, "small": 1 / 4, "medium": 1 / 2, "large": 1, "xlarge": 2}
"""In units of `large`, after which prices grow; `4xlarge` is four times `xlarge`."""


def database_hour(instance_class: str) -> float | None:
    """Price of one instance such as `db.r6g.large`; None for a class that is not understood."""
    return _node_hour(instance_class, "db", _DATABASE_LARGE_HOUR)


def cache_hour(node_type: str) -> float | None:
    """Price of one node such as `cache.m7g.large`; None for a type that is not understood."""
    return _node_hour(node_type, "cache", _CACHE_LARGE_HOUR)


def _node_hour(kind: str, prefix: str, families: Mapping[str, float]) -> float | None:
    parts = kind.split(".")
    if len(parts) != len(("prefix", "family", "size")) or parts[0] != prefix:
        return None
    large, size = families.get(parts[1][:1]), _size(parts[2])
    return None if large is None or size is None else large * size


def _size(name: str) -> float | None:
    if name in _SIZES:
        return _SIZES[name]
    times = name.removesuffix("xlarge")
    return int(times) * _SIZES["xlarge"] if times != name and times.isdigit() else None
