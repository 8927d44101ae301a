"""Glue, Athena, Batch and EMR."""

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties


@computes(
    "aws:glue/catalogDatabase:CatalogDatabase", "aws:glue/catalogTable:CatalogTable", "aws:glue/connection:Connection"
)
def catalog_entry(creation: Creation) -> Computed:
    """A database, table or connection of the data catalogue, whose id begins with the catalogue."""
    catalog = creation.text("catalogId", creation.account)
    name = creation.name()
    database = creation.text("databaseName")
    kind, owner = {
        "CatalogDatabase": ("database", []),
        "CatalogTable": ("table", [database]),
    }.get(creation.resource.class_name, ("connection", []))
    properties: Properties = {
        "arn": creation.arn("glue", "/".join([kind, *owner, name]), account=catalog),
        "catalogId": catalog,
        "locationUri": creation.text("locationUri"),
        "tableType": creation.text("tableType"),
    }
    return Computed(":".join([catalog, *owner, name]), creation.promised(properties))


@computes("aws:glue/job:Job")
def job(creation: Creation) -> Computed:
    """A Glue job, whose id is its name."""
    name = creation.name()
    return Computed(
        name,
        creation.promised(
            {
                "arn": creation.arn("glue", f"job/{name}"),
                "executionProperty": creation.merged("executionProperty", {"maxConcurrentRuns": 1}),
                "glueVersion": creation.text("glueVersion", "4.0"),
                "jobMode": creation.text("jobMode", "SCRIPT"),
                "maxCapacity": creation.state.get("maxCapacity") or 10,
                "timeout": creation.number("timeout", 2880),
            }
        ),
    )


@computes("aws:glue/trigger:Trigger")
def trigger(creation: Creation) -> Computed:
    """A trigger of Glue jobs, whose id is its name."""
    name = creation.name()
    idle = creation.text("type") == "ON_DEMAND" or not creation.flag("enabled", True)
    return Computed(
        name,
        {"arn": creation.arn("glue", f"trigger/{name}"), "state": "CREATED" if idle else "ACTIVATED"},
    )


@computes("aws:lakeformation/dataCellsFilter:DataCellsFilter")
def data_cells_filter(creation: Creation) -> Computed:
    """A filter of a table's cells: `DATABASE,NAME,CATALOGUE,TABLE`."""
    table = creation.merged("tableData", {})
    names = ("databaseName", "name", "tableCatalogId", "tableName")
    return Computed(",".join(str(table.get(name, "")) for name in names))


@computes("aws:athena/database:Database", "aws:athena/workgroup:Workgroup")
def athena_name(creation: Creation) -> Computed:
    """A database or workgroup of Athena, whose id is its name."""
    name = creation.name()
    return Computed(name, creation.promised({"arn": creation.arn("athena", f"workgroup/{name}")}))


@computes("aws:athena/namedQuery:NamedQuery")
def named_query(creation: Creation) -> Computed:
    """A saved query, whose id is a UUID."""
    return Computed(creation.random.uuid("id"))


@computes("aws:batch/computeEnvironment:ComputeEnvironment")
def compute_environment(creation: Creation) -> Computed:
    """A compute environment, whose id is its name; AWS runs a cluster for it."""
    name = creation.name()
    linked = "role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"
    cluster = f"cluster/AWSBatch-{name}-{creation.random.uuid('cluster')}"
    return Computed(
        name,
        {
            "arn": creation.arn("batch", f"compute-environment/{name}"),
            "ecsClusterArn": creation.arn("ecs", cluster) if creation.text("type") != "UNMANAGED" else "",
            "namePrefix": creation.text("namePrefix"),
            "serviceRole": creation.text("serviceRole") or creation.arn("iam", linked, region=""),
            "status": "VALID",
            "statusReason": "ComputeEnvironment Healthy",
        },
    )


@computes("aws:batch/jobQueue:JobQueue")
def job_queue(creation: Creation) -> Computed:
    """A job queue, whose id is its ARN."""
    arn = creation.arn("batch", f"job-queue/{creation.name()}")
    return Computed(arn, {"arn": arn})


@computes("aws:batch/jobDefinition:JobDefinition")
def job_definition(creation: Creation) -> Computed:
    """A job definition, whose id is its ARN; every change makes a revision."""
    prefix = creation.arn("batch", f"job-definition/{creation.name()}")
    causes = [name for name in creation.inputs if name not in ("tags", "deregisterOnNewRevision")]
    revision = creation.count("revision", *causes)
    arn = f"{prefix}:{revision}"
    return Computed(arn, {"arn": arn, "arnPrefix": prefix, "revision": revision})


@computes("aws:emr/cluster:Cluster")
def emr_cluster(creation: Creation) -> Computed:
    """An EMR cluster."""
    id = f"j-{creation.random.upper(13, 'id')}"
    host = f"ec2-{creation.random.digits(2, 'host')}-0-113-10.{creation.region}.compute.{creation.place.dns_suffix}"
    return Computed(
        id,
        creation.promised(
            {
                "arn": creation.arn("elasticmapreduce", f"cluster/{id}"),
                "clusterState": "WAITING",
                "keepJobFlowAliveWhenNoSteps": creation.flag("keepJobFlowAliveWhenNoSteps", True),
                "masterPublicDns": host,
                "scaleDownBehavior": creation.text("scaleDownBehavior", "TERMINATE_AT_TASK_COMPLETION"),
                "terminationProtection": creation.flag("terminationProtection"),
                "visibleToAllUsers": creation.flag("visibleToAllUsers", True),
            }
        ),
    )
