"""AWS's own rules: what AWS refuses though the shape of the inputs is right.

`refusals` judges inputs alone and runs in Check; `refuse_create`, `refuse_update` and `refuse_delete` see the cloud and
raise AWS's error. `rules` lists every rule for documentation.
"""

from sandbox.aws.rules.book import refusals, refuse_create, refuse_delete, refuse_update, rules
from sandbox.aws.rules.failure import Failure
from sandbox.aws.rules.rule import Rule

__all__ = ["Failure", "Rule", "refusals", "refuse_create", "refuse_delete", "refuse_update", "rules"]
