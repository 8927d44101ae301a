"""A host name in Route 53."""

from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws


class AliasTargetArgs(TypedDict):
    dns_name: pulumi.Input[str]
    """Host name of the AWS resource."""
    zone_id: pulumi.Input[str]
    """Hosted zone of that host name."""


class EndpointCheckArgs(TypedDict):
    path: str
    """Path that answers 2xx or 3xx over HTTPS."""
    interval: int
    """Seconds between the requests of each checker, 10 or 30."""
    failures: int
    """Failures in a row that make the host name unhealthy, 1 to 10."""


class DnsRecordArgs(TypedDict):
    zone_id: pulumi.Input[str]
    """Zone of the record."""
    domain: str
    """The host name."""
    alias: NotRequired[AliasTargetArgs]
    """AWS resource that the host name stands for. Default: cname says what."""
    cname: NotRequired[pulumi.Input[str]]
    """Host name that it stands for; required without alias."""
    ttl: NotRequired[int]
    """Seconds that resolvers remember a cname. Default: 300."""
    health_check: NotRequired[EndpointCheckArgs]
    """Check from outside. Default: none."""


class DnsRecord(pulumi.ComponentResource):
    """An alias (type A) of an AWS resource or a CNAME, watched from outside when asked for.

    The check only watches: with a single record there is nothing to fail over to. Raises ValueError unless exactly one
    of alias and cname is given.
    """

    fqdn: pulumi.Output[str]
    """The host name in full."""
    health_check_id: pulumi.Output[str]
    """Id of the health check, for alarms on AWS/Route53 HealthCheckStatus in us-east-1; empty without one."""

    def __init__(self, name: str, args: DnsRecordArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:DnsRecord", name, {}, opts)
        if ("alias" in args) == ("cname" in args):
            raise ValueError(f"DnsRecord {name} takes alias or cname: exactly one of them.")
        self._child = pulumi.ResourceOptions(parent=self)
        self.fqdn = self._alias(name, args) if "alias" in args else self._cname(name, args)
        self.health_check_id = self._health_check(name, args)
        self.register_outputs({"fqdn": self.fqdn, "health_check_id": self.health_check_id})

    def _alias(self, name: str, args: DnsRecordArgs) -> pulumi.Output[str]:
        target = args["alias"]
        record = aws.route53.Record(
            f"{name}-a",
            zone_id=args["zone_id"],
            name=args["domain"],
            type="A",
            aliases=[
                {"name": target["dns_name"], "zone_id": target["zone_id"], "evaluate_target_health": True},
            ],
            opts=self._child,
        )
        return pulumi.Output.from_input(record.fqdn)

    def _cname(self, name: str, args: DnsRecordArgs) -> pulumi.Output[str]:
        record = aws.route53.Record(
            f"{name}-cname",
            zone_id=args["zone_id"],
            name=args["domain"],
            type="CNAME",
            ttl=args.get("ttl", 300),
            records=[args["cname"]],
            opts=self._child,
        )
        return pulumi.Output.from_input(record.fqdn)

    def _health_check(self, name: str, args: DnsRecordArgs) -> pulumi.Output[str]:
        if "health_check" not in args:
            return pulumi.Output.from_input("")
        given = args["health_check"]
        check = aws.route53.HealthCheck(
            f"{name}-check",
            type="HTTPS",
            fqdn=args["domain"],
            port=443,
            resource_path=given["path"],
            request_interval=given["interval"],
            failure_threshold=given["failures"],
            measure_latency=True,
            enable_sni=True,
            tags={"Name": args["domain"]},
            opts=self._child,
        )
        return pulumi.Output.from_input(check.id)
