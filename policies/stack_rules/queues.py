"""Stack rule about messages that cannot be handled."""

from policies.conditions import is_given
from policies.properties import UNKNOWN, Unknown
from policies.resource_types import QUEUE
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation

REDRIVE_POLICY = "aws:sqs/redrivePolicy:RedrivePolicy"
_SENDERS = (
    (QUEUE, "redrivePolicy"),
    (REDRIVE_POLICY, "redrivePolicy"),
    ("aws:sns/topicSubscription:TopicSubscription", "redrivePolicy"),
    ("aws:lambda/function:Function", "deadLetterConfig.targetArn"),
    ("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "destinationConfig.onFailure.destination"),
    ("aws:lambda/eventSourceMapping:EventSourceMapping", "destinationConfig.onFailure.destinationArn"),
    ("aws:cloudwatch/eventTarget:EventTarget", "deadLetterConfig.arn"),
    ("aws:scheduler/schedule:Schedule", "target.deadLetterConfig.arn"),
)
"""Who sends dead letters, and the property that says where to."""


@stack_rule("sqs-dlq", about=(QUEUE,))
def sets_failed_messages_aside(queue: StackResource, stack: Stack) -> Verdict:
    """A redrive policy not known yet is one. A queue of dead letters needs none."""
    if queue.properties.get("redrivePolicy") not in (None, "", "{}"):
        return COMPLIANT
    separate = stack.leading_to(queue, REDRIVE_POLICY, "queueUrl")
    if separate.targets:
        return COMPLIANT
    takes_dead_letters = is_dead_letter_queue(queue, stack)
    if takes_dead_letters is True:
        return NotApplicable("it takes the dead letters of others")
    if takes_dead_letters is UNKNOWN or separate.undetermined:
        return Undetermined("redrivePolicy of the queues")
    return Violation("redrivePolicy is not set, and no queue of this stack sends its dead letters here")


def is_dead_letter_queue(queue: StackResource, stack: Stack) -> bool | Unknown:
    """Whether anything of the stack sends its failed messages to the queue."""
    if is_given(queue.properties, "redriveAllowPolicy"):
        return True
    hidden = False
    for kind, path in _SENDERS:
        found = stack.leading_to(queue, kind, path)
        if any(sender is not queue for sender in found.targets):
            return True
        if any(_names(sender, path, queue) for sender in stack.of_type(kind) if sender is not queue):
            return True
        hidden = hidden or found.undetermined
    return UNKNOWN if hidden else False


def _names(sender: StackResource, path: str, queue: StackResource) -> bool:
    """Whether a policy, which is JSON text, holds the queue's ARN."""
    text = sender.properties.text(path)
    arn = queue.properties.text("arn")
    return isinstance(text, str) and isinstance(arn, str) and arn in text
