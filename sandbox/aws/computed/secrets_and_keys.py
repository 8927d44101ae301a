"""KMS, Secrets Manager and Systems Manager parameters."""

import base64
from typing import Final

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.aws.computed.iam import account_root_policy
from sandbox.values import Properties, Value

_STANDARD_ROTATION_DAYS: Final = 365


@computes("aws:kms/key:Key", "aws:kms/externalKey:ExternalKey")
def key(creation: Creation) -> Computed:
    """A key, whose id is a UUID; multi-region keys start with `mrk-`."""
    id = f"mrk-{creation.random.hex(32, 'id')}" if creation.flag("multiRegion") else creation.random.uuid("id")
    rotates = creation.flag("enableKeyRotation")
    properties: Properties = {
        "arn": creation.arn("kms", f"key/{id}"),
        "customerMasterKeySpec": creation.text("customerMasterKeySpec", "SYMMETRIC_DEFAULT"),
        "description": creation.text("description"),
        "isEnabled": creation.flag("isEnabled", True),
        "keyId": id,
        "keyUsage": creation.text("keyUsage", "ENCRYPT_DECRYPT"),
        "policy": creation.text("policy", account_root_policy(creation, "key-default-1", "kms:*")),
        "rotationPeriodInDays": creation.number("rotationPeriodInDays", _STANDARD_ROTATION_DAYS if rotates else 0),
    }
    if creation.resource.class_name == "ExternalKey":
        material = bool(creation.text("keyMaterialBase64"))
        properties |= {
            "enabled": creation.flag("enabled", material),
            "expirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE" if material else "",
            "keyState": "Enabled" if material else "PendingImport",
        }
    return Computed(id, {name: value for name, value in properties.items() if name in creation.resource.outputs})


@computes("aws:kms/replicaKey:ReplicaKey")
def replica_key(creation: Creation) -> Computed:
    """The copy of a multi-region key in another region: same id, own ARN."""
    primary = creation.text("primaryKeyArn")
    id = primary.rsplit("/", 1)[-1] or f"mrk-{creation.random.hex(32, 'id')}"
    return Computed(
        id,
        {
            "arn": creation.arn("kms", f"key/{id}"),
            "keyId": id,
            "keyRotationEnabled": False,
            "keySpec": "SYMMETRIC_DEFAULT",
            "keyUsage": "ENCRYPT_DECRYPT",
            "policy": creation.text("policy", account_root_policy(creation, "key-default-1", "kms:*")),
        },
    )


@computes("aws:kms/alias:Alias")
def key_alias(creation: Creation) -> Computed:
    """The alias of a key, whose id is its name."""
    name = creation.name()
    name = name if name.startswith("alias/") else f"alias/{name}"
    target = creation.text("targetKeyId")
    return Computed(
        name,
        {
            "arn": creation.arn("kms", name),
            "name": name,
            "namePrefix": creation.text("namePrefix"),
            "targetKeyArn": target if target.startswith("arn:") else creation.arn("kms", f"key/{target}"),
        },
    )


@computes("aws:kms/grant:Grant")
def grant(creation: Creation) -> Computed:
    """A grant on a key."""
    id = creation.random.hex(64, "grant")
    return Computed(
        f"{creation.text('keyId')}:{id}", {"grantId": id, "grantToken": creation.random.lower(344, "token")}
    )


@computes("aws:kms/ciphertext:Ciphertext")
def ciphertext(creation: Creation) -> Computed:
    """A text encrypted with a key, as Base64; it can't be turned back.

    The provider's id is the key's; here it is one of its own, since several texts may share a key.
    """
    blob = bytes.fromhex(creation.random.hex(184 * 2, "ciphertext"))
    return Computed(creation.random.uuid("id"), {"ciphertextBlob": base64.b64encode(blob).decode()})


def secret_arn(creation: Creation, name: str) -> str:
    """The ARN of a secret: AWS appends a hyphen and six characters."""
    return creation.arn("secretsmanager", f"secret:{name}-{_mixed(creation, 'secret', 6)}")


def _mixed(creation: Creation, label: str, length: int) -> str:
    upper, lower = creation.random.upper(length, label), creation.random.lower(length, label)
    return "".join(upper[place] if place % 2 else lower[place] for place in range(length))


@computes("aws:secretsmanager/secret:Secret")
def secret(creation: Creation) -> Computed:
    """A secret, whose id is its ARN."""
    arn = secret_arn(creation, creation.name())
    return Computed(
        arn,
        {
            "arn": arn,
            "namePrefix": creation.text("namePrefix"),
            "policy": creation.text("policy"),
            "recoveryWindowInDays": creation.inputs.get("recoveryWindowInDays", 30),
        },
    )


@computes("aws:secretsmanager/secretVersion:SecretVersion")
def secret_version(creation: Creation) -> Computed:
    """A version of a secret: `SECRET_ARN|VERSION_ID`; a new value is a new version.

    AWS attaches AWSCURRENT to a version without labels of its own, and to the first version of a secret in any case.
    """
    given = creation.text("secretId")
    arn = given if given.startswith("arn:") else _arn_of_secret(creation, given)
    before = creation.current.get("versionId")
    kept = isinstance(before, str) and not creation.changed("secretString", "secretBinary", "secretStringWoVersion")
    moment = creation.moment().strftime("%Y%m%d%H%M%S")
    version = str(before) if kept else f"terraform-{moment}{creation.random.hex(20, f'version/{before}')}"
    return Computed(
        f"{arn}|{version}",
        {
            "arn": arn,
            "hasSecretStringWo": "secretStringWo" in creation.inputs,
            "secretArn": arn,
            "versionId": version,
            "versionStages": _stages(creation, arn),
        },
    )


def _stages(creation: Creation, secret: str) -> list[Value]:
    given = creation.texts("versionStages") or ["AWSCURRENT"]
    others = creation.request.cloud.where("aws:secretsmanager/secretVersion:SecretVersion", secretArn=secret)
    first = not creation.current and not others
    return [*given, *(["AWSCURRENT"] if first and "AWSCURRENT" not in given else [])]


def _arn_of_secret(creation: Creation, name: str) -> str:
    found = creation.request.cloud.where("aws:secretsmanager/secret:Secret", name=name)
    return found[0].id if found else secret_arn(creation, name)


@computes("aws:secretsmanager/secretRotation:SecretRotation", "aws:secretsmanager/secretPolicy:SecretPolicy")
def secret_setting(creation: Creation) -> Computed:
    """The rotation or the resource policy of a secret, whose id is the secret's ARN."""
    given = creation.text("secretId") or creation.text("secretArn")
    properties: Properties = {"rotationEnabled": True} if creation.resource.class_name == "SecretRotation" else {}
    return Computed(given if given.startswith("arn:") else _arn_of_secret(creation, given), properties)


@computes("aws:ssm/parameter:Parameter")
def parameter(creation: Creation) -> Computed:
    """A parameter, whose id is its name; every change of the value raises the version."""
    name = creation.name()
    kind = creation.text("type", "String")
    value: Value = creation.inputs.get("value") or creation.inputs.get("insecureValue") or ""
    tier = creation.text("tier", "Standard")
    causes = ("value", "insecureValue", "valueWoVersion", "description", "type", "tier", "allowedPattern", "dataType")
    return Computed(
        name,
        {
            "arn": creation.arn("ssm", f"parameter/{name.lstrip('/')}"),
            "dataType": creation.text("dataType", "text"),
            "hasValueWo": "valueWo" in creation.inputs,
            "insecureValue": creation.text("insecureValue"),
            "keyId": creation.text("keyId", "alias/aws/ssm" if kind == "SecureString" else ""),
            "tier": "Standard" if tier == "Intelligent-Tiering" else tier,
            "value": value,
            "version": creation.count("version", *(cause for cause in causes if cause in creation.inputs)),
        },
    )


@computes("aws:ssm/document:Document")
def document(creation: Creation) -> Computed:
    """A Systems Manager document, whose id is its name."""
    name = creation.name()
    version = str(creation.count("latestVersion", "content"))
    schema = creation.document("content").get("schemaVersion")
    description = creation.document("content").get("description")
    return Computed(
        name,
        {
            "arn": creation.arn("ssm", f"document/{name}"),
            "createdDate": creation.time(),
            "defaultVersion": version,
            "description": description if isinstance(description, str) else "",
            "documentVersion": version,
            "hash": creation.random.hex(64, f"hash/{version}"),
            "hashType": "Sha256",
            "latestVersion": version,
            "owner": creation.account,
            "parameters": [],
            "platformTypes": ["Windows", "Linux", "MacOS"],
            "schemaVersion": schema if isinstance(schema, str) else "2.2",
            "status": "Active",
        },
    )
