"""The ids and ARNs of single types, as AWS and the provider form them."""

import re

import pytest

from sandbox.aws.model import Place
from sandbox.schema import Index, open_index
from sandbox.values import Properties
from tests.sandbox.computed_requests import PLACE, deploy

HEX17 = "0[0-9a-f]{16}"
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}"
R = "ap-south-1:123456789012"
ALB = f"arn:aws:elasticloadbalancing:{R}:loadbalancer/app/web/0123456789abcdef"
LISTENER = f"arn:aws:elasticloadbalancing:{R}:listener/app/web/0123456789abcdef/fedcba9876543210"
NAMED: Properties = {"name": "web"}
SAME = "the id"

# type, inputs, pattern of the id, pattern of the ARN (SAME: the ARN is the id; "": the type has none)
FORMATS: list[tuple[str, Properties, str, str]] = [
    ("aws:ec2/vpc:Vpc", {}, f"vpc-{HEX17}", f"arn:aws:ec2:{R}:vpc/vpc-{HEX17}"),
    ("aws:ec2/subnet:Subnet", {"vpcId": "vpc-1"}, f"subnet-{HEX17}", f"arn:aws:ec2:{R}:subnet/subnet-{HEX17}"),
    ("aws:ec2/securityGroup:SecurityGroup", {}, f"sg-{HEX17}", f"arn:aws:ec2:{R}:security-group/sg-{HEX17}"),
    (
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        {"securityGroupId": "sg-1", "type": "ingress", "protocol": "tcp", "fromPort": 1, "toPort": 2},
        r"sgrule-\d+",
        "",
    ),
    (
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        {"securityGroupId": "sg-1", "ipProtocol": "tcp"},
        f"sgr-{HEX17}",
        f"arn:aws:ec2:{R}:security-group-rule/sgr-{HEX17}",
    ),
    ("aws:ec2/routeTable:RouteTable", {"vpcId": "vpc-1"}, f"rtb-{HEX17}", f"arn:aws:ec2:{R}:route-table/rtb-{HEX17}"),
    (
        "aws:ec2/route:Route",
        {"routeTableId": "rtb-1", "destinationCidrBlock": "0.0.0.0/0"},
        r"r-rtb-11080289494",
        "",
    ),
    ("aws:ec2/routeTableAssociation:RouteTableAssociation", {"routeTableId": "rtb-1"}, f"rtbassoc-{HEX17}", ""),
    ("aws:ec2/internetGateway:InternetGateway", {}, f"igw-{HEX17}", f"arn:aws:ec2:{R}:internet-gateway/igw-{HEX17}"),
    ("aws:ec2/natGateway:NatGateway", {"subnetId": "subnet-1"}, f"nat-{HEX17}", ""),
    ("aws:ec2/eip:Eip", {}, f"eipalloc-{HEX17}", f"arn:aws:ec2:{R}:elastic-ip/eipalloc-{HEX17}"),
    ("aws:ec2/networkAcl:NetworkAcl", {"vpcId": "vpc-1"}, f"acl-{HEX17}", f"arn:aws:ec2:{R}:network-acl/acl-{HEX17}"),
    ("aws:ec2/vpcEndpoint:VpcEndpoint", {"vpcId": "v"}, f"vpce-{HEX17}", f"arn:aws:ec2:{R}:vpc-endpoint/vpce-{HEX17}"),
    ("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", {"vpcId": "a", "peerVpcId": "b"}, f"pcx-{HEX17}", ""),
    ("aws:ec2/flowLog:FlowLog", {}, f"fl-{HEX17}", f"arn:aws:ec2:{R}:vpc-flow-log/fl-{HEX17}"),
    ("aws:ec2/instance:Instance", {}, f"i-{HEX17}", f"arn:aws:ec2:{R}:instance/i-{HEX17}"),
    (
        "aws:ec2/networkInterface:NetworkInterface",
        {"subnetId": "s"},
        f"eni-{HEX17}",
        f"arn:aws:ec2:{R}:network-inter.*",
    ),
    ("aws:ec2/launchTemplate:LaunchTemplate", NAMED, f"lt-{HEX17}", f"arn:aws:ec2:{R}:launch-template/lt-{HEX17}"),
    ("aws:ebs/volume:Volume", {"availabilityZone": "z"}, f"vol-{HEX17}", f"arn:aws:ec2:{R}:volume/vol-{HEX17}"),
    ("aws:ebs/snapshot:Snapshot", {"volumeId": "v"}, f"snap-{HEX17}", f"arn:aws:ec2:ap-south-1::snapshot/snap-{HEX17}"),
    ("aws:ec2/ami:Ami", NAMED, f"ami-{HEX17}", f"arn:aws:ec2:ap-south-1::image/ami-{HEX17}"),
    ("aws:ec2/keyPair:KeyPair", {"keyName": "k", "publicKey": "ssh-rsa A"}, "k", f"arn:aws:ec2:{R}:key-pair/k"),
    (
        "aws:ec2transitgateway/transitGateway:TransitGateway",
        {},
        f"tgw-{HEX17}",
        f"arn:aws:ec2:{R}:transit-gateway/tgw.*",
    ),
    (
        "aws:autoscaling/group:Group",
        {"name": "web", "minSize": 1, "maxSize": 2},
        "web",
        f"arn:aws:autoscaling:{R}:autoScalingGroup:{UUID}:autoScalingGroupName/web",
    ),
    ("aws:lb/loadBalancer:LoadBalancer", NAMED, f"arn:.*:{R}:loadbalancer/app/web/[0-9a-f]{{16}}", SAME),
    (
        "aws:lb/loadBalancer:LoadBalancer",
        {"name": "web", "loadBalancerType": "network"},
        f"arn:.*:{R}:loadbalancer/net/web/[0-9a-f]{{16}}",
        SAME,
    ),
    ("aws:lb/targetGroup:TargetGroup", NAMED, f"arn:.*:{R}:targetgroup/web/[0-9a-f]{{16}}", SAME),
    (
        "aws:lb/listener:Listener",
        {"loadBalancerArn": ALB},
        f"arn:.*:{R}:listener/app/web/0123456789abcdef/[0-9a-f]{{16}}",
        SAME,
    ),
    (
        "aws:lb/listenerRule:ListenerRule",
        {"listenerArn": LISTENER},
        f"arn:.*:{R}:listener-rule/app/web/0123456789abcdef/fedcba9876543210/[0-9a-f]{{16}}",
        SAME,
    ),
    ("aws:elb/loadBalancer:LoadBalancer", NAMED, "web", f"arn:aws:elasticloadbalancing:{R}:loadbalancer/web"),
    ("aws:rds/instance:Instance", {"identifier": "db"}, "db-[0-9A-Z]{26}", f"arn:aws:rds:{R}:db:db"),
    ("aws:rds/cluster:Cluster", {"clusterIdentifier": "c", "engine": "e"}, "c", f"arn:aws:rds:{R}:cluster:c"),
    ("aws:rds/subnetGroup:SubnetGroup", NAMED, "web", f"arn:aws:rds:{R}:subgrp:web"),
    ("aws:rds/parameterGroup:ParameterGroup", {"name": "web", "family": "f"}, "web", f"arn:aws:rds:{R}:pg:web"),
    ("aws:rds/optionGroup:OptionGroup", {"name": "web", "engineName": "e"}, "web", f"arn:aws:rds:{R}:og:web"),
    ("aws:rds/proxy:Proxy", NAMED, "web", f"arn:aws:rds:{R}:db-proxy:prx-{HEX17}"),
    ("aws:rds/eventSubscription:EventSubscription", {"name": "web", "snsTopic": "t"}, "web", f"arn:aws:rds:{R}:es:web"),
    (
        "aws:elasticache/replicationGroup:ReplicationGroup",
        {"replicationGroupId": "cache"},
        "cache",
        f"arn:aws:elasticache:{R}:replicationgroup:cache",
    ),
    ("aws:elasticache/cluster:Cluster", {"clusterId": "c"}, "c", f"arn:aws:elasticache:{R}:cluster:c"),
    ("aws:dynamodb/table:Table", NAMED, "web", f"arn:aws:dynamodb:{R}:table/web"),
    ("aws:s3/bucket:Bucket", {"bucket": "b"}, "b", "arn:aws:s3:::b"),
    ("aws:s3/bucketObject:BucketObject", {"bucket": "b", "key": "a/c"}, "b/a/c", "arn:aws:s3:::b/a/c"),
    ("aws:s3/bucketPolicy:BucketPolicy", {"bucket": "b", "policy": "{}"}, "b", ""),
    ("aws:s3/bucketVersioning:BucketVersioning", {"bucket": "b", "versioningConfiguration": {}}, "b", ""),
    ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {"bucket": "b"}, "b", ""),
    ("aws:ecs/cluster:Cluster", NAMED, f"arn:aws:ecs:{R}:cluster/web", SAME),
    (
        "aws:ecs/service:Service",
        {"name": "web", "cluster": f"arn:aws:ecs:{R}:cluster/main"},
        f"arn:aws:ecs:{R}:service/main/web",
        SAME,
    ),
    ("aws:ecs/taskDefinition:TaskDefinition", {"family": "f"}, "f", f"arn:aws:ecs:{R}:task-definition/f:1"),
    ("aws:ecr/repository:Repository", NAMED, "web", f"arn:aws:ecr:{R}:repository/web"),
    ("aws:iam/role:Role", NAMED, "web", "arn:aws:iam::123456789012:role/web"),
    ("aws:iam/role:Role", {"name": "web", "path": "/app/"}, "web", "arn:aws:iam::123456789012:role/app/web"),
    ("aws:iam/policy:Policy", NAMED, "arn:aws:iam::123456789012:policy/web", SAME),
    ("aws:iam/user:User", NAMED, "web", "arn:aws:iam::123456789012:user/web"),
    ("aws:iam/rolePolicy:RolePolicy", {"name": "web", "role": "r", "policy": "{}"}, "r:web", ""),
    ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {"role": "r", "policyArn": "arn:p"}, "r/arn:p", ""),
    ("aws:iam/instanceProfile:InstanceProfile", NAMED, "web", "arn:aws:iam::123456789012:instance-profile/web"),
    ("aws:iam/accessKey:AccessKey", {"user": "u"}, "AKIA[0-9A-Z]{16}", ""),
    (
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        {"url": "https://token.actions.githubusercontent.com"},
        "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
        SAME,
    ),
    ("aws:kms/key:Key", {}, UUID, f"arn:aws:kms:{R}:key/{UUID}"),
    ("aws:kms/alias:Alias", {"name": "alias/k", "targetKeyId": "t"}, "alias/k", f"arn:aws:kms:{R}:alias/k"),
    (
        "aws:secretsmanager/secret:Secret",
        {"name": "a/b"},
        f"arn:aws:secretsmanager:{R}:secret:a/b-[0-9A-Za-z]{{6}}",
        SAME,
    ),
    ("aws:ssm/parameter:Parameter", {"name": "/a/b", "type": "String"}, "/a/b", f"arn:aws:ssm:{R}:parameter/a/b"),
    ("aws:lambda/function:Function", NAMED, "web", f"arn:aws:lambda:{R}:function:web"),
    ("aws:lambda/layerVersion:LayerVersion", {"layerName": "l"}, f"arn:aws:lambda:{R}:layer:l:1", SAME),
    ("aws:sns/topic:Topic", NAMED, f"arn:aws:sns:{R}:web", SAME),
    ("aws:sqs/queue:Queue", NAMED, "https://sqs.ap-south-1.amazonaws.com/123456789012/web", f"arn:aws:sqs:{R}:web"),
    ("aws:sfn/stateMachine:StateMachine", NAMED, f"arn:aws:states:{R}:stateMachine:web", SAME),
    ("aws:kinesis/stream:Stream", NAMED, f"arn:aws:kinesis:{R}:stream/web", SAME),
    ("aws:cloudwatch/logGroup:LogGroup", {"name": "/a"}, "/a", f"arn:aws:logs:{R}:log-group:/a"),
    ("aws:cloudwatch/metricAlarm:MetricAlarm", NAMED, "web", f"arn:aws:cloudwatch:{R}:alarm:web"),
    ("aws:cloudwatch/eventRule:EventRule", NAMED, "web", f"arn:aws:events:{R}:rule/web"),
    (
        "aws:cloudwatch/eventRule:EventRule",
        {"name": "web", "eventBusName": "bus"},
        "bus/web",
        f"arn:aws:events:{R}:rule/bus/web",
    ),
    ("aws:apigateway/restApi:RestApi", NAMED, "[0-9a-z]{10}", "arn:aws:apigateway:ap-south-1::/restapis/[0-9a-z]{10}"),
    ("aws:apigatewayv2/api:Api", NAMED, "[0-9a-z]{10}", "arn:aws:apigateway:ap-south-1::/apis/[0-9a-z]{10}"),
    (
        "aws:cloudfront/distribution:Distribution",
        {},
        "E[0-9A-Z]{13}",
        "arn:aws:cloudfront::123456789012:distribution/E.*",
    ),
    (
        "aws:amp/ruleGroupNamespace:RuleGroupNamespace",
        {"workspaceId": "ws-1", "name": "pay", "data": "groups: []"},
        r"arn:aws:aps:ap-south-1:\d{12}:rulegroupsnamespace/ws-1/pay",
        r"arn:aws:aps:ap-south-1:\d{12}:rulegroupsnamespace/ws-1/pay",
    ),
    ("aws:route53/zone:Zone", {"name": "a.example"}, "Z[0-9A-Z]{19}", "arn:aws:route53:::hostedzone/Z[0-9A-Z]{19}"),
    (
        "aws:route53/record:Record",
        {"zoneId": "Z1", "name": "www.a.example", "type": "A", "setIdentifier": "blue"},
        "Z1_www.a.example_A_blue",
        "",
    ),
    ("aws:route53/healthCheck:HealthCheck", {"type": "HTTPS"}, UUID, f"arn:aws:route53:::healthcheck/{UUID}"),
    ("aws:acm/certificate:Certificate", {"domainName": "a.example"}, f"arn:aws:acm:{R}:certificate/{UUID}", SAME),
    (
        "aws:wafv2/webAcl:WebAcl",
        {"name": "web", "scope": "REGIONAL"},
        UUID,
        f"arn:aws:wafv2:{R}:regional/webacl/web/{UUID}",
    ),
    (
        "aws:wafv2/webAcl:WebAcl",
        {"name": "web", "scope": "CLOUDFRONT"},
        UUID,
        f"arn:aws:wafv2:us-east-1:123456789012:global/webacl/web/{UUID}",
    ),
    ("aws:cognito/userPool:UserPool", NAMED, "ap-south-1_[0-9A-Za-z]{9}", f"arn:aws:cognito-idp:{R}:userpool/ap-.*"),
    ("aws:eks/cluster:Cluster", NAMED, "web", f"arn:aws:eks:{R}:cluster/web"),
    ("aws:efs/fileSystem:FileSystem", {}, f"fs-{HEX17}", f"arn:aws:elasticfilesystem:{R}:file-system/fs-{HEX17}"),
    ("aws:opensearch/domain:Domain", {"domainName": "web"}, f"arn:aws:es:{R}:domain/web", SAME),
    ("aws:msk/cluster:Cluster", {"clusterName": "k"}, f"arn:aws:kafka:{R}:cluster/k/{UUID}-[1-9]", SAME),
    ("aws:backup/plan:Plan", NAMED, UUID, f"arn:aws:backup:{R}:backup-plan:{UUID}"),
    ("aws:backup/vault:Vault", NAMED, "web", f"arn:aws:backup:{R}:backup-vault:web"),
    ("aws:cloudtrail/trail:Trail", NAMED, f"arn:aws:cloudtrail:{R}:trail/web", SAME),
    ("aws:guardduty/detector:Detector", {}, "[0-9a-f]{32}", f"arn:aws:guardduty:{R}:detector/[0-9a-f]{{32}}"),
    ("aws:codebuild/project:Project", NAMED, f"arn:aws:codebuild:{R}:project/web", SAME),
    ("aws:codepipeline/pipeline:Pipeline", NAMED, "web", f"arn:aws:codepipeline:{R}:web"),
    ("aws:budgets/budget:Budget", NAMED, "123456789012:web", "arn:aws:budgets::123456789012:budget/web"),
    (
        "aws:organizations/organization:Organization",
        {},
        "o-[0-9a-z]{10}",
        "arn:aws:organizations::123456789012:organization/o-[0-9a-z]{10}",
    ),
    ("aws:glue/catalogDatabase:CatalogDatabase", NAMED, "123456789012:web", f"arn:aws:glue:{R}:database/web"),
    ("aws:batch/jobDefinition:JobDefinition", NAMED, f"arn:aws:batch:{R}:job-definition/web:1", SAME),
    ("aws:appsync/graphQLApi:GraphQLApi", NAMED, "[0-9a-z]{26}", f"arn:aws:appsync:{R}:apis/[0-9a-z]{{26}}"),
    ("aws:transfer/server:Server", {}, "s-[0-9a-f]{17}", f"arn:aws:transfer:{R}:server/s-[0-9a-f]{{17}}"),
    ("aws:networkfirewall/firewall:Firewall", NAMED, f"arn:aws:network-firewall:{R}:firewall/web", SAME),
    ("aws:imagebuilder/component:Component", NAMED, f"arn:aws:imagebuilder:{R}:component/web/.*", SAME),
    ("aws:amp/workspace:Workspace", {}, f"ws-{UUID}", f"arn:aws:aps:{R}:workspace/ws-{UUID}"),
    ("aws:appconfig/application:Application", NAMED, "[0-9a-z]{4,7}", f"arn:aws:appconfig:{R}:application/[0-9a-z]+"),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index()


@pytest.mark.parametrize(("token", "inputs", "id_pattern", "arn_pattern"), FORMATS)
def test_id_and_arn_have_the_form_that_aws_gives_them(
    index: Index, token: str, inputs: Properties, id_pattern: str, arn_pattern: str
) -> None:
    created = deploy(index, token, inputs)
    assert re.fullmatch(id_pattern, created.id)
    arn = created.get("arn")
    if arn_pattern == SAME:
        assert arn == created.id
    elif arn_pattern:
        assert re.fullmatch(arn_pattern, str(arn))
    else:
        assert arn is None


def test_arns_name_the_partition_and_region_that_the_resource_lives_in(index: Index) -> None:
    beijing = deploy(index, "aws:sns/topic:Topic", NAMED, place=Place("cn-north-1", "123456789012"))
    elsewhere = deploy(index, "aws:sns/topic:Topic", {"name": "web", "region": "eu-west-1"})
    assert beijing.id == "arn:aws-cn:sns:cn-north-1:123456789012:web"
    assert elsewhere.id == "arn:aws:sns:eu-west-1:123456789012:web"
    assert PLACE.region == "ap-south-1"


def test_types_without_a_documented_id_of_their_own_still_get_distinct_ids(index: Index) -> None:
    token = "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"
    inputs: Properties = {"vpcEndpointServiceId": "vpce-svc-1", "principalArn": "arn:aws:iam::123456789012:root"}
    assert deploy(index, token, inputs, seed="one").id != deploy(index, token, inputs, seed="two").id


def test_the_parts_of_an_id_that_an_arn_begins_are_inputs_too(index: Index) -> None:
    bucket = "arn:aws:s3tables:ap-south-1:123456789012:bucket/b"
    table = deploy(
        index,
        "aws:s3tables/table:Table",
        {"tableBucketArn": bucket, "namespace": "n", "name": "t", "format": "ICEBERG"},
    )
    assert table.id == f"{bucket};n;t"


def test_a_composite_import_id_is_filled_with_the_inputs_that_it_names(index: Index) -> None:
    entry = deploy(
        index, "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", {"prefixListId": "pl-1", "cidr": "10.0.0.0/8"}
    )
    member = deploy(
        index,
        "aws:cognito/userInGroup:UserInGroup",
        {"userPoolId": "ap-south-1_aB3", "groupName": "staff", "username": "ada"},
    )
    assert entry.id == "pl-1,10.0.0.0/8"
    assert member.id == "ap-south-1_aB3,staff,ada"
