"""Stack rule about the security groups of data stores."""

from collections.abc import Iterator
from ipaddress import ip_network

from policies.conditions import is_given
from policies.properties import UNKNOWN, Unknown
from policies.readings.security_group_ingress import Ingress, ingress_of
from policies.resource_types import (
    CACHE_CLUSTER,
    CACHE_REPLICATION_GROUP,
    LOAD_BALANCER,
    RDS_CLUSTER,
    RDS_INSTANCE,
    SECURITY_GROUP,
    SECURITY_GROUP_INGRESS,
    SECURITY_GROUP_RULE,
    SUBNET,
)
from policies.stack import Linked, Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

_GROUPS_OF = {
    RDS_INSTANCE: "vpcSecurityGroupIds",
    RDS_CLUSTER: "vpcSecurityGroupIds",
    CACHE_REPLICATION_GROUP: "securityGroupIds",
    CACHE_CLUSTER: "securityGroupIds",
}
_SOURCE_GROUPS = ("securityGroups", "sourceSecurityGroupId", "referencedSecurityGroupId")


@stack_rule("db-sg-only-from-app", about=tuple(_GROUPS_OF))
def accepts_the_application_only(store: StackResource, stack: Stack) -> Verdict:
    """Sources are security groups that stand behind the load balancer, or ranges inside the stack's subnets."""
    path = _GROUPS_OF[store.type]
    groups = stack.linked(store, path, SECURITY_GROUP)
    if not groups.targets and not groups.undetermined:
        return NotApplicable("its security groups are not in this stack")
    verdicts: list[Verdict] = [Undetermined(path)] if groups.undetermined else []
    for group in groups.targets:
        forms = forms_of(group, stack)
        verdicts.extend(_judge_form(form, stack) for form in forms.targets)
        if forms.undetermined:
            verdicts.append(Undetermined("securityGroupId of the security group rules"))
    return combined(verdicts)


def forms_of(group: StackResource, stack: Stack) -> Linked:
    """The group itself, with its inline rules, and the separate rules that name it."""
    separate = [
        stack.leading_to(group, kind, "securityGroupId") for kind in (SECURITY_GROUP_RULE, SECURITY_GROUP_INGRESS)
    ]
    rules = tuple(rule for found in separate for rule in found.targets)
    return Linked((group, *rules), undetermined=any(found.undetermined for found in separate))


def _judge_form(form: StackResource, stack: Stack) -> Verdict:
    found = ingress_of(form.properties, form.type)
    if isinstance(found, NotApplicable):
        return COMPLIANT
    if isinstance(found, Undetermined):
        return Undetermined(f"{found.path} of {form.name}")
    return combined(
        verdict
        for ingress in found
        for verdict in (*_judge_ranges(form, ingress, stack), _judge_source_groups(form, ingress, stack))
    )


def _judge_ranges(form: StackResource, ingress: Ingress, stack: Stack) -> Iterator[Verdict]:
    for path, source in ingress.addresses():
        inside = UNKNOWN if source is UNKNOWN else inside_a_subnet(source, stack)
        if inside is UNKNOWN:
            yield Undetermined(f"{path} of {form.name}")
        elif not inside:
            yield Violation(f'"{form.name}" lets in {source}, which is wider than any subnet of this stack')


def inside_a_subnet(address_range: str, stack: Stack) -> bool | Unknown:
    """Whether a range lies in a subnet of the stack; UNKNOWN while subnets' own ranges are."""
    try:
        wanted = ip_network(address_range, strict=False)
    except ValueError:
        return UNKNOWN
    hidden = False
    for subnet in stack.of_type(SUBNET):
        for path in ("cidrBlock", "ipv6CidrBlock"):
            block = subnet.properties.text(path)
            if block is UNKNOWN:
                hidden = True
            elif block is not None:
                network = ip_network(block, strict=False)
                if network.version == wanted.version and wanted.subnet_of(network):  # type: ignore[arg-type]
                    return True
    return UNKNOWN if hidden and wanted.prefixlen > 0 else False


def _judge_source_groups(form: StackResource, ingress: Ingress, stack: Stack) -> Verdict:
    balancers = [stack.linked(found, "securityGroups", SECURITY_GROUP) for found in stack.of_type(LOAD_BALANCER)]
    in_front = [group for found in balancers for group in found.targets]
    hidden: Verdict = COMPLIANT
    for path in _SOURCE_GROUPS:
        if not is_given(ingress.rule, path):
            continue
        sources = stack.linked(form, ingress.rule.where(path), SECURITY_GROUP)
        for group in sources.targets:
            if group in in_front:
                return Violation(f'"{form.name}" lets in "{group.name}", the security group of a load balancer')
        if any(found.undetermined for found in balancers):
            hidden = Undetermined("securityGroups of the load balancers")
        if in_front and sources.undetermined:
            hidden = Undetermined(f"{ingress.rule.where(path)} of {form.name}")
    return hidden
