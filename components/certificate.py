"""TLS certificate from ACM."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws


class CertificateArgs(TypedDict):
    domain: str
    """Host name of the certificate."""
    zone_id: NotRequired[str]
    """Route 53 zone for the validation record. Default: the record is made by hand while the deployment waits."""


class Certificate(pulumi.ComponentResource):
    """A certificate for one host name, validated by a DNS record. Its ARN is known once ACM has issued it."""

    arn: pulumi.Output[str]
    """ARN of the issued certificate."""

    def __init__(self, name: str, args: CertificateArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:Certificate", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        certificate = aws.acm.Certificate(
            f"{name}-request", domain_name=args["domain"], validation_method="DNS", opts=child
        )
        zone_id = args.get("zone_id")
        records = [self._record(name, certificate, zone_id)] if zone_id else []
        validation = aws.acm.CertificateValidation(
            f"{name}-validation",
            certificate_arn=certificate.arn,
            validation_record_fqdns=[record.fqdn for record in records] or None,
            opts=child,
        )
        self.arn = validation.certificate_arn
        self.register_outputs({"arn": self.arn})

    def _record(self, name: str, certificate: aws.acm.Certificate, zone_id: str) -> aws.route53.Record:
        option = certificate.domain_validation_options[0]
        return aws.route53.Record(
            f"{name}-validation",
            zone_id=zone_id,
            name=option.resource_record_name,
            type=option.resource_record_type,
            records=[option.resource_record_value],
            ttl=300,
            # The same domain has the same record in every certificate request of an account.
            allow_overwrite=True,
            opts=pulumi.ResourceOptions(parent=self),
        )
