"""What RDS refuses when it sees what exists."""

from collections.abc import Iterator
from typing import Final

from sandbox.aws.computed.remains import DB_CLUSTER_SNAPSHOT, DB_SNAPSHOT, final_snapshot
from sandbox.aws.model import Cloud, Deployed, Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import (
    GROUPS,
    lookup,
    missing,
    same_named,
    text,
    texts,
    vpc_of,
)
from sandbox.aws.rules.rule import refuses_to_create, refuses_to_delete, refuses_to_deploy
from sandbox.aws.rules.types import (
    DB_CLUSTER,
    DB_CLUSTER_INSTANCE,
    DB_CLUSTER_PARAMETER_GROUP,
    DB_INSTANCE,
    DB_OPTION_GROUP,
    DB_PARAMETER_GROUP,
    DB_SUBNET_GROUP,
    KEY,
    REPLICA_KEY,
)

_RDS: Final = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/"
_INSTANCE: Final = _RDS + "API_CreateDBInstance.html"
_MANAGED_PASSWORDS: Final = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html"


@refuses_to_create(DB_INSTANCE, DB_CLUSTER_INSTANCE, code="DBInstanceAlreadyExists", source=_INSTANCE)
def database_identifiers_are_used_once(database: Given, request: Request) -> Failures:
    """By instances of clusters and others alike."""
    if same_named(request, "identifier", DB_INSTANCE, DB_CLUSTER_INSTANCE):
        yield database["identifier"].refuse(
            f"DB instance already exists: {database['identifier'].text}; choose another"
        )


@refuses_to_create(DB_CLUSTER, code="DBClusterAlreadyExistsFault", source=_RDS + "API_CreateDBCluster.html")
def cluster_identifiers_are_used_once(cluster: Given, request: Request) -> Failures:
    """In a region."""
    if same_named(request, "clusterIdentifier", DB_CLUSTER):
        yield cluster["clusterIdentifier"].refuse(
            f"DB Cluster already exists: {cluster['clusterIdentifier'].text}; choose another identifier"
        )


@refuses_to_create(DB_SUBNET_GROUP, code="DBSubnetGroupAlreadyExists", source=_RDS + "API_CreateDBSubnetGroup.html")
def db_subnet_groups_have_different_names(group: Given, request: Request) -> Failures:
    """In a region."""
    if same_named(request, "name", DB_SUBNET_GROUP):
        yield group["name"].refuse(f"The DB subnet group '{group['name'].text}' already exists; choose another name")


@refuses_to_create(
    *(DB_PARAMETER_GROUP, DB_CLUSTER_PARAMETER_GROUP),
    code="DBParameterGroupAlreadyExists",
    source=_RDS + "API_CreateDBParameterGroup.html",
)
def db_parameter_groups_have_different_names(group: Given, request: Request) -> Failures:
    """In a region."""
    if same_named(request, "name", request.type):
        yield group["name"].refuse(f"Parameter group {group['name'].text} already exists; choose another name")


@refuses_to_deploy(DB_INSTANCE, DB_CLUSTER, DB_CLUSTER_INSTANCE, code="DBSubnetGroupNotFoundFault", source=_INSTANCE)
def the_db_subnet_group_exists(database: Given, request: Request) -> Failures:
    """`default` is that of the default VPC."""
    if database["dbSubnetGroupName"].text != "default":
        yield from missing(database["dbSubnetGroupName"], request, (DB_SUBNET_GROUP,), "DBSubnetGroup name")


@refuses_to_deploy(DB_INSTANCE, DB_CLUSTER, DB_CLUSTER_INSTANCE, code="DBParameterGroupNotFound", source=_INSTANCE)
def the_db_parameter_group_exists(database: Given, request: Request) -> Failures:
    """Those that begin with `default.` are of AWS."""
    names = {
        "parameterGroupName": DB_PARAMETER_GROUP,
        "dbParameterGroupName": DB_PARAMETER_GROUP,
        "dbInstanceParameterGroupName": DB_PARAMETER_GROUP,
        "dbClusterParameterGroupName": DB_CLUSTER_PARAMETER_GROUP,
        "optionGroupName": DB_OPTION_GROUP,
    }
    for name, type in names.items():
        if not (database[name].text or "").startswith("default"):
            yield from missing(database[name], request, (type,), "DBParameterGroup")


@refuses_to_create(DB_CLUSTER_INSTANCE, code="DBClusterNotFoundFault", source=_INSTANCE)
def the_cluster_of_an_instance_exists(database: Given, request: Request) -> Failures:
    """By its identifier."""
    cluster = database["clusterIdentifier"]
    if cluster.text and not request.cloud.where(DB_CLUSTER, clusterIdentifier=cluster.text):
        yield from missing(cluster, request, (DB_CLUSTER,), "DBCluster")


@refuses_to_deploy(DB_INSTANCE, DB_CLUSTER, code="InvalidParameterValue", source=_INSTANCE)
def groups_of_a_database_exist(database: Given, request: Request) -> Failures:
    """In the account and region."""
    yield from missing(database["vpcSecurityGroupIds"], request, GROUPS, "Invalid security group: the group")


@refuses_to_deploy(DB_INSTANCE, DB_CLUSTER, code="InvalidParameterCombination", source=_INSTANCE)
def groups_of_a_database_are_of_its_vpc(database: Given, request: Request) -> Failures:
    """The VPC of its subnet group."""
    group = lookup(request, database["dbSubnetGroupName"].text or "", DB_SUBNET_GROUP)
    vpcs = {vpc_of(request, subnet) for subnet in texts(group, "subnetIds")} if group else set()
    for given in database["vpcSecurityGroupIds"].items:
        vpc = text(lookup(request, given.text or "", *GROUPS), "vpcId")
        if vpc and vpcs and vpc not in vpcs:
            yield given.refuse(
                "The DB instance and EC2 security group are in different VPCs. The DB instance is in "
                f"{', '.join(sorted(vpcs))} and the EC2 security group is in {vpc}; use a group of the former"
            )


@refuses_to_deploy(DB_INSTANCE, DB_CLUSTER, code="KMSKeyNotAccessibleFault", source=_INSTANCE)
def keys_of_a_database_exist(database: Given, request: Request) -> Failures:
    """Keys of this account and region; aliases and other accounts' keys are taken on trust."""
    for name in ("kmsKeyId", "masterUserSecretKmsKeyId", "performanceInsightsKmsKeyId"):
        if ":key/" in (database[name].text or ""):
            yield from missing(database[name], request, (KEY, REPLICA_KEY), "The KMS key")


@refuses_to_create(DB_INSTANCE, code="DBInstanceNotFound", source=_RDS + "API_CreateDBInstanceReadReplica.html")
def the_source_of_a_replica_exists(database: Given, request: Request) -> Failures:
    """By identifier in the region, by ARN elsewhere; a cluster can be one too."""
    source = database["replicateSourceDb"]
    found = _source(source, request)
    if source.text is not None and found is None and not source.text.startswith("arn:"):
        yield source.refuse(f"DBInstance {source.text} not found; create it first, or correct the identifier")


@refuses_to_create(DB_INSTANCE, code="InvalidDBInstanceState", source=_RDS + "API_CreateDBInstanceReadReplica.html")
def the_source_of_a_replica_is_backed_up(database: Given, request: Request) -> Failures:
    """Automatic backups must be on."""
    found = _source(database["replicateSourceDb"], request)
    if found is not None and found.type == DB_INSTANCE and found.get("backupRetentionPeriod") == 0:
        yield database["replicateSourceDb"].refuse(
            "Automated backups are not enabled for this database instance. To enable automated backups, use "
            f"ModifyDBInstance to set the backup retention period of {text(found, 'identifier')} to a non-zero value"
        )


@refuses_to_create(DB_INSTANCE, code="InvalidParameterCombination", source=_MANAGED_PASSWORDS)
def the_source_of_a_replica_has_a_password_of_its_own(database: Given, request: Request) -> Failures:
    """RDS can't replicate instances whose master password it manages, but for SQL Server."""
    found = _source(database["replicateSourceDb"], request)
    if (
        found is None
        or found.get("manageMasterUserPassword") is not True
        or text(found, "engine").startswith("sqlserver")
    ):
        return
    yield database["replicateSourceDb"].refuse(
        f"a read replica can't be made of {text(found, 'identifier')}, since RDS manages its master password; "
        f"give it a "
        "password of its own"
    )


@refuses_to_delete(
    DB_INSTANCE, DB_CLUSTER, code="InvalidParameterCombination", source=_RDS + "API_DeleteDBInstance.html"
)
def a_protected_database_stays(database: Deployed, cloud: Cloud) -> Iterator[str]:
    """deletionProtection."""
    if database.get("deletionProtection") is True:
        kind = "Cluster" if database.type == DB_CLUSTER else "DB Instance"
        yield f"Cannot delete protected {kind}, please disable deletion protection and try again."


@refuses_to_delete(
    DB_INSTANCE, DB_CLUSTER, code="InvalidParameterCombination", source=_RDS + "API_DeleteDBInstance.html"
)
def a_database_leaves_a_final_snapshot(database: Deployed, cloud: Cloud) -> Iterator[str]:
    """With a name for it, unless skipFinalSnapshot; the provider wants one of them for replicas too."""
    if database.get("skipFinalSnapshot") is True:
        return
    if not text(database, "finalSnapshotIdentifier"):
        yield (
            "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified: give "
            "finalSnapshotIdentifier or "
            "skipFinalSnapshot: true, and update before deleting"
        )


@refuses_to_delete(DB_INSTANCE, code="DBSnapshotAlreadyExists", source=_RDS + "API_DeleteDBInstance.html")
def a_final_snapshot_has_a_name_of_its_own(database: Deployed, cloud: Cloud) -> Iterator[str]:
    """Among the snapshots of the region."""
    name = final_snapshot(database)
    if name and cloud.find(DB_SNAPSHOT, name):
        yield (
            f"Cannot create the snapshot because a snapshot with the identifier {name} already exists: delete it, or "
            "give another finalSnapshotIdentifier and update before deleting"
        )


@refuses_to_delete(DB_CLUSTER, code="DBClusterSnapshotAlreadyExistsFault", source=_RDS + "API_DeleteDBCluster.html")
def a_final_cluster_snapshot_has_a_name_of_its_own(cluster: Deployed, cloud: Cloud) -> Iterator[str]:
    """Among the cluster snapshots of the region."""
    name = final_snapshot(cluster)
    if name and cloud.find(DB_CLUSTER_SNAPSHOT, name):
        yield (
            f"Cannot create the cluster snapshot because one with the identifier {name} already exists: delete it, or "
            "give another finalSnapshotIdentifier and update before deleting"
        )


@refuses_to_delete(DB_SUBNET_GROUP, code="InvalidDBSubnetGroupStateFault", source=_RDS + "API_DeleteDBSubnetGroup.html")
def a_db_subnet_group_in_use_stays(group: Deployed, cloud: Cloud) -> Iterator[str]:
    """Its databases must go first."""
    for user in cloud.all(DB_INSTANCE, DB_CLUSTER):
        if text(user, "dbSubnetGroupName") == text(group, "name"):
            yield (
                f"Cannot delete the subnet group '{text(group, 'name')}' because at least one database instance: "
                f"{text(user, 'identifier') or text(user, 'clusterIdentifier')} is still using it."
            )


@refuses_to_delete(
    *(DB_PARAMETER_GROUP, DB_CLUSTER_PARAMETER_GROUP),
    code="InvalidDBParameterGroupState",
    source=_RDS + "API_DeleteDBParameterGroup.html",
)
def a_db_parameter_group_in_use_stays(group: Deployed, cloud: Cloud) -> Iterator[str]:
    """Its databases must go first."""
    name = "dbClusterParameterGroupName" if group.type == DB_CLUSTER_PARAMETER_GROUP else "parameterGroupName"
    for user in cloud.all(DB_CLUSTER if group.type == DB_CLUSTER_PARAMETER_GROUP else DB_INSTANCE):
        if text(user, name) == text(group, "name"):
            yield (
                f"One or more database instances are still members of this parameter group "
                f"{text(group, 'name')}: {user.id}"
            )


@refuses_to_delete(DB_CLUSTER, code="InvalidDBClusterStateFault", source=_RDS + "API_DeleteDBCluster.html")
def a_cluster_with_instances_stays(cluster: Deployed, cloud: Cloud) -> Iterator[str]:
    """Its instances must go first."""
    for user in cloud.where(DB_CLUSTER_INSTANCE, clusterIdentifier=text(cluster, "clusterIdentifier")):
        yield (
            f"Cluster cannot be deleted, it still contains DB instances in non-deleting state: "
            f"{text(user, 'identifier')}."
        )


def _source(given: Given, request: Request) -> Deployed | None:
    """The instance or cluster that a replica copies, None when it isn't seen from here."""
    if given.text is None:
        return None
    for resource in request.cloud.all(DB_INSTANCE, DB_CLUSTER):
        if given.text in (
            text(resource, "identifier"),
            text(resource, "clusterIdentifier"),
            text(resource, "arn"),
            resource.id,
        ):
            return resource
    return None
