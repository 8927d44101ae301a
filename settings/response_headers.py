"""Headers that the load balancer adds to every answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from settings.errors import Mistake
from settings.section import Flag, Rule, Section, Whole
from settings.types import Text

_ATTRIBUTES = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html"
"""What a listener's header attributes take."""

_SHORTEST_PRELOAD_SECONDS = 31536000
"""Source: https://hstspreload.org/#submission-requirements"""

Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

HeaderName = Annotated[str, Text(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}", "the name of an HTTP header")]

Origin = Annotated[
    str, Text(r"\*|https://[a-z0-9.-]+(:\d{1,5})?", "* or an origin such as https://shop.example.com, without a path")
]

HeaderValue = Annotated[str, Text(r"[\x20-\x7e]{1,1024}", "1 to 1024 printable characters on one line")]


def _preload_covers_everything(policy: StrictTransportSecurity) -> Iterator[Mistake]:
    if not policy.preload:
        return
    if not policy.include_subdomains:
        yield Mistake(("includeSubdomains",), "false", "true with preload", "Set includeSubdomains to true.")
    if policy.max_age_seconds < _SHORTEST_PRELOAD_SECONDS:
        yield Mistake(
            ("maxAgeSeconds",),
            str(policy.max_age_seconds),
            f"{_SHORTEST_PRELOAD_SECONDS} (a year) or more with preload",
        )


class StrictTransportSecurity(Section):
    """Tells browsers to use HTTPS only."""

    rules: ClassVar[tuple[Rule, ...]] = (_preload_covers_everything,)

    max_age_seconds: Annotated[Whole, Field(ge=86400, le=63072000)] = 31536000
    """Seconds that browsers remember it: a day to two years."""
    include_subdomains: Flag = True
    """Whether it holds for all host names below."""
    preload: Flag = False
    """Whether browsers may list the host name as HTTPS-only before the first visit; hard to take back."""

    @property
    def value(self) -> str:
        """The header's value."""
        parts = [f"max-age={self.max_age_seconds}"]
        parts += ["includeSubDomains"] if self.include_subdomains else []
        parts += ["preload"] if self.preload else []
        return "; ".join(parts)


def _credentials_need_an_origin(cors: Cors) -> Iterator[Mistake]:
    if cors.allow_credentials and cors.allow_origin == "*":
        yield Mistake(
            ("allowOrigin",), '"*"', "one origin with allowCredentials: browsers refuse * there", "Name the origin."
        )


class Cors(Section):
    """Which pages of other origins may read answers."""

    rules: ClassVar[tuple[Rule, ...]] = (_credentials_need_an_origin,)

    allow_origin: Origin
    """The one origin that may, or * for all."""
    allow_methods: Annotated[tuple[Method, ...], Field(min_length=1)] = ("GET", "HEAD", "OPTIONS")
    """HTTP methods that they may use."""
    allow_headers: tuple[HeaderName, ...] = ()
    """Request headers that they may send."""
    expose_headers: tuple[HeaderName, ...] = ()
    """Answer headers that they may read."""
    allow_credentials: Flag = False
    """Whether browsers send cookies along."""
    max_age_seconds: Annotated[Whole, Field(ge=0, le=86400)] = 600
    """Seconds that browsers remember these rules."""


class ResponseHeaders(Section):
    """Security headers of every HTTPS answer. `X-Content-Type-Options: nosniff` is always sent, `Server` never."""

    strict_transport_security: StrictTransportSecurity = StrictTransportSecurity()
    """HTTPS only, remembered by browsers."""
    frame_options: Literal["DENY", "SAMEORIGIN"] = "DENY"
    """Who may show the pages in a frame: nobody, or pages of the same origin."""
    content_security_policy: HeaderValue | None = None
    """Content-Security-Policy; by default the services' own."""
    cors: Cors | None = None
    """Access from pages of other origins; by default the services' own."""
