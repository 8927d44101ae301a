"""What S3, ECR and Backup refuse when they see what exists."""

from collections.abc import Iterator
from typing import Final

from sandbox.aws.model import Cloud, Deployed, Request
from sandbox.aws.rules.failure import Failures
from sandbox.aws.rules.given import Given
from sandbox.aws.rules.references import missing, same_named, text
from sandbox.aws.rules.rule import refuses_to_create, refuses_to_delete
from sandbox.aws.rules.types import BUCKET, BUCKET_OBJECT, REPOSITORY

_S3: Final = "https://docs.aws.amazon.com/AmazonS3/latest/API/"
_ECR: Final = "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/"
_BACKUP: Final = "https://docs.aws.amazon.com/aws-backup/latest/devguide/"
_OBJECT_COPY: Final = "aws:s3/objectCopy:ObjectCopy"
_VAULT: Final = "aws:backup/vault:Vault"
_PLAN: Final = "aws:backup/plan:Plan"
_OF_A_BUCKET: Final = tuple(
    f"aws:s3/{name[0].lower()}{name[1:]}:{name}"
    for name in (
        *("BucketPolicy", "BucketVersioning", "BucketVersioningV2", "BucketLifecycleConfiguration", "BucketLogging"),
        *("BucketLifecycleConfigurationV2", "BucketServerSideEncryptionConfiguration", "BucketPublicAccessBlock"),
        *("BucketServerSideEncryptionConfigurationV2", "BucketOwnershipControls", "BucketAcl", "BucketNotification"),
        *("BucketCorsConfiguration", "BucketObjectLockConfiguration", "BucketReplicationConfig", "BucketObject"),
        *("BucketObjectv2", "BucketWebsiteConfiguration"),
    )
)


@refuses_to_create(*BUCKET, code="BucketAlreadyOwnedByYou", source=_S3 + "API_CreateBucket.html")
def a_bucket_is_not_made_twice(bucket: Given, request: Request) -> Failures:
    """By the same account."""
    name = bucket["bucket"].text
    for other in request.cloud.everywhere(BUCKET[0]):
        if name and text(other, "bucket") == name and other.place.account == request.place.account:
            yield bucket["bucket"].refuse(
                f"The bucket {name} exists already and you own it; import it or choose another name"
            )


@refuses_to_create(*BUCKET, code="BucketAlreadyExists", source=_S3 + "API_CreateBucket.html")
def bucket_names_are_used_once_in_the_world(bucket: Given, request: Request) -> Failures:
    """Other accounts share the namespace."""
    name = bucket["bucket"].text
    for other in request.cloud.everywhere(BUCKET[0]):
        if name and text(other, "bucket") == name and other.place.account != request.place.account:
            yield bucket["bucket"].refuse(
                f"The requested bucket name is not available: account {other.place.account} has {name}; choose another"
            )


@refuses_to_create(*_OF_A_BUCKET, code="NoSuchBucket", source=_S3 + "API_PutBucketPolicy.html")
def the_bucket_exists(inputs: Given, request: Request) -> Failures:
    """In the account or in another one that is known here."""
    bucket = inputs["bucket"]
    name = (bucket.text or "").rpartition(":::")[2]
    if not name or name.startswith("arn:") or "/" in name:
        return
    if not any(name in (other.id, text(other, "bucket")) for other in request.cloud.everywhere(BUCKET[0])):
        yield bucket.refuse(f"The specified bucket does not exist: {name}; create it first, or correct the name")


@refuses_to_delete(*BUCKET, code="BucketNotEmpty", source=_S3 + "API_DeleteBucket.html")
def a_bucket_with_objects_stays(bucket: Deployed, cloud: Cloud) -> Iterator[str]:
    """Unless forceDestroy says that the provider empties it."""
    if bucket.get("forceDestroy") is True:
        return
    name = text(bucket, "bucket") or bucket.id
    for stored in cloud.all(*BUCKET_OBJECT, _OBJECT_COPY):
        if name in (text(stored, "bucket"), text(stored, "bucket").rpartition(":::")[2]):
            yield (
                f"The bucket you tried to delete is not empty: {name} holds {text(stored, 'key')}; delete the objects, "
                "or set forceDestroy: true and update first"
            )


@refuses_to_create(REPOSITORY, code="RepositoryAlreadyExistsException", source=_ECR + "API_CreateRepository.html")
def repositories_have_different_names(repository: Given, request: Request) -> Failures:
    """In an account and region."""
    if same_named(request, "name", REPOSITORY):
        yield repository["name"].refuse(
            f"The repository with name '{repository['name'].text}' already exists in the registry with id "
            f"'{request.place.account}'; choose another name"
        )


@refuses_to_create(
    *("aws:ecr/lifecyclePolicy:LifecyclePolicy", "aws:ecr/repositoryPolicy:RepositoryPolicy"),
    code="RepositoryNotFoundException",
    source=_ECR + "API_PutLifecyclePolicy.html",
)
def the_repository_exists(policy: Given, request: Request) -> Failures:
    """By its name."""
    yield from missing(policy["repository"], request, (REPOSITORY,), "The repository with name")


@refuses_to_create(_VAULT, code="AlreadyExistsException", source=_BACKUP + "API_CreateBackupVault.html")
def vaults_have_different_names(vault: Given, request: Request) -> Failures:
    """In an account and region."""
    if same_named(request, "name", _VAULT):
        yield vault["name"].refuse(
            f"Backup vault with the same name already exists: {vault['name'].text}; choose another"
        )


@refuses_to_create(
    "aws:backup/selection:Selection",
    code="ResourceNotFoundException",
    source=_BACKUP + "API_CreateBackupSelection.html",
)
def the_plan_of_a_selection_exists(selection: Given, request: Request) -> Failures:
    """By its id."""
    yield from missing(selection["planId"], request, (_PLAN,), "Backup plan")


@refuses_to_delete(_PLAN, code="InvalidRequestException", source=_BACKUP + "API_DeleteBackupPlan.html")
def a_plan_with_selections_stays(plan: Deployed, cloud: Cloud) -> Iterator[str]:
    """Its selections must go first."""
    for selection in cloud.where("aws:backup/selection:Selection", planId=plan.id):
        yield f"Related backup plan selections must be deleted prior to backup plan deletion: {selection.id}"
