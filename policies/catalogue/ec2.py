"""Policies for security groups."""

from policies.catalogue.model import PORTS, Controls, Levels, Policy, Severity, same_everywhere

_GUIDE = "https://docs.aws.amazon.com/vpc/latest/userguide"

ROWS = (
    Policy(
        name="sg-no-open-admin-ports",
        title="No security group opens SSH or RDP to the internet",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="Remote administration ports are found and attacked within minutes.",
        remedy="Remove the rule; reach hosts through Session Manager, or allow a named address range only.",
        docs=f"{_GUIDE}/security-group-rules.html",
        controls=Controls(
            fsbp=("EC2.13", "EC2.14", "EC2.53", "EC2.54"),
            pci_own=("1.3.1",),
            pci_config=("1.2.8", "1.3.1", "1.3.2", "1.4.2"),
            cis=("v3.0 5.2", "v3.0 5.3", "v5.0 5.3", "v5.0 5.4"),
            checkov=("CKV_AWS_24", "CKV_AWS_25"),
        ),
        parameters=(same_everywhere("ports", "Ports of remote administration.", PORTS, [22, 3389]),),
    ),
    Policy(
        name="sg-no-open-db-ports",
        title="No security group opens a data store's port to the internet",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="A data store reachable from the internet needs one leaked or guessed password to lose everything.",
        remedy="Remove the rule; allow the application's security group only.",
        docs=f"{_GUIDE}/security-group-rules.html",
        controls=Controls(fsbp=("EC2.19",)),
        parameters=(
            same_everywhere(
                "ports",
                "Ports of data stores and file shares.",
                PORTS,
                [445, 1433, 1521, 2049, 3306, 5432, 6379, 6380, 8086, 9042, 9200, 9300, 11211, 27017],
            ),
        ),
    ),
    Policy(
        name="sg-open-only-443",
        title="Security groups open nothing to the internet but HTTPS and the redirect to it",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/A"),
        why="Every open port is attack surface; a payment platform has one door, the load balancer.",
        remedy="Limit the rule to ports 443 and 80, or to the address ranges or security groups that need it.",
        docs=f"{_GUIDE}/security-group-rules.html",
        controls=Controls(
            fsbp=("EC2.18",),
            pci_config=("1.2.5", "1.2.8", "1.3.1", "1.3.2"),
            checkov=("CKV_AWS_260", "CKV_AWS_277"),
        ),
        parameters=(same_everywhere("ports", "Ports that may be open to the internet.", PORTS, [80, 443]),),
    ),
    Policy(
        name="sg-egress-restricted",
        title="Security groups do not let everything out",
        severity=Severity.MEDIUM,
        levels=Levels.of("A/A/A"),
        why="Stolen card data leaves by any port that is open outwards.",
        remedy="Allow the ports and destinations that are needed, such as 443 only.",
        docs=f"{_GUIDE}/security-group-rules.html",
        controls=Controls(pci_own=("1.3.2",), checkov=("CKV_AWS_382",)),
    ),
    Policy(
        name="sg-descriptions",
        title="Security groups and their rules say what they are for",
        severity=Severity.LOW,
        levels=Levels.of("M/A/A"),
        why="A rule of which nobody knows the purpose is never removed; PCI DSS wants a reason for each.",
        remedy="Set description on the group and on each of its rules.",
        docs=f"{_GUIDE}/security-group-rules.html",
        controls=Controls(pci_own=("1.2.5",), checkov=("CKV_AWS_23",)),
    ),
    Policy(
        name="default-sg-closed",
        title="Default security groups let nothing through",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/A"),
        why="Whatever is started without a security group gets the default one, and may talk to all the others in it.",
        remedy="Leave ingress and egress out of the aws.ec2.DefaultSecurityGroup, or set them to [].",
        docs=f"{_GUIDE}/default-security-group.html",
        controls=Controls(fsbp=("EC2.2",), cis=("v3.0 5.4", "v5.0 5.5"), checkov=("CKV2_AWS_12",)),
    ),
)
