"""The way in from the internet."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.certificate import Certificate, CertificateArgs


class LoadBalancerArgs(TypedDict):
    load_balancer_name: str
    """Name of the load balancer, up to 32 characters."""
    subnet_ids: pulumi.Input[list[str]]
    """Public subnets in two or more zones."""
    security_group_id: pulumi.Input[str]
    """Group that admits the internet on 443 and 80."""
    certificate_arn: NotRequired[str]
    """Issued certificate. Default: one is requested for certificate_domain."""
    certificate_domain: NotRequired[str]
    """Host name of the certificate to request; required without certificate_arn."""
    zone_id: NotRequired[str]
    """Route 53 zone for the certificate's and the load balancer's record. Default: records are made by hand."""
    tls_policy: str
    """TLS versions and ciphers."""
    idle_seconds: int
    """Seconds after which a silent connection is closed."""
    access_logs_bucket: NotRequired[str]
    """Bucket that receives access logs. Default: none are written."""
    deletion_protection: bool
    """Whether AWS refuses to delete the load balancer."""


class LoadBalancer(pulumi.ComponentResource):
    """An internet-facing application load balancer. HTTPS answers 404 where no route fits; HTTP only redirects."""

    arn: pulumi.Output[str]
    """ARN of the load balancer."""
    arn_suffix: pulumi.Output[str]
    """Name of the load balancer in CloudWatch metrics."""
    dns_name: pulumi.Output[str]
    """Host name."""
    zone_id: pulumi.Output[str]
    """Hosted zone of the host name, for alias records."""
    https_listener_arn: pulumi.Output[str]
    """Listener that takes rules."""

    def __init__(self, name: str, args: LoadBalancerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:LoadBalancer", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        balancer = self._balancer()
        self.arn = balancer.arn
        self.arn_suffix = balancer.arn_suffix
        self.dns_name = balancer.dns_name
        self.zone_id = balancer.zone_id
        self._redirect()
        self.https_listener_arn = self._https_listener().arn
        self._alias_record()
        self.register_outputs(
            {
                "arn": self.arn,
                "arn_suffix": self.arn_suffix,
                "dns_name": self.dns_name,
                "zone_id": self.zone_id,
                "https_listener_arn": self.https_listener_arn,
            }
        )

    def _balancer(self) -> aws.lb.LoadBalancer:
        args = self._args
        bucket = args.get("access_logs_bucket")
        return aws.lb.LoadBalancer(
            f"{self._prefix}-alb",
            name=args["load_balancer_name"],
            load_balancer_type="application",
            internal=False,
            ip_address_type="ipv4",
            subnets=args["subnet_ids"],
            security_groups=[args["security_group_id"]],
            drop_invalid_header_fields=True,
            desync_mitigation_mode="defensive",
            enable_http2=True,
            idle_timeout=args["idle_seconds"],
            enable_deletion_protection=args["deletion_protection"],
            access_logs={"bucket": bucket, "prefix": args["load_balancer_name"], "enabled": True} if bucket else None,
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _redirect(self) -> None:
        aws.lb.Listener(
            f"{self._prefix}-http",
            load_balancer_arn=self.arn,
            port=80,
            protocol="HTTP",
            default_actions=[
                {
                    "type": "redirect",
                    "redirect": {"protocol": "HTTPS", "port": "443", "status_code": "HTTP_301"},
                }
            ],
            opts=self._child,
        )

    def _https_listener(self) -> aws.lb.Listener:
        not_found = {"content_type": "text/plain", "message_body": "Not found", "status_code": "404"}
        return aws.lb.Listener(
            f"{self._prefix}-https",
            load_balancer_arn=self.arn,
            port=443,
            protocol="HTTPS",
            ssl_policy=self._args["tls_policy"],
            certificate_arn=self._certificate_arn(),
            routing_http_response_server_enabled=False,
            routing_http_response_strict_transport_security_header_value="max-age=31536000; includeSubDomains",
            routing_http_response_x_content_type_options_header_value="nosniff",
            routing_http_response_x_frame_options_header_value="DENY",
            default_actions=[{"type": "fixed-response", "fixed_response": not_found}],
            opts=self._child,
        )

    def _certificate_arn(self) -> pulumi.Input[str]:
        args = self._args
        if "certificate_arn" in args:
            return args["certificate_arn"]
        if "certificate_domain" not in args:
            raise ValueError(
                f"LoadBalancer {self._prefix} needs certificate_arn or certificate_domain; it has neither."
            )
        request: CertificateArgs = {"domain": args["certificate_domain"]}
        if "zone_id" in args:
            request["zone_id"] = args["zone_id"]
        return Certificate(f"{self._prefix}-certificate", request, self._child).arn

    def _alias_record(self) -> None:
        args = self._args
        if "zone_id" not in args or "certificate_domain" not in args:
            return
        aws.route53.Record(
            f"{self._prefix}-alias",
            zone_id=args["zone_id"],
            name=args["certificate_domain"],
            type="A",
            aliases=[{"name": self.dns_name, "zone_id": self.zone_id, "evaluate_target_health": True}],
            opts=self._child,
        )
