"""The general rule: a function that reads a resource answers with the state of what is deployed.

`getX` finds the one resource of type X that the arguments name (by id, ARN, name, any property of its state, filters
or tags); the plural `getXs` lists those that fit.
"""

import re
from collections.abc import Mapping

from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, NotSupported
from sandbox.aws.invokes.filters import fits
from sandbox.aws.invokes.inventory import existing, names_of
from sandbox.aws.invokes.subjects import Subject, singulars, subject_of
from sandbox.aws.model import AwsError, Deployed
from sandbox.schema import FunctionType, Property
from sandbox.values import Properties, Value

_NOT_CRITERIA = frozenset({"region", "tags", "filters", "mostRecent", "instanceTags", "resourceTags"})
_IDENTIFIER = re.compile(r"(?:^|[a-z0-9])(?:id|Id|arn|Arn|name|Name|identifier|Identifier|url|Url)$")


def look_up(arguments: Arguments, function: FunctionType, call: Call) -> Properties:
    """The answer to a function that reads what is deployed.

    Raises `AwsError` when nothing or too much fits, `NotSupported` when the function reads no resource type.
    """
    subject = subject_of(arguments.token, call.index)
    if subject is None:
        raise NotSupported(
            f"The sandbox cannot answer {arguments.token}: it asks for something that no Pulumi resource creates. "
            "Give the value in the stack's configuration instead."
        )
    if subject.plural:
        return _list(matching(arguments, subject, call), function, subject, call)
    return described(find_one(arguments, subject, call), function, call)


def find_one(arguments: Arguments, subject: Subject, call: Call) -> Deployed:
    """The one resource that the arguments name; with `mostRecent` the last one made."""
    found = matching(arguments, subject, call)
    if not found:
        raise missing(arguments, subject, call)
    if len(found) > 1 and not arguments.flag("mostRecent"):
        ids = ", ".join(sorted(item.id for item in found)[:5])
        raise AwsError(
            "TooManyResults",
            f"multiple {spoken(subject)}s matched {asked(arguments)} ({ids}); use additional constraints to reduce "
            "matches to a single one.",
        )
    return found[-1]


def matching(arguments: Arguments, subject: Subject, call: Call) -> list[Deployed]:
    """The resources of the subject's types that fit every argument, filter and tag."""
    tags = arguments.mapping("tags") | arguments.mapping("instanceTags") | arguments.mapping("resourceTags")
    filters = arguments.filters() if isinstance(arguments.values.get("filters"), list) else []
    return [
        item
        for item in existing(call, *subject.types)
        if fits(item, filters, tags) and _named(item, arguments, subject, call)
    ]


def _named(item: Deployed, arguments: Arguments, subject: Subject, call: Call) -> bool:
    known = call.index.resource(item.type)
    outputs: Mapping[str, Property] = known.outputs if known is not None else {}
    for name, value in arguments.values.items():
        if name in _NOT_CRITERIA or not arguments.given(name) or isinstance(value, dict | list):
            continue
        if not _agrees(item, name, value, outputs, subject):
            return False
    return True


def _agrees(item: Deployed, name: str, value: Value, outputs: Mapping[str, Property], subject: Subject) -> bool:
    if name in ("nameRegex", "namePrefix", "aliasPrefix", "pathPrefix") or name.endswith("NamePrefix"):
        return _begins(item, name, str(value))
    if name in item.properties and item.properties[name] is not None:
        actual = item.properties[name]
        same = _plain(actual) == _plain(value)
        return same or (names_whole(name, subject) and str(value) in names_of(item))
    if names_whole(name, subject):
        return str(value) in names_of(item)
    if isinstance(value, bool):
        # What doesn't say so of itself isn't the default, the main or the most recent one.
        return not value
    return name not in outputs


def _begins(item: Deployed, argument: str, pattern: str) -> bool:
    if argument == "pathPrefix":
        return str(item.properties.get("path") or "/").startswith(pattern)
    names = [str(item.properties[key]) for key in ("name", "alias", "bucket") if item.properties.get(key)] or [item.id]
    if argument == "nameRegex":
        try:
            return any(re.search(pattern, name) for name in names)
        except re.error as error:
            raise AwsError("InvalidArgument", f"nameRegex is no regular expression: {error}.", "nameRegex") from error
    return any(name.startswith(pattern) for name in names)


def names_whole(argument: str, subject: Subject) -> bool:
    """Whether an argument names the looked-up thing itself: `id`, `name`, or `vpcEndpointId` for a VPC endpoint."""
    if argument in ("id", "arn", "name", "identifier"):
        return True
    if _IDENTIFIER.search(argument) is None:
        return False
    stem = re.sub(r"(Id|Arn|Name|Identifier|Url)$", "", argument).lower()
    nouns = {subject.noun.lower()} | {type.rpartition(":")[2].lower() for type in subject.types}
    return any(noun.endswith(stem) or stem.endswith(noun) for noun in nouns)


def described(item: Deployed, function: FunctionType, call: Call) -> Properties:
    """The state of a resource, with the names under which functions repeat its identifiers."""
    state = dict(item.properties)
    kind = item.type.rpartition(":")[2]
    answer: Properties = {
        "id": item.id,
        "ownerId": item.place.account,
        "accountId": item.place.account,
        "region": item.place.region or call.place.region,
    }
    if state.get("tagsAll") and not state.get("tags"):
        state["tags"] = state["tagsAll"]
    for name in function.result:
        if state.get(name) is None and name not in answer:
            answer[name] = _derived(name, item, kind)
    return answer | {name: value for name, value in state.items() if value is not None}


def _derived(name: str, item: Deployed, kind: str) -> Value:
    state = item.properties
    for twin in (*singulars(name), f"{name}s", f"{name}es"):
        if state.get(twin) is not None:
            return state[twin]
    if name in ("state", "status"):
        return "available" if item.type.startswith(("aws:ec2", "aws:vpc", "aws:rds", "aws:ebs")) else "ACTIVE"
    own = re.fullmatch(r"(.*?)(Id|Arn|Name|Identifier)", name)
    if own is None or not (kind.lower().endswith(own[1].lower()) or own[1].lower().endswith(kind.lower())):
        return None
    key = {"Id": "id", "Arn": "arn", "Name": "name", "Identifier": "identifier"}[own[2]]
    return item.id if key == "id" else state.get(key) or item.id


def _list(items: list[Deployed], function: FunctionType, subject: Subject, call: Call) -> Properties:
    answer: Properties = {}
    for name, declared in function.result.items():
        if declared.type.kind != "list" or name in function.args:
            continue
        element = declared.type.element
        if element is not None and element.kind == "object":
            answer[name] = [described(item, _as_function(function, element.object, call), call) for item in items]
        else:
            answer[name] = [value for item in items if (value := _column(name, item)) not in (None, "")]
    return answer


def _as_function(function: FunctionType, object_key: str | None, call: Call) -> FunctionType:
    properties = call.index.object(object_key).properties if object_key else {}
    return FunctionType(function.token, function.module, function.function_name, {}, properties)


def _column(name: str, item: Deployed) -> Value:
    """The item's entry in a list of ids, ARNs, names or another property."""
    for form in singulars(name):
        if form in item.properties:
            return item.properties[form]
    if name.lower().endswith("arns"):
        return item.properties.get("arn")
    if name.lower().endswith("names"):
        return item.properties.get("name") or item.id
    return item.id


def missing(arguments: Arguments, subject: Subject, call: Call) -> AwsError:
    """The error for a resource that does not exist, with what was looked for and how to make it exist."""
    types = " or ".join(subject.types)
    where = f"account {call.place.account}, region {call.place.region}"
    return AwsError(
        "NotFound",
        f"no matching {spoken(subject)} found: nothing of type {types} in {where} has {asked(arguments)}. "
        "Deploy it in the sandbox first; `sandbox/cloud list` shows what exists.",
    )


def spoken(subject: Subject) -> str:
    """The subject as a person says it: `EC2 Vpc Endpoint`."""
    service = subject.types[0].partition(":")[2].partition("/")[0]
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", subject.types[0].rpartition(":")[2])
    return f"{service.upper() if len(service) < 4 else service.capitalize()} {words}"


def asked(arguments: Arguments) -> str:
    """The criteria of a call in words."""
    criteria = {
        name: value for name, value in arguments.values.items() if arguments.given(name) and name not in ("region",)
    }
    if not criteria:
        return "no criteria at all"
    return ", ".join(f"{name} {_spoken_value(value)}" for name, value in criteria.items())


def _spoken_value(value: Value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_spoken_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_spoken_value(item) for item in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _plain(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
