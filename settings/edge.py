"""The way in: the load balancer and its certificate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.errors import Mistake
from settings.section import Flag, Rule, Section, Whole
from settings.types import BucketName, CertificateArn, DomainName, HostedZoneId, LoadBalancerName

TlsPolicy = Literal[
    "ELBSecurityPolicy-TLS13-1-2-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
    "ELBSecurityPolicy-TLS13-1-3-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
]
"""Policies that answer TLS 1.2 and 1.3, or 1.3, only.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
"""


def _arn_or_domain(certificate: Certificate) -> Iterator[Mistake]:
    if (certificate.arn is None) == (certificate.domain is None):
        given = "neither arn nor domain" if certificate.arn is None else "both arn and domain"
        yield Mistake((), given, "either arn (a certificate that exists) or domain (one to request)")


def _zone_goes_with_domain(certificate: Certificate) -> Iterator[Mistake]:
    if certificate.zone_id is not None and certificate.domain is None:
        yield Mistake(("zoneId",), f'"{certificate.zone_id}"', "no zoneId without a domain", "Remove zoneId.")


class Certificate(Section):
    """The certificate of the HTTPS listener: one that exists, or one requested for a domain."""

    rules: ClassVar[tuple[Rule, ...]] = (_arn_or_domain, _zone_goes_with_domain)

    arn: CertificateArn | None = None
    """ARN of an issued ACM certificate."""
    domain: DomainName | None = None
    """Host name for which ACM issues a certificate, validated by a DNS record."""
    zone_id: HostedZoneId | None = None
    """Route 53 zone that gets the validation record. Without it the record is made by hand while `up` waits."""


class LoadBalancer(Section):
    """An internet-facing application load balancer: HTTPS only, port 80 redirects."""

    name: LoadBalancerName
    """Name of the load balancer, part of its DNS name."""
    certificate: Certificate
    """Certificate of the HTTPS listener."""
    tls_policy: TlsPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
    """TLS versions and ciphers."""
    idle_seconds: Annotated[Whole, Field(ge=1, le=4000)] = 60
    """Seconds after which a silent connection is closed."""
    access_logs_bucket: BucketName | None = None
    """S3 bucket that receives access logs; it must exist and admit the load balancer's log delivery."""
    deletion_protection: Flag = True
    """Whether AWS refuses to delete the load balancer."""


class Edge(Section):
    """How requests come in."""

    load_balancer: LoadBalancer
    """The load balancer in front of all services with routes."""
