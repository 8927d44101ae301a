"""Rules for Amazon ECR."""

from collections.abc import Mapping

from policies.conditions import each_of, must_be_one_of, must_be_true, must_not_be_true, must_use_customer_key
from policies.properties import UNKNOWN, Properties
from policies.resource_types import KMS_KEYS, REPOSITORY
from policies.rule import rule
from policies.verdict import COMPLIANT, Undetermined, Verdict, Violation, combined

_KMS = ("KMS", "KMS_DSSE")


def _with_scan_on_push(_: Properties) -> Mapping[str, Mapping[str, bool]]:
    """Its only setting, so that nothing else is lost."""
    return {"imageScanningConfiguration": {"scanOnPush": True}}


@rule("ecr-scan-on-push", applies_to=(REPOSITORY,), remedy=_with_scan_on_push)
def scans_what_is_pushed(repository: Properties) -> Verdict:
    return must_be_true(repository, "imageScanningConfiguration.scanOnPush")


@rule("ecr-immutable-tags", applies_to=(REPOSITORY,))
def keeps_tags_where_they_are(repository: Properties) -> Verdict:
    """Single tags may be left out, but not every tag."""
    kept = must_be_one_of(repository, "imageTagMutability", ("IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"), absent="MUTABLE")
    return combined((kept, each_of(repository, "imageTagMutabilityExclusionFilters", _leaves_most_tags_in)))


def _leaves_most_tags_in(exclusion: Properties) -> Verdict:
    pattern = exclusion.text("filter")
    if pattern is UNKNOWN:
        return Undetermined(exclusion.where("filter"))
    return COMPLIANT if (pattern or "").strip("*") else Violation(f"{exclusion.describe('filter')}, which is every tag")


@rule("ecr-cmk", applies_to=(REPOSITORY,), known_from=KMS_KEYS)
def stores_under_own_key(repository: Properties) -> Verdict:
    """AWS takes its own AES256 when nothing is stated."""
    nothing = Violation(repository.describe("encryptionConfigurations", absent="AES256"))
    return each_of(repository, "encryptionConfigurations", _uses_own_key, otherwise=nothing)


def _uses_own_key(encryption: Properties) -> Verdict:
    by_kms = must_be_one_of(encryption, "encryptionType", _KMS, absent="AES256")
    return combined((by_kms, must_use_customer_key(encryption, "kmsKey"))) if by_kms == COMPLIANT else by_kms


@rule("ecr-no-force-delete", applies_to=(REPOSITORY,))
def keeps_its_images(repository: Properties) -> Verdict:
    return must_not_be_true(repository, "forceDelete")
