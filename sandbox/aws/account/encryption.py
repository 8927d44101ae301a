"""The keys that AWS manages in every account: one a service behind `alias/aws/<service>`."""

from sandbox.aws.model import Deployed, Generator, Place
from sandbox.values import Properties

_SERVICES = (
    "acm",
    "backup",
    "codecommit",
    "dms",
    "dynamodb",
    "ebs",
    "elasticfilesystem",
    "es",
    "fsx",
    "glue",
    "kafka",
    "kinesis",
    "kinesisvideo",
    "lambda",
    "lightsail",
    "rds",
    "redshift",
    "s3",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "workspaces",
    "xray",
)


def resources(place: Place) -> list[Deployed]:
    """An alias and a key for each service that encrypts with a key of its own."""
    return [made for service in _SERVICES for made in (_alias(place, service), _key(place, service))]


def managed_key_arn(place: Place, service: str) -> str:
    """The ARN of the key behind `alias/aws/<service>`."""
    return place.arn("kms", f"key/{_key_id(place, service)}")


def _key_id(place: Place, service: str) -> str:
    return Generator(f"{place.account}/{place.region}/kms").uuid(service)


def _alias(place: Place, service: str) -> Deployed:
    name = f"alias/aws/{service}"
    state: Properties = {
        "arn": place.arn("kms", name),
        "name": name,
        "region": place.region,
        "targetKeyArn": managed_key_arn(place, service),
        "targetKeyId": _key_id(place, service),
    }
    return Deployed("aws:kms/alias:Alias", name, place, state, seed="")


def _key(place: Place, service: str) -> Deployed:
    id = _key_id(place, service)
    state: Properties = {
        "arn": managed_key_arn(place, service),
        "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "description": f"Default key that protects my {service} data when no other key is defined",
        "enableKeyRotation": True,
        "isEnabled": True,
        "keyId": id,
        "keyManager": "AWS",
        "keyUsage": "ENCRYPT_DECRYPT",
        "multiRegion": False,
        "region": place.region,
        "tags": {},
        "tagsAll": {},
    }
    return Deployed("aws:kms/key:Key", id, place, state, seed="")
