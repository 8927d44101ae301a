"""Stack rule about the roles of ECS tasks."""

from policies.documents.conditions import no_statement
from policies.documents.document import Document, Statement
from policies.documents.three_valued import Truth, all_of, any_of, negation
from policies.properties import UNKNOWN
from policies.resource_types import IAM_ROLE, TASK_DEFINITION
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

_TASKS = "ecs-tasks.amazonaws.com"
_SOURCES = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid")


@stack_rule("iam-role-not-shared", about=(IAM_ROLE,))
def belongs_to_one_service(role: StackResource, stack: Stack) -> Verdict:
    users = stack.leading_to(role, TASK_DEFINITION, "taskRoleArn")
    families = sorted({_family(found) for found in users.targets})
    shared: list[Verdict] = []
    if len(families) > 1:
        shared.append(Violation(f"it is the task role of {', '.join(families[:-1])} and {families[-1]}"))
    elif users.undetermined:
        shared.append(Undetermined("taskRoleArn of the task definitions"))
    elif families:
        shared.append(COMPLIANT)
    trusted = no_statement(role.properties, "assumeRolePolicy", _trusts_tasks_of_anybody)
    if not users.targets and isinstance(trusted, Undetermined):
        trusted = NotApplicable("no task definition of this stack uses it")
    return combined((*shared, trusted), otherwise=NotApplicable("it is no role of tasks"))


def _family(definition: StackResource) -> str:
    """Revisions of one family are one service."""
    family = definition.properties.text("family")
    return family if isinstance(family, str) else definition.name


def _trusts_tasks_of_anybody(statement: Statement, document: Document) -> str | Truth:
    """https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html"""
    tasks = any_of(
        UNKNOWN if principal.value is UNKNOWN else principal.value == _TASKS for principal in statement.principals or ()
    )
    found = all_of((statement.allows, tasks, negation(statement.has_condition(*_SOURCES))))
    return "trusts ECS tasks without aws:SourceAccount or aws:SourceArn" if found is True else found
