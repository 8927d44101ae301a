"""AWS's rules that look at what exists: references, names, networks, dependencies and protection."""

import pytest

from sandbox.aws.model import AwsError, Deployed, Place
from sandbox.aws.rules import refuse_create, refuse_delete, refuse_update
from sandbox.aws.rules import types as t
from sandbox.values import UNKNOWN, Properties, Value
from tests.sandbox.rules_cases import policy, text
from tests.sandbox.rules_cloud import MemoryCloud, asked

LB, TG, LISTENER, RULE, BUCKET = t.LOAD_BALANCER[0], t.TARGET_GROUP[0], t.LISTENER[0], t.LISTENER_RULE[0], t.BUCKET[0]
ELB = "arn:aws:elasticloadbalancing:ap-south-1:123456789014"
TG_ARN, LB_ARN, LISTENER_ARN = f"{ELB}:targetgroup/pe/1", f"{ELB}:loadbalancer/app/pay/1", f"{ELB}:listener/app/pay/1/2"
KEY_ARN = "arn:aws:kms:ap-south-1:123456789014:key/11111111-2222-4333-a444-555555555555"
FORWARD: Value = [{"type": "forward", "targetGroupArn": TG_ARN}]


@pytest.fixture
def cloud() -> MemoryCloud:
    """Two VPCs, the first with a subnet in each of two zones, a security group, a load balancer and an ECS cluster."""
    cloud = MemoryCloud()
    cloud.having(t.VPC, "vpc-1", cidrBlock="192.168.0.0/24", mainRouteTableId="rtb-main", defaultSecurityGroupId="sg-d")
    cloud.having(t.VPC, "vpc-2", cidrBlock="10.0.0.0/16", enableDnsSupport=True, enableDnsHostnames=False)
    for id, vpc, block, zone in (
        ("subnet-a", "vpc-1", "192.168.0.0/27", "ap-south-1a"),
        ("subnet-b", "vpc-1", "192.168.0.32/27", "ap-south-1b"),
        ("subnet-a2", "vpc-1", "192.168.0.64/27", "ap-south-1a"),
        ("subnet-x", "vpc-2", "10.0.0.0/24", "ap-south-1b"),
    ):
        cloud.having(t.SUBNET, id, vpcId=vpc, cidrBlock=block, availabilityZone=zone)
    cloud.having(t.SECURITY_GROUP, "sg-1", vpcId="vpc-1", name="payments")
    cloud.having(t.SECURITY_GROUP, "sg-2", vpcId="vpc-2", name="other")
    cloud.having(LB, LB_ARN, arn=LB_ARN, name="pay", loadBalancerType="application", vpcId="vpc-1")
    cloud.having(TG, TG_ARN, arn=TG_ARN, name="pe", targetType="ip", vpcId="vpc-1")
    cloud.having(t.CLUSTER, "arn:aws:ecs:ap-south-1:123456789014:cluster/pay", name="pay")
    return cloud


def listening(cloud: MemoryCloud) -> Deployed:
    """Let the load balancer listen on 443 and forward to the target group."""
    return cloud.having(
        LISTENER, LISTENER_ARN, loadBalancerArn=LB_ARN, port=443, protocol="HTTPS", defaultActions=FORWARD
    )


def task(cloud: MemoryCloud, **properties: Value) -> Deployed:
    """A registered task definition."""
    definitions = text([{"name": "pe", "image": "pe", "portMappings": [{"containerPort": 8080}]}])
    given: Properties = {"family": "pe", "revision": 1, "networkMode": "awsvpc", "containerDefinitions": definitions}
    return cloud.having(t.TASK_DEFINITION, "pe", **{**given, **properties})


def service(**change: Value) -> Properties:
    """The inputs of a service behind the load balancer."""
    given: Properties = {
        "name": "pe",
        "cluster": "pay",
        "taskDefinition": "pe:1",
        "networkConfiguration": {"subnets": ["subnet-a"], "securityGroups": ["sg-1"]},
        "loadBalancers": [{"targetGroupArn": TG_ARN, "containerName": "pe", "containerPort": 8080}],
    }
    return {**given, **change}


def refused(code: str, type: str, inputs: Properties, cloud: MemoryCloud) -> str:
    """The message with which a creation is refused with this code."""
    with pytest.raises(AwsError) as caught:
        refuse_create(asked(type, inputs, cloud))
    assert caught.value.code == code, caught.value
    return caught.value.message


def kept(code: str, deployed: Deployed, cloud: MemoryCloud) -> str:
    """The message with which a deletion is refused with this code."""
    with pytest.raises(AwsError) as caught:
        refuse_delete(deployed, cloud)
    assert caught.value.code == code, caught.value
    return caught.value.message


WRONG: list[tuple[str, str, Properties, str]] = [
    ("InvalidVpcID.NotFound", t.SUBNET, {"vpcId": "vpc-9", "cidrBlock": "10.0.0.0/24"}, "vpc-9"),
    ("InvalidSubnet.Range", t.SUBNET, {"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/24"}, "192.168.0.0/24"),
    ("InvalidSubnet.Conflict", t.SUBNET, {"vpcId": "vpc-1", "cidrBlock": "192.168.0.0/26"}, "subnet-a"),
    ("InvalidSubnetID.NotFound", t.NAT_GATEWAY, {"subnetId": "subnet-9"}, "subnet-9"),
    (
        "InvalidAllocationID.NotFound",
        t.NAT_GATEWAY,
        {"subnetId": "subnet-a", "allocationId": "eipalloc-9"},
        "eipalloc-9",
    ),
    ("InvalidGroup.NotFound", t.INGRESS_RULE, {"securityGroupId": "sg-9"}, "sg-9"),
    ("InvalidGroup.Duplicate", t.SECURITY_GROUP, {"vpcId": "vpc-1", "name": "payments"}, "payments"),
    ("InvalidRouteTableID.NotFound", t.ROUTE, {"routeTableId": "rtb-9"}, "rtb-9"),
    ("InvalidParameter", t.INSTANCE, {"subnetId": "subnet-a", "vpcSecurityGroupIds": ["sg-2"]}, "different networks"),
    ("InvalidParameter", t.VPC_ENDPOINT, {"vpcId": "vpc-2", "privateDnsEnabled": True}, "enableDnsHostnames"),
    ("DuplicateLoadBalancerName", LB, {"name": "pay"}, "pay"),
    ("SubnetNotFound", LB, {"subnets": ["subnet-a", "subnet-9"]}, "subnet-9"),
    ("InvalidConfigurationRequest", LB, {"subnets": ["subnet-a", "subnet-a2"]}, "same Availability Zone"),
    ("InvalidConfigurationRequest", LB, {"subnets": ["subnet-a", "subnet-x"]}, "different VPCs"),
    ("InvalidSecurityGroup", LB, {"subnets": ["subnet-a", "subnet-b"], "securityGroups": ["sg-2"]}, "vpc-2"),
    ("ValidationError", LISTENER, {"loadBalancerArn": LB_ARN, "protocol": "TCP", "port": 80}, "HTTP, HTTPS"),
    ("LoadBalancerNotFound", LISTENER, {"loadBalancerArn": LB_ARN + "9"}, "does not exist"),
    ("TargetGroupNotFound", RULE, {"actions": [{"type": "forward", "targetGroupArn": TG_ARN + "9"}]}, "does not exist"),
    ("DBSubnetGroupDoesNotCoverEnoughAZs", t.DB_SUBNET_GROUP, {"subnetIds": ["subnet-a", "subnet-a2"]}, "ap-south-1a"),
    ("InvalidSubnet", t.DB_SUBNET_GROUP, {"subnetIds": ["subnet-a", "subnet-x"]}, "same VPC"),
    ("DBSubnetGroupNotFoundFault", t.DB_INSTANCE, {"dbSubnetGroupName": "nowhere"}, "nowhere"),
    ("DBParameterGroupNotFound", t.DB_INSTANCE, {"parameterGroupName": "tuned"}, "tuned"),
    ("KMSKeyNotAccessibleFault", t.DB_INSTANCE, {"kmsKeyId": KEY_ARN}, "KMS key"),
    ("DBInstanceNotFound", t.DB_INSTANCE, {"replicateSourceDb": "primary"}, "primary"),
    ("NoSuchEntity", t.ROLE_POLICY, {"role": "nobody"}, "nobody"),
    ("NotFoundException", t.ALIAS, {"name": "alias/pay", "targetKeyId": KEY_ARN}, "does not exist"),
    ("NoSuchBucket", "aws:s3/bucketPolicy:BucketPolicy", {"bucket": "nowhere"}, "nowhere"),
    ("ClusterNotFoundException", t.SERVICE, {"cluster": "nowhere"}, "nowhere"),
    ("ClientException", t.SERVICE, {"cluster": "pay", "taskDefinition": "nothing:1"}, "nothing:1"),
    ("NoSuchHostedZone", t.RECORD, {"zoneId": "Z9", "name": "pay"}, "Z9"),
    (
        "NotFound",
        "aws:sns/topicSubscription:TopicSubscription",
        {"topic": "arn:aws:sns:ap-south-1:123456789014:t"},
        "Topic",
    ),
]


@pytest.mark.parametrize(
    ("code", "type", "inputs", "words"), WRONG, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_creation_that_aws_refuses_is_refused_with_its_code(
    code: str, type: str, inputs: Properties, words: str, cloud: MemoryCloud
) -> None:
    assert words in refused(code, type, inputs, cloud)


DUPLICATES = [
    ("DBInstanceAlreadyExists", t.DB_INSTANCE, "identifier"),
    ("DBSubnetGroupAlreadyExists", t.DB_SUBNET_GROUP, "name"),
    ("EntityAlreadyExists", t.ROLE, "name"),
    ("BucketAlreadyOwnedByYou", BUCKET, "bucket"),
    ("ResourceAlreadyExistsException", t.LOG_GROUP, "name"),
    ("RepositoryAlreadyExistsException", t.REPOSITORY, "name"),
    ("QueueAlreadyExists", t.QUEUE, "name"),
    ("AlreadyExistsException", t.ALIAS, "name"),
    ("ResourceInUseException", t.TABLE, "name"),
    ("ReplicationGroupAlreadyExists", t.CACHE_REPLICATION_GROUP, "replicationGroupId"),
    ("ResourceExistsException", t.SECRET, "name"),
    ("ResourceConflictException", t.FUNCTION, "name"),
]


@pytest.mark.parametrize(("code", "type", "property"), DUPLICATES)
def test_a_name_that_is_taken_is_refused(code: str, type: str, property: str, cloud: MemoryCloud) -> None:
    cloud.having(type, "first", **{property: "payments"})
    assert "payments" in refused(code, type, {property: "payments"}, cloud)


@pytest.mark.parametrize(("code", "type", "property"), DUPLICATES)
def test_a_name_that_is_free_is_accepted(code: str, type: str, property: str, cloud: MemoryCloud) -> None:
    cloud.having(type, "first", **{property: "payments"})
    refuse_create(asked(type, {property: "refunds"}, cloud))


def test_a_bucket_name_of_another_account_is_not_available(cloud: MemoryCloud) -> None:
    cloud.having(BUCKET, "logs", Place("us-east-1", "999999999999"), bucket="logs")
    assert "999999999999" in refused("BucketAlreadyExists", BUCKET, {"bucket": "logs"}, cloud)


def test_what_an_account_has_from_the_start_can_be_referred_to(cloud: MemoryCloud) -> None:
    refuse_create(
        asked(t.DB_INSTANCE, {"parameterGroupName": "default.postgres15", "dbSubnetGroupName": "default"}, cloud)
    )
    arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    cloud.having(t.ROLE, "task", name="task")
    refuse_create(asked(t.ROLE_POLICY_ATTACHMENT, {"role": "task", "policyArn": arn}, cloud))


def test_a_key_of_another_account_is_taken_on_trust(cloud: MemoryCloud) -> None:
    refuse_create(asked(t.DB_INSTANCE, {"kmsKeyId": KEY_ARN.replace("123456789014", "999999999999")}, cloud))


def test_nothing_is_asked_of_the_cloud_at_preview(cloud: MemoryCloud) -> None:
    refuse_create(asked(t.SUBNET, {"vpcId": "vpc-9", "cidrBlock": UNKNOWN}, cloud, preview=True))


def test_a_subnet_in_a_free_part_of_its_vpc_is_accepted(cloud: MemoryCloud) -> None:
    refuse_create(asked(t.SUBNET, {"vpcId": "vpc-1", "cidrBlock": "192.168.0.96/27"}, cloud))


def test_a_vpc_takes_one_internet_gateway(cloud: MemoryCloud) -> None:
    cloud.having(t.INTERNET_GATEWAY, "igw-1", vpcId="vpc-1")
    assert "igw-1" in refused("InvalidParameterValue", t.INTERNET_GATEWAY, {"vpcId": "vpc-1"}, cloud)


def test_the_same_security_group_rule_is_refused_twice(cloud: MemoryCloud) -> None:
    rule: Properties = {"securityGroupId": "sg-1", "ipProtocol": "tcp", "fromPort": 443, "toPort": 443}
    cloud.having(t.INGRESS_RULE, "sgr-1", **rule, cidrIpv4="10.0.0.0/8")
    refuse_create(asked(t.INGRESS_RULE, {**rule, "cidrIpv4": "10.0.0.0/16"}, cloud))
    refused(
        "InvalidPermission.Duplicate", t.INGRESS_RULE, {**rule, "cidrIpv4": "10.0.0.0/8", "description": "x"}, cloud
    )


def test_a_route_table_takes_one_route_for_a_destination(cloud: MemoryCloud) -> None:
    cloud.having(t.ROUTE, "r-1", routeTableId="rtb-main", destinationCidrBlock="0.0.0.0/0")
    route: Properties = {"routeTableId": "rtb-main", "destinationCidrBlock": "0.0.0.0/0"}
    assert "0.0.0.0/0" in refused("RouteAlreadyExists", t.ROUTE, route, cloud)


def test_a_port_of_a_load_balancer_is_used_once(cloud: MemoryCloud) -> None:
    listening(cloud)
    inputs: Properties = {"loadBalancerArn": LB_ARN, "port": 443, "protocol": "HTTPS"}
    assert "443" in refused("DuplicateListener", LISTENER, inputs, cloud)


def test_a_priority_of_a_listener_is_used_once(cloud: MemoryCloud) -> None:
    listening(cloud)
    cloud.having(RULE, "rule-1", listenerArn=LISTENER_ARN, priority=10)
    refused("PriorityInUse", RULE, {"listenerArn": LISTENER_ARN, "priority": 10, "actions": FORWARD}, cloud)


def test_a_target_group_belongs_to_one_load_balancer(cloud: MemoryCloud) -> None:
    listening(cloud)
    other = f"{ELB}:loadbalancer/app/other/2"
    cloud.having(LB, other, arn=other, name="other", vpcId="vpc-1")
    inputs: Properties = {"loadBalancerArn": other, "port": 443, "protocol": "HTTPS", "defaultActions": FORWARD}
    assert LB_ARN in refused("TargetGroupAssociationLimit", LISTENER, inputs, cloud)


def test_a_service_behind_its_load_balancer_is_accepted(cloud: MemoryCloud) -> None:
    listening(cloud)
    task(cloud)
    refuse_create(asked(t.SERVICE, service(), cloud))


def test_a_service_waits_for_the_listener_of_its_target_group(cloud: MemoryCloud) -> None:
    task(cloud)
    assert "does not have an associated load balancer" in refused(
        "InvalidParameterException", t.SERVICE, service(), cloud
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"networkConfiguration": None}, "Network Configuration must be provided"),
        ({"networkConfiguration": {"subnets": ["subnet-a"], "securityGroups": ["sg-2"]}}, "same VPC"),
        ({"enableExecuteCommand": True}, "taskRoleArn"),
        ({"loadBalancers": [{"targetGroupArn": TG_ARN, "containerName": "x", "containerPort": 1}]}, "container x"),
        ({"loadBalancers": [{"targetGroupArn": TG_ARN, "containerName": "pe", "containerPort": 1}]}, "port 1 "),
        ({"capacityProviderStrategies": [{"capacityProvider": "FARGATE_SPOT"}]}, "not associated"),
    ],
)
def test_a_service_fits_its_task_and_cluster(change: Properties, words: str, cloud: MemoryCloud) -> None:
    listening(cloud)
    task(cloud)
    cloud.having(
        "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
        "pay",
        clusterName="pay",
        capacityProviders=["FARGATE"],
    )
    assert words in refused("InvalidParameterException", t.SERVICE, service(**change), cloud)


def test_a_log_group_needs_a_key_that_lets_cloudwatch_logs_in(cloud: MemoryCloud) -> None:
    root = policy(Principal={"AWS": "arn:aws:iam::123456789014:root"}, Action="kms:*", Resource="*")
    logs = policy(Principal={"Service": "logs.ap-south-1.amazonaws.com"}, Action="kms:*", Resource="*")
    cloud.having(t.KEY, "closed", arn=KEY_ARN, policy=root)
    cloud.having(t.KEY, "open", arn=KEY_ARN + "0", policy=logs)
    refuse_create(asked(t.LOG_GROUP, {"name": "a", "kmsKeyId": KEY_ARN + "0"}, cloud))
    assert "logs.ap-south-1" in refused(
        "InvalidParameterException", t.LOG_GROUP, {"name": "b", "kmsKeyId": KEY_ARN}, cloud
    )


def test_a_replica_needs_a_source_with_backups_and_its_own_password(cloud: MemoryCloud) -> None:
    cloud.having(t.DB_INSTANCE, "db-1", identifier="bare", backupRetentionPeriod=0)
    cloud.having(t.DB_INSTANCE, "db-2", identifier="managed", backupRetentionPeriod=7, manageMasterUserPassword=True)
    cloud.having(t.DB_INSTANCE, "db-3", identifier="fine", backupRetentionPeriod=7)
    refused("InvalidDBInstanceState", t.DB_INSTANCE, {"replicateSourceDb": "bare"}, cloud)
    refused("InvalidParameterCombination", t.DB_INSTANCE, {"replicateSourceDb": "managed"}, cloud)
    refuse_create(asked(t.DB_INSTANCE, {"replicateSourceDb": "fine"}, cloud))


def test_an_update_is_judged_by_what_it_changes(cloud: MemoryCloud) -> None:
    group = cloud.having(t.DB_SUBNET_GROUP, "g", name="g", subnetIds=["gone-1", "gone-2"], description="old")
    refuse_update(asked(t.DB_SUBNET_GROUP, {**group.properties, "description": "new"}, cloud, group))
    with pytest.raises(AwsError) as caught:
        refuse_update(asked(t.DB_SUBNET_GROUP, {**group.properties, "subnetIds": ["gone-3", "gone-4"]}, cloud, group))
    assert (caught.value.code, caught.value.property) == ("InvalidSubnet", "subnetIds[0]")


def test_a_vpc_in_use_stays_until_it_is_empty(cloud: MemoryCloud) -> None:
    vpc = cloud.having(t.VPC, "vpc-3", mainRouteTableId="rtb-3", defaultSecurityGroupId="sg-3")
    cloud.having(t.ROUTE_TABLE, "rtb-3", vpcId="vpc-3")
    cloud.having(t.SECURITY_GROUP, "sg-3", vpcId="vpc-3", name="default")
    refuse_delete(vpc, cloud)
    cloud.having(t.INTERNET_GATEWAY, "igw-3", vpcId="vpc-3")
    assert "igw-3" in kept("DependencyViolation", vpc, cloud)


def test_a_subnet_with_an_interface_stays(cloud: MemoryCloud) -> None:
    subnet = cloud.resources[2]
    cloud.having(t.ROUTE_TABLE_ASSOCIATION, "rtbassoc-1", subnetId=subnet.id)
    refuse_delete(subnet, cloud)
    cloud.having(t.NAT_GATEWAY, "nat-1", subnetId=subnet.id)
    assert "nat-1" in kept("DependencyViolation", subnet, cloud)


def test_a_security_group_goes_with_its_own_rules_but_not_with_those_of_others(cloud: MemoryCloud) -> None:
    group = next(found for found in cloud.resources if found.id == "sg-1")
    cloud.having(t.INGRESS_RULE, "sgr-own", securityGroupId="sg-1", referencedSecurityGroupId="sg-1")
    refuse_delete(group, cloud)
    cloud.having(t.EGRESS_RULE, "sgr-other", securityGroupId="sg-2", referencedSecurityGroupId="sg-1")
    assert "sgr-other" in kept("DependencyViolation", group, cloud)


def test_a_bucket_with_objects_stays_unless_it_is_emptied_by_force(cloud: MemoryCloud) -> None:
    cloud.having(t.BUCKET_OBJECT[1], "key", bucket="logs", key="a.txt")
    refuse_delete(cloud.having(BUCKET, "logs", bucket="logs", forceDestroy=True), cloud)
    assert "a.txt" in kept("BucketNotEmpty", cloud.having(BUCKET, "logs", bucket="logs"), cloud)


def test_a_role_with_policies_stays(cloud: MemoryCloud) -> None:
    role = cloud.having(t.ROLE, "task", name="task")
    refuse_delete(role, cloud)
    cloud.having(t.ROLE_POLICY_ATTACHMENT, "a", role="task", policyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    assert "ReadOnlyAccess" in kept("DeleteConflict", role, cloud)


def test_a_cluster_with_services_a_group_with_databases_and_a_used_target_group_stay(cloud: MemoryCloud) -> None:
    cluster = next(found for found in cloud.resources if found.type == t.CLUSTER)
    cloud.having(t.SERVICE, "s", name="pe", cluster=cluster.id)
    assert "pe" in kept("ClusterContainsServicesException", cluster, cloud)
    group = cloud.having(t.DB_SUBNET_GROUP, "g", name="g")
    cloud.having(t.DB_INSTANCE, "db-1", identifier="main", dbSubnetGroupName="g")
    assert "main" in kept("InvalidDBSubnetGroupStateFault", group, cloud)
    listening(cloud)
    assert LISTENER_ARN in kept("ResourceInUse", next(r for r in cloud.resources if r.type == TG), cloud)


PROTECTED: list[tuple[str, str, Properties, Properties]] = [
    ("InvalidParameterCombination", t.DB_INSTANCE, {"deletionProtection": True}, {"skipFinalSnapshot": True}),
    ("InvalidParameterCombination", t.DB_CLUSTER, {}, {"finalSnapshotIdentifier": "last"}),
    ("OperationNotPermitted", LB, {"enableDeletionProtection": True}, {"enableDeletionProtection": False}),
    ("ValidationException", t.TABLE, {"deletionProtectionEnabled": True}, {}),
    ("InvalidParameterException", "aws:cognito/userPool:UserPool", {"deletionProtection": "ACTIVE"}, {}),
    ("OperationNotPermitted", t.INSTANCE, {"disableApiTermination": True}, {}),
    ("ValidationException", t.LOG_GROUP, {"deletionProtectionEnabled": True}, {}),
]


@pytest.mark.parametrize(("code", "type", "protected", "free"), PROTECTED)
def test_what_is_protected_stays(
    code: str, type: str, protected: Properties, free: Properties, cloud: MemoryCloud
) -> None:
    kept(code, cloud.having(type, "kept", **protected), cloud)
    refuse_delete(cloud.having(type, "free", **free), cloud)


def test_a_zone_goes_with_its_own_records_only(cloud: MemoryCloud) -> None:
    zone = cloud.having(t.ZONE, "Z1", name="example.com")
    cloud.having(t.RECORD, "ns", zoneId="Z1", name="example.com", type="NS")
    refuse_delete(zone, cloud)
    cloud.having(t.RECORD, "pay", zoneId="Z1", name="pay", type="A")
    assert "pay" in kept("HostedZoneNotEmpty", zone, cloud)


def test_a_record_is_made_once_in_its_zone(cloud: MemoryCloud) -> None:
    cloud.having(t.ZONE, "Z1", name="example.com")
    cloud.having(t.RECORD, "pay", zoneId="Z1", name="pay", type="A")
    refused("InvalidChangeBatch", t.RECORD, {"zoneId": "Z1", "name": "pay.example.com", "type": "A"}, cloud)
    assert "apex" in refused("InvalidChangeBatch", t.RECORD, {"zoneId": "Z1", "name": "", "type": "CNAME"}, cloud)
    refuse_create(asked(t.RECORD, {"zoneId": "Z1", "name": "pay", "type": "AAAA"}, cloud))


def test_a_policy_may_have_the_name_of_one_that_aws_manages(cloud: MemoryCloud) -> None:
    refuse_create(asked(t.POLICY, {"name": "AdministratorAccess"}, cloud))


def test_a_misspelt_policy_of_aws_is_refused_with_the_right_name(cloud: MemoryCloud) -> None:
    cloud.having(t.ROLE, "task", name="task")
    arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolic"
    message = refused("NoSuchEntity", t.ROLE_POLICY_ATTACHMENT, {"role": "task", "policyArn": arn}, cloud)
    assert "AmazonECSTaskExecutionRolePolicy" in message
