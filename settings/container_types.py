"""Named types of what runs in containers: images, names, users, and what they refer to."""

from __future__ import annotations

from typing import Annotated

from settings.types import Text

Image = Annotated[
    str,
    Text(
        r"(?!.*:latest$)[a-z0-9.-]+(:\d+)?(/[a-z0-9._-]+)+(:[\w][\w.-]{0,127}|@sha256:[0-9a-f]{64})",
        "a container image with registry, repository and a fixed tag or digest",
        "End it in a version such as :1.4.2 or in @sha256:…; `latest` changes under a running service.",
    ),
]

VariableName = Annotated[str, Text(r"[A-Za-z_]\w{0,254}", "the name of an environment variable")]

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

QueueSource = Annotated[
    str,
    Text(
        r"[a-z][a-z0-9-]{1,30}|arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}",
        "a key of platform:queues, or the ARN of an SQS queue (arn:aws:sqs:REGION:ACCOUNT:NAME)",
    ),
]

ContainerPath = Annotated[str, Text(r"/[\w./-]+", "an absolute path in the container, such as /tmp")]
