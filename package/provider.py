"""The provider that constructs the components for other programs."""

import inspect
import sys
from collections.abc import Mapping
from dataclasses import replace

import pulumi
import pulumi.provider
from pulumi.errors import InputPropertiesError, InputPropertyError
from pulumi.provider.experimental.analyzer import PropertyDefinition, PropertyType
from pulumi.provider.experimental.component import ComponentProvider
from pulumi.provider.provider import ConstructResult
from pulumi.provider.server import ComponentInitError

import components
from package.conversion import converted

NAME = "payments"
VERSION = "0.1.0"


class PaymentsProvider(ComponentProvider):
    """Serves every component that `components` exports, under `payments:index:<Class>`.

    The SDK's provider hands whole numbers to a component as `8080.0`, fails on one that comes from an output of another
    resource, and answers a wrong type or a refusal of the component with its own stack trace. This one gives components
    the types that they declare, and says what is wrong in a sentence with the property's path.
    """

    def __init__(self) -> None:
        classes = [getattr(components, name) for name in components.__all__]
        for component in classes:
            component.__doc__ = inspect.getdoc(component)
        super().__init__(classes, NAME, version=VERSION)

    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: pulumi.Inputs,
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        """Make a component. Raises InputPropertiesError with the component's own sentence when it refuses."""
        try:
            return super().construct(name, resource_type, inputs, options)
        except ComponentInitError as error:
            if isinstance(error.inner, ValueError):
                raise InputPropertiesError(str(error.inner), errors=[]) from None
            raise

    def map_input_properties(
        self,
        inputs: pulumi.Inputs,
        properties: dict[str, PropertyDefinition],
        mapping: dict[str, str],
        component_name: str,
        property_path: str,
    ) -> pulumi.Inputs:
        """Inputs under their Python names, each of its declared type. Raises InputPropertyError for another type."""
        given = inputs if isinstance(inputs, Mapping) else {}
        typed = {
            name: converted(given[name], definition, f"{property_path}.{name}" if property_path else name)
            for name, definition in properties.items()
            if given.get(name) is not None
        }
        self._refuse_unknown_names(given, properties, component_name, property_path)
        # The SDK would call int() on a whole number, which an output is not.
        plain = {name: _as_number(definition) for name, definition in properties.items()}
        return super().map_input_properties(typed, plain, mapping, component_name, property_path)

    @staticmethod
    def _refuse_unknown_names(
        given: Mapping[str, object], properties: Mapping[str, PropertyDefinition], component: str, path: str
    ) -> None:
        """A misspelt optional property would be left out in silence."""
        for name, value in given.items():
            if name not in properties and value is not None:
                known = ", ".join(sorted(properties))
                raise InputPropertyError(
                    f"{path}.{name}" if path else name, f"{component} has no {name}; it has {known}"
                )


def _as_number(definition: PropertyDefinition) -> PropertyDefinition:
    return replace(definition, type=PropertyType.NUMBER) if definition.type is PropertyType.INTEGER else definition


def serve() -> None:
    """Serve until the engine ends the process."""
    pulumi.provider.main(PaymentsProvider(), sys.argv[1:])
