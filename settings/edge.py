"""The way in: load balancer, certificates, firewall and names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.buckets import BucketKey, LogPrefix
from settings.dns import HostedZone, Record, RecordKey
from settings.errors import Mistake, Path
from settings.response_headers import ResponseHeaders
from settings.section import Flag, FrozenMap, Rule, Section, Whole
from settings.types import BucketName, CertificateArn, Cidr, DomainName, HostedZoneId, LoadBalancerName, Slug
from settings.web_firewall import WebFirewall
from settings.wording import counted

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

_LONGEST_COMMON_NAME = 64
"""Source: https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html"""


def _arn_or_domain(certificate: Certificate) -> Iterator[Mistake]:
    if (certificate.arn is None) == (certificate.domain is None):
        given = "neither arn nor domain" if certificate.arn is None else "both arn and domain"
        yield Mistake((), given, "either arn (a certificate that exists) or domain (one to request)")


def _request_goes_with_domain(certificate: Certificate) -> Iterator[Mistake]:
    if certificate.domain is not None:
        return
    if certificate.zone_id is not None:
        yield Mistake(("zoneId",), f'"{certificate.zone_id}"', "no zoneId without a domain", "Remove zoneId.")
    if certificate.alternative_names:
        names = counted(len(certificate.alternative_names), "name")
        yield Mistake(("alternativeNames",), names, "no alternativeNames without a domain", "Remove alternativeNames.")


def _names_differ(certificate: Certificate) -> Iterator[Mistake]:
    names = (certificate.domain, *certificate.alternative_names)
    for index, name in enumerate(certificate.alternative_names):
        if name in names[: index + 1]:
            yield Mistake(("alternativeNames", index), f'"{name}"', "each host name once", f"Remove {name}.")


def _common_name_is_short(certificate: Certificate) -> Iterator[Mistake]:
    if certificate.domain is not None and len(certificate.domain) > _LONGEST_COMMON_NAME:
        yield Mistake(
            ("domain",),
            f"{len(certificate.domain)} characters",
            f"at most {_LONGEST_COMMON_NAME}: it becomes the certificate's common name",
            "Put a shorter name first and this one into alternativeNames.",
        )


class Certificate(Section):
    """A certificate of the HTTPS listener: one that exists, or one requested for a domain."""

    rules: ClassVar[tuple[Rule, ...]] = (
        _arn_or_domain,
        _request_goes_with_domain,
        _names_differ,
        _common_name_is_short,
    )

    arn: CertificateArn | None = None
    """ARN of an issued ACM certificate."""
    domain: DomainName | None = None
    """Host name for which ACM issues a certificate, validated by a DNS record."""
    alternative_names: Annotated[tuple[DomainName, ...], Field(max_length=9)] = ()
    """Further host names of the same certificate."""
    key_algorithm: Literal["RSA_2048", "EC_prime256v1", "EC_secp384r1"] = "RSA_2048"
    """Kind of key; elliptic curves are faster, RSA is known to every client."""
    transparency_logging: Flag = True
    """Whether the certificate is published in transparency logs, as browsers demand."""
    zone_id: HostedZoneId | None = None
    """Route 53 zone that gets the validation records, and the load balancer's records for the host names; by default
    `platform:edge.hostedZone` when they lie in it. Without a zone the records are made by hand while `up` waits."""

    @property
    def domains(self) -> tuple[str, ...]:
        """All its host names; none when it exists already."""
        return () if self.domain is None else (self.domain, *self.alternative_names)


def _one_bucket(target: LogTarget) -> Iterator[Mistake]:
    if (target.bucket is None) == (target.bucket_name is None):
        given = "neither bucket nor bucketName" if target.bucket is None else "both bucket and bucketName"
        yield Mistake((), given, "either bucket (a key of platform:buckets) or bucketName (one that exists)")


class LogTarget(Section):
    """Where log files go."""

    rules: ClassVar[tuple[Rule, ...]] = (_one_bucket,)

    bucket: BucketKey | None = None
    """Key of a bucket in `platform:buckets`, which then admits the load balancer's log delivery."""
    bucket_name: BucketName | None = None
    """Name of a bucket outside of the stack; it must exist, encrypt with S3-managed keys and admit log delivery."""
    prefix: LogPrefix
    """First part of the files' names."""


def _status_is_final(response: DefaultResponse) -> Iterator[Mistake]:
    if 300 <= response.status <= 399:
        yield Mistake(("status",), str(response.status), "a code 2XX, 4XX or 5XX")


class DefaultResponse(Section):
    """The answer to requests that no service's route takes."""

    rules: ClassVar[tuple[Rule, ...]] = (_status_is_final,)

    status: Annotated[Whole, Field(ge=200, le=599)] = 404
    """HTTP status code: 2XX, 4XX or 5XX."""
    content_type: Literal["text/plain", "text/css", "text/html", "application/javascript", "application/json"] = (
        "text/plain"
    )
    """Type of the body."""
    body: Annotated[str, Field(max_length=1024)] = "Not found"
    """The body, up to 1024 characters."""


class LoadBalancer(Section):
    """An application load balancer: HTTPS only, port 80 redirects, headers that aren't HTTP are dropped.

    A service becomes the default by a route for `/*` with the largest priority.
    """

    name: LoadBalancerName
    """Name of the load balancer, part of its DNS name."""
    scheme: Literal["internetFacing", "internal"] = "internetFacing"
    """internal gives it private addresses only, in the same subnets."""
    clients: Annotated[tuple[Cidr, ...], Field(max_length=20)] = ()
    """Blocks from which it is reached at all; by default 0.0.0.0/0, and with internal the block of the VPC."""
    certificate: Certificate
    """Certificate of the HTTPS listener."""
    more_certificates: FrozenMap[Slug, Certificate] = Field(default_factory=dict, validate_default=True)
    """Further certificates by name, chosen by the host name that clients ask for (SNI)."""
    tls_policy: TlsPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
    """TLS versions and ciphers."""
    idle_seconds: Annotated[Whole, Field(ge=1, le=4000)] = 60
    """Seconds after which a silent connection is closed."""
    keep_alive_seconds: Annotated[Whole, Field(ge=60, le=604800)] = 3600
    """Seconds after which a client's connection is closed although it is in use."""
    access_logs: LogTarget | None = None
    """Where a record of every request goes; by default nowhere."""
    connection_logs: LogTarget | None = None
    """Where a record of every TLS connection goes; by default nowhere."""
    response_headers: ResponseHeaders = ResponseHeaders()
    """Security headers of every answer."""
    default_response: DefaultResponse = DefaultResponse()
    """Answer to requests that no route takes."""
    desync_mitigation: Literal["defensive", "strictest"] = "defensive"
    """How strictly requests that servers may read differently are refused."""
    forwarded_for: Literal["append", "preserve", "remove"] = "append"
    """What happens to X-Forwarded-For: the client's address is added, it stays as it is, or it is removed."""
    zonal_shift: Flag = False
    """Whether operators, and AWS by itself, may take an impaired zone out."""
    deletion_protection: Flag = True
    """Whether AWS refuses to delete the load balancer."""

    @property
    def certificates(self) -> dict[Path, Certificate]:
        """All certificates, by their path below this section."""
        more: dict[Path, Certificate] = {
            ("moreCertificates", name): found for name, found in self.more_certificates.items()
        }
        return {("certificate",): self.certificate, **more}

    @property
    def log_targets(self) -> dict[Path, LogTarget]:
        """Where its logs go, by the path below this section."""
        targets = {("accessLogs",): self.access_logs, ("connectionLogs",): self.connection_logs}
        return {path: target for path, target in targets.items() if target is not None}


class Edge(Section):
    """How requests come in."""

    load_balancer: LoadBalancer
    """The load balancer in front of all services with routes."""
    web_firewall: WebFirewall | None = None
    """Web application firewall of the load balancer."""
    hosted_zone: HostedZone | None = None
    """Route 53 zone of host names that name no other."""
    records: FrozenMap[RecordKey, Record] = Field(default_factory=dict, validate_default=True)
    """Further host names by key; those of certificates in a known zone have their records already."""

    def zone_of(self, domain: str, zone_id: str | None) -> str | None:
        """Where a host name's records go: a zone's id, `zone` for the one of this section, None when by hand."""
        if zone_id is not None:
            return zone_id
        return "zone" if self.hosted_zone is not None and self.hosted_zone.holds(domain) else None
