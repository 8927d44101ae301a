"""Web servers in an Auto Scaling group behind an application and a network load balancer, in a VPC built by hand."""

import base64

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
instance_type = config.require("instanceType")
size = config.require_int("size")


def tag_everything(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
    """Every EC2 network resource carries the fleet's tag."""
    if not args.type_.startswith(("aws:ec2/vpc:", "aws:ec2/subnet:", "aws:ec2/securityGroup:")):
        return None
    return pulumi.ResourceTransformationResult(
        {**args.props, "tags": {"Fleet": "web", **(args.props["tags"] or {})}}, args.opts
    )


pulumi.runtime.register_stack_transformation(tag_everything)

zones = aws.get_availability_zones(state="available").names[:2]
vpc = aws.ec2.Vpc("web", cidr_block="10.20.0.0/16", enable_dns_hostnames=True, tags={"Name": "web"})
gateway = aws.ec2.InternetGateway("web", vpc_id=vpc.id)
public = aws.ec2.RouteTable("public", vpc_id=vpc.id)
aws.ec2.Route("internet", route_table_id=public.id, destination_cidr_block="0.0.0.0/0", gateway_id=gateway.id)
private = aws.ec2.RouteTable("private", vpc_id=vpc.id)
public_subnets = []
private_subnets = []
for number, zone in enumerate(zones):
    subnet = aws.ec2.Subnet(
        f"public-{number}",
        vpc_id=vpc.id,
        cidr_block=f"10.20.{number}.0/24",
        availability_zone=zone,
        map_public_ip_on_launch=True,
    )
    aws.ec2.RouteTableAssociation(f"public-{number}", subnet_id=subnet.id, route_table_id=public.id)
    public_subnets.append(subnet)
    subnet = aws.ec2.Subnet(
        f"private-{number}", vpc_id=vpc.id, cidr_block=f"10.20.{10 + number}.0/24", availability_zone=zone
    )
    aws.ec2.RouteTableAssociation(f"private-{number}", subnet_id=subnet.id, route_table_id=private.id)
    private_subnets.append(subnet)
nat_address = aws.ec2.Eip("nat", domain="vpc", opts=pulumi.ResourceOptions(depends_on=[gateway]))
nat = aws.ec2.NatGateway("nat", allocation_id=nat_address.id, subnet_id=public_subnets[0].id)
aws.ec2.Route("nat", route_table_id=private.id, destination_cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)

edge = aws.ec2.SecurityGroup(
    "edge",
    vpc_id=vpc.id,
    description="From the internet",
    ingress=[{"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ["0.0.0.0/0"]}],
    egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}],
)
servers = aws.ec2.SecurityGroup("servers", vpc_id=vpc.id, description="From the load balancer only")
aws.ec2.SecurityGroupRule(
    "http",
    type="ingress",
    security_group_id=servers.id,
    source_security_group_id=edge.id,
    protocol="tcp",
    from_port=8080,
    to_port=8080,
)
aws.ec2.SecurityGroupRule(
    "out",
    type="egress",
    security_group_id=servers.id,
    protocol="all",
    from_port=0,
    to_port=65535,
    cidr_blocks=["0.0.0.0/0"],
)

image = aws.ec2.get_ami(
    owners=["amazon"],
    most_recent=True,
    filters=[
        {"name": "name", "values": ["al2023-ami-2023.*-x86_64"]},
        {"name": "virtualization-type", "values": ["hvm"]},
    ],
)
key = aws.ec2.KeyPair("ops", public_key=config.require("publicKey"))
role = aws.iam.Role(
    "server",
    assume_role_policy=aws.iam.get_policy_document(
        statements=[
            {
                "actions": ["sts:AssumeRole"],
                "principals": [{"type": "Service", "identifiers": ["ec2.amazonaws.com"]}],
            }
        ]
    ).json,
    managed_policy_arns=[aws.iam.ManagedPolicy.AMAZON_SSM_MANAGED_INSTANCE_CORE],
)
profile = aws.iam.InstanceProfile("server", role=role.name)
START = "#!/bin/sh\npython3 -m http.server 8080\n"
template = aws.ec2.LaunchTemplate(
    "server",
    image_id=image.id,
    instance_type=instance_type,
    key_name=key.key_name,
    iam_instance_profile={"arn": profile.arn},
    vpc_security_group_ids=[servers.id],
    user_data=base64.b64encode(START.encode()).decode(),
    metadata_options={"http_tokens": "required", "http_endpoint": "enabled"},
    block_device_mappings=[
        {"device_name": image.root_device_name, "ebs": {"volume_size": 20, "volume_type": "gp3", "encrypted": "true"}}
    ],
    update_default_version=True,
)

balancer = aws.lb.LoadBalancer(
    "web", security_groups=[edge.id], subnets=[subnet.id for subnet in public_subnets], idle_timeout=30
)
group = aws.lb.TargetGroup(
    "web",
    port=8080,
    protocol="HTTP",
    vpc_id=vpc.id,
    health_check={"path": "/", "matcher": "200-299", "interval": 15},
    deregistration_delay=30,
)
listener = aws.lb.Listener(
    "web",
    load_balancer_arn=balancer.arn,
    port=80,
    default_actions=[{"type": "forward", "target_group_arn": group.arn}],
)
fleet = aws.autoscaling.Group(
    "web",
    min_size=size,
    max_size=size * 3,
    vpc_zone_identifiers=[subnet.id for subnet in private_subnets],
    launch_template={"id": template.id, "version": template.latest_version.apply(str)},
    target_group_arns=[group.arn],
    health_check_type="ELB",
    health_check_grace_period=60,
    tags=[{"key": "Name", "value": "web", "propagate_at_launch": True}],
    instance_refresh={"strategy": "Rolling", "preferences": {"min_healthy_percentage": 50}},
    opts=pulumi.ResourceOptions(ignore_changes=["desiredCapacity"], depends_on=[listener]),
)
aws.autoscaling.Policy(
    "requests",
    autoscaling_group_name=fleet.name,
    policy_type="TargetTrackingScaling",
    target_tracking_configuration={
        "target_value": 500,
        "predefined_metric_specification": {
            "predefined_metric_type": "ALBRequestCountPerTarget",
            "resource_label": pulumi.Output.concat(balancer.arn_suffix, "/", group.arn_suffix),
        },
    },
)
aws.autoscaling.Schedule(
    "evening",
    autoscaling_group_name=fleet.name,
    scheduled_action_name="evening",
    recurrence="0 20 * * *",
    min_size=1,
    max_size=size,
    desired_capacity=1,
)
aws.autoscaling.LifecycleHook(
    "drain",
    autoscaling_group_name=fleet.name,
    lifecycle_transition="autoscaling:EC2_INSTANCE_TERMINATING",
    heartbeat_timeout=120,
    default_result="CONTINUE",
)

# One server outside the fleet, with a disk and a fixed address of its own, behind a network load balancer.
bastion = aws.ec2.Instance(
    "bastion",
    ami=image.id,
    instance_type=aws.ec2.InstanceType.T3_MICRO,
    subnet_id=public_subnets[0],
    vpc_security_group_ids=[servers.id],
    key_name=key.id,
    root_block_device={"encrypted": True, "volume_size": 8},
    tags={"Name": "bastion"},
)
disk = aws.ebs.Volume(
    "home", availability_zone=bastion.availability_zone, size=config.require_int("homeGb"), type="gp3", encrypted=True
)
aws.ec2.VolumeAttachment("home", device_name="/dev/sdh", instance_id=bastion.id, volume_id=disk.id)
address = aws.ec2.Eip("bastion", domain="vpc")
aws.ec2.EipAssociation("bastion", instance_id=bastion.id, allocation_id=address.allocation_id)
front = aws.lb.LoadBalancer(
    "ssh", load_balancer_type="network", internal=True, subnets=[subnet.id for subnet in private_subnets]
)
ssh = aws.lb.TargetGroup("ssh", port=22, protocol="TCP", target_type="instance", vpc_id=vpc.id)
aws.lb.TargetGroupAttachment("bastion", target_group_arn=ssh.arn, target_id=bastion.id, port=22)
aws.lb.Listener(
    "ssh",
    load_balancer_arn=front.arn,
    port=22,
    protocol="TCP",
    default_actions=[aws.lb.ListenerDefaultActionArgs(type="forward", target_group_arn=ssh.arn)],
)

pulumi.export("url", balancer.dns_name.apply(lambda name: f"http://{name}/"))
pulumi.export("ssh", pulumi.Output.format("ssh ec2-user@{}", address.public_ip))
pulumi.export("private_ip", bastion.private_ip)
pulumi.export("image", image.name)
