"""API Gateway: HTTP and WebSocket APIs."""

from typing import Final

from sandbox.aws.computed.apigateway import execution_arn, host
from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties, Value

_PART_LENGTH: Final = 7


@computes("aws:apigatewayv2/api:Api")
def api(creation: Creation) -> Computed:
    """An HTTP or WebSocket API."""
    id = creation.random.lower(10, "id")
    scheme = "wss" if creation.text("protocolType") == "WEBSOCKET" else "https"
    return Computed(
        id,
        {
            "apiEndpoint": f"{scheme}://{host(creation, id)}",
            "apiKeySelectionExpression": creation.text("apiKeySelectionExpression", "$request.header.x-api-key"),
            "arn": creation.arn("apigateway", f"/apis/{id}", account=""),
            "executionArn": execution_arn(creation, id),
            "routeSelectionExpression": creation.text(
                "routeSelectionExpression", "$request.method $request.path" if scheme == "https" else ""
            ),
        },
    )


@computes("aws:apigatewayv2/stage:Stage")
def stage(creation: Creation) -> Computed:
    """A stage: its id is its name; the address of `$default` has no path."""
    api_id, name = creation.text("apiId"), creation.name()
    found = creation.find("aws:apigatewayv2/api:Api", api_id)
    socket = found is not None and found.get("protocolType") == "WEBSOCKET"
    path = "" if name == "$default" else name
    route: Properties = {
        "dataTraceEnabled": False,
        "detailedMetricsEnabled": False,
        "loggingLevel": "OFF" if socket else "",
        "throttlingBurstLimit": 0,
        "throttlingRateLimit": 0,
    }
    return Computed(
        name,
        {
            "arn": creation.arn("apigateway", f"/apis/{api_id}/stages/{name}", account=""),
            "deploymentId": creation.text("deploymentId", creation.random.lower(6, "deployment")),
            "executionArn": execution_arn(creation, api_id, name),
            "invokeUrl": f"{'wss' if socket else 'https'}://{host(creation, api_id)}/{path}",
            "defaultRouteSettings": creation.merged("defaultRouteSettings", route),
        },
    )


@computes("aws:apigatewayv2/integration:Integration")
def integration(creation: Creation) -> Computed:
    """An integration of an API."""
    api_id = creation.text("apiId")
    found = creation.find("aws:apigatewayv2/api:Api", api_id)
    socket = found is not None and found.get("protocolType") == "WEBSOCKET"
    limit = 29000 if socket else 30000
    expression = "${integration.response.statuscode}" if socket else ""
    return Computed(
        creation.random.lower(_PART_LENGTH, "id"),
        {
            "integrationResponseSelectionExpression": expression,
            "timeoutMilliseconds": creation.number("timeoutMilliseconds", limit),
        },
    )


@computes(
    "aws:apigatewayv2/route:Route",
    "aws:apigatewayv2/authorizer:Authorizer",
    "aws:apigatewayv2/deployment:Deployment",
    "aws:apigatewayv2/model:Model",
    "aws:apigatewayv2/apiMapping:ApiMapping",
    "aws:apigatewayv2/integrationResponse:IntegrationResponse",
    "aws:apigatewayv2/routeResponse:RouteResponse",
)
def part(creation: Creation) -> Computed:
    """A part of an API, of which AWS computes the id."""
    properties: Properties = {"autoDeployed": False}
    return Computed(creation.random.lower(_PART_LENGTH, "id"), creation.promised(properties))


@computes("aws:apigatewayv2/vpcLink:VpcLink")
def vpc_link(creation: Creation) -> Computed:
    """A link of APIs into a VPC."""
    id = creation.random.lower(6, "id")
    return Computed(id, {"arn": creation.arn("apigateway", f"/vpclinks/{id}", account="")})


@computes("aws:apigatewayv2/domainName:DomainName")
def domain_name(creation: Creation) -> Computed:
    """A custom domain; its configuration tells the host name and hosted zone to alias."""
    name = creation.text("domainName")
    target: Properties = {
        "targetDomainName": f"d-{creation.random.lower(10, 'target')}.execute-api.{creation.region}."
        f"{creation.place.dns_suffix}",
        "hostedZoneId": "Z" + creation.shared("apigateway").upper(13),
        "ipAddressType": "ipv4",
        "ownershipVerificationCertificateArn": "",
    }
    configuration: Value = creation.merged("domainNameConfiguration", target)
    return Computed(
        name,
        {
            "apiMappingSelectionExpression": "$request.basepath",
            "arn": creation.arn("apigateway", f"/domainnames/{name}", account=""),
            "domainNameConfiguration": configuration,
            "routingMode": creation.text("routingMode", "API_MAPPING_ONLY"),
        },
    )
