"""Stack rule for the capacity of tables."""

from collections.abc import Iterator

from policies.properties import UNKNOWN
from policies.resource_types import DYNAMODB_TABLE, SCALING_POLICY, SCALING_TARGET
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation

_DIMENSIONS = ("dynamodb:table:ReadCapacityUnits", "dynamodb:table:WriteCapacityUnits")


@stack_rule("dynamodb-autoscaling", about=(DYNAMODB_TABLE,))
def grows_with_its_load(table: StackResource, stack: Stack) -> Verdict:
    """DynamoDB provisions when no billing mode is given; then reads and writes each need a target with a policy."""
    mode = table.properties.text("billingMode")
    if mode is UNKNOWN:
        return Undetermined("billingMode")
    if mode == "PAY_PER_REQUEST":
        return COMPLIANT
    missing, hidden = [], False
    for kind, called in ((SCALING_TARGET, "target"), (SCALING_POLICY, "policy")):
        found = set(_dimensions(table, stack, kind))
        hidden = hidden or None in found
        missing += [f"{called} for {dimension}" for dimension in _DIMENSIONS if dimension not in found]
    if not missing:
        return COMPLIANT
    if hidden:
        return Undetermined("resourceId of scaling targets and policies")
    return Violation(f"its capacity is provisioned, with no scaling {', no scaling '.join(missing)}")


def _dimensions(table: StackResource, stack: Stack, kind: str) -> Iterator[str | None]:
    """What scales with the table; None stands for something that may."""
    for scaling in stack.of_type(kind):
        resource_id = scaling.properties.text("resourceId")
        dimension = scaling.properties.text("scalableDimension")
        if resource_id is UNKNOWN:
            concerns = table.urn in _origins(scaling, stack)
        else:
            concerns = resource_id in {f"table/{name}" for name in table.identities}
        if concerns:
            yield None if dimension is UNKNOWN else dimension
        elif resource_id is UNKNOWN and not _origins(scaling, stack):
            yield None


def _origins(scaling: StackResource, stack: Stack) -> frozenset[str]:
    """What the id of a scaling target or policy comes from; a policy's may come from its target."""
    direct = frozenset(scaling.property_dependencies.get("resourceId", ()))
    through = (stack.at(urn) for urn in direct)
    targets = (found for found in through if found is not None and found.type == SCALING_TARGET)
    return direct.union(*(target.property_dependencies.get("resourceId", ()) for target in targets))
