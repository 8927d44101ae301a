"""Policies about what stands between the internet and the load balancers."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

_ELB = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application"
_WAF = "https://docs.aws.amazon.com/waf/latest/developerguide"

ROWS = (
    Policy(
        name="alb-has-waf",
        title="Public load balancers stand behind a web application firewall",
        severity=Severity.HIGH,
        levels=Levels.of("M/A/D"),
        why="Without a firewall, injection attempts, bots and floods reach the payment application itself.",
        remedy="Add an aws.wafv2.WebAclAssociation with resourceArn set to the load balancer.",
        docs=f"{_WAF}/web-acl-associating-aws-resource.html",
        controls=Controls(fsbp=("ELB.16",), pci_own=("6.4.1", "6.4.2"), checkov=("CKV2_AWS_28",)),
        setting="platform:edge.webFirewall",
    ),
    Policy(
        name="waf-has-logging",
        title="Web application firewalls log their decisions",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/A"),
        why="Without its log, nobody can tell an attack that was blocked from a customer who was.",
        remedy="Add an aws.wafv2.WebAclLoggingConfiguration to a destination whose name begins with aws-waf-logs-.",
        docs=f"{_WAF}/logging.html",
        controls=Controls(fsbp=("WAF.11",), checkov=("CKV2_AWS_31",)),
        setting="platform:edge.webFirewall.logs",
    ),
    Policy(
        name="http-listener-redirects",
        title="Plain HTTP is redirected to an HTTPS listener that exists",
        severity=Severity.HIGH,
        levels=Levels.of("M/M/A"),
        why="A plain request carries cookies and card data readably; a redirect to a closed port is an outage.",
        remedy="Redirect with protocol HTTPS, and give the load balancer an HTTPS listener on that port.",
        docs=f"{_ELB}/rule-action-types.html",
        controls=Controls(checkov=("CKV2_AWS_20",)),
    ),
    Policy(
        name="listener-cert-valid-domain",
        title="Listeners show certificates whose domain was validated",
        severity=Severity.LOW,
        levels=Levels.of("A/A/A"),
        why="A certificate that was requested and not validated is never issued, and the listener fails to build.",
        remedy="Add an aws.acm.CertificateValidation, and take the listener's certificateArn from it.",
        docs="https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html",
    ),
)
