"""What Lambda refuses, by the inputs alone."""

import re
from typing import Final

from sandbox.aws.rules.failure import Failure, Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import FUNCTION

_API: Final = "https://docs.aws.amazon.com/lambda/latest/api/"
_FUNCTION: Final = _API + "API_CreateFunction.html"
_RUNTIMES_PAGE: Final = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"
_VARIABLES_PAGE: Final = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"
_PERMISSION: Final = "aws:lambda/permission:Permission"
_MAPPING: Final = "aws:lambda/eventSourceMapping:EventSourceMapping"
_RUNTIME: Final = (
    r"nodejs(\d+\.\d+|\d+\.x)|nodejs|nodejs4\.3-edge|python\d\.\d+|java(8|8\.al2|\d{2})|dotnet(\d+|core\d\.\d)"
    r"|go1\.x|ruby\d\.\d|provided(\.al2|\.al2023)?"
)
_RESERVED_VARIABLES: Final = frozenset(
    (
        *("_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV"),
        *("AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION"),
        *("AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME"),
        *("AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
        *("AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"),
    )
)
_VARIABLES_BYTES: Final = 4096


@refuses(FUNCTION, code="ValidationException", source=_FUNCTION)
def a_function_name_has_up_to_64_characters(function: Given) -> Failures:
    """Letters, digits, underscores and hyphens, or an ARN that ends so."""
    pattern = r"(arn:[^:]+:lambda:[^:]+:\d{12}:function:|\d{12}:function:)?[a-zA-Z0-9_-]{1,64}(:[$\w-]+)?"
    yield from function["name"].unlike(pattern, "1 to 64 letters, digits, underscores and hyphens")


@refuses(FUNCTION, code="InvalidParameterValueException", source=_FUNCTION)
def a_function_is_sized_within_lambda(function: Given) -> Failures:
    """Memory 128 to 10,240 MB, timeout 1 to 900 s, temporary storage 512 to 10,240 MB."""
    if function["capacityProviderConfig"].absent:
        yield from function["memorySize"].outside(128, 10240, "MB")
    yield from function["timeout"].outside(1, 900, "seconds")
    yield from function["ephemeralStorage"]["size"].outside(512, 10240, "MB")


@refuses(FUNCTION, code="InvalidParameterValueException", source=_RUNTIMES_PAGE)
def a_function_runs_on_a_runtime_that_exists(function: Given) -> Failures:
    """By family; Lambda adds versions over time."""
    yield from function["runtime"].unlike(_RUNTIME, "a runtime such as python3.13, nodejs22.x or provided.al2023")


@refuses(FUNCTION, code="InvalidParameterValueException", source=_FUNCTION)
def a_function_has_one_package(function: Given) -> Failures:
    """A file, an object in S3 or an image."""
    chosen = [name for name in ("code", "s3Bucket", "imageUri") if function[name].present]
    if not chosen:
        yield Failure("code", "the function has no package; give code, s3Bucket with s3Key, or imageUri")
    if len(chosen) > 1:
        yield function[chosen[1]].refuse(f"{' and '.join(chosen)} are given together; give one package")
    if function["s3Bucket"].present and function["s3Key"].absent:
        yield function["s3Key"].refuse("s3Bucket is given without s3Key; give the key of the package")


@refuses(FUNCTION, code="InvalidParameterValueException", source=_FUNCTION)
def a_zip_function_has_a_handler_and_a_runtime(function: Given) -> Failures:
    """An image brings its own."""
    kind = function["packageType"]
    yield from kind.none_of(("Zip", "Image"))
    if kind.unknown:
        return
    for name in ("handler", "runtime"):
        if kind.text in (None, "Zip") and function[name].absent:
            yield function[name].refuse(f"{name} is missing; a function with packageType Zip needs it")
        if kind.text == "Image" and function[name].present:
            yield function[name].refuse(f"{name} can't be given with packageType Image; the image has its own")
    if kind.text == "Image" and function["imageUri"].absent:
        yield function["imageUri"].refuse("packageType is Image; give imageUri")


@refuses(FUNCTION, code="InvalidParameterValueException", source=_VARIABLES_PAGE)
def environment_variables_of_a_function_are_not_reserved(function: Given) -> Failures:
    """Letters, digits and underscores, a letter first; Lambda keeps some for itself; 4 KB together."""
    variables = function["environment"]["variables"]
    size = 0
    for name, value in variables.entries.items():
        size += len(name.encode()) + len((value.text or "").encode())
        if name in _RESERVED_VARIABLES:
            yield variables.refuse(f"{name} is reserved by Lambda; rename the variable")
        elif not re.fullmatch("[a-zA-Z][a-zA-Z0-9_]+", name):
            yield variables.refuse(
                f'"{name}" isn\'t allowed; give two or more letters, digits and underscores, a letter first'
            )
    if size > _VARIABLES_BYTES:
        yield variables.refuse(
            f"the variables have {size} bytes; at most 4,096 are allowed: read the rest from S3 or SSM"
        )


@refuses(FUNCTION, code="InvalidParameterValueException", source=_FUNCTION)
def a_function_settings_are_known_words(function: Given) -> Failures:
    """Architecture, tracing, up to five layers."""
    for architecture in function["architectures"].items:
        yield from architecture.none_of(("x86_64", "arm64"))
    yield from function["architectures"].more_than(1, "architectures")
    yield from function["tracingConfig"]["mode"].none_of(("Active", "PassThrough"))
    yield from function["layers"].more_than(5, "layers")
    yield from function["reservedConcurrentExecutions"].outside(-1, float(10**9))


@refuses(FUNCTION, code="InvalidParameterValueException", source=_API + "API_VpcConfig.html")
def a_function_in_a_vpc_has_subnets_and_groups(function: Given) -> Failures:
    """Both or neither, up to 16 subnets and five groups."""
    network = function["vpcConfig"]
    subnets, groups = network["subnetIds"], network["securityGroupIds"]
    if not subnets.empty and groups.empty:
        yield groups.refuse("subnetIds are given without securityGroupIds; give at least one")
    if subnets.empty and not groups.empty:
        yield subnets.refuse("securityGroupIds are given without subnetIds; give at least one")
    yield from subnets.more_than(16, "subnets")
    yield from groups.more_than(5, "security groups")


@refuses(_PERMISSION, code="ValidationException", source=_API + "API_AddPermission.html")
def a_permission_is_for_an_action_of_lambda(permission: Given) -> Failures:
    """`lambda:…` or `*`; the principal is a service, an account or an ARN."""
    yield from permission["action"].unlike(
        r"lambda:[*]|lambda:[a-zA-Z]+|[*]", "an action such as lambda:InvokeFunction"
    )
    yield from permission["statementId"].unlike(
        "[a-zA-Z0-9_-]{1,100}", "1 to 100 letters, digits, underscores and hyphens"
    )


@refuses(_MAPPING, code="InvalidParameterValueException", source=_API + "API_CreateEventSourceMapping.html")
def an_event_source_mapping_reads_batches(mapping: Given) -> Failures:
    """1 to 10,000 records, waiting up to 300 s."""
    yield from mapping["batchSize"].outside(1, 10000)
    yield from mapping["maximumBatchingWindowInSeconds"].outside(0, 300, "seconds")
    yield from mapping["parallelizationFactor"].outside(1, 10)
    yield from mapping["startingPosition"].none_of(("TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"))


@refuses(_MAPPING, code="InvalidParameterValueException", source=_API + "API_CreateEventSourceMapping.html")
def an_event_source_mapping_begins_somewhere_in_a_stream(mapping: Given) -> Failures:
    """Streams need a starting position, queues take none."""
    source = mapping["eventSourceArn"].text or ""
    position = mapping["startingPosition"]
    if re.match(r"arn:[^:]+:(kinesis|dynamodb):", source) and position.absent:
        yield position.refuse("a stream needs startingPosition; give TRIM_HORIZON or LATEST")
    if re.match(r"arn:[^:]+:sqs:", source):
        if position.present:
            yield position.refuse("a queue has no startingPosition; leave it out")
        if source.endswith(".fifo"):
            yield from mapping["batchSize"].outside(1, 10, "messages for FIFO queues")
