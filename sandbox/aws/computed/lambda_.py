"""Lambda: functions, versions, layers, aliases and event sources."""

import base64
import re

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.values import Archive, Asset, Properties, Value

_CODE = ("code", "s3Bucket", "s3Key", "s3ObjectVersion", "sourceCodeHash", "imageUri")


def invoke_arn(creation: Creation, function_arn: str, version: str = "2015-03-31") -> str:
    """The URI by which API Gateway calls a function."""
    path = f"path/{version}/functions/{function_arn}/invocations"
    return creation.arn("apigateway", path, account="lambda")


def code_digest(creation: Creation) -> str:
    """The Base64 SHA-256 of the code, as Lambda gives it."""
    code: Value = creation.inputs.get("code")
    digits = code.hash if isinstance(code, Archive | Asset) else ""
    if not re.fullmatch(r"[0-9a-f]{64}", digits):
        origin = "/".join(creation.text(name) for name in _CODE[1:])
        digits = creation.random.hex(64, f"code/{digits}{origin}")
    return base64.b64encode(bytes.fromhex(digits)).decode()


@computes("aws:lambda/function:Function")
def function(creation: Creation) -> Computed:
    """A function; with `publish` every change of code or configuration makes a version."""
    name = creation.name()
    arn = creation.arn("lambda", f"function:{name}")
    version = _version(creation)
    before = creation.current.get("codeSha256")
    digest = creation.text("codeSha256") or (
        before if isinstance(before, str) and not creation.changed(*_CODE) else code_digest(creation)
    )
    logging: Properties = {
        "applicationLogLevel": "",
        "logFormat": "Text",
        "logGroup": f"/aws/lambda/{name}",
        "systemLogLevel": "",
    }
    given = creation.inputs.get("loggingConfig")
    return Computed(
        name,
        {
            "arn": arn,
            "architectures": [*creation.texts("architectures")] or ["x86_64"],
            "codeSha256": digest,
            "ephemeralStorage": creation.state.get("ephemeralStorage") or {"size": 512},
            "invokeArn": invoke_arn(creation, arn),
            "lastModified": creation.time().replace("Z", ".000+0000"),
            "loggingConfig": logging
            | ({key: item for key, item in given.items() if item is not None} if isinstance(given, dict) else {}),
            "memorySize": creation.number("memorySize", 128),
            "qualifiedArn": f"{arn}:{version}",
            "qualifiedInvokeArn": invoke_arn(creation, f"{arn}:{version}"),
            "responseStreamingInvokeArn": invoke_arn(creation, arn, "2021-11-15").replace(
                "/invocations", "/response-streaming-invocations"
            ),
            "signingJobArn": "",
            "signingProfileVersionArn": "",
            "sourceCodeHash": creation.text("sourceCodeHash", digest),
            "sourceCodeSize": 256 + int(creation.random.digits(4, digest)),
            "timeout": creation.number("timeout", 3),
            "tracingConfig": creation.state.get("tracingConfig") or {"mode": "PassThrough"},
            "version": version,
            **_network(creation),
        },
    )


def _version(creation: Creation) -> str:
    if not creation.flag("publish"):
        return "$LATEST"
    before = creation.current.get("version")
    if not isinstance(before, str) or not before.isdigit():
        return "1"
    changed = creation.changed(*(name for name in creation.inputs if name != "tags"))
    return str(int(before) + (1 if changed else 0))


def _network(creation: Creation) -> Properties:
    config = creation.state.get("vpcConfig")
    if not isinstance(config, dict):
        return {}
    subnets = config.get("subnetIds")
    first = subnets[0] if isinstance(subnets, list) and subnets else None
    subnet = creation.find("aws:ec2/subnet:Subnet", first) if isinstance(first, str) else None
    vpc_id: Value = subnet.get("vpcId") if subnet is not None else None
    fallback = creation.prefixed("vpc") if first else ""
    return {"vpcConfig": {**config, "vpcId": vpc_id if isinstance(vpc_id, str) else fallback}}


def _function_arn(creation: Creation, name: str) -> str:
    return name if name.startswith("arn:") else creation.arn("lambda", f"function:{name}")


def _function_name(text: str) -> str:
    """The name in a function's name or ARN."""
    return text.split(":function:", 1)[1].split(":")[0] if ":function:" in text else text


@computes("aws:lambda/alias:Alias")
def alias(creation: Creation) -> Computed:
    """An alias of a function; its id is its ARN."""
    arn = f"{_function_arn(creation, creation.text('functionName'))}:{creation.name()}"
    return Computed(arn, {"arn": arn, "invokeArn": invoke_arn(creation, arn)})


@computes("aws:lambda/permission:Permission")
def permission(creation: Creation) -> Computed:
    """A statement of a function's resource policy: its id is the statement's."""
    id = creation.text("statementId") or f"{creation.text('statementIdPrefix', 'terraform-')}" + (
        creation.moment().strftime("%Y%m%d%H%M%S") + creation.random.digits(12, "statement")
    )
    return Computed(
        id,
        {"statementId": id, "statementIdPrefix": creation.text("statementIdPrefix")},
    )


@computes("aws:lambda/layerVersion:LayerVersion")
def layer_version(creation: Creation) -> Computed:
    """A version of a layer, one higher than the highest that exists; its id is its ARN."""
    layer = creation.arn("lambda", f"layer:{creation.text('layerName')}")
    existing = creation.request.cloud.where(creation.resource.token, layerName=creation.text("layerName"))
    numbers = [int(str(found.get("version"))) for found in existing if str(found.get("version")).isdigit()]
    before = creation.current.get("version")
    version = before if isinstance(before, str) and before else str(max(numbers, default=0) + 1)
    digest = code_digest(creation)
    return Computed(
        f"{layer}:{version}",
        {
            "arn": f"{layer}:{version}",
            "codeSha256": digest,
            "createdDate": creation.time().replace("Z", ".000+0000"),
            "layerArn": layer,
            "signingJobArn": "",
            "signingProfileVersionArn": "",
            "sourceCodeHash": creation.text("sourceCodeHash", digest),
            "sourceCodeSize": 256 + int(creation.random.digits(4, "size")),
            "version": version,
        },
    )


@computes("aws:lambda/eventSourceMapping:EventSourceMapping")
def event_source_mapping(creation: Creation) -> Computed:
    """The mapping of a queue or stream to a function; its id is a UUID."""
    id = creation.random.uuid("id")
    name = creation.text("functionName")
    stream = ":sqs:" not in creation.text("eventSourceArn")
    return Computed(
        id,
        {
            "arn": creation.arn("lambda", f"event-source-mapping:{id}"),
            "batchSize": creation.number("batchSize", 100 if stream else 10),
            "functionArn": _function_arn(creation, name),
            "functionName": name,
            "lastModified": creation.time(),
            "lastProcessingResult": "No records processed" if stream else "",
            "maximumRecordAgeInSeconds": creation.number("maximumRecordAgeInSeconds", -1) if stream else 0,
            "state": "Enabled" if creation.flag("enabled", True) else "Disabled",
            "stateTransitionReason": "USER_INITIATED",
            "uuid": id,
        },
    )


@computes("aws:lambda/functionUrl:FunctionUrl")
def function_url(creation: Creation) -> Computed:
    """The HTTPS address of a function."""
    name = creation.text("functionName")
    qualifier = creation.text("qualifier")
    id = creation.random.lower(32, "url")
    arn = _function_arn(creation, name) + (f":{qualifier}" if qualifier else "")
    return Computed(
        f"{_function_name(name)}/{qualifier}" if qualifier else _function_name(name),
        {
            "functionArn": arn,
            "functionUrl": f"https://{id}.lambda-url.{creation.region}.on.aws/",
            "urlId": id,
        },
    )


@computes("aws:lambda/codeSigningConfig:CodeSigningConfig")
def code_signing(creation: Creation) -> Computed:
    """A code signing configuration, whose id is its ARN."""
    id = f"csc-0{creation.random.hex(16, 'id')}"
    arn = creation.arn("lambda", f"code-signing-config:{id}")
    return Computed(
        arn,
        {
            "arn": arn,
            "configId": id,
            "lastModified": creation.time().replace("Z", ".000+0000"),
            "policies": creation.state.get("policies") or {"untrustedArtifactOnDeployment": "Warn"},
        },
    )
