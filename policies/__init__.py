"""The policy pack: what a payment platform on AWS must and must not have, by environment.

`catalogue` holds one row a policy, `rules` and `stack_rules` the pure functions that judge, `analyzer` the
service through which the Pulumi engine asks. See docs/policies.md.
"""
