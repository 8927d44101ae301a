"""What SNS refuses, by the inputs alone."""

from typing import Final

from sandbox.aws.rules.documents import unless_policy
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import TOPIC

_API: Final = "https://docs.aws.amazon.com/sns/latest/api/"
_SUBSCRIPTION: Final = "aws:sns/topicSubscription:TopicSubscription"
_TOPIC_POLICY: Final = "aws:sns/topicPolicy:TopicPolicy"
_ENDPOINTS: Final = {
    "http": (r"http://\S+", "a URL that begins with http://"),
    "https": (r"https://\S+", "a URL that begins with https://"),
    "email": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "an e-mail address"),
    "email-json": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "an e-mail address"),
    "sms": (r"\+?[0-9 ().-]{5,20}", "a telephone number with its country code"),
    "sqs": (r"arn:[^:]+:sqs:[^:]+:\d{12}:.+", "the ARN of a queue, not its URL"),
    "lambda": (r"arn:[^:]+:lambda:[^:]+:\d{12}:function:.+", "the ARN of a function"),
    "firehose": (r"arn:[^:]+:firehose:[^:]+:\d{12}:deliverystream/.+", "the ARN of a delivery stream"),
    "application": (r"arn:[^:]+:sns:.+", "the ARN of a platform endpoint"),
}


@refuses(TOPIC, code="InvalidParameter", source=_API + "API_CreateTopic.html")
def a_topic_has_a_plain_name(topic: Given) -> Failures:
    """1 to 256 letters, digits, underscores and hyphens."""
    name, fifo = topic["name"], topic["fifoTopic"]
    yield from name.unlike(r"(?=.{1,256}$)[0-9A-Za-z_-]+(\.fifo)?", "1 to 256 letters, digits, underscores and hyphens")
    if name.text is None or fifo.unknown:
        return
    if fifo.true and not name.text.endswith(".fifo"):
        yield name.refuse(f'"{name.text}" is the name of a FIFO topic, so it must end with ".fifo"')
    if not fifo.true and name.text.endswith(".fifo"):
        yield name.refuse(f'"{name.text}" ends with ".fifo"; give fifoTopic: true or another name')


@refuses(TOPIC, code="InvalidParameter", source=_API + "API_SetTopicAttributes.html")
def only_a_fifo_topic_deduplicates(topic: Given) -> Failures:
    """contentBasedDeduplication is of FIFO topics."""
    if topic["contentBasedDeduplication"].true and topic["fifoTopic"].surely_false:
        yield topic["contentBasedDeduplication"].refuse(
            "contentBasedDeduplication is for FIFO topics; give fifoTopic: true"
        )


@refuses(TOPIC, _TOPIC_POLICY, code="InvalidParameter", source=_API + "API_SetTopicAttributes.html")
def a_topic_policy_follows_the_grammar(topic: Given) -> Failures:
    """JSON, known elements, effects and actions."""
    yield from unless_policy(topic["policy"])


@refuses(_SUBSCRIPTION, code="InvalidParameter", source=_API + "API_Subscribe.html")
def a_subscription_has_an_endpoint_of_its_protocol(subscription: Given) -> Failures:
    """URLs, addresses, ARNs."""
    protocol = subscription["protocol"].text
    yield from subscription["protocol"].none_of(_ENDPOINTS)
    if protocol in _ENDPOINTS:
        yield from subscription["endpoint"].unlike(*_ENDPOINTS[protocol])


@refuses(_SUBSCRIPTION, code="InvalidParameter", source=_API + "API_SetSubscriptionAttributes.html")
def subscription_settings_are_json(subscription: Given) -> Failures:
    """Filter, delivery and redrive policies."""
    for name in ("filterPolicy", "deliveryPolicy", "redrivePolicy"):
        yield from subscription[name].not_json(name)
    yield from subscription["filterPolicyScope"].none_of(("MessageAttributes", "MessageBody"))


@refuses(_SUBSCRIPTION, code="InvalidParameter", source=_API + "API_SetSubscriptionAttributes.html")
def a_firehose_subscription_has_a_role(subscription: Given) -> Failures:
    """SNS writes with it."""
    if subscription["protocol"].text == "firehose" and subscription["subscriptionRoleArn"].absent:
        yield subscription["subscriptionRoleArn"].refuse("protocol firehose needs subscriptionRoleArn; give it")
