"""What an application's operators look at, and what wakes them up."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
region = aws.get_region_output().region

logs = aws.cloudwatch.LogGroup("shop", name="/shop/web", retention_in_days=30, log_group_class="STANDARD")
aws.cloudwatch.LogStream("deployments", log_group_name=logs.name, name="deployments")
errors = aws.cloudwatch.LogMetricFilter(
    "errors",
    name="errors",
    log_group_name=logs.name,
    pattern='{ $.level = "error" }',
    metric_transformation={"name": "Errors", "namespace": "Shop", "value": "1", "default_value": "0"},
)
aws.cloudwatch.QueryDefinition(
    "slowest",
    name="shop/slowest",
    log_group_names=[logs.name],
    query_string="fields @timestamp, path, duration | sort duration desc | limit 20",
)
aws.cloudwatch.LogDataProtectionPolicy(
    "emails",
    log_group_name=logs.name,
    policy_document=json.dumps(
        {
            "Name": "emails",
            "Version": "2021-06-01",
            "Statement": [
                {
                    "Sid": "Audit",
                    "DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
                    "Operation": {"Audit": {"FindingsDestination": {}}},
                },
                {
                    "Sid": "Mask",
                    "DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"],
                    "Operation": {"Deidentify": {"MaskConfig": {}}},
                },
            ],
        }
    ),
)

pager = aws.sns.Topic("pager")
aws.sns.TopicSubscription(
    "pager",
    topic=pager,
    protocol="https",
    endpoint=config.require_secret("pagerKey").apply(lambda key: f"https://events.pager.example.com/{key}"),
    endpoint_auto_confirms=True,
)
too_many = aws.cloudwatch.MetricAlarm(
    "errors",
    comparison_operator="GreaterThanOrEqualToThreshold",
    evaluation_periods=2,
    threshold=config.require_float("errorThreshold"),
    namespace="Shop",
    metric_name=errors.metric_transformation.name,
    period=60,
    statistic="Sum",
    treat_missing_data="notBreaching",
    alarm_description="The shop's error log grows",
)
slow = aws.cloudwatch.MetricAlarm(
    "slow",
    comparison_operator="GreaterThanThreshold",
    evaluation_periods="3",
    threshold=2,
    metric_queries=[
        {"id": "ratio", "expression": "slow / requests * 100", "label": "Slow requests", "return_data": True},
        {
            "id": "slow",
            "metric": {"namespace": "Shop", "metricName": "Slow", "period": 60, "stat": "Sum", "unit": "Count"},
        },
        aws.cloudwatch.MetricAlarmMetricQueryArgs(
            id="requests",
            metric=aws.cloudwatch.MetricAlarmMetricQueryMetricArgs(
                namespace="Shop", metric_name="Requests", period=60, stat="Sum"
            ),
        ),
    ],
)
wake = aws.cloudwatch.CompositeAlarm(
    "wake-up",
    alarm_name="wake-up",
    alarm_rule=pulumi.Output.all(too_many.name, slow.name).apply(
        lambda names: " AND ".join(f'ALARM("{name}")' for name in names)
    ),
    alarm_actions=[pager.arn],
    ok_actions=[pager.arn],
)
aws.cloudwatch.Dashboard(
    "shop",
    dashboard_name="shop",
    dashboard_body=pulumi.Output.json_dumps(
        {
            "widgets": [
                {
                    "type": "metric",
                    "x": 0,
                    "y": 0,
                    "width": 12,
                    "height": 6,
                    "properties": {"metrics": [["Shop", "Errors"]], "region": region, "title": "Errors"},
                },
                {
                    "type": "alarm",
                    "x": 12,
                    "y": 0,
                    "width": 12,
                    "height": 6,
                    "properties": {"title": "Alarms", "alarms": [too_many.arn, slow.arn, wake.arn]},
                },
            ]
        }
    ),
)

export = aws.s3.Bucket("metrics")
stream_role = aws.iam.Role(
    "metrics",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Principal": {
                        "Service": [
                            "streams.metrics.cloudwatch.amazonaws.com",
                            "firehose.amazonaws.com",
                            "logs.eu-west-2.amazonaws.com",
                        ]
                    },
                }
            ],
        }
    ),
)
delivery = aws.kinesis.FirehoseDeliveryStream(
    "metrics",
    destination="extended_s3",
    extended_s3_configuration={"role_arn": stream_role.arn, "bucket_arn": export.arn},
)
aws.cloudwatch.MetricStream(
    "metrics", role_arn=stream_role.arn, firehose_arn=delivery.arn, output_format="opentelemetry1.0"
)
aws.cloudwatch.LogSubscriptionFilter(
    "archive",
    log_group=logs.name,
    filter_pattern="",
    destination_arn=delivery.arn,
    role_arn=stream_role.arn,
    distribution="Random",
)

traces = aws.xray.Group("checkout", group_name="checkout", filter_expression='service("checkout") AND fault')
aws.xray.SamplingRule(
    "checkout",
    rule_name="checkout",
    priority=100,
    version=1,
    reservoir_size=1,
    fixed_rate=0.05,
    host="*",
    http_method="POST",
    resource_arn="*",
    service_name="checkout",
    service_type="*",
    url_path="/checkout/*",
)
level = aws.ssm.Parameter("log-level", name="/shop/web/log-level", type="String", value="info", tier="Standard")
aws.ssm.Parameter(
    "pager", name="/shop/web/pager", type=aws.ssm.ParameterType.SECURE_STRING, value=config.require_secret("pagerKey")
)
restart = aws.ssm.Document(
    "restart",
    document_type="Command",
    document_format="YAML",
    content="""\
schemaVersion: "2.2"
description: Restart the shop
mainSteps:
  - action: aws:runShellScript
    name: restart
    inputs:
      runCommand: [systemctl restart shop]
""",
)
aws.ssm.Association(
    "restart",
    name=restart.name,
    schedule_expression="cron(0 4 ? * SUN *)",
    targets=[{"key": "tag:Role", "values": ["shop"]}],
)
window = aws.ssm.MaintenanceWindow("sunday", schedule="cron(0 3 ? * SUN *)", duration=3, cutoff=1)
target = aws.ssm.MaintenanceWindowTarget(
    "shop", window_id=window.id, resource_type="INSTANCE", targets=[{"key": "tag:Role", "values": ["shop"]}]
)
aws.ssm.MaintenanceWindowTask(
    "patch",
    window_id=window.id,
    task_type="RUN_COMMAND",
    task_arn="AWS-RunPatchBaseline",
    max_concurrency="1",
    max_errors="0",
    targets=[{"key": "WindowTargetIds", "values": [target.id]}],
    task_invocation_parameters={
        "run_command_parameters": {"parameters": [{"name": "Operation", "values": ["Install"]}]}
    },
)
aws.resourcegroups.Group(
    "shop",
    resource_query={
        "query": json.dumps(
            {"ResourceTypeFilters": ["AWS::AllSupported"], "TagFilters": [{"Key": "Role", "Values": ["shop"]}]}
        )
    },
)

pulumi.export("log_level", level.arn)
pulumi.export("traces", traces.arn)
pulumi.export("logs", logs.arn.apply(lambda arn: arn.split(":")[-1]))
