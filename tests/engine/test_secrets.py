"""No secret value stands anywhere in clear: canaries are planted, and everything that the engine writes is searched."""

import base64
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from sandbox.aws.store import Record, Store
from sandbox.command.folder import FOLDER, SandboxFolder
from sandbox.values import Secret, Value, reveal_all
from tests.engine.deployments import STACKS, Deployment
from tests.engine.sandbox_project import ROOT, SandboxProject

pytestmark = pytest.mark.engine

STACK = "staging"
SHORTEST = 12
"""Characters; a shorter text turns up by chance."""
PLANTED_IN = (
    ("aws:secretsmanager/secretVersion:SecretVersion", "secretString"),
    ("aws:rds/instance:Instance", "password"),
)
"""Where somebody stores a value behind Pulumi's back: the first type of which the stack has a resource."""
SECRET_PROPERTIES = ("password", "passwordWo", "secretString", "secretStringWo", "authToken", "userPassword")
"""Properties whose values are secret, marked or not."""

PUBLIC_PARTS = ("dbname", "engine", "host", "port", "username")
"""Parts of a secret connection that everybody may know."""


@dataclass(frozen=True, slots=True)
class Written:
    """What one command, or a file, holds."""

    where: str
    content: bytes


def spellings(canary: str) -> set[bytes]:
    """The forms in which a value may be written: as it is, in JSON, in JSON within JSON, and in base64."""
    once = json.dumps(canary)[1:-1]
    twice = json.dumps(once)[1:-1]
    return {text.encode() for text in (canary, once, twice, base64.b64encode(canary.encode()).decode().rstrip("="))}


def places(canaries: Mapping[str, str], everything: list[Written]) -> set[str]:
    """Where canaries stand in clear, by what they are."""
    return {
        f"{name} in {written.where}"
        for name, canary in canaries.items()
        for spelling in spellings(canary)
        for written in everything
        if spelling in written.content
    }


def store_of(project: SandboxProject) -> Store:
    folder = SandboxFolder(project.folder / FOLDER)
    return Store(folder.cloud, folder.key)


def kept_by(store: Store, public: str) -> dict[str, str]:
    """Every secret text that the cloud keeps, generated passwords included; not what is public anyway."""
    found = {}
    for record in store.all():
        for path, text in _secret_texts(record.state, "", secret=False):
            if len(text) >= SHORTEST and text not in public:
                found[f"{record.urn}{path}"] = text
    return found


def _secret_texts(value: Value, path: str, *, secret: bool) -> Iterator[tuple[str, str]]:
    """Secret texts in a value; a text that is itself a JSON object is taken apart."""
    match value:
        case Secret():
            yield from _secret_texts(value.value, path, secret=True)
        case dict():
            for key, item in value.items():
                if secret and key in PUBLIC_PARTS:
                    continue
                yield from _secret_texts(item, f"{path}.{key}", secret=secret or key in SECRET_PROPERTIES)
        case list():
            for index, item in enumerate(value):
                yield from _secret_texts(item, f"{path}[{index}]", secret=secret)
        case str() if secret and value.startswith("{"):
            yield from _secret_texts(json.loads(value), path, secret=True)
        case str() if secret:
            yield path, value


@pytest.fixture
def planted(fivestar: Mapping[str, Deployment]) -> Iterator[str]:
    """A value that somebody stored in the cloud of the stack; gone again after the test."""
    canary = f"canary-of-the-cloud-{secrets.token_hex(12)}"
    store = store_of(fivestar[STACK].project)
    record, property = next((record, property) for type, property in PLANTED_IN for record in store.all(type))
    state = {**record.state, property: Secret(canary)}
    store.put(Record(replace(record.deployed, properties=reveal_all(state)), record.urn, state), new=False)
    yield canary
    store.put(record, new=False)
    store.close()


def test_no_secret_stands_in_state_outputs_logs_events_or_files(
    fivestar: Mapping[str, Deployment], planted: str
) -> None:
    project = fivestar[STACK].project
    configured = f"canary-of-the-configuration-{secrets.token_hex(12)}"
    assert project.run("config", "set", "--secret", "canary:value", configured).code == 0
    assert configured in project.run("config", "get", "canary:value").output

    said = [
        Written(f"{name} of {stack}", run.output.encode())
        for stack in STACKS
        for name, run in {"up": fivestar[stack].up, "again": fivestar[stack].again}.items()
    ]
    for command in (
        ("preview", "--diff"),
        ("stack", "export"),
        ("stack", "output", "--json"),
        ("stack", "history", "--json"),
    ):
        done = project.run(*command)
        assert done.code == 0, done.output
        said.append(Written(" ".join(command), done.output.encode()))
    projects = [fivestar[stack].project for stack in STACKS]
    logs = [Written(file.name, file.read_bytes()) for each in projects for file in each.folder.glob("events-*.jsonl")]
    assert len(logs) >= 2 * len(STACKS)
    files = [
        Written(str(file.relative_to(each.folder)), file.read_bytes())
        for each in projects
        for file in (each.folder / FOLDER).rglob("*")
        if file.is_file() and not file.is_symlink()
    ]
    assert any(written.where.endswith(f"{STACK}.json") for written in files)

    everything = [*said, *logs, *files]
    # The search looks where values do stand.
    seen = places({"database": f"{STACK}-fivestar-payments-db"}, everything)
    assert "database in stack export" in seen
    assert any("events-" in place for place in seen)

    # What the repository itself says is no secret: stack files, placeholders.
    sources = [*project.folder.glob("Pulumi*.yaml"), *(ROOT / "components").glob("*.py")]
    public = "".join(file.read_text(encoding="utf-8") for file in sources)
    canaries = {"the planted value": planted, "the configured value": configured}
    for each in projects:
        store = store_of(each)
        canaries |= kept_by(store, public)
        store.close()
    assert places(canaries, everything) == set()


def test_the_search_finds_a_value_however_it_is_written(tmp_path: Path) -> None:
    canary = 'with "quotes" and ünicode'
    for text in (canary, json.dumps({"a": canary}), json.dumps(json.dumps({"a": canary}))):
        assert places({"it": canary}, [Written("here", text.encode())]) == {"it in here"}
    encoded = base64.b64encode(canary.encode())
    assert places({"it": canary}, [Written("here", b"x" + encoded)]) == {"it in here"}
    assert places({"it": canary}, [Written("here", b"nothing")]) == set()


def test_what_the_cloud_keeps_as_secret_is_searched_for() -> None:
    state: Value = {
        "a": Secret('{"password": "generated-password"}'),
        "passwordWo": "another-password",
        "name": "not-a-secret-value",
    }
    assert dict(_secret_texts(state, "", secret=False)) == {
        ".a.password": "generated-password",
        ".passwordWo": "another-password",
    }
