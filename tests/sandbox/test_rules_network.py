"""AWS's input rules for networks, security groups, instances and load balancers."""

import pytest

from sandbox.aws.rules.types import (
    EGRESS_RULE,
    FLOW_LOG,
    INGRESS_RULE,
    INSTANCE,
    LISTENER,
    LISTENER_RULE,
    LOAD_BALANCER,
    NAT_GATEWAY,
    NETWORK_ACL,
    ROUTE,
    ROUTE_TABLE,
    SECURITY_GROUP,
    SECURITY_GROUP_RULE,
    SUBNET,
    TARGET_GROUP,
    VOLUME,
    VPC,
    VPC_ENDPOINT,
)
from sandbox.values import UNKNOWN, Properties, Value
from tests.sandbox.rules_cases import ABSENT, Wrong, assert_refused, judged, wrong

LB, TG, HTTPS, RULE = LOAD_BALANCER[0], TARGET_GROUP[0], LISTENER[0], LISTENER_RULE[0]
CERTIFICATE = "arn:aws:acm:ap-south-1:123456789014:certificate/5b9c2b1e-0d4f-4c55-9d27-0f6d0a1f4a11"
FORWARD: Value = [{"type": "forward", "targetGroupArn": "arn:aws:elasticloadbalancing:::targetgroup/pe/1"}]
PATHS: Value = [{"pathPattern": {"values": ["/api/*"]}}]

RIGHT: dict[str, Properties] = {
    VPC: {"cidrBlock": "192.168.0.0/24", "instanceTenancy": "default"},
    SUBNET: {"vpcId": UNKNOWN, "cidrBlock": "192.168.0.0/27", "availabilityZone": "ap-south-1a"},
    SECURITY_GROUP: {
        "name": "payments",
        "ingress": [{"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["0.0.0.0/0"]}],
        "egress": [{"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["0.0.0.0/0"]}],
    },
    SECURITY_GROUP_RULE: {
        "type": "ingress",
        "securityGroupId": UNKNOWN,
        "protocol": "tcp",
        "fromPort": 5432,
        "toPort": 5432,
        "sourceSecurityGroupId": UNKNOWN,
    },
    INGRESS_RULE: {
        "securityGroupId": UNKNOWN,
        "ipProtocol": "tcp",
        "fromPort": "443",
        "toPort": 443,
        "cidrIpv4": "10.0.0.0/8",
    },
    EGRESS_RULE: {"securityGroupId": UNKNOWN, "ipProtocol": "-1", "cidrIpv6": "::/0"},
    ROUTE: {"routeTableId": UNKNOWN, "destinationCidrBlock": "0.0.0.0/0", "natGatewayId": UNKNOWN},
    ROUTE_TABLE: {"vpcId": UNKNOWN, "routes": [{"cidrBlock": "0.0.0.0/0", "gatewayId": UNKNOWN}]},
    NAT_GATEWAY: {"subnetId": UNKNOWN, "allocationId": UNKNOWN},
    VPC_ENDPOINT: {"vpcId": UNKNOWN, "serviceName": "com.amazonaws.ap-south-1.s3", "routeTableIds": [UNKNOWN]},
    NETWORK_ACL: {
        "vpcId": UNKNOWN,
        "ingress": [
            {"ruleNo": 100, "action": "allow", "protocol": "tcp", "fromPort": 443, "toPort": 443},
            {"ruleNo": 200, "action": "deny", "protocol": "-1", "fromPort": 0, "toPort": 0},
        ],
    },
    FLOW_LOG: {"vpcId": UNKNOWN, "iamRoleArn": UNKNOWN, "logDestination": UNKNOWN, "trafficType": "ALL"},
    INSTANCE: {"ami": "ami-0123456789abcdef0", "instanceType": "t4g.small"},
    VOLUME: {"availabilityZone": "ap-south-1a", "size": 100, "type": "gp3", "throughput": 250},
    LB: {"name": "payments", "subnets": [UNKNOWN, UNKNOWN], "securityGroups": [UNKNOWN]},
    TG: {
        "name": "internal-pe",
        "port": 8080,
        "protocol": "HTTP",
        "vpcId": UNKNOWN,
        "targetType": "ip",
        "healthCheck": {"path": "/health", "interval": 30, "timeout": 5, "matcher": "200-299"},
    },
    HTTPS: {
        "loadBalancerArn": UNKNOWN,
        "port": 443,
        "protocol": "HTTPS",
        "certificateArn": CERTIFICATE,
        "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "defaultActions": FORWARD,
    },
    RULE: {"listenerArn": UNKNOWN, "priority": 10, "actions": FORWARD, "conditions": PATHS},
}

WRONG = [
    wrong(VPC, {"cidrBlock": "192.168.0.1/24"}, "cidrBlock", "host bits", "192.168.0.0/24"),
    wrong(VPC, {"cidrBlock": "10.0.0.0/8"}, "cidrBlock", "/8", "/16 to /28"),
    wrong(VPC, {"cidrBlock": "10.0.0.0"}, "cidrBlock", "IPv4 CIDR block"),
    wrong(VPC, {"cidrBlock": ABSENT}, "cidrBlock", "ipv4IpamPoolId"),
    wrong(VPC, {"instanceTenancy": "host"}, "instanceTenancy", "dedicated"),
    wrong(SUBNET, {"cidrBlock": "192.168.0.0/29"}, "cidrBlock", "/29", "/16 to /28"),
    wrong(SUBNET, {"availabilityZone": "us-east-1a"}, "availabilityZone", "ap-south-1a"),
    wrong(SUBNET, {"availabilityZoneId": "aps1-az1"}, "availabilityZoneId", "exactly one"),
    wrong(SUBNET, {"ipv6CidrBlock": "2001:db8::/65"}, "ipv6CidrBlock", "/65"),
    wrong(SECURITY_GROUP, {"name": "sg-payments"}, "name", "sg-"),
    wrong(SECURITY_GROUP, {"name": "default"}, "name", "reserved"),
    wrong(SECURITY_GROUP, {"description": "Zahlungsverkehr für alle"}, "description", "ASCII"),
    wrong(
        SECURITY_GROUP,
        {"egress": [{"protocol": "-1", "fromPort": 443, "toPort": 443, "cidrBlocks": ["0.0.0.0/0"]}]},
        "egress[0].fromPort",
        "both be 0",
    ),
    wrong(SECURITY_GROUP, {"ingress": [{"protocol": "tcp", "fromPort": 1, "toPort": 2}]}, "ingress[0]", "no peer"),
    wrong(
        SECURITY_GROUP,
        {"ingress": [{"protocol": "tcp", "fromPort": 1, "toPort": 2, "cidrBlocks": ["10.0.0.5/24"]}]},
        "ingress[0].cidrBlocks[0]",
        "10.0.0.0/24",
    ),
    wrong(SECURITY_GROUP_RULE, {"fromPort": 6000}, "fromPort", "6000", "5432"),
    wrong(SECURITY_GROUP_RULE, {"sourceSecurityGroupId": ABSENT}, "cidrBlocks", "no peer"),
    wrong(SECURITY_GROUP_RULE, {"cidrBlocks": ["10.0.0.0/8"]}, "sourceSecurityGroupId", "one rule for each"),
    wrong(SECURITY_GROUP_RULE, {"protocol": "https"}, "protocol", "https", "tcp"),
    wrong(SECURITY_GROUP_RULE, {"type": "inbound"}, "type", "ingress"),
    wrong(INGRESS_RULE, {"cidrIpv6": "::/0"}, "cidrIpv6", "exactly one"),
    wrong(INGRESS_RULE, {"cidrIpv4": ABSENT}, "", "cidrIpv4", "referencedSecurityGroupId"),
    wrong(INGRESS_RULE, {"toPort": ABSENT}, "toPort", "missing"),
    wrong(INGRESS_RULE, {"toPort": 70000}, "toPort", "65,535"),
    wrong(INGRESS_RULE, {"cidrIpv4": "::/0"}, "cidrIpv4", "IPv4"),
    wrong(INGRESS_RULE, {"description": "from the <portal>"}, "description", "letters"),
    wrong(EGRESS_RULE, {"ipProtocol": "icmp", "fromPort": 300, "toPort": -1}, "fromPort", "-1 to 255"),
    wrong(ROUTE, {"gatewayId": UNKNOWN}, "natGatewayId", "exactly one"),
    wrong(ROUTE, {"destinationCidrBlock": ABSENT}, "", "destinationCidrBlock"),
    wrong(ROUTE, {"destinationCidrBlock": "10.1.2.3/16"}, "destinationCidrBlock", "10.1.0.0/16"),
    wrong(ROUTE_TABLE, {"routes": [{"cidrBlock": "0.0.0.0/0"}]}, "routes[0]", "natGatewayId"),
    wrong(NAT_GATEWAY, {"allocationId": ABSENT}, "allocationId", "Elastic IP"),
    wrong(NAT_GATEWAY, {"connectivityType": "private"}, "allocationId", "private"),
    wrong(VPC_ENDPOINT, {"subnetIds": [UNKNOWN]}, "subnetIds", "Interface"),
    wrong(VPC_ENDPOINT, {"vpcEndpointType": "Interface"}, "routeTableIds", "subnetIds"),
    wrong(
        VPC_ENDPOINT,
        {
            "vpcEndpointType": "Interface",
            "serviceName": "com.amazonaws.ap-south-1.dynamodb",
            "routeTableIds": ABSENT,
            "privateDnsEnabled": True,
        },
        "privateDnsEnabled",
        "does not provide a private DNS name",
    ),
    wrong(VPC_ENDPOINT, {"serviceName": "com.amazonaws.us-east-1.s3"}, "serviceName", "com.amazonaws.ap-south-1.s3"),
    wrong(NETWORK_ACL, {"ingress": [{"ruleNo": 100}, {"ruleNo": 100}]}, "ingress[1].ruleNo", "twice"),
    wrong(FLOW_LOG, {"iamRoleArn": ABSENT}, "iamRoleArn", "role"),
    wrong(FLOW_LOG, {"maxAggregationInterval": 300}, "maxAggregationInterval", "60, 600"),
    wrong(FLOW_LOG, {"subnetId": UNKNOWN}, "subnetId", "exactly one"),
    wrong(INSTANCE, {"ami": ABSENT}, "ami", "launchTemplate"),
    wrong(INSTANCE, {"metadataOptions": {"httpTokens": "always"}}, "metadataOptions.httpTokens", "required"),
    wrong(INSTANCE, {"rootBlockDevice": {"volumeType": "gp2", "iops": 3000}}, "rootBlockDevice.iops", "gp2"),
    wrong(VOLUME, {"type": "gp2"}, "throughput", "gp3"),
    wrong(VOLUME, {"type": "io2", "throughput": ABSENT}, "iops", "io2"),
    wrong(LB, {"name": "internal-payments"}, "name", "internal-"),
    wrong(LB, {"name": "a" * 33}, "name", "32"),
    wrong(LB, {"name": "payments-"}, "name", "hyphen at either end"),
    wrong(LB, {"subnets": [UNKNOWN]}, "subnets", "two", "availability zones"),
    wrong(LB, {"idleTimeout": 5000}, "idleTimeout", "4,000"),
    wrong(LB, {"accessLogs": {"enabled": True}}, "accessLogs.bucket", "bucket"),
    wrong(TG, {"name": "internal_pe"}, "name", "hyphens"),
    wrong(TG, {"vpcId": ABSENT}, "vpcId", "ip"),
    wrong(TG, {"healthCheck": {"interval": 10, "timeout": 10}}, "healthCheck.timeout", "smaller than the interval"),
    wrong(TG, {"healthCheck": {"interval": 4}}, "healthCheck.interval", "5 to 300"),
    wrong(TG, {"healthCheck": {"path": "health"}}, "healthCheck.path", '"/"'),
    wrong(TG, {"healthCheck": {"matcher": "2xx"}}, "healthCheck.matcher", "200-299"),
    wrong(TG, {"healthCheck": {"protocol": "TCP"}}, "healthCheck.protocol", "TCP"),
    wrong(TG, {"deregistrationDelay": 4000}, "deregistrationDelay", "3,600"),
    wrong(TG, {"stickiness": {"type": "source_ip"}}, "stickiness.type", "lb_cookie"),
    wrong(HTTPS, {"certificateArn": ABSENT}, "certificateArn", "HTTPS"),
    wrong(HTTPS, {"protocol": "HTTP"}, "certificateArn", "HTTP"),
    wrong(HTTPS, {"sslPolicy": "ELBSecurityPolicy-TLS-1-3"}, "sslPolicy", "doesn't exist"),
    wrong(HTTPS, {"port": 0}, "port", "65,535"),
    wrong(HTTPS, {"defaultActions": [{"type": "redirect"}]}, "defaultActions[0].redirect", "redirect"),
    wrong(
        HTTPS,
        {"defaultActions": [{"type": "redirect", "redirect": {"statusCode": "301", "port": "443"}}]},
        "defaultActions[0].redirect.statusCode",
        "HTTP_301",
    ),
    wrong(
        HTTPS,
        {"defaultActions": [{"type": "redirect", "redirect": {"statusCode": "HTTP_301"}}]},
        "defaultActions[0].redirect",
        "itself",
    ),
    wrong(
        HTTPS,
        {"defaultActions": [{"type": "fixed-response", "fixedResponse": {"contentType": "text/xml"}}]},
        "defaultActions[0].fixedResponse.contentType",
        "text/plain",
    ),
    wrong(HTTPS, {"defaultActions": [{"type": "forward"}]}, "defaultActions[0].targetGroupArn", "target group"),
    wrong(RULE, {"priority": 50001}, "priority", "50,000"),
    wrong(RULE, {"conditions": ABSENT}, "conditions", "at least one"),
    wrong(RULE, {"conditions": [{"pathPattern": {"values": list("abcdef")}}]}, "conditions", "6", "at most 5"),
    wrong(RULE, {"conditions": [{"sourceIp": {"values": ["10.0.0.1"]}}]}, "conditions[0].sourceIp.values[0]", "CIDR"),
]


@pytest.mark.parametrize("type", RIGHT)
def test_what_aws_accepts_of_a_network_is_accepted(type: str) -> None:
    assert judged(type, RIGHT[type]) == []


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_what_aws_refuses_of_a_network_is_refused_where_it_is_wrong(case: Wrong) -> None:
    assert_refused(case, RIGHT[case.type])


def test_a_list_is_counted_though_its_elements_are_unknown() -> None:
    assert [failure.path for failure in judged(LB, {"name": "one-zone", "subnets": [UNKNOWN]})] == ["subnets"]


def test_an_unknown_list_is_not_judged() -> None:
    assert judged(LB, {"name": "payments", "subnets": UNKNOWN}) == []


def test_a_network_load_balancer_may_have_one_subnet() -> None:
    assert judged(LB, {"name": "payments", "subnets": [UNKNOWN], "loadBalancerType": "network"}) == []


def test_a_reason_names_the_error_of_aws() -> None:
    (failure,) = judged(VPC, {"cidrBlock": "10.0.0.0/8"})
    assert "(AWS: InvalidVpc.Range)" in failure.reason
