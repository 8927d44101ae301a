"""What the index says of the AWS SDK: resource types, functions, nested object types and their properties.

Names called "wire" are the camelCase ones that travel between a Pulumi program and its provider.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "string",
    "integer",
    "number",
    "boolean",
    "list",
    "map",
    "object",
    "asset",
    "archive",
    "assetOrArchive",
    "json",
    "union",
    "any",
]
Literal_: TypeAlias = bool | int | str


@dataclass(frozen=True, slots=True)
class PropertyType:
    """The type of a property.

    `element` is the type of the items of a list or map; `object` is the key of a nested object type (`Index.object`),
    also the shape of the document where `kind` is "json" (text or a document that becomes text);
    `alternatives` are the members of a "union".
    """

    kind: Kind
    element: "PropertyType | None" = None
    object: str | None = None
    alternatives: "tuple[PropertyType, ...]" = ()

    def __str__(self) -> str:
        if self.kind in ("list", "map") and self.element is not None:
            return f"{self.kind} of {self.element}"
        if self.kind == "object" and self.object is not None:
            return f"object {self.object.rsplit('.', 1)[-1]}"
        if self.kind == "union":
            return " or ".join(str(alternative) for alternative in self.alternatives)
        return self.kind


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a resource type, function or nested object type.

    `required`: an input without which Check fails, or an output that is never None after create.
    `force_new`: the documentation says without a condition that a change replaces the resource.
    `default` and `allowed`: only what the documentation states as literals without a condition; `allowed` can be
    incomplete, since AWS adds values faster than the documentation.
    `doc`: the first 500 characters of the documentation.
    """

    name: str
    python_name: str
    type: PropertyType
    required: bool = False
    doc: str = ""
    force_new: bool = False
    secret: bool = False
    default: Literal_ | None = None
    allowed: tuple[str, ...] = ()
    deprecated: str | None = None


@dataclass(frozen=True, slots=True)
class ObjectType:
    """A nested type; the key is the importable path of its class, such as `pulumi_aws.ec2.AmiEbsBlockDeviceArgs`."""

    key: str
    properties: Mapping[str, Property]


@dataclass(frozen=True, slots=True)
class ResourceType:
    """A resource type; `inputs` and `outputs` are keyed by wire name, `outputs` holds every property of the state.

    `import_examples` are the ids of the documented `pulumi import` commands.
    """

    token: str
    module: str
    class_name: str
    inputs: Mapping[str, Property]
    outputs: Mapping[str, Property]
    aliases: tuple[str, ...] = ()
    import_examples: tuple[str, ...] = ()
    doc_url: str | None = None
    deprecated: str | None = None


@dataclass(frozen=True, slots=True)
class FunctionType:
    """A function (invoke); `args` and `result` are keyed by wire name."""

    token: str
    module: str
    function_name: str
    args: Mapping[str, Property]
    result: Mapping[str, Property] = field(default_factory=dict)
