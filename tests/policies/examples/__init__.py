"""At least one example of every rule about single resources."""

from policies.modules import modules_of
from tests.policies.examples.model import Example

EXAMPLES: tuple[Example, ...] = tuple(
    example for module in modules_of(__name__) for example in getattr(module, "EXAMPLES", ())
)
