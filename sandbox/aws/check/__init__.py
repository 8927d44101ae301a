"""Check: the inputs of resources and functions and the provider's configuration against the SDK's schema."""

import json

from sandbox.aws.check.documents import takes_document
from sandbox.aws.check.normalise import Normaliser
from sandbox.aws.model import Failure
from sandbox.schema import FunctionType, Index, ResourceType
from sandbox.schema.modules import PROVIDER_TOKEN
from sandbox.values import Properties, Secret, Value

__all__ = ["Failure", "check_arguments", "check_configuration", "check_inputs"]

_ENGINE_INPUTS = frozenset({"id", "urn"})
_ENGINE_SETTINGS = frozenset({"version", "pluginDownloadURL", "pluginChecksums", "parameterization", "__internal"})
"""What the engine keeps among a provider's settings for itself."""


def check_inputs(resource: ResourceType, inputs: Properties, index: Index) -> tuple[Properties, list[Failure]]:
    """A resource's inputs as the provider reads them, and everything that is wrong with them.

    Values are converted as the provider converts them: text to numbers and booleans and back, a single value to a
    list of one, a resource to its id, an object to JSON text where the provider does so. Nulls are absent, unknown
    values are accepted anywhere and secrets stay secret. What was refused is left out of the result.
    """
    normaliser = Normaliser(index, resource.token, lambda name: takes_document(resource.token, name))
    kept = {key: value for key, value in inputs.items() if key not in _ENGINE_INPUTS or key in resource.inputs}
    return normaliser.properties(kept, resource.inputs), normaliser.failures


def check_arguments(function: FunctionType, arguments: Properties, index: Index) -> tuple[Properties, list[Failure]]:
    """The arguments of an invoke as the provider reads them, and everything that is wrong with them."""
    normaliser = Normaliser(index, function.token)
    return normaliser.properties(arguments, function.args), normaliser.failures


def check_configuration(settings: Properties, index: Index) -> list[Failure]:
    """Everything that is wrong with the provider's own settings.

    Nested settings travel as JSON text: `allowedAccountIds` is `["123456789012"]`, `defaultTags` is `{"tags": {...}}`.
    """
    provider = index.resource(PROVIDER_TOKEN)
    if provider is None:
        raise KeyError(PROVIDER_TOKEN)
    normaliser = Normaliser(index, "the aws provider")
    own = {name: value for name, value in settings.items() if name not in _ENGINE_SETTINGS}
    nested = {name for name, item in provider.inputs.items() if item.type.kind in ("list", "map", "object")}
    decoded = {name: _decoded(value) if name in nested else value for name, value in own.items()}
    normaliser.properties(decoded, provider.inputs)
    return normaliser.failures


def _decoded(value: Value) -> Value:
    if isinstance(value, Secret):
        return Secret(_decoded(value.value))
    if not isinstance(value, str):
        return value
    try:
        found: Value = json.loads(value)
    except ValueError:
        return value
    return found
