"""What a report says of where it comes from."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

from ops.policy.origin import digest_of, origin_of
from ops.policy.report import Origin


def origin(project: Path) -> Origin:
    return origin_of(project, "preview", "v3.250.0\n".strip(), "0.1.0", project)


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_outside_of_git_there_is_no_commit(tmp_path: Path) -> None:
    found = origin(tmp_path)
    assert (found.commit, found.uncommitted_changes) == (None, False)
    assert found.versions["pulumi"] == "3.250.0"


def test_the_commit_stands_for_the_work_tree_until_a_file_differs_or_is_new(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "Pulumi.yaml").write_text("name: shop\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "Begin")
    assert origin(tmp_path).commit == git(tmp_path, "rev-parse", "HEAD")
    assert not origin(tmp_path).uncommitted_changes
    (tmp_path / "Pulumi.prod.yaml").write_text("config: {}\n")
    assert origin(tmp_path).uncommitted_changes


def test_the_time_is_utc(tmp_path: Path) -> None:
    created = datetime.fromisoformat(origin(tmp_path).created)
    assert created.tzinfo == UTC
    assert abs((datetime.now(UTC) - created).total_seconds()) < 60


def test_the_digest_of_a_pack_changes_with_its_modules_alone(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text("A = 1\n")
    before = digest_of(tmp_path)
    (tmp_path / "notes.txt").write_text("unrelated")
    assert digest_of(tmp_path) == before
    (tmp_path / "rules.py").write_text("A = 2\n")
    assert digest_of(tmp_path) != before
    assert origin(tmp_path).versions["policyPackSha256"] == digest_of(tmp_path)
