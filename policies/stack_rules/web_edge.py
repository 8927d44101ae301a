"""Stack rules about what stands between the internet and the load balancers."""

from policies.conditions import is_given
from policies.properties import UNKNOWN
from policies.resource_types import (
    BUCKET,
    CERTIFICATE,
    CERTIFICATE_VALIDATION,
    FIREHOSE,
    LISTENER,
    LOAD_BALANCER,
    LOG_GROUP,
    WEB_ACL,
    WEB_ACL_ASSOCIATION,
    WEB_ACL_LOGGING,
)
from policies.stack import Stack, StackResource
from policies.stack_rule import stack_rule
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined, scoped

_ASSOCIATIONS = (WEB_ACL_ASSOCIATION, "aws:wafregional/webAclAssociation:WebAclAssociation")
_LOG_PREFIX = "aws-waf-logs-"
_ENCRYPTED = ("HTTPS", "TLS")


@stack_rule("alb-has-waf", about=(LOAD_BALANCER,))
def stands_behind_a_firewall(balancer: StackResource, stack: Stack) -> Verdict:
    """Firewalls filter HTTP only, so network load balancers take none."""
    links = [stack.leading_to(balancer, kind, "resourceArn") for kind in _ASSOCIATIONS]
    verdict: Verdict = Violation("no WebAclAssociation of this stack names it")
    if any(link.targets for link in links):
        verdict = COMPLIANT
    elif any(link.undetermined for link in links):
        verdict = Undetermined("resourceArn of the web ACL associations")
    return scoped(verdict, is_not_application(balancer), _is_internal(balancer))


def is_not_application(balancer: StackResource) -> NotApplicable | Undetermined | None:
    """Scope: the load balancer is none for HTTP; `application` is AWS's default."""
    kind = balancer.properties.text("loadBalancerType")
    if kind is UNKNOWN:
        return Undetermined("loadBalancerType")
    return None if kind in (None, "application") else NotApplicable(f"it is a {kind} load balancer")


def _is_internal(balancer: StackResource) -> NotApplicable | Undetermined | None:
    internal = balancer.properties.flag("internal")
    if internal is UNKNOWN:
        return Undetermined("internal")
    return NotApplicable("it is internal") if internal else None


@stack_rule("waf-has-logging", about=(WEB_ACL,))
def logs_its_decisions(acl: StackResource, stack: Stack) -> Verdict:
    logging = stack.leading_to(acl, WEB_ACL_LOGGING, "resourceArn")
    if logging.targets:
        return COMPLIANT
    if logging.undetermined:
        return Undetermined("resourceArn of the logging configurations")
    return Violation("no WebAclLoggingConfiguration of this stack names it")


@stack_rule("waf-has-logging", about=(WEB_ACL_LOGGING,))
def logs_where_aws_lets_it(logging: StackResource, stack: Stack) -> Verdict:
    """WAF delivers only to log groups, buckets and streams whose names begin with `aws-waf-logs-`."""
    path = "logDestinationConfigs"
    link = stack.linked(logging, path, LOG_GROUP, BUCKET, FIREHOSE)
    names = [(target.name, target.properties.text(_NAMES[target.type])) for target in link.targets]
    names.extend((arn, arn.rstrip(":*").split(":")[-1].split("/")[-1]) for arn in link.outside)
    verdicts = [_judge_name(resource, name) for resource, name in names]
    if link.undetermined:
        verdicts.append(Undetermined(path))
    return combined(verdicts, otherwise=Violation("logDestinationConfigs is not set"))


_NAMES = {LOG_GROUP: "name", BUCKET: "bucket", FIREHOSE: "name"}


def _judge_name(resource: str, name: object) -> Verdict:
    if not isinstance(name, str):
        return Undetermined(f"name of {resource}")
    if name.startswith(_LOG_PREFIX):
        return COMPLIANT
    return Violation(f'its destination is called "{name}", which does not begin with {_LOG_PREFIX} as AWS WAF demands')


@stack_rule("http-listener-redirects", about=(LISTENER,))
def sends_browsers_to_tls(listener: StackResource, stack: Stack) -> Verdict:
    """A redirect to HTTPS by default, and a listener that takes it."""
    protocol = listener.properties.text("protocol")
    if protocol is UNKNOWN:
        return Undetermined("protocol")
    if protocol != "HTTP":
        return NotApplicable("it does not speak HTTP")
    actions = listener.properties.items("defaultActions")
    if actions is UNKNOWN or any(action is UNKNOWN for action in actions):
        return Undetermined("defaultActions")
    redirects = [action for action in actions if action is not UNKNOWN and is_given(action, "redirect")]
    if not redirects:
        return Violation("its default action is no redirect to HTTPS")
    target = redirects[-1].text("redirect.protocol")
    port = redirects[-1].text("redirect.port")
    if target is UNKNOWN or port is UNKNOWN:
        return Undetermined(redirects[-1].where("redirect"))
    if target != "HTTPS":
        return Violation(redirects[-1].describe("redirect.protocol", absent="HTTP again"))
    return _is_answered(listener, listener.properties.text("port") if port in (None, "#{port}") else port, stack)


def _is_answered(listener: StackResource, port: object, stack: Stack) -> Verdict:
    balancers = stack.linked(listener, "loadBalancerArn", LOAD_BALANCER)
    if not balancers.targets:
        if balancers.undetermined:
            return Undetermined("loadBalancerArn")
        return NotApplicable("its load balancer is not in this stack")
    siblings = [stack.leading_to(found, LISTENER, "loadBalancerArn") for found in balancers.targets]
    hidden = any(found.undetermined for found in siblings)
    for sibling in (found for link in siblings for found in link.targets):
        protocol, own = sibling.properties.text("protocol"), sibling.properties.text("port")
        if protocol in _ENCRYPTED and own == port:
            return COMPLIANT
        hidden = hidden or protocol is UNKNOWN or own is UNKNOWN
    if hidden or not isinstance(port, str):
        return Undetermined("port of the listeners")
    return Violation(f"it redirects to port {port}, where no HTTPS listener of this stack answers")


@stack_rule("listener-cert-valid-domain", about=(LISTENER,))
def shows_a_certificate_that_was_validated(listener: StackResource, stack: Stack) -> Verdict:
    protocol = listener.properties.text("protocol")
    if protocol not in (*_ENCRYPTED, UNKNOWN):
        return NotApplicable("it shows no certificate")
    if stack.linked(listener, "certificateArn", CERTIFICATE_VALIDATION).targets:
        return COMPLIANT
    link = stack.linked(listener, "certificateArn", CERTIFICATE)
    if link.undetermined:
        return Undetermined("certificateArn")
    verdicts = [_judge_certificate(certificate, stack) for certificate in link.targets]
    return combined(verdicts, otherwise=NotApplicable("its certificate is not in this stack"))


def _judge_certificate(certificate: StackResource, stack: Stack) -> Verdict:
    for path in ("privateKey", "certificateAuthorityArn"):
        if is_given(certificate.properties, path):
            return NotApplicable("its certificate needs no validation")
    validation = stack.leading_to(certificate, CERTIFICATE_VALIDATION, "certificateArn")
    if validation.targets:
        return COMPLIANT
    if validation.undetermined:
        return Undetermined("certificateArn of the validations")
    return Violation(f'its certificate "{certificate.name}" has no CertificateValidation in this stack')
