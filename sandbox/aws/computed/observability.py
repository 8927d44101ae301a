"""CloudWatch, its logs, CloudTrail, Prometheus and cross-account observability."""

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Value


@computes("aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm")
def alarm(creation: Creation) -> Computed:
    """An alarm, whose id is its name."""
    name = creation.name() if creation.resource.class_name == "MetricAlarm" else creation.text("alarmName")
    return Computed(
        name,
        creation.promised(
            {
                "arn": creation.arn("cloudwatch", f"alarm:{name}"),
                "evaluateLowSampleCountPercentiles": creation.text("evaluateLowSampleCountPercentiles"),
                "actionsEnabled": creation.flag("actionsEnabled", True),
            }
        ),
    )


@computes("aws:cloudwatch/dashboard:Dashboard")
def dashboard(creation: Creation) -> Computed:
    """A dashboard, whose id is its name."""
    name = creation.text("dashboardName")
    return Computed(name, {"dashboardArn": creation.arn("cloudwatch", f"dashboard/{name}", region="")})


@computes("aws:cloudwatch/logGroup:LogGroup")
def log_group(creation: Creation) -> Computed:
    """A log group, whose id is its name; the ARN has no `:*` at its end, as the provider gives it."""
    name = creation.name()
    return Computed(
        name,
        {
            "arn": creation.arn("logs", f"log-group:{name}"),
            "logGroupClass": creation.text("logGroupClass", "STANDARD"),
            "namePrefix": creation.text("namePrefix"),
        },
    )


@computes("aws:cloudwatch/logStream:LogStream")
def log_stream(creation: Creation) -> Computed:
    """A log stream: its id is its name."""
    name = creation.name()
    path = f"log-group:{creation.text('logGroupName')}:log-stream:{name}"
    return Computed(name, {"arn": creation.arn("logs", path)})


@computes("aws:cloudwatch/logMetricFilter:LogMetricFilter")
def metric_filter(creation: Creation) -> Computed:
    """A metric filter: its id is its name."""
    return Computed(creation.name())


@computes("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter")
def subscription_filter(creation: Creation) -> Computed:
    """A subscription filter of a log group."""
    number = creation.random.digits(10, "filter").lstrip("0")
    return Computed(f"cwlsf-{number}", {"roleArn": creation.text("roleArn")})


@computes("aws:cloudwatch/queryDefinition:QueryDefinition")
def query_definition(creation: Creation) -> Computed:
    """A saved query of Logs Insights."""
    id = creation.random.uuid("id")
    return Computed(id, {"arn": creation.arn("logs", f"query-definition:{id}"), "queryDefinitionId": id})


@computes("aws:cloudtrail/trail:Trail")
def trail(creation: Creation) -> Computed:
    """A trail, whose id is its ARN."""
    arn = creation.arn("cloudtrail", f"trail/{creation.name()}")
    topic = creation.text("snsTopicName")
    return Computed(
        arn,
        {
            "arn": arn,
            "homeRegion": creation.region,
            "snsTopicArn": topic if topic.startswith("arn:") or not topic else creation.arn("sns", topic),
        },
    )


@computes("aws:amp/workspace:Workspace")
def prometheus_workspace(creation: Creation) -> Computed:
    """A workspace of Managed Prometheus."""
    id = f"ws-{creation.random.uuid('id')}"
    host = f"aps-workspaces.{creation.region}.{creation.place.dns_suffix}"
    return Computed(
        id,
        {
            "arn": creation.arn("aps", f"workspace/{id}"),
            "prometheusEndpoint": f"https://{host}/workspaces/{id}/",
        },
    )


@computes("aws:amp/ruleGroupNamespace:RuleGroupNamespace")
def prometheus_rules(creation: Creation) -> Computed:
    """Rules of a workspace, whose id is their ARN."""
    arn = creation.arn("aps", f"rulegroupsnamespace/{creation.text('workspaceId')}/{creation.name()}")
    return Computed(arn, {"arn": arn})


@computes("aws:amp/alertManagerDefinition:AlertManagerDefinition")
def prometheus_alert_manager(creation: Creation) -> Computed:
    """The alert manager of a workspace: its id is that of the workspace."""
    return Computed(creation.text("workspaceId"))


@computes("aws:grafana/workspace:Workspace")
def grafana_workspace(creation: Creation) -> Computed:
    """A workspace of Managed Grafana."""
    id = f"g-{creation.random.hex(10, 'id')}"
    return Computed(
        id,
        {
            "arn": creation.arn("grafana", f"/workspaces/{id}"),
            "configuration": creation.text("configuration", '{"unifiedAlerting":{"enabled":false}}'),
            "endpoint": f"{id}.grafana-workspace.{creation.region}.{creation.place.dns_suffix}",
            "grafanaVersion": creation.text("grafanaVersion", "10.4"),
            "samlConfigurationStatus": "NOT_CONFIGURED" if "SAML" in creation.texts("authenticationProviders") else "",
        },
    )


@computes("aws:oam/sink:Sink")
def sink(creation: Creation) -> Computed:
    """The place in a monitoring account that other accounts send to; its id is its ARN."""
    id = creation.random.uuid("id")
    arn = creation.arn("oam", f"sink/{id}")
    return Computed(arn, {"arn": arn, "sinkId": id})


@computes("aws:oam/link:Link")
def link(creation: Creation) -> Computed:
    """The link of an account to a sink; its id is its ARN."""
    id = creation.random.uuid("id")
    arn = creation.arn("oam", f"link/{id}")
    label = creation.text("labelTemplate").replace("$AccountName", f"account-{creation.account}")
    return Computed(
        arn,
        {
            "arn": arn,
            "label": label.replace("$AccountEmail", f"owner@{creation.account}.example"),
            "linkId": id,
            "sinkArn": creation.text("sinkIdentifier"),
        },
    )


@computes("aws:synthetics/canary:Canary")
def canary(creation: Creation) -> Computed:
    """A canary, whose id is its name; it runs as a Lambda function."""
    name = creation.name()
    function = f"cwsyn-{name}-{creation.random.uuid('engine')}"
    moment: Value = creation.time()
    running = creation.flag("startCanary")
    return Computed(
        name,
        {
            "arn": creation.arn("synthetics", f"canary:{name}"),
            "engineArn": creation.arn("lambda", f"function:{function}:1"),
            "runConfig": creation.merged(
                "runConfig",
                {"activeTracing": False, "ephemeralStorage": 1024, "memoryInMb": 1000, "timeoutInSeconds": 840},
            ),
            "sourceLocationArn": creation.arn("lambda", f"layer:{function}:1"),
            "status": "RUNNING" if running else "READY",
            "timelines": [
                {"created": moment, "lastModified": moment, "lastStarted": moment if running else "", "lastStopped": ""}
            ],
        },
    )
