"""Notes over HTTP: functions, a table, a REST API with keys and quotas, and an HTTP API with an authorizer."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()

CREATE_NOTE = """\
import json, os, boto3

def handler(event, context):
    table = boto3.resource("dynamodb").Table(os.environ["TABLE"])
    table.put_item(Item=json.loads(event["body"]))
    return {"statusCode": 201}
"""


class NotesFunction(pulumi.ComponentResource):
    """A function with its role and log group."""

    function: aws.lambda_.Function

    def __init__(
        self,
        name: str,
        code: pulumi.Archive,
        handler: str,
        policies: dict[str, pulumi.Input[str]],
        environment: dict[str, pulumi.Input[str]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("notes:index:Function", name, None, opts)
        here = pulumi.ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{name}-role",
            assume_role_policy=json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Action": "sts:AssumeRole",
                            "Effect": "Allow",
                            "Principal": {"Service": "lambda.amazonaws.com"},
                        }
                    ],
                }
            ),
            opts=here,
        )
        basic = aws.iam.RolePolicyAttachment(
            f"{name}-logs",
            role=role,
            policy_arn=aws.iam.ManagedPolicy.AWS_LAMBDA_BASIC_EXECUTION_ROLE,
            opts=here,
        )
        for key, policy in policies.items():
            aws.iam.RolePolicy(f"{name}-{key}", role=role.id, policy=policy, opts=here)
        self.function = aws.lambda_.Function(
            name,
            runtime=aws.lambda_.Runtime.PYTHON3D12,
            handler=handler,
            code=code,
            role=role.arn,
            memory_size=256,
            timeout=10,
            environment={"variables": environment} if environment else None,
            tracing_config={"mode": "Active"},
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=[basic], aliases=[pulumi.Alias(name=f"{name}-fn", parent=self)]
            ),
        )
        aws.cloudwatch.LogGroup(
            f"{name}-log-group",
            name=self.function.name.apply(lambda function: f"/aws/lambda/{function}"),
            retention_in_days=14,
            opts=here,
        )
        self.register_outputs({"arn": self.function.arn})


table = aws.dynamodb.Table(
    "notes",
    name=config.require("tableName"),
    hash_key="owner",
    range_key="createdAt",
    attributes=[
        aws.dynamodb.TableAttributeArgs(name="owner", type="S"),
        aws.dynamodb.TableAttributeArgs(name="createdAt", type="N"),
    ],
    billing_mode="PAY_PER_REQUEST",
    stream_enabled=True,
    stream_view_type="NEW_IMAGE",
    server_side_encryption={"enabled": True},
)
writes = table.arn.apply(
    lambda arn: json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": ["dynamodb:PutItem"], "Resource": [arn]}],
        }
    )
)
reads_stream = table.stream_arn.apply(
    lambda arn: json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": [
                        "dynamodb:DescribeStream",
                        "dynamodb:GetRecords",
                        "dynamodb:GetShardIterator",
                        "dynamodb:ListStreams",
                    ],
                    "Resource": arn,
                }
            ],
        }
    )
)
create = NotesFunction(
    "create-note",
    pulumi.AssetArchive({"index.py": pulumi.StringAsset(CREATE_NOTE)}),
    "index.handler",
    {"writes": writes},
    {"TABLE": table.name},
).function
authorize = NotesFunction("authorize", pulumi.FileArchive("./functions"), "authorize.handler", {}).function
indexer = NotesFunction(
    "indexer",
    pulumi.AssetArchive({"index.py": pulumi.StringAsset("def handler(event, context):\n    print(event)\n")}),
    "index.handler",
    {"stream": reads_stream},
).function
aws.lambda_.EventSourceMapping(
    "indexer",
    event_source_arn=table.stream_arn,
    function_name=indexer.arn,
    starting_position="LATEST",
    batch_size=100,
    maximum_retry_attempts=2,
)
live = aws.lambda_.Alias("live", name="live", function_name=create.name, function_version="$LATEST")
link = aws.lambda_.FunctionUrl(
    "create-note", function_name=create.name, authorization_type="AWS_IAM", cors={"allow_origins": ["*"]}
)

# The REST API: API keys, a usage plan, throttling.
rest = aws.apigateway.RestApi("notes", endpoint_configuration={"types": "REGIONAL"})
notes = aws.apigateway.Resource("notes", rest_api=rest.id, parent_id=rest.root_resource_id, path_part="notes")
validator = aws.apigateway.RequestValidator("body", rest_api=rest.id, validate_request_body=True)
note = aws.apigateway.Model(
    "note",
    rest_api=rest.id,
    name="Note",
    content_type="application/json",
    schema=json.dumps({"type": "object", "required": ["owner", "text"]}),
)
post = aws.apigateway.Method(
    "post",
    rest_api=rest.id,
    resource_id=notes.id,
    http_method="POST",
    authorization="NONE",
    api_key_required=True,
    request_validator_id=validator.id,
    request_models={"application/json": note.name},
)
integration = aws.apigateway.Integration(
    "post",
    rest_api=rest.id,
    resource_id=notes.id,
    http_method=post.http_method,
    integration_http_method="POST",
    type="AWS_PROXY",
    uri=create.invoke_arn,
)
deployment = aws.apigateway.Deployment(
    "notes",
    rest_api=rest.id,
    triggers={"redeployment": pulumi.Output.all(notes.id, post.id, integration.id).apply(json.dumps)},
    opts=pulumi.ResourceOptions(depends_on=[integration]),
)
stage = aws.apigateway.Stage(
    "v1", rest_api=rest.id, deployment=deployment.id, stage_name="v1", xray_tracing_enabled=True
)
aws.apigateway.MethodSettings(
    "v1",
    rest_api=rest.id,
    stage_name=stage.stage_name,
    method_path="*/*",
    settings={"metricsEnabled": True, "throttlingBurstLimit": 20, "throttlingRateLimit": 10},
)
plan = aws.apigateway.UsagePlan(
    "partners",
    api_stages=[{"api_id": rest.id, "stage": stage.stage_name}],
    quota_settings={"limit": config.require_int("monthlyQuota"), "period": "MONTH"},
)
partner = aws.apigateway.ApiKey("partner")
aws.apigateway.UsagePlanKey("partner", key_id=partner.id, key_type="API_KEY", usage_plan_id=plan.id)
aws.lambda_.Permission(
    "rest",
    action="lambda:InvokeFunction",
    function=create.name,
    principal="apigateway.amazonaws.com",
    source_arn=pulumi.Output.concat(rest.execution_arn, "/*/*"),
)

# The HTTP API: a Lambda authorizer and a route to the same function.
http = aws.apigatewayv2.Api(
    "notes",
    protocol_type="HTTP",
    cors_configuration={"allow_origins": ["https://notes.example.com"], "allow_methods": ["POST"]},
)
authorizer = aws.apigatewayv2.Authorizer(
    "header",
    api_id=http.id,
    name="header",
    authorizer_type="REQUEST",
    authorizer_uri=authorize.invoke_arn,
    authorizer_payload_format_version="2.0",
    enable_simple_responses=True,
    identity_sources=["$request.header.Authorization"],
)
http_integration = aws.apigatewayv2.Integration(
    "create",
    api_id=http.id,
    integration_type="AWS_PROXY",
    integration_uri=create.invoke_arn,
    payload_format_version="2.0",
)
aws.apigatewayv2.Route(
    "create",
    api_id=http.id,
    route_key="POST /notes",
    authorization_type="CUSTOM",
    authorizer_id=authorizer.id,
    target=http_integration.id.apply(lambda id: f"integrations/{id}"),
)
access = aws.cloudwatch.LogGroup("http-access", retention_in_days=14)
aws.apigatewayv2.Stage(
    "http",
    api_id=http.id,
    name="$default",
    auto_deploy=True,
    access_log_settings={"destination_arn": access.arn, "format": json.dumps({"id": "$context.requestId"})},
)
for name, function in {"create": create, "authorize": authorize}.items():
    aws.lambda_.Permission(
        f"http-{name}",
        action="lambda:InvokeFunction",
        function=function.name,
        principal="apigateway.amazonaws.com",
        source_arn=http.execution_arn.apply(lambda arn: f"{arn}/*/*"),
    )

pulumi.export("rest_url", pulumi.Output.format("{0}/notes", stage.invoke_url))
pulumi.export("http_host", http.api_endpoint.apply(lambda url: url.removeprefix("https://")))
pulumi.export("function_url", link.function_url)
pulumi.export("alias", live.invoke_arn)
pulumi.export("api_key", partner.value)
