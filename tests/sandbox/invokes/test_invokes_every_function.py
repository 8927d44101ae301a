"""Every function of the SDK is answered with its declared type or refused with a sentence."""

from collections.abc import Mapping
from importlib import import_module

import pytest

from sandbox.aws.invokes import SECRET_RESULTS, Call, NotSupported, invoke
from sandbox.aws.invokes.dispatch import SERVICES, answer_of
from sandbox.aws.model import AwsError, Deployed
from sandbox.schema import Index, Property, PropertyType
from sandbox.values import Properties, Value
from tests.sandbox.invokes.calling import Account

_DEPTH = 6


def plausible(type: PropertyType, index: Index, depth: int = 0) -> Value:
    """A value of a type."""
    simple: dict[str, Value] = {"string": "example", "json": "{}", "integer": 1, "number": 1.5, "boolean": True}
    if type.kind in simple:
        return simple[type.kind]
    if type.kind == "list" and type.element is not None:
        return [plausible(type.element, index, depth + 1)]
    if type.kind == "map" and type.element is not None:
        return {"key": plausible(type.element, index, depth + 1)}
    if type.kind == "object" and type.object is not None and depth < _DEPTH:
        properties = index.object(type.object).properties
        return {name: plausible(item.type, index, depth + 1) for name, item in properties.items()}
    return {} if type.kind == "object" else "example"


def faults(value: Value, declared: PropertyType, index: Index, path: str) -> list[str]:
    """Where a value does not have its declared type."""
    kinds: dict[str, tuple[type, ...]] = {
        "string": (str,),
        "json": (str,),
        "integer": (int,),
        "number": (int, float),
        "boolean": (bool,),
        "list": (list,),
        "map": (dict,),
        "object": (dict,),
    }
    expected = kinds.get(declared.kind)
    if expected is None:
        return []
    if not isinstance(value, expected) or (isinstance(value, bool) and declared.kind != "boolean"):
        return [f"{path} is {value!r}, not {declared}"]
    if isinstance(value, list) and declared.element is not None:
        return [fault for item in value for fault in faults(item, declared.element, index, f"{path}[]")]
    if isinstance(value, dict) and declared.kind == "map" and declared.element is not None:
        return [fault for item in value.values() for fault in faults(item, declared.element, index, f"{path}{{}}")]
    if isinstance(value, dict) and declared.object is not None:
        return misshapen(value, index.object(declared.object).properties, index, path)
    return []


def misshapen(values: Properties, declared: Mapping[str, Property], index: Index, path: str) -> list[str]:
    """Where an object lacks a required property, has an undeclared one, or one of another type."""
    found = [f"{path}.{name} is not declared" for name in values if name not in declared]
    found += [f"{path}.{name} is missing" for name, item in declared.items() if item.required and name not in values]
    for name, value in values.items():
        if name in declared:
            found += faults(value, declared[name].type, index, f"{path}.{name}")
    return found


def outcome(aws: Account, token: str, arguments: Properties) -> list[str]:
    """What is wrong with the answer to a call."""
    call = Call(aws.place, aws.store.at(aws.place), aws.index)
    function = aws.index.function(token)
    assert function is not None
    try:
        result = invoke(token, arguments, call)
    except (AwsError, NotSupported) as refusal:
        text = str(refusal)
        return [] if len(text.split()) > 4 else [f"{token}: no sentence: {text}"]
    return misshapen(result, function.result, aws.index, token)


@pytest.mark.parametrize("criteria", ["none", "texts", "everything"])
def test_in_an_empty_account_every_function_answers_or_refuses(aws: Account, criteria: str) -> None:
    wrong: list[str] = []
    for token in aws.index.function_tokens():
        function = aws.index.function(token)
        assert function is not None
        arguments: Properties = {
            name: plausible(item.type, aws.index)
            for name, item in function.args.items()
            if name not in ("region", "filters", "tags")
            and (criteria == "everything" or (criteria == "texts" and item.type.kind == "string"))
        }
        wrong += outcome(aws, token, arguments)
    assert wrong == []


def test_with_every_type_deployed_every_function_answers_or_refuses(aws: Account) -> None:
    records = []
    for token in aws.index.resource_tokens():
        resource = aws.index.resource(token)
        assert resource is not None
        state = {name: plausible(item.type, aws.index) for name, item in resource.outputs.items()}
        records.append(Deployed(token, "example", aws.place, state, "seed"))
    cloud = _Everything(records)
    wrong: list[str] = []
    answered = 0
    for token in aws.index.function_tokens():
        function = aws.index.function(token)
        assert function is not None
        names = [name for name, item in function.args.items() if item.type.kind == "string" and name != "region"]
        try:
            arguments: Properties = dict.fromkeys(names, "example")
            result = invoke(token, arguments, Call(aws.place, cloud, aws.index))
        except (AwsError, NotSupported):
            continue
        answered += 1
        wrong += misshapen(result, function.result, aws.index, token)
    assert wrong == []
    assert answered > 400


class _Everything:
    """A cloud that holds one resource of every type."""

    def __init__(self, records: list[Deployed]) -> None:
        self._by_type = {record.type: record for record in records}

    def find(self, type: str, id: str) -> Deployed | None:
        return self._by_type.get(type)

    def all(self, *types: str) -> list[Deployed]:
        return [self._by_type[type] for type in types or self._by_type if type in self._by_type]

    def everywhere(self, *types: str) -> list[Deployed]:
        return self.all(*types)

    def where(self, type: str, **properties: Value) -> list[Deployed]:
        return self.all(type)


def test_a_function_that_the_sdk_lacks_is_refused(aws: Account) -> None:
    with pytest.raises(NotSupported, match="no function"):
        aws.ask("ec2/getVpcc")


def test_every_registered_answer_is_for_a_function_of_the_sdk(index: Index) -> None:
    modules = {name for names in SERVICES.values() for name in names}
    registered = {
        token for name in modules for token in import_module(f"sandbox.aws.invokes.{name}").FUNCTIONS.tokens()
    }
    assert registered - set(index.function_tokens()) == set()
    assert {token for token in registered if answer_of(token) is None} == set()


def test_every_secret_result_is_a_result_of_its_function(index: Index) -> None:
    for token, names in SECRET_RESULTS.items():
        function = index.function(token)
        assert function is not None
        assert names <= set(function.result), token
