"""Named types of a stack file: each knows what it allows and says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from settings.database_classes import FAMILIES, SIZES
from settings.wording import did_you_mean


def not_allowed(allowed: str, remedy: str = "") -> PydanticCustomError:
    """The error of a value that is none of the allowed ones; the report takes its words from the context."""
    return PydanticCustomError("not_allowed", "must be {allowed}", {"allowed": allowed, "remedy": remedy})


@dataclass(frozen=True)
class Text:
    """A text of one form: marks `Annotated[str, Text(...)]` with its pattern (matched in full) and its words."""

    pattern: str
    allowed: str
    remedy: str = ""

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "pattern": f"^(?:{self.pattern})$", "patternErrorMessage": f"must be {self.allowed}"}

    def _check(self, value: str) -> str:
        if re.fullmatch(self.pattern, value, re.ASCII):
            return value
        raise not_allowed(self.allowed, self.remedy)


_BLOCK = "an IPv4 block in CIDR notation, such as 192.168.0.0/24"


def _network(value: object) -> IPv4Network:
    if isinstance(value, IPv4Network):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{1,3}(\.\d{1,3}){3}/\d{1,2}", value, re.ASCII):
        raise not_allowed(_BLOCK)
    try:
        block = IPv4Network(value, strict=False)
    except ValueError:
        raise not_allowed(_BLOCK) from None
    if str(block) != value:
        raise not_allowed(_BLOCK + ", whose address is the first of its block", f"Write {block}.")
    return block


Cidr = Annotated[
    IPv4Network,
    BeforeValidator(_network),
    PlainSerializer(str),
    WithJsonSchema(
        {"type": "string", "pattern": r"^\d{1,3}(\.\d{1,3}){3}/\d{1,2}$", "patternErrorMessage": f"must be {_BLOCK}"}
    ),
]

AccountId = Annotated[str, Text(r"\d{12}", "an AWS account id of twelve digits, in quotes")]

Region = Annotated[
    str,
    Text(
        r"(us|eu|ap|sa|ca|me|af|il|mx|cn)(-gov)?-(north|south|east|west|central){1,2}-\d",
        "an AWS region such as ap-south-1",
    ),
]

Zone = Annotated[
    str,
    Text(
        r"(us|eu|ap|sa|ca|me|af|il|mx|cn)(-gov)?-(north|south|east|west|central){1,2}-\d[a-f]",
        "an availability zone such as ap-south-1a",
    ),
]

Slug = Annotated[
    str,
    Text(r"[a-z](?:[a-z0-9]|-(?!-|$)){1,30}", "2 to 31 lower-case letters, digits and single hyphens, a letter first"),
]

ServiceName = Annotated[
    str,
    Text(r"[a-z](?:[a-z0-9]|-(?!-|$)){1,19}", "2 to 20 lower-case letters, digits and single hyphens, a letter first"),
]
"""Short enough for the 32 characters that AWS allows a target group, with its suffixes."""

PolicyName = Annotated[
    str, Text(r"[\w+=,.@-]{1,128}", "the name of an IAM policy (1 to 128 letters, digits and _+=,.@-)")
]

RoleName = Annotated[str, Text(r"[\w+=,.@-]{1,64}", "the name of an IAM role (1 to 64 letters, digits and _+=,.@-)")]

DomainName = Annotated[
    str,
    Text(
        r"(?=.{4,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}",
        "a host name in lower case such as payments.example.com, without https:// and without a final dot",
    ),
]

CertificateArn = Annotated[
    str,
    Text(
        r"arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate/[0-9a-f-]{36}",
        "the ARN of an ACM certificate (arn:aws:acm:REGION:ACCOUNT:certificate/ID)",
    ),
]

HostedZoneId = Annotated[
    str, Text(r"Z[A-Z0-9]{6,31}", "the id of a Route 53 hosted zone such as Z0123456789ABCDEFGHIJ")
]

BucketName = Annotated[
    str, Text(r"[a-z0-9](?:[a-z0-9-]|\.(?![.-])){1,61}[a-z0-9]", "the name of an S3 bucket (3 to 63 characters)")
]

LoadBalancerName = Annotated[
    str,
    Text(
        r"(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?",
        "1 to 32 letters, digits and hyphens, no hyphen at either end, not starting with internal-",
    ),
]

ClusterName = Annotated[str, Text(r"[A-Za-z][\w-]{0,254}", "up to 255 letters, digits, hyphens and underscores")]

DatabaseIdentifier = Annotated[
    str,
    Text(
        r"[a-z](?:[a-z0-9]|-(?!-|$)){0,62}",
        "an RDS identifier: up to 63 lower-case letters, digits and single hyphens, a letter first",
    ),
]

DatabaseName = Annotated[
    str, Text(r"[A-Za-z][A-Za-z0-9_]{0,62}", "up to 63 letters, digits and underscores, a letter first")
]

UserName = Annotated[
    str,
    Text(
        r"(?!(?:rdsadmin|admin|postgres)$)[a-z][a-z0-9_]{0,62}",
        "up to 63 lower-case letters, digits and underscores, a letter first, and not admin, rdsadmin or postgres",
    ),
]

EngineVersion = Annotated[str, Text(r"1[1-9](\.\d{1,2})?", 'a PostgreSQL version in quotes, such as "15.4"')]

ParameterName = Annotated[
    str, Text(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)?", "the name of a PostgreSQL parameter, such as work_mem")
]

_WEEKDAYS = "mon|tue|wed|thu|fri|sat|sun"
_TIME = r"([01]\d|2[0-3]):[0-5]\d"

DailyWindow = Annotated[str, Text(rf"{_TIME}-{_TIME}", "a daily window in UTC such as 03:00-04:00")]

WeeklyWindow = Annotated[
    str,
    Text(rf"({_WEEKDAYS}):{_TIME}-({_WEEKDAYS}):{_TIME}", "a weekly window in UTC such as sun:04:00-sun:05:00"),
]

Image = Annotated[
    str,
    Text(
        r"(?!.*:latest$)[a-z0-9.-]+(:\d+)?(/[a-z0-9._-]+)+(:[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64})",
        "a container image with registry, repository and a fixed tag or digest",
        "End it in a version such as :1.4.2 or in @sha256:…; `latest` changes under a running service.",
    ),
]

VariableName = Annotated[str, Text(r"[A-Za-z_]\w{0,254}", "the name of an environment variable")]

UrlPath = Annotated[str, Text(r"/[\w/.~%-]{0,1023}", "a URL path that starts with /, such as /health")]

PathPattern = Annotated[
    str,
    Text(
        r"/[A-Za-z0-9_.$/~\"'@:+*?&-]{0,127}",
        "a path pattern of up to 128 characters that starts with /, such as /api/*",
    ),
]

SecretSource = Annotated[
    str,
    Text(
        r"[a-z][a-z0-9_-]*(/[a-z0-9_-]+)*(\.[\w-]{1,128})?"
        r"|arn:aws[a-z-]*:(secretsmanager:[a-z0-9-]+:\d{12}:secret:|ssm:[a-z0-9-]+:\d{12}:parameter/)[\w/+=.@:-]+",
        "`database` (the credentials of the stack's database), a key of platform:secrets, either with one JSON "
        "key of it (razorpay.key_id), or the ARN of a Secrets Manager secret or an SSM parameter",
        "Store the value with Secrets Manager and name it here, never write the value itself.",
    ),
]

Reference = Annotated[
    str,
    Text(
        r"[a-z]+(\.[a-z][a-z0-9-]*)?\.[a-zA-Z]+",
        "section, key and attribute of what the stack builds, such as tables.transactions.name or database.host",
    ),
]

ContainerName = Annotated[
    str,
    Text(r"[a-z](?:[a-z0-9]|-(?!-|$)){1,29}", "2 to 30 lower-case letters, digits and single hyphens, a letter first"),
]

TaskFamily = Annotated[str, Text(r"[\w-]{1,255}", "up to 255 letters, digits, hyphens and underscores")]
"""https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html"""

EcsServiceName = Annotated[str, Text(r"[\w-]{1,255}", "up to 255 letters, digits, hyphens and underscores")]
"""https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html"""

LogGroupName = Annotated[
    str,
    Text(
        r"(?!aws/)[\w./#-]{1,512}",
        "the name of a log group: up to 512 letters, digits and _-./#, not starting with aws/",
    ),
]
"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html"""

ContainerUser = Annotated[
    str, Text(r"[\w.-]+(:[\w.-]+)?", 'a user, or user and group, in quotes: "1000", "1000:1000" or "app"')
]

AlarmName = Annotated[str, Text(r"[ -~]{1,255}", "the name of a CloudWatch alarm, up to 255 characters")]

HeaderName = Annotated[
    str, Text(r"[A-Za-z0-9_-]{1,40}", "the name of an HTTP header, up to 40 letters, digits and hyphens")
]

QueueSource = Annotated[
    str,
    Text(
        r"[a-z][a-z0-9-]{1,30}|arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}",
        "a key of platform:queues, or the ARN of an SQS queue (arn:aws:sqs:REGION:ACCOUNT:NAME)",
    ),
]

ContainerPath = Annotated[str, Text(r"/[\w./-]+", "an absolute path in the container, such as /tmp")]

TagKey = Annotated[
    str, Text(r"(?!aws:)[\w .:/=+@-]{1,128}", "a tag key of up to 128 characters, not starting with aws:")
]

TagValue = Annotated[str, Text(r"[\w .:/=+@-]{1,256}", "a tag value of 1 to 256 letters, digits, spaces and .:/=+@_-")]

TableName = Annotated[str, Text(r"[\w.-]{3,255}", "the name of a DynamoDB table")]

SecretPath = Annotated[
    str,
    Text(r"[\w+=.@-]+(/[\w+=.@-]+)*", "a path of secrets such as fivestar/payments/dev, without / at its end"),
]

ParameterPath = Annotated[
    str, Text(r"(/[\w.-]+)+", "a path of SSM parameters such as /fivestar/payments/dev, without / at its end")
]

LogRetentionDays = Literal[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
]
"""Days that CloudWatch Logs can keep a log group (PutRetentionPolicy, retentionInDays)."""


_CLASS = "an RDS instance class for PostgreSQL such as db.t3.medium or db.r6g.large"


def _database_class(value: str) -> str:
    match = re.fullmatch(r"db\.([a-z0-9]+)\.([a-z0-9]+)", value, re.ASCII)
    if match and match[1] in FAMILIES and match[2] in SIZES:
        return value
    classes = [f"db.{family}.{size}" for family in FAMILIES for size in SIZES]
    raise not_allowed(_CLASS, did_you_mean(value, classes))


@dataclass(frozen=True)
class _DatabaseClass:
    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_database_class, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        families, sizes = "|".join(FAMILIES), "|".join(SIZES)
        words = {"patternErrorMessage": f"must be {_CLASS}"}
        return {**handler(schema), **words, "pattern": rf"^db\.({families})\.({sizes})$"}


InstanceClass = Annotated[str, _DatabaseClass()]

INSIGHTS_DAYS = (7, *(31 * months for months in range(1, 24)), 731)
"""Days that Performance Insights can keep: a week, 1 to 23 months of 31 days, or two years."""


def _insights_days(value: int) -> int:
    if value in INSIGHTS_DAYS:
        return value
    raise not_allowed("7, 731 or a multiple of 31 up to 713", did_you_mean(value, INSIGHTS_DAYS))


@dataclass(frozen=True)
class _InsightsDays:
    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_insights_days, core_schema.int_schema(strict=True))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "integer", "enum": list(INSIGHTS_DAYS)}


InsightsDays = Annotated[int, _InsightsDays()]
