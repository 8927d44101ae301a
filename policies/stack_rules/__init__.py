"""Rules about resources as they are joined in a stack, a file a concern."""

from policies.modules import modules_of
from policies.stack_rule import StackRule, stack_rules_of

STACK_RULES: tuple[StackRule, ...] = stack_rules_of(*modules_of(__name__))
"""Every stack rule."""
