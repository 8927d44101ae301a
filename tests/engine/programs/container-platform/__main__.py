"""A container platform in the default VPC: registry, cluster, a service, its file system and its name."""

import base64
import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
vpc = aws.ec2.get_vpc(default=True)
network = aws.ec2.Vpc.get("default", vpc.id)
subnets = aws.ec2.get_subnets(filters=[{"name": "vpc-id", "values": [vpc.id]}]).ids

registry = aws.ecr.Repository(
    "api",
    name="api",
    image_tag_mutability="IMMUTABLE",
    image_scanning_configuration={"scan_on_push": True},
    force_delete=True,
)
aws.ecr.LifecyclePolicy(
    "api",
    repository=registry.name,
    policy=json.dumps(
        {
            "rules": [
                {
                    "rulePriority": 1,
                    "description": "Keep the last thirty images",
                    "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 30},
                    "action": {"type": "expire"},
                }
            ]
        }
    ),
)
aws.ecr.RepositoryPolicy(
    "api",
    repository=registry.name,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
                    "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                }
            ],
        }
    ),
)

inside = aws.ec2.SecurityGroup(
    "inside",
    vpc_id=network.id,
    ingress=[{"protocol": "tcp", "fromPort": 0, "toPort": 65535, "self": True}],
    egress=[{"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["0.0.0.0/0"]}],
)
files = aws.efs.FileSystem(
    "uploads",
    encrypted=True,
    throughput_mode="elastic",
    lifecycle_policies=[{"transition_to_ia": "AFTER_30_DAYS"}],
)
targets = [
    aws.efs.MountTarget(f"uploads-{number}", file_system_id=files.id, subnet_id=subnet, security_groups=[inside.id])
    for number, subnet in enumerate(subnets[:2])
]
uploads = aws.efs.AccessPoint(
    "uploads",
    file_system_id=files.id,
    posix_user={"uid": 1000, "gid": 1000},
    root_directory={
        "path": "/uploads",
        "creation_info": {"owner_uid": 1000, "owner_gid": 1000, "permissions": "0755"},
    },
)
aws.efs.BackupPolicy("uploads", file_system_id=files.id, backup_policy={"status": "ENABLED"})

names = aws.servicediscovery.PrivateDnsNamespace("internal", name="internal.example", vpc=vpc.id)
name = aws.servicediscovery.Service(
    "api",
    name="api",
    dns_config={"namespace_id": names.id, "dns_records": [{"ttl": 10, "type": "A"}]},
    health_check_custom_config={},
)

cluster = aws.ecs.Cluster("platform", settings=[{"name": "containerInsights", "value": "enabled"}])
host_role = aws.iam.Role(
    "host",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}
            ],
        }
    ),
)
aws.iam.RolePolicyAttachment(
    "host", role=host_role, policy_arn=aws.iam.ManagedPolicy.AMAZON_EC2_CONTAINER_SERVICEFOR_EC2_ROLE
)
host_profile = aws.iam.InstanceProfile("host", role=host_role)
host_image = aws.ssm.get_parameter(name="/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id")
host = aws.ec2.LaunchTemplate(
    "host",
    image_id=host_image.value,
    instance_type="c7g.large",
    iam_instance_profile=aws.ec2.LaunchTemplateIamInstanceProfileArgs(name=host_profile.name),
    user_data=cluster.name.apply(
        lambda name: base64.b64encode(f"#!/bin/sh\necho ECS_CLUSTER={name} >> /etc/ecs/ecs.config\n".encode()).decode()
    ),
)
hosts = aws.autoscaling.Group(
    "hosts",
    min_size=0,
    max_size=4,
    protect_from_scale_in=True,
    vpc_zone_identifiers=subnets,
    launch_template={"id": host.id, "version": "$Latest"},
    tags=[{"key": "AmazonECSManaged", "value": "true", "propagateAtLaunch": True}],
    opts=pulumi.ResourceOptions(ignore_changes=["desired_capacity"]),
)
on_hosts = aws.ecs.CapacityProvider(
    "hosts",
    auto_scaling_group_provider={
        "auto_scaling_group_arn": hosts.arn,
        "managed_termination_protection": "ENABLED",
        "managed_scaling": {"status": "ENABLED", "target_capacity": 100},
    },
)
capacity = aws.ecs.ClusterCapacityProviders(
    "platform",
    cluster_name=cluster.name,
    capacity_providers=["FARGATE", on_hosts.name],
    default_capacity_provider_strategies=[{"capacity_provider": "FARGATE", "weight": 1}],
)

logs = aws.cloudwatch.LogGroup("api", retention_in_days=7)
execution = aws.iam.Role(
    "execution",
    assume_role_policy={
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}
        ],
    },
)
aws.iam.RolePolicyAttachment(
    "execution",
    role=execution.name,
    policy_arn="arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
)
task = aws.ecs.TaskDefinition(
    "api",
    family="api",
    cpu="256",
    memory="512",
    network_mode="awsvpc",
    requires_compatibilities=["FARGATE"],
    execution_role_arn=execution.arn,
    volumes=[
        {
            "name": "uploads",
            "efs_volume_configuration": {
                "file_system_id": files.id,
                "transit_encryption": "ENABLED",
                "authorization_config": {"access_point_id": uploads.id},
            },
        }
    ],
    container_definitions=pulumi.Output.json_dumps(
        [
            {
                "name": "api",
                "image": pulumi.Output.concat(registry.repository_url, ":", config.require("image").rpartition(":")[2]),
                "portMappings": [{"containerPort": 8080}],
                "mountPoints": [{"sourceVolume": "uploads", "containerPath": "/uploads"}],
                "logConfiguration": {
                    "logDriver": "awslogs",
                    "options": {
                        "awslogs-group": logs.name,
                        "awslogs-region": aws.config.region,
                        "awslogs-stream-prefix": "api",
                    },
                },
            }
        ]
    ),
)
service = aws.ecs.Service(
    "api",
    cluster=cluster.arn,
    task_definition=task.arn,
    desired_count=config.require_int("replicas"),
    launch_type="FARGATE",
    network_configuration={"subnets": subnets, "security_groups": [inside.id], "assign_public_ip": True},
    service_registries={"registry_arn": name.arn},
    deployment_circuit_breaker={"enable": True, "rollback": True},
    opts=pulumi.ResourceOptions(depends_on=[*targets, capacity]),
)

pulumi.export("repository", registry.repository_url)
pulumi.export("registry_host", registry.repository_url.apply(lambda url: url.split("/")[0]))
pulumi.export("service", pulumi.Output.concat(name.name, ".", names.name))
pulumi.export("file_system", files.dns_name)
