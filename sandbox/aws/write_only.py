"""Write-only arguments (`passwordWo`): AWS takes and keeps their values, the provider's state never shows them.

A creation sends them, an update only when the version beside them (`passwordWoVersion`) changes; another value alone is
no change. https://developer.hashicorp.com/terraform/plugin/sdkv2/resources/write-only-arguments
"""

from sandbox.schema import ResourceType
from sandbox.values import Properties, Secret, same

_SUFFIX = "Wo"
_VERSION_SUFFIX = "WoVersion"


def is_write_only(resource: ResourceType, name: str) -> bool:
    """Whether an input of this type is write-only; `hasSecretStringWo`, an output, is not."""
    return name.endswith(_SUFFIX) and name in resource.inputs


def without_write_only(resource: ResourceType, properties: Properties) -> Properties:
    """What a state shows."""
    return {name: value for name, value in properties.items() if not is_write_only(resource, name)}


def held(resource: ResourceType, inputs: Properties, before: Properties | None) -> Properties:
    """The write-only values that AWS holds after a creation, or after an update of what it held before.

    They are secret, whether the program said so or not.
    """
    values: Properties = {}
    for name, given in inputs.items():
        if given is None or not is_write_only(resource, name):
            continue
        sent = before is None or before.get(name) is None or _has_new_version(resource, name, inputs, before)
        value = given if sent or before is None else before[name]
        values[name] = value if isinstance(value, Secret) else Secret(value)
    return values


def _has_new_version(resource: ResourceType, name: str, inputs: Properties, before: Properties) -> bool:
    """By the version of its own, or where arguments share one (`clientCredentialsWoVersion`) by any of the type's."""
    own = f"{name.removesuffix(_SUFFIX)}{_VERSION_SUFFIX}"
    shared = [other for other in resource.inputs if other.endswith(_VERSION_SUFFIX)]
    versions = [own] if own in resource.inputs else shared
    return any(not same(inputs.get(version), before.get(version)) for version in versions)
