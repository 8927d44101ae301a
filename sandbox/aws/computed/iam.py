"""IAM: roles, users, groups, policies, keys and identity providers."""

import json
from typing import Final

from sandbox.aws.computed.computation import Computed, computes
from sandbox.aws.computed.creation import Creation
from sandbox.aws.model import Generator
from sandbox.values import Properties

_SECRET_ALPHABET_STEP: Final = 7
_UNIQUE_ID_LENGTH: Final = 17


def unique_id(random: Generator, prefix: str) -> str:
    """A unique id of IAM: a prefix that tells the kind (AROA: role, AIDA: user, ...) and 17 characters."""
    return prefix + random.upper(_UNIQUE_ID_LENGTH, f"unique/{prefix}")


def _arn(creation: Creation, kind: str, name: str) -> str:
    path = creation.text("path", "/")
    return creation.arn("iam", f"{kind}{path}{name}", region="")


@computes("aws:iam/role:Role")
def role(creation: Creation) -> Computed:
    """A role, whose id is its name."""
    name = creation.name()
    return Computed(
        name,
        {
            "arn": _arn(creation, "role", name),
            "createDate": creation.time(),
            "uniqueId": unique_id(creation.random, "AROA"),
            "inlinePolicies": [*creation.objects("inlinePolicies")],
            "managedPolicyArns": [*creation.texts("managedPolicyArns")],
            "maxSessionDuration": creation.number("maxSessionDuration", 3600),
            "path": creation.text("path", "/"),
            "namePrefix": creation.text("namePrefix"),
        },
    )


@computes("aws:iam/serviceLinkedRole:ServiceLinkedRole")
def service_linked_role(creation: Creation) -> Computed:
    """The role that a service makes for itself; its id is its ARN."""
    service = creation.text("awsServiceName")
    words = service.split(".")[0].replace("-", " ").title().replace(" ", "")
    suffix = creation.text("customSuffix")
    name = f"AWSServiceRoleFor{words}" + (f"_{suffix}" if suffix else "")
    path = f"/aws-service-role/{service}/"
    arn = creation.arn("iam", f"role{path}{name}", region="")
    properties: Properties = {
        "arn": arn,
        "createDate": creation.time(),
        "name": name,
        "path": path,
        "uniqueId": unique_id(creation.random, "AROA"),
    }
    return Computed(arn, properties)


@computes("aws:iam/user:User", "aws:iam/group:Group", "aws:iam/instanceProfile:InstanceProfile")
def principal(creation: Creation) -> Computed:
    """A user, group or instance profile, whose id is its name."""
    kind, prefix = {
        "User": ("user", "AIDA"),
        "Group": ("group", "AGPA"),
        "InstanceProfile": ("instance-profile", "AIPA"),
    }[creation.resource.class_name]
    name = creation.name()
    properties: Properties = {
        "arn": _arn(creation, kind, name),
        "createDate": creation.time(),
        "namePrefix": creation.text("namePrefix"),
        "path": creation.text("path", "/"),
        "uniqueId": unique_id(creation.random, prefix),
    }
    return Computed(name, {key: value for key, value in properties.items() if key in creation.resource.outputs})


@computes("aws:iam/policy:Policy")
def policy(creation: Creation) -> Computed:
    """A managed policy, whose id is its ARN."""
    arn = _arn(creation, "policy", creation.name())
    return Computed(
        arn,
        {
            "arn": arn,
            "attachmentCount": creation.current.get("attachmentCount") or 0,
            "namePrefix": creation.text("namePrefix"),
            "path": creation.text("path", "/"),
            "policyId": unique_id(creation.random, "ANPA"),
        },
    )


@computes("aws:iam/rolePolicy:RolePolicy", "aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy")
def inline_policy(creation: Creation) -> Computed:
    """An inline policy: the id names its owner and itself."""
    owner = creation.text({"RolePolicy": "role", "UserPolicy": "user"}.get(creation.resource.class_name, "group"))
    return Computed(f"{owner}:{creation.name()}", {"namePrefix": creation.text("namePrefix"), "name": creation.name()})


@computes(
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
)
def policy_attachment(creation: Creation) -> Computed:
    """The attachment of a managed policy to one principal."""
    owner = creation.text("role") or creation.text("user") or creation.text("group")
    return Computed(f"{owner}/{creation.text('policyArn')}")


@computes("aws:iam/accessKey:AccessKey")
def access_key(creation: Creation) -> Computed:
    """An access key; with a PGP key the secret is given only encrypted."""
    encrypted = bool(creation.text("pgpKey"))
    secret = _secret(creation, "secret", 40)
    return Computed(
        "AKIA" + creation.random.upper(16, "id"),
        {
            "createDate": creation.time(),
            "encryptedSecret": _secret(creation, "encrypted", 344) if encrypted else "",
            "encryptedSesSmtpPasswordV4": _secret(creation, "encryptedSmtp", 344) if encrypted else "",
            "keyFingerprint": creation.random.hex(40, "fingerprint") if encrypted else "",
            "secret": "" if encrypted else secret,
            "sesSmtpPasswordV4": "" if encrypted else "B" + _secret(creation, "smtp", 43),
            "status": creation.text("status", "Active"),
        },
    )


def _secret(creation: Creation, label: str, length: int) -> str:
    """Characters as Base64 has them: capital and small letters, digits, plus signs and slashes."""
    upper = creation.random.upper(length, f"{label}/upper")
    lower = creation.random.lower(length, f"{label}/lower")
    mixed = "".join(upper[place] if int(lower[place], 36) % 2 else lower[place] for place in range(length))
    return "".join(
        "+/"[place % 2] if place and place % 19 == _SECRET_ALPHABET_STEP else c for place, c in enumerate(mixed)
    )


@computes("aws:iam/userLoginProfile:UserLoginProfile")
def login_profile(creation: Creation) -> Computed:
    """A console password."""
    encrypted = bool(creation.text("pgpKey"))
    length = creation.number("passwordLength", 20)
    return Computed(
        creation.text("user"),
        {
            "encryptedPassword": _secret(creation, "encrypted", 344) if encrypted else "",
            "keyFingerprint": creation.random.hex(40, "fingerprint") if encrypted else "",
            "password": "" if encrypted else ("aA1!" + _secret(creation, "password", length))[:length],
            "passwordLength": length,
            "passwordResetRequired": creation.flag("passwordResetRequired"),
        },
    )


@computes("aws:iam/openIdConnectProvider:OpenIdConnectProvider")
def oidc_provider(creation: Creation) -> Computed:
    """An OpenID Connect identity provider, whose id is its ARN."""
    url = creation.text("url").removeprefix("https://")
    arn = creation.arn("iam", f"oidc-provider/{url}", region="")
    return Computed(
        arn,
        {
            "arn": arn,
            "url": url,
            "thumbprintLists": [*creation.texts("thumbprintLists")] or [creation.random.hex(40, "thumbprint")],
        },
    )


@computes("aws:iam/samlProvider:SamlProvider")
def saml_provider(creation: Creation) -> Computed:
    """A SAML identity provider, whose id is its ARN."""
    arn = creation.arn("iam", f"saml-provider/{creation.name()}", region="")
    return Computed(
        arn,
        {
            "arn": arn,
            "samlProviderUuid": "ASPA" + creation.random.upper(17, "uuid"),
            "validUntil": f"{creation.moment().year + 100}-01-01T00:00:00Z",
        },
    )


@computes("aws:iam/serverCertificate:ServerCertificate")
def server_certificate(creation: Creation) -> Computed:
    """A TLS certificate that IAM keeps."""
    expiry = creation.moment().replace(year=creation.moment().year + 1)
    return Computed(
        "ASCA" + creation.random.upper(17, "id"),
        {
            "arn": _arn(creation, "server-certificate", creation.name()),
            "expiration": expiry.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "namePrefix": creation.text("namePrefix"),
            "uploadDate": creation.time(),
        },
    )


@computes("aws:iam/accountPasswordPolicy:AccountPasswordPolicy")
def password_policy(creation: Creation) -> Computed:
    """The account's password policy, of which there is one."""
    names = ("requireLowercaseCharacters", "requireNumbers", "requireSymbols", "requireUppercaseCharacters")
    properties: Properties = {name: creation.flag(name) for name in names}
    properties |= {
        "expirePasswords": creation.number("maxPasswordAge") > 0,
        "hardExpiry": creation.flag("hardExpiry"),
    }
    return Computed("iam-account-password-policy", properties)


@computes("aws:iam/virtualMfaDevice:VirtualMfaDevice")
def mfa_device(creation: Creation) -> Computed:
    """A virtual MFA device, whose id is its ARN."""
    path = creation.text("path", "/")
    arn = creation.arn("iam", f"mfa{path}{creation.text('virtualMfaDeviceName')}", region="")
    seed = creation.random.upper(64, "seed").translate(str.maketrans("0189", "ABCD"))
    return Computed(
        arn,
        {
            "arn": arn,
            "base32StringSeed": seed,
            "enableDate": "",
            "qrCodePng": creation.random.lower(120, "png"),
            "serialNumber": arn,
            "userName": "",
        },
    )


@computes("aws:iam/signingCertificate:SigningCertificate")
def signing_certificate(creation: Creation) -> Computed:
    """An X.509 signing certificate of a user."""
    id = creation.random.upper(32, "id")
    return Computed(f"{id}:{creation.text('userName')}", {"certificateId": id})


@computes("aws:iam/sshKey:SshKey")
def ssh_key(creation: Creation) -> Computed:
    """An SSH public key of a user."""
    id = "APKA" + creation.random.upper(16, "id")
    digits = creation.random.hex(32, "fingerprint")
    colons = ":".join(digits[start : start + 2] for start in range(0, 32, 2))
    return Computed(id, {"sshPublicKeyId": id, "fingerprint": colons, "status": creation.text("status", "Active")})


def account_root_policy(creation: Creation, id: str, actions: str) -> str:
    """The key policy that lets the account's administrators use a resource."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Id": id,
            "Statement": [
                {
                    "Sid": "Enable IAM User Permissions",
                    "Effect": "Allow",
                    "Principal": {"AWS": creation.arn("iam", "root", region="")},
                    "Action": actions,
                    "Resource": "*",
                }
            ],
        },
        separators=(",", ":"),
    )
