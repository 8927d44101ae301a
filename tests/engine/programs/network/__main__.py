"""Two networks in one region and a third in another, joined and watched."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
ireland = aws.Provider("ireland", region="eu-west-1")
abroad = pulumi.ResourceOptions(provider=ireland)

shared = aws.ec2.Vpc("shared", cidr_block="10.0.0.0/16", enable_dns_hostnames=True)
workload = aws.ec2.Vpc("workload", cidr_block="10.1.0.0/16", enable_dns_hostnames=True)
aws.ec2.VpcIpv4CidrBlockAssociation("workload", vpc_id=workload.id, cidr_block="100.64.0.0/20")
remote = aws.ec2.Vpc("remote", cidr_block="10.9.0.0/16", opts=abroad)
aws.ec2.DefaultSecurityGroup("shared", vpc_id=shared.id)
options = aws.ec2.VpcDhcpOptions("shared", domain_name="corp.example.com", domain_name_servers=["AmazonProvidedDNS"])
aws.ec2.VpcDhcpOptionsAssociation("shared", vpc_id=shared.id, dhcp_options_id=options.id)

shared_a = aws.ec2.Subnet("shared-a", vpc_id=shared.id, cidr_block="10.0.1.0/24", availability_zone="eu-central-1a")
shared_b = aws.ec2.Subnet("shared-b", vpc_id=shared.id, cidr_block="10.0.2.0/24", availability_zone="eu-central-1b")
workload_a = aws.ec2.Subnet(
    "workload-a", vpc_id=workload.id, cidr_block="10.1.1.0/24", availability_zone="eu-central-1a"
)
routes = aws.ec2.RouteTable("workload", vpc_id=workload.id)
aws.ec2.RouteTableAssociation("workload-a", subnet_id=workload_a.id, route_table_id=routes.id)
aws.ec2.MainRouteTableAssociation("workload", vpc_id=workload.id, route_table_id=routes.id)

# Peering across regions: asked for here, accepted there.
peering = aws.ec2.VpcPeeringConnection(
    "remote", vpc_id=workload.id, peer_vpc_id=remote.id, peer_region=ireland.region, auto_accept=False
)
accepted = aws.ec2.VpcPeeringConnectionAccepter(
    "remote", vpc_peering_connection_id=peering.id, auto_accept=True, opts=abroad
)
aws.ec2.Route(
    "remote",
    route_table_id=routes.id,
    destination_cidr_block=remote.cidr_block,
    vpc_peering_connection_id=accepted.vpc_peering_connection_id,
)
aws.ec2.Route(
    "back",
    route_table_id=remote.main_route_table_id,
    destination_cidr_block=workload.cidr_block,
    vpc_peering_connection_id=accepted.id,
    opts=abroad,
)

# A transit gateway with a VPN to the office.
transit = aws.ec2transitgateway.TransitGateway(
    "hub", description="Hub", default_route_table_association="disable", default_route_table_propagation="disable"
)
attachments = {
    name: aws.ec2transitgateway.VpcAttachment(
        name,
        transit_gateway_id=transit.id,
        vpc_id=vpc.id,
        subnet_ids=subnets,
        transit_gateway_default_route_table_association=False,
        transit_gateway_default_route_table_propagation=False,
    )
    for name, vpc, subnets in (
        ("shared", shared, [shared_a.id, shared_b.id]),
        ("workload", workload, [workload_a.id]),
    )
}
hub_routes = aws.ec2transitgateway.RouteTable("hub", transit_gateway_id=transit.id)
for name, attachment in attachments.items():
    aws.ec2transitgateway.RouteTableAssociation(
        name, transit_gateway_attachment_id=attachment.id, transit_gateway_route_table_id=hub_routes.id
    )
    aws.ec2transitgateway.RouteTablePropagation(
        name, transit_gateway_attachment_id=attachment.id, transit_gateway_route_table_id=hub_routes.id
    )
aws.ec2transitgateway.Route(
    "nowhere", destination_cidr_block="192.0.2.0/24", blackhole=True, transit_gateway_route_table_id=hub_routes.id
)
aws.ec2.Route(
    "shared",
    route_table_id=routes.id,
    destination_cidr_block=shared.cidr_block,
    transit_gateway_id=transit.id,
    opts=pulumi.ResourceOptions(depends_on=[attachments["workload"]]),
)
office = aws.ec2.CustomerGateway("office", bgp_asn="65010", ip_address=config.require("officeAddress"), type="ipsec.1")
tunnel = aws.ec2.VpnConnection(
    "office", customer_gateway_id=office.id, transit_gateway_id=transit.id, type=office.type, static_routes_only=True
)
private_gateway = aws.ec2.VpnGateway("spare", vpc_id=shared.id, amazon_side_asn="64620")
aws.ec2.VpnGatewayRoutePropagation(
    "spare", vpn_gateway_id=private_gateway.id, route_table_id=shared.main_route_table_id
)

# Ways out without the internet.
inside = aws.ec2.SecurityGroup("endpoints", vpc_id=workload.id)
aws.vpc.SecurityGroupIngressRule(
    "endpoints",
    security_group_id=inside.id,
    cidr_ipv4=workload.cidr_block,
    ip_protocol="tcp",
    from_port=443,
    to_port=443,
)
storage = aws.ec2.VpcEndpoint(
    "s3", vpc_id=workload.id, service_name="com.amazonaws.eu-central-1.s3", route_table_ids=[routes.id]
)
aws.ec2.VpcEndpointPolicy(
    "s3",
    vpc_endpoint_id=storage.id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}],
        }
    ),
)
secrets = aws.ec2.VpcEndpoint(
    "secrets",
    vpc_id=workload.id,
    service_name="com.amazonaws.eu-central-1.secretsmanager",
    vpc_endpoint_type="Interface",
    subnet_ids=[workload_a.id],
    security_group_ids=[inside.id],
    private_dns_enabled=True,
)
corporate = aws.ec2.ManagedPrefixList(
    "corporate",
    name="corporate",
    address_family="IPv4",
    max_entries=5,
    entries=[{"cidr": shared.cidr_block, "description": "shared"}],
)
aws.ec2.ManagedPrefixListEntry(
    "workload", prefix_list_id=corporate.id, cidr=workload.cidr_block, description="workload"
)
aws.vpc.SecurityGroupEgressRule("corporate", security_group_id=inside.id, prefix_list_id=corporate.id, ip_protocol="-1")

# Closed at the subnet's edge too.
acl = aws.ec2.NetworkAcl("workload", vpc_id=workload.id)
aws.ec2.NetworkAclAssociation("workload-a", network_acl_id=acl.id, subnet_id=workload_a.id)
for number, (name, egress) in enumerate({"in": False, "out": True}.items()):
    aws.ec2.NetworkAclRule(
        name,
        network_acl_id=acl.id,
        rule_number=100 + number,
        egress=egress,
        protocol="tcp",
        rule_action="allow",
        cidr_block="10.0.0.0/8",
        from_port=0,
        to_port=65535,
    )
blocked = aws.networkfirewall.RuleGroup(
    "domains",
    capacity=100,
    type="STATEFUL",
    rule_group={
        "rules_source": {
            "rules_source_list": {
                "generated_rules_type": "DENYLIST",
                "target_types": ["TLS_SNI", "HTTP_HOST"],
                "targets": [".example.net"],
            }
        }
    },
)
policy = aws.networkfirewall.FirewallPolicy(
    "edge",
    firewall_policy={
        "stateless_default_actions": ["aws:forward_to_sfe"],
        "stateless_fragment_default_actions": ["aws:forward_to_sfe"],
        "stateful_rule_group_references": [{"resource_arn": blocked.arn}],
    },
)
firewall = aws.networkfirewall.Firewall(
    "edge", vpc_id=shared.id, firewall_policy_arn=policy.arn, subnet_mappings=[{"subnet_id": shared_b.id}]
)

# What went through.
log = aws.cloudwatch.LogGroup("flows", retention_in_days=config.require_int("flowLogDays"))
role = aws.iam.Role(
    "flows",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "vpc-flow-logs.amazonaws.com"}}
            ],
        }
    ),
)
for name, vpc in (("shared", shared), ("workload", workload)):
    aws.ec2.FlowLog(name, vpc_id=vpc.id, traffic_type="REJECT", iam_role_arn=role.arn, log_destination=log.arn)

# Names for what is shared.
zone = aws.route53.Zone(
    "corp", name="corp.example.com", vpcs=[{"vpc_id": shared.id}], opts=pulumi.ResourceOptions(ignore_changes=["vpcs"])
)
aws.route53.ZoneAssociation("workload", zone_id=zone.zone_id, vpc_id=workload.id)
aws.route53.Record(
    "files", zone_id=zone.id, name="files", type="CNAME", ttl=60, records=[secrets.dns_entries[0].dns_name]
)
resolver = aws.route53.ResolverEndpoint(
    "out",
    direction="OUTBOUND",
    security_group_ids=[aws.ec2.SecurityGroup("resolver", vpc_id=shared.id).id],
    ip_addresses=[{"subnet_id": shared_a.id}, {"subnetId": shared_b.id}],
)
rule = aws.route53.ResolverRule(
    "office",
    domain_name="office.example.com",
    rule_type="FORWARD",
    resolver_endpoint_id=resolver.id,
    target_ips=[{"ip": "192.0.2.53"}],
)
aws.route53.ResolverRuleAssociation("office", resolver_rule_id=rule.id, vpc_id=workload.id)

pulumi.export("tunnels", [tunnel.tunnel1_address, tunnel.tunnel2_address])
pulumi.export("configuration", tunnel.customer_gateway_configuration.apply(len))
pulumi.export("endpoint", secrets.dns_entries.apply(lambda entries: entries[0].dns_name))
pulumi.export("firewall", firewall.arn)
