"""Route tables of subnets that another component made."""

import pulumi
import pulumi_aws as aws


def route_table_ids(
    subnet_ids: pulumi.Input[list[str]], count: int, parent: pulumi.Resource
) -> list[pulumi.Output[str]]:
    """Ids of the route tables of the first `count` subnets, in their order.

    They are looked up by subnet: a VPC of awsx hands on the ids of its subnets once their route tables are associated.
    """
    subnets = pulumi.Output.from_input(subnet_ids)
    options = pulumi.InvokeOutputOptions(parent=parent)
    return [
        aws.ec2.get_route_table_output(subnet_id=subnets[index], opts=options).route_table_id for index in range(count)
    ]
