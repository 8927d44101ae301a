"""The nouns of the embedded cloud: places, deployed resources, requests, and the errors that AWS answers with."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from sandbox.values import Properties, Value

DNS_SUFFIXES: Mapping[str, str] = {"aws": "amazonaws.com", "aws-cn": "amazonaws.com.cn", "aws-us-gov": "amazonaws.com"}


def partition_of(region: str) -> str:
    """The partition that a region belongs to: aws, aws-cn or aws-us-gov."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


@dataclass(frozen=True, slots=True)
class Place:
    """An account and region that a request is made in."""

    region: str
    account: str

    @property
    def partition(self) -> str:
        """`aws`, `aws-cn` or `aws-us-gov`."""
        return partition_of(self.region)

    @property
    def dns_suffix(self) -> str:
        """The domain under which AWS endpoints of this partition live."""
        return DNS_SUFFIXES[self.partition]

    def arn(self, service: str, resource: str, *, region: str | None = None, account: str | None = None) -> str:
        """An ARN in this place; `region=""` or `account=""` leaves that field empty as global services do."""
        fields = (self.region if region is None else region, self.account if account is None else account)
        return f"arn:{self.partition}:{service}:{fields[0]}:{fields[1]}:{resource}"


@dataclass(frozen=True, slots=True)
class Deployed:
    """A resource that exists in the cloud.

    `properties` is its whole state in wire names (camelCase) without secret wrappers; `seed` is the random text that
    was drawn at its creation, from which its generated identifiers are derived.
    """

    type: str
    id: str
    place: Place
    properties: Properties
    seed: str
    name: str = ""

    def get(self, *path: str) -> Value:
        """The property at a path of keys, None when absent."""
        value: Value = self.properties
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value


class Cloud(Protocol):
    """What exists, as one request sees it: everything of the account, in the request's region and global."""

    def find(self, type: str, id: str) -> Deployed | None:
        """The resource of this type and id in the request's account and region, or None."""

    def all(self, *types: str) -> list[Deployed]:
        """All resources of these types (every type when none is named) in the request's account and region."""

    def everywhere(self, *types: str) -> list[Deployed]:
        """The same in all accounts and regions."""

    def where(self, type: str, **properties: Value) -> list[Deployed]:
        """Resources of a type in the request's account and region whose properties (wire names) have these values."""


class AwsError(Exception):
    """AWS refuses a request. The text is `Code: message`, as the SDKs print it.

    `code` is the API's error code (`InvalidSubnet.Range`), `message` what AWS says with how to put it right appended
    where AWS leaves that out, `property` the wire path of the property at fault when there is one.
    """

    def __init__(self, code: str, message: str, property: str = "") -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.property = property


@dataclass(frozen=True, slots=True)
class Failure:
    """A property that AWS or its provider would refuse: its path, such as `defaultActions[0].type`, and the reason.

    The path is empty when the resource as a whole is at fault.
    """

    path: str
    reason: str


class Generator:
    """Reproducible identifiers of one resource: the same seed and label always give the same text."""

    def __init__(self, seed: str) -> None:
        self._seed = seed

    def hex(self, length: int, label: str = "") -> str:
        """Lower-case hexadecimal digits."""
        return self._stream(length, label, "0123456789abcdef")

    def digits(self, length: int, label: str = "") -> str:
        """Decimal digits."""
        return self._stream(length, label, "0123456789")

    def upper(self, length: int, label: str = "") -> str:
        """Upper-case letters and digits, as access key ids and hosted zone ids have them."""
        return self._stream(length, label, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

    def lower(self, length: int, label: str = "") -> str:
        """Lower-case letters and digits, as API Gateway ids have them."""
        return self._stream(length, label, "abcdefghijklmnopqrstuvwxyz0123456789")

    def uuid(self, label: str = "") -> str:
        """A version 4 UUID."""
        digits = self.hex(32, label)
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def _stream(self, length: int, label: str, alphabet: str) -> str:
        text = ""
        block = 0
        while len(text) < length:
            digest = hashlib.sha256(f"{self._seed}/{label}/{block}".encode()).digest()
            text += "".join(alphabet[byte % len(alphabet)] for byte in digest)
            block += 1
        return text[:length]


@dataclass(frozen=True, slots=True)
class Request:
    """A create, update or delete that the engine asks for.

    `inputs` are the checked inputs in wire names without secret wrappers. They hold UNKNOWN only while `preview` is
    true. `current` is the resource as it stands, None for a creation. `tags` are default tags merged with the
    resource's own, for types that have tags.
    """

    type: str
    name: str
    inputs: Properties
    place: Place
    cloud: Cloud
    seed: str
    current: Deployed | None = None
    tags: Mapping[str, Value] = field(default_factory=dict)
    preview: bool = False

    @property
    def random(self) -> Generator:
        """Identifiers derived from the resource's seed."""
        return Generator(self.seed)

    def text(self, name: str, default: str = "") -> str:
        """An input as text; the default when it is absent or not known yet."""
        value = self.inputs.get(name)
        return value if isinstance(value, str) else default
