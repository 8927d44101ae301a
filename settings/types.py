"""Named types of a stack file: each knows what it allows and says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


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

_WEEKDAYS = "mon|tue|wed|thu|fri|sat|sun"
_TIME = r"([01]\d|2[0-3]):[0-5]\d"

DailyWindow = Annotated[str, Text(rf"{_TIME}-{_TIME}", "a daily window in UTC such as 03:00-04:00")]

WeeklyWindow = Annotated[
    str,
    Text(rf"({_WEEKDAYS}):{_TIME}-({_WEEKDAYS}):{_TIME}", "a weekly window in UTC such as sun:04:00-sun:05:00"),
]

UrlPath = Annotated[str, Text(r"/[\w/.~%-]{0,1023}", "a URL path that starts with /, such as /health")]

PathPattern = Annotated[
    str,
    Text(
        r"/[A-Za-z0-9_.$/~\"'@:+*?&-]{0,127}",
        "a path pattern of up to 128 characters that starts with /, such as /api/*",
    ),
]

AlarmName = Annotated[str, Text(r"[ -~]{1,255}", "the name of a CloudWatch alarm, up to 255 characters")]

HeaderName = Annotated[
    str, Text(r"[A-Za-z0-9_-]{1,40}", "the name of an HTTP header, up to 40 letters, digits and hyphens")
]

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
