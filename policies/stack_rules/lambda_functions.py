"""Stack rules about AWS Lambda functions."""

from policies.conditions import must_be_set
from policies.resource_types import FUNCTION, FUNCTION_INVOKE_CONFIG
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation, combined

_ON_FAILURE = "destinationConfig.onFailure.destination"


@stack_rule("lambda-dlq", about=(FUNCTION,))
def keeps_what_failed(function: StackResource, stack: Stack) -> Verdict:
    """Events that failed go to a dead-letter queue, or to the destination of an invoke configuration."""
    own = must_be_set(function.properties, "deadLetterConfig.targetArn")
    if not isinstance(own, Violation):
        return own
    configurations = stack.leading_to(function, FUNCTION_INVOKE_CONFIG, "functionName")
    kept = [must_be_set(found.properties, _ON_FAILURE) for found in configurations.targets]
    if COMPLIANT in kept:
        return COMPLIANT
    hidden = [verdict for verdict in kept if isinstance(verdict, Undetermined)]
    if configurations.undetermined:
        return Undetermined("functionName of the invoke configurations")
    return combined((*hidden,), otherwise=own)
