"""Names in DNS: the hosted zone and the records in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.errors import Mistake
from settings.section import Flag, Rule, Section, Whole
from settings.types import DomainName, HostedZoneId, Slug, UrlPath

RecordKey = Slug
"""Name of a record inside the stack file."""


class HostedZone(Section):
    """A public Route 53 zone. Certificates and records whose host name lies in it use it by themselves."""

    name: DomainName
    """Domain of the zone, such as example.com."""
    id: HostedZoneId | None = None
    """Id of a zone that exists. Without it the stack makes the zone; the parent domain must then delegate to the name
    servers in the stack's outputs, and certificates wait for that."""
    query_logs: Flag = True
    """Whether the queries that a zone of the stack's own answers are recorded in a log group in us-east-1, where Route
    53 writes all of them; kept `platform:observability.logRetentionDays`."""

    def holds(self, domain: str) -> bool:
        """Whether a host name lies in the zone."""
        return domain == self.name or domain.endswith(f".{self.name}")


class EndpointCheck(Section):
    """A health check from outside, over HTTPS, from several regions of the world."""

    path: UrlPath = "/health"
    """Path that answers 2xx or 3xx."""
    interval_seconds: Literal[10, 30] = 30
    """Seconds between the requests of each checker; 10 costs more."""
    failures: Annotated[Whole, Field(ge=1, le=10)] = 3
    """Failures in a row that make it unhealthy."""


def _alias_has_no_ttl(record: Record) -> Iterator[Mistake]:
    if record.cname is None and record.ttl_seconds is not None:
        yield Mistake(("ttlSeconds",), str(record.ttl_seconds), "no ttlSeconds without cname", "Remove ttlSeconds.")


class Record(Section):
    """A host name: by default one for the load balancer, with cname one for another host name."""

    rules: ClassVar[tuple[Rule, ...]] = (_alias_has_no_ttl,)

    domain: DomainName
    """The host name."""
    cname: DomainName | None = None
    """Host name that it stands for; by default it is an alias of the load balancer."""
    ttl_seconds: Annotated[Whole, Field(ge=30, le=172800)] | None = None
    """Seconds that resolvers remember a cname; 300 by default."""
    zone_id: HostedZoneId | None = None
    """Zone of the record; by default `platform:edge.hostedZone`."""
    health_check: EndpointCheck | None = None
    """Check from outside; by default none. Its metric lives in us-east-1."""
