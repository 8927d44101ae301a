"""Policies for Amazon Route 53."""

from policies.catalogue.model import Controls, Levels, Policy, Severity

_GUIDE = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide"

ROWS = (
    Policy(
        name="route53-query-log",
        title="Public zones log the queries that they answer",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/D"),
        why="Phishing and abuse of names show first in what is asked for; without a log nobody sees it.",
        remedy="Add an aws.route53.QueryLog for the zone, with a log group in us-east-1.",
        docs=f"{_GUIDE}/query-logs.html",
        controls=Controls(
            fsbp=("Route53.2",), pci_config=("5.3.4", "10.2.1", "10.2.2", "10.3.1"), checkov=("CKV2_AWS_39",)
        ),
    ),
    Policy(
        name="route53-dnssec",
        title="Public zones sign their answers",
        severity=Severity.MEDIUM,
        levels=Levels.of("A/A/D"),
        why="A forged answer sends customers and their card data to somebody else's host.",
        remedy="Add an aws.route53.KeySigningKey and an aws.route53.HostedZoneDnsSec, then a DS record at the parent.",
        docs=f"{_GUIDE}/dns-configuring-dnssec.html",
        controls=Controls(checkov=("CKV2_AWS_38",)),
    ),
    Policy(
        name="route53-force-destroy",
        title="A zone is not deleted with records of others in it",
        severity=Severity.MEDIUM,
        levels=Levels.of("M/A/D"),
        why="One mistaken destroy takes every name of the zone off the internet.",
        remedy="Set forceDestroy to false, or leave it out.",
        docs=f"{_GUIDE}/DeleteHostedZone.html",
    ),
)
