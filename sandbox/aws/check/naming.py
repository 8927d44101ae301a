"""Which property of which type the provider names by itself when the program doesn't, and how.

Every type with an optional input `name` gets one: the resource's name in the program, a hyphen and seven hexadecimal
digits, 255 characters at most. The rows below differ from that.
https://github.com/pulumi/pulumi-aws/blob/master/provider/resource_overrides.go
https://github.com/pulumi/pulumi-aws/blob/master/provider/autonaming.go
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sandbox.schema import ResourceType

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class NamingRule:
    """How one property is named.

    `longest` is the maximum length of the name before `prefix` and the FIFO suffix, 0 where the provider has none.
    `charset` are the characters of the random part, hexadecimal digits where it is empty. `fifo` is the input that asks
    for the suffix `.fifo`. `unique` is false for the few names that the provider doesn't count as its own: giving one
    of these does not make a replacement delete the old resource first.
    """

    property: str = "name"
    separator: str = "-"
    longest: int = 255
    random: int = 7
    charset: str = ""
    lower: bool = False
    prefix: str = ""
    fifo: str = ""
    unique: bool = True


_DATABASE_NAME: Final = NamingRule(separator="_", longest=0, random=8, charset=_LETTERS, lower=True, unique=False)
_LEX_NAME: Final = NamingRule(separator="_", longest=0, random=8, charset=_LETTERS, unique=False)
_OBJECT_KEY: Final = NamingRule("key", separator="", longest=0, random=0, unique=False)
_BUCKET: Final = NamingRule("bucket", longest=63, lower=True)

_RULES: Final[Mapping[str, NamingRule]] = {
    "aws:appsync/dataSource:DataSource": NamingRule(separator="_", unique=False),
    "aws:appsync/function:Function": NamingRule(separator="_", unique=False),
    "aws:athena/database:Database": NamingRule(separator="_", unique=False),
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": NamingRule(separator="_"),
    "aws:cloudwatch/eventRule:EventRule": NamingRule(longest=64),
    "aws:cloudwatch/eventTarget:EventTarget": NamingRule("targetId"),
    "aws:codedeploy/deploymentConfig:DeploymentConfig": NamingRule(
        "deploymentConfigName", separator="_", longest=100, unique=False
    ),
    "aws:ec2/keyPair:KeyPair": NamingRule("keyName"),
    "aws:efs/fileSystem:FileSystem": NamingRule("creationToken"),
    "aws:eks/fargateProfile:FargateProfile": NamingRule("fargateProfileName"),
    "aws:eks/nodeGroup:NodeGroup": NamingRule("nodeGroupName"),
    "aws:elasticache/cluster:Cluster": NamingRule("clusterId", longest=50, lower=True),
    "aws:elasticache/replicationGroup:ReplicationGroup": NamingRule("replicationGroupId", longest=40, lower=True),
    "aws:elasticbeanstalk/environment:Environment": NamingRule(longest=40),
    "aws:elasticsearch/domain:Domain": NamingRule("domainName", longest=28, lower=True),
    "aws:glue/catalogDatabase:CatalogDatabase": _DATABASE_NAME,
    "aws:glue/catalogTable:CatalogTable": _DATABASE_NAME,
    "aws:iam/role:Role": NamingRule(longest=64),
    "aws:iot/topicRule:TopicRule": NamingRule(separator="", longest=0, random=0),
    "aws:kms/alias:Alias": NamingRule(longest=238, prefix="alias/"),
    "aws:lambda/function:Function": NamingRule(longest=64),
    "aws:lambda/permission:Permission": NamingRule("statementId", longest=100),
    "aws:lex/bot:Bot": _LEX_NAME,
    "aws:lex/botAlias:BotAlias": _LEX_NAME,
    "aws:lex/intent:Intent": _LEX_NAME,
    "aws:lex/slotType:SlotType": _LEX_NAME,
    "aws:mq/broker:Broker": NamingRule("brokerName", longest=55),
    "aws:msk/cluster:Cluster": NamingRule("clusterName"),
    "aws:msk/serverlessCluster:ServerlessCluster": NamingRule("clusterName"),
    "aws:opensearch/domain:Domain": NamingRule("domainName"),
    "aws:rds/instance:Instance": NamingRule("identifier", separator=""),
    "aws:s3/bucket:Bucket": _BUCKET,
    "aws:s3/bucketObject:BucketObject": _OBJECT_KEY,
    "aws:s3/bucketObjectv2:BucketObjectv2": _OBJECT_KEY,
    "aws:s3/bucketV2:BucketV2": _BUCKET,
    "aws:sns/topic:Topic": NamingRule(longest=80, fifo="fifoTopic"),
    "aws:sqs/queue:Queue": NamingRule(longest=80, fifo="fifoQueue"),
}
_SQL_SERVER_IDENTIFIER: Final = NamingRule("identifier", separator="", longest=15, random=3)

_UNNAMED: Final = frozenset({"aws:directoryservice/directory:Directory", "aws:route53/record:Record"})
"""Types whose `name` is a domain name, so never made up."""

DELETED_FIRST: Final = frozenset(
    {
        "aws:apigateway/integration:Integration",
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        "aws:efs/mountTarget:MountTarget",
        "aws:iam/accountAlias:AccountAlias",
        "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
        "aws:iam/policyAttachment:PolicyAttachment",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    }
)
"""Types of which a replacement always deletes the old resource first, since AWS allows only one or merges two."""


def naming_rule(resource: ResourceType, engine: str = "") -> NamingRule | None:
    """The rule of the type, None where the provider names nothing; `engine` is that of a database instance."""
    if resource.token in _UNNAMED:
        return None
    rule = _RULES.get(resource.token, NamingRule())
    if rule.property == "identifier" and "sqlserver" in engine.lower():
        rule = _SQL_SERVER_IDENTIFIER
    named = resource.inputs.get(rule.property)
    if named is None or named.required or named.deprecated or named.type.kind != "string":
        return None
    return rule


def known_rules() -> Mapping[str, NamingRule]:
    """The rules that differ from the general one, by token."""
    return _RULES
