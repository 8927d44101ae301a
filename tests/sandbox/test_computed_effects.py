"""Resources that AWS makes by itself."""

import pytest

from sandbox.aws.computed import compute_effects
from sandbox.aws.model import Deployed, Request
from sandbox.schema import Index, open_index
from tests.sandbox.computed_requests import PLACE, NothingDeployed, deploy


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index()


def effects_of(made: Deployed) -> list[Deployed]:
    request = Request(made.type, made.name, {}, PLACE, NothingDeployed(), made.seed)
    return compute_effects(request, made.id, made.properties)


def test_a_vpc_comes_with_its_security_group_network_acl_and_route_table(index: Index) -> None:
    vpc = deploy(index, "aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"})
    effects = effects_of(vpc)
    assert [(found.type, found.id) for found in effects] == [
        ("aws:ec2/securityGroup:SecurityGroup", vpc.get("defaultSecurityGroupId")),
        ("aws:ec2/networkAcl:NetworkAcl", vpc.get("defaultNetworkAclId")),
        ("aws:ec2/routeTable:RouteTable", vpc.get("mainRouteTableId")),
    ]
    assert {found.get("vpcId") for found in effects} == {vpc.id}


def test_a_managed_master_password_is_a_secret(index: Index) -> None:
    database = deploy(index, "aws:rds/instance:Instance", {"identifier": "d", "manageMasterUserPassword": True})
    secrets = database.get("masterUserSecrets")
    assert isinstance(secrets, list)
    assert isinstance(secrets[0], dict)
    (secret,) = effects_of(database)
    assert secret.type == "aws:secretsmanager/secret:Secret"
    assert secret.id == secrets[0]["secretArn"]
    assert str(secret.get("name")).startswith("rds!db-")


def test_a_password_that_the_program_sets_makes_no_secret(index: Index) -> None:
    assert effects_of(deploy(index, "aws:rds/instance:Instance", {"identifier": "d", "password": "x"})) == []


def test_a_nat_gateway_and_an_interface_endpoint_have_network_interfaces(index: Index) -> None:
    gateway = deploy(index, "aws:ec2/natGateway:NatGateway", {"subnetId": "subnet-1"})
    endpoint = deploy(
        index,
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        {"vpcId": "vpc-1", "vpcEndpointType": "Interface", "subnetIds": ["subnet-1", "subnet-2"]},
    )
    assert [found.id for found in effects_of(gateway)] == [gateway.get("networkInterfaceId")]
    assert [found.id for found in effects_of(endpoint)] == endpoint.get("networkInterfaceIds")
    assert [found.get("subnetId") for found in effects_of(endpoint)] == ["subnet-1", "subnet-2"]


def test_the_same_maker_always_has_the_same_effects(index: Index) -> None:
    vpc = deploy(index, "aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"})
    assert effects_of(vpc) == effects_of(vpc)


def test_most_types_make_nothing_else(index: Index) -> None:
    assert effects_of(deploy(index, "aws:sqs/queue:Queue", {"name": "q"})) == []
