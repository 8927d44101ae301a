"""Rules of security groups, one TCP port each."""

import pulumi
import pulumi_aws as aws

ANYWHERE = "0.0.0.0/0"


def admit_from_group(
    name: str,
    description: str,
    group_id: pulumi.Input[str],
    source_id: pulumi.Input[str],
    port: int,
    opts: pulumi.ResourceOptions,
) -> None:
    """The group lets members of another group in."""
    aws.vpc.SecurityGroupIngressRule(
        name,
        security_group_id=group_id,
        description=description,
        referenced_security_group_id=source_id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        opts=opts,
    )


def let_out_to_group(
    name: str,
    description: str,
    group_id: pulumi.Input[str],
    target_id: pulumi.Input[str],
    port: int,
    opts: pulumi.ResourceOptions,
) -> None:
    """The group lets its members out to another group."""
    aws.vpc.SecurityGroupEgressRule(
        name,
        security_group_id=group_id,
        description=description,
        referenced_security_group_id=target_id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        opts=opts,
    )


def let_out_by_https(name: str, group_id: pulumi.Input[str], opts: pulumi.ResourceOptions) -> None:
    """The group lets its members out to any address on 443."""
    aws.vpc.SecurityGroupEgressRule(
        name,
        security_group_id=group_id,
        description="HTTPS to AWS and to payment providers",
        cidr_ipv4=ANYWHERE,
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        opts=opts,
    )
