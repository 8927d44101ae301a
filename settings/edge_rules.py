"""Rules that join the way in with buckets, names and the environment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from settings.errors import Mistake, Path
from settings.wording import did_you_mean, listing

if TYPE_CHECKING:
    from settings.stack import Settings

_EDGE: Path = ("edge", "loadBalancer")


def log_buckets(settings: Settings) -> dict[Path, str]:
    """Keys of the stack's buckets that receive logs, by the path that says so."""
    found: dict[Path, str] = {
        ("buckets", key, "accessLogs", "bucket"): bucket.access_logs.bucket
        for key, bucket in settings.buckets.items()
        if bucket.access_logs is not None
    }
    if settings.edge is not None:
        for path, target in settings.edge.load_balancer.log_targets.items():
            if target.bucket is not None:
                found[(*_EDGE, *path, "bucket")] = target.bucket
    return found


def log_buckets_exist(settings: Settings) -> Iterator[Mistake]:
    """Logs go to a bucket of the stack."""
    for path, key in log_buckets(settings).items():
        if key not in settings.buckets:
            allowed = f"a key of platform:buckets, which has {listing(settings.buckets)}"
            remedy = did_you_mean(key, settings.buckets) or f"Add platform:buckets.{key}."
            yield Mistake(path, f'"{key}"', allowed, remedy)


def log_buckets_use_keys_that_their_senders_know(settings: Settings) -> Iterator[Mistake]:
    """Elastic Load Balancing and S3 write logs to buckets with S3-managed encryption only.

    Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html and
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """
    for path, key in _receivers(settings).items():
        if settings.buckets[key].encryption != "s3Managed":
            yield Mistake(
                ("buckets", key, "encryption"),
                '"customerKey"',
                f"s3Managed, because {Mistake(path, '', '').key} sends logs there and AWS delivers them to no other",
                "Write s3Managed, or send the logs to a bucket of their own.",
            )


def log_buckets_do_not_log(settings: Settings) -> Iterator[Mistake]:
    """Records of the delivery of records would never end; AWS refuses a default retention there too."""
    for path, key in _receivers(settings).items():
        bucket = settings.buckets[key]
        if path[0] != "buckets":
            continue
        sender = Mistake(path, "", "").key
        if bucket.access_logs is not None:
            yield Mistake(
                ("buckets", key, "accessLogs"), "a section", f"no accessLogs where {sender} sends logs", "Remove it."
            )
        if bucket.object_lock is not None:
            yield Mistake(
                ("buckets", key, "objectLock"), "a section", f"no objectLock where {sender} sends logs", "Remove it."
            )


def log_prefixes_differ(settings: Settings) -> Iterator[Mistake]:
    """Each sender has a prefix of its own in a bucket."""
    taken: dict[tuple[str, str], str] = {}
    for path, key in log_buckets(settings).items():
        prefix = _prefix(settings, path)
        if (key, prefix) in taken:
            yield Mistake(
                (*path[:-1], "prefix"), f'"{prefix}"', f"a prefix of its own: {taken[key, prefix]} has this one"
            )
        taken.setdefault((key, prefix), Mistake(path[:-1], "", "").key)


def data_buckets_use_the_stacks_key(settings: Settings) -> Iterator[Mistake]:
    """S3-managed encryption is for buckets that receive logs; in prod nothing else has it."""
    receiving = set(log_buckets(settings).values())
    for key, bucket in settings.buckets.items():
        if settings.system.is_production and bucket.encryption == "s3Managed" and key not in receiving:
            yield Mistake(
                ("buckets", key, "encryption"),
                '"s3Managed"',
                "customerKey in prod for a bucket that receives no logs",
                "Remove encryption.",
            )


def production_buckets_stay(settings: Settings) -> Iterator[Mistake]:
    """No bucket of prod is emptied by a deletion."""
    for key, bucket in settings.buckets.items():
        if settings.system.is_production and bucket.force_destroy:
            yield Mistake(("buckets", key, "forceDestroy"), "true", "false in prod", "Remove forceDestroy.")


def certificates_are_of_the_region(settings: Settings) -> Iterator[Mistake]:
    """A load balancer takes certificates of its own region only."""
    if settings.edge is None:
        return
    for path, certificate in settings.edge.load_balancer.certificates.items():
        if certificate.arn is not None and certificate.arn.split(":")[3] != settings.region:
            yield Mistake(
                (*_EDGE, *path, "arn"),
                f'"{certificate.arn}"',
                f"a certificate of {settings.region}, the region in aws:region",
                "Request one there, or write domain: and the program does.",
            )


def names_have_one_record(settings: Settings) -> Iterator[Mistake]:
    """A host name is served by one certificate's record or one of `records`."""
    if settings.edge is None:
        return
    taken: dict[str, str] = {}
    for path, certificate in settings.edge.load_balancer.certificates.items():
        for domain in certificate.domains:
            where = Mistake((*_EDGE, *path), "", "").key
            if settings.edge.zone_of(domain, certificate.zone_id) is not None:
                taken.setdefault(domain, where)
    for key, record in settings.edge.records.items():
        if record.domain in taken:
            yield Mistake(
                ("edge", "records", key, "domain"),
                f'"{record.domain}"',
                f"a host name of its own: {taken[record.domain]} has this one",
                f"Remove {key}.",
            )
        taken.setdefault(record.domain, Mistake(("edge", "records", key), "", "").key)


def records_have_a_zone(settings: Settings) -> Iterator[Mistake]:
    """Each record lies in a known zone."""
    if settings.edge is None:
        return
    for key, record in settings.edge.records.items():
        if settings.edge.zone_of(record.domain, record.zone_id) is None:
            yield Mistake(
                ("edge", "records", key, "domain"),
                f'"{record.domain}"',
                "a host name in platform:edge.hostedZone, or zoneId beside it",
                "Add zoneId.",
            )


def aliases_do_not_stand_for_themselves(settings: Settings) -> Iterator[Mistake]:
    """A CNAME can't stand at the apex of its zone, nor lead to itself."""
    if settings.edge is None:
        return
    zone = settings.edge.hosted_zone
    for key, record in settings.edge.records.items():
        path: Path = ("edge", "records", key, "cname")
        if record.cname is not None and record.cname == record.domain:
            yield Mistake(path, f'"{record.cname}"', "another host name than domain")
        elif record.cname is not None and zone is not None and record.domain == zone.name and record.zone_id is None:
            yield Mistake(path, f'"{record.cname}"', f"no cname for {zone.name} itself: DNS allows none there")


def _receivers(settings: Settings) -> dict[Path, str]:
    return {path: key for path, key in log_buckets(settings).items() if key in settings.buckets}


def _prefix(settings: Settings, path: Path) -> str:
    if path[0] == "buckets":
        logs = settings.buckets[str(path[1])].access_logs
        return logs.prefix if logs is not None else ""
    targets = settings.edge.load_balancer.log_targets if settings.edge is not None else {}
    return targets[(path[2],)].prefix


RULES = (
    log_buckets_exist,
    log_buckets_use_keys_that_their_senders_know,
    log_buckets_do_not_log,
    log_prefixes_differ,
    data_buckets_use_the_stacks_key,
    production_buckets_stay,
    certificates_are_of_the_region,
    names_have_one_record,
    records_have_a_zone,
    aliases_do_not_stand_for_themselves,
)
"""The rules of this file, for `Settings.rules`."""
