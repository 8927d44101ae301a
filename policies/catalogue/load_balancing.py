"""Policies for Elastic Load Balancing."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

_GUIDE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application"

ROWS = (
    Policy(
        name="alb-drop-invalid-headers",
        title="Load balancers drop invalid headers",
        severity=Severity.MEDIUM,
        levels=Levels.of("R/R/R"),
        why="Malformed headers are the tool of request smuggling.",
        remedy="Set dropInvalidHeaderFields to true.",
        docs=f"{_GUIDE}/application-load-balancers.html",
        controls=Controls(fsbp=("ELB.4",), pci_security_hub=("6.2.4",), checkov=("CKV_AWS_131",)),
    ),
    Policy(
        name="alb-listener-https",
        title="Listeners speak TLS; plain HTTP only redirects to it",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/A"),
        why="Card data and session cookies travel in clear over plain HTTP.",
        remedy="Use protocol HTTPS, or a default action that redirects to HTTPS with status HTTP_301.",
        docs=f"{_GUIDE}/create-https-listener.html",
        controls=Controls(fsbp=("ELB.1", "ELB.18"), checkov=("CKV_AWS_2", "CKV2_AWS_20", "CKV_AWS_378")),
    ),
)
