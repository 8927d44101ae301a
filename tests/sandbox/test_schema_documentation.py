"""What is read from the prose of the SDK's documentation."""

import pytest

from sandbox.schema.documentation import forces_replacement, import_ids, python_examples, stated_default, stated_values
from sandbox.schema.model import PropertyType

TEXT, WHOLE, YES_NO = PropertyType("string"), PropertyType("integer"), PropertyType("boolean")


@pytest.mark.parametrize(
    "doc",
    [
        "The name. Changing this forces a new resource to be created.",
        "Forces replacement if changed.",
        "Name of the tag. Changing this value requires creating a new resource.",
        "Changing `name` will create a new resource.",
        "You can only specify a family when you create a cluster, changing this value will force a new cluster to be"
        " created.",
        "Changing this forces a new resource, because the service API does not support renaming a strategy.",
    ],
)
def test_replacement_is_read_in_any_wording(doc: str) -> None:
    assert forces_replacement(doc, "name")


@pytest.mark.parametrize(
    "doc",
    [
        "The name.",
        "When decreased, this will force a recreation of the resource.",
        "If `type` is anything other than `Interface`, changing this value forces a new resource to be created.",
        "Changing `other_name` forces a new resource.",
        "Changing from `CUSTOMER_ROUTED` back to `AWS_MANAGED` forces a new resource.",
        "Enable to force a new task deployment of the service.",
        "Whether to force detaching any policies the role has before destroying it.",
        "Changing this value to an empty string forces replacement of the resource.",
    ],
)
def test_conditional_or_other_replacement_is_not_read(doc: str) -> None:
    assert not forces_replacement(doc, "name")


@pytest.mark.parametrize(
    ("doc", "kind", "default"),
    [
        ("Whether to do so. Defaults to `true`.", YES_NO, True),
        ("Default is `default`, which ensures it.", TEXT, "default"),
        ("In seconds. The default is 3600 seconds.", WHOLE, 3600),
        ("Default: `350`.", WHOLE, 350),
        ("Defaults to `5` if `a` is set.", WHOLE, None),
        ("Defaults to `5`. In other regions defaults to `6`.", WHOLE, None),
        ("Defaults to `other`.", TEXT, None),
        ("Defaults to the Region set in the provider configuration.", TEXT, None),
        ("Defaults to `yes`.", YES_NO, None),
        ("Defaults to `null`.", TEXT, None),
    ],
)
def test_a_default_is_read_only_when_it_is_one_literal(doc: str, kind: PropertyType, default: object) -> None:
    found = stated_default(doc, kind, frozenset({"other"}))
    assert found == default
    assert type(found) is type(default)


@pytest.mark.parametrize(
    ("doc", "values"),
    [
        ("Valid values are `a`, `b`, and `c`.", ("a", "b", "c")),
        ("Possible values are `ipv4` or `ipv6`. Default is `ipv4`.", ("ipv4", "ipv6")),
        ("Valid values: `SELF` (default), `DELEGATED_ADMIN`.", ("SELF", "DELEGATED_ADMIN")),
        ("Can be `Enabled` or `Suspended`.", ("Enabled", "Suspended")),
        ("One of `API_KEY`,`BASIC`.", ("API_KEY", "BASIC")),
        ("Valid values are from `44` to `60` in increments of 4.", ()),
        ("Valid values are `a`, `b` and any ARN.", ()),
        ("Exactly one of `policy_name` or `arn` must be specified.", ()),
        ("For valid values, see the API reference.", ()),
    ],
)
def test_valid_values_are_read_only_when_the_list_is_complete(doc: str, values: tuple[str, ...]) -> None:
    assert stated_values(doc, TEXT) == values


def test_examples_and_import_ids_are_read_from_a_docstring() -> None:
    doc = (
        "Text.\n\n```python\nimport pulumi\n```\n\n```sh\n"
        "$ pulumi import aws:ecs/service:Service imported cluster-name/service-name\n```\n"
    )
    assert python_examples(doc) == ["import pulumi\n"]
    assert import_ids(doc) == ("cluster-name/service-name",)
