"""Elastic Load Balancing: load balancers, listeners, rules and target groups."""

from typing import Final

from sandbox.aws.computed.addresses import default_security_group, vpc_of, zones_of_subnets
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties, Value

_KINDS: Final = {"network": "net", "gateway": "gwy"}
_REQUEST_HEADERS: Final = (
    ("MtlsClientcert", "Mtls-Clientcert"),
    ("MtlsClientcertIssuer", "Mtls-Clientcert-Issuer"),
    ("MtlsClientcertLeaf", "Mtls-Clientcert-Leaf"),
    ("MtlsClientcertSerialNumber", "Mtls-Clientcert-Serial-Number"),
    ("MtlsClientcertSubject", "Mtls-Clientcert-Subject"),
    ("MtlsClientcertValidity", "Mtls-Clientcert-Validity"),
    ("TlsCipherSuite", "Tls-Cipher-Suite"),
    ("TlsVersion", "Tls-Version"),
)


@computes("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer")
def load_balancer(creation: Creation) -> Computed:
    """An application, network or gateway load balancer."""
    kind = creation.text("loadBalancerType", "application")
    name = creation.name()
    suffix = f"{_KINDS.get(kind, 'app')}/{name}/{creation.random.hex(16, 'arn')}"
    arn = creation.arn("elasticloadbalancing", f"loadbalancer/{suffix}")
    mappings = creation.objects("subnetMappings")
    mapped = [str(mapping["subnetId"]) for mapping in mappings if mapping.get("subnetId")]
    subnets = creation.texts("subnets") or mapped
    vpc_id = vpc_of(creation, subnets)
    groups: list[Value] = [*creation.texts("securityGroups")]
    if not groups and kind == "application":
        standard = default_security_group(creation, vpc_id)
        groups = [standard] if standard else []
    return Computed(
        arn,
        {
            "arn": arn,
            "arnSuffix": suffix,
            "dnsName": _dns_name(creation, kind, name),
            "zoneId": creation.facts.nlb_zone if kind == "network" else creation.facts.alb_zone,
            "vpcId": vpc_id or creation.prefixed("vpc"),
            "internal": creation.flag("internal"),
            "ipAddressType": creation.text("ipAddressType", "ipv4"),
            "loadBalancerType": kind,
            "name": name,
            "namePrefix": creation.text("namePrefix"),
            "securityGroups": groups,
            "subnets": [*subnets],
            "subnetMappings": [*mappings] or [{"subnetId": subnet} for subnet in subnets],
            "enablePrefixForIpv6SourceNat": creation.text("enablePrefixForIpv6SourceNat", "off" if _udp(kind) else ""),
            "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic": creation.text(
                "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "on" if kind == "network" and groups else ""
            ),
        },
    )


def _udp(kind: str) -> bool:
    return kind == "network"


def _dns_name(creation: Creation, kind: str, name: str) -> str:
    internal = "internal-" if creation.flag("internal") and kind == "application" else ""
    if kind == "application":
        number = creation.random.digits(10, "dns").lstrip("0")
        return f"{internal}{name}-{number}.{creation.region}.elb.{creation.place.dns_suffix}"
    return f"{name}-{creation.random.hex(16, 'arn')}.elb.{creation.region}.{creation.place.dns_suffix}"


@computes("aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup")
def target_group(creation: Creation) -> Computed:
    """A target group with the health check that AWS sets."""
    name = creation.name()[:32]
    suffix = f"targetgroup/{name}/{creation.random.hex(16, 'arn')}"
    arn = creation.arn("elasticloadbalancing", suffix)
    target = creation.text("targetType", "instance")
    protocol = "" if target == "lambda" else creation.text("protocol", "HTTP")
    web = protocol in ("HTTP", "HTTPS")
    return Computed(
        arn,
        {
            "arn": arn,
            "arnSuffix": suffix,
            "name": name,
            "namePrefix": creation.text("namePrefix"),
            "targetType": target,
            "healthCheck": _health_check(creation, target, protocol),
            "ipAddressType": creation.text("ipAddressType", "" if target == "lambda" else "ipv4"),
            "loadBalancerArns": [],
            "preserveClientIp": creation.text("preserveClientIp", "" if web or target == "lambda" else "true"),
            "protocolVersion": creation.text("protocolVersion", "HTTP1") if web else "",
            "stickiness": _stickiness(creation, protocol),
            "targetFailovers": [*creation.objects("targetFailovers")],
            "targetHealthStates": [*creation.objects("targetHealthStates")],
            "targetGroupHealth": _group_health(creation),
        },
    )


def _health_check(creation: Creation, target: str, protocol: str) -> Properties:
    web = protocol in ("HTTP", "HTTPS") or target in ("lambda", "alb")
    base: Properties = {
        "enabled": target != "lambda",
        "healthyThreshold": 5 if web else 3,
        "interval": 35 if target == "lambda" else 30,
        "matcher": "200-399" if target == "alb" or protocol in ("TCP", "TLS", "UDP", "TCP_UDP") else "200",
        "path": "/" if web else "",
        "port": "traffic-port" if target != "lambda" else "",
        "protocol": "HTTP" if web and protocol != "HTTPS" else ("HTTP" if web else "TCP"),
        "timeout": 5 if protocol == "HTTP" else (30 if target == "lambda" else (5 if web else 10)),
        "unhealthyThreshold": 2 if web else 3,
    }
    given = creation.inputs.get("healthCheck")
    checked = {key: item for key, item in given.items() if item is not None} if isinstance(given, dict) else {}
    if checked.get("protocol") in ("HTTP", "HTTPS") and not base["path"]:
        base |= {"path": "/", "matcher": "200-399"}
    if not web and checked.get("protocol", "TCP") == "TCP":
        base["matcher"] = ""
    return base | checked


def _stickiness(creation: Creation, protocol: str) -> Properties:
    kind = "lb_cookie" if protocol in ("HTTP", "HTTPS", "") else "source_ip"
    base: Properties = {"cookieDuration": 86400 if kind == "lb_cookie" else 0, "cookieName": "", "type": kind}
    given = creation.inputs.get("stickiness")
    if isinstance(given, dict):
        return {"enabled": True, **base, **{key: item for key, item in given.items() if item is not None}}
    return {"enabled": False, **base}


def _group_health(creation: Creation) -> Properties:
    base: Properties = {
        "dnsFailover": {"minimumHealthyTargetsCount": "1", "minimumHealthyTargetsPercentage": "off"},
        "unhealthyStateRouting": {"minimumHealthyTargetsCount": 1, "minimumHealthyTargetsPercentage": "off"},
    }
    given = creation.inputs.get("targetGroupHealth")
    return base | ({key: item for key, item in given.items() if item is not None} if isinstance(given, dict) else {})


@computes("aws:lb/listener:Listener", "aws:alb/listener:Listener")
def listener(creation: Creation) -> Computed:
    """A listener; its ARN continues that of its load balancer."""
    balancer = creation.text("loadBalancerArn").split(":loadbalancer/", 1)[-1]
    arn = creation.arn("elasticloadbalancing", f"listener/{balancer}/{creation.random.hex(16, 'arn')}")
    application = balancer.startswith("app/")
    gateway = balancer.startswith("gwy/")
    protocol = "" if gateway else creation.text("protocol", "HTTP")
    if creation.inputs.get("protocol") is None and creation.texts("certificateArn"):
        protocol = "HTTPS"
    secure = protocol in ("HTTPS", "TLS")
    properties: Properties = {
        "arn": arn,
        "protocol": protocol,
        "sslPolicy": creation.text("sslPolicy", "ELBSecurityPolicy-2016-08") if secure else "",
        "tcpIdleTimeoutSeconds": creation.number("tcpIdleTimeoutSeconds", 350) if not application else 0,
        "mutualAuthentication": _mutual(creation, protocol),
        "defaultActions": _numbered(creation, "defaultActions"),
    }
    if protocol == "HTTPS":
        for name, header in _REQUEST_HEADERS:
            key = f"routingHttpRequestXAmzn{name}HeaderName"
            properties[key] = creation.text(key, f"X-Amzn-{header}")
    if application:
        properties["routingHttpResponseServerEnabled"] = creation.flag("routingHttpResponseServerEnabled", True)
    return Computed(arn, properties)


def _mutual(creation: Creation, protocol: str) -> Properties:
    given = creation.inputs.get("mutualAuthentication")
    if isinstance(given, dict):
        base: Properties = {"advertiseTrustStoreCaNames": "", "ignoreClientCertificateExpiry": False}
        return base | {key: item for key, item in given.items() if item is not None}
    return {"mode": "off"} if protocol == "HTTPS" else {}


def _numbered(creation: Creation, name: str) -> list[Value]:
    """The actions, each with the order in which AWS runs it."""
    return [{"order": place, **action} for place, action in enumerate(creation.objects(name), 1)]


@computes("aws:lb/listenerRule:ListenerRule", "aws:alb/listenerRule:ListenerRule")
def listener_rule(creation: Creation) -> Computed:
    """A rule of a listener; without a priority it takes the next free one."""
    path = creation.text("listenerArn").split(":listener/", 1)[-1]
    arn = creation.arn("elasticloadbalancing", f"listener-rule/{path}/{creation.random.hex(16, 'arn')}")
    before = creation.current.get("priority")
    priority = creation.inputs.get("priority") or before or _next_priority(creation)
    return Computed(arn, {"arn": arn, "priority": priority, "actions": _numbered(creation, "actions")})


def _next_priority(creation: Creation) -> int:
    rules = creation.request.cloud.where(creation.resource.token, listenerArn=creation.text("listenerArn"))
    taken = [priority for rule in rules if isinstance(priority := rule.get("priority"), int)]
    return max(taken, default=0) + 1


@computes("aws:lb/targetGroupAttachment:TargetGroupAttachment", "aws:alb/targetGroupAttachment:TargetGroupAttachment")
def target_attachment(creation: Creation) -> Computed:
    """A target in a target group."""
    moment = creation.moment().strftime("%Y%m%d%H%M%S")
    return Computed(f"{creation.text('targetGroupArn')}-{moment}{creation.random.digits(12, 'id')}")


@computes("aws:lb/listenerCertificate:ListenerCertificate", "aws:alb/listenerCertificate:ListenerCertificate")
def listener_certificate(creation: Creation) -> Computed:
    """A further certificate of a listener."""
    return Computed(f"{creation.text('listenerArn')}_{creation.text('certificateArn')}")


@computes("aws:lb/trustStore:TrustStore")
def trust_store(creation: Creation) -> Computed:
    """A trust store for mutual TLS."""
    suffix = f"truststore/{creation.name()}/{creation.random.hex(16, 'arn')}"
    arn = creation.arn("elasticloadbalancing", suffix)
    return Computed(arn, {"arn": arn, "arnSuffix": suffix})


@computes("aws:elb/loadBalancer:LoadBalancer")
def classic_load_balancer(creation: Creation) -> Computed:
    """A classic load balancer, whose id is its name."""
    name = creation.name()
    internal = "internal-" if creation.flag("internal") else ""
    subnets = creation.texts("subnets")
    standard = default_security_group(creation, vpc_of(creation, subnets))
    groups: list[Value] = [*creation.texts("securityGroups")] or ([standard] if standard else [])
    check: Properties = {"healthyThreshold": 10, "interval": 30, "target": "", "timeout": 5, "unhealthyThreshold": 2}
    listeners = creation.objects("listeners")
    if listeners:
        check["target"] = f"TCP:{listeners[0].get('instancePort')}"
    given = creation.inputs.get("healthCheck")
    return Computed(
        name,
        {
            "arn": creation.arn("elasticloadbalancing", f"loadbalancer/{name}"),
            "availabilityZones": [*creation.texts("availabilityZones")] or zones_of_subnets(creation, subnets),
            "dnsName": f"{internal}{name}-{creation.random.digits(9, 'dns')}.{creation.region}.elb."
            f"{creation.place.dns_suffix}",
            "healthCheck": check | (given if isinstance(given, dict) else {}),
            "instances": [*creation.texts("instances")],
            "securityGroups": groups,
            "sourceSecurityGroup": f"{creation.account}/default",
            "sourceSecurityGroupId": groups[0] if groups else creation.prefixed("sg"),
            "subnets": [*subnets],
            "zoneId": creation.facts.alb_zone,
        },
    )
