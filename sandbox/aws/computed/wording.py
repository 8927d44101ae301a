"""Text that AWS would put into a property, told from the property's name and documentation."""

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from sandbox.aws.computed.arns import arn_of, kebab, physical_name
from sandbox.aws.computed.creation import Creation
from sandbox.schema import Property

_Wording: TypeAlias = Callable[[Creation, str, str], str]
_STATES: Final = (
    "ACTIVE",
    "Active",
    "available",
    "AVAILABLE",
    "active",
    "ENABLED",
    "Enabled",
    "enabled",
    "running",
    "RUNNING",
    "InService",
    "Deployed",
    "DEPLOYED",
    "CREATED",
    "READY",
    "Ready",
    "ISSUED",
    "SUCCEEDED",
    "COMPLETED",
    "completed",
    "healthy",
    "attached",
    "associated",
)
_CAUSES: Final = re.compile(r"(reason|message|error|warning|description|details|comment|note)s?$", re.IGNORECASE)
_TIMES: Final = re.compile(
    r"(^(created?|updated?|modified|launched|joined|established|proposed|timestamp|expiration|notBefore|notAfter)$)"
    r"|((Date|Time|At|Timestamp|Moment|Date[Tt]ime)$)|^date[A-Z]|^last(Modified|Updated|Published)",
)
_ACCOUNTS: Final = re.compile(
    r"^(owner|ownerId|account|accountId|awsAccountId|registryId|catalogId|meshOwner|meshResourceOwner|domainOwner"
    r"|resourceOwner|ownerAccount|ownerAccountId|vpcOwnerId|payerId|creator|accountOwner|managementAccountId)$"
    r"|(OwnerId|AccountId|OwnerAccount)$"
)


def text_of(creation: Creation, declared: Property, id: str, label: str, optional_input: bool) -> str:
    """The text of a property that AWS fills in.

    `label` tells apart the properties of one resource; `optional_input` says that the caller could have given it, so
    that a property about which nothing is known stays empty.
    """
    name = declared.name
    for pattern, wording in _BY_NAME:
        if pattern.search(name):
            return wording(creation, id, label)
    if _CAUSES.search(name):
        return ""
    if _ACCOUNTS.search(name):
        return creation.account
    if optional_input:
        return _optional_text(creation, declared)
    if name == "arn" or name.endswith("Arn"):
        return _arn_text(creation, declared, id, label)
    if _TIMES.search(name):
        return creation.time(_moment_label(name))
    if name.lower().endswith(("status", "state")):
        return state_word(declared)
    if name.lower().endswith("id"):
        return _identifier_text(creation, declared, id, label)
    if declared.allowed:
        return declared.allowed[0]
    for pattern, wording in _COMPUTED_ONLY:
        if pattern.search(name):
            return wording(creation, id, label)
    return creation.random.lower(12, label)


def state_word(declared: Property) -> str:
    """The word for a resource in good order: one that the documentation names, else `ACTIVE`."""
    said = (*declared.allowed, *re.findall(r"`\"?([A-Za-z_]+)\"?`", declared.doc))
    for word in _STATES:
        if word in said:
            return word
    return declared.allowed[0] if declared.allowed else "ACTIVE"


def _optional_text(creation: Creation, declared: Property) -> str:
    if declared.name == "name" or declared.name == creation.resource.class_name[:1].lower() + "Name":
        return creation.name()
    if declared.name.lower().endswith(("status", "state")):
        return state_word(declared)
    return ""


def _arn_text(creation: Creation, declared: Property, id: str, label: str) -> str:
    if "/" not in label and (declared.name == "arn" or _is_own_arn(creation, declared.name)):
        return id if id.startswith("arn:") else arn_of(creation, id)
    given = creation.state.get(declared.name)
    if isinstance(given, str) and given:
        return given
    kind = kebab(declared.name[:-3]) or "resource"
    service = creation.resource.token.split(":")[1].split("/")[0]
    return creation.arn(service, f"{kind}/{creation.random.hex(12, label)}")


def _is_own_arn(creation: Creation, name: str) -> bool:
    stem = name[:-3].lower()
    own = creation.resource.class_name.lower()
    return bool(stem) and "arn" not in creation.resource.outputs and (own.endswith(stem) or stem.endswith(own))


def _identifier_text(creation: Creation, declared: Property, id: str, label: str) -> str:
    stem = declared.name[:-2].lower()
    own = creation.resource.class_name.lower()
    if "/" not in label and (
        declared.name == "id" or (stem and own.endswith(stem)) or f"{own}id" == declared.name.lower()
    ):
        return _own_part(creation, id)
    if "UUID" in declared.doc:
        return creation.random.uuid(label)
    return creation.random.hex(17, label)


def _own_part(creation: Creation, id: str) -> str:
    """The part of an id that is the resource's own: the end of an ARN, what no input says in a composite one."""
    if id.startswith("arn:"):
        return re.split(r"[/:]", id)[-1]
    parts = [part for part in re.split(r"[,|]", id) if part not in creation.inputs.values()]
    return parts[0] if parts else id


def _moment_label(name: str) -> str:
    return "created" if re.match(r"creat|date[A-Z]?[Cc]?reat|launch|start|establish|join|proposed", name) else "updated"


def _zone(creation: Creation, id: str, label: str) -> str:
    return creation.facts.zones[0].name


def _zone_id(creation: Creation, id: str, label: str) -> str:
    return creation.facts.zones[0].id


def _region(creation: Creation, id: str, label: str) -> str:
    return creation.region


def _dns_name(creation: Creation, id: str, label: str) -> str:
    service = creation.resource.token.split(":")[1].split("/")[0].lower()
    return f"{_host(creation)}.{service}.{creation.region}.{creation.place.dns_suffix}"


def _url(creation: Creation, id: str, label: str) -> str:
    return f"https://{_dns_name(creation, id, label)}"


def _host(creation: Creation) -> str:
    name = re.sub(r"[^a-z0-9-]+", "-", physical_name(creation).lower()).strip("-")
    return f"{name[:40]}-{creation.random.hex(8, 'host')}" if name else creation.random.lower(12, "host")


def _pem(creation: Creation, id: str, label: str) -> str:
    return pem("CERTIFICATE", creation, label)


def pem(kind: str, creation: Creation, label: str) -> str:
    """A PEM block with the form of the kind and random content."""
    body = creation.random.upper(64 * 12, label)
    lines = "\n".join(body[start : start + 64] for start in range(0, len(body), 64))
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n"


def _account_root(creation: Creation, id: str, label: str) -> str:
    return creation.arn("iam", "root", region="")


def _nothing(creation: Creation, id: str, label: str) -> str:
    return ""


def _public_address(creation: Creation, id: str, label: str) -> str:
    return public_address(creation, label)


def public_address(creation: Creation, label: str) -> str:
    """A public IPv4 address of the kind that AWS hands out."""
    digits = creation.random.digits(9, label)
    first = (3, 13, 15, 18, 35, 52, 54)[int(digits[0]) % 7]
    return f"{first}.{_octet(digits[1:4])}.{_octet(digits[4:7])}.{_octet(digits[6:9])}"


def private_address(creation: Creation, label: str) -> str:
    """A private IPv4 address in 10.0.0.0/8."""
    digits = creation.random.digits(9, label)
    return f"10.{_octet(digits[:3])}.{_octet(digits[3:6])}.{_octet(digits[6:])}"


def _octet(digits: str) -> int:
    return 1 + int(digits) % 254


_BY_NAME: Final[tuple[tuple[re.Pattern[str], _Wording], ...]] = tuple(
    (re.compile(pattern), wording)
    for pattern, wording in (
        (r"^(namePrefix|[a-zA-Z]+NamePrefix|identifierPrefix|[a-zA-Z]+IdentifierPrefix|bucketPrefix)$", _nothing),
        (r"^(region|homeRegion|bucketRegion|sourceRegion|hostedRegion|endpointGroupRegion|peerRegion)$", _region),
        (r"^(availabilityZone|primaryAvailabilityZone)$", _zone),
        (r"^(availabilityZoneId|azId)$", _zone_id),
        (r"^(etag|eTag|liveStageEtag|md5|contentMd5)$", lambda creation, id, label: creation.random.hex(32, label)),
        (
            r"(?i)^(sha256|checksum|codeSha256|[a-z]*hash|fingerprint)$",
            lambda creation, id, label: creation.random.hex(64, label),
        ),
        (
            r"^(latestVersion|currentVersion|version|revision|defaultVersion|policyVersion)$",
            lambda creation, id, label: "1",
        ),
        (r"^(engineVersionActual)$", lambda creation, id, label: creation.text("engineVersion")),
        (
            r"^(lockToken|updateToken|revisionId|uuid|versionToken|callerReference|changeToken)$",
            lambda creation, id, label: creation.random.uuid(label),
        ),
        (r"^(uniqueId)$", lambda creation, id, label: "A" + creation.random.upper(20, label)),
        (r"^hostedZoneId$|^hostedZone$|^zoneId$", lambda creation, id, label: "Z" + creation.random.upper(13, label)),
        (r"(?i)(^|[a-z])(dnsName|domainName|hostname|fqdn|privateDns|publicDns)$", _dns_name),
        (r"^(address|endpoint|readerEndpoint|clusterAddress|configurationEndpoint|[a-z]+Endpoint)$", _dns_name),
        (r"^(url|uri)$|(Url|Uri|EndpointUrl)$", _url),
        (r"(?i)^(publicIp|publicIpAddress|elasticIp|carrierIp|ipAddress|publicIpv4)$", _public_address),
        (
            r"(?i)^(privateIp|privateIpAddress|privateIpv4Address)$",
            lambda creation, id, label: private_address(creation, label),
        ),
        (
            r"(?i)macAddress$",
            lambda creation, id, label: ":".join(
                ["06", *(creation.random.hex(2, f"{label}{place}") for place in range(5))]
            ),
        ),
        (r"^(privateKey|clientPrivateKey)$", lambda creation, id, label: pem("RSA PRIVATE KEY", creation, label)),
        (r"^(publicKey|clusterPublicKey)$", lambda creation, id, label: pem("PUBLIC KEY", creation, label)),
        (r"(?i)^(certificate|certificatePem|certificateChain|certificateBody|pemEncodedCertificate)$", _pem),
        (
            r"(?i)(password|clientSecret|secretKey|sharedSecret|secretString)$",
            lambda creation, id, label: creation.random.lower(40, label),
        ),
        (r"(?i)maintenanceWindow$", lambda creation, id, label: "sun:05:00-sun:06:00"),
        (r"(?i)(backupWindow|snapshotWindow)$", lambda creation, id, label: "03:00-04:00"),
        (r"^vpcId$", lambda creation, id, label: creation.prefixed("vpc", label)),
        (r"^subnetId$", lambda creation, id, label: creation.prefixed("subnet", label)),
        (r"(?i)networkInterfaceId$", lambda creation, id, label: creation.prefixed("eni", label)),
        (r"(?i)securityGroupId$", lambda creation, id, label: creation.prefixed("sg", label)),
        (r"(?i)routeTableId$", lambda creation, id, label: creation.prefixed("rtb", label)),
        (r"(?i)volumeId$", lambda creation, id, label: creation.prefixed("vol", label)),
        (r"(?i)snapshotId$", lambda creation, id, label: creation.prefixed("snap", label)),
        (r"(?i)allocationId$", lambda creation, id, label: creation.prefixed("eipalloc", label)),
        (r"(?i)vpcEndpointId$", lambda creation, id, label: creation.prefixed("vpce", label)),
    )
)


_COMPUTED_ONLY: Final[tuple[tuple[re.Pattern[str], _Wording], ...]] = tuple(
    (re.compile(pattern), wording)
    for pattern, wording in (
        (r"^(name|alias|title|displayName|shareName)$", lambda creation, id, label: physical_name(creation)),
        (r"Name$", lambda creation, id, label: physical_name(creation)),
        (r"[rR]egion$|^regionName$", _region),
        (r"(?i)version$", lambda creation, id, label: "1"),
        (
            r"(?i)(On|end|start|expires|expiration|returnableUntil)$",
            lambda creation, id, label: creation.time("updated"),
        ),
        (r"(?i)^(createdBy|modifiedBy|requestedBy|author|jobOwner|jobInvoker|principal)$", _account_root),
        (r"(?i)^cidr$|cidrBlock$", lambda creation, id, label: "10.0.0.0/16"),
        (r"(?i)asn$", lambda creation, id, label: "64512"),
        (r"(?i)address$", lambda creation, id, label: private_address(creation, label)),
        (r"(?i)(policy|policyDocument)$", lambda creation, id, label: '{"Version":"2012-10-17","Statement":[]}'),
        (r"(?i)^(metadata|settingsAll|schema|json|properties|configsActual)$", lambda creation, id, label: "{}"),
        (r"(?i)email$", lambda creation, id, label: f"owner@{creation.account}.example"),
        (r"(?i)^currency", lambda creation, id, label: "USD"),
        (r"(?i)(username|userName|migrationAdmin)$", lambda creation, id, label: "admin"),
        (r"(?i)^(path|referencePath)$", lambda creation, id, label: "/"),
        (r"(?i)protocol$", lambda creation, id, label: "tcp"),
        (r"(?i)price$|amount$|bytes$", lambda creation, id, label: "0"),
    )
)
