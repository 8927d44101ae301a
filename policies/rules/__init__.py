"""Rules about single resources, grouped by AWS service."""

from policies.modules import modules_of
from policies.rule import ResourceRule, rules_of

RESOURCE_RULES: tuple[ResourceRule, ...] = rules_of(*modules_of(__name__))
"""Every rule about single resources."""
