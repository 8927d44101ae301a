"""A data lake: streams in, Parquet in S3, a catalogue, and SQL on top."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
account = aws.get_caller_identity_output().account_id


def trust(service: str) -> str:
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}],
        }
    )


lake = aws.s3.BucketV2("lake")
aws.s3.BucketVersioning("lake", bucket=lake.id, versioning_configuration={"status": "Enabled"})
aws.s3.BucketServerSideEncryptionConfiguration(
    "lake",
    bucket=lake.id,
    rules=[{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}, "bucketKeyEnabled": True}],
)
aws.s3.BucketLifecycleConfiguration(
    "lake",
    bucket=lake.id,
    rules=[
        {
            "id": "cool-down",
            "status": "Enabled",
            "filter": {"prefix": "events/"},
            "transitions": [{"days": 30, "storage_class": "STANDARD_IA"}],
            "expiration": {"days": 365},
        }
    ],
)
results = aws.s3.Bucket("athena-results", force_destroy=True)

clicks = aws.kinesis.Stream(
    "clicks",
    stream_mode_details={"stream_mode": "ON_DEMAND"},
    retention_period=config.require_int("retentionHours"),
    encryption_type="KMS",
    kms_key_id="alias/aws/kinesis",
)

catalogue = aws.glue.CatalogDatabase("lake", name="lake")
events = aws.glue.CatalogTable(
    "events",
    name="events",
    database_name=catalogue.name,
    table_type="EXTERNAL_TABLE",
    parameters={"classification": "parquet"},
    storage_descriptor=aws.glue.CatalogTableStorageDescriptorArgs(
        location=lake.bucket.apply(lambda name: f"s3://{name}/events/"),
        input_format="org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
        output_format="org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
        ser_de_info={"serialization_library": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"},
        columns=[{"name": "id", "type": "string"}, {"name": "at", "type": "timestamp"}],
    ),
    partition_keys=[{"name": "day", "type": "string"}],
)

firehose_role = aws.iam.Role("firehose", assume_role_policy=trust("firehose.amazonaws.com"))
aws.iam.RolePolicy(
    "firehose",
    role=firehose_role.id,
    policy=aws.iam.get_policy_document_output(
        statements=[
            {
                "actions": ["s3:PutObject", "s3:ListBucket"],
                "resources": [lake.arn, pulumi.Output.concat(lake.arn, "/*")],
            },
            {"actions": ["kinesis:Get*", "kinesis:DescribeStream"], "resources": [clicks.arn]},
            {"actions": ["glue:GetTable*"], "resources": [catalogue.arn, events.arn]},
        ]
    ).json,
)
delivery = aws.kinesis.FirehoseDeliveryStream(
    "events",
    name="events",
    destination="extended_s3",
    kinesis_source_configuration={"kinesis_stream_arn": clicks.arn, "role_arn": firehose_role.arn},
    extended_s3_configuration={
        "bucket_arn": lake.arn,
        "role_arn": firehose_role.arn,
        "prefix": "events/day=!{timestamp:yyyy-MM-dd}/",
        "error_output_prefix": "errors/!{firehose:error-output-type}/",
        "buffering_size": 64,
        "buffering_interval": 300,
        "data_format_conversion_configuration": {
            "input_format_configuration": {"deserializer": {"open_x_json_ser_de": {}}},
            "output_format_configuration": {"serializer": {"parquet_ser_de": {"compression": "SNAPPY"}}},
            "schema_configuration": {
                "role_arn": firehose_role.arn,
                "database_name": catalogue.name,
                "table_name": events.name,
            },
        },
    },
)

glue_role = aws.iam.Role(
    "glue",
    assume_role_policy=trust("glue.amazonaws.com"),
    managed_policy_arns=["arn:aws:iam::aws:policy/service-role/AWSGlueServiceRole"],
)
aws.glue.Crawler(
    "raw",
    database_name=catalogue.name,
    role=glue_role.arn,
    schedule="cron(15 2 * * ? *)",
    s3_targets=[{"path": pulumi.Output.format("s3://{0}/raw/", lake.bucket), "exclusions": ["**.tmp"]}],
    schema_change_policy={"delete_behavior": "LOG", "update_behavior": "UPDATE_IN_DATABASE"},
)
script = aws.s3.BucketObjectv2(
    "compact.py", bucket=lake.id, key="jobs/compact.py", content="print('compacting')\n", content_type="text/x-python"
)
compact = aws.glue.Job(
    "compact",
    role_arn=glue_role.arn,
    glue_version="4.0",
    worker_type="G.1X",
    number_of_workers=2,
    command={
        "name": "glueetl",
        "python_version": "3",
        "script_location": pulumi.Output.all(lake.bucket, script.key).apply(
            lambda parts: f"s3://{parts[0]}/{parts[1]}"
        ),
    },
    default_arguments={"--job-language": "python", "--database": catalogue.name},
)
aws.glue.Trigger("nightly", type="SCHEDULED", schedule="cron(0 4 * * ? *)", actions=[{"job_name": compact.name}])

analysts = aws.athena.Workgroup(
    "analysts",
    name="analysts",
    force_destroy=True,
    configuration={
        "enforce_workgroup_configuration": True,
        "bytes_scanned_cutoff_per_query": 10_000_000_000,
        "result_configuration": {
            "output_location": results.bucket.apply("s3://{}/".format),
            "encryption_configuration": {"encryption_option": "SSE_S3"},
        },
    },
)
aws.athena.NamedQuery(
    "daily",
    workgroup=analysts.id,
    database=catalogue.name,
    query=pulumi.Output.concat("SELECT day, count(*) FROM ", events.name, " GROUP BY day"),
)

jobs = aws.sqs.Queue("new-objects", policy=None)
aws.sqs.QueuePolicy(
    "new-objects",
    queue_url=jobs.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "s3.amazonaws.com"},
                    "Action": "sqs:SendMessage",
                    "Resource": jobs.arn,
                    "Condition": {"StringEquals": {"aws:SourceAccount": account}},
                }
            ],
        }
    ),
    opts=pulumi.ResourceOptions(parent=jobs),
)
aws.s3.BucketNotification(
    "lake",
    bucket=lake.id,
    queues=[{"queueArn": jobs.arn, "events": ["s3:ObjectCreated:*"], "filterPrefix": "raw/"}],
)

pulumi.export("stream", delivery.arn)
pulumi.export("catalogue", pulumi.Output.all(catalogue.name, events.name).apply(".".join))
