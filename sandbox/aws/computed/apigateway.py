"""API Gateway: REST APIs."""

from typing import Final

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Properties, Value

CLOUDFRONT_ZONE: Final = "Z2FDTNDATAQYW2"
_ID_LENGTH: Final = 10
_PART_LENGTH: Final = 6


def execution_arn(creation: Creation, api: str, path: str = "") -> str:
    """The ARN by which an API's callers and Lambda permissions name it."""
    return creation.arn("execute-api", api + (f"/{path}" if path else ""))


def host(creation: Creation, api: str) -> str:
    """The host name of an API."""
    return f"{api}.execute-api.{creation.region}.{creation.place.dns_suffix}"


@computes("aws:apigateway/restApi:RestApi")
def rest_api(creation: Creation) -> Computed:
    """A REST API with its root resource."""
    id = creation.random.lower(_ID_LENGTH, "id")
    body = creation.document("body").get("info")
    title = body.get("title") if isinstance(body, dict) else None
    return Computed(
        id,
        {
            "name": creation.text("name") or (title if isinstance(title, str) else creation.name()),
            "arn": creation.arn("apigateway", f"/restapis/{id}", account=""),
            "apiKeySource": creation.text("apiKeySource", "HEADER"),
            "binaryMediaTypes": [*creation.texts("binaryMediaTypes")],
            "createdDate": creation.time(),
            "description": creation.text("description"),
            "endpointConfiguration": creation.merged(
                "endpointConfiguration", {"types": "EDGE", "ipAddressType": "ipv4", "vpcEndpointIds": []}
            ),
            "executionArn": execution_arn(creation, id),
            "minimumCompressionSize": creation.text("minimumCompressionSize"),
            "policy": creation.text("policy"),
            "rootResourceId": creation.random.lower(_ID_LENGTH, "root"),
        },
    )


@computes("aws:apigateway/resource:Resource")
def resource(creation: Creation) -> Computed:
    """A path of a REST API."""
    parent = creation.find("aws:apigateway/resource:Resource", creation.text("parentId"))
    above: Value = parent.get("path") if parent is not None else ""
    prefix = above if isinstance(above, str) else ""
    return Computed(creation.random.lower(_PART_LENGTH, "id"), {"path": f"{prefix}/{creation.text('pathPart')}"})


@computes(
    "aws:apigateway/method:Method",
    "aws:apigateway/integration:Integration",
    "aws:apigateway/methodResponse:MethodResponse",
    "aws:apigateway/integrationResponse:IntegrationResponse",
)
def part_of_method(creation: Creation) -> Computed:
    """A method, its integration, or one of their responses; the id names what it belongs to."""
    prefix = {
        "Method": "agm",
        "Integration": "agi",
        "MethodResponse": "agmr",
        "IntegrationResponse": "agir",
    }[creation.resource.class_name]
    names = ("restApi", "resourceId", "httpMethod", "statusCode")
    parts = [creation.text(name) for name in names if name in creation.resource.inputs and creation.text(name)]
    properties: Properties = {}
    if prefix == "agi":
        properties = {
            "cacheNamespace": creation.text("cacheNamespace", creation.text("resourceId")),
            "passthroughBehavior": creation.text("passthroughBehavior", "WHEN_NO_MATCH"),
            "timeoutMilliseconds": creation.number("timeoutMilliseconds", 29000),
        }
    return Computed("-".join([prefix, *parts]), properties)


@computes("aws:apigateway/methodSettings:MethodSettings")
def method_settings(creation: Creation) -> Computed:
    """The settings of a stage's methods."""
    standard: Properties = {
        "cacheDataEncrypted": False,
        "cacheTtlInSeconds": 300,
        "cachingEnabled": False,
        "dataTraceEnabled": False,
        "loggingLevel": "OFF",
        "metricsEnabled": False,
        "requireAuthorizationForCacheControl": True,
        "throttlingBurstLimit": -1,
        "throttlingRateLimit": -1,
        "unauthorizedCacheControlHeaderStrategy": "SUCCEED_WITH_RESPONSE_HEADER",
    }
    parts = [creation.text(name) for name in ("restApi", "stageName", "methodPath")]
    return Computed("-".join(parts), {"settings": creation.merged("settings", standard)})


@computes("aws:apigateway/deployment:Deployment")
def deployment(creation: Creation) -> Computed:
    """A deployment of a REST API."""
    return Computed(creation.random.lower(_PART_LENGTH, "id"), {"createdDate": creation.time()})


@computes("aws:apigateway/stage:Stage")
def stage(creation: Creation) -> Computed:
    """A stage of a REST API."""
    api, name = creation.text("restApi"), creation.text("stageName")
    return Computed(
        f"ags-{api}-{name}",
        {
            "arn": creation.arn("apigateway", f"/restapis/{api}/stages/{name}", account=""),
            "executionArn": execution_arn(creation, api, name),
            "invokeUrl": f"https://{host(creation, api)}/{name}",
            "webAclArn": "",
        },
    )


@computes("aws:apigateway/apiKey:ApiKey")
def api_key(creation: Creation) -> Computed:
    """An API key with its value."""
    id = creation.random.lower(_ID_LENGTH, "id")
    return Computed(
        id,
        {
            "arn": creation.arn("apigateway", f"/apikeys/{id}", account=""),
            "createdDate": creation.time(),
            "description": creation.text("description", "Managed by Pulumi"),
            "lastUpdatedDate": creation.time(),
            "value": creation.text("value", creation.random.lower(40, "value")),
        },
    )


@computes("aws:apigateway/usagePlanKey:UsagePlanKey")
def usage_plan_key(creation: Creation) -> Computed:
    """The membership of an API key in a usage plan, whose id is the key's."""
    key = creation.find("aws:apigateway/apiKey:ApiKey", creation.text("keyId"))
    name: Value = key.get("name") if key is not None else ""
    value: Value = key.get("value") if key is not None else ""
    return Computed(creation.text("keyId"), {"name": name or "", "value": value or ""})


@computes(
    "aws:apigateway/usagePlan:UsagePlan",
    "aws:apigateway/vpcLink:VpcLink",
    "aws:apigateway/clientCertificate:ClientCertificate",
)
def plain(creation: Creation) -> Computed:
    """Types of which API Gateway computes the id and the ARN."""
    paths = {"UsagePlan": "usageplans", "VpcLink": "vpclinks", "ClientCertificate": "clientcertificates"}
    id = creation.random.lower(_PART_LENGTH, "id")
    path = f"/{paths[creation.resource.class_name]}/{id}"
    return Computed(id, {"arn": creation.arn("apigateway", path, account="")})


@computes("aws:apigateway/domainName:DomainName")
def domain_name(creation: Creation) -> Computed:
    """A custom domain: an edge one has a CloudFront name, a regional one a host name of the region."""
    name = creation.text("domainName")
    endpoint = creation.merged("endpointConfiguration", {"types": "EDGE", "ipAddressType": "ipv4"})
    regional = "REGIONAL" in str(endpoint.get("types")) or bool(creation.text("regionalCertificateArn"))
    target = f"d-{creation.random.lower(10, 'target')}.execute-api.{creation.region}.{creation.place.dns_suffix}"
    return Computed(
        name,
        {
            "arn": creation.arn("apigateway", f"/domainnames/{name}", account=""),
            "certificateUploadDate": creation.time(),
            "cloudfrontDomainName": "" if regional else f"d{creation.random.lower(13, 'edge')}.cloudfront.net",
            "cloudfrontZoneId": CLOUDFRONT_ZONE,
            "domainNameId": creation.random.lower(10, "domain") if "PRIVATE" in str(endpoint.get("types")) else "",
            "endpointConfiguration": endpoint,
            "regionalDomainName": target if regional else "",
            "regionalZoneId": "Z" + creation.shared("apigateway").upper(13) if regional else "",
            "routingMode": creation.text("routingMode", "BASE_PATH_MAPPING_ONLY"),
            "securityPolicy": creation.text("securityPolicy", "TLS_1_2"),
            "ownershipVerificationCertificateArn": creation.text("ownershipVerificationCertificateArn"),
        },
    )


@computes("aws:apigateway/basePathMapping:BasePathMapping")
def base_path_mapping(creation: Creation) -> Computed:
    """The path of a custom domain that an API answers."""
    return Computed(f"{creation.text('domainName')}/{creation.text('basePath')}")


@computes(
    "aws:apigateway/authorizer:Authorizer",
    "aws:apigateway/model:Model",
    "aws:apigateway/requestValidator:RequestValidator",
    "aws:apigateway/documentationPart:DocumentationPart",
)
def part_of_api(creation: Creation) -> Computed:
    """A part of a REST API with an id of its own."""
    id = creation.random.lower(_PART_LENGTH, "id")
    properties: Properties = {"documentationPartId": id}
    path = f"/restapis/{creation.text('restApi')}/authorizers/{id}"
    properties["arn"] = creation.arn("apigateway", path, account="")
    return Computed(id, creation.promised(properties))


@computes("aws:apigateway/response:Response")
def gateway_response(creation: Creation) -> Computed:
    """A gateway response."""
    return Computed(f"aggr-{creation.text('restApiId')}-{creation.text('responseType')}")


@computes("aws:apigateway/account:Account")
def account(creation: Creation) -> Computed:
    """The account's settings of API Gateway, of which there is one a region."""
    return Computed(
        "api-gateway-account",
        {
            "apiKeyVersion": "4",
            "cloudwatchRoleArn": creation.text("cloudwatchRoleArn"),
            "features": ["UsagePlans"],
            "throttleSettings": [{"burstLimit": 5000, "rateLimit": 10000}],
        },
    )
