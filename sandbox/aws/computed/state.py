"""The id and the whole state of a resource."""

from sandbox.aws.computed.computation import Computation, Computed
from sandbox.aws.computed.creation import Creation
from sandbox.aws.computed.filling import fill_in_defaults, fill_in_rest
from sandbox.aws.computed.identifiers import identify
from sandbox.aws.model import Request
from sandbox.schema import Index, ResourceType
from sandbox.values import Properties


def compute(request: Request, resource: ResourceType, index: Index) -> tuple[str, Properties]:
    """The id and the whole state (inputs and everything that AWS computes) of a resource that is created or updated.

    The result depends on the request alone: the same seed gives the same identifiers, and an update keeps the id of
    `request.current`. Write-only inputs (names that end in `Wo`) are no part of a state.
    """
    creation = Creation(request, resource, index, _given(request, resource))
    fill_in_defaults(creation)
    _place_and_tags(creation)
    computation = _computation(resource.token)
    computed = computation(creation) if computation is not None else Computed("")
    creation.state.update(computed.properties)
    id = request.current.id if request.current is not None else computed.id or identify(creation)
    fill_in_rest(creation, id)
    return id, creation.state


def _computation(token: str) -> Computation | None:
    # Imported when something is created: the rules of all services take a quarter of the provider's start-up time,
    # and a preview needs none of them.
    from sandbox.aws.computed.services import COMPUTATIONS

    return COMPUTATIONS.get(token)


def _given(request: Request, resource: ResourceType) -> Properties:
    return {
        name: value
        for name, value in request.inputs.items()
        if value is not None and not (name.endswith("Wo") and name in resource.inputs)
    }


def _place_and_tags(creation: Creation) -> None:
    outputs = creation.resource.outputs
    if "region" in outputs and outputs["region"].type.kind == "string" and creation.state.get("region") is None:
        creation.state["region"] = creation.region
    if "tagsAll" in outputs:
        creation.state["tagsAll"] = {key: value for key, value in creation.request.tags.items() if value is not None}
