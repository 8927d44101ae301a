"""The account's own safeguards: trail, configuration rules, threat detection, backups, budget."""

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
identity = aws.get_caller_identity()
partition = aws.get_partition().partition
auditors = config.require("auditors")

# The trail.
audit = aws.s3.Bucket("audit", force_destroy=True)
trail_arn = f"arn:{partition}:cloudtrail:us-east-1:{identity.account_id}:trail/account"
audit_policy = aws.s3.BucketPolicy(
    "audit",
    bucket=audit.id,
    policy=aws.iam.get_policy_document_output(
        statements=[
            {
                "sid": "Check",
                "actions": ["s3:GetBucketAcl"],
                "resources": [audit.arn],
                "principals": [
                    {"type": "Service", "identifiers": ["cloudtrail.amazonaws.com", "config.amazonaws.com"]}
                ],
            },
            {
                "sid": "Write",
                "actions": ["s3:PutObject"],
                "resources": [audit.arn.apply(lambda arn: f"{arn}/*")],
                "principals": [
                    {"type": "Service", "identifiers": ["cloudtrail.amazonaws.com", "config.amazonaws.com"]}
                ],
                "conditions": [
                    {"test": "StringEquals", "variable": "s3:x-amz-acl", "values": ["bucket-owner-full-control"]}
                ],
            },
        ]
    ).json,
)
trail_log = aws.cloudwatch.LogGroup("trail", retention_in_days=365)
trail_role = aws.iam.Role(
    "trail",
    assume_role_policy=aws.iam.get_policy_document(
        statements=[
            {
                "actions": ["sts:AssumeRole"],
                "principals": [{"type": "Service", "identifiers": ["cloudtrail.amazonaws.com"]}],
            }
        ]
    ).json,
    inline_policies=[
        {
            "name": "write",
            "policy": pulumi.Output.json_dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                            "Resource": pulumi.Output.concat(trail_log.arn, ":*"),
                        }
                    ],
                }
            ),
        }
    ],
)
trail = aws.cloudtrail.Trail(
    "account",
    name="account",
    s3_bucket_name=audit.id,
    is_multi_region_trail=True,
    include_global_service_events=True,
    enable_log_file_validation=True,
    cloud_watch_logs_group_arn=trail_log.arn.apply(lambda arn: f"{arn}:*"),
    cloud_watch_logs_role_arn=trail_role.arn,
    event_selectors=[
        {
            "read_write_type": "All",
            "include_management_events": True,
            "data_resources": [{"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}],
        }
    ],
    opts=pulumi.ResourceOptions(depends_on=[audit_policy]),
)

# What is out of line.
recorder_role = aws.iam.Role(
    "recorder",
    assume_role_policy=aws.iam.get_policy_document(
        statements=[
            {
                "actions": ["sts:AssumeRole"],
                "principals": [{"type": "Service", "identifiers": ["config.amazonaws.com"]}],
            }
        ]
    ).json,
)
aws.iam.RolePolicyAttachment(
    "recorder", role=recorder_role.name, policy_arn=f"arn:{partition}:iam::aws:policy/service-role/AWS_ConfigRole"
)
recorder = aws.cfg.Recorder(
    "account",
    name="account",
    role_arn=recorder_role.arn,
    recording_group={"all_supported": True, "include_global_resource_types": True},
)
channel = aws.cfg.DeliveryChannel(
    "account",
    name="account",
    s3_bucket_name=audit.bucket,
    snapshot_delivery_properties={"delivery_frequency": "TwentyFour_Hours"},
    opts=pulumi.ResourceOptions(depends_on=[recorder]),
)
aws.cfg.RecorderStatus(
    "account", name=recorder.name, is_enabled=True, opts=pulumi.ResourceOptions(depends_on=[channel])
)
for name, identifier in {
    "encrypted-volumes": "ENCRYPTED_VOLUMES",
    "no-public-read": "S3_BUCKET_PUBLIC_READ_PROHIBITED",
}.items():
    aws.cfg.Rule(
        name,
        name=name,
        source={"owner": "AWS", "source_identifier": identifier},
        opts=pulumi.ResourceOptions(depends_on=[recorder]),
    )
aws.cfg.ConformancePack(
    "basics",
    name="basics",
    template_body="""\
Resources:
  RootMfa:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: root-mfa
      Source: {Owner: AWS, SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED}
""",
    opts=pulumi.ResourceOptions(depends_on=[recorder]),
)

# Threats.
detector = aws.guardduty.Detector("account", enable=True, finding_publishing_frequency="FIFTEEN_MINUTES")
aws.guardduty.DetectorFeature("s3", detector_id=detector.id, name="S3_DATA_EVENTS", status="ENABLED")
hub = aws.securityhub.Account("account", enable_default_standards=False)
aws.securityhub.StandardsSubscription(
    "best-practices",
    standards_arn="arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0",
    opts=pulumi.ResourceOptions(depends_on=[hub]),
)
aws.accessanalyzer.Analyzer("account", analyzer_name="account", type="ACCOUNT")
findings = aws.sns.Topic("findings")
serious = aws.cloudwatch.EventRule(
    "serious",
    event_pattern=pulumi.Output.json_dumps(
        {"source": ["aws.guardduty"], "detail": {"severity": [{"numeric": [">=", 7]}]}}
    ),
)
aws.cloudwatch.EventTarget(
    "serious",
    rule=serious.name,
    arn=findings.arn,
    input_transformer={
        "input_paths": {"title": "$.detail.title", "region": "$.region"},
        "input_template": '"GuardDuty in <region>: <title>"',
    },
)
aws.s3.AccountPublicAccessBlock(
    "account",
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
)
aws.ebs.EncryptionByDefault("account", enabled=True)

# Backups, copied to another region by that region's own argument.
vault = aws.backup.Vault("daily", name="daily")
copies = aws.backup.Vault("copies", name="copies", region="us-west-2")
aws.backup.VaultNotifications(
    "daily",
    backup_vault_name=vault.name,
    sns_topic_arn=findings.arn,
    backup_vault_events=["BACKUP_JOB_FAILED", "COPY_JOB_FAILED"],
)
plan = aws.backup.Plan(
    "daily",
    name="daily",
    rules=[
        {
            "rule_name": "daily",
            "target_vault_name": vault.name,
            "schedule": "cron(0 5 * * ? *)",
            "start_window": 60,
            "completion_window": 180,
            "lifecycle": {"delete_after": 35},
            "copy_actions": [{"destination_vault_arn": copies.arn, "lifecycle": {"delete_after": 35}}],
        }
    ],
)
backup_role = aws.iam.Role(
    "backup",
    assume_role_policy=aws.iam.get_policy_document(
        statements=[
            {
                "actions": ["sts:AssumeRole"],
                "principals": [{"type": "Service", "identifiers": ["backup.amazonaws.com"]}],
            }
        ]
    ).json,
    managed_policy_arns=["arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"],
)
aws.backup.Selection(
    "tagged",
    name="tagged",
    plan_id=plan.id,
    iam_role_arn=backup_role.arn,
    selection_tags=[{"type": "STRINGEQUALS", "key": "Backup", "value": "daily"}],
)

# Costs.
aws.budgets.Budget(
    "monthly",
    name="monthly",
    budget_type="COST",
    limit_amount=config.require("monthlyBudget"),
    limit_unit="USD",
    time_unit="MONTHLY",
    notifications=[
        {
            "comparison_operator": "GREATER_THAN",
            "threshold": 80,
            "threshold_type": "PERCENTAGE",
            "notification_type": "FORECASTED",
            "subscriber_email_addresses": [auditors],
        }
    ],
)
monitor = aws.costexplorer.AnomalyMonitor(
    "services", name="services", monitor_type="DIMENSIONAL", monitor_dimension="SERVICE"
)
aws.costexplorer.AnomalySubscription(
    "services",
    name="services",
    frequency="DAILY",
    monitor_arn_lists=[monitor.arn],
    subscribers=[{"type": "EMAIL", "address": auditors}],
    threshold_expression={
        "dimension": {
            "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            "match_options": ["GREATER_THAN_OR_EQUAL"],
            "values": ["100"],
        }
    },
)

pulumi.export("trail", trail.arn)
pulumi.export("expected_trail", trail_arn)
pulumi.export("detector", detector.id)
pulumi.export("copies", copies.arn)
