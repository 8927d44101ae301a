"""The awsx provider of the sandbox: a plugin that builds awsx components out of aws resources.

It answers the engine's Construct call for `awsx:ec2:Vpc`, `awsx:ec2:DefaultVpc` and `awsx:ecr:Repository` and registers
their children with the same types, names, parents and inputs as the provider published as pulumi-awsx 3.x
(https://github.com/pulumi/pulumi-awsx). The other components are refused with a sentence that says what to use instead.

`network` and `ecr.lifecycle_policy` are plain computations (address ranges, names, rules) that know nothing of Pulumi;
`vpc`, `tiers`, `endpoints`, `default_vpc` and `ecr.repository` register resources; `server` speaks to the engine.
"""
