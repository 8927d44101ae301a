"""ARN formats of resource types, after the Service Authorization Reference of AWS.

A format is `SERVICE|FIELDS|PATH`. FIELDS holds `r` where the ARN names the region and `a` where it names the account.
In PATH, `{name}` is the physical name (`{name:property}` that property), `{id}` the identifier, `{uuid}`, `{hex:N}`,
`{digits:N}`, `{lower:N}`, `{upper:N}` what AWS draws, `{account}` the account and any other word a property (an ARN
stands for its last segment there), with a fallback after a colon.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SERVICES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "alb": "elasticloadbalancing",
        "lb": "elasticloadbalancing",
        "elb": "elasticloadbalancing",
        "applicationloadbalancing": "elasticloadbalancing",
        "elasticloadbalancing": "elasticloadbalancing",
        "elasticloadbalancingv2": "elasticloadbalancing",
        "amp": "aps",
        "apigatewayv2": "apigateway",
        "appautoscaling": "application-autoscaling",
        "bedrockfoundation": "bedrock",
        "cfg": "config",
        "cloudformation": "cloudformation",
        "cloudsearch": "cloudsearch",
        "cognito": "cognito-idp",
        "connect": "connect",
        "cur": "cur",
        "directoryservice": "ds",
        "docdb": "rds",
        "ebs": "ec2",
        "ec2clientvpn": "ec2",
        "ec2transitgateway": "ec2",
        "efs": "elasticfilesystem",
        "emr": "elasticmapreduce",
        "elasticsearch": "es",
        "opensearch": "es",
        "finspace": "finspace",
        "imagebuilder": "imagebuilder",
        "inspector": "inspector",
        "kinesisanalyticsv2": "kinesisanalytics",
        "lex": "lex",
        "licensemanager": "license-manager",
        "mskconnect": "kafkaconnect",
        "msk": "kafka",
        "mq": "mq",
        "mwaa": "airflow",
        "neptune": "rds",
        "networkfirewall": "network-firewall",
        "oam": "oam",
        "opensearchingest": "osis",
        "pinpoint": "mobiletargeting",
        "quicksight": "quicksight",
        "resourcegroups": "resource-groups",
        "route53domains": "route53domains",
        "route53recoverycontrol": "route53-recovery-control",
        "route53recoveryreadiness": "route53-recovery-readiness",
        "secretsmanager": "secretsmanager",
        "serverlessrepository": "serverlessrepo",
        "servicediscovery": "servicediscovery",
        "ses": "ses",
        "sesv2": "ses",
        "sfn": "states",
        "ssoadmin": "sso",
        "timestreamwrite": "timestream",
        "transcribe": "transcribe",
        "verifiedaccess": "ec2",
        "vpc": "ec2",
        "vpclattice": "vpc-lattice",
        "vpn": "ec2",
        "workspacesweb": "workspaces-web",
        "accessanalyzer": "access-analyzer",
        "acmpca": "acm-pca",
        "codegurureviewer": "codeguru-reviewer",
        "codestarconnections": "codestar-connections",
        "codestarnotifications": "codestar-notifications",
        "costexplorer": "ce",
        "globalaccelerator": "globalaccelerator",
        "iotevents": "iotevents",
    }
)
"""The service prefix in ARNs by module of the SDK, where the two differ or a reader might doubt."""

SERVICES_BY_CLASS: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("cloudwatch", "Event"): "events",
        ("cloudwatch", "Log"): "logs",
        ("route53", "Resolver"): "route53resolver",
        ("route53", "Profiles"): "route53profiles",
        ("opensearch", "Serverless"): "aoss",
        ("kinesis", "Firehose"): "firehose",
        ("kinesis", "Analytics"): "kinesisanalytics",
    }
)
"""The service prefix by module and beginning of the class, where a module holds several services."""

GLOBAL_MODULES: Final = frozenset(
    {"iam", "cloudfront", "route53", "organizations", "globalaccelerator", "shield", "budgets", "waf", "account"}
    | {
        "costexplorer",
        "route53recoveryreadiness",
        "route53recoverycontrol",
        "networkmanager",
        "billing",
        "savingsplans",
    }
)
"""Modules whose ARNs name no region."""

# fmt: off
_FORMATS: Final[dict[str, str]] = {
    # Compute
    "aws:elasticbeanstalk/applicationVersion:ApplicationVersion":
        "elasticbeanstalk|ra|applicationversion/{application}/{name}",
    "aws:elasticbeanstalk/environment:Environment": "elasticbeanstalk|ra|environment/{application}/{name}",
    "aws:eks/identityProviderConfig:IdentityProviderConfig": "eks|ra|identityproviderconfig/{clusterName}/oidc/{uuid}",
    "aws:lightsail/instance:Instance": "lightsail|ra|Instance/{uuid}",
    "aws:lightsail/staticIp:StaticIp": "lightsail|ra|StaticIp/{uuid}",
    # Storage and databases
    "aws:dynamodb/globalTable:GlobalTable": "dynamodb|a|global-table/{name}",
    "aws:docdb/clusterParameterGroup:ClusterParameterGroup": "rds|ra|cluster-pg:{name}",
    "aws:docdb/clusterSnapshot:ClusterSnapshot": "rds|ra|cluster-snapshot:{name:dbClusterSnapshotIdentifier}",
    "aws:neptune/clusterSnapshot:ClusterSnapshot": "rds|ra|cluster-snapshot:{name:dbClusterSnapshotIdentifier}",
    "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy":
        "rds|ra|cluster-snapshot:{name:targetDbClusterSnapshotIdentifier}",
    "aws:rds/snapshotCopy:SnapshotCopy": "rds|ra|snapshot:{name:targetDbSnapshotIdentifier}",
    "aws:cloudwatch/contributorInsightRule:ContributorInsightRule": "cloudwatch|ra|insight-rule/{name:ruleName}",
    "aws:docdb/eventSubscription:EventSubscription": "rds|ra|es:{name}",
    "aws:docdb/globalCluster:GlobalCluster": "rds|a|global-cluster:{name:globalClusterIdentifier}",
    "aws:neptune/clusterParameterGroup:ClusterParameterGroup": "rds|ra|cluster-pg:{name}",
    "aws:neptune/parameterGroup:ParameterGroup": "rds|ra|pg:{name}",
    "aws:neptune/eventSubscription:EventSubscription": "rds|ra|es:{name}",
    "aws:neptune/globalCluster:GlobalCluster": "rds|a|global-cluster:{name:globalClusterIdentifier}",
    "aws:rds/clusterParameterGroup:ClusterParameterGroup": "rds|ra|cluster-pg:{name}",
    "aws:rds/clusterEndpoint:ClusterEndpoint": "rds|ra|cluster-endpoint:{name:clusterEndpointIdentifier}",
    "aws:rds/customDbEngineVersion:CustomDbEngineVersion": "rds|ra|cev:{engine}/{engineVersion}/{uuid}",
    "aws:rds/eventSubscription:EventSubscription": "rds|ra|es:{name}",
    "aws:rds/globalCluster:GlobalCluster": "rds|a|global-cluster:{name:globalClusterIdentifier}",
    "aws:rds/optionGroup:OptionGroup": "rds|ra|og:{name}",
    "aws:rds/parameterGroup:ParameterGroup": "rds|ra|pg:{name}",
    "aws:rds/proxyEndpoint:ProxyEndpoint": "rds|ra|db-proxy-endpoint:prx-endpoint-0{hex:16}",
    "aws:rds/reservedInstance:ReservedInstance": "rds|ra|ri:{name:reservationId}",
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup": "elasticache|a|globalreplicationgroup:{id}",
    "aws:memorydb/parameterGroup:ParameterGroup": "memorydb|ra|parametergroup/{name}",
    "aws:memorydb/snapshot:Snapshot": "memorydb|ra|snapshot/{name}",
    "aws:memorydb/subnetGroup:SubnetGroup": "memorydb|ra|subnetgroup/{name}",
    "aws:redshift/parameterGroup:ParameterGroup": "redshift|ra|parametergroup:{name}",
    "aws:redshift/subnetGroup:SubnetGroup": "redshift|ra|subnetgroup:{name}",
    "aws:redshift/eventSubscription:EventSubscription": "redshift|ra|eventsubscription:{name}",
    "aws:redshift/snapshotSchedule:SnapshotSchedule": "redshift|ra|snapshotschedule:{name:identifier}",
    "aws:s3/directoryBucket:DirectoryBucket": "s3express|ra|bucket/{name:bucket}",
    "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint": "s3|a|accesspoint/{lower:13}.mrap",
    "aws:s3control/objectLambdaAccessPoint:ObjectLambdaAccessPoint": "s3-object-lambda|ra|accesspoint/{name}",
    "aws:s3control/storageLensConfiguration:StorageLensConfiguration": "s3|ra|storage-lens/{name:configId}",
    "aws:backup/framework:Framework": "backup|ra|framework:{name}-{uuid}",
    "aws:backup/reportPlan:ReportPlan": "backup|ra|report-plan:{name}-{uuid}",
    "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault": "backup|ra|backup-vault:{name}",
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": "backup|ra|restore-testing-plan:{name}-{uuid}",
    "aws:timestreamwrite/table:Table": "timestream|ra|database/{databaseName}/table/{name:tableName}",
    "aws:keyspaces/keyspace:Keyspace": "cassandra|ra|/keyspace/{name}/",
    "aws:keyspaces/table:Table": "cassandra|ra|/keyspace/{keyspaceName}/table/{name:tableName}",
    "aws:dms/replicationInstance:ReplicationInstance": "dms|ra|rep:{upper:26}",
    "aws:dms/endpoint:Endpoint": "dms|ra|endpoint:{upper:26}",
    "aws:dms/replicationTask:ReplicationTask": "dms|ra|task:{upper:26}",
    "aws:dms/replicationSubnetGroup:ReplicationSubnetGroup": "dms|ra|subgrp:{name:replicationSubnetGroupId}",
    # Integration
    "aws:kinesis/streamConsumer:StreamConsumer": "kinesis|ra|stream/{streamArn}/consumer/{name}:{digits:10}",
    "aws:kinesis/videoStream:VideoStream": "kinesisvideo|ra|stream/{name}/{digits:13}",
    "aws:cloudwatch/eventArchive:EventArchive": "events|ra|archive/{name}",
    "aws:cloudwatch/eventApiDestination:EventApiDestination": "events|ra|api-destination/{name}/{uuid}",
    "aws:mq/configuration:Configuration": "mq|ra|configuration:c-{uuid}",
    "aws:msk/serverlessCluster:ServerlessCluster": "kafka|ra|cluster/{name:clusterName}/{uuid}-s2",
    "aws:schemas/schema:Schema": "schemas|ra|schema/{registryName}/{name}",
    # Identity, keys and secrets
    "aws:signer/signingProfile:SigningProfile": "signer|ra|/signing-profiles/{name}",
    # Management and monitoring
    "aws:cloudwatch/logDestination:LogDestination": "logs|ra|destination:{name}",
    "aws:cloudwatch/logDelivery:LogDelivery": "logs|ra|delivery:{lower:16}",
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": "logs|ra|delivery-destination:{name}",
    "aws:cloudwatch/logDeliverySource:LogDeliverySource": "logs|ra|delivery-source:{name}",
    "aws:cloudtrail/eventDataStore:EventDataStore": "cloudtrail|ra|eventdatastore/{uuid}",
    "aws:cfg/configurationAggregator:ConfigurationAggregator":
        "config|ra|config-aggregator/config-aggregator-{lower:8}",
    "aws:cfg/aggregateAuthorization:AggregateAuthorization":
        "config|ra|aggregation-authorization/{accountId}/{authorizedAwsRegion:us-east-1}",
    "aws:cfg/conformancePack:ConformancePack": "config|ra|conformance-pack/{name}/conformance-pack-{lower:9}",
    "aws:cfg/organizationConformancePack:OrganizationConformancePack":
        "config|ra|organization-conformance-pack/{name}-{lower:8}",
    "aws:cfg/organizationManagedRule:OrganizationManagedRule": "config|ra|organization-config-rule/{name}-{lower:8}",
    "aws:cfg/organizationCustomRule:OrganizationCustomRule": "config|ra|organization-config-rule/{name}-{lower:8}",
    "aws:guardduty/filter:Filter": "guardduty|ra|detector/{detectorId}/filter/{name}",
    "aws:guardduty/iPSet:IPSet": "guardduty|ra|detector/{detectorId}/ipset/{hex:32}",
    "aws:guardduty/threatIntelSet:ThreatIntelSet": "guardduty|ra|detector/{detectorId}/threatintelset/{hex:32}",
    "aws:securityhub/insight:Insight": "securityhub|ra|insight/{account}/custom/{uuid}",
    "aws:synthetics/group:Group": "synthetics|ra|group:{lower:11}",
    "aws:xray/group:Group": "xray|ra|group/{name:groupName}/{upper:52}",
    "aws:servicecatalog/appregistryApplication:AppregistryApplication": "servicecatalog|ra|/applications/{lower:26}",
    "aws:servicecatalog/appregistryAttributeGroup:AppregistryAttributeGroup":
        "servicecatalog|ra|/attribute-groups/{lower:26}",
    "aws:servicecatalog/portfolio:Portfolio": "catalog|ra|portfolio/{id}",
    "aws:servicecatalog/product:Product": "catalog|ra|product/{id}",
    "aws:cloudformation/stackSet:StackSet": "cloudformation|ra|stackset/{name}:{uuid}",
    # Network
    "aws:cloudfront/keyValueStore:KeyValueStore": "cloudfront|a|key-value-store/{uuid}",
    "aws:cloudfront/vpcOrigin:VpcOrigin": "cloudfront|a|vpcorigin/{id}",
    "aws:directconnect/connection:Connection": "directconnect|ra|dxcon/{id}",
    "aws:directconnect/gateway:Gateway": "directconnect|a|dx-gateway/{id}",
    "aws:directconnect/linkAggregationGroup:LinkAggregationGroup": "directconnect|ra|dxlag/{id}",
    "aws:route53/cidrCollection:CidrCollection": "route53||cidrcollection/{uuid}",
    "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList":
        "route53resolver|ra|firewall-domain-list/{id}",
    "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": "route53resolver|ra|firewall-rule-group/{id}",
    "aws:appmesh/virtualNode:VirtualNode": "appmesh|ra|mesh/{meshName}/virtualNode/{name}",
    "aws:appmesh/virtualRouter:VirtualRouter": "appmesh|ra|mesh/{meshName}/virtualRouter/{name}",
    "aws:appmesh/virtualService:VirtualService": "appmesh|ra|mesh/{meshName}/virtualService/{name}",
    "aws:appmesh/virtualGateway:VirtualGateway": "appmesh|ra|mesh/{meshName}/virtualGateway/{name}",
    "aws:appmesh/route:Route": "appmesh|ra|mesh/{meshName}/virtualRouter/{virtualRouterName}/route/{name}",
    "aws:appmesh/gatewayRoute:GatewayRoute":
        "appmesh|ra|mesh/{meshName}/virtualGateway/{virtualGatewayName}/gatewayRoute/{name}",
    # Delivery
    "aws:codeartifact/domain:Domain": "codeartifact|ra|domain/{name:domain}",
    "aws:codeartifact/repository:Repository": "codeartifact|ra|repository/{domain}/{name:repository}",
    "aws:codedeploy/deploymentConfig:DeploymentConfig": "codedeploy|ra|deploymentconfig:{name:deploymentConfigName}",
    "aws:codestarconnections/host:Host": "codestar-connections|ra|host/{name}-{lower:8}",
    "aws:amplify/branch:Branch": "amplify|ra|apps/{appId}/branches/{branchName}",
    "aws:appconfig/deploymentStrategy:DeploymentStrategy": "appconfig|ra|deploymentstrategy/{id}",
    "aws:appconfig/extension:Extension": "appconfig|ra|extension/{lower:7}/1",
    "aws:appsync/type:Type": "appsync|ra|apis/{apiId}/types/{name}",
    # Analytics and machine learning
    "aws:athena/dataCatalog:DataCatalog": "athena|ra|datacatalog/{name}",
    "aws:glue/crawler:Crawler": "glue|ra|crawler/{name}",
    "aws:glue/schema:Schema": "glue|ra|schema/{registryArn}/{name:schemaName}",
    "aws:glue/devEndpoint:DevEndpoint": "glue|ra|devEndpoint/{name}",
    "aws:glue/dataQualityRuleset:DataQualityRuleset": "glue|ra|dataQualityRuleset/{name}",
    "aws:glue/mLTransform:MLTransform": "glue|ra|mlTransform/tfm-{hex:40}",
    "aws:emrserverless/application:Application": "emr-serverless|ra|/applications/{id}",
    "aws:quicksight/dataSource:DataSource": "quicksight|ra|datasource/{name:dataSourceId}",
    "aws:quicksight/dataSet:DataSet": "quicksight|ra|dataset/{name:dataSetId}",
    "aws:quicksight/group:Group": "quicksight|ra|group/default/{name:groupName}",
    "aws:quicksight/user:User": "quicksight|ra|user/default/{name:userName}",
    "aws:sagemaker/endpoint:Endpoint": "sagemaker|ra|endpoint/{name}",
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": "sagemaker|ra|endpoint-config/{name}",
    "aws:ses/emailIdentity:EmailIdentity": "ses|ra|identity/{name:email}",
    "aws:ses/receiptRule:ReceiptRule": "ses|ra|receipt-rule-set/{ruleSetName}:receipt-rule/{name}",
    "aws:pinpoint/app:App": "mobiletargeting|ra|apps/{id}",
    "aws:iot/thingGroup:ThingGroup": "iot|ra|thinggroup/{name}",
    "aws:iot/thingType:ThingType": "iot|ra|thingtype/{name}",
    "aws:iot/topicRule:TopicRule": "iot|ra|rule/{name}",
    "aws:iot/certificate:Certificate": "iot|ra|cert/{id}",
    "aws:iot/billingGroup:BillingGroup": "iot|ra|billinggroup/{name}",
    "aws:location/map:Map": "geo|ra|map/{name:mapName}",
    "aws:location/placeIndex:PlaceIndex": "geo|ra|place-index/{name:indexName}",
    "aws:location/tracker:Tracker": "geo|ra|tracker/{name:trackerName}",
    "aws:location/geofenceCollection:GeofenceCollection": "geo|ra|geofence-collection/{name:collectionName}",
    "aws:mediaconvert/queue:Queue": "mediaconvert|ra|queues/{name}",
    "aws:budgets/budgetAction:BudgetAction": "budgets|a|budget/{budgetName}/action/{uuid}",
}
# fmt: on

ARN_FORMATS: Final[Mapping[str, str]] = MappingProxyType(_FORMATS)
"""The ARN format of a type by its token."""
