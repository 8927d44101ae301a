"""Policies for VPCs, subnets, network ACLs, flow logs and transit gateways."""

from policies.catalogue.model import PORTS, TEXTS, Controls, Levels, Parameter, Policy, Severity, same_everywhere

_GUIDE = "https://docs.aws.amazon.com/vpc/latest/userguide"
_BOUNDARY = ("1.2.8", "1.3.1", "1.3.2", "1.4.2")

ROWS = (
    Policy(
        name="no-default-vpc",
        title="Nothing is built in the default VPC",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/M"),
        why="Every subnet of the default VPC is public and its default security group is everybody's.",
        remedy="Remove the aws.ec2.DefaultVpc and use an aws.ec2.Vpc of your own.",
        docs=f"{_GUIDE}/default-vpc.html",
        controls=Controls(checkov=("CKV_AWS_148",)),
    ),
    Policy(
        name="subnet-no-auto-public-ip",
        title="Subnets give no public addresses by themselves",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/M/A"),
        why="Whatever is started in such a subnet is on the internet, without anybody having asked for it.",
        remedy="Set mapPublicIpOnLaunch to false; load balancers and NAT gateways get their addresses all the same.",
        docs=f"{_GUIDE}/subnet-public-ip.html",
        controls=Controls(fsbp=("EC2.15",), pci_own=("1.4.4",), checkov=("CKV_AWS_130",)),
    ),
    Policy(
        name="nacl-no-open-admin-ports",
        title="No network ACL opens remote administration to the internet",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/M/A"),
        why="The network ACL is the second lock, for the day when a security group is opened by mistake.",
        remedy="Limit the entry to the ports that are needed, or deny these by one with a lower number.",
        docs=f"{_GUIDE}/vpc-network-acls.html",
        controls=Controls(
            fsbp=("EC2.21",),
            pci_config=_BOUNDARY,
            cis=("v3.0 5.1", "v5.0 5.2"),
            checkov=("CKV_AWS_229", "CKV_AWS_230", "CKV_AWS_231", "CKV_AWS_232", "CKV_AWS_352"),
        ),
        parameters=(same_everywhere("ports", "Ports of remote administration.", PORTS, [20, 21, 22, 3389]),),
    ),
    Policy(
        name="flow-log-all-traffic",
        title="Flow logs record all traffic",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="Traffic that was accepted is what tells where stolen data went.",
        remedy="Set trafficType to ALL and logDestination to a log group or bucket.",
        docs=f"{_GUIDE}/flow-logs.html",
        controls=Controls(
            fsbp=("EC2.6",),
            pci_config=("5.3.4", "10.2.1", "10.2.2", "10.3.1"),
            cis=("v3.0 3.7", "v5.0 3.7"),
            checkov=("CKV2_AWS_11",),
        ),
        parameters=(
            Parameter(
                "trafficTypes",
                "Kinds of traffic of which recording one is enough.",
                TEXTS,
                prod=["ALL"],
                staging=["ALL", "REJECT"],
                dev=["ALL", "REJECT"],
            ),
        ),
        setting="platform:network.flowLogs",
    ),
    Policy(
        name="tgw-no-auto-accept",
        title="Transit gateways accept no network unasked",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/M"),
        why="Any account with which the gateway is shared could join its network to the payment platform's.",
        remedy="Set autoAcceptSharedAttachments to disable.",
        docs="https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html",
        controls=Controls(fsbp=("EC2.23",), pci_config=_BOUNDARY, checkov=("CKV_AWS_331",)),
    ),
)
