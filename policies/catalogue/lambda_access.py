"""Policies about who may call Lambda functions."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

_GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"

ROWS = (
    Policy(
        name="lambda-permission-not-public",
        title="Functions are called by named callers only",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="Everybody, or a service on behalf of everybody, could run the function with its role's rights.",
        remedy="Name the principal, and give a service's permission sourceArn and, for S3, sourceAccount.",
        docs=f"{_GUIDE}/access-control-resource-based.html",
        controls=Controls(
            fsbp=("Lambda.1",),
            pci_config=("1.2.8", "1.3.1", "1.3.2", "1.4.2"),
            checkov=("CKV_AWS_301", "CKV_AWS_364"),
        ),
    ),
    Policy(
        name="lambda-url-auth",
        title="Function URLs ask for a signature",
        severity=Severity.CRITICAL,
        levels=Levels.of("M/M/M"),
        why="A URL without authorization lets the whole internet run the function, past firewall and load balancer.",
        remedy="Set authorizationType to AWS_IAM, and name the origins in cors.allowOrigins.",
        docs=f"{_GUIDE}/urls-auth.html",
        controls=Controls(checkov=("CKV_AWS_258", "CKV2_AWS_75")),
    ),
)
