"""Stack rules about CloudTrail trails."""

from policies.conditions import must_be_true
from policies.readings.trail_events import judge_object_events
from policies.resource_types import ORGANIZATION, TRAIL
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.stack_rules.own_settings import MANAGEMENT
from policies.verdict import COMPLIANT, NotApplicable, Verdict


@stack_rule("cloudtrail-data-events", about=(TRAIL,))
def records_what_happens_to_objects(trail: StackResource, stack: Stack) -> Verdict:
    """One trail of a stack is enough: a second one for management events need not record objects again."""
    if any(judge_object_events(found.properties) == COMPLIANT for found in stack.of_type(TRAIL)):
        return COMPLIANT
    return judge_object_events(trail.properties)


@stack_rule("cloudtrail-org", about=(TRAIL,))
def records_the_whole_organization(trail: StackResource, stack: Stack) -> Verdict:
    """Only an organization's management account may have such a trail; the stack tells by what it holds or says."""
    if stack.settings.environment != MANAGEMENT and not stack.of_type(ORGANIZATION):
        return NotApplicable("its stack is not that of an organization's management account")
    return must_be_true(trail.properties, "isOrganizationTrail")
