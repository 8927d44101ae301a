"""Secrets Manager: secrets, their versions, and random passwords."""

import secrets
import string

from sandbox.aws.account.identities import CREATED
from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.invokes.inventory import existing, names_of, text
from sandbox.aws.model import AwsError, Deployed
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()

_SECRET = "aws:secretsmanager/secret:Secret"  # noqa: S105 - a resource type
_VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
_LONGEST = 4096
# The punctuation that GetRandomPassword draws from, as its API reference lists it.
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


@FUNCTIONS.answers("aws:secretsmanager/getRandomPassword:getRandomPassword")
def random_password(arguments: Arguments, call: Call) -> Properties:
    """A password drawn anew at every call, by the rules of GetRandomPassword.

    Length 1 to 4096, 32 by default; `requireEachIncludedType` puts at least one character of each kind in.
    """
    length = arguments.integer("passwordLength", 32)
    if not 1 <= length <= _LONGEST:
        raise AwsError(
            "InvalidParameterException",
            f"passwordLength must be between 1 and {_LONGEST}, not {length}.",
            "passwordLength",
        )
    excluded = set(arguments.text("excludeCharacters"))
    kinds = [
        [character for character in alphabet if character not in excluded]
        for alphabet, left_out in (
            (string.ascii_lowercase, arguments.flag("excludeLowercase")),
            (string.ascii_uppercase, arguments.flag("excludeUppercase")),
            (string.digits, arguments.flag("excludeNumbers")),
            (_PUNCTUATION, arguments.flag("excludePunctuation")),
            (" ", not arguments.flag("includeSpace")),
        )
        if not left_out
    ]
    kinds = [kind for kind in kinds if kind]
    if not kinds:
        raise AwsError(
            "InvalidParameterException",
            "The exclusions leave no character to make a password of: exclude fewer characters or kinds.",
            "excludeCharacters",
        )
    required = kinds if arguments.flag("requireEachIncludedType") else []
    if len(required) > length:
        raise AwsError(
            "InvalidParameterException",
            f"passwordLength {length} is too short for one character of each of {len(required)} kinds.",
            "passwordLength",
        )
    drawn = [secrets.choice(kind) for kind in required]
    every = [character for kind in kinds for character in kind]
    drawn += [secrets.choice(every) for _ in range(length - len(drawn))]
    secrets.SystemRandom().shuffle(drawn)
    # The real provider's id is the password itself; an id must not be one.
    return {"id": call.place.region, "randomPassword": "".join(drawn), "passwordLength": length}


@FUNCTIONS.answers("aws:secretsmanager/getSecret:getSecret")
def secret(arguments: Arguments, call: Call) -> Properties:
    """A secret's description, by name or ARN."""
    found = _secret(arguments.text("arn") or arguments.text("name"), call)
    dates: Properties = {"createdDate": CREATED, "lastChangedDate": CREATED}
    return {**dates, **found.properties, "id": text(found, "arn") or found.id, "tags": found.properties.get("tagsAll")}


@FUNCTIONS.answers("aws:secretsmanager/getSecretVersion:getSecretVersion")
def secret_version(arguments: Arguments, call: Call) -> Properties:
    """The content of a secret's version: the one with the given id or stage, `AWSCURRENT` by default."""
    owner = _secret(arguments.text("secretId"), call)
    stage = arguments.text("versionStage", "AWSCURRENT")
    wanted = arguments.text("versionId")
    versions = [item for item in existing(call, _VERSION) if text(item, "secretId") in names_of(owner)]
    # While a version is replaced the old one is still there; a label belongs to the newest that has it.
    found = [item for item in versions if (text(item, "versionId") == wanted if wanted else stage in _stages(item))]
    if not found:
        problem = f"version id: {wanted}" if wanted else f"staging label: {stage}"
        raise AwsError(
            "ResourceNotFoundException",
            f"Secrets Manager can't find the specified secret value for {problem} of {text(owner, 'name')}: "
            f"deploy an {_VERSION} for it first.",
            "secretId",
        )
    version = found[-1]
    stages: list[Value] = list(_stages(version))
    return {
        "arn": text(owner, "arn"),
        "createdDate": CREATED,
        "id": f"{text(owner, 'arn')}|{wanted or stage}",
        "secretArn": text(owner, "arn"),
        "secretId": arguments.text("secretId"),
        "secretString": text(version, "secretString") or text(version, "secretStringWo"),
        "secretBinary": version.properties.get("secretBinary") or "",
        "versionId": text(version, "versionId"),
        "versionStage": stage,
        "versionStages": stages,
    }


def _stages(version: Deployed) -> list[str]:
    stages = version.properties.get("versionStages")
    return [stage for stage in stages if isinstance(stage, str)] if isinstance(stages, list) else ["AWSCURRENT"]


def _secret(id: str, call: Call) -> Deployed:
    found = [item for item in existing(call, _SECRET) if id in names_of(item)]
    if not found:
        raise AwsError(
            "ResourceNotFoundException",
            f"Secrets Manager can't find the specified secret {id}: deploy an {_SECRET} of that name or ARN first; "
            "`sandbox/cloud list` shows what exists.",
        )
    return found[-1]
