"""Functions that read resources answer with what is deployed."""

import pytest

from sandbox.aws.invokes import NotSupported
from sandbox.aws.model import AwsError, Place
from sandbox.values import Properties, Value
from tests.sandbox.invokes.calling import Account

QUEUE = "aws:sqs/queue:Queue"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
SUBNET = "aws:ec2/subnet:Subnet"


def subnet(id: str, zone: str, **tags: str) -> Properties:
    values: dict[str, Value] = dict(tags)
    return {"vpcId": "vpc-1", "availabilityZone": zone, "cidrBlock": "10.0.0.0/24", "tags": values, "arn": f"arn/{id}"}


def test_a_resource_is_found_by_name_arn_and_tags(aws: Account) -> None:
    arn = "arn:aws:elasticloadbalancing:ap-south-1:123456789012:loadbalancer/app/web/1"
    aws.deploy(BALANCER, arn, {"arn": arn, "name": "web", "dnsName": "web.elb", "tagsAll": {"Tier": "public"}})
    for criteria in ({"name": "web"}, {"arn": arn}, {"tags": {"Tier": "public"}}):
        assert aws.ask("lb/getLoadBalancer", **criteria)["dnsName"] == "web.elb"


def test_an_older_module_name_finds_the_same_resource(aws: Account) -> None:
    aws.deploy(BALANCER, "arn1", {"arn": "arn1", "name": "web", "dnsName": "web.elb"})
    assert aws.ask("alb/getLoadBalancer", name="web")["dnsName"] == "web.elb"


def test_the_result_has_every_declared_property_of_its_type(aws: Account) -> None:
    aws.deploy(QUEUE, "https://q", {"arn": "arn:q", "name": "jobs", "url": "https://q"})
    found = aws.ask("sqs/getQueue", name="jobs")
    assert found == {
        "arn": "arn:q",
        "id": "https://q",
        "name": "jobs",
        "region": "ap-south-1",
        "tags": {},
        "url": "https://q",
    }


def test_what_does_not_exist_is_refused_with_type_criteria_and_remedy(aws: Account) -> None:
    with pytest.raises(AwsError) as refused:
        aws.ask("sqs/getQueue", name="jobs")
    for part in (QUEUE, "name jobs", "sandbox/cloud list", "ap-south-1"):
        assert part in str(refused.value)


def test_a_resource_of_another_region_is_only_seen_from_there(aws: Account) -> None:
    aws.deploy(QUEUE, "https://q", {"arn": "arn:q", "name": "jobs"}, Place("us-east-1", "123456789012"))
    with pytest.raises(AwsError, match="no matching"):
        aws.ask("sqs/getQueue", name="jobs")
    assert aws.ask("sqs/getQueue", name="jobs", region="us-east-1")["arn"] == "arn:q"


def test_several_matches_are_refused_with_their_ids(aws: Account) -> None:
    for id in ("subnet-1", "subnet-2"):
        aws.deploy(SUBNET, id, subnet(id, "ap-south-1a"))
    with pytest.raises(AwsError, match="subnet-1, subnet-2"):
        aws.ask("ec2/getSubnet", vpcId="vpc-1")


def test_lists_hold_what_fits_filters_and_tags(aws: Account) -> None:
    aws.deploy(SUBNET, "subnet-1", subnet("subnet-1", "ap-south-1a", Tier="app-1"))
    aws.deploy(SUBNET, "subnet-2", subnet("subnet-2", "ap-south-1b", Tier="app-2"))
    aws.deploy(SUBNET, "subnet-3", subnet("subnet-3", "ap-south-1b", Tier="db"))
    in_vpc: Properties = {"name": "vpc-id", "values": ["vpc-1"]}
    tagged: Properties = {"name": "tag:Tier", "values": ["app-*"]}
    assert aws.ask("ec2/getSubnets", filters=[in_vpc])["ids"] == ["subnet-1", "subnet-2", "subnet-3"]
    assert aws.ask("ec2/getSubnets", filters=[in_vpc, tagged])["ids"] == ["subnet-1", "subnet-2"]
    assert aws.ask("ec2/getSubnets", tags={"Tier": "db"})["ids"] == ["subnet-3"]
    assert aws.ask("ec2/getSubnets", tags={"Tier": "none"})["ids"] == []


def test_a_filter_that_the_sandbox_does_not_know_is_not_passed_over(aws: Account) -> None:
    aws.deploy(SUBNET, "subnet-1", subnet("subnet-1", "ap-south-1a"))
    with pytest.raises(NotSupported, match="outpost-colour"):
        aws.ask("ec2/getSubnets", filters=[{"name": "outpost-colour", "values": ["x"]}])


def test_a_listener_is_found_by_its_balancer_and_port(aws: Account) -> None:
    for port in (80, 443):
        state: Properties = {"arn": f"arn:{port}", "loadBalancerArn": "arn:lb", "port": port, "protocol": "HTTP"}
        aws.deploy("aws:lb/listener:Listener", f"arn:{port}", state)
    assert aws.ask("lb/getListener", loadBalancerArn="arn:lb", port="443")["arn"] == "arn:443"


def test_an_argument_that_names_the_thing_itself_is_its_id(aws: Account) -> None:
    aws.deploy("aws:efs/fileSystem:FileSystem", "fs-1", {"arn": "arn:fs", "creationToken": "t"})
    assert aws.ask("efs/getFileSystem", fileSystemId="fs-1")["arn"] == "arn:fs"


def test_a_member_is_found_by_its_owner_and_own_name(aws: Account) -> None:
    for cluster in ("one", "two"):
        state: Properties = {"clusterName": cluster, "nodeGroupName": "workers", "arn": f"arn:{cluster}"}
        aws.deploy("aws:eks/nodeGroup:NodeGroup", f"{cluster}:workers", state)
    assert aws.ask("eks/getNodeGroup", clusterName="two", nodeGroupName="workers")["arn"] == "arn:two"


def test_a_task_definition_is_its_familys_last_revision(aws: Account) -> None:
    for revision in (1, 2):
        arn = f"arn:aws:ecs:ap-south-1:123456789012:task-definition/web:{revision}"
        containers = '[{"name":"web","image":"repo:1","environment":[{"name":"A","value":"b"}]}]'
        state: Properties = {"arn": arn, "family": "web", "revision": revision, "containerDefinitions": containers}
        aws.deploy("aws:ecs/taskDefinition:TaskDefinition", f"web-{revision}", state)
    assert aws.ask("ecs/getTaskDefinition", taskDefinition="web")["revision"] == 2
    assert aws.ask("ecs/getTaskDefinition", taskDefinition="web:1")["revision"] == 1
    assert aws.ask("ecs/getContainerDefinition", taskDefinition="web", containerName="web")["environment"] == {"A": "b"}


def test_a_session_context_leads_back_to_the_role(aws: Account) -> None:
    role = "arn:aws:iam::123456789012:role/path/Deploy"
    aws.deploy("aws:iam/role:Role", "Deploy", {"arn": role, "name": "Deploy", "uniqueId": "AROA1"})
    arn = "arn:aws:sts::123456789012:assumed-role/Deploy/session"
    assert aws.ask("iam/getSessionContext", arn=arn)["issuerArn"] == role
    caller = str(aws.ask("index/getCallerIdentity")["arn"])
    assert aws.ask("iam/getSessionContext", arn=caller)["issuerArn"] == caller


def test_code_is_not_run(aws: Account) -> None:
    with pytest.raises(NotSupported, match="does not run"):
        aws.ask("lambda/getInvocation", functionName="f", input="{}")


def test_an_account_without_outposts_says_so(aws: Account) -> None:
    assert aws.ask("outposts/getOutposts")["ids"] == []
    with pytest.raises(AwsError, match="none can be deployed"):
        aws.ask("outposts/getOutpost", name="rack")


def test_a_database_version_and_class_can_be_chosen(aws: Account) -> None:
    version = aws.ask("rds/getEngineVersion", engine="postgres", version="15", latest=True)
    assert version["parameterGroupFamily"] == "postgres15"
    assert version["version"] == "15.14"
    wanted: list[Value] = ["db.r99.large", "db.t3.micro"]
    assert aws.ask("rds/getOrderableDbInstance", engine="mysql", preferredInstanceClasses=wanted)["instanceClass"] == (
        "db.t3.micro"
    )
