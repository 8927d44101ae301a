"""The VPC endpoints of `awsx:ec2:Vpc`."""

import pytest

from sandbox.values import Properties, Value
from tests.sandbox.awsx.recording import IPV6_RANGE, ZONES, Constructed, Plugin

SQS = "com.amazonaws.eu-central-1.sqs"
S3 = "com.amazonaws.eu-central-1.s3"


def build(plugin: Plugin, endpoint: Properties, kinds: tuple[str, ...] = ("Private",), **inputs: Value) -> Constructed:
    specs: list[Value] = [{"type": kind} for kind in kinds]
    return plugin.vpc(
        {
            "cidrBlock": "10.0.0.0/16",
            "availabilityZoneNames": [*ZONES[:2]],
            "natGateways": {"strategy": "None"},
            "subnetStrategy": "Auto",
            "subnetSpecs": specs,
            "vpcEndpointSpecs": [endpoint],
            **inputs,
        }
    )


def test_legacy_passes_an_endpoint_on_as_it_is_and_warns_of_what_is_missing(plugin: Plugin) -> None:
    built = build(plugin, {"serviceName": SQS, "vpcEndpointType": "Interface", "tags": {"a": "b"}}, tags={"a": "c"})
    assert built.of("VpcEndpoint")[SQS].inputs == {
        "serviceName": SQS,
        "vpcEndpointType": "Interface",
        "vpcId": "Vpc:pay",
        "tags": {"Name": "pay", "a": "b"},
    }
    (warning,) = built.warnings
    assert "has no subnetIds or subnetConfigurations" in warning


@pytest.mark.parametrize("kind", [{}, {"vpcEndpointType": "Gateway"}])
def test_legacy_warns_of_a_gateway_endpoint_without_route_tables(plugin: Plugin, kind: Properties) -> None:
    (warning,) = build(plugin, {"serviceName": S3, **kind}).warnings
    assert "has no routeTableIds" in warning


def test_legacy_says_nothing_of_complete_endpoints(plugin: Plugin) -> None:
    assert build(plugin, {"serviceName": S3, "routeTableIds": ["rtb-1"]}).warnings == []


def test_auto_leads_all_route_tables_to_a_gateway_endpoint(plugin: Plugin) -> None:
    built = build(plugin, {"serviceName": S3}, ("Public", "Private"), vpcEndpointStrategy="Auto")
    assert built.of("VpcEndpoint")[S3].inputs["routeTableIds"] == [
        f"RouteTable:pay-{tier}-{zone}" for zone in (1, 2) for tier in ("public", "private")
    ]


@pytest.mark.parametrize(
    ("kinds", "chosen"),
    [
        (("Public", "Private", "Isolated"), "private"),
        (("Public", "Isolated"), "isolated"),
        (("Public",), "public"),
    ],
)
def test_auto_puts_an_interface_endpoint_into_one_subnet_per_zone(
    plugin: Plugin, kinds: tuple[str, ...], chosen: str
) -> None:
    endpoint: Properties = {"serviceName": SQS, "vpcEndpointType": "Interface"}
    inputs = build(plugin, endpoint, kinds, vpcEndpointStrategy="Auto").of("VpcEndpoint")[SQS].inputs
    assert inputs["subnetIds"] == [f"Subnet:pay-{chosen}-1", f"Subnet:pay-{chosen}-2"]


def test_auto_gives_an_interface_endpoint_names_and_a_security_group(plugin: Plugin) -> None:
    endpoint: Properties = {"serviceName": SQS, "vpcEndpointType": "Interface"}
    built = build(plugin, endpoint, vpcEndpointStrategy="Auto", region="eu-central-1")
    inputs = built.of("VpcEndpoint")[SQS].inputs
    assert (inputs["privateDnsEnabled"], inputs["securityGroupIds"]) == (True, [f"SecurityGroup:{SQS}-sg"])
    assert built.of("SecurityGroup")[f"{SQS}-sg"].inputs == {
        "region": "eu-central-1",
        "vpcId": "Vpc:pay",
        "tags": {"Name": "pay"},
    }
    rule = built.of("SecurityGroupRule")[f"{SQS}-ingress"]
    assert rule.inputs == {
        "region": "eu-central-1",
        "type": "ingress",
        "protocol": "tcp",
        "fromPort": 443,
        "toPort": 443,
        "cidrBlocks": ["10.0.0.0/16"],
        "securityGroupId": f"SecurityGroup:{SQS}-sg",
    }
    assert rule.parent == "Vpc pay"
    vpc = built.of("Vpc")["pay"].inputs
    assert (vpc["enableDnsHostnames"], vpc["enableDnsSupport"]) == (True, True)


def test_auto_lets_ipv6_in_for_a_dualstack_endpoint(plugin: Plugin) -> None:
    endpoint: Properties = {"serviceName": SQS, "vpcEndpointType": "Interface", "ipAddressType": "dualstack"}
    built = build(plugin, endpoint, vpcEndpointStrategy="Auto", assignGeneratedIpv6CidrBlock=True)
    assert built.of("SecurityGroupRule")[f"{SQS}-ingress"].inputs["ipv6CidrBlocks"] == [IPV6_RANGE]


def test_auto_keeps_what_an_interface_endpoint_says_itself(plugin: Plugin) -> None:
    endpoint: Properties = {
        "serviceName": SQS,
        "vpcEndpointType": "Interface",
        "subnetConfigurations": [{"subnetId": "subnet-1", "ipv4": "10.0.1.10"}],
        "securityGroupIds": ["sg-1"],
        "privateDnsEnabled": False,
        "region": "us-east-1",
    }
    built = build(plugin, endpoint, vpcEndpointStrategy="Auto", region="eu-central-1")
    assert built.of("VpcEndpoint")[SQS].inputs == {**endpoint, "vpcId": "Vpc:pay", "tags": {"Name": "pay"}}
    assert not built.of("SecurityGroup")
    assert "enableDnsSupport" not in built.of("Vpc")["pay"].inputs


@pytest.mark.parametrize("kind", ["GatewayLoadBalancer", "Resource", "ServiceNetwork"])
def test_auto_leaves_other_endpoints_alone(plugin: Plugin, kind: str) -> None:
    endpoint: Properties = {"serviceName": SQS, "vpcEndpointType": kind}
    built = build(plugin, endpoint, vpcEndpointStrategy="Auto")
    assert built.of("VpcEndpoint")[SQS].inputs == {**endpoint, "vpcId": "Vpc:pay", "tags": {"Name": "pay"}}
