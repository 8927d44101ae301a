"""Policies about how the parts of a stack's network are joined."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

ROWS = (
    Policy(
        name="db-sg-only-from-app",
        title="Data stores accept connections from the application only",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/A/A"),
        why="Whatever else can reach the database is a way around the application's checks.",
        remedy="Allow the application's security group, or private subnets of this VPC, and nothing wider.",
        docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
        controls=Controls(pci_own=("1.4.4",)),
    ),
    Policy(
        name="db-subnets-private",
        title="Data stores live in subnets without a route to the internet",
        severity=Severity.HIGH,
        levels=Levels.of("M/A/A"),
        why="A data store in a public subnet is one mistaken setting away from the internet.",
        remedy="Build the subnet group from subnets whose route table has no route to an internet gateway.",
        docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
        controls=Controls(fsbp=("RDS.46",), pci_own=("1.4.4",)),
    ),
    Policy(
        name="sg-open-only-at-load-balancer",
        title="The internet comes in through load balancers only",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/A"),
        why="A port that bypasses the load balancer bypasses its firewall, its TLS policy and its logs as well.",
        remedy="Remove the rule, or attach the security group to the load balancer instead.",
        docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html",
        controls=Controls(pci_own=("1.4.2", "1.4.4")),
    ),
    Policy(
        name="nat-gateway-per-zone",
        title="A private subnet leaves through a NAT gateway of its own zone",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/D"),
        why="When the zone of the only NAT gateway fails, no task of any zone reaches a payment gateway.",
        remedy="Give each zone a NAT gateway, or the VPC one with availabilityMode regional.",
        docs="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
        setting="platform:network.natGateways",
    ),
)
