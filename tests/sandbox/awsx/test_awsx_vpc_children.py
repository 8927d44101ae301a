"""What `awsx:ec2:Vpc` registers, seen by a recording engine."""

import pytest

from sandbox.awsx.children import aws_version
from sandbox.values import UNKNOWN, Properties, ResourceReference, Secret, Value
from tests.sandbox.awsx.recording import IPV6_RANGE, ZONES, Engine, Plugin, output, short

TIERS: list[Value] = [
    {"type": "Public", "cidrBlocks": ["192.168.0.0/27", "192.168.0.32/27"]},
    {"type": "Private", "name": "app", "cidrBlocks": ["192.168.0.64/27", "192.168.0.96/27"]},
    {"type": "Isolated", "name": "db", "cidrBlocks": ["192.168.0.128/27", "192.168.0.160/27"]},
    {"type": "Unused", "name": "reserved", "cidrBlocks": ["192.168.0.192/27", "192.168.0.224/27"]},
]


def network(nat: str = "OnePerAz", **inputs: Value) -> Properties:
    """A VPC with three tiers in two zones."""
    return {
        "cidrBlock": "192.168.0.0/24",
        "availabilityZoneNames": [*ZONES[:2]],
        "subnetStrategy": "Auto",
        "subnetSpecs": TIERS,
        "natGateways": {"strategy": nat},
        **inputs,
    }


@pytest.mark.parametrize(
    ("nat", "counts"),
    [
        ("OnePerAz", {"Eip": 2, "NatGateway": 2, "Route": 4}),
        ("Single", {"Eip": 1, "NatGateway": 1, "Route": 4}),
        ("None", {"Eip": 0, "NatGateway": 0, "Route": 2}),
    ],
)
def test_the_nat_strategy_decides_gateways_addresses_and_routes(
    plugin: Plugin, nat: str, counts: dict[str, int]
) -> None:
    built = plugin.vpc(network(nat))
    always = {"Vpc": 1, "InternetGateway": 1, "Subnet": 6, "RouteTable": 6, "RouteTableAssociation": 6}
    expected = always | counts
    assert {token: len(built.of(token)) for token in expected} == expected
    assert len(built.children) == sum(expected.values())


def test_every_child_hangs_where_the_published_provider_hangs_it(plugin: Plugin) -> None:
    built = plugin.vpc(network("Single"))
    chains = {one.urn.split("::", 2)[2] for one in built.children}
    vpc = "awsx:ec2:Vpc$aws:ec2/vpc:Vpc"
    subnet = f"{vpc}$aws:ec2/subnet:Subnet"
    table = f"{subnet}$aws:ec2/routeTable:RouteTable"
    tiers = [f"pay-{tier}-{zone}" for tier in ("public", "app", "db") for zone in (1, 2)]
    assert chains == {
        f"{vpc}::pay",
        f"{vpc}$aws:ec2/internetGateway:InternetGateway::pay",
        *(f"{subnet}::{name}" for name in tiers),
        *(f"{table}::{name}" for name in tiers),
        *(f"{table}$aws:ec2/routeTableAssociation:RouteTableAssociation::{name}" for name in tiers),
        *(f"{table}$aws:ec2/route:Route::{name}" for name in tiers if "db" not in name),
        f"{subnet}$aws:ec2/eip:Eip::pay-1",
        f"{subnet}$aws:ec2/natGateway:NatGateway::pay-1",
    }
    assert built.of("NatGateway")["pay-1"].parent == "Subnet pay-public-1"
    assert built.of("Eip")["pay-1"].parent == "Subnet pay-public-1"


def test_children_carry_exactly_the_inputs_of_the_published_provider(plugin: Plugin) -> None:
    specs: list[Value] = [{"type": "Public", "tags": {"tier": "edge", "owner": "net"}}, {"type": "Private"}]
    built = plugin.vpc(
        network(subnetSpecs=specs, availabilityZoneNames=[ZONES[0]], tags={"owner": "pay"}, enableDnsHostnames=True)
    )
    vpc_id, table = "Vpc:pay", "RouteTable:pay-public-1"
    shared: Properties = {"Name": "pay", "owner": "pay"}
    assert built.of("Vpc")["pay"].inputs == {
        "cidrBlock": "192.168.0.0/24",
        "enableDnsHostnames": True,
        "tags": shared,
    }
    assert built.of("InternetGateway")["pay"].inputs == {"vpcId": vpc_id, "tags": shared}
    assert built.of("Subnet")["pay-public-1"].inputs == {
        "vpcId": vpc_id,
        "availabilityZone": ZONES[0],
        "mapPublicIpOnLaunch": True,
        "cidrBlock": "192.168.0.0/25",
        "assignIpv6AddressOnCreation": False,
        "tags": {"Name": "pay-public-1", "SubnetType": "Public", "tier": "edge", "owner": "net"},
    }
    assert built.of("Subnet")["pay-private-1"].inputs["mapPublicIpOnLaunch"] is False
    assert built.of("RouteTable")["pay-public-1"].inputs == {
        "vpcId": vpc_id,
        "tags": {"Name": "pay-public-1", "SubnetType": "Public", "owner": "pay"},
    }
    assert built.of("RouteTableAssociation")["pay-public-1"].inputs == {
        "routeTableId": table,
        "subnetId": "Subnet:pay-public-1",
    }
    assert built.of("Eip")["pay-1"].inputs == {"tags": {"owner": "pay", "Name": "pay-1"}}
    assert built.of("NatGateway")["pay-1"].inputs == {
        "subnetId": "Subnet:pay-public-1",
        "allocationId": "eipalloc:pay-1",
        "tags": {"owner": "pay", "Name": "pay-1"},
    }
    assert built.of("Route")["pay-public-1"].inputs == {
        "routeTableId": table,
        "gatewayId": "InternetGateway:pay",
        "destinationCidrBlock": "0.0.0.0/0",
    }
    assert built.of("Route")["pay-private-1"].inputs == {
        "routeTableId": "RouteTable:pay-private-1",
        "natGatewayId": "NatGateway:pay-1",
        "destinationCidrBlock": "0.0.0.0/0",
    }


def test_a_tag_called_name_renames_the_vpc_but_not_its_subnets(plugin: Plugin) -> None:
    built = plugin.vpc(network(tags={"Name": "core"}))
    names = {
        f"{one.token} {one.name}": tags.get("Name")
        for one in built.children
        if isinstance(tags := one.inputs.get("tags"), dict)
    }
    assert names["Vpc pay"] == names["InternetGateway pay"] == "core"
    assert names["Subnet pay-app-2"] == names["RouteTable pay-app-2"] == "pay-app-2"
    assert names["NatGateway pay-1"] == "pay-1"


def test_each_zone_routes_through_its_own_nat_gateway(plugin: Plugin) -> None:
    routes = plugin.vpc(network("OnePerAz")).of("Route")
    assert routes["pay-app-1"].inputs["natGatewayId"] == "NatGateway:pay-1"
    assert routes["pay-app-2"].inputs["natGatewayId"] == "NatGateway:pay-2"


def test_a_single_nat_gateway_serves_all_zones(plugin: Plugin) -> None:
    routes = plugin.vpc(network("Single")).of("Route")
    assert routes["pay-app-2"].inputs["natGatewayId"] == "NatGateway:pay-1"


def test_given_elastic_ips_are_used_instead_of_new_ones(plugin: Plugin) -> None:
    nat: Properties = {"strategy": "OnePerAz", "elasticIpAllocationIds": ["eipalloc-a", UNKNOWN]}
    built = plugin.vpc(network(natGateways=nat))
    assert not built.of("Eip")
    gateways = built.of("NatGateway")
    assert gateways["pay-1"].inputs["allocationId"] == "eipalloc-a"
    assert gateways["pay-2"].inputs["allocationId"] is UNKNOWN


def test_outputs_are_those_of_the_published_provider(plugin: Plugin) -> None:
    outputs = plugin.vpc(network("Single")).outputs
    assert {key: value for key, value in outputs.items() if key.endswith(("Id", "Ids"))} == {
        "vpcId": "Vpc:pay",
        "publicSubnetIds": ["Subnet:pay-public-1", "Subnet:pay-public-2"],
        "privateSubnetIds": ["Subnet:pay-app-1", "Subnet:pay-app-2"],
        "isolatedSubnetIds": ["Subnet:pay-db-1", "Subnet:pay-db-2"],
    }
    assert {key: references(value) for key, value in outputs.items() if not key.endswith(("Id", "Ids", "Layout"))} == {
        "vpc": ["Vpc pay"],
        "internetGateway": ["InternetGateway pay"],
        "subnets": [f"Subnet pay-{tier}-{zone}" for zone in (1, 2) for tier in ("public", "app", "db")],
        "publicSubnets": ["Subnet pay-public-1", "Subnet pay-public-2"],
        "privateSubnets": ["Subnet pay-app-1", "Subnet pay-app-2"],
        "isolatedSubnets": ["Subnet pay-db-1", "Subnet pay-db-2"],
        "routeTables": [f"RouteTable pay-{tier}-{zone}" for zone in (1, 2) for tier in ("public", "app", "db")],
        "routeTableAssociations": [
            f"RouteTableAssociation pay-{tier}-{zone}" for zone in (1, 2) for tier in ("public", "app", "db")
        ],
        "routes": [f"Route pay-{tier}-{zone}" for zone in (1, 2) for tier in ("public", "app")],
        "natGateways": ["NatGateway pay-1"],
        "eips": ["Eip pay-1"],
        "vpcEndpoints": [],
    }
    assert outputs["subnetLayout"] == [
        {"type": "Public", "cidrBlocks": ["192.168.0.0/27", "192.168.0.32/27"]},
        {"type": "Private", "name": "app", "cidrBlocks": ["192.168.0.64/27", "192.168.0.96/27"]},
        {"type": "Isolated", "name": "db", "cidrBlocks": ["192.168.0.128/27", "192.168.0.160/27"]},
        {"type": "Unused", "name": "reserved", "cidrBlocks": ["192.168.0.192/27", "192.168.0.224/27"]},
    ]


def references(value: Value) -> list[str]:
    """Type and name of each resource referred to."""
    found = value if isinstance(value, list) else [value]
    assert all(isinstance(one, ResourceReference) and one.id for one in found)
    return [short(one.urn) for one in found if isinstance(one, ResourceReference)]


def test_subnet_ids_of_two_specs_of_a_type_alternate_zone_by_zone(plugin: Plugin) -> None:
    specs: list[Value] = [{"type": "Private", "name": "a"}, {"type": "Private", "name": "b"}]
    outputs = plugin.vpc(network("None", subnetSpecs=specs)).outputs
    assert outputs["privateSubnetIds"] == [
        "Subnet:pay-a-1",
        "Subnet:pay-b-1",
        "Subnet:pay-a-2",
        "Subnet:pay-b-2",
    ]


def test_everything_is_left_out_that_has_a_default(plugin: Plugin) -> None:
    built = plugin.vpc({})
    assert built.invoked == [("aws:index/getAvailabilityZones:getAvailabilityZones", {})]
    assert built.of("Vpc")["pay"].inputs["cidrBlock"] == "10.0.0.0/16"
    assert {name: one.inputs["cidrBlock"] for name, one in built.of("Subnet").items()} == {
        "pay-private-1": "10.0.0.0/19",
        "pay-private-2": "10.0.64.0/19",
        "pay-private-3": "10.0.128.0/19",
        "pay-public-1": "10.0.32.0/20",
        "pay-public-2": "10.0.96.0/20",
        "pay-public-3": "10.0.160.0/20",
    }
    assert len(built.of("NatGateway")) == 3
    assert built.warnings == []


def test_zones_are_looked_up_only_when_they_are_not_named(plugin: Plugin) -> None:
    assert plugin.vpc(network()).invoked == []
    built = plugin.vpc({"numberOfAvailabilityZones": 2, "region": "eu-central-1"})
    assert built.invoked == [("aws:index/getAvailabilityZones:getAvailabilityZones", {"region": "eu-central-1"})]
    assert {one.inputs["availabilityZone"] for one in built.of("Subnet").values()} == {*ZONES[:2]}


def test_numbers_given_as_text_are_taken_as_numbers(plugin: Plugin) -> None:
    specs: list[Value] = [{"type": "Public", "cidrMask": "27"}, {"type": "Private", "cidrMask": 27}]
    built = plugin.vpc(
        {"cidrBlock": "10.0.0.0/24", "numberOfAvailabilityZones": "2", "subnetStrategy": "Auto", "subnetSpecs": specs}
    )
    assert built.of("Subnet")["pay-public-2"].inputs["cidrBlock"] == "10.0.0.128/27"


def test_the_region_goes_to_every_child(plugin: Plugin) -> None:
    built = plugin.vpc(network(region="eu-west-1"))
    assert {one.inputs.get("region") for one in built.children} == {"eu-west-1"}


def test_the_name_tag_strategy_changes_tags_but_no_names(plugin: Plugin) -> None:
    built = plugin.vpc(network(subnetNameTagStrategy="AvailabilityZone"))
    subnet, table = built.of("Subnet")["pay-app-2"], built.of("RouteTable")["pay-app-2"]
    for one in (subnet, table):
        tags = one.inputs["tags"]
        assert isinstance(tags, dict)
        assert tags["Name"] == "pay-app-1b"


def test_children_depend_on_their_parent_and_on_what_they_refer_to(plugin: Plugin) -> None:
    built = plugin.vpc(network("Single"))
    depends = {f"{one.token} {one.name}": {short(urn) for urn in one.request.dependencies} for one in built.children}
    assert depends["Vpc pay"] == set()
    assert depends["InternetGateway pay"] == {"Vpc pay"}
    assert depends["Subnet pay-app-1"] == {"Vpc pay"}
    assert depends["NatGateway pay-1"] == {"Subnet pay-public-1", "Eip pay-1"}
    assert depends["Route pay-app-2"] == {"RouteTable pay-app-2", "NatGateway pay-1"}
    assert depends["Route pay-public-1"] == {"RouteTable pay-public-1", "InternetGateway pay"}


def test_children_ask_for_the_version_of_the_installed_aws_package(plugin: Plugin) -> None:
    built = plugin.vpc(network())
    assert {one.request.version for one in built.children} == {aws_version()}


def test_children_use_the_provider_given_to_the_component(plugin: Plugin) -> None:
    reference = "urn:pulumi:dev::shop::pulumi:providers:aws::frankfurt::42"
    built = plugin.construct("awsx:ec2:Vpc", "pay", network(), providers={"aws": reference})
    assert {one.request.provider for one in built.children} == {reference}
    assert dict(built.registered[0].request.providers) == {"aws": reference}


def test_protection_reaches_every_child(plugin: Plugin) -> None:
    built = plugin.construct("awsx:ec2:Vpc", "pay", network(), protect=True)
    assert {one.request.protect for one in built.registered} == {True}


def test_aliases_and_dependencies_are_those_of_the_component(plugin: Plugin) -> None:
    other = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::logs"
    built = plugin.construct("awsx:ec2:Vpc", "pay", network(), aliases={"name": "payments"}, depends_on=(other,))
    component = built.registered[0].request
    assert [alias.spec.name for alias in component.aliases] == ["payments"]
    assert list(component.dependencies) == [other]


def test_a_preview_leaves_ids_unknown_and_still_plans_every_child(plugin: Plugin) -> None:
    built = plugin.vpc(network(), Engine(preview=True))
    assert len(built.children) == 28
    subnet = built.of("Subnet")["pay-app-1"].inputs
    assert subnet["vpcId"] is UNKNOWN
    assert subnet["ipv6CidrBlock"] is UNKNOWN
    assert built.outputs["vpcId"] is UNKNOWN
    assert built.outputs["privateSubnetIds"] == [UNKNOWN, UNKNOWN]


def test_secret_tags_stay_secret(plugin: Plugin) -> None:
    built = plugin.vpc(network(tags={"key": output("hidden", secret=True)}))
    tags = built.of("Subnet")["pay-app-1"].inputs["tags"]
    assert tags == {"key": Secret("hidden"), "Name": "pay-app-1", "SubnetType": "Private"}


def test_tags_that_are_secret_as_a_whole_stay_so(plugin: Plugin) -> None:
    built = plugin.vpc(network(tags=output({"key": "hidden"}, secret=True)))
    tags = built.of("RouteTable")["pay-app-1"].inputs["tags"]
    assert tags == Secret({"key": "hidden", "Name": "pay-app-1", "SubnetType": "Private"})


def test_tags_that_are_not_known_yet_leave_the_others_of_a_preview_as_they_are(plugin: Plugin) -> None:
    built = plugin.vpc(network(tags={"key": output()}), Engine(preview=True))
    tags = built.of("Subnet")["pay-app-1"].inputs["tags"]
    assert tags == {"key": UNKNOWN, "Name": "pay-app-1", "SubnetType": "Private"}


def test_a_range_that_comes_from_an_output_is_laid_out_too(plugin: Plugin) -> None:
    built = plugin.vpc(network(cidrBlock=output("10.9.0.0/24"), subnetSpecs=[{"type": "Public"}, {"type": "Private"}]))
    assert built.of("Vpc")["pay"].inputs["cidrBlock"] == "10.9.0.0/24"
    assert built.of("Subnet")["pay-private-2"].inputs["cidrBlock"] == "10.9.0.192/26"


def test_a_generated_ipv6_range_is_shared_out_among_the_subnets(plugin: Plugin) -> None:
    specs: list[Value] = [{"type": "Public"}, {"type": "Private", "assignIpv6AddressOnCreation": False}]
    built = plugin.vpc(network(subnetSpecs=specs, assignGeneratedIpv6CidrBlock=True))
    subnets = built.of("Subnet")
    assert subnets["pay-public-1"].inputs["ipv6CidrBlock"] == IPV6_RANGE.replace("/56", "/64")
    assert subnets["pay-public-2"].inputs["ipv6CidrBlock"] == "2600:1f14:82a:ab01::/64"
    assert subnets["pay-public-1"].inputs["assignIpv6AddressOnCreation"] is True
    assert "ipv6CidrBlock" not in subnets["pay-private-1"].inputs


def test_the_second_tier_of_a_zone_takes_ipv6_ranges_after_those_of_all_zones(plugin: Plugin) -> None:
    built = plugin.vpc(network(assignGeneratedIpv6CidrBlock=True))
    ranges = {name: one.inputs["ipv6CidrBlock"] for name, one in built.of("Subnet").items()}
    assert ranges["pay-app-1"] == "2600:1f14:82a:ab02::/64"
    assert ranges["pay-db-2"] == "2600:1f14:82a:ab05::/64"


def test_a_range_from_an_ipam_pool_is_laid_out_once_it_is_known(plugin: Plugin) -> None:
    pool: Properties = {
        "availabilityZoneNames": [*ZONES[:2]],
        "ipv4IpamPoolId": "ipam-pool-1",
        "ipv4NetmaskLength": 20,
        "subnetStrategy": "Auto",
    }
    built = plugin.vpc(pool)
    assert built.of("Vpc")["pay"].inputs == {
        "ipv4IpamPoolId": "ipam-pool-1",
        "ipv4NetmaskLength": 20,
        "tags": {"Name": "pay"},
    }
    assert {name: one.inputs["cidrBlock"] for name, one in built.of("Subnet").items()} == {
        "pay-private-1": "10.7.0.0/22",
        "pay-public-1": "10.7.4.0/23",
        "pay-private-2": "10.7.8.0/22",
        "pay-public-2": "10.7.12.0/23",
    }
    preview = plugin.vpc(pool, Engine(preview=True))
    assert len(preview.children) == len(built.children)
    assert preview.of("Subnet")["pay-public-1"].inputs["cidrBlock"] is UNKNOWN


def test_leaving_the_strategy_out_warns_and_says_the_layout(plugin: Plugin) -> None:
    specs: list[Value] = [{"type": "Public"}, {"type": "Private"}]
    (warning,) = plugin.vpc({"availabilityZoneNames": [*ZONES], "subnetSpecs": specs}).warnings
    assert '[{"type": "Private", "cidrMask": 19}, {"type": "Public", "cidrMask": 20}]' in warning


def test_explicit_ranges_that_legacy_ignores_are_warned_about(plugin: Plugin) -> None:
    specs: list[Value] = TIERS[:2]
    inputs: Properties = {"availabilityZoneNames": [*ZONES[:2]], "subnetSpecs": specs}
    (warning,) = plugin.vpc(inputs).warnings
    assert "'Legacy' (the default) doesn't look at" in warning


def test_an_input_that_awsx_does_not_know_is_warned_about(plugin: Plugin) -> None:
    specs: list[Value] = [{"type": "Public", "cidrmask": 27}, {"type": "Private"}]
    (warning,) = plugin.vpc(network(subnetSpecs=specs)).warnings
    assert warning.startswith("subnetSpecs[0].cidrmask is not an input of awsx")
    assert "'cidrMask'" in warning


def test_the_component_keeps_its_inputs_and_no_outputs(plugin: Plugin) -> None:
    built = plugin.vpc(network())
    component = built.registered[0]
    assert (component.request.type, component.name, component.inputs) == ("awsx:ec2:Vpc", "pay", network())
    assert built.component_outputs == {}
