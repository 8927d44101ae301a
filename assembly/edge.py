"""Buckets, load balancer, certificates, firewall and names."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from assembly.copies import copies_key_args
from assembly.naming import prefix
from assembly.outputs import StackOutputs
from components.bucket import Bucket, BucketArgs
from components.certificate import CertificateArgs
from components.dns_record import DnsRecordArgs
from components.encryption_keys import EncryptionKeys
from components.hosted_zone import QUERY_LOG_REGION, HostedZone, HostedZoneArgs
from components.load_balancer import (
    LoadBalancer,
    LoadBalancerArgs,
    LogTargetArgs,
    ResponseHeadersArgs,
    ServerCertificateArgs,
)
from components.network import Network
from components.security_groups import SecurityGroups
from components.web_firewall import WebFirewall
from settings import Settings
from settings.buckets import Bucket as BucketSettings
from settings.dns import HostedZone as HostedZoneSettings
from settings.dns import Record
from settings.edge import Certificate, Edge, LogTarget
from settings.response_headers import ResponseHeaders


@dataclass(frozen=True)
class EdgeSurroundings:
    """What the load balancer is put into."""

    network: Network
    groups: SecurityGroups
    buckets: Mapping[str, Bucket]
    zone: HostedZone | None


def buckets_in_order(settings: Settings) -> list[tuple[str, BucketSettings]]:
    """The buckets, those that receive logs of others first."""
    return sorted(settings.buckets.items(), key=lambda item: item[1].access_logs is not None)


def bucket_args(
    settings: Settings, key: str, bucket: BucketSettings, keys: EncryptionKeys, earlier: Mapping[str, Bucket]
) -> BucketArgs:
    """The bucket as it is written; it admits the logs that other sections send to it. Protected in prod."""
    args: BucketArgs = {
        "account_id": settings.account.id,
        "region": settings.region,
        "versioning": bucket.versioning,
        "noncurrent_days": bucket.noncurrent_days,
        "transitions": [{"days": item.days, "storage_class": item.storage_class} for item in bucket.transitions],
        "abort_upload_days": bucket.abort_upload_days,
        "load_balancer_log_prefixes": _load_balancer_prefixes(settings, key),
        "access_log_prefixes": _access_log_prefixes(settings, key),
        "force_destroy": bucket.force_destroy,
        "protect": settings.system.is_production,
    }
    if bucket.name is not None:
        args["bucket_name"] = bucket.name
    if bucket.encryption == "customerKey":
        args["key_arn"] = keys.arn_of("buckets")
    if bucket.expire_days is not None:
        args["expire_days"] = bucket.expire_days
    if bucket.object_lock is not None:
        args["object_lock"] = {"mode": bucket.object_lock.mode.upper(), "days": bucket.object_lock.days}
    if bucket.access_logs is not None:
        target = bucket.access_logs
        args["access_logs"] = {"bucket": earlier[target.bucket].name, "prefix": target.prefix}
    return args


def _load_balancer_prefixes(settings: Settings, key: str) -> list[str]:
    targets = settings.edge.load_balancer.log_targets.values() if settings.edge else ()
    return [target.prefix for target in targets if target.bucket == key]


def _access_log_prefixes(settings: Settings, key: str) -> list[str]:
    logs = (bucket.access_logs for bucket in settings.buckets.values())
    return [log.prefix for log in logs if log is not None and log.bucket == key]


def needs_bucket_key(settings: Settings) -> bool:
    """Whether a bucket encrypts with the stack's key."""
    return any(bucket.encryption == "customerKey" for bucket in settings.buckets.values())


def hosted_zone_args(settings: Settings, zone: HostedZoneSettings, keys: EncryptionKeys) -> HostedZoneArgs:
    """The zone that the stack makes; protected in prod."""
    args: HostedZoneArgs = {"domain": zone.name, "protect": settings.system.is_production}
    if zone.query_logs:
        args["query_log"] = {
            "account_id": settings.account.id,
            "retention_days": settings.observability.log_retention_days,
            "logs_key": copies_key_args(settings, f"{prefix(settings)}-dns-queries"),
        }
        if settings.region == QUERY_LOG_REGION:
            args["query_log"]["logs_key_arn"] = keys.arn_of("logs")
    return args


def load_balancer_args(settings: Settings, edge: Edge, around: EdgeSurroundings) -> LoadBalancerArgs:
    """The load balancer in the public tier; protected in prod."""
    load_balancer = edge.load_balancer
    args: LoadBalancerArgs = {
        "load_balancer_name": load_balancer.name,
        "internal": load_balancer.scheme == "internal",
        "subnet_ids": around.network.public_subnet_ids,
        "security_group_id": around.groups.load_balancer_id,
        "certificate": _certificate_args(edge, load_balancer.certificate, around.zone),
        "more_certificates": {
            name: _certificate_args(edge, certificate, around.zone)
            for name, certificate in load_balancer.more_certificates.items()
        },
        "tls_policy": load_balancer.tls_policy,
        "idle_seconds": load_balancer.idle_seconds,
        "keep_alive_seconds": load_balancer.keep_alive_seconds,
        "response_headers": _response_headers_args(load_balancer.response_headers),
        "default_response": {
            "status": load_balancer.default_response.status,
            "content_type": load_balancer.default_response.content_type,
            "body": load_balancer.default_response.body,
        },
        "desync_mitigation": load_balancer.desync_mitigation,
        "forwarded_for": load_balancer.forwarded_for,
        "zonal_shift": load_balancer.zonal_shift,
        "deletion_protection": load_balancer.deletion_protection,
        "protect": settings.system.is_production,
    }
    if load_balancer.access_logs is not None:
        args["access_logs"] = _log_target_args(load_balancer.access_logs, around.buckets)
    if load_balancer.connection_logs is not None:
        args["connection_logs"] = _log_target_args(load_balancer.connection_logs, around.buckets)
    return args


def _log_target_args(target: LogTarget, buckets: Mapping[str, Bucket]) -> LogTargetArgs:
    bucket = buckets[target.bucket].name if target.bucket is not None else target.bucket_name or ""
    return {"bucket": bucket, "prefix": target.prefix}


def _certificate_args(edge: Edge, certificate: Certificate, zone: HostedZone | None) -> ServerCertificateArgs:
    if certificate.arn is not None:
        return {"arn": certificate.arn}
    request: CertificateArgs = {
        "domain": certificate.domain or "",
        "alternative_names": list(certificate.alternative_names),
        "key_algorithm": certificate.key_algorithm,
        "transparency_logging": certificate.transparency_logging,
    }
    zone_ids = {domain: _zone_id(edge, domain, certificate.zone_id, zone) for domain in certificate.domains}
    request["zone_ids"] = {domain: zone_id for domain, zone_id in zone_ids.items() if zone_id is not None}
    return {"request": request}


def _zone_id(edge: Edge, domain: str, given: str | None, zone: HostedZone | None) -> pulumi.Input[str] | None:
    found = edge.zone_of(domain, given)
    if found != "zone" or edge.hosted_zone is None:
        return found
    return zone.zone_id if zone is not None else edge.hosted_zone.id


def _response_headers_args(headers: ResponseHeaders) -> ResponseHeadersArgs:
    args: ResponseHeadersArgs = {
        "strict_transport_security": headers.strict_transport_security.value,
        "frame_options": headers.frame_options,
    }
    if headers.content_security_policy is not None:
        args["content_security_policy"] = headers.content_security_policy
    if headers.cors is not None:
        args["cors"] = {
            "allow_origin": headers.cors.allow_origin,
            "allow_methods": list(headers.cors.allow_methods),
            "allow_headers": list(headers.cors.allow_headers),
            "expose_headers": list(headers.cors.expose_headers),
            "allow_credentials": headers.cors.allow_credentials,
            "max_age": headers.cors.max_age_seconds,
        }
    return args


def dns_record_args(edge: Edge, record: Record, load_balancer: LoadBalancer, zone: HostedZone | None) -> DnsRecordArgs:
    """A further host name."""
    args: DnsRecordArgs = {
        "zone_id": _zone_id(edge, record.domain, record.zone_id, zone) or "",
        "domain": record.domain,
    }
    if record.cname is not None:
        args["cname"] = record.cname
    else:
        args["alias"] = {"dns_name": load_balancer.dns_name, "zone_id": load_balancer.zone_id}
    if record.ttl_seconds is not None:
        args["ttl"] = record.ttl_seconds
    if record.health_check is not None:
        check = record.health_check
        args["health_check"] = {
            "path": check.path,
            "interval": check.interval_seconds,
            "failures": check.failures,
        }
    return args


def bucket_outputs(buckets: Mapping[str, Bucket]) -> StackOutputs:
    """The buckets by their key in the stack file."""
    return {"buckets": {key: {"name": bucket.name, "arn": bucket.arn} for key, bucket in buckets.items()}}


def zone_outputs(zone: HostedZone) -> StackOutputs:
    """The zone that the stack made, and where its parent must delegate to."""
    return {"hostedZoneId": zone.zone_id, "hostedZoneNameServers": zone.name_servers}


def web_firewall_outputs(firewall: WebFirewall) -> StackOutputs:
    """The firewall and its logs."""
    return {"webFirewallArn": firewall.arn, "webFirewallLogGroup": firewall.log_group_name}
