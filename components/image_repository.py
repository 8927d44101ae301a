"""A repository of container images."""

import json
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.arns import partition_of
from components.policy_documents import Statement, document

_PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]


class ImageRepositoryArgs(TypedDict):
    repository_name: str
    """Name of the repository."""
    key_arn: pulumi.Input[str]
    """Key that encrypts the images."""
    region: str
    """Region of the repository."""
    keep: int
    """Newest tagged images that are kept."""
    untagged_days: int
    """Days after which an image without a tag is removed."""
    mutable_tags: NotRequired[list[str]]
    """Tags, with * as wildcard, that may be moved to another image. Default: none."""
    pull_accounts: NotRequired[list[str]]
    """Other accounts that may pull. Default: none."""
    force_delete: NotRequired[bool]
    """Whether deleting the repository deletes its images. Default: AWS deletes it only when it is empty."""
    protect: bool
    """Whether Pulumi refuses to delete the repository. AWS refuses as long as it holds an image."""


class ImageRepository(pulumi.ComponentResource):
    """A repository whose images are scanned when they are pushed and whose tags stay where they are."""

    name: pulumi.Output[str]
    """Name of the repository."""
    arn: pulumi.Output[str]
    """ARN of the repository."""
    url: pulumi.Output[str]
    """Where to push to and pull from, without tag."""

    def __init__(self, name: str, args: ImageRepositoryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("payments:index:ImageRepository", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        mutable = args.get("mutable_tags", [])
        repository = aws.ecr.Repository(
            f"{name}-repository",
            name=args["repository_name"],
            encryption_configurations=[{"encryption_type": "KMS", "kms_key": args["key_arn"]}],
            image_scanning_configuration={"scan_on_push": True},
            image_tag_mutability="IMMUTABLE_WITH_EXCLUSION" if mutable else "IMMUTABLE",
            image_tag_mutability_exclusion_filters=[{"filter": tag, "filter_type": "WILDCARD"} for tag in mutable]
            or None,
            force_delete=args.get("force_delete", False),
            opts=pulumi.ResourceOptions(parent=self, protect=args["protect"], delete_before_replace=True),
        )
        aws.ecr.LifecyclePolicy(
            f"{name}-lifecycle",
            repository=repository.name,
            policy=json.dumps(_lifecycle(args["keep"], args["untagged_days"])),
            opts=child,
        )
        if accounts := args.get("pull_accounts"):
            aws.ecr.RepositoryPolicy(
                f"{name}-pull",
                repository=repository.name,
                policy=json.dumps(document([_pull(accounts, args["region"])])),
                opts=child,
            )
        self.name = repository.name
        self.arn = repository.arn
        self.url = repository.repository_url
        self.register_outputs({"name": self.name, "arn": self.arn, "url": self.url})


def _lifecycle(keep: int, untagged_days: int) -> dict[str, object]:
    """https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html"""
    untagged = {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days"}
    tagged = {"tagStatus": "tagged", "tagPatternList": ["*"], "countType": "imageCountMoreThan"}
    return {
        "rules": [
            {
                "rulePriority": 1,
                "description": f"Images without a tag go after {untagged_days} days",
                "selection": {**untagged, "countNumber": untagged_days},
                "action": {"type": "expire"},
            },
            {
                "rulePriority": 2,
                "description": f"The newest {keep} images with a tag stay",
                "selection": {**tagged, "countNumber": keep},
                "action": {"type": "expire"},
            },
        ]
    }


def _pull(accounts: list[str], region: str) -> Statement:
    return {
        "Sid": "PullFromOtherAccounts",
        "Effect": "Allow",
        "Principal": {"AWS": [f"arn:{partition_of(region)}:iam::{account}:root" for account in accounts]},
        "Action": _PULL,
    }
