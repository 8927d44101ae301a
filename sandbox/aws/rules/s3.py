"""What S3 refuses of buckets and their settings, by their inputs alone."""

import ipaddress
import re
from collections.abc import Iterator
from typing import Final

from sandbox.aws.rules.documents import statements, unless_policy
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given, unless_at_most_one
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import BUCKET

_API: Final = "https://docs.aws.amazon.com/AmazonS3/latest/API/"
_NAMES: Final = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"
_LIFECYCLE: Final = _API + "API_PutBucketLifecycleConfiguration.html"
_BUCKET_POLICY: Final = "aws:s3/bucketPolicy:BucketPolicy"
_LIFECYCLES: Final = (
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
)
_VERSIONINGS: Final = ("aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2")
_ENCRYPTIONS: Final = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
)
_OWNERSHIP: Final = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
_OBJECT_LOCK: Final = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
_KEPT_PREFIXES: Final = ("xn--", "sthree-")
_KEPT_SUFFIXES: Final = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
_TRANSITIONS: Final = ("STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE")
_INFREQUENT: Final = ("STANDARD_IA", "ONEZONE_IA")
_DAYS_BEFORE_INFREQUENT: Final = 30


@refuses(*BUCKET, code="InvalidBucketName", source=_NAMES)
def a_bucket_name_is_a_host_name(bucket: Given) -> Failures:
    """3 to 63 lower-case letters, digits, hyphens and single periods, a letter or digit at both ends."""
    name = bucket["bucket"]
    expected = "3 to 63 lower-case letters, digits, hyphens and single periods, a letter or digit at both ends"
    yield from name.unlike(r"(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", expected)
    if name.text is not None and _is_address(name.text):
        yield name.refuse(f'"{name.text}" looks like an IP address; choose a name')


@refuses(*BUCKET, code="InvalidBucketName", source=_NAMES)
def a_bucket_name_avoids_what_s3_keeps(bucket: Given) -> Failures:
    """Some prefixes and suffixes have a meaning of their own."""
    text = bucket["bucket"].text or ""
    for prefix in _KEPT_PREFIXES:
        if text.startswith(prefix):
            yield bucket["bucket"].refuse(f'"{text}" begins with "{prefix}", which S3 keeps; choose another name')
    for suffix in _KEPT_SUFFIXES:
        if text.endswith(suffix):
            yield bucket["bucket"].refuse(f'"{text}" ends with "{suffix}", which S3 keeps; choose another name')


@refuses(*BUCKET, code="InvalidBucketName", source=_NAMES)
def a_bucket_prefix_leaves_room_for_its_suffix(bucket: Given) -> Failures:
    """Of 63 characters the generated suffix takes 26."""
    yield from bucket["bucketPrefix"].longer_than(37)
    yield from unless_at_most_one(bucket, "bucket", "bucketPrefix")


@refuses(*BUCKET, _BUCKET_POLICY, code="MalformedPolicy", source=_API + "API_PutBucketPolicy.html")
def a_bucket_policy_follows_the_grammar(bucket: Given) -> Failures:
    """Each statement names a principal and resources of S3."""
    failures = unless_policy(bucket["policy"])
    yield from failures
    if failures:
        return
    for position, statement in enumerate(statements(bucket["policy"])):
        if statement["Principal"].empty and statement["NotPrincipal"].empty:
            yield bucket["policy"].refuse(
                f"Statement {position + 1}: a bucket policy needs a Principal; say whom it is about"
            )
        if statement["Resource"].empty and statement["NotResource"].empty:
            yield bucket["policy"].refuse(
                f"Statement {position + 1}: a bucket policy needs a Resource; give the bucket's ARN"
            )


@refuses(*_VERSIONINGS, code="MalformedXML", source=_API + "API_PutBucketVersioning.html")
def versioning_is_enabled_suspended_or_never_was(versioning: Given) -> Failures:
    """Enabled, Suspended or Disabled."""
    settings = versioning["versioningConfiguration"]
    yield from settings["status"].none_of(("Enabled", "Suspended", "Disabled"))
    yield from settings["mfaDelete"].none_of(("Enabled", "Disabled"))


@refuses(*_ENCRYPTIONS, *BUCKET, code="MalformedXML", source=_API + "API_ServerSideEncryptionByDefault.html")
def encryption_uses_an_algorithm_that_exists(inputs: Given) -> Failures:
    """AES256, aws:kms or aws:kms:dsse; a key belongs to the latter two."""
    rules = [*inputs["rules"].items, inputs["serverSideEncryptionConfiguration"]["rule"]]
    for rule in rules:
        default = rule["applyServerSideEncryptionByDefault"]
        yield from default["sseAlgorithm"].none_of(("AES256", "aws:kms", "aws:kms:dsse", "aws:fsx"))
        if default["sseAlgorithm"].text == "AES256" and default["kmsMasterKeyId"].present:
            yield default["kmsMasterKeyId"].refuse("a key can't be given with AES256; use aws:kms or leave the key out")


@refuses(*_LIFECYCLES, code="MalformedXML", source=_LIFECYCLE)
def a_lifecycle_rule_does_something(configuration: Given) -> Failures:
    """It is enabled or disabled and has at least one action."""
    actions = (
        *("abortIncompleteMultipartUpload", "expiration", "transitions"),
        *("noncurrentVersionExpiration", "noncurrentVersionTransitions"),
    )
    for rule in configuration["rules"].items:
        yield from rule["status"].none_of(("Enabled", "Disabled"))
        yield from rule["id"].longer_than(255)
        if all(rule[name].absent or rule[name].value == [] for name in actions):
            yield rule.refuse(f"the rule does nothing; give at least one of {', '.join(actions)}")


@refuses(*_LIFECYCLES, code="InvalidArgument", source=_LIFECYCLE)
def lifecycle_rules_have_ids_of_their_own(configuration: Given) -> Failures:
    """Each id stands once."""
    seen: set[str] = set()
    for rule in configuration["rules"].items:
        name = rule["id"].text
        if name is not None and name in seen:
            yield rule["id"].refuse(f'two rules have the id "{name}"; rename one')
        seen |= {name} if name else set()


@refuses(*_LIFECYCLES, *BUCKET, code="InvalidArgument", source=_LIFECYCLE)
def lifecycle_days_are_in_order(inputs: Given) -> Failures:
    """Objects rest 30 days before they become infrequent, and expire after their last transition."""
    for rule in _lifecycle_rules(inputs):
        latest = 0.0
        for transition in rule["transitions"].items:
            days, storage = transition["days"], transition["storageClass"]
            yield from storage.none_of(_TRANSITIONS)
            if days.number is None:
                continue
            if storage.text in _INFREQUENT and days.number < _DAYS_BEFORE_INFREQUENT:
                yield days.refuse(f"{days.number:g} days aren't enough for {storage.text}; give 30 or more")
            latest = max(latest, days.number)
        expiry = rule["expiration"]["days"]
        if expiry.number and latest and expiry.number <= latest:
            yield expiry.refuse(
                f"objects expire after {expiry.number:g} days, their last transition is at {latest:g}; make it later"
            )


@refuses(*_LIFECYCLES, *BUCKET, code="InvalidArgument", source=_LIFECYCLE)
def lifecycle_actions_happen_by_day_or_by_date(inputs: Given) -> Failures:
    """Not both."""
    for rule in _lifecycle_rules(inputs):
        for given in (rule["expiration"], *rule["transitions"].items):
            if given["days"].number and given["date"].present:
                yield given["date"].refuse("days and date are given together; give one of them")


@refuses(_OWNERSHIP, code="MalformedXML", source=_API + "API_OwnershipControlsRule.html")
def ownership_is_one_of_three(controls: Given) -> Failures:
    """BucketOwnerEnforced is the default of new buckets."""
    yield from controls["rule"]["objectOwnership"].none_of(
        ("BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced")
    )


@refuses(_OBJECT_LOCK, code="MalformedXML", source=_API + "API_DefaultRetention.html")
def an_object_lock_lasts_days_or_years(lock: Given) -> Failures:
    """In mode COMPLIANCE or GOVERNANCE."""
    retention = lock["rule"]["defaultRetention"]
    yield from retention["mode"].none_of(("COMPLIANCE", "GOVERNANCE"))
    if retention["days"].number and retention["years"].number:
        yield retention["years"].refuse("days and years are given together; give one of them")


def _lifecycle_rules(inputs: Given) -> Iterator[Given]:
    yield from inputs["rules"].items
    yield from inputs["lifecycleRules"].items


def _is_address(text: str) -> bool:
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return re.fullmatch(r"[\d.]+", text) is not None
