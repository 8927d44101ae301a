"""What a component gets for what the engine sends."""

import pulumi
import pytest
from pulumi.errors import InputPropertyError
from pulumi.provider.experimental.analyzer import PropertyDefinition, PropertyType

from package.conversion import converted

WHOLE = PropertyDefinition(type=PropertyType.INTEGER)
TEXT = PropertyDefinition(type=PropertyType.STRING)


def test_a_whole_number_arrives_as_one() -> None:
    assert str(converted(8080.0, WHOLE, "port")) == "8080"


def test_whole_numbers_in_lists_and_maps_do_too() -> None:
    ports = PropertyDefinition(type=PropertyType.ARRAY, items=WHOLE)
    weights = PropertyDefinition(type=PropertyType.OBJECT, additional_properties=WHOLE)
    assert str(converted([8080.0, 8443.0], ports, "ports")) == "[8080, 8443]"
    assert str(converted({"spot": 4.0}, weights, "weights")) == "{'spot': 4}"


@pytest.mark.parametrize(
    ("value", "definition", "says"),
    [
        (1.5, WHOLE, "must be a whole number, 1.5 was given"),
        ({"a": 1}, TEXT, "must be a text, an object was given"),
        (True, WHOLE, "must be a whole number, true or false was given"),
        ("yes", PropertyDefinition(type=PropertyType.BOOLEAN), "must be true or false, a text was given"),
    ],
)
def test_a_value_of_another_type_is_refused_by_its_path(
    value: object, definition: PropertyDefinition, says: str
) -> None:
    items = PropertyDefinition(type=PropertyType.ARRAY, items=definition)
    with pytest.raises(InputPropertyError) as refused:
        converted([value], items, "capacity")
    assert (refused.value.property_path, refused.value.reason) == ("capacity[0]", says)


def test_an_output_is_refused_where_the_component_must_know_the_value() -> None:
    plain = PropertyDefinition(type=PropertyType.STRING, plain=True)
    with pytest.raises(InputPropertyError) as refused:
        converted(pulumi.Output.from_input("x"), plain, "name")
    assert refused.value.reason.startswith("must be known before anything is deployed")


def test_what_refers_to_another_type_passes() -> None:
    value = {"anything": 1.0}
    assert converted(value, PropertyDefinition(ref="pulumi.json#/Any"), "x") is value
