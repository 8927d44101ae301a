"""Stack rule about the rotation of secrets."""

from policies.properties import UNKNOWN
from policies.resource_types import SECRET, SECRET_ROTATION
from policies.rule import Context
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule_in_context
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation

_MANAGED_BY_RDS = "rds!"


@stack_rule_in_context("secret-has-rotation", about=(SECRET,))
def is_replaced_regularly(secret: StackResource, stack: Stack, context: Context) -> Verdict:
    """A tag, with any text, says that somebody decided otherwise: `n/a`, or who replaces the secret and how."""
    name = secret.properties.text("name")
    if isinstance(name, str) and name.startswith(_MANAGED_BY_RDS):
        return NotApplicable("RDS manages and rotates it")
    rotations = stack.leading_to(secret, SECRET_ROTATION, "secretId")
    switched = [rotation.properties.flag("rotationEnabled", absent=True) for rotation in rotations.targets]
    if any(on is True for on in switched):
        return COMPLIANT
    tag = context.text("tag")
    decided = _tag(secret, tag)
    if decided is UNKNOWN:
        return Undetermined("tagsAll")
    if decided:
        return NotApplicable(f'its tag {tag} says "{decided}"')
    if rotations.undetermined or UNKNOWN in switched:
        return Undetermined("secretId of the rotations")
    return Violation(f"no SecretRotation of this stack names it, and it has no tag {tag}")


def _tag(secret: StackResource, wanted: str) -> object:
    """A tag's value whatever its case; None when there is none."""
    for path in ("tagsAll", "tags"):
        tags = secret.properties.mapping(path)
        if tags is UNKNOWN:
            return UNKNOWN
        for key, value in tags.items():
            if key.lower() == wanted.lower():
                return value
    return None
