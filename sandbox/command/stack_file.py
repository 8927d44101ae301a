"""Working copies of stack files.

A copy has the sandbox's passphrase provider in place of the real secrets provider, and a placeholder in place of every
ciphertext. Nothing is decrypted: ciphertexts are recognised by their form, `{secure: TEXT}`.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import yaml

from sandbox.command.errors import CommandError
from sandbox.command.folder import StackSecrets
from sandbox.command.yaml_text import compose_mapping, entry, plain, put, remove, serialize, text

PROVIDER_KEYS = ("secretsprovider", "encryptedkey", "encryptionsalt")
"""Keys by which a stack file says how its secrets are encrypted."""

NO_FILE = "none"
"""In place of a digest, for a copy of a stack file that doesn't exist."""


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """The copy of one stack file, and whether it had to be changed."""

    path: Path
    notice: str | None
    """A sentence for the user about what the copy leaves out, when the copy was made just now."""


def sandboxed(content: str, secrets: StackSecrets) -> str:
    """A stack file's text for the sandbox. Raises yaml.YAMLError and ValueError."""
    document = compose_mapping(content)
    for key in (*PROVIDER_KEYS, "environment"):
        remove(document, key)
    config = entry(document, "config")
    if config is not None:
        _replace_ciphertexts(config, secrets.placeholder, set())
    put(document, "encryptionsalt", text(secrets.salt))
    return serialize(document)


def _replace_ciphertexts(node: yaml.Node, placeholder: str, seen: set[int]) -> None:
    if id(node) in seen:  # an alias shares its anchor's node
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _replace_ciphertexts(item, placeholder, seen)
    elif isinstance(node, yaml.MappingNode):
        if is_ciphertext(node):
            node.value = [(node.value[0][0], text(placeholder))]
            return
        for _, value in node.value:
            _replace_ciphertexts(value, placeholder, seen)


def is_ciphertext(node: yaml.MappingNode) -> bool:
    """Whether the engine takes this mapping for a secret: `secure` and a text, nothing else."""
    if len(node.value) != 1:
        return False
    key, value = node.value[0]
    return key.value == "secure" and isinstance(value, yaml.ScalarNode) and value.tag == "tag:yaml.org,2002:str"


def refresh_copy(source: Path, copy: Path, secrets: StackSecrets) -> WorkingCopy:
    """Bring the working copy of `source` up to date.

    Untouched when `source` is as it was. Otherwise made anew, and the settings that were changed in the copy since it
    was made are put on top. Raises CommandError when `source` can't be read as a stack file.
    """
    base = copy.with_name(f".{copy.name}.base")
    content, digest = _read(source)
    recorded = base.read_text(encoding="utf-8") if base.exists() and copy.exists() else ""
    recorded_digest, _, recorded_base = recorded.partition("\n")
    if recorded_digest == digest:
        return WorkingCopy(copy, None)
    try:
        made = sandboxed(content, secrets)
        changed = carry_over(recorded_base, copy.read_text(encoding="utf-8"), made) if recorded else made
    except (yaml.YAMLError, ValueError) as error:
        raise CommandError(f"{source} is not a valid stack file: {' '.join(str(error).split())}") from None
    copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The digest is written last: an interruption in between only means that the copy is made once more.
    write_whole(copy, changed)
    write_whole(base, f"{digest}\n{made}")
    return WorkingCopy(copy, _notice(source, content))


def carry_over(base: str, current: str, fresh: str) -> str:
    """`fresh` with the settings that differ between `base` and `current`: a three-way merge by configuration key."""
    before, now = (_settings(compose_mapping(document)) for document in (base, current))
    document = compose_mapping(fresh)
    config = entry(document, "config")
    if not isinstance(config, yaml.MappingNode):
        config = yaml.MappingNode("tag:yaml.org,2002:map", [])
    for key, value in now.items():
        if key not in before or plain(before[key]) != plain(value):
            put(config, key, value)
    for key in before.keys() - now.keys():
        remove(config, key)
    if config.value:
        put(document, "config", config)
    return serialize(document)


def _settings(document: yaml.MappingNode) -> dict[str, yaml.Node]:
    config = entry(document, "config")
    return {key.value: value for key, value in config.value} if isinstance(config, yaml.MappingNode) else {}


def _read(source: Path) -> tuple[str, str]:
    try:
        content = source.read_bytes()
    except FileNotFoundError:
        return "", NO_FILE
    except OSError as error:
        raise CommandError(f"the stack file {source} can't be read: {error.strerror}") from None
    try:
        return content.decode("utf-8-sig"), hashlib.sha256(content).hexdigest()
    except UnicodeDecodeError:
        raise CommandError(f"the stack file {source} is not UTF-8 text") from None


def _notice(source: Path, content: str) -> str | None:
    if content and entry(compose_mapping(content), "environment") is not None:
        return (
            f"{source.name} imports Pulumi ESC environments, which only Pulumi Cloud can open: the sandbox leaves them "
            f"out; give what the program needs with `sandbox/pulumi config set`"
        )
    return None


def write_whole(path: Path, content: str) -> None:
    """Write a file of mode 0600 so that nobody ever sees half of it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
    draft.replace(path)
