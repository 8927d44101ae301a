"""Examples for security groups, in each form in which a program may write their rules."""

from collections.abc import Mapping

from tests.policies.examples.model import Example
from tests.policies.harness import UNKNOWN_VALUE, Json

GROUP = "aws:ec2/securityGroup:SecurityGroup"
RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"


def inline(first: Json, last: Json, source: Json, protocol: Json = "tcp") -> Mapping[str, Json]:
    """A group with an entry that is never at fault and the given one."""
    harmless: Json = {"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": ["192.168.0.0/24"]}
    entry: Json = {"protocol": protocol, "fromPort": first, "toPort": last, "cidrBlocks": [source]}
    return {"ingress": [harmless, entry]}


def separate(first: Json, last: Json, source: Json, protocol: Json = "tcp") -> Mapping[str, Json]:
    """A rule of the older resource type."""
    return {"type": "ingress", "protocol": protocol, "fromPort": first, "toPort": last, "ipv6CidrBlocks": [source]}


def ingress_rule(first: Json, last: Json, source: Json, protocol: Json = "tcp") -> Mapping[str, Json]:
    """A rule of the newer resource type."""
    return {"ipProtocol": protocol, "fromPort": first, "toPort": last, "cidrIpv4": source}


EXAMPLES = (
    Example(
        "sg-no-open-admin-ports",
        GROUP,
        compliant=inline(443, 443, "0.0.0.0/0"),
        violating=inline(20, 30, "0.0.0.0/0"),
        unknown=inline(22, 22, UNKNOWN_VALUE),
        unknown_path="ingress[1].cidrBlocks",
        says="ingress[1]: ports 20-30 are open to 0.0.0.0/0",
    ),
    Example(
        "sg-no-open-admin-ports",
        RULE,
        compliant=separate(22, 22, "fd00::/8"),
        violating=separate("3389", "3389", "::/0"),
        unknown=separate(UNKNOWN_VALUE, 22, "::/0"),
        unknown_path="fromPort",
        says="port 3389 is open to ::/0",
    ),
    Example(
        "sg-no-open-admin-ports",
        INGRESS_RULE,
        compliant=ingress_rule(22, 22, "203.0.113.0/24"),
        violating=ingress_rule(None, None, "0.0.0.0/0", protocol="-1"),
        unknown=ingress_rule(22, 22, "0.0.0.0/0", protocol=UNKNOWN_VALUE),
        unknown_path="ipProtocol",
        says="all ports are open to 0.0.0.0/0",
    ),
    Example(
        "sg-no-open-db-ports",
        GROUP,
        compliant=inline(5432, 5432, "10.0.0.0/8"),
        violating=inline(5432, 5432, "0.0.0.0/1"),
        unknown=inline(5432, 5432, UNKNOWN_VALUE),
        unknown_path="ingress[1].cidrBlocks",
        says="port 5432 is open to 0.0.0.0/1",
    ),
    Example(
        "sg-no-open-db-ports",
        RULE,
        compliant={"type": "egress", "protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["0.0.0.0/0"]},
        violating=separate(6379, 6379, "2000::/3"),
        unknown={**separate(6379, 6379, "::/0"), "type": UNKNOWN_VALUE},
        unknown_path="type",
        says="port 6379 is open to 2000::/3",
    ),
    Example(
        "sg-no-open-db-ports",
        INGRESS_RULE,
        compliant={"ipProtocol": "tcp", "fromPort": 5432, "toPort": 5432, "referencedSecurityGroupId": "sg-1"},
        violating=ingress_rule(3306, 3306, "0.0.0.0/0"),
        unknown=ingress_rule(3306, 3306, UNKNOWN_VALUE),
        unknown_path="cidrIpv4",
        says="port 3306 is open to 0.0.0.0/0",
    ),
    Example(
        "sg-open-only-443",
        GROUP,
        compliant=inline(80, 80, "0.0.0.0/0"),
        violating=inline(8080, 8080, "0.0.0.0/0"),
        unknown={"ingress": UNKNOWN_VALUE},
        unknown_path="ingress",
        says="port 8080 is open to 0.0.0.0/0",
    ),
    Example(
        "sg-open-only-443",
        RULE,
        compliant=separate(-1, -1, "::/0", protocol="icmpv6"),
        violating=separate(0, 0, "::/0", protocol="-1"),
        unknown=separate(8080, 8080, UNKNOWN_VALUE),
        unknown_path="ipv6CidrBlocks",
        says="all ports are open to ::/0",
    ),
    Example(
        "sg-open-only-443",
        INGRESS_RULE,
        compliant=ingress_rule(443, 443, "0.0.0.0/0"),
        violating=ingress_rule(80, 443, "0.0.0.0/0"),
        unknown=ingress_rule(80, 443, "not-an-address"),
        unknown_path="cidrIpv4",
        says="ports 80-443 are open to 0.0.0.0/0",
    ),
)
