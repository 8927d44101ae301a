"""What the provider adds to a program's inputs before AWS sees them: names, defaults, the region and default tags."""

import secrets
from collections.abc import Callable

from sandbox.aws.check.autonaming import DEFAULTS, autoname
from sandbox.aws.check.defaults import provider_defaults, with_nested_defaults
from sandbox.aws.configuration import Configuration
from sandbox.aws.model import Generator
from sandbox.schema import ResourceType
from sandbox.values import UNKNOWN, Properties, Secret, Value, holds_secret, reveal


def completed(
    resource: ResourceType,
    inputs: Properties,
    name: str,
    random: Callable[[int], str],
    previous: Properties | None,
    configuration: Configuration,
) -> Properties:
    """The inputs with everything the provider adds; what it made up is listed under `__defaults`.

    `name` is the logical name, `previous` are the inputs of the last update. Raises `NameTooLongError`.
    """
    named = autoname(resource, inputs, name, random, previous)
    placed = _with_region(resource, _with_defaults(resource, named), configuration.place.region)
    return _with_tags(resource, placed, configuration)


def random_text(seed: bytes) -> Callable[[int], str]:
    """The source of an auto-name's digits: the engine's seed when it gives one, so that retries agree."""
    if not seed:
        return lambda length: secrets.token_hex(length)[:length]
    generator = Generator(seed.hex())
    return lambda length: generator.hex(length, "name")


def _with_defaults(resource: ResourceType, inputs: Properties) -> Properties:
    """The inputs with what the provider sends by itself, listed under `__defaults` as the real provider lists it.

    Those are its own descriptions and the documented defaults that AWS doesn't choose itself.
    """
    documented: Properties = {
        name: declared.default
        for name, declared in resource.inputs.items()
        if declared.default
        and name not in inputs
        and name in resource.outputs
        and not resource.outputs[name].required
        and "onflicts with" not in declared.doc
    }
    added = {**documented, **provider_defaults(resource, inputs)}
    listed = inputs.get(DEFAULTS)
    names: list[Value] = [*(listed if isinstance(listed, list) else ()), *sorted(added)]
    return {**with_nested_defaults(resource, inputs), **added, DEFAULTS: names}


def _with_region(resource: ResourceType, inputs: Properties, region: str) -> Properties:
    """The provider adds its own region to what has none, so that moving the provider replaces the resource."""
    if "region" not in resource.inputs or "region" in inputs:
        return inputs
    listed = inputs.get(DEFAULTS)
    names: list[Value] = [*(listed if isinstance(listed, list) else ()), "region"]
    return {**inputs, "region": region, DEFAULTS: names}


def _with_tags(resource: ResourceType, inputs: Properties, configuration: Configuration) -> Properties:
    """The provider adds the merged tags to the checked inputs, so that a changed default tag is a change."""
    if "tags" not in resource.inputs or "tagsAll" not in resource.outputs:
        return inputs
    own = inputs.get("tags")
    merged = configuration.tags(reveal(own))
    if merged is None:
        return {**inputs, "tagsAll": UNKNOWN}
    return {**inputs, "tagsAll": Secret(merged) if holds_secret(own) else merged}
