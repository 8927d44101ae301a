"""Cloud Map."""

from typing import Final

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties, Value

_NAMESPACES: Final = (
    "aws:servicediscovery/httpNamespace:HttpNamespace",
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
    "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace",
)


@computes(*_NAMESPACES)
def namespace(creation: Creation) -> Computed:
    """A namespace; one with DNS has a hosted zone."""
    id = f"ns-{creation.random.lower(16, 'id')}"
    properties: Properties = {
        "arn": creation.arn("servicediscovery", f"namespace/{id}"),
        "hostedZone": "Z" + creation.random.upper(20, "zone"),
        "httpName": creation.name(),
    }
    return Computed(id, creation.promised(properties))


@computes("aws:servicediscovery/service:Service")
def service(creation: Creation) -> Computed:
    """A service in a namespace."""
    id = f"srv-{creation.random.lower(16, 'id')}"
    dns = creation.merged("dnsConfig", {"routingPolicy": "MULTIVALUE"}) if creation.objects("dnsConfig") else {}
    given: Value = creation.inputs.get("namespaceId") or dns.get("namespaceId") or ""
    properties: Properties = {
        "arn": creation.arn("servicediscovery", f"service/{id}"),
        "namespaceId": given,
        "type": creation.text("type", "DNS_HTTP" if dns else "HTTP"),
    }
    if dns:
        properties["dnsConfig"] = dns
    return Computed(id, properties)


@computes("aws:servicediscovery/instance:Instance")
def instance(creation: Creation) -> Computed:
    """An instance of a service, whose id is the given one."""
    return Computed(creation.text("instanceId"))
