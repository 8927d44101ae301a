"""The way in: an application load balancer with its listeners and certificates."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.certificate import Certificate, CertificateArgs
from components.dns_record import DnsRecord


class ServerCertificateArgs(TypedDict):
    arn: NotRequired[str]
    """Issued certificate. Default: one is requested."""
    request: NotRequired[CertificateArgs]
    """Certificate to request; required without arn. Host names in a known zone get a record for the load balancer."""


class LogTargetArgs(TypedDict):
    bucket: pulumi.Input[str]
    """Bucket with S3-managed encryption whose policy admits the load balancer's log delivery."""
    prefix: str
    """First part of the files' names."""


class CorsArgs(TypedDict):
    allow_origin: str
    """Origin whose pages may read answers, or *."""
    allow_methods: list[str]
    """HTTP methods that they may use."""
    allow_headers: list[str]
    """Request headers that they may send."""
    expose_headers: list[str]
    """Answer headers that they may read."""
    allow_credentials: bool
    """Whether browsers send cookies along."""
    max_age: int
    """Seconds that browsers remember these rules."""


class ResponseHeadersArgs(TypedDict):
    strict_transport_security: str
    """Value such as max-age=31536000; includeSubDomains."""
    frame_options: str
    """DENY or SAMEORIGIN."""
    content_security_policy: NotRequired[str]
    """Content-Security-Policy. Default: the services' own."""
    cors: NotRequired[CorsArgs]
    """Access from pages of other origins. Default: the services' own."""


class DefaultResponseArgs(TypedDict):
    status: int
    """HTTP status code."""
    content_type: str
    """Type of the body."""
    body: str
    """The body, up to 1024 characters."""


class LoadBalancerArgs(TypedDict):
    load_balancer_name: str
    """Name of the load balancer, up to 32 characters."""
    internal: NotRequired[bool]
    """Whether it has private addresses only. Default: false."""
    subnet_ids: pulumi.Input[list[str]]
    """Subnets in two or more zones; public ones unless internal."""
    security_group_id: pulumi.Input[str]
    """Group that admits the clients on 443 and 80."""
    certificate: ServerCertificateArgs
    """Certificate of clients that name no host, or one that no other certificate has."""
    more_certificates: NotRequired[dict[str, ServerCertificateArgs]]
    """Certificates by name, chosen by the host name that clients ask for (SNI). Default: none."""
    tls_policy: str
    """TLS versions and ciphers."""
    idle_seconds: int
    """Seconds after which a silent connection is closed."""
    keep_alive_seconds: NotRequired[int]
    """Seconds after which a client's connection is closed although it is in use. Default: 3600."""
    response_headers: NotRequired[ResponseHeadersArgs]
    """Security headers. Default: a year of HTTPS only, subdomains included, and no frames."""
    default_response: NotRequired[DefaultResponseArgs]
    """Answer where no route fits. Default: 404."""
    desync_mitigation: NotRequired[str]
    """defensive or strictest. Default: defensive."""
    forwarded_for: NotRequired[str]
    """append, preserve or remove. Default: append."""
    zonal_shift: NotRequired[bool]
    """Whether an impaired zone can be taken out. Default: false."""
    access_logs: NotRequired[LogTargetArgs]
    """Where a record of every request goes. Default: nowhere."""
    connection_logs: NotRequired[LogTargetArgs]
    """Where a record of every TLS connection goes. Default: nowhere."""
    deletion_protection: bool
    """Whether AWS refuses to delete the load balancer."""
    protect: NotRequired[bool]
    """Whether Pulumi refuses to delete or replace the load balancer. Default: false."""


_RESPONSE_HEADERS: ResponseHeadersArgs = {
    "strict_transport_security": "max-age=31536000; includeSubDomains",
    "frame_options": "DENY",
}
_MAIN_CERTIFICATE = "certificate"
_NOT_FOUND: DefaultResponseArgs = {"status": 404, "content_type": "text/plain", "body": "Not found"}


class LoadBalancer(pulumi.ComponentResource):
    """An application load balancer. HTTPS answers 404 where no route fits; HTTP only redirects.

    Raises ValueError for a certificate with neither arn nor request.
    """

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
    certificate_arns: pulumi.Output[dict[str, str]]
    """ARNs of its certificates: certificate, and certificate-NAME for further ones."""

    def __init__(self, name: str, args: LoadBalancerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:LoadBalancer", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._certificates = self._certificate_arns()
        balancer = self._balancer()
        self.arn = balancer.arn
        self.arn_suffix = balancer.arn_suffix
        self.dns_name = balancer.dns_name
        self.zone_id = balancer.zone_id
        self._redirect()
        self.https_listener_arn = self._https_listener().arn
        self.certificate_arns = pulumi.Output.all(**self._certificates).apply(dict)
        self._more_certificates()
        self._records()
        self.register_outputs(
            {
                "arn": self.arn,
                "arn_suffix": self.arn_suffix,
                "dns_name": self.dns_name,
                "zone_id": self.zone_id,
                "https_listener_arn": self.https_listener_arn,
                "certificate_arns": self.certificate_arns,
            }
        )

    def _balancer(self) -> aws.lb.LoadBalancer:
        args = self._args
        return aws.lb.LoadBalancer(
            f"{self._prefix}-alb",
            name=args["load_balancer_name"],
            load_balancer_type="application",
            internal=args.get("internal", False),
            ip_address_type="ipv4",
            subnets=args["subnet_ids"],
            security_groups=[args["security_group_id"]],
            drop_invalid_header_fields=True,
            desync_mitigation_mode=args.get("desync_mitigation", "defensive"),
            xff_header_processing_mode=args.get("forwarded_for", "append"),
            enable_http2=True,
            enable_zonal_shift=args.get("zonal_shift", False),
            idle_timeout=args["idle_seconds"],
            client_keep_alive=args.get("keep_alive_seconds", 3600),
            enable_deletion_protection=args["deletion_protection"],
            access_logs=_delivery(args["access_logs"]) if "access_logs" in args else None,
            connection_logs=_delivery(args["connection_logs"]) if "connection_logs" in args else None,
            opts=pulumi.ResourceOptions(parent=self, protect=args.get("protect", False), delete_before_replace=True),
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
        response = self._args.get("default_response", _NOT_FOUND)
        headers = self._args.get("response_headers", _RESPONSE_HEADERS)
        fixed = {
            "content_type": response["content_type"],
            "message_body": response["body"],
            "status_code": str(response["status"]),
        }
        return aws.lb.Listener(
            f"{self._prefix}-https",
            load_balancer_arn=self.arn,
            port=443,
            protocol="HTTPS",
            ssl_policy=self._args["tls_policy"],
            certificate_arn=self._certificates[_MAIN_CERTIFICATE],
            routing_http_response_server_enabled=False,
            routing_http_response_strict_transport_security_header_value=headers["strict_transport_security"],
            routing_http_response_x_content_type_options_header_value="nosniff",
            routing_http_response_x_frame_options_header_value=headers["frame_options"],
            routing_http_response_content_security_policy_header_value=headers.get("content_security_policy"),
            **_cors_headers(headers.get("cors")),
            default_actions=[{"type": "fixed-response", "fixed_response": fixed}],
            opts=self._child,
        )

    def _certificate_arns(self) -> dict[str, pulumi.Input[str]]:
        """By their names below the load balancer's."""
        given = {_MAIN_CERTIFICATE: self._args["certificate"]}
        given |= {f"{_MAIN_CERTIFICATE}-{key}": item for key, item in self._args.get("more_certificates", {}).items()}
        return {name: self._certificate_arn(f"{self._prefix}-{name}", item) for name, item in given.items()}

    def _certificate_arn(self, name: str, given: ServerCertificateArgs) -> pulumi.Input[str]:
        if "arn" in given:
            return given["arn"]
        if "request" not in given:
            raise ValueError(f"LoadBalancer {self._prefix}: {name} needs arn or request; it has neither.")
        return Certificate(name, given["request"], self._child).arn

    def _more_certificates(self) -> None:
        for key in self._args.get("more_certificates", {}):
            name = f"{_MAIN_CERTIFICATE}-{key}"
            aws.lb.ListenerCertificate(
                f"{self._prefix}-{name}",
                listener_arn=self.https_listener_arn,
                certificate_arn=self._certificates[name],
                opts=self._child,
            )

    def _records(self) -> None:
        """An alias for every host name of a requested certificate whose zone is known."""
        main = self._args["certificate"].get("request")
        for given in (self._args["certificate"], *self._args.get("more_certificates", {}).values()):
            for domain, zone_id in given["request"].get("zone_ids", {}).items() if "request" in given else ():
                is_main = main is not None and domain == main["domain"]
                suffix = "" if is_main else f"-{domain.replace('*', 'any').replace('.', '-')}"
                DnsRecord(
                    f"{self._prefix}-alias{suffix}",
                    {
                        "zone_id": zone_id,
                        "domain": domain,
                        "alias": {"dns_name": self.dns_name, "zone_id": self.zone_id},
                    },
                    self._child,
                )


def _delivery(target: LogTargetArgs) -> dict[str, pulumi.Input[str] | bool]:
    return {"bucket": target["bucket"], "prefix": target["prefix"], "enabled": True}


def _cors_headers(cors: CorsArgs | None) -> dict[str, str | None]:
    """The listener's arguments for pages of other origins."""
    if cors is None:
        return {}
    prefix = "routing_http_response_access_control"
    return {
        f"{prefix}_allow_origin_header_value": cors["allow_origin"],
        f"{prefix}_allow_methods_header_value": ",".join(cors["allow_methods"]),
        f"{prefix}_allow_headers_header_value": ",".join(cors["allow_headers"]) or None,
        f"{prefix}_expose_headers_header_value": ",".join(cors["expose_headers"]) or None,
        f"{prefix}_allow_credentials_header_value": "true" if cors["allow_credentials"] else None,
        f"{prefix}_max_age_header_value": str(cors["max_age"]),
    }
