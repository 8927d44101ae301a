"""Whether an environment variable carries a credential in clear.

Names, known formats and, last, randomness decide. What only refers to a credential (an ARN, a path, an address
without password) and settings about one (`TOKEN_TTL`, `PASSWORD_POLICY`) are none.
"""

import math
import re
from collections import Counter
from itertools import pairwise

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

_ALWAYS = frozenset({"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "ECS_ENGINE_AUTH_DATA"})
"""Names that AWS's own tools read credentials from; Security Hub's control ECS.8 lists most of them."""

_SECRET_WORDS = frozenset(
    {
        *("PASSWORD", "PASSWD", "PASSPHRASE", "PASSCODE", "PWD", "PASS", "SECRET", "TOKEN", "CREDENTIAL"),
        *("CREDENTIALS", "APIKEY", "SECRETKEY", "PRIVATEKEY", "ACCESSKEY", "AUTHTOKEN", "CONNECTIONSTRING"),
    }
)
_SECRET_PAIRS = frozenset(
    (first, "KEY")
    for first in ("API", "ACCESS", "SECRET", "PRIVATE", "ENCRYPTION", "SIGNING", "AUTH", "MASTER", "HMAC", "ACCOUNT")
)
_ABOUT_ONE = frozenset(
    {
        *("ARN", "NAME", "ID", "IDS", "URL", "URI", "URLS", "ENDPOINT", "HOST", "PORT", "REGION", "PATH", "FILE"),
        *("DIR", "PREFIX", "SUFFIX", "SSM_PARAMETER", "PARAM", "REF", "KEYS", "VERSION", "TYPE", "KIND", "FORMAT"),
        *("TTL", "EXPIRY", "EXPIRATION", "EXPIRES", "LIFETIME", "AGE", "SECONDS", "MINUTES", "HOURS", "DAYS", "MS"),
        *("LENGTH", "SIZE", "LIMIT", "COUNT", "MIN", "MAX", "RETRIES", "TIMEOUT", "INTERVAL", "ROTATION", "POLICY"),
        *("ENABLED", "DISABLED", "REQUIRED", "OPTIONAL", "MODE", "ALGORITHM", "ISSUER", "AUDIENCE", "SCOPE", "SCOPES"),
        *("HEADER", "COOKIE", "FIELD", "COLUMN", "TABLE", "BUCKET", "QUEUE", "TOPIC", "SOURCE", "PROVIDER", "MANAGER"),
        *("STORE", "SERVICE", "CLIENT", "ALIAS", "IAM_ROLE", "USER", "USERNAME", "OWNER", "LABEL", "CACHE", "PUBLIC"),
        *(
            "RESET",
            "STRENGTH",
            "HASHER",
            "VALIDATION",
            "VALIDATOR",
            "STRATEGY",
            "DOMAIN",
            "STAGE",
            "LOCATION",
            "THROUGH",
        ),
    }
)
"""Last words of names that are settings about a credential, or say where it is."""

_NOT_RANDOM_WORDS = frozenset(
    {"PUBLIC", "CERT", "CERTIFICATE", "CA", "HASH", "SHA", "SHA256", "CHECKSUM", "DIGEST", "FINGERPRINT", "COMMIT"}
)
"""Words of names whose values look random and are no secret."""

_SETTING = re.compile(
    r"""(?ix)
    true | false | yes | no | on | off | null | none | undefined | disabled | enabled | required | optional | strict
    | \d{1,5} | aws | vault | env | file | header | cookie | bearer | basic | authorization | x-[a-z-]+ | placeholder
    | ssm | secretsmanager | iam | auto | default | generated
    """
)
_REFERENCE = re.compile(
    r"""(?x)
    arn:.+                                    # of AWS
    | \$\{.*\} | \{\{.*\}\} | %\(.*\)s | <.*>   # filled in later
    | ([*.xX-])\1*                            # masked
    | (?:/|\./|~/|[A-Za-z]:\\).*              # a path
    | alias/.+ | (?:ssm|secretsmanager|vault|sm|aws-sm|gcp|env|file|s3|op|ref)(?::|\+|//).+
    | [a-z0-9_.-]+(?:/[a-z0-9_.-]+)+          # the name of a secret or parameter
    """
)
_PASSWORD_IN_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s:/@]*:([^\s@/]+)@")
_PASSWORD_IN_CONNECTION = re.compile(r"(?i)(?:^|[;\s])(?:password|pwd|accountkey|sharedaccesskey)\s*=\s*([^;\s]+)")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")

_FORMATS = {
    "an AWS access key": re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    "a GitHub token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})"),
    "a GitLab token": re.compile(r"\bglpat-[\w-]{20,}"),
    "a Slack token": re.compile(r"\bxox[abeoprs]-[\w-]{10,}"),
    "a Stripe key": re.compile(r"\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}"),
    "a Google API key": re.compile(r"\bAIza[\w-]{35}"),
    "a SendGrid key": re.compile(r"\bSG\.[\w-]{16,}\.[\w-]{16,}"),
    "an npm token": re.compile(r"\bnpm_[A-Za-z0-9]{36}"),
    "a signed token": re.compile(r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+"),
    "an authorization header": re.compile(r"(?i)^(?:bearer|basic)\s+[\w+/=.-]{16,}$"),
}
_RANDOM = re.compile(r"[A-Za-z0-9+/_=-]{32,}")
_WORD_LIKE = re.compile(r"[a-z]{7}|[A-Z]{9}")
_RANDOM_BITS = 4.2
"""Bits a character; base64 of random bytes has about 5, hexadecimal text at most 4."""


def names_a_credential(name: str) -> bool:
    """Whether a variable's name says that its value is a credential."""
    if name.upper() in _ALWAYS:
        return True
    words = [word.upper() for word in _WORDS.findall(name)]
    while words and (words[-1].isdigit() or words[-1] in ("V", "OLD", "NEW")):
        words.pop()
    if not words or words[-1] in _ABOUT_ONE:
        return False
    return any(word in _SECRET_WORDS for word in words) or any(pair in _SECRET_PAIRS for pair in pairwise(words))


def credential_in(name: str, value: str) -> str | None:
    """What a variable carries, as a phrase without the value: `its name is that of a credential`; None when nothing."""
    value = value.strip()
    if name.upper() in _ALWAYS and value:
        return "AWS credentials are read from it"
    for called, form in _FORMATS.items():
        if form.search(value):
            return f"its value has the form of {called}"
    for form in (_PASSWORD_IN_ADDRESS, _PASSWORD_IN_CONNECTION):
        found = form.search(value)
        if found and not _REFERENCE.fullmatch(found.group(1)):
            return "its value holds a password"
    if not value or refers_to_a_credential(value):
        return None
    if names_a_credential(name):
        return "its name is that of a credential"
    return "its value looks like a random key" if _looks_random(name, value) else None


def refers_to_a_credential(value: str) -> bool:
    """Whether a value is a setting, an address or a reference, and so no credential in itself."""
    forms = (_SETTING, _REFERENCE, _ADDRESS)
    return any(form.fullmatch(value) for form in forms) or _PASSWORD_IN_CONNECTION.search(value) is not None


def _looks_random(name: str, value: str) -> bool:
    words = {word.upper() for word in _WORDS.findall(name)}
    if words & _NOT_RANDOM_WORDS or words & {"ID", "IDS", "ARN", "URL", "URI", "NAME", "VERSION"}:
        return False
    if not _RANDOM.fullmatch(value) or _WORD_LIKE.search(value):
        return False
    kinds = (str.isupper, str.islower, str.isdigit)
    return all(any(kind(letter) for letter in value) for kind in kinds) and _bits_a_character(value) >= _RANDOM_BITS


def _bits_a_character(value: str) -> float:
    counts = Counter(value).values()
    return -sum(count / len(value) * math.log2(count / len(value)) for count in counts)
