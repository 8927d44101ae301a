"""Things that the sandbox's accounts have none of, because no Pulumi resource makes them and AWS gives none.

Lists of them are empty; asking for one of them is answered as AWS answers an account without any.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call
from sandbox.aws.invokes.lookup import asked
from sandbox.aws.model import AwsError
from sandbox.schema.model import FunctionType
from sandbox.values import Properties

_THINGS: Mapping[str, str] = MappingProxyType(
    {
        "appstream/getImage": "AppStream image",
        "arcregionswitch/getRoute53HealthChecks": "Region switch plan with health checks",
        "bedrock/getAgentAgentVersions": "version of a Bedrock agent",
        "chatbot/getSlackWorkspace": "Slack workspace authorised for Amazon Q",
        "cloudwatch/getEventSource": "partner event source",
        "connect/getPrompt": "Connect prompt",
        "costexplorer/getTags": "cost allocation tag with spend",
        "dynamodb/getBackups": "DynamoDB backup",
        "ec2/getCapacityBlockOffering": "Capacity Block offering",
        "ec2/getCoipPool": "customer-owned IP pool (it needs an Outpost)",
        "ec2/getCoipPools": "customer-owned IP pool",
        "ec2/getLocalGateway": "local gateway (it needs an Outpost)",
        "ec2/getLocalGatewayRouteTable": "local gateway route table (it needs an Outpost)",
        "ec2/getLocalGatewayVirtualInterface": "local gateway virtual interface (it needs an Outpost)",
        "ec2/getLocalGatewayVirtualInterfaceGroup": "local gateway virtual interface group (it needs an Outpost)",
        "ec2/getLocalGatewayVirtualInterfaceGroups": "local gateway virtual interface group",
        "ec2/getLocalGateways": "local gateway",
        "ec2/getPublicIpv4Pool": "public IPv4 pool",
        "ec2/getPublicIpv4Pools": "public IPv4 pool",
        "ec2/getServiceLinkVirtualInterface": "service link virtual interface (it needs an Outpost)",
        "ec2/getServiceLinkVirtualInterfaces": "service link virtual interface",
        "ec2transitgateway/getDirectConnectGatewayAttachment": "Direct Connect gateway attachment",
        "elasticache/getServiceUpdateActions": "ElastiCache service update action",
        "elasticache/getServiceUpdates": "ElastiCache service update",
        "guardduty/getFindingIds": "GuardDuty finding",
        "licensemanager/getReceivedLicense": "received license",
        "licensemanager/getReceivedLicenses": "received license",
        "odb/getDbNode": "database node of Oracle Database@AWS",
        "odb/getDbNodes": "database node of Oracle Database@AWS",
        "odb/getDbServer": "database server of Oracle Database@AWS",
        "odb/getDbServers": "database server of Oracle Database@AWS",
        "outposts/getAsset": "Outposts asset",
        "outposts/getAssets": "Outposts asset",
        "outposts/getOutpost": "Outpost",
        "outposts/getOutpostInstanceType": "Outpost",
        "outposts/getOutpostInstanceTypes": "Outpost",
        "outposts/getOutposts": "Outpost",
        "outposts/getSite": "Outposts site",
        "outposts/getSites": "Outposts site",
        "rds/getEvents": "RDS event",
        "redshift/getDataShares": "Redshift data share",
        "redshift/getProducerDataShares": "Redshift data share",
        "ssm/getInstances": "managed instance",
        "storagegateway/getLocalDisk": "local disk of a Storage Gateway",
        "waf/getSubscribedRuleGroup": "subscribed rule group",
        "wafregional/getSubscribedRuleGroup": "subscribed rule group",
        "workspaces/getImage": "WorkSpaces image",
    }
)


def absent(arguments: Arguments, function: FunctionType, call: Call) -> Properties | None:
    """The answer for a thing that accounts have none of: an empty list; None when the function asks for others.

    Raises `AwsError` when the function asks for one of them.
    """
    service, _, name = arguments.token.partition(":")[2].partition("/")
    thing = _THINGS.get(f"{service}/{name.partition(':')[0]}")
    if thing is None:
        return None
    lists = [name for name, item in function.result.items() if item.type.kind == "list" and name not in function.args]
    if name.endswith("s") and lists:
        return {}
    raise AwsError(
        "NotFound",
        f"no matching {thing} found: account {call.place.account} has none in {call.place.region}, and none can be "
        f"deployed in the sandbox ({asked(arguments)}). Give its attributes in the stack's configuration instead.",
    )
