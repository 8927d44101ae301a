"""Address ranges, names and rules of the subnets of `awsx:ec2:Vpc`, without any Pulumi."""
