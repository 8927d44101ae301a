"""The lifecycle policy of a repository: from awsx's rules to the document that ECR takes.

The document's form is AWS's: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
"""

import json
from collections.abc import Mapping, Sequence

from sandbox.awsx.input_error import InputError

TAG_STATUSES = ("any", "untagged", "tagged")

DEFAULT_RULES: Sequence[Mapping[str, object]] = (
    {"description": "remove untagged images", "tagStatus": "untagged", "maximumNumberOfImages": 1},
)
"""The rules of a repository whose program gives none."""


def render(rules: Sequence[Mapping[str, object]]) -> str:
    """The document as the aws provider keeps it: JSON with sorted keys and no spaces.

    Priorities follow the order of the rules; the rule for any tag status comes last, as ECR requires.
    """
    selective = [(index, rule) for index, rule in enumerate(rules) if rule.get("tagStatus") != "any"]
    general = [(index, rule) for index, rule in enumerate(rules) if rule.get("tagStatus") == "any"]
    if len(general) > 1:
        raise InputError("lifecyclePolicy.rules holds several rules with tagStatus 'any'; keep one of them.")
    document = {
        "rules": [
            _rule(rule, priority, f"lifecyclePolicy.rules[{index}]")
            for priority, (index, rule) in enumerate([*selective, *general], start=1)
        ]
    }
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _rule(rule: Mapping[str, object], priority: int, path: str) -> dict[str, object]:
    rendered: dict[str, object] = {
        "rulePriority": priority,
        "selection": {**_tags(rule, path), **_count(rule, path)},
        "action": {"type": "expire"},
    }
    if rule.get("description") is not None:
        rendered["description"] = rule["description"]
    return rendered


def _tags(rule: Mapping[str, object], path: str) -> dict[str, object]:
    status = rule.get("tagStatus") or "tagged"
    if status not in TAG_STATUSES:
        raise InputError(f"{path}.tagStatus is {status!r}; choose one of 'any', 'untagged', 'tagged'.")
    if status != "tagged":
        return {"tagStatus": status}
    if not rule.get("tagPrefixList"):
        raise InputError(f"{path}.tagPrefixList is empty; a rule with tagStatus 'tagged' lists at least one prefix.")
    return {"tagStatus": status, "tagPrefixList": rule["tagPrefixList"]}


def _count(rule: Mapping[str, object], path: str) -> dict[str, object]:
    if rule.get("maximumNumberOfImages") is not None:
        return {"countType": "imageCountMoreThan", "countNumber": _number(rule["maximumNumberOfImages"])}
    if rule.get("maximumAgeLimit") is not None:
        return {"countType": "sinceImagePushed", "countNumber": _number(rule["maximumAgeLimit"]), "countUnit": "days"}
    raise InputError(f"{path} sets no limit; give maximumNumberOfImages or maximumAgeLimit (in days).")


def _number(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value
