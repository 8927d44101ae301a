"""Stack outputs: the contract with everything that works on a deployed stack."""

from collections.abc import Mapping
from typing import TypedDict

import pulumi

from components import Cluster, Database, LoadBalancer, Network, Service
from settings import Settings


class ServiceOutputs(TypedDict):
    """A deployed service."""

    serviceName: pulumi.Output[str]
    """Name of the ECS service."""
    taskFamily: pulumi.Output[str]
    """Family of its task definitions."""
    taskDefinitionArn: pulumi.Output[str]
    """Task definition with revision, as this deployment set it."""
    containerName: str
    """Name of its container."""
    logGroup: pulumi.Output[str]
    """Log group of its containers."""


class StackOutputs(TypedDict, total=False):
    """Outputs of a stack. What a stack does not build has no output; nothing here is secret."""

    system: str
    """Short name of the system."""
    environment: str
    """dev, staging, prod or management."""
    region: str
    """AWS region."""
    accountId: str
    """AWS account."""
    vpcId: pulumi.Output[str]
    """Id of the VPC."""
    subnetIds: dict[str, pulumi.Output[list[str]]]
    """Subnet ids by tier: public, app and database."""
    databaseIdentifier: pulumi.Output[str]
    """Identifier of the instance."""
    databaseHost: pulumi.Output[str]
    """Host name of the database."""
    databasePort: pulumi.Output[int]
    """Port of the database."""
    databaseSecretArn: pulumi.Output[str]
    """ARN of the secret with the master user's name and password."""
    databaseLogGroups: pulumi.Output[list[str]]
    """Log groups of the database."""
    loadBalancerName: str
    """Name of the load balancer."""
    loadBalancerDnsName: pulumi.Output[str]
    """Host name of the load balancer."""
    loadBalancerZoneId: pulumi.Output[str]
    """Hosted zone of that host name, for alias records."""
    clusterName: pulumi.Output[str]
    """Name of the ECS cluster."""
    services: dict[str, ServiceOutputs]
    """Services by their key in the stack file."""
    organizationId: pulumi.Output[str]
    """Id of the organization."""
    memberAccountIds: pulumi.Output[dict[str, str]]
    """Ids of the organization's accounts by their key in the stack file."""
    auditBucket: pulumi.Output[str]
    """Bucket of CloudTrail's and Config's files."""
    trailArn: pulumi.Output[str]
    """ARN of the trail."""
    trailLogGroup: pulumi.Output[str]
    """Log group of the trail's events."""
    threatDetectorId: pulumi.Output[str]
    """Id of GuardDuty's detector."""
    roleArns: pulumi.Output[dict[str, str]]
    """Roles of this account that are assumed from outside: deployment, monitoring, ci-NAME."""
    memberRoleArns: dict[str, pulumi.Output[dict[str, str]]]
    """The same of member accounts, by account."""
    monitoringSinkArn: pulumi.Output[str]
    """Sink of the central monitoring account, for links of other accounts."""


def system_outputs(settings: Settings) -> StackOutputs:
    """What is known without deploying."""
    return {
        "system": settings.system.name,
        "environment": settings.system.environment,
        "region": settings.region,
        "accountId": settings.account.id,
    }


def network_outputs(network: Network) -> StackOutputs:
    """VPC and subnets."""
    subnet_ids = {
        "public": network.public_subnet_ids,
        "app": network.app_subnet_ids,
        "database": network.database_subnet_ids,
    }
    return {"vpcId": network.vpc_id, "subnetIds": subnet_ids}


def database_outputs(database: Database) -> StackOutputs:
    """Where the database is and where its password is kept."""
    return {
        "databaseIdentifier": database.identifier,
        "databaseHost": database.host,
        "databasePort": database.port,
        "databaseSecretArn": database.secret_arn,
        "databaseLogGroups": database.log_group_names,
    }


def load_balancer_outputs(name: str, load_balancer: LoadBalancer) -> StackOutputs:
    """The way in."""
    return {
        "loadBalancerName": name,
        "loadBalancerDnsName": load_balancer.dns_name,
        "loadBalancerZoneId": load_balancer.zone_id,
    }


def compute_outputs(cluster: Cluster, services: Mapping[str, Service]) -> StackOutputs:
    """Cluster and services."""
    return {
        "clusterName": cluster.cluster_name,
        "services": {
            name: {
                "serviceName": service.service_name,
                "taskFamily": service.task_family,
                "taskDefinitionArn": service.task_definition_arn,
                "containerName": name,
                "logGroup": service.log_group_name,
            }
            for name, service in services.items()
        },
    }


def export(*parts: StackOutputs) -> None:
    """Make these the stack's outputs."""
    for part in parts:
        for name, value in part.items():
            pulumi.export(name, value)
