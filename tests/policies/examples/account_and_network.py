"""Examples for CloudTrail, Config, GuardDuty, VPCs and what security groups let out."""

from tests.policies.examples.model import KEY, Example
from tests.policies.examples.security_groups import GROUP, INGRESS_RULE, RULE
from tests.policies.harness import UNKNOWN_VALUE, Json

TRAIL = "aws:cloudtrail/trail:Trail"
FEATURE = "aws:guardduty/detectorFeature:DetectorFeature"
EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
NETWORK_ACL = "aws:ec2/networkAcl:NetworkAcl"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
_AGENT: Json = [{"name": "ECS_FARGATE_AGENT_MANAGEMENT", "status": "ENABLED"}]


def entry(number: int, action: str, first: Json, last: Json, source: Json = "0.0.0.0/0") -> dict[str, Json]:
    """One inline entry of a network ACL."""
    return {
        "ruleNo": number,
        "action": action,
        "protocol": "tcp",
        "fromPort": first,
        "toPort": last,
        "cidrBlock": source,
    }


def out(protocol: Json, destination: Json) -> dict[str, Json]:
    """One inline entry of a security group for outgoing traffic."""
    return {"protocol": protocol, "fromPort": 0, "toPort": 0, "cidrBlocks": [destination], "description": "out"}


EXAMPLES = (
    Example(
        "cloudtrail-multi-region",
        TRAIL,
        compliant={"isMultiRegionTrail": True},
        violating={"isMultiRegionTrail": True, "includeGlobalServiceEvents": False},
        unknown={"isMultiRegionTrail": UNKNOWN_VALUE},
        unknown_path="isMultiRegionTrail",
        says="includeGlobalServiceEvents is false",
    ),
    Example(
        "cloudtrail-enabled",
        TRAIL,
        compliant={},
        violating={"enableLogging": False},
        unknown={"enableLogging": UNKNOWN_VALUE},
        unknown_path="enableLogging",
        says="enableLogging is false",
    ),
    Example(
        "cloudtrail-validation",
        TRAIL,
        compliant={"enableLogFileValidation": True},
        violating={},
        unknown={"enableLogFileValidation": UNKNOWN_VALUE},
        unknown_path="enableLogFileValidation",
        says="enableLogFileValidation is not set",
    ),
    Example(
        "cloudtrail-cmk",
        TRAIL,
        compliant={"kmsKeyId": KEY},
        violating={"kmsKeyId": "alias/aws/cloudtrail"},
        unknown={"kmsKeyId": UNKNOWN_VALUE},
        unknown_path="kmsKeyId",
        says="a key that AWS manages",
    ),
    Example(
        "guardduty-enabled",
        "aws:guardduty/detector:Detector",
        compliant={},
        violating={"enable": "false"},
        unknown={"enable": UNKNOWN_VALUE},
        unknown_path="enable",
        says='enable is "false"',
    ),
    Example(
        "guardduty-features",
        FEATURE,
        compliant={"name": "RUNTIME_MONITORING", "status": "ENABLED", "additionalConfigurations": _AGENT},
        violating={"name": "RUNTIME_MONITORING", "status": "ENABLED"},
        unknown={"name": "S3_DATA_EVENTS", "status": UNKNOWN_VALUE},
        unknown_path="status",
        says="additionalConfigurations do not enable ECS_FARGATE_AGENT_MANAGEMENT",
    ),
    Example(
        "config-recorder-on",
        "aws:cfg/recorderStatus:RecorderStatus",
        compliant={"isEnabled": True},
        violating={"isEnabled": False},
        unknown={"isEnabled": UNKNOWN_VALUE},
        unknown_path="isEnabled",
        says="isEnabled is false",
    ),
    Example(
        "no-default-vpc",
        "aws:ec2/defaultVpc:DefaultVpc",
        compliant=None,
        violating={"forceDestroy": True},
        unknown=None,
        unknown_path="",
        says="the program uses the default VPC",
    ),
    Example(
        "subnet-no-auto-public-ip",
        "aws:ec2/subnet:Subnet",
        compliant={},
        violating={"mapPublicIpOnLaunch": True},
        unknown={"mapPublicIpOnLaunch": UNKNOWN_VALUE},
        unknown_path="mapPublicIpOnLaunch",
        says="mapPublicIpOnLaunch is true",
    ),
    Example(
        "subnet-no-auto-public-ip",
        "aws:ec2/defaultSubnet:DefaultSubnet",
        compliant={"mapPublicIpOnLaunch": False},
        violating={},
        unknown={"mapPublicIpOnLaunch": UNKNOWN_VALUE},
        unknown_path="mapPublicIpOnLaunch",
        says="mapPublicIpOnLaunch is not set, which means true",
    ),
    Example(
        "nacl-no-open-admin-ports",
        NETWORK_ACL,
        compliant={"ingress": [entry(100, "allow", 443, 443), entry(200, "allow", 22, 22, "10.0.0.0/8")]},
        violating={"ingress": [entry(100, "allow", 1, 1024)]},
        unknown={"ingress": [entry(100, "allow", 22, 22, UNKNOWN_VALUE)]},
        unknown_path="ingress[0].cidrBlock",
        says="ingress[0]: port 20, 21, 22 open to 0.0.0.0/0",
    ),
    Example(
        "nacl-no-open-admin-ports",
        "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
        compliant={},
        violating={"ingress": [{"ruleNo": 1, "action": "allow", "protocol": "-1", "ipv6CidrBlock": "::/0"}]},
        unknown={"ingress": UNKNOWN_VALUE},
        unknown_path="ingress",
        says="ingress[0]: all ports open to ::/0",
    ),
    Example(
        "flow-log-all-traffic",
        FLOW_LOG,
        compliant={"vpcId": "vpc-1", "trafficType": "ALL", "logDestination": UNKNOWN_VALUE},
        violating={"vpcId": "vpc-1", "trafficType": "REJECT", "logDestination": "arn:aws:s3:::logs"},
        unknown={"vpcId": "vpc-1", "trafficType": UNKNOWN_VALUE, "logDestination": "arn:aws:s3:::logs"},
        unknown_path="trafficType",
        says='trafficType is "REJECT"',
    ),
    Example(
        "tgw-no-auto-accept",
        "aws:ec2transitgateway/transitGateway:TransitGateway",
        compliant={},
        violating={"autoAcceptSharedAttachments": "enable"},
        unknown={"autoAcceptSharedAttachments": UNKNOWN_VALUE},
        unknown_path="autoAcceptSharedAttachments",
        says='autoAcceptSharedAttachments is "enable"',
    ),
    Example(
        "sg-egress-restricted",
        GROUP,
        compliant={"description": "x"},
        violating={"egress": [out("-1", "0.0.0.0/0")]},
        unknown={"egress": [out("-1", UNKNOWN_VALUE)]},
        unknown_path="egress[0].cidrBlocks",
        says="egress[0]: everything may leave to 0.0.0.0/0",
    ),
    Example(
        "sg-egress-restricted",
        RULE,
        compliant={"type": "egress", "protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["0.0.0.0/0"]},
        violating={"type": "egress", "protocol": "-1", "fromPort": 0, "toPort": 0, "ipv6CidrBlocks": ["::/0"]},
        unknown={"type": UNKNOWN_VALUE, "protocol": "-1", "cidrBlocks": ["0.0.0.0/0"]},
        unknown_path="type",
        says="everything may leave to ::/0",
    ),
    Example(
        "sg-egress-restricted",
        EGRESS_RULE,
        compliant={"ipProtocol": "-1", "referencedSecurityGroupId": "sg-1"},
        violating={"ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"},
        unknown={"ipProtocol": UNKNOWN_VALUE, "cidrIpv4": "0.0.0.0/0"},
        unknown_path="ipProtocol",
        says="everything may leave to 0.0.0.0/0",
    ),
    Example(
        "sg-descriptions",
        GROUP,
        compliant={"description": "Database", "egress": [out("-1", "10.0.0.0/8")]},
        violating={"description": "Database", "ingress": [{"protocol": "tcp"}]},
        unknown={"description": UNKNOWN_VALUE},
        unknown_path="description",
        says="ingress[0].description is not set",
    ),
    Example(
        "sg-descriptions",
        INGRESS_RULE,
        compliant={"description": "From the application"},
        violating={"description": ""},
        unknown={"description": UNKNOWN_VALUE},
        unknown_path="description",
        says="description is not set",
    ),
    Example(
        "default-sg-closed",
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        compliant={"ingress": [], "egress": None},
        violating={"egress": [out("-1", "0.0.0.0/0")]},
        unknown={"ingress": UNKNOWN_VALUE},
        unknown_path="ingress",
        says="egress[0] lets traffic through",
    ),
    Example(
        "cloudtrail-cloudwatch",
        TRAIL,
        compliant={"cloudWatchLogsGroupArn": UNKNOWN_VALUE, "cloudWatchLogsRoleArn": UNKNOWN_VALUE},
        violating={"cloudWatchLogsGroupArn": "arn:aws:logs:x"},
        unknown=None,
        unknown_path="",
        says="cloudWatchLogsRoleArn is not set",
    ),
)
