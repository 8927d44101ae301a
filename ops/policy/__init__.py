"""`bin/ops policy`: the policy pack's catalogue, its verdicts on a stack, and evidence for an assessor."""
