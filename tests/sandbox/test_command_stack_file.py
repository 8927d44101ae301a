"""Working copies of stack files."""

import stat
from pathlib import Path

import pytest
import yaml

from sandbox.command.errors import CommandError
from sandbox.command.folder import StackSecrets, prepare, stack_secrets
from sandbox.command.stack_file import refresh_copy, sandboxed
from sandbox.command.yaml_text import compose_mapping, plain

SECRETS = StackSecrets(salt="v1:c2FsdA==:v1:bm9uY2U=:dGV4dA==", placeholder="v1:bm9uY2U=:cGxhY2Vob2xkZXI=")

REAL = """\
secretsprovider: awskms://alias/pulumi?region=ap-south-1
encryptedkey: AQICAHg0
environment:
  - shared
config:
  aws:region: ap-south-1
  shop:password:
    secure: v1:AAAA:BBBB
  shop:account: 012345678901
  shop:switch: on
  shop:nested:
    list:
      - name: one
        token: {secure: AAABAKs}
      - secure: CCCC
    other: {secure: DDDD, and: more}
"""


def settings(content: str) -> dict[str, object]:
    config = plain(compose_mapping(content))
    assert isinstance(config, dict)
    assert isinstance(config["config"], dict)
    return config["config"]


def test_the_real_secrets_provider_gives_way_to_the_sandboxs_passphrase() -> None:
    document = yaml.safe_load(sandboxed(REAL, SECRETS))
    assert document.keys() == {"config", "encryptionsalt"}
    assert document["encryptionsalt"] == SECRETS.salt


def test_every_ciphertext_becomes_the_placeholder_at_any_depth() -> None:
    content = sandboxed(REAL, SECRETS)
    for ciphertext in ("BBBB", "AAABAKs", "CCCC", "AQICAHg0"):
        assert ciphertext not in content
    assert content.count(SECRETS.placeholder) == 3


def test_a_mapping_that_only_looks_like_a_secret_stays() -> None:
    nested = settings(sandboxed(REAL, SECRETS))["shop:nested"]
    assert isinstance(nested, dict)
    assert nested["other"] == {"secure": "DDDD", "and": "more"}


@pytest.mark.parametrize("scalar", ["012345678901", "on", "1:30", "'123'", "1e3", "0x1F", "2026-01-01", "~", '"a: b"'])
def test_a_value_keeps_the_very_text_that_it_has(scalar: str) -> None:
    content = sandboxed(f"config:\n  shop:value: {scalar}\n", SECRETS)
    assert f"shop:value: {scalar}\n" in content


def test_json_stack_files_work_too() -> None:
    content = sandboxed('{"config": {"shop:a": {"secure": "v1:AAAA"}, "shop:b": "1"}}', SECRETS)
    assert settings(content) == {"shop:a": {"secure": SECRETS.placeholder}, "shop:b": "1"}


def test_a_secret_that_is_shared_by_an_alias_is_replaced_in_both_places() -> None:
    content = sandboxed("config:\n  shop:a: &x {secure: v1:AAAA}\n  shop:b: *x\n", SECRETS)
    assert settings(content) == {"shop:a": {"secure": SECRETS.placeholder}, "shop:b": {"secure": SECRETS.placeholder}}


def test_the_real_file_stays_byte_for_byte_the_same(tmp_path: Path) -> None:
    source, copy = tmp_path / "Pulumi.dev.yaml", tmp_path / "copy.yaml"
    source.write_text(REAL + "# a comment\n")
    before = source.read_bytes()
    refresh_copy(source, copy, SECRETS)
    assert source.read_bytes() == before
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_an_unchanged_file_leaves_its_copy_alone(tmp_path: Path) -> None:
    source, copy = tmp_path / "Pulumi.dev.yaml", tmp_path / "copy.yaml"
    source.write_text(REAL)
    refresh_copy(source, copy, SECRETS)
    copy.write_text(copy.read_text() + "# written by the engine\n")
    refresh_copy(source, copy, SECRETS)
    assert copy.read_text().endswith("# written by the engine\n")


def test_a_change_in_the_real_file_reaches_the_copy_and_changes_in_the_copy_survive_it(tmp_path: Path) -> None:
    source, copy = tmp_path / "Pulumi.dev.yaml", tmp_path / "copy.yaml"
    source.write_text("config:\n  shop:a: '1'\n  shop:b: '1'\n  shop:c: '1'\n")
    refresh_copy(source, copy, SECRETS)
    copy.write_text(f"encryptionsalt: {SECRETS.salt}\nconfig:\n  shop:a: '1'\n  shop:b: '2'\n  shop:new: x\n")
    source.write_text("config:\n  shop:a: '9'\n  shop:b: '9'\n  shop:c: '9'\n")
    refresh_copy(source, copy, SECRETS)
    assert settings(copy.read_text()) == {"shop:a": "9", "shop:b": "2", "shop:new": "x"}


def test_a_stack_without_a_file_has_a_copy_with_the_sandboxs_salt_alone(tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    refresh_copy(tmp_path / "Pulumi.none.yaml", copy, SECRETS)
    assert yaml.safe_load(copy.read_text()) == {"encryptionsalt": SECRETS.salt}
    assert not (tmp_path / "Pulumi.none.yaml").exists()


def test_imported_environments_are_left_out_and_the_user_is_told(tmp_path: Path) -> None:
    source = tmp_path / "Pulumi.dev.yaml"
    source.write_text(REAL)
    made = refresh_copy(source, tmp_path / "copy.yaml", SECRETS)
    assert made.notice is not None
    assert "Pulumi.dev.yaml imports Pulumi ESC environments" in made.notice


@pytest.mark.parametrize("content", ["config: [", "- a\n- b\n", "config:\n  a: 1\n b: 2\n"])
def test_a_broken_stack_file_is_refused_in_one_line(tmp_path: Path, content: str) -> None:
    source = tmp_path / "Pulumi.dev.yaml"
    source.write_text(content)
    with pytest.raises(CommandError, match="is not a valid stack file") as caught:
        refresh_copy(source, tmp_path / "copy.yaml", SECRETS)
    assert "\n" not in str(caught.value)


def test_passphrase_and_key_are_made_once_and_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    folder = prepare(tmp_path)
    made = (folder.passphrase.read_text(), folder.key.read_text(), stack_secrets(folder))
    assert len(made[0]) >= 32
    for path in (folder.passphrase, folder.key, folder.secrets):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (folder.path / ".gitignore").read_text() == "*\n"
    again = prepare(tmp_path)
    assert (again.passphrase.read_text(), again.key.read_text(), stack_secrets(again)) == made
