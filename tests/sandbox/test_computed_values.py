"""What programs read of computed states inside `apply`."""

import ipaddress
import re

import pytest

from sandbox.aws.computed import SECRET_OUTPUTS
from sandbox.aws.model import Deployed
from sandbox.schema import Index, open_index
from sandbox.values import Properties
from tests.sandbox.computed_requests import PLACE, deploy

SUBNET: Properties = {"vpcId": "vpc-1", "cidrBlock": "192.168.0.64/27", "availabilityZone": "ap-south-1b"}


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index()


def updated(index: Index, before: Deployed, inputs: Properties, *others: Deployed) -> Deployed:
    return deploy(index, before.type, inputs, before, *others, current=before)


def test_a_subnet_says_the_id_of_its_zone(index: Index) -> None:
    subnet = deploy(index, "aws:ec2/subnet:Subnet", SUBNET)
    assert (subnet.get("availabilityZone"), subnet.get("availabilityZoneId")) == ("ap-south-1b", "aps1-az2")


def test_an_instance_gets_an_address_of_its_subnet_past_the_reserved_ones(index: Index) -> None:
    subnet = deploy(index, "aws:ec2/subnet:Subnet", SUBNET)
    instance = deploy(index, "aws:ec2/instance:Instance", {"subnetId": subnet.id, "ami": "ami-1"}, subnet)
    address = ipaddress.IPv4Address(str(instance.get("privateIp")))
    assert ipaddress.IPv4Address("192.168.0.68") <= address <= ipaddress.IPv4Address("192.168.0.94")
    assert instance.get("availabilityZone") == "ap-south-1b"
    assert instance.get("privateDns") == f"ip-{str(address).replace('.', '-')}.ap-south-1.compute.internal"
    assert instance.get("publicIp") == ""


def test_an_instance_in_a_public_subnet_has_a_public_address(index: Index) -> None:
    subnet = deploy(index, "aws:ec2/subnet:Subnet", {**SUBNET, "mapPublicIpOnLaunch": True})
    instance = deploy(index, "aws:ec2/instance:Instance", {"subnetId": subnet.id}, subnet)
    assert ipaddress.IPv4Address(str(instance.get("publicIp"))).is_global


def test_a_nat_gateway_has_the_address_of_its_allocation(index: Index) -> None:
    address = deploy(index, "aws:ec2/eip:Eip", {"domain": "vpc"})
    gateway = deploy(
        index, "aws:ec2/natGateway:NatGateway", {"allocationId": address.id, "subnetId": "subnet-1"}, address
    )
    assert gateway.get("publicIp") == address.get("publicIp")


def test_the_default_security_group_of_a_vpc_is_adopted_under_its_own_id(index: Index) -> None:
    vpc = deploy(index, "aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"})
    group = deploy(index, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", {"vpcId": vpc.id}, vpc, seed="other")
    assert group.id == vpc.get("defaultSecurityGroupId")
    assert group.get("name") == "default"


def test_a_launch_template_gets_a_new_version_with_every_change_but_of_tags(index: Index) -> None:
    first = deploy(index, "aws:ec2/launchTemplate:LaunchTemplate", {"name": "web", "imageId": "ami-1"})
    tagged = updated(index, first, {"name": "web", "imageId": "ami-1", "tags": {"A": "b"}})
    changed = updated(index, tagged, {"name": "web", "imageId": "ami-2", "tags": {"A": "b"}})
    assert [found.get("latestVersion") for found in (first, tagged, changed)] == [1, 1, 2]
    assert changed.get("defaultVersion") == 1


def test_load_balancers_have_the_host_name_and_hosted_zone_of_their_kind(index: Index) -> None:
    application = deploy(index, "aws:lb/loadBalancer:LoadBalancer", {"name": "web"})
    network = deploy(index, "aws:lb/loadBalancer:LoadBalancer", {"name": "web", "loadBalancerType": "network"})
    internal = deploy(index, "aws:lb/loadBalancer:LoadBalancer", {"name": "web", "internal": True})
    assert re.fullmatch(r"web-\d+\.ap-south-1\.elb\.amazonaws\.com", str(application.get("dnsName")))
    assert application.get("zoneId") == "ZP97RAFLXTNZK"
    assert re.fullmatch(r"web-[0-9a-f]{16}\.elb\.ap-south-1\.amazonaws\.com", str(network.get("dnsName")))
    assert network.get("zoneId") == "ZVDDRBQ08TROA"
    assert str(internal.get("dnsName")).startswith("internal-web-")
    assert application.id.endswith(f":loadbalancer/{application.get('arnSuffix')}")


def test_listener_rules_without_a_priority_take_the_next_one(index: Index) -> None:
    inputs: Properties = {"listenerArn": "arn:aws:elasticloadbalancing:r:a:listener/app/w/1/2"}
    first = deploy(index, "aws:lb/listenerRule:ListenerRule", {**inputs, "priority": 10}, seed="one")
    second = deploy(index, "aws:lb/listenerRule:ListenerRule", inputs, first, seed="two")
    assert second.get("priority") == 11


def test_a_database_has_its_endpoint_port_version_and_groups(index: Index) -> None:
    database = deploy(
        index,
        "aws:rds/instance:Instance",
        {"identifier": "pay", "engine": "postgres", "engineVersion": "15", "instanceClass": "db.t4g.micro"},
    )
    address = str(database.get("address"))
    assert re.fullmatch(r"pay\.c[0-9a-z]{11}\.ap-south-1\.rds\.amazonaws\.com", address)
    assert (database.get("port"), database.get("endpoint")) == (5432, f"{address}:5432")
    assert (database.get("engineVersion"), database.get("engineVersionActual")) == ("15", "15.13")
    assert database.get("parameterGroupName") == "default.postgres15"
    assert database.get("status") == "available"
    assert database.get("masterUserSecrets") == []


def test_databases_of_an_account_and_region_share_a_domain(index: Index) -> None:
    one = deploy(index, "aws:rds/instance:Instance", {"identifier": "one"}, seed="1")
    two = deploy(index, "aws:rds/instance:Instance", {"identifier": "two"}, seed="2")
    assert str(one.get("address")).partition(".")[2] == str(two.get("address")).partition(".")[2]


def test_a_replica_takes_engine_and_storage_from_its_source(index: Index) -> None:
    source = deploy(
        index, "aws:rds/instance:Instance", {"identifier": "a", "engine": "postgres", "allocatedStorage": 100}
    )
    replica = deploy(
        index, "aws:rds/instance:Instance", {"identifier": "b", "replicateSourceDb": "a"}, source, seed="other"
    )
    assert (replica.get("engine"), replica.get("allocatedStorage"), replica.get("port")) == ("postgres", 100, 5432)


def test_the_first_instance_of_a_cluster_writes(index: Index) -> None:
    inputs: Properties = {"clusterIdentifier": "c", "engine": "aurora-postgresql"}
    first = deploy(index, "aws:rds/clusterInstance:ClusterInstance", {**inputs, "identifier": "one"}, seed="1")
    second = deploy(index, "aws:rds/clusterInstance:ClusterInstance", {**inputs, "identifier": "two"}, first, seed="2")
    assert (first.get("writer"), second.get("writer")) == (True, False)
    assert updated(index, first, {**inputs, "identifier": "one"}, second).get("writer") is True


def test_a_cache_has_endpoints_for_its_mode(index: Index) -> None:
    token = "aws:elasticache/replicationGroup:ReplicationGroup"
    plain = deploy(index, token, {"replicationGroupId": "c", "description": "d", "numCacheClusters": 2})
    secure = deploy(index, token, {"replicationGroupId": "c", "description": "d", "transitEncryptionEnabled": True})
    sharded = deploy(index, token, {"replicationGroupId": "c", "description": "d", "numNodeGroups": 2})
    assert re.fullmatch(
        r"c\.[0-9a-z]{6}\.ng\.0001\.aps1\.cache\.amazonaws\.com", str(plain.get("primaryEndpointAddress"))
    )
    assert plain.get("memberClusters") == ["c-001", "c-002"]
    assert str(secure.get("primaryEndpointAddress")).startswith("master.c.")
    assert str(sharded.get("configurationEndpointAddress")).startswith("clustercfg.c.")
    assert sharded.get("primaryEndpointAddress") == ""


def test_a_task_definition_takes_the_next_revision_of_its_family(index: Index) -> None:
    token = "aws:ecs/taskDefinition:TaskDefinition"
    first = deploy(index, token, {"family": "api", "containerDefinitions": "[]"}, seed="1")
    second = deploy(index, token, {"family": "api", "containerDefinitions": "[{}]"}, first, seed="2")
    assert (first.get("revision"), second.get("revision")) == (1, 2)
    assert str(second.get("arn")).endswith(":task-definition/api:2")
    assert str(second.get("arnWithoutRevision")).endswith(":task-definition/api")


def test_a_published_function_gets_a_version_with_every_change(index: Index) -> None:
    inputs: Properties = {"name": "f", "role": "arn:r", "publish": True, "s3Bucket": "b", "s3Key": "1.zip"}
    first = deploy(index, "aws:lambda/function:Function", inputs)
    second = updated(index, first, {**inputs, "s3Key": "2.zip"})
    assert (first.get("version"), second.get("version")) == ("1", "2")
    assert first.get("codeSha256") != second.get("codeSha256")
    assert second.get("qualifiedArn") == "arn:aws:lambda:ap-south-1:123456789012:function:f:2"
    assert second.get("invokeArn") == (
        "arn:aws:apigateway:ap-south-1:lambda:path/2015-03-31/functions/"
        "arn:aws:lambda:ap-south-1:123456789012:function:f/invocations"
    )


def test_a_function_that_is_not_published_stays_at_latest(index: Index) -> None:
    assert deploy(index, "aws:lambda/function:Function", {"name": "f", "role": "r"}).get("version") == "$LATEST"


def test_a_bucket_has_its_domain_names_and_website_zone(index: Index) -> None:
    bucket = deploy(index, "aws:s3/bucket:Bucket", {"bucket": "b"})
    assert bucket.get("bucketDomainName") == "b.s3.amazonaws.com"
    assert bucket.get("bucketRegionalDomainName") == "b.s3.ap-south-1.amazonaws.com"
    assert bucket.get("hostedZoneId") == "Z11RGJOFQNVJUP"


def test_a_changed_object_in_a_versioned_bucket_is_a_new_version(index: Index) -> None:
    versioning = deploy(
        index,
        "aws:s3/bucketVersioning:BucketVersioning",
        {"bucket": "b", "versioningConfiguration": {"status": "Enabled"}},
    )
    token = "aws:s3/bucketObjectv2:BucketObjectv2"
    first = deploy(index, token, {"bucket": "b", "key": "k", "content": "one"}, versioning)
    second = updated(index, first, {"bucket": "b", "key": "k", "content": "two"}, versioning)
    unversioned = deploy(index, token, {"bucket": "b", "key": "k", "content": "one"})
    assert first.get("etag") == "f97c5d29941bfb1b2fdab0874906ab82"
    assert first.get("versionId") not in ("", second.get("versionId"))
    assert unversioned.get("versionId") == ""


def test_a_parameter_counts_its_versions(index: Index) -> None:
    first = deploy(index, "aws:ssm/parameter:Parameter", {"name": "/a", "type": "String", "value": "1"})
    same = updated(index, first, {"name": "/a", "type": "String", "value": "1"})
    other = updated(index, same, {"name": "/a", "type": "String", "value": "2"})
    assert [found.get("version") for found in (first, same, other)] == [1, 1, 2]


def test_a_certificate_is_validated_by_one_record_for_a_name_and_its_wildcard(index: Index) -> None:
    certificate = deploy(
        index,
        "aws:acm/certificate:Certificate",
        {"domainName": "a.example", "subjectAlternativeNames": ["*.a.example", "b.example"], "validationMethod": "DNS"},
    )
    options = certificate.get("domainValidationOptions")
    assert isinstance(options, list)
    found = {str(option["domainName"]): option["resourceRecordName"] for option in options if isinstance(option, dict)}
    assert list(found) == ["a.example", "*.a.example", "b.example"]
    assert found["a.example"] == found["*.a.example"] != found["b.example"]
    assert str(found["a.example"]).endswith(".a.example.")


def test_a_record_names_its_full_domain(index: Index) -> None:
    zone = deploy(index, "aws:route53/zone:Zone", {"name": "pay.example"})
    short = deploy(index, "aws:route53/record:Record", {"zoneId": zone.id, "name": "www", "type": "A"}, zone)
    long = deploy(index, "aws:route53/record:Record", {"zoneId": zone.id, "name": "www.pay.example", "type": "A"}, zone)
    assert short.get("fqdn") == long.get("fqdn") == "www.pay.example"
    servers = zone.get("nameServers")
    assert isinstance(servers, list)
    assert len(servers) == 4


def test_a_path_of_an_api_continues_its_parents(index: Index) -> None:
    token = "aws:apigateway/resource:Resource"
    api = deploy(index, "aws:apigateway/restApi:RestApi", {"name": "a"})
    root = api.get("rootResourceId")
    above = deploy(index, token, {"restApi": api.id, "parentId": root, "pathPart": "v1"}, api, seed="1")
    below = deploy(index, token, {"restApi": api.id, "parentId": above.id, "pathPart": "{id}"}, api, above, seed="2")
    assert (above.get("path"), below.get("path")) == ("/v1", "/v1/{id}")


def test_stages_have_addresses(index: Index) -> None:
    rest = deploy(index, "aws:apigateway/stage:Stage", {"restApi": "abc", "deployment": "d", "stageName": "prod"})
    http = deploy(index, "aws:apigatewayv2/stage:Stage", {"apiId": "abc", "name": "$default"})
    assert rest.get("invokeUrl") == "https://abc.execute-api.ap-south-1.amazonaws.com/prod"
    assert http.get("invokeUrl") == "https://abc.execute-api.ap-south-1.amazonaws.com/"


def test_a_client_has_a_secret_only_where_one_is_asked_for(index: Index) -> None:
    token = "aws:cognito/userPoolClient:UserPoolClient"
    without = deploy(index, token, {"userPoolId": "p", "name": "c"})
    with_one = deploy(index, token, {"userPoolId": "p", "name": "c", "generateSecret": True})
    assert without.get("clientSecret") == ""
    assert re.fullmatch(r"[0-9a-z]{51}", str(with_one.get("clientSecret")))


def test_a_kubernetes_cluster_has_the_issuer_of_its_endpoint(index: Index) -> None:
    cluster = deploy(index, "aws:eks/cluster:Cluster", {"name": "k", "roleArn": "r", "vpcConfig": {"subnetIds": ["s"]}})
    identities = cluster.get("identities")
    assert isinstance(identities, list)
    number = re.search(r"https://([0-9A-Z]{32})\.", str(cluster.get("endpoint")))
    assert number is not None
    assert number.group(1) in str(identities[0])


def test_a_kafka_cluster_has_connection_strings_for_what_is_switched_on(index: Index) -> None:
    cluster = deploy(
        index,
        "aws:msk/cluster:Cluster",
        {
            "clusterName": "k",
            "kafkaVersion": "3.6.0",
            "numberOfBrokerNodes": 2,
            "clientAuthentication": {"sasl": {"iam": True}},
        },
    )
    assert len(str(cluster.get("bootstrapBrokersTls")).split(",")) == 2
    assert str(cluster.get("bootstrapBrokersSaslIam")).endswith(":9098")
    assert cluster.get("bootstrapBrokers") == ""


def test_a_web_acl_counts_the_capacity_of_its_rules(index: Index) -> None:
    managed: Properties = {"managedRuleGroupStatement": {"name": "AWSManagedRulesCommonRuleSet", "vendorName": "AWS"}}
    rate: Properties = {"rateBasedStatement": {"limit": 600, "scopeDownStatement": {"byteMatchStatement": {}}}}
    acl = deploy(
        index,
        "aws:wafv2/webAcl:WebAcl",
        {"name": "w", "scope": "REGIONAL", "rules": [{"statement": managed}, {"statement": rate}]},
    )
    assert acl.get("capacity") == 712


def test_tags_of_the_provider_are_part_of_all_tags(index: Index) -> None:
    queue = deploy(index, "aws:sqs/queue:Queue", {"name": "q", "tags": {"A": "b"}}, tags={"A": "b", "Project": "p"})
    assert queue.get("tagsAll") == {"A": "b", "Project": "p"}
    assert queue.get("tags") == {"A": "b"}


def test_what_was_not_given_and_aws_does_not_fill_in_stays_absent(index: Index) -> None:
    queue = deploy(index, "aws:sqs/queue:Queue", {"name": "q"})
    assert queue.get("kmsMasterKeyId") is None
    assert queue.get("visibilityTimeoutSeconds") == 30


def test_write_only_values_are_no_part_of_a_state(index: Index) -> None:
    database = deploy(
        index, "aws:rds/instance:Instance", {"identifier": "d", "passwordWo": "x", "passwordWoVersion": 1}
    )
    assert "passwordWo" not in database.properties
    assert database.get("passwordWoVersion") == 1


def test_documented_defaults_of_nested_objects_are_filled_in(index: Index) -> None:
    group = deploy(
        index, "aws:ec2/securityGroup:SecurityGroup", {"ingress": [{"protocol": "tcp", "fromPort": 1, "toPort": 2}]}
    )
    ingress = group.get("ingress")
    assert isinstance(ingress, list)
    assert isinstance(ingress[0], dict)
    assert ingress[0]["self"] is False


def test_generated_key_material_has_the_form_of_the_real_one(index: Index) -> None:
    key = deploy(index, "aws:iam/accessKey:AccessKey", {"user": "u"})
    assert re.fullmatch(r"[A-Za-z0-9+/]{40}", str(key.get("secret")))
    certificate = deploy(index, "aws:iot/certificate:Certificate", {"active": True})
    assert str(certificate.get("privateKey")).startswith("-----BEGIN RSA PRIVATE KEY-----\n")


def test_every_secret_output_is_an_output_of_its_type(index: Index) -> None:
    unknown = []
    for token, names in SECRET_OUTPUTS.items():
        resource = index.resource(token)
        assert resource is not None, token
        unknown += [f"{token}.{name}" for name in names if name not in resource.outputs]
    assert not unknown


def test_states_live_where_the_resource_says(index: Index) -> None:
    vault = deploy(index, "aws:backup/vault:Vault", {"name": "v", "region": "ap-south-2"})
    assert vault.get("region") == "ap-south-2"
    assert vault.get("arn") == "arn:aws:backup:ap-south-2:123456789012:backup-vault:v"
    assert PLACE.region == "ap-south-1"
