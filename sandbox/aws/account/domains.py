"""Public hosted zones that are registered and delegated to this account: `example.com`, with an issued certificate, and
those that the stack's configuration names by id.
"""

import json
import os

from sandbox.aws.model import Deployed, Generator, Place
from sandbox.values import Properties, Value

DOMAIN = "example.com"
ZONES_VARIABLE = "SANDBOX_HOSTED_ZONES"
"""Domains of further zones by their ids, as JSON."""


def resources(place: Place) -> list[Deployed]:
    """The hosted zones, and in every region a certificate for example.com and its subdomains."""
    example = "Z0" + Generator(f"{place.account}/route53").upper(19, DOMAIN)
    zones = {example: DOMAIN, **json.loads(os.environ.get(ZONES_VARIABLE, "{}"))}
    return [*(_zone(place, id, name) for id, name in zones.items()), _certificate(place)]


def name_servers(seed: str) -> list[str]:
    """Four name servers as Route 53 assigns them: one in each of four top-level domains, all different."""
    random = Generator(seed)
    return [
        f"ns-{int(random.digits(4, domain)) % 512 + offset}.awsdns-{int(random.digits(2, domain)) % 64:02d}.{domain}"
        for domain, offset in (("com", 0), ("net", 512), ("org", 1024), ("co.uk", 1536))
    ]


def _zone(place: Place, id: str, name: str) -> Deployed:
    servers: list[Value] = list(name_servers(id))
    state: Properties = {
        "arn": place.arn("route53", f"hostedzone/{id}", region="", account=""),
        "callerReference": f"terraform-{Generator(id).digits(26)}",
        "comment": "HostedZone created by Route53 Registrar",
        "forceDestroy": False,
        "name": name,
        "nameServers": servers,
        "primaryNameServer": servers[0],
        "tags": {},
        "tagsAll": {},
        "zoneId": id,
    }
    return Deployed("aws:route53/zone:Zone", id, place, state, seed="")


def _certificate(place: Place) -> Deployed:
    id = Generator(f"{place.account}/{place.region}/acm").uuid(DOMAIN)
    arn = place.arn("acm", f"certificate/{id}")
    state: Properties = {
        "arn": arn,
        "domainName": DOMAIN,
        "keyAlgorithm": "RSA_2048",
        "notAfter": "2030-01-01T00:00:00Z",
        "notBefore": "2024-01-01T00:00:00Z",
        "region": place.region,
        "renewalEligibility": "ELIGIBLE",
        "status": "ISSUED",
        "subjectAlternativeNames": [DOMAIN, f"*.{DOMAIN}"],
        "tags": {},
        "tagsAll": {},
        "type": "AMAZON_ISSUED",
        "validationMethod": "DNS",
    }
    return Deployed("aws:acm/certificate:Certificate", arn, place, state, seed="")
