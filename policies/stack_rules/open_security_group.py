"""Stack rule about where the internet may come in."""

from policies.readings.security_group_ingress import ingress_of
from policies.resource_types import LOAD_BALANCER, NETWORKS, SECURITY_GROUP
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.stack_rules.data_store_access import forms_of
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation


@stack_rule("sg-open-only-at-load-balancer", about=(SECURITY_GROUP,))
def belongs_to_a_load_balancer(group: StackResource, stack: Stack) -> Verdict:
    """A group that the internet may enter is the group of a load balancer."""
    source = _internet_source(group, stack)
    if source is None:
        return COMPLIANT
    balancers = stack.leading_to(group, LOAD_BALANCER, "securityGroups")
    if balancers.targets:
        return COMPLIANT
    if isinstance(source, Undetermined):
        return source
    if balancers.undetermined:
        return Undetermined("securityGroups of the load balancers")
    return Violation(f"{source}, and the group belongs to no load balancer")


def _internet_source(group: StackResource, stack: Stack) -> str | Undetermined | None:
    """A phrase saying which rule lets the internet in; None when none does."""
    forms = forms_of(group, stack)
    hidden = Undetermined("securityGroupId of the security group rules") if forms.undetermined else None
    for form in forms.targets:
        found = ingress_of(form.properties, form.type)
        if isinstance(found, Undetermined):
            hidden = Undetermined(f"{found.path} of {form.name}")
        if isinstance(found, (NotApplicable, Undetermined)):
            continue
        for ingress in found:
            source = ingress.from_internet()
            if isinstance(source, str):
                return f'"{form.name}" lets in {source}'
            if isinstance(source, Undetermined) and not _comes_from_a_network(form, source.path, stack):
                hidden = Undetermined(f"{source.path} of {form.name}")
    return hidden


def _comes_from_a_network(form: StackResource, path: str, stack: Stack) -> bool:
    """Whether a range not known yet is that of a VPC or subnet, which is never the internet."""
    urns = form.property_dependencies.get(path.split(".")[0].split("[")[0], ())
    return any(found is not None and found.type in NETWORKS for found in (stack.at(urn) for urn in urns))
