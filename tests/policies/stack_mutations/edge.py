"""What stands between the internet and the services, broken."""

from policies.resource_types import (
    CERTIFICATE_VALIDATION,
    DNS_RECORD,
    ECS_SERVICE,
    HOSTED_ZONE,
    LISTENER,
    LOAD_BALANCER,
    LOG_GROUP,
    QUERY_LOG,
    SECURITY_GROUP_INGRESS,
    WEB_ACL,
    WEB_ACL_ASSOCIATION,
    WEB_ACL_LOGGING,
)
from tests.policies.stack_mutations.case import Case
from tests.policies.stack_mutations.changes import both, given, lacking, leading, without
from tests.policies.stack_mutations.deployed import Named

_BALANCER = Named(LOAD_BALANCER, "edge-alb")
_FIREWALL = Named(WEB_ACL, "firewall-acl")
_LOGGING = Named(WEB_ACL_LOGGING, "firewall-logging")
_HTTP, _HTTPS = Named(LISTENER, "edge-http"), Named(LISTENER, "edge-https")
_INTO_TASKS = Named(SECURITY_GROUP_INGRESS, "groups-ecs-in-8080-alb")
_INTO_BALANCER = Named(SECURITY_GROUP_INGRESS, "groups-alb-in-80")
_SERVICES = (Named(ECS_SERVICE, "internal-pe-service"), Named(ECS_SERVICE, "customer-portal-service"))
_ZONE = Named(HOSTED_ZONE, "zone-public")
_RECORD = Named(DNS_RECORD, "edge-alias-a")

CASES = (
    Case(
        "alb-has-waf",
        "the firewall is not put in front",
        without(Named(WEB_ACL_ASSOCIATION, "firewall-association")),
        (_BALANCER,),
    ),
    Case(
        "alb-has-waf",
        "the firewall stands in front of something else",
        given(
            Named(WEB_ACL_ASSOCIATION, "firewall-association"),
            resourceArn="arn:aws:elasticloadbalancing:ap-south-1:123456789014:loadbalancer/app/other/0123456789abcdef",
        ),
        (_BALANCER,),
    ),
    Case("waf-has-logging", "the firewall logs nothing", without(_LOGGING), (_FIREWALL,)),
    Case(
        "waf-has-logging",
        "the firewall logs to a group of another name than WAF demands",
        leading(_LOGGING, "logDestinationConfigs", Named(LOG_GROUP, "internal-pe-logs"), by="arn"),
        (_LOGGING,),
    ),
    Case(
        "http-listener-redirects",
        "HTTP is sent to a port where nobody answers",
        given(_HTTP, {"defaultActions[0].redirect.port": "8443"}),
        (_HTTP,),
    ),
    Case("http-listener-redirects", "there is no HTTPS listener", without(_HTTPS), (_HTTP,)),
    Case(
        "http-listener-redirects",
        "HTTP is answered",
        given(_HTTP, defaultActions=[{"type": "fixed-response", "fixedResponse": {"statusCode": "200"}}]),
        (_HTTP,),
        also={"alb-listener-https": "the listener says so itself"},
    ),
    Case(
        "listener-cert-valid-domain",
        "nobody waits for the certificate to be valid",
        without(Named(CERTIFICATE_VALIDATION, "edge-certificate-validation")),
        (_HTTPS,),
    ),
    Case(
        "alb-sg-to-service-sg",
        "a wide range reaches the tasks past the load balancer",
        both(lacking(_INTO_TASKS, "referencedSecurityGroupId"), given(_INTO_TASKS, cidrIpv4="10.0.0.0/8")),
        _SERVICES,
    ),
    Case(
        "alb-sg-to-service-sg",
        "the load balancer opens a port on which it does not listen",
        given(_INTO_BALANCER, fromPort=8081, toPort=8081),
        (_BALANCER,),
        also={"sg-open-only-443": "the port is none that the internet may enter"},
    ),
    Case(
        "dns-target-exists",
        "the name leads to a load balancer that is written out",
        given(_RECORD, {"aliases[0].name": "an-older-alb-1.ap-south-1.elb.amazonaws.com"}),
        (_RECORD,),
        of="realserv/prod",
    ),
    Case(
        "route53-query-log",
        "nobody records who asks for names",
        without(Named(QUERY_LOG, "zone-queries")),
        (_ZONE,),
        of="auraconnect/prod",
    ),
)
