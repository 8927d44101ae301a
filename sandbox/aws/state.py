"""A resource's state: what a preview shows of it, what is secret in it, and what a refresh or import reads back."""

from sandbox.aws.computed import SECRET_OUTPUTS
from sandbox.aws.write_only import is_write_only
from sandbox.schema import ResourceType
from sandbox.values import UNKNOWN, Properties, Secret, Value, holds_secret, holds_unknown, reveal, same


def planned(resource: ResourceType, inputs: Properties, state: Properties | None) -> Properties:
    """The state a preview shows: the inputs, what an update leaves as it is, and UNKNOWN for what AWS computes."""
    shown: Properties = {
        name: UNKNOWN for name, output in resource.outputs.items() if output.required and name not in inputs
    }
    if state is not None:
        shown = {name: value for name, value in state.items() if name in shown or name not in resource.inputs}
    shown.update({name: value for name, value in inputs.items() if _is_stored(resource, name)})
    return shown


def with_secrets(resource: ResourceType, inputs: Properties, computed: Properties) -> Properties:
    """The state with `Secret` around what the schema or the program says is secret, write-only properties left out."""
    confidential = SECRET_OUTPUTS.get(resource.token, frozenset())

    def marked(name: str, value: Value) -> Value:
        output = resource.outputs.get(name)
        secret = holds_secret(inputs.get(name)) or name in confidential or bool(output and output.secret)
        return Secret(value) if secret and value is not None else value

    return {
        name: marked(name, reveal(value))
        for name, value in computed.items()
        if _is_stored(resource, name) and not holds_unknown(value)
    }


def imported_inputs(resource: ResourceType, state: Properties) -> Properties:
    """The inputs that a program would have to state to have this resource."""
    return {
        name: state[name]
        for name, declared in resource.inputs.items()
        if state.get(name) not in (None, [], {}, "")
        and name not in ("tagsAll", "region")
        and not (declared.default is not None and same(declared.default, state[name]))
    }


def refreshed_inputs(resource: ResourceType, inputs: Properties, known: Properties, current: Properties) -> Properties:
    """The inputs of the last update as they stand in the cloud, by the state known then and the current one."""
    return {
        name: _drifted(value, known.get(name), current.get(name)) if _is_stored(resource, name) else value
        for name, value in inputs.items()
        if not name.startswith("__") and (current.get(name) is not None or not _is_stored(resource, name))
    }


def _drifted(given: Value, known: Value, current: Value) -> Value:
    """An input as it stands in the cloud: as given, but for where the current state differs from the known one.

    What AWS added by itself is in both states and so does not become an input.
    """
    if same(known, current):
        return given
    if isinstance(given, Secret) or isinstance(current, Secret):
        return Secret(_drifted(reveal(given), reveal(known), reveal(current)))
    if isinstance(given, dict) and isinstance(known, dict) and isinstance(current, dict):
        kept = {
            key: _drifted(value, known.get(key), current.get(key)) for key, value in given.items() if key in current
        }
        added = {key: value for key, value in current.items() if key not in given and not same(known.get(key), value)}
        return {**kept, **added}
    if (
        isinstance(given, list)
        and isinstance(known, list)
        and isinstance(current, list)
        and len(given) == len(known) == len(current)
    ):
        return [_drifted(*items) for items in zip(given, known, current, strict=True)]
    return current


def _is_stored(resource: ResourceType, name: str) -> bool:
    """Write-only properties (`passwordWo`) never come back from AWS; internal keys never reach it."""
    return not name.startswith("__") and not is_write_only(resource, name)
