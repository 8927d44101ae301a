"""TLS certificate from ACM."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws


class CertificateArgs(TypedDict):
    domain: str
    """Host name of the certificate."""
    alternative_names: NotRequired[list[str]]
    """Further host names. Default: none."""
    key_algorithm: NotRequired[str]
    """RSA_2048, EC_prime256v1 or EC_secp384r1. Default: RSA_2048."""
    transparency_logging: NotRequired[bool]
    """Whether the certificate is published in transparency logs. Default: true."""
    zone_ids: NotRequired[dict[str, pulumi.Input[str]]]
    """Route 53 zones of the validation records by host name. Default: the records of the other host names are made by
    hand while the deployment waits."""


class Certificate(pulumi.ComponentResource):
    """A certificate for host names that are validated by DNS records. Its ARN is known once ACM has issued it."""

    arn: pulumi.Output[str]
    """ARN of the issued certificate."""

    def __init__(self, name: str, args: CertificateArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Certificate", name, {}, opts)
        self._prefix = name
        child = pulumi.ResourceOptions(parent=self)
        names = args.get("alternative_names", [])
        published = "ENABLED" if args.get("transparency_logging", True) else "DISABLED"
        certificate = aws.acm.Certificate(
            f"{name}-request",
            domain_name=args["domain"],
            subject_alternative_names=names or None,
            key_algorithm=args.get("key_algorithm", "RSA_2048"),
            validation_method="DNS",
            options={"certificate_transparency_logging_preference": published},
            opts=child,
        )
        records = self._records(certificate, [args["domain"], *names], args.get("zone_ids", {}))
        complete = len(records) == len(_bases([args["domain"], *names]))
        validation = aws.acm.CertificateValidation(
            f"{name}-validation",
            certificate_arn=certificate.arn,
            validation_record_fqdns=[record.fqdn for record in records] if complete else None,
            opts=pulumi.ResourceOptions(parent=self, depends_on=records),
        )
        self.arn = validation.certificate_arn
        self.register_outputs({"arn": self.arn})

    def _records(
        self, certificate: aws.acm.Certificate, domains: list[str], zone_ids: Mapping[str, pulumi.Input[str]]
    ) -> list[aws.route53.Record]:
        """One record a host name whose zone is known; the first keeps its name when further ones come."""
        by_base = {domain.removeprefix("*."): zone_ids[domain] for domain in domains if domain in zone_ids}
        first = domains[0].removeprefix("*.")
        return [
            self._record("" if base == first else f"-{base.replace('.', '-')}", certificate, base, zone_id)
            for base, zone_id in by_base.items()
        ]

    def _record(
        self, suffix: str, certificate: aws.acm.Certificate, base: str, zone_id: pulumi.Input[str]
    ) -> aws.route53.Record:
        option = certificate.domain_validation_options.apply(lambda options: _option_of(base, options))
        return aws.route53.Record(
            f"{self._prefix}-validation{suffix}",
            zone_id=zone_id,
            name=option["name"],
            type=option["type"],
            records=[option["value"]],
            ttl=300,
            # The same domain has the same record in every certificate request of an account.
            allow_overwrite=True,
            opts=pulumi.ResourceOptions(parent=self),
        )


def _bases(domains: list[str]) -> set[str]:
    """A wildcard and the name it stands below are validated by the same record."""
    return {domain.removeprefix("*.") for domain in domains}


def _option_of(base: str, options: list[aws.acm.outputs.CertificateDomainValidationOption]) -> dict[str, str]:
    """The validation record of a host name; ACM lists them in an order of its own."""
    found = next(option for option in options if str(option.domain_name).removeprefix("*.") == base)
    return {
        "name": found.resource_record_name,
        "type": found.resource_record_type,
        "value": found.resource_record_value,
    }
