"""Stack rule about the subnets of load balancers whose ids are not known yet."""

from policies.properties import UNKNOWN
from policies.resource_types import LOAD_BALANCER, SUBNET
from policies.rule import Context
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict


@stack_rule_in_context("alb-multi-az-subnets", about=(LOAD_BALANCER,))
def comes_from_several_subnets(balancer: StackResource, stack: Stack, context: Context) -> Verdict:
    if balancer.properties.texts("subnets") is not UNKNOWN:
        return NotApplicable("its subnets are known and judged by themselves")
    origins = stack.linked(balancer, "subnets", SUBNET).targets
    return COMPLIANT if len(origins) >= context.number("minimumSubnets") else Undetermined("subnets")
