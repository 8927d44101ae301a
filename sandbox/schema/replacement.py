"""Properties whose change replaces the resource although the SDK's documentation doesn't say so.

The SDK's documentation keeps only part of what the provider's schema marks as "forces new resource". The table below
has the types that most programs consist of; the source for each is the provider's own reference, where such arguments
carry that mark: https://github.com/hashicorp/terraform-provider-aws/tree/main/website/docs/r
For other types `immutable.json` says what AWS itself can't change: the `createOnlyProperties` of its CloudFormation
resource schemas, https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

REGION: Final = "region"
"""Every regional resource is replaced when its region changes."""

_API_GATEWAY_METHOD: Final = "restApi resourceId httpMethod"
_TASK_DEFINITION: Final = (
    "containerDefinitions cpu enableFaultInjection ephemeralStorage executionRoleArn family ipcMode memory networkMode"
    " pidMode placementConstraints proxyConfiguration requiresCompatibilities runtimePlatform taskRoleArn volumes"
)
_TABLE: Final[Mapping[str, str]] = {
    "aws:acm/certificate:Certificate": "domainName subjectAlternativeNames validationMethod keyAlgorithm",
    "aws:acm/certificateValidation:CertificateValidation": "certificateArn validationRecordFqdns",
    "aws:apigateway/deployment:Deployment": "restApi triggers",
    "aws:apigateway/integration:Integration": f"{_API_GATEWAY_METHOD} type integrationHttpMethod connectionType",
    "aws:apigateway/integrationResponse:IntegrationResponse": f"{_API_GATEWAY_METHOD} statusCode",
    "aws:apigateway/method:Method": _API_GATEWAY_METHOD,
    "aws:apigateway/methodResponse:MethodResponse": f"{_API_GATEWAY_METHOD} statusCode",
    "aws:apigateway/resource:Resource": "restApi",
    "aws:apigateway/stage:Stage": "restApi stageName",
    "aws:apigatewayv2/api:Api": "protocolType",
    "aws:apigatewayv2/integration:Integration": "apiId integrationType integrationSubtype",
    "aws:apigatewayv2/route:Route": "apiId",
    "aws:apigatewayv2/stage:Stage": "apiId name",
    "aws:appautoscaling/policy:Policy": "name resourceId scalableDimension serviceNamespace",
    "aws:appautoscaling/scheduledAction:ScheduledAction": "name resourceId scalableDimension serviceNamespace",
    "aws:appautoscaling/target:Target": "resourceId scalableDimension serviceNamespace",
    "aws:autoscaling/group:Group": "name namePrefix",
    "aws:backup/plan:Plan": "name",
    "aws:backup/selection:Selection": "name planId iamRoleArn resources notResources selectionTags conditions",
    "aws:backup/vault:Vault": "name kmsKeyArn",
    "aws:cfg/rule:Rule": "name",
    "aws:cloudtrail/trail:Trail": "name",
    "aws:cloudwatch/dashboard:Dashboard": "dashboardName",
    "aws:cloudwatch/eventBus:EventBus": "name eventSourceName",
    "aws:cloudwatch/eventRule:EventRule": "name namePrefix eventBusName",
    "aws:cloudwatch/eventTarget:EventTarget": "rule targetId eventBusName",
    "aws:cloudwatch/logGroup:LogGroup": "name namePrefix logGroupClass",
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": "name logGroupName",
    "aws:cloudwatch/logStream:LogStream": "name logGroupName",
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": "name logGroup",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "name",
    "aws:cognito/userPoolClient:UserPoolClient": "userPoolId generateSecret",
    "aws:cognito/userPoolDomain:UserPoolDomain": "domain userPoolId",
    "aws:dynamodb/table:Table": "name hashKey rangeKey localSecondaryIndexes",
    "aws:ebs/volume:Volume": "availabilityZone encrypted kmsKeyId snapshotId outpostArn multiAttachEnabled",
    "aws:ec2/eip:Eip": "address domain networkBorderGroup publicIpv4Pool",
    "aws:ec2/flowLog:FlowLog": (
        "vpcId subnetId eniId transitGatewayId trafficType logDestination logDestinationType logFormat iamRoleArn"
        " maxAggregationInterval destinationOptions deliverCrossAccountRole"
    ),
    "aws:ec2/instance:Instance": "ami availabilityZone subnetId keyName privateIp associatePublicIpAddress tenancy",
    "aws:ec2/keyPair:KeyPair": "keyName keyNamePrefix publicKey",
    "aws:ec2/launchTemplate:LaunchTemplate": "name namePrefix",
    "aws:ec2/natGateway:NatGateway": "subnetId connectivityType allocationId privateIp",
    "aws:ec2/networkAcl:NetworkAcl": "vpcId",
    "aws:ec2/networkInterface:NetworkInterface": "subnetId interfaceType",
    "aws:ec2/route:Route": "routeTableId destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId",
    "aws:ec2/routeTable:RouteTable": "vpcId",
    "aws:ec2/routeTableAssociation:RouteTableAssociation": "subnetId gatewayId",
    "aws:ec2/securityGroup:SecurityGroup": "name namePrefix description vpcId",
    "aws:ec2/securityGroupRule:SecurityGroupRule": (
        "type protocol fromPort toPort cidrBlocks ipv6CidrBlocks prefixListIds securityGroupId self"
        " sourceSecurityGroupId"
    ),
    "aws:ec2/subnet:Subnet": "vpcId cidrBlock availabilityZone availabilityZoneId ipv6Native outpostArn",
    "aws:ec2/vpc:Vpc": "cidrBlock ipv4IpamPoolId ipv4NetmaskLength",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "vpcId serviceName serviceRegion vpcEndpointType",
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": "vpcId peerVpcId peerOwnerId peerRegion",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": "repository policy",
    "aws:ecr/repository:Repository": "name encryptionConfigurations",
    "aws:ecr/repositoryPolicy:RepositoryPolicy": "repository",
    "aws:ecs/cluster:Cluster": "name",
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": "clusterName",
    "aws:ecs/service:Service": "name cluster launchType schedulingStrategy",
    "aws:ecs/taskDefinition:TaskDefinition": _TASK_DEFINITION,
    "aws:efs/accessPoint:AccessPoint": "fileSystemId posixUser rootDirectory",
    "aws:efs/fileSystem:FileSystem": "creationToken encrypted kmsKeyId performanceMode availabilityZoneName",
    "aws:efs/mountTarget:MountTarget": "fileSystemId subnetId ipAddress",
    "aws:elasticache/parameterGroup:ParameterGroup": "name family description",
    "aws:elasticache/replicationGroup:ReplicationGroup": (
        "replicationGroupId port subnetGroupName atRestEncryptionEnabled kmsKeyId snapshotName snapshotArns"
        " dataTieringEnabled networkType"
    ),
    "aws:elasticache/subnetGroup:SubnetGroup": "name",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "group policyArn",
    "aws:iam/instanceProfile:InstanceProfile": "name namePrefix path",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "url",
    "aws:iam/policy:Policy": "name namePrefix path description",
    "aws:iam/role:Role": "name namePrefix path",
    "aws:iam/rolePolicy:RolePolicy": "name namePrefix role",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "role policyArn",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": "user policyArn",
    "aws:kinesis/stream:Stream": "name",
    "aws:kms/alias:Alias": "name",
    "aws:kms/key:Key": "customerMasterKeySpec keyUsage multiRegion customKeyStoreId xksKeyId",
    "aws:lambda/alias:Alias": "name functionName",
    "aws:lambda/function:Function": "name packageType",
    "aws:lambda/functionUrl:FunctionUrl": "functionName qualifier",
    "aws:lambda/layerVersion:LayerVersion": "layerName code compatibleRuntimes compatibleArchitectures description",
    "aws:lambda/permission:Permission": (
        "action function principal sourceArn sourceAccount statementId statementIdPrefix qualifier eventSourceToken"
        " functionUrlAuthType principalOrgId"
    ),
    "aws:lb/listener:Listener": "loadBalancerArn",
    "aws:lb/listenerCertificate:ListenerCertificate": "listenerArn certificateArn",
    "aws:lb/listenerRule:ListenerRule": "listenerArn",
    "aws:lb/loadBalancer:LoadBalancer": "name namePrefix internal loadBalancerType customerOwnedIpv4Pool",
    "aws:lb/targetGroup:TargetGroup": "name namePrefix port protocol protocolVersion vpcId targetType ipAddressType",
    "aws:lb/targetGroupAttachment:TargetGroupAttachment": "targetGroupArn targetId port availabilityZone",
    "aws:rds/cluster:Cluster": (
        "clusterIdentifierPrefix databaseName engine engineMode masterUsername storageEncrypted kmsKeyId"
        " dbSubnetGroupName snapshotIdentifier"
    ),
    "aws:rds/clusterInstance:ClusterInstance": "clusterIdentifier engine dbSubnetGroupName availabilityZone",
    "aws:rds/instance:Instance": (
        "engine username dbName availabilityZone storageEncrypted kmsKeyId timezone characterSetName"
        " ncharCharacterSetName snapshotIdentifier backupTarget"
    ),
    "aws:rds/optionGroup:OptionGroup": "name namePrefix engineName majorEngineVersion optionGroupDescription",
    "aws:rds/parameterGroup:ParameterGroup": "name namePrefix family description",
    "aws:rds/subnetGroup:SubnetGroup": "name namePrefix",
    "aws:route53/record:Record": "name zoneId",
    "aws:route53/zone:Zone": "name delegationSetId",
    "aws:s3/bucket:Bucket": "bucket bucketPrefix objectLockEnabled",
    "aws:s3/bucketObject:BucketObject": "bucket key",
    "aws:s3/bucketObjectv2:BucketObjectv2": "bucket key",
    "aws:s3/bucketPolicy:BucketPolicy": "bucket",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "bucket",
    "aws:s3/bucketVersioning:BucketVersioning": "bucket expectedBucketOwner",
    "aws:secretsmanager/secret:Secret": "name namePrefix",
    "aws:secretsmanager/secretPolicy:SecretPolicy": "secretArn",
    "aws:secretsmanager/secretRotation:SecretRotation": "secretId",
    "aws:secretsmanager/secretVersion:SecretVersion": "secretId secretString secretBinary secretStringWoVersion",
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": "name vpc",
    "aws:servicediscovery/service:Service": "name namespaceId",
    "aws:sfn/stateMachine:StateMachine": "name namePrefix type",
    "aws:sns/topic:Topic": "name namePrefix fifoTopic",
    "aws:sns/topicSubscription:TopicSubscription": "topic protocol endpoint",
    "aws:sqs/queue:Queue": "name namePrefix fifoQueue",
    "aws:ssm/parameter:Parameter": "name",
    "aws:wafv2/ipSet:IpSet": "name scope ipAddressVersion",
    "aws:wafv2/ruleGroup:RuleGroup": "name scope capacity",
    "aws:wafv2/webAcl:WebAcl": "name namePrefix scope",
    "aws:wafv2/webAclAssociation:WebAclAssociation": "resourceArn webAclArn",
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": "resourceArn",
}
_TWINS: Final = {
    "aws:alb/": "aws:lb/",
    "aws:applicationloadbalancing/": "aws:lb/",
    "aws:elasticloadbalancingv2/": "aws:lb/",
}
"""Modules that offer the same types under other tokens."""

REPLACING: Final[Mapping[str, frozenset[str]]] = {token: frozenset(names.split()) for token, names in _TABLE.items()}


def replacing_properties(token: str) -> frozenset[str]:
    """The wire names of the properties that replace a resource of this type, beyond what its documentation says."""
    for twin, original in _TWINS.items():
        token = token.replace(twin, original)
    return REPLACING.get(token, _immutable().get(token, frozenset())) | {REGION}


@cache
def _immutable() -> Mapping[str, frozenset[str]]:
    facts: dict[str, list[str]] = json.loads(Path(__file__).with_name("immutable.json").read_text(encoding="utf-8"))
    return {token: frozenset(names) for token, names in facts.items()}
