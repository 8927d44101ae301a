"""Stack rule about who may connect to services and to the load balancers in front of them."""

from collections.abc import Iterator

from policies.properties import UNKNOWN
from policies.readings.security_group_ingress import ALL_PORTS, Ingress, ingress_of
from policies.resource_types import ECS_SERVICE, LISTENER, LOAD_BALANCER, SECURITY_GROUP, TARGET_GROUP
from policies.rule import Context
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule, stack_rule_in_context
from policies.stack_rules.data_store_access import forms_of, inside_a_subnet
from policies.stack_rules.web_edge import is_not_application
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

_SERVICE_GROUPS = "networkConfiguration.securityGroups"


@stack_rule("alb-sg-to-service-sg", about=(ECS_SERVICE,))
def is_entered_through_the_load_balancer(service: StackResource, stack: Stack) -> Verdict:
    """Sources are security groups, or ranges inside the stack's subnets. A network load balancer hides behind none."""
    targets = stack.linked(service, "loadBalancers[*].targetGroupArn", TARGET_GROUP)
    if not targets.targets:
        return Undetermined("loadBalancers") if targets.undetermined else NotApplicable("no load balancer leads to it")
    protocols = [target.properties.text("protocol") for target in targets.targets]
    if not any(protocol in ("HTTP", "HTTPS") for protocol in protocols):
        return (
            Undetermined("protocol of its target group") if UNKNOWN in protocols else NotApplicable("it is no web app")
        )
    groups = stack.linked(service, _SERVICE_GROUPS, SECURITY_GROUP)
    verdicts = [verdict for group in groups.targets for verdict in _judge_group(group, stack)]
    if groups.undetermined:
        verdicts.append(Undetermined(_SERVICE_GROUPS))
    return combined(verdicts, otherwise=NotApplicable("its security groups are not in this stack"))


def _judge_group(group: StackResource, stack: Stack) -> Iterator[Verdict]:
    for form, ingress in _permissions(group, stack):
        if isinstance(ingress, Undetermined):
            yield ingress
            continue
        for path, source in ingress.addresses():
            inside = UNKNOWN if source is UNKNOWN else inside_a_subnet(source, stack)
            if inside is UNKNOWN:
                yield Undetermined(f"{path} of {form.name}")
            elif inside:
                yield COMPLIANT
            else:
                yield Violation(f'"{form.name}" lets in {source} past the load balancer')
    yield COMPLIANT


def _permissions(group: StackResource, stack: Stack) -> Iterator[tuple[StackResource, Ingress | Undetermined]]:
    """Each permission of a group with the resource that gives it, whichever form it is written in."""
    forms = forms_of(group, stack)
    for form in forms.targets:
        found = ingress_of(form.properties, form.type)
        if isinstance(found, Undetermined):
            yield form, Undetermined(f"{found.path} of {form.name}")
        elif not isinstance(found, NotApplicable):
            yield from ((form, ingress) for ingress in found)
    if forms.undetermined:
        yield group, Undetermined("securityGroupId of the security group rules")


@stack_rule_in_context("alb-sg-to-service-sg", about=(LOAD_BALANCER,))
def opens_the_ports_of_its_listeners(balancer: StackResource, stack: Stack, context: Context) -> Verdict:
    """An internal load balancer may open whatever port it listens on."""
    scope = is_not_application(balancer)
    if scope is not None:
        return scope
    allowed = set(context.ports("ports"))
    if balancer.properties.flag("internal") is not False:
        allowed.update(_listening_ports(balancer, stack))
    groups = stack.linked(balancer, "securityGroups", SECURITY_GROUP)
    verdicts: list[Verdict] = [Undetermined("securityGroups")] if groups.undetermined else []
    for group in groups.targets:
        for form, ingress in _permissions(group, stack):
            verdicts.append(ingress if isinstance(ingress, Undetermined) else _judge_ports(form, ingress, allowed))
        verdicts.append(COMPLIANT)
    return combined(verdicts, otherwise=NotApplicable("its security groups are not in this stack"))


def _listening_ports(balancer: StackResource, stack: Stack) -> Iterator[int]:
    for listener in stack.leading_to(balancer, LISTENER, "loadBalancerArn").targets:
        port = listener.properties.number("port")
        if port is not None and port is not UNKNOWN:
            yield int(port)


def _judge_ports(form: StackResource, ingress: Ingress, allowed: set[int]) -> Verdict:
    ports = ingress.ports()
    if ports is None:
        return COMPLIANT
    if isinstance(ports, Undetermined):
        return Undetermined(f"{ports.path} of {form.name}")
    first, last = ports
    if last - first < len(allowed) and all(port in allowed for port in range(first, last + 1)):
        return COMPLIANT
    opened = "all ports" if ports == ALL_PORTS else str(first) if first == last else f"{first}-{last}"
    return Violation(f'"{form.name}" opens {opened} of the load balancer, whose ports are {_listed(allowed)}')


def _listed(ports: set[int]) -> str:
    return " and ".join(map(str, sorted(ports)))
