"""Examples for keys that sign tokens."""

from tests.policies.examples.model import Example
from tests.policies.harness import UNKNOWN_VALUE, secret

LONG = "0123456789abcdef0123456789abcdef"

EXAMPLES = (
    Example(
        "signing-key-length",
        "aws:ssm/parameter:Parameter",
        compliant={"name": "/payments/jwt_secret_key", "type": "SecureString", "value": secret(LONG)},
        violating={"name": "/payments/jwt_secret_key", "type": "SecureString", "value": secret("changeme")},
        unknown={"name": "/payments/jwt_secret_key", "type": "SecureString", "value": UNKNOWN_VALUE},
        unknown_path="value",
        says="value has 8 characters, the minimum is 32",
    ),
)
