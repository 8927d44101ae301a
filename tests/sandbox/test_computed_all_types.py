"""What holds for the state of every resource type of the SDK."""

import pytest

from sandbox.aws.computed import compute
from sandbox.aws.model import Deployed, Place, Request
from sandbox.schema import Index, PropertyType, ResourceType, open_index
from sandbox.values import Archive, Asset, Properties, Value
from tests.sandbox.computed_requests import NothingDeployed

PLACE = Place("ap-south-1", "123456789012")
DEEPEST = 8


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index()


@pytest.fixture(scope="module")
def types(index: Index) -> list[ResourceType]:
    found = [index.resource(token) for token in index.resource_tokens() if token.startswith("aws:")]
    return [resource for resource in found if resource is not None]


def sample(kind: PropertyType, name: str, index: Index, depth: int = 0) -> Value:
    """A value of the type, as a program would give it."""
    match kind.kind:
        case "string":
            return PLACE.arn("iam", "role/given", region="") if name.endswith("Arn") else f"given-{name}"
        case "integer" | "number":
            return 1
        case "boolean":
            return True
        case "list" if kind.element is not None:
            return [sample(kind.element, name, index, depth + 1)]
        case "map" if kind.element is not None:
            return {"key": sample(kind.element, name, index, depth + 1)}
        case "object" if kind.object is not None and depth < DEEPEST:
            nested = index.object(kind.object).properties.values()
            return {inner.name: sample(inner.type, inner.name, index, depth + 1) for inner in nested if inner.required}
        case "union":
            return sample(kind.alternatives[0], name, index, depth + 1)
        case "json":
            return "{}"
        case "asset" | "assetOrArchive":
            return Asset(hash="ab" * 32, text="text")
        case "archive":
            return Archive(hash="cd" * 32, assets={})
    return {}


def minimal(resource: ResourceType, index: Index) -> Properties:
    """The required inputs and nothing else."""
    return {name: sample(given.type, name, index) for name, given in resource.inputs.items() if given.required}


def maximal(resource: ResourceType, index: Index) -> Properties:
    """Every input."""
    return {name: sample(given.type, name, index) for name, given in resource.inputs.items()}


def request(resource: ResourceType, inputs: Properties, seed: str, current: Deployed | None = None) -> Request:
    return Request(
        resource.token, "thing", inputs, PLACE, NothingDeployed(), seed, current=current, tags={"Project": "payments"}
    )


def fault(value: Value, kind: PropertyType, index: Index) -> str:
    """What is wrong with the value for its type; empty where nothing is."""
    if value is None:
        return "is None"
    match kind.kind:
        case "string" | "json":
            return "" if isinstance(value, str) else f"is {value!r}, not text"
        case "integer":
            return "" if isinstance(value, int) and not isinstance(value, bool) else f"is {value!r}, no whole number"
        case "number":
            return "" if isinstance(value, int | float) and not isinstance(value, bool) else f"is {value!r}, no number"
        case "boolean":
            return "" if isinstance(value, bool) else f"is {value!r}, no boolean"
        case "list":
            if not isinstance(value, list):
                return f"is {value!r}, no list"
            faults = [fault(item, kind.element, index) for item in value] if kind.element else []
            return next((found for found in faults if found), "")
        case "map":
            if not isinstance(value, dict):
                return f"is {value!r}, no map"
            faults = [fault(item, kind.element, index) for item in value.values()] if kind.element else []
            return next((found for found in faults if found), "")
        case "object" if kind.object is not None:
            return fault_of_object(value, kind.object, index)
    return ""


def fault_of_object(value: Value, key: str, index: Index) -> str:
    if not isinstance(value, dict):
        return f"is {value!r}, no object"
    known = index.object(key).properties
    for name, item in value.items():
        if name not in known:
            return f"has {name}, which {key} doesn't know"
        found = fault(item, known[name].type, index) if item is not None else ""
        if found:
            return f"{name} {found}"
    return ""


def test_every_type_gets_an_id_and_every_promised_output_of_the_right_type(
    index: Index, types: list[ResourceType]
) -> None:
    faults = []
    for resource in types:
        id, state = compute(request(resource, minimal(resource, index), "seed"), resource, index)
        faults += [] if id else [f"{resource.token}: no id"]
        for name, promised in resource.outputs.items():
            found = fault(state.get(name), promised.type, index) if promised.required or state.get(name) else ""
            faults += [f"{resource.token}.{name} {found}"] if found else []
    assert not faults


def test_no_state_holds_a_property_that_its_type_does_not_have(index: Index, types: list[ResourceType]) -> None:
    strangers = []
    for resource in types:
        _, state = compute(request(resource, minimal(resource, index), "seed"), resource, index)
        strangers += [f"{resource.token}.{name}" for name in state if name not in resource.outputs]
    assert not strangers


def test_every_type_can_be_given_every_input(index: Index, types: list[ResourceType]) -> None:
    faults = []
    for resource in types:
        id, state = compute(request(resource, maximal(resource, index), "seed"), resource, index)
        faults += [] if id else [f"{resource.token}: no id"]
        for name, value in state.items():
            known = resource.outputs.get(name)
            found = "is not known" if known is None else fault(value, known.type, index) if known.required else ""
            faults += [f"{resource.token}.{name} {found}"] if found else []
    assert not faults


def test_the_same_request_always_gives_the_same_state(index: Index, types: list[ResourceType]) -> None:
    for resource in types:
        asked = request(resource, minimal(resource, index), "seed")
        assert compute(asked, resource, index) == compute(asked, resource, index), resource.token


def test_an_update_that_changes_nothing_changes_nothing(index: Index, types: list[ResourceType]) -> None:
    changed = []
    for resource in types:
        inputs = minimal(resource, index)
        id, state = compute(request(resource, inputs, "seed"), resource, index)
        current = Deployed(resource.token, id, PLACE, state, "seed", "thing")
        again_id, again = compute(request(resource, inputs, "seed", current), resource, index)
        changed += [] if again_id == id else [f"{resource.token}: id"]
        changed += [f"{resource.token}.{name}" for name in state if again.get(name) != state[name]]
    assert not changed


def test_a_change_of_tags_keeps_every_identifier(index: Index, types: list[ResourceType]) -> None:
    changed = []
    for resource in types:
        if "tags" not in resource.inputs:
            continue
        inputs = minimal(resource, index)
        id, state = compute(request(resource, inputs, "seed"), resource, index)
        current = Deployed(resource.token, id, PLACE, state, "seed", "thing")
        again_id, again = compute(request(resource, {**inputs, "tags": {"A": "b"}}, "seed", current), resource, index)
        changed += [] if again_id == id else [f"{resource.token}: id"]
        names = [name for name in state if name.lower().endswith(("arn", "id", "dnsname", "endpoint"))]
        changed += [f"{resource.token}.{name}" for name in names if again.get(name) != state[name]]
    assert [name for name in changed if not name.endswith((".revisionId", ".versionId"))] == []


def test_another_seed_gives_other_drawn_identifiers(index: Index) -> None:
    vpc = index.resource("aws:ec2/vpc:Vpc")
    assert vpc is not None
    first, _ = compute(request(vpc, {"cidrBlock": "10.0.0.0/16"}, "one"), vpc, index)
    second, _ = compute(request(vpc, {"cidrBlock": "10.0.0.0/16"}, "two"), vpc, index)
    assert first != second
