"""The book of rules: gathers the rules of every service's module and asks those that a request concerns."""

import functools
import re
from collections import defaultdict
from collections.abc import Mapping
from importlib import import_module
from typing import Final

from sandbox.aws.model import AwsError, Cloud, Deployed, Request
from sandbox.aws.rules.failure import Failure
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import CloudRule, DeleteRule, InputRule, Rule
from sandbox.aws.scope import canonical
from sandbox.schema.model import ResourceType
from sandbox.values import reveal_all, same

MODULES: Final = (
    "network",
    "network_cloud",
    "network_delete",
    "security_groups",
    "instances",
    "load_balancers",
    "listeners",
    "load_balancers_cloud",
    "rds",
    "rds_storage",
    "elasticache",
    "dynamodb",
    "subnet_groups_cloud",
    "rds_cloud",
    "rds_upgrades",
    "caches_cloud",
    "iam",
    "kms",
    "identity_cloud",
    "key_access",
    "s3",
    "storage_cloud",
    "ecs",
    "ecs_containers",
    "ecs_cloud",
    "ecr",
    "lambda_",
    "logs",
    "log_patterns",
    "alarms",
    "alarms_cloud",
    "events",
    "step_functions",
    "secrets",
    "sns",
    "sqs",
    "wafv2",
    "route53",
    "certificates",
    "autoscaling",
    "backup",
    "budgets",
    "cloudfront",
    "cognito",
    "integration_cloud",
    "edge_cloud",
    "governance",
    "organizations_cloud",
    "detection_cloud",
    "config_cloud",
    "trails_cloud",
    "sharing_cloud",
    "costs_cloud",
)
"""The modules that hold rules, in the order in which rules are asked."""


def rules() -> list[Rule]:
    """Every rule, by module and then in the order of its file."""
    return list(_every_rule())


def refusals(request: Request, resource: ResourceType | None = None) -> list[Failure]:
    """Why AWS would refuse these inputs, judged without the cloud; empty when it wouldn't.

    Rules that need an unknown value keep silent. `resource` gives the names under which the type is also known.
    """
    given = Given("", reveal_all(request.inputs), request.place)
    return [
        Failure(failure.path, f"{failure.reason} (AWS: {rule.code})")
        for rule in _rules_of(request.type, resource)
        if isinstance(rule, InputRule)
        for failure in rule.judge(given)
    ]


def refuse_create(request: Request) -> None:
    """Raise the error with which AWS refuses to create this; at preview nothing is asked of the cloud."""
    if not request.preview:
        _refuse(request, "create")


def refuse_update(request: Request) -> None:
    """Raise the error with which AWS refuses this update, over what the update changes only."""
    if not request.preview:
        _refuse(request, "update")


def refuse_delete(deployed: Deployed, cloud: Cloud) -> None:
    """Raise the error with which AWS refuses to delete this: it is protected or something depends on it."""
    for rule in _rules_of(deployed.type):
        if isinstance(rule, DeleteRule):
            for message in rule.judge(deployed, cloud):
                raise AwsError(rule.code, message)


def _refuse(request: Request, moment: str) -> None:
    given = Given("", reveal_all(request.inputs), request.place)
    for rule in _rules_of(request.type):
        if isinstance(rule, CloudRule) and moment in rule.moments:
            for failure in rule.judge(given, request):
                if moment == "create" or _changed(request, failure.path):
                    raise AwsError(rule.code, failure.reason, failure.path)


def _changed(request: Request, path: str) -> bool:
    """Whether the update changes the top-level property of this path; a failure of the whole always counts."""
    name = re.split(r"[.\[]", path, maxsplit=1)[0]
    if not name or request.current is None:
        return True
    return not same(request.inputs.get(name), request.current.properties.get(name))


def _rules_of(type: str, resource: ResourceType | None = None) -> list[Rule]:
    book = _rules_by_type()
    names = (type, canonical(type), *(resource.aliases if resource is not None else ()))
    return list(dict.fromkeys(rule for name in names for rule in book.get(name, ())))


@functools.cache
def _every_rule() -> tuple[Rule, ...]:
    modules = (import_module(f"sandbox.aws.rules.{name}") for name in MODULES)
    return tuple(value for module in modules for value in vars(module).values() if isinstance(value, Rule))


@functools.cache
def _rules_by_type() -> Mapping[str, tuple[Rule, ...]]:
    book: dict[str, list[Rule]] = defaultdict(list)
    for rule in _every_rule():
        for type in rule.types:
            book[type].append(rule)
    return {type: tuple(owned) for type, owned in book.items()}
