"""Inputs of `awsx:ec2:Vpc` that are refused, each in one sentence."""

import pytest

from sandbox.values import Properties, Secret, Value
from tests.sandbox.awsx.recording import ZONES, Engine, Plugin, output

TWO_TIERS: list[Value] = [{"type": "Public"}, {"type": "Private"}]
OUTPUT = output()


def network(**inputs: Value) -> Properties:
    return {"availabilityZoneNames": [*ZONES[:2]], "subnetStrategy": "Auto", "subnetSpecs": TWO_TIERS, **inputs}


REFUSED: list[tuple[Properties, str]] = [
    ({"numberOfAvailabilityZones": 2}, "availabilityZoneNames and numberOfAvailabilityZones are both given"),
    ({"cidrBlock": "10.0.0.0/33"}, "cidrBlock is '10.0.0.0/33'; give an IPv4 range"),
    ({"cidrBlock": 10}, "cidrBlock is 10"),
    ({"availabilityZoneNames": "eu-central-1a"}, "availabilityZoneNames is 'eu-central-1a'; give a list"),
    ({"availabilityZoneNames": ["eu-central-1a", 2]}, "availabilityZoneNames[1] is 2"),
    ({"availabilityZoneCidrMask": 40}, "availabilityZoneCidrMask is 40; give a whole number from 0 to 32"),
    ({"subnetStrategy": "auto"}, "subnetStrategy is 'auto'; choose one of 'Legacy', 'Auto', 'AutoMerge', 'Exact'"),
    ({"subnetNameTagStrategy": "Zone"}, "subnetNameTagStrategy is 'Zone'"),
    ({"vpcEndpointStrategy": "Automatic"}, "vpcEndpointStrategy is 'Automatic'"),
    ({"natGateways": {"strategy": "Two"}}, "natGateways.strategy is 'Two'; choose one of 'None', 'Single', 'OnePerAz'"),
    ({"natGateways": "None"}, "natGateways is 'None'; give a table"),
    ({"natGateways": {"strategy": "None", "elasticIpAllocationIds": ["a"]}}, "elasticIpAllocationIds lists 1"),
    ({"natGateways": {"strategy": "Single", "elasticIpAllocationIds": ["a", "b"]}}, "makes one NAT gateway"),
    ({"natGateways": {"strategy": "OnePerAz", "elasticIpAllocationIds": ["a"]}}, "lists 1 for 2 availability zones"),
    ({"subnetSpecs": [{"type": "Public"}]}, "natGateways.strategy is 'OnePerAz', which needs"),
    ({"subnetSpecs": []}, "subnetSpecs is empty"),
    ({"subnetSpecs": {"type": "Public"}}, "subnetSpecs is {'type': 'Public'}; give a list"),
    ({"subnetSpecs": [{"cidrMask": 24}]}, "subnetSpecs[0].type is missing"),
    ({"subnetSpecs": [{"type": "Database"}]}, "subnetSpecs[0].type is 'Database'; choose one of 'Public'"),
    ({"subnetSpecs": [{"type": "unused"}]}, "write 'Unused'"),
    ({"subnetSpecs": [{"type": "Public", "cidrMask": 33}]}, "subnetSpecs[0].cidrMask is 33"),
    ({"subnetSpecs": [{"type": "Public", "cidrMask": 24.5}]}, "subnetSpecs[0].cidrMask is 24.5; give a whole number"),
    ({"subnetSpecs": [{"type": "Public", "cidrMask": "a"}]}, "subnetSpecs[0].cidrMask is 'a'"),
    ({"subnetSpecs": [{"type": "Public", "size": "256"}]}, "subnetSpecs[0].size is '256'"),
    ({"subnetSpecs": [{"type": "Public", "name": 1}]}, "subnetSpecs[0].name is 1"),
    ({"subnetSpecs": ["Public"]}, "subnetSpecs[0] is 'Public'; give a table"),
    ({"ipv4IpamPoolId": "ipam-pool-1"}, "ipv4IpamPoolId is given without a range"),
    (
        {"ipv4IpamPoolId": "p", "ipv4NetmaskLength": 24, "cidrBlock": "10.0.0.0/24"},
        "cidrBlock and ipv4NetmaskLength are both given",
    ),
    (
        {"ipv4IpamPoolId": "p", "ipv4NetmaskLength": 24, "subnetStrategy": "Legacy"},
        "needs a cidrBlock that is known when the program runs",
    ),
    ({"cidrBlock": OUTPUT, "subnetStrategy": "Exact", "subnetSpecs": None}, "needs a cidrBlock that is known"),
    ({"availabilityZoneNames": OUTPUT}, "availabilityZoneNames is an output; awsx needs a plain value here"),
    ({"subnetSpecs": OUTPUT}, "subnetSpecs is an output"),
    ({"subnetSpecs": [{"type": "Public", "cidrMask": OUTPUT}]}, "subnetSpecs[0].cidrMask is an output"),
    ({"subnetStrategy": Secret("Auto")}, "subnetStrategy is an output; awsx needs a plain value here"),
    ({"availabilityZoneNames": None, "region": OUTPUT}, "region is an output while availabilityZoneNames is not given"),
    ({"availabilityZoneNames": None, "numberOfAvailabilityZones": 4}, "the region offers 3"),
    ({"availabilityZoneNames": None, "numberOfAvailabilityZones": -1}, "numberOfAvailabilityZones is -1"),
    (
        {"subnetNameTagStrategy": "AvailabilityZone", "availabilityZoneNames": ["us-east-1a", "us-east-1a"]},
        "both shorten to '1a'",
    ),
    ({"vpcEndpointSpecs": [{}]}, "vpcEndpointSpecs[0].serviceName is missing"),
    (
        {"vpcEndpointStrategy": "Auto", "vpcEndpointSpecs": [{"serviceName": "s", "vpcEndpointType": OUTPUT}]},
        "vpcEndpointSpecs[0].vpcEndpointType is an output",
    ),
    (
        {
            "vpcEndpointStrategy": "Auto",
            "enableDnsHostnames": False,
            "vpcEndpointSpecs": [{"serviceName": "s", "vpcEndpointType": "Interface"}],
        },
        "enableDnsHostnames is false, but interface endpoints",
    ),
    (
        {
            "vpcEndpointStrategy": "Auto",
            "enableDnsSupport": False,
            "vpcEndpointSpecs": [{"serviceName": "s", "vpcEndpointType": "Interface"}],
        },
        "enableDnsSupport is false, but interface endpoints",
    ),
]


@pytest.mark.parametrize(("inputs", "sentence"), REFUSED, ids=[sentence[:40] for _, sentence in REFUSED])
def test_wrong_inputs_are_refused_before_anything_is_made(plugin: Plugin, inputs: Properties, sentence: str) -> None:
    engine = Engine()
    refusal = plugin.refusal(network(**inputs), engine)
    assert sentence in refusal
    assert "Traceback" not in refusal
    assert [one.name for one in engine.registered if one.request.custom] == []


def test_a_secret_is_never_repeated_in_the_refusal(plugin: Plugin) -> None:
    assert "hidden" not in plugin.refusal(network(subnetStrategy=Secret("hidden")))


def test_ipv6_subnets_in_a_vpc_without_ipv6_are_refused(plugin: Plugin) -> None:
    specs: list[Value] = [{"type": "Public", "assignIpv6AddressOnCreation": True}, {"type": "Private"}]
    assert "set assignGeneratedIpv6CidrBlock" in plugin.refusal(network(subnetSpecs=specs))


def test_a_pool_range_too_small_for_the_subnets_is_refused_once_it_is_known(plugin: Plugin) -> None:
    specs: list[Value] = [{"type": "Public", "cidrMask": 18}, {"type": "Private", "cidrMask": 18}]
    pool: Properties = {"ipv4IpamPoolId": "p", "ipv4NetmaskLength": 20, "subnetSpecs": specs}
    assert "need 32768 addresses" in plugin.refusal(network(**pool))


def test_the_plugin_works_on_after_a_refusal(plugin: Plugin) -> None:
    plugin.refusal(network(subnetSpecs=[]))
    assert len(plugin.vpc(network()).of("Subnet")) == 4


def test_a_region_without_enough_zones_is_refused(plugin: Plugin) -> None:
    refusal = plugin.refusal({}, Engine(zones=ZONES[:2]))
    assert refusal.startswith("The VPC is to span 3 availability zones, but the region offers 2")
