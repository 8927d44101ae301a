"""What ECR refuses, by the inputs alone."""

from typing import Final

from sandbox.aws.rules.documents import unless_policy
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.rule import refuses
from sandbox.aws.rules.types import REPOSITORY

_API: Final = "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/"
_LIFECYCLE: Final = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html"
_LIFECYCLE_POLICY: Final = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
_REPOSITORY_POLICY: Final = "aws:ecr/repositoryPolicy:RepositoryPolicy"
_PART: Final = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_MUTABILITIES: Final = ("MUTABLE", "IMMUTABLE", "MUTABLE_WITH_EXCLUSION", "IMMUTABLE_WITH_EXCLUSION")


@refuses(REPOSITORY, code="InvalidParameterException", source=_API + "API_CreateRepository.html")
def a_repository_name_is_lower_case(repository: Given) -> Failures:
    """2 to 256 characters: lower-case letters and digits with . _ - and / between them."""
    expected = "2 to 256 lower-case letters and digits with single . _ - or / between them"
    yield from repository["name"].unlike(rf"(?=.{{2,256}}$){_PART}(?:/{_PART})*", expected)
    yield from repository["imageTagMutability"].none_of(_MUTABILITIES)


@refuses(REPOSITORY, code="InvalidParameterException", source=_API + "API_EncryptionConfiguration.html")
def a_repository_is_encrypted_by_s3_or_kms(repository: Given) -> Failures:
    """AES256 takes no key."""
    for encryption in repository["encryptionConfigurations"].items:
        kind = encryption["encryptionType"]
        yield from kind.none_of(("AES256", "KMS", "KMS_DSSE"))
        if not kind.unknown and kind.text in (None, "AES256") and encryption["kmsKey"].present:
            yield encryption["kmsKey"].refuse("kmsKey can't be given with AES256; give encryptionType KMS")


@refuses(_REPOSITORY_POLICY, code="InvalidParameterException", source=_API + "API_SetRepositoryPolicy.html")
def a_repository_policy_follows_the_grammar(policy: Given) -> Failures:
    """JSON, known elements, effects and actions."""
    yield from unless_policy(policy["policy"])


@refuses(_LIFECYCLE_POLICY, code="InvalidParameterException", source=_LIFECYCLE)
def a_lifecycle_policy_is_a_json_list_of_rules(policy: Given) -> Failures:
    """Each rule with a priority of its own, a selection and an action."""
    given = policy["policy"]
    malformed = given.not_json("the lifecycle policy")
    yield from malformed
    if malformed or given.absent or given.open:
        return
    rules = given.document["rules"].items
    if not rules:
        yield given.refuse("the lifecycle policy has no rules; give at least one")
    seen: set[float] = set()
    for position, rule in enumerate(rules):
        priority = rule["rulePriority"].number
        for reason in _faults(rule):
            yield given.refuse(f"rule {position + 1}: {reason}")
        if priority is not None and priority in seen:
            yield given.refuse(f"rule {position + 1}: rulePriority {priority:g} is used twice; number the rules apart")
        seen |= {priority} if priority is not None else set()


def _faults(rule: Given) -> list[str]:
    selection, faults = rule["selection"], []
    if rule["rulePriority"].number is None:
        faults.append("rulePriority is missing; give a number from 1 on")
    if selection["tagStatus"].text not in ("tagged", "untagged", "any"):
        faults.append("selection.tagStatus must be tagged, untagged or any")
    if selection["countType"].text is None or selection["countNumber"].number is None:
        faults.append("selection needs countType and countNumber")
    if selection["countType"].text == "sinceImagePushed" and selection["countUnit"].text != "days":
        faults.append("countType sinceImagePushed needs countUnit days")
    listed = not selection["tagPrefixList"].empty or not selection["tagPatternList"].empty
    if selection["tagStatus"].text == "tagged" and not listed:
        faults.append("tagStatus tagged needs tagPrefixList or tagPatternList")
    if rule["action"]["type"].text not in ("expire", "transition"):
        faults.append("action.type must be expire")
    return faults
