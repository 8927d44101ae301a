"""The engine's passphrase secrets provider, as far as the sandbox needs it: a salt, and one encrypted placeholder.

Format (pkg/v3/secrets/passphrase in the engine's modules): a value is `v1:NONCE:CIPHERTEXT`, AES-256-GCM with a
12-byte nonce; the key is PBKDF2-SHA256 of the passphrase with an 8-byte salt and 1,000,000 rounds; `encryptionsalt` is
`v1:SALT:` and the encrypted text `pulumi`. All parts are base64.
"""

import base64
import hashlib
import os

ROUNDS = 1_000_000
PLACEHOLDER = "SandboxPlaceholderSecret0"
"""Plain text that programs see in place of a secret that only the real secrets provider could decrypt.

Letters and a digit only, so that services which check the form of a password take it.
"""


def new_salt(passphrase: str) -> tuple[str, str]:
    """A fresh `encryptionsalt` for `passphrase`, and the placeholder encrypted under it. Takes about 0.3 s."""
    salt = os.urandom(8)
    key = hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, ROUNDS, 32)
    return f"v1:{_base64(salt)}:{_encrypt(key, 'pulumi')}", _encrypt(key, PLACEHOLDER)


def _encrypt(key: bytes, plaintext: str) -> str:
    # Imported here: it is needed once in a sandbox's life and would slow every command.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return f"v1:{_base64(nonce)}:{_base64(AESGCM(key).encrypt(nonce, plaintext.encode(), None))}"


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
