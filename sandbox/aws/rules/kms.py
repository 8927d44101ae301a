"""What KMS refuses of keys and aliases, by their inputs alone."""

from typing import Final

from sandbox.aws.rules.documents import unless_policy
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import ALIAS, KEY, REPLICA_KEY

_API: Final = "https://docs.aws.amazon.com/kms/latest/APIReference/"
_KEY: Final = _API + "API_CreateKey.html"
_KEY_POLICY: Final = "aws:kms/keyPolicy:KeyPolicy"
_SYMMETRIC: Final = "SYMMETRIC_DEFAULT"
_SPECS: Final = {
    _SYMMETRIC: ("ENCRYPT_DECRYPT",),
    **{f"RSA_{bits}": ("ENCRYPT_DECRYPT", "SIGN_VERIFY") for bits in (2048, 3072, 4096)},
    **{f"ECC_NIST_P{bits}": ("SIGN_VERIFY", "KEY_AGREEMENT") for bits in (256, 384, 521)},
    "ECC_NIST_EDWARDS25519": ("SIGN_VERIFY",),
    "ECC_SECG_P256K1": ("SIGN_VERIFY",),
    **{f"HMAC_{bits}": ("GENERATE_VERIFY_MAC",) for bits in (224, 256, 384, 512)},
    **{f"ML_DSA_{size}": ("SIGN_VERIFY",) for size in (44, 65, 87)},
    "SM2": ("ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"),
}


@refuses(KEY, REPLICA_KEY, code="ValidationException", source=_API + "API_ScheduleKeyDeletion.html")
def a_key_waits_7_to_30_days_for_its_deletion(key: Given) -> Failures:
    """So that a mistake can be taken back."""
    yield from key["deletionWindowInDays"].outside(7, 30, "days")


@refuses(KEY, code="ValidationException", source=_API + "API_EnableKeyRotation.html")
def a_key_is_rotated_every_90_to_2560_days(key: Given) -> Failures:
    """With automatic rotation."""
    yield from key["rotationPeriodInDays"].outside(90, 2560, "days")
    if key["rotationPeriodInDays"].number and key["enableKeyRotation"].surely_false:
        yield key["enableKeyRotation"].refuse("rotationPeriodInDays is given; give enableKeyRotation: true too")


@refuses(KEY, code="ValidationException", source=_KEY)
def a_key_is_of_a_spec_that_exists(key: Given) -> Failures:
    """And used for what its spec can do."""
    spec, usage = key["customerMasterKeySpec"], key["keyUsage"]
    yield from spec.none_of(_SPECS)
    yield from usage.none_of(("ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"))
    uses = _SPECS.get(spec.text or _SYMMETRIC)
    chosen = usage.text or "ENCRYPT_DECRYPT"
    if uses is not None and not spec.unknown and not usage.unknown and chosen not in uses:
        yield usage.refuse(f"keyUsage {chosen} isn't possible with {spec.text or _SYMMETRIC}; give {' or '.join(uses)}")


@refuses(KEY, code="UnsupportedOperationException", source=_API + "API_EnableKeyRotation.html")
def only_a_symmetric_key_rotates(key: Given) -> Failures:
    """Neither asymmetric nor HMAC keys, nor those of a custom key store."""
    spec = key["customerMasterKeySpec"]
    if not key["enableKeyRotation"].true:
        return
    if spec.text not in (None, _SYMMETRIC):
        yield key["enableKeyRotation"].refuse(f"a {spec.text} key can't be rotated automatically; leave it out")
    if key["customKeyStoreId"].present:
        yield key["enableKeyRotation"].refuse(
            "a key of a custom key store can't be rotated automatically; leave it out"
        )


@refuses(KEY, REPLICA_KEY, _KEY_POLICY, code="MalformedPolicyDocumentException", source=_API + "API_PutKeyPolicy.html")
def a_key_policy_follows_the_grammar(key: Given) -> Failures:
    """Each statement names a principal."""
    policy = key["policy"]
    failures = unless_policy(policy)
    yield from failures
    if failures or policy.open:
        return
    for position, statement in enumerate(policy.document["Statement"].items):
        if statement["Principal"].empty and statement["NotPrincipal"].empty:
            yield policy.refuse(f"Statement {position + 1}: a key policy needs a Principal; say whom it is about")


@refuses(ALIAS, code="ValidationException", source=_API + "API_CreateAlias.html")
def an_alias_begins_with_alias(alias: Given) -> Failures:
    """Then letters, digits, slashes, underscores and hyphens; `alias/aws/` belongs to AWS."""
    for name in ("name", "namePrefix"):
        given = alias[name]
        yield from given.unlike(r"alias/[a-zA-Z0-9/_-]{1,250}", '"alias/" with letters, digits, /, _ and - after it')
        if (given.text or "").startswith("alias/aws/"):
            yield given.refuse(
                f'"{given.text}" begins with "alias/aws/", which AWS keeps for itself; choose another name'
            )
