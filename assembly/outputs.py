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


class CacheOutputs(TypedDict):
    """A deployed cache."""

    replicationGroupId: pulumi.Output[str]
    """Id of the replication group."""
    host: pulumi.Output[str]
    """Host name of the primary, or of the configuration endpoint in cluster mode."""
    readerHost: pulumi.Output[str]
    """Host name of the replicas, or of the configuration endpoint in cluster mode."""
    port: pulumi.Output[int]
    """Port; TLS only."""
    secretArn: pulumi.Output[str]
    """ARN of the secret with host, port, token and url."""
    nodeIds: pulumi.Output[list[str]]
    """Ids of the nodes."""
    logGroups: pulumi.Output[list[str]]
    """Log groups of slow log and engine log."""


class TableOutputs(TypedDict):
    """A deployed table."""

    name: pulumi.Output[str]
    """Name of the table."""
    arn: pulumi.Output[str]
    """ARN of the table."""


class QueueOutputs(TypedDict):
    """A deployed queue."""

    name: pulumi.Output[str]
    """Name of the queue."""
    url: pulumi.Output[str]
    """URL of the queue."""
    arn: pulumi.Output[str]
    """ARN of the queue."""
    deadLetterName: pulumi.Output[str]
    """Name of the dead-letter queue."""
    deadLetterArn: pulumi.Output[str]
    """ARN of the dead-letter queue."""


class RecoveryOutputs(TypedDict):
    """Backups."""

    planIds: pulumi.Output[dict[str, str]]
    """Ids of the backup plans by their names."""
    vaultName: pulumi.Output[str]
    """Name of the vault."""
    copyVaultArn: pulumi.Output[str]
    """ARN of the vault in the other region; empty without copies."""
    roleArn: pulumi.Output[str]
    """Role that backs up and restores."""
    rtoMinutes: int
    """Target: minutes until the system works again."""
    rpoMinutes: int
    """Target: minutes of data that may be lost."""


class CapacityOutputs(TypedDict):
    """Part of the tasks that run on a kind of capacity, in the form `aws ecs run-task` takes it."""

    capacityProvider: str
    """FARGATE or FARGATE_SPOT."""
    base: int
    """Tasks that run on it before weights count."""
    weight: int
    """Its part of the others."""


class JobOutputs(TypedDict):
    """A job, with all that `aws ecs run-task` asks for."""

    kind: str
    """oneOff, migration or scheduled."""
    cluster: pulumi.Output[str]
    """Name of the ECS cluster."""
    taskFamily: pulumi.Output[str]
    """Family of its task definitions."""
    taskDefinitionArn: pulumi.Output[str]
    """Task definition with revision, as this deployment set it."""
    containerName: str
    """Name of its container, for overrides of the command."""
    tasks: int
    """Tasks that run at a time."""
    capacity: list[CapacityOutputs]
    """Where they run."""
    subnetIds: pulumi.Output[list[str]]
    """Subnets of its tasks; they get no public address."""
    securityGroupIds: list[pulumi.Output[str]]
    """Security groups of its tasks."""
    logGroup: pulumi.Output[str]
    """Log group of its containers."""
    scheduleName: pulumi.Output[str]
    """Schedule that starts it; empty when only people or pipelines do."""
    before: list[str]
    """Services that may be deployed only after it has run to its end; of a migration."""


class BucketOutputs(TypedDict):
    """A bucket."""

    name: pulumi.Output[str]
    """Name of the bucket."""
    arn: pulumi.Output[str]
    """ARN of the bucket."""


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
    databaseReaderHosts: pulumi.Output[list[str]]
    """Host names to read from: the replicas, or without any the database itself."""
    databaseReplicas: list[str]
    """Identifiers of the read replicas."""
    databaseLogGroups: pulumi.Output[list[str]]
    """Log groups of the database and its replicas."""
    caches: dict[str, CacheOutputs]
    """Caches by their key in the stack file."""
    tables: dict[str, TableOutputs]
    """Tables by their key in the stack file."""
    queues: dict[str, QueueOutputs]
    """Queues by their key in the stack file."""
    recovery: RecoveryOutputs
    """Backups and their targets."""
    secretArns: pulumi.Output[dict[str, str]]
    """ARNs of the secrets that operators fill in, by their key in the stack file."""
    parametersPath: str
    """Path of the parameters."""
    loadBalancerName: str
    """Name of the load balancer."""
    loadBalancerDnsName: pulumi.Output[str]
    """Host name of the load balancer."""
    loadBalancerZoneId: pulumi.Output[str]
    """Hosted zone of that host name, for alias records."""
    buckets: dict[str, BucketOutputs]
    """Buckets by their key in the stack file."""
    hostedZoneId: pulumi.Output[str]
    """Id of the DNS zone that the stack made."""
    hostedZoneNameServers: pulumi.Output[list[str]]
    """Name servers to which the parent of that zone must delegate."""
    webFirewallArn: pulumi.Output[str]
    """ARN of the web ACL on the load balancer."""
    webFirewallLogGroup: pulumi.Output[str]
    """Log group of the requests that it judged."""
    clusterName: pulumi.Output[str]
    """Name of the ECS cluster."""
    services: dict[str, ServiceOutputs]
    """Services by their key in the stack file."""
    jobs: dict[str, JobOutputs]
    """Jobs by their key in the stack file."""
    endpointHostNames: pulumi.Output[dict[str, str]]
    """Host names of interface endpoints by service; DynamoDB's must be named to clients (AWS_ENDPOINT_URL_DYNAMODB)."""
    imageRepositories: dict[str, pulumi.Output[str]]
    """Where images are pushed to, without tag, by their key in the stack file."""
    offHoursScheduleGroup: pulumi.Output[str]
    """Group of the schedules that stop and start services and database."""
    cleanUpWorkflowArn: pulumi.Output[str]
    """Step Functions workflow of the weekly clean-up."""
    topicArns: pulumi.Output[dict[str, str]]
    """ARNs of the topics that tell people, by severity: critical and warning."""
    alarmNames: pulumi.Output[list[str]]
    """Names of the alarms, in alphabetical order."""
    dashboardName: pulumi.Output[str]
    """Name of the CloudWatch dashboard."""
    prometheusEndpoint: pulumi.Output[str]
    """Address of the Prometheus workspace, for remote write and queries."""
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
    securityTopicArn: pulumi.Output[str]
    """ARN of the topic that tells who looks after security."""
    securityAlarmNames: pulumi.Output[list[str]]
    """Names of the alarms on what the trail records."""
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
        "databaseReaderHosts": database.reader_hosts,
        "databaseReplicas": database.replica_identifiers,
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
