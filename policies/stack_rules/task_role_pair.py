"""Stack rule about the two roles of a task definition, whose ARNs are not known before they are made."""

from policies.resource_types import IAM_ROLE, TASK_DEFINITION
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation


@stack_rule("ecs-task-roles-distinct", about=(TASK_DEFINITION,))
def has_two_roles(definition: StackResource, stack: Stack) -> Verdict:
    """The half that knows which resource an ARN will be of; that both are set shows in the definition itself."""
    task, execution = (stack.linked(definition, path, IAM_ROLE) for path in ("taskRoleArn", "executionRoleArn"))
    both = {role.urn: role for role in task.targets}
    for role in execution.targets:
        if role.urn in both:
            return Violation(f'taskRoleArn and executionRoleArn are both the role "{role.name}"')
    for path, link in (("taskRoleArn", task), ("executionRoleArn", execution)):
        if link.undetermined:
            return Undetermined(path)
    return COMPLIANT
