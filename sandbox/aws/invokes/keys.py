"""KMS: keys by id, ARN or alias, and encrypted text."""

import base64
import hashlib

from sandbox.aws.account.encryption import managed_key_arn
from sandbox.aws.account.identities import CREATED
from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable, NotSupported
from sandbox.aws.invokes.inventory import existing, names_of, text
from sandbox.aws.model import AwsError, Deployed
from sandbox.values import Properties

FUNCTIONS = FunctionTable()

_KEY = "aws:kms/key:Key"
_ALIAS = "aws:kms/alias:Alias"


@FUNCTIONS.answers("aws:kms/getKey:getKey")
def key(arguments: Arguments, call: Call) -> Properties:
    """A key's metadata."""
    found = key_of(arguments.text("keyId"), call)
    state, enabled = found.properties, found.properties.get("isEnabled") is not False
    spec = text(found, "customerMasterKeySpec", "SYMMETRIC_DEFAULT")
    return {
        "id": text(found, "keyId") or found.id,
        "arn": text(found, "arn"),
        "awsAccountId": found.place.account,
        "creationDate": CREATED,
        "customerMasterKeySpec": spec,
        "description": text(found, "description"),
        "enabled": enabled,
        "keyManager": text(found, "keyManager", "CUSTOMER"),
        "keySpec": spec,
        "keyState": "Enabled" if enabled else "Disabled",
        "keyUsage": text(found, "keyUsage", "ENCRYPT_DECRYPT"),
        "multiRegion": state.get("multiRegion") is True,
        "origin": "EXTERNAL" if "external" in found.type.lower() else "AWS_KMS",
        "customKeyStoreId": text(found, "customKeyStoreId"),
    }


@FUNCTIONS.answers("aws:kms/getCipherText:getCipherText")
def cipher_text(arguments: Arguments, call: Call) -> Properties:
    """Stands for text encrypted with a key: the same input gives the same blob, from which nothing can be read."""
    found = key_of(arguments.text("keyId"), call)
    context = sorted(arguments.mapping("context").items())
    parts = f"{found.id}/{context}/{arguments.text('plaintext')}".encode()
    blob = b"\x01\x02\x02\x00x" + hashlib.shake_256(parts).digest(96)
    return {
        "id": text(found, "keyId") or found.id,
        "ciphertextBlob": base64.b64encode(blob).decode(),
        "plaintext": arguments.text("plaintext"),
    }


@FUNCTIONS.answers("aws:kms/getSecrets:getSecrets", "aws:kms/getSecret:getSecret")
def secrets(arguments: Arguments, call: Call) -> Properties:
    """Refuses: the sandbox has no key material that could decrypt a payload."""
    raise NotSupported(
        f"The sandbox cannot answer {arguments.token}: it holds no KMS key material, so it cannot decrypt payloads. "
        "Keep the value in Secrets Manager and read it with aws.secretsmanager.get_secret_version."
    )


@FUNCTIONS.answers("aws:kms/getPublicKey:getPublicKey")
def public_key(arguments: Arguments, call: Call) -> Properties:
    """Refuses: symmetric keys have no public key, and of asymmetric ones the sandbox holds no material."""
    found = key_of(arguments.text("keyId"), call)
    if text(found, "customerMasterKeySpec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT":
        raise AwsError(
            "UnsupportedOperationException",
            f"{text(found, 'arn')} is a symmetric key, which has no public key: give a key with an asymmetric spec.",
            "keyId",
        )
    raise NotSupported(
        f"The sandbox cannot answer {arguments.token}: it holds no key material, so {found.id} has no public key here."
    )


@FUNCTIONS.answers("aws:ebs/getDefaultKmsKey:getDefaultKmsKey")
def default_ebs_key(arguments: Arguments, call: Call) -> Properties:
    """The key that encrypts EBS volumes when none is named: a deployed default, else AWS's own."""
    chosen = existing(call, "aws:ebs/defaultKmsKey:DefaultKmsKey")
    arn = text(chosen[-1], "keyArn") if chosen else managed_key_arn(call.place, "ebs")
    return {"id": call.place.region, "keyArn": arn}


@FUNCTIONS.answers("aws:ebs/getEncryptionByDefault:getEncryptionByDefault")
def ebs_encryption(arguments: Arguments, call: Call) -> Properties:
    """Whether new EBS volumes are encrypted: as deployed, else false."""
    chosen = existing(call, "aws:ebs/encryptionByDefault:EncryptionByDefault")
    return {"enabled": bool(chosen) and chosen[-1].properties.get("enabled") is not False}


def key_of(id: str, call: Call) -> Deployed:
    """The key of an id, ARN, alias name or alias ARN. Raises `AwsError` when there is none."""
    alias = id.partition(":alias/")[2] if ":alias/" in id else id.removeprefix("alias/")
    if id.startswith("alias/") or ":alias/" in id:
        targets = [
            text(item, "targetKeyId") for item in existing(call, _ALIAS) if text(item, "name") == f"alias/{alias}"
        ]
        wanted = targets[0] if targets else ""
    else:
        wanted = id
    found = [item for item in existing(call, _KEY) if wanted and wanted in names_of(item) | {text(item, "keyId")}]
    if not found:
        raise AwsError(
            "NotFoundException",
            f"Key '{id}' does not exist: deploy the key (or its alias) first; `sandbox/cloud list` shows what exists.",
            "keyId",
        )
    return found[0]
