"""Building and delivering: CodeBuild, CodePipeline, CodeCommit, CodeDeploy, App Runner, Amplify, AppSync."""

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties, Value


@computes("aws:codebuild/project:Project")
def build_project(creation: Creation) -> Computed:
    """A build project, whose id is its ARN."""
    name = creation.name()
    arn = creation.arn("codebuild", f"project/{name}")
    host = f"codebuild.{creation.region}.{creation.place.dns_suffix}"
    badge = f"https://{host}/badges?uuid={creation.random.lower(64, 'badge')}"
    return Computed(
        arn,
        {
            "arn": arn,
            "badgeUrl": badge if creation.flag("badgeEnabled") else "",
            "description": creation.text("description"),
            "encryptionKey": creation.text("encryptionKey") or creation.arn("kms", "alias/aws/s3"),
            "publicProjectAlias": "",
        },
    )


@computes("aws:codepipeline/pipeline:Pipeline")
def pipeline(creation: Creation) -> Computed:
    """A pipeline, whose id is its name."""
    name = creation.name()
    return Computed(
        name,
        {
            "arn": creation.arn("codepipeline", name),
            "executionMode": creation.text("executionMode", "SUPERSEDED"),
            "pipelineType": creation.text("pipelineType", "V1"),
            "triggerAlls": _triggers(creation),
        },
    )


def _triggers(creation: Creation) -> list[Value]:
    """All triggers, in the form in which the pipeline reports them."""
    return [
        {"gitConfigurations": [trigger.get("gitConfiguration")], "providerType": trigger.get("providerType")}
        for trigger in creation.objects("triggers")
    ]


@computes("aws:codecommit/repository:Repository")
def repository(creation: Creation) -> Computed:
    """A Git repository, whose id is its name."""
    name = creation.text("repositoryName")
    host = f"git-codecommit.{creation.region}.{creation.place.dns_suffix}/v1/repos/{name}"
    return Computed(
        name,
        {
            "arn": creation.arn("codecommit", name),
            "cloneUrlHttp": f"https://{host}",
            "cloneUrlSsh": f"ssh://{host}",
            "kmsKeyId": creation.text("kmsKeyId")
            or creation.arn("kms", f"key/{creation.shared('kms/codecommit').uuid()}"),
            "repositoryId": creation.random.uuid("repository"),
        },
    )


@computes("aws:codedeploy/application:Application")
def deploy_application(creation: Creation) -> Computed:
    """An application of CodeDeploy."""
    id = creation.random.uuid("id")
    name = creation.name()
    return Computed(
        id,
        {
            "applicationId": id,
            "arn": creation.arn("codedeploy", f"application:{name}"),
            "githubAccountName": "",
            "linkedToGithub": False,
        },
    )


@computes("aws:codedeploy/deploymentGroup:DeploymentGroup")
def deployment_group(creation: Creation) -> Computed:
    """A deployment group of an application."""
    id = creation.random.uuid("id")
    application, name = creation.text("appName"), creation.text("deploymentGroupName")
    found = creation.request.cloud.where("aws:codedeploy/application:Application", name=application)
    platform: Value = found[0].get("computePlatform") if found else None
    return Computed(
        id,
        {
            "arn": creation.arn("codedeploy", f"deploymentgroup:{application}/{name}"),
            "computePlatform": platform if isinstance(platform, str) else "Server",
            "deploymentGroupId": id,
        },
    )


@computes("aws:codestarconnections/connection:Connection")
def source_connection(creation: Creation) -> Computed:
    """A connection to a Git provider, whose id is its ARN; its owner completes it in the console."""
    arn = creation.arn("codestar-connections", f"connection/{creation.random.uuid('id')}")
    return Computed(
        arn, {"arn": arn, "connectionStatus": "PENDING", "providerType": creation.text("providerType", "GitHub")}
    )


@computes("aws:apprunner/service:Service")
def runner_service(creation: Creation) -> Computed:
    """An App Runner service, whose id is its ARN."""
    name = creation.text("serviceName")
    id = creation.random.hex(32, "id")
    arn = creation.arn("apprunner", f"service/{name}/{id}")
    scaling = "autoscalingconfiguration/DefaultConfiguration/1/00000000000000000000000000000001"
    instance: Properties = {"cpu": "1024", "memory": "2048", "instanceRoleArn": ""}
    check: Properties = {
        "healthyThreshold": 1,
        "interval": 5,
        "path": "/",
        "protocol": "TCP",
        "timeout": 2,
        "unhealthyThreshold": 5,
    }
    return Computed(
        arn,
        {
            "arn": arn,
            "autoScalingConfigurationArn": creation.text("autoScalingConfigurationArn")
            or creation.arn("apprunner", scaling),
            "healthCheckConfiguration": creation.merged("healthCheckConfiguration", check),
            "instanceConfiguration": creation.merged("instanceConfiguration", instance),
            "networkConfiguration": creation.merged("networkConfiguration", {"ipAddressType": "IPV4"}),
            "serviceId": id,
            "serviceUrl": f"{creation.random.lower(10, 'url')}.{creation.region}.awsapprunner.com",
            "status": "RUNNING",
        },
    )


@computes("aws:amplify/app:App")
def amplify_app(creation: Creation) -> Computed:
    """An Amplify app."""
    id = f"d{creation.random.lower(13, 'id')}"
    return Computed(
        id,
        {
            "arn": creation.arn("amplify", f"apps/{id}"),
            "buildSpec": creation.text("buildSpec"),
            "customHeaders": creation.text("customHeaders"),
            "defaultDomain": f"{id}.amplifyapp.com",
            "productionBranches": [],
        },
    )


@computes("aws:appsync/graphQLApi:GraphQLApi")
def graphql_api(creation: Creation) -> Computed:
    """A GraphQL API with its two addresses."""
    id = creation.random.lower(26, "id")
    host = creation.random.lower(26, "host")
    end = f"{creation.region}.{creation.place.dns_suffix}/graphql"
    return Computed(
        id,
        {
            "arn": creation.arn("appsync", f"apis/{id}"),
            "uris": {
                "GRAPHQL": f"https://{host}.appsync-api.{end}",
                "REALTIME": f"wss://{host}.appsync-realtime-api.{end}",
            },
        },
    )


@computes("aws:appsync/apiKey:ApiKey")
def graphql_key(creation: Creation) -> Computed:
    """An API key of a GraphQL API."""
    key = f"da2-{creation.random.lower(26, 'key')}"
    return Computed(
        f"{creation.text('apiId')}:{key}",
        {"apiKeyId": key, "key": key, "description": creation.text("description", "Managed by Pulumi")},
    )


@computes(
    "aws:appsync/dataSource:DataSource",
    "aws:appsync/resolver:Resolver",
    "aws:appsync/function:Function",
)
def graphql_part(creation: Creation) -> Computed:
    """A data source, resolver or function of a GraphQL API."""
    api = creation.text("apiId")
    match creation.resource.class_name:
        case "DataSource":
            name = creation.name()
            arn = creation.arn("appsync", f"apis/{api}/datasources/{name}")
            return Computed(f"{api}-{name}", {"arn": arn})
        case "Resolver":
            kind, field = creation.text("type"), creation.text("field")
            arn = creation.arn("appsync", f"apis/{api}/types/{kind}/resolvers/{field}")
            return Computed(f"{api}-{kind}-{field}", {"arn": arn})
        case _:
            id = creation.random.lower(26, "function")
            version = creation.text("functionVersion", "" if creation.text("code") else "2018-05-29")
            return Computed(
                f"{api}-{id}",
                {
                    "arn": creation.arn("appsync", f"apis/{api}/functions/{id}"),
                    "functionId": id,
                    "functionVersion": version,
                },
            )
