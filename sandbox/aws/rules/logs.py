"""What CloudWatch Logs refuses, by the inputs alone."""

from typing import Final

from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import LOG_GROUP

_API: Final = "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/"
_METRIC_FILTER: Final = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
_SUBSCRIPTION: Final = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter"
_STREAM: Final = "aws:cloudwatch/logStream:LogStream"
_RETENTIONS: Final = (
    *(0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653),
)


@refuses(LOG_GROUP, code="InvalidParameterException", source=_API + "API_CreateLogGroup.html")
def a_log_group_name_has_up_to_512_characters(group: Given) -> Failures:
    """Letters, digits and _-/.#"""
    yield from group["name"].unlike(r"[.\-_/#A-Za-z0-9]{1,512}", "1 to 512 letters, digits and _ - / . #")
    if (group["name"].text or "").startswith("aws/"):
        yield group["name"].refuse(f'"{group["name"].text}" begins with "aws/", which is reserved; begin with "/aws/"')


@refuses(LOG_GROUP, code="InvalidParameterException", source=_API + "API_PutRetentionPolicy.html")
def a_log_group_is_kept_for_days_of_the_list(group: Given) -> Failures:
    """0 keeps it for ever."""
    yield from group["retentionInDays"].no_number_of(_RETENTIONS)
    yield from group["logGroupClass"].none_of(("STANDARD", "INFREQUENT_ACCESS", "DELIVERY"))


@refuses(LOG_GROUP, code="InvalidParameterException", source=_API + "API_CreateLogGroup.html")
def a_log_group_is_encrypted_by_the_arn_of_a_key(group: Given) -> Failures:
    """An id or alias name isn't enough."""
    yield from group["kmsKeyId"].unlike(r"arn:[^:]+:kms:.+", "the ARN of a KMS key")


@refuses(_STREAM, code="InvalidParameterException", source=_API + "API_CreateLogStream.html")
def a_log_stream_name_has_no_colon_or_asterisk(stream: Given) -> Failures:
    """Up to 512 characters."""
    yield from stream["name"].unlike(r"[^:*]{1,512}", "1 to 512 characters without : and *")


@refuses(_METRIC_FILTER, code="InvalidParameterException", source=_API + "API_MetricTransformation.html")
def a_metric_filter_has_a_default_value_or_dimensions(filter: Given) -> Failures:
    """Not both; up to three dimensions."""
    transformation = filter["metricTransformation"]
    dimensions = transformation["dimensions"]
    if not dimensions.empty and transformation["defaultValue"].present:
        yield transformation["defaultValue"].refuse(
            "a default value can't be given with dimensions; leave one of them out"
        )
    if len(dimensions.entries) > 3:
        yield dimensions.refuse(f"{len(dimensions.entries)} dimensions are given; at most 3 are allowed")
    yield from filter["name"].unlike(r"[^:*]{1,512}", "1 to 512 characters without : and *")


@refuses(_SUBSCRIPTION, code="InvalidParameterException", source=_API + "API_PutSubscriptionFilter.html")
def a_subscription_is_spread_at_random_or_by_stream(subscription: Given) -> Failures:
    """Random or ByLogStream."""
    yield from subscription["distribution"].none_of(("Random", "ByLogStream"))
    yield from subscription["destinationArn"].unlike("arn:.+", "the ARN of a stream, a function or a destination")
