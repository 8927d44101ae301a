"""Stack rules about what task definitions draw on: images and log groups."""

import re

from policies.properties import UNKNOWN, Properties
from policies.readings.containers import containers_of
from policies.resource_types import LOG_GROUP, TASK_DEFINITION
from policies.rule import Context
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule, stack_rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

_PRIVATE = re.compile(r"(\d{12})\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws)/")
"""The account of a private registry of ECR."""

_LOGGED = "logConfiguration"


@stack_rule_in_context("ecr-image-from-own-repo", about=(TASK_DEFINITION,))
def runs_images_of_its_own_registries(task: StackResource, stack: Stack, context: Context) -> Verdict:
    """Accounts are those of the parameter, else those of the stack's settings; none given, any private registry."""
    containers = containers_of(task.properties)
    if isinstance(containers, Undetermined):
        return containers
    accounts = context.texts("accounts") or stack.settings.accounts
    verdicts = (_judge_image(container, accounts, context.texts("otherSources")) for container in containers)
    return combined(verdicts, otherwise=NotApplicable("it has no containers"))


def _judge_image(container: Properties, accounts: tuple[str, ...], others: tuple[str, ...]) -> Verdict:
    image = container.text("image")
    if image is UNKNOWN:
        return Undetermined(container.where("image"))
    if image is None or any(image.startswith(source) for source in others):
        return COMPLIANT
    private = _PRIVATE.match(image)
    if private is None:
        return Violation(f"{container.describe('image')}, which is in no repository of one's own")
    if accounts and private[1] not in accounts:
        return Violation(f"{container.describe('image')}, of an account that is none of {', '.join(accounts)}")
    return COMPLIANT


@stack_rule("logs-groups-referenced", about=(TASK_DEFINITION,))
def writes_to_a_managed_log_group(task: StackResource, stack: Stack) -> Verdict:
    """Retention and key of a group are judged by loggroup-retention and loggroup-cmk."""
    containers = containers_of(task.properties)
    if isinstance(containers, Undetermined):
        known = stack.depends(task, containers.path, LOG_GROUP)
        return COMPLIANT if known else containers
    verdicts = [_judge_logs(container, task, stack) for container in containers]
    return combined(verdicts, otherwise=NotApplicable("it has no containers"))


def _judge_logs(container: Properties, task: StackResource, stack: Stack) -> Verdict:
    driver = container.text(f"{_LOGGED}.logDriver")
    if driver is UNKNOWN:
        return Undetermined(container.where(f"{_LOGGED}.logDriver"))
    if driver != "awslogs":
        return NotApplicable("it does not log to CloudWatch by itself")
    options = container.mapping(f"{_LOGGED}.options")
    if options is UNKNOWN:
        return Undetermined(container.where(f"{_LOGGED}.options"))
    group, created = options.get("awslogs-group"), options.get("awslogs-create-group")
    if str(created).lower() == "true":
        return Violation(f'its driver creates log group "{group}" by itself, without retention and key')
    if group is None:
        return Violation("its awslogs driver names no awslogs-group")
    if not isinstance(group, str):
        known = stack.depends(task, "containerDefinitions", LOG_GROUP)
        return COMPLIANT if known else Undetermined("awslogs-group")
    if any(group in found.identities for found in stack.of_type(LOG_GROUP)):
        return COMPLIANT
    return NotApplicable(f'log group "{group}" is not in this stack')
