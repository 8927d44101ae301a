"""What happens to one small stack in the course of a life: drift, imports, replacements, accidents and secrets."""

import json
import os
import signal
import sqlite3
import subprocess
import textwrap
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.engine.sandbox_project import SandboxProject

pytestmark = pytest.mark.engine

PATIENCE_SECONDS = 60
SHELF = """
    import pulumi
    import pulumi_aws as aws

    books = aws.sqs.Queue("books", visibility_timeout_seconds=45, tags={"Owner": "library"})
    readers = aws.sns.Topic("readers")
    pulumi.export("url", books.url)
"""


def project_in(folder: Path, program: str, *settings: str, checkpoints: bool = False) -> SandboxProject:
    """A project `shelf` with this program and these lines of configuration, such as `shelf:size: 3`."""
    folder.mkdir(exist_ok=True)
    (folder / "Pulumi.yaml").write_text("name: shelf\nruntime: python\n", encoding="utf-8")
    configure(folder, *settings)
    write(folder, program)
    return SandboxProject(folder, checkpoints=checkpoints)


def configure(folder: Path, *settings: str) -> None:
    """Write the stack file."""
    lines = ["config:", *(f"  {setting}" for setting in ("aws:region: eu-west-1", *settings))]
    (folder / "Pulumi.dev.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write(folder: Path, program: str) -> None:
    """Write the program."""
    (folder / "__main__.py").write_text(textwrap.dedent(program), encoding="utf-8")


def up(project: SandboxProject) -> Counter[tuple[str, str]]:
    """Update the stack; what was done, by operation and logical name."""
    run = project.run("up", "--yes", "--skip-preview")
    assert run.code == 0, run.output
    return run.operations()


def assert_unchanged(project: SandboxProject) -> None:
    """Neither the program nor the cloud differs from the state."""
    again = project.run("up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes")
    assert (again.code, again.changes) == (0, []), again.output


def test_drift_is_shown_and_put_right_by_an_update_with_refresh_and_a_changed_default_tag_updates_tags_all_alone(
    tmp_path: Path,
) -> None:
    tags = "aws:defaultTags: {{tags: {{Team: {}}}}}"
    project = project_in(tmp_path, SHELF, tags.format("library"))
    up(project)
    url = str(project.resource("books")["id"])

    edit = project.cloud("edit", url, "visibilityTimeoutSeconds=5", "tags.Owner=nobody", "tagsAll.Owner=nobody")
    assert edit.code == 0, edit.output
    assert project.cloud("delete", str(project.resource("readers")["id"])).code == 0
    look = project.run("refresh", "--preview-only", "--expect-no-changes")

    assert look.code != 0
    drifted = {step.name: step for step in look.changes}
    assert {name: step.operation for name, step in drifted.items()} == {"books": "update", "readers": "delete"}
    assert {"visibilityTimeoutSeconds", "tags"} <= drifted["books"].properties
    repair = project.run("up", "--yes", "--skip-preview", "--refresh")
    assert repair.code == 0, repair.output
    assert {("update", "books"), ("create", "readers")} <= set(repair.operations())
    shown = project.cloud("show", url).output
    assert '"visibilityTimeoutSeconds": 45' in shown
    assert "nobody" not in shown
    assert project.deployed() == {"aws:sqs/queue:Queue": 1, "aws:sns/topic:Topic": 1}

    configure(tmp_path, tags.format("archive"))
    retagged = project.run("up", "--yes", "--skip-preview")
    assert retagged.code == 0, retagged.output
    assert {(step.operation, step.name, step.properties) for step in retagged.changes} == {
        ("update", "books", frozenset({"tagsAll"})),
        ("update", "readers", frozenset({"tagsAll"})),
    }
    assert '"Team": "archive"' in project.cloud("show", str(project.resource("readers")["id"])).output
    assert_unchanged(project)


def test_an_existing_resource_is_imported_by_command_or_by_option_and_then_unchanged(tmp_path: Path) -> None:
    project = project_in(tmp_path, SHELF)
    up(project)
    queue = project.resource("books")
    forget = ("state", "delete", str(queue["urn"]), "--yes")
    forgotten = project.run(*forget)
    assert forgotten.code == 0, forgotten.output

    imported = project.run("import", "aws:sqs/queue:Queue", "books", str(queue["id"]), "--yes", "--protect=false")

    assert imported.code == 0, imported.output
    assert project.resource("books")["id"] == queue["id"]
    assert_unchanged(project)
    assert project.deployed()["aws:sqs/queue:Queue"] == 1

    assert project.run(*forget).code == 0
    write(
        tmp_path,
        f"""
        import pulumi
        import pulumi_aws as aws

        aws.sqs.Queue(
            "volumes",
            name={str(queue["id"]).rsplit("/", 1)[-1]!r},
            visibility_timeout_seconds=45,
            tags={{"Owner": "library"}},
            opts=pulumi.ResourceOptions(import_={queue["id"]!r}),
        )
        aws.sns.Topic("readers")
        """,
    )

    assert up(project) == {("import", "volumes"): 1}
    assert_unchanged(project)
    assert project.deployed()["aws:sqs/queue:Queue"] == 1


def test_what_forces_a_new_resource_replaces_it_and_what_hangs_on_it_and_deletes_a_fixed_name_first(
    tmp_path: Path,
) -> None:
    program = """
        import pulumi
        import pulumi_aws as aws

        config = pulumi.Config()
        key = config.require("key")
        vpc = aws.ec2.Vpc("vpc", cidr_block=config.require("cidr"))
        aws.ec2.SecurityGroup("inside", vpc_id=vpc.id)
        aws.dynamodb.Table(
            "loans",
            billing_mode="PAY_PER_REQUEST",
            hash_key=key,
            attributes=[{"name": key, "type": "S"}],
        )
        aws.dynamodb.Table(
            "returns",
            name="returns",
            billing_mode="PAY_PER_REQUEST",
            hash_key=key,
            attributes=[{"name": key, "type": "S"}],
        )
        aws.sns.Topic("fixed", name="shelf-events", fifo_topic=False, display_name=key)
        aws.sqs.Queue("named", name="shelf" + config.get("suffix", ""), fifo_queue=config.get_bool("fifo"))
        """
    project = project_in(tmp_path, program, "shelf:key: book", "shelf:cidr: 10.0.0.0/16")
    up(project)
    configure(tmp_path, "shelf:key: reader", "shelf:cidr: 10.1.0.0/16", "shelf:suffix: .fifo", "shelf:fifo: true")

    run = project.run("up", "--yes", "--skip-preview")

    assert run.code == 0, run.output
    operations = run.operations()
    for name in ("vpc", "inside", "loans", "returns", "named"):
        assert operations[("replace", name)] == 1, operations
    assert operations[("update", "fixed")] == 1
    order = [(step.operation, step.name) for step in run.steps]
    for name in ("vpc", "loans"):
        assert order.index(("create-replacement", name)) < order.index(("delete-replaced", name))
    assert order.index(("delete-replaced", "returns")) < order.index(("create-replacement", "returns"))
    assert '"hashKey": "reader"' in project.cloud("show", "returns").output
    assert project.deployed()["aws:ec2/vpc:Vpc"] == 1
    assert_unchanged(project)


MANY = """
    import pulumi
    import pulumi_aws as aws

    for number in range(pulumi.Config().require_int("size")):
        aws.sqs.Queue(f"shelf-{number}")
        aws.sns.Topic(f"topic-{number}", name=f"topic-{number}")
    aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
"""


def test_an_update_whose_engine_was_killed_converges(tmp_path: Path) -> None:
    size, reached = 25, 12
    project = project_in(tmp_path, MANY, f"shelf:size: {size}", checkpoints=True)
    killed = project.start("up", "--yes", "--skip-preview")
    wait_for_resources(project, killed, reached)

    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=PATIENCE_SECONDS)

    assert killed.returncode == -signal.SIGKILL
    wait_for_the_end_of_its_plugins(project)
    assert 0 < resources_in(project) < 2 * size
    refused = project.run("up", "--yes", "--skip-preview")
    assert refused.code != 0
    assert "locked" in refused.output
    cancelled = project.run("cancel", "--yes")
    assert cancelled.code == 0, cancelled.output
    up(project)
    deployed = project.deployed()
    assert (deployed["aws:sqs/queue:Queue"], deployed["aws:sns/topic:Topic"]) == (size, size)
    assert deployed["aws:ec2/vpc:Vpc"] == 1
    repaired = project.run("refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--expect-no-changes")
    assert (repaired.code, repaired.changes) == (0, []), repaired.output
    destroyed = project.run("destroy", "--yes", "--skip-preview")
    assert destroyed.code == 0, destroyed.output
    assert not project.deployed()


def test_a_replacement_whose_engine_was_killed_leaves_no_twin(tmp_path: Path) -> None:
    program = """
        import pulumi
        import pulumi_aws as aws

        for number in range(30):
            aws.sqs.Queue(f"shelf-{number}", fifo_queue=pulumi.Config().get_bool("fifo"))
        """
    project = project_in(tmp_path, program, checkpoints=True)
    up(project)
    configure(tmp_path, "shelf:fifo: true")
    killed = project.start("up", "--yes", "--skip-preview")
    wait_for_resources(project, killed, 33)

    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=PATIENCE_SECONDS)

    wait_for_the_end_of_its_plugins(project)
    assert project.run("cancel", "--yes").code == 0
    up(project)
    assert project.deployed() == {"aws:sqs/queue:Queue": 30}
    assert all(line.split()[-1].endswith(".fifo") for line in project.cloud("list", "sqs").output.splitlines()[:-1])


def test_of_two_updates_at_once_the_lock_refuses_one(tmp_path: Path) -> None:
    project = project_in(tmp_path, MANY, "shelf:size: 40", checkpoints=True)
    first = project.start("up", "--yes", "--skip-preview")
    wait_for_resources(project, first, 1)

    second = project.run("up", "--yes", "--skip-preview")
    output, _ = first.communicate(timeout=PATIENCE_SECONDS)

    assert first.returncode == 0, output
    assert second.code != 0
    assert "the stack is currently locked by 1 lock(s)" in second.output
    assert project.deployed()["aws:sqs/queue:Queue"] == 40


def test_a_secret_never_lies_in_clear_anywhere(tmp_path: Path) -> None:
    canaries = [f"Canary{name}9xQ7" for name in ("Config", "Password", "Version", "Parameter", "Nested")]
    program = """
        import os

        import pulumi
        import pulumi_aws as aws

        config = pulumi.Config()
        config_canary, password, version, parameter, nested = (
            pulumi.Output.secret(text) for text in os.environ["CANARIES"].split(",")
        )
        aws.rds.Instance(
            "db",
            engine="postgres",
            engine_version="15.10",
            instance_class="db.t4g.micro",
            allocated_storage=20,
            username="shelf",
            password=password,
            skip_final_snapshot=True,
        )
        secret = aws.secretsmanager.Secret("secret")
        aws.secretsmanager.SecretVersion("version", secret_id=secret.id, secret_string=version)
        aws.ssm.Parameter("parameter", type="SecureString", value=parameter)
        user = aws.iam.User("user")
        key = aws.iam.AccessKey("key", user=user.name)
        aws.sns.Topic("topic", tags={"Nested": nested})
        aws.sqs.Queue("queue", tags={"Config": config_canary, "Kept": config.require_secret("kept")})
        pulumi.export("key", key.secret)
        pulumi.export("password", password)
        """
    project = SandboxProject(project_in(tmp_path, program).folder, environment={"CANARIES": ",".join(canaries)})
    kept = "CanaryKept9xQ7"
    setting = project.run("config", "set", "--secret", "shelf:kept", kept)
    assert setting.code == 0, setting.output

    outputs = [
        project.run("preview", "--diff"),
        project.run("up", "--yes", "--skip-preview", "--diff"),
        project.run("refresh", "--yes", "--skip-preview", "--diff"),
        project.run("stack", "export"),
        project.run("stack", "output"),
        project.cloud("list"),
        *(project.cloud("show", str(resource["id"])) for resource in project.resources() if resource.get("id")),
    ]
    shown = project.run("stack", "output", "--show-secrets")

    assert [run.code for run in outputs[:5]] == [0] * 5, outputs[1].output
    assert canaries[1] in shown.output
    access_key = next(line.split()[-1] for line in shown.output.splitlines() if line.split()[:1] == ["key"])
    hidden = [*canaries, kept, access_key]
    assert [secret for secret in hidden for run in outputs if secret in run.output + json.dumps(run.events)] == []
    assert [
        (str(file.relative_to(tmp_path)), secret)
        for file in tmp_path.rglob("*")
        if file.is_file()
        for secret in hidden
        if secret.encode() in file.read_bytes()
    ] == []


def test_an_error_of_the_program_is_shown_as_such(tmp_path: Path) -> None:
    project = project_in(tmp_path, 'import pulumi_aws as aws\n\naws.sqs.Queue("books")\nraise ValueError("no shelf")\n')

    preview = project.run("preview")
    run = project.run("up", "--yes", "--skip-preview")

    for failed in (preview, run):
        assert failed.code != 0
        assert "ValueError: no shelf" in failed.output
        assert "__main__.py" in failed.output
        assert "sandbox itself failed" not in failed.output


def test_an_error_of_aws_is_one_sentence_at_its_resource(tmp_path: Path) -> None:
    program = """
        import pulumi
        import pulumi_aws as aws

        first = aws.sqs.Queue("first", name="books")
        readers = aws.sns.Topic("readers", name=first.arn.apply(lambda arn: "readers"))
        aws.sqs.Queue("second", name="books", opts=pulumi.ResourceOptions(depends_on=[readers]))
    """
    project = project_in(tmp_path, program)

    run = project.run("up", "--yes", "--skip-preview")

    assert run.code != 0
    assert "Traceback" not in run.output
    assert any("books" in error and "already exists" in error for error in run.errors), run.output
    assert project.deployed()["aws:sqs/queue:Queue"] == 1


def resources_in(project: SandboxProject) -> int:
    """How many resources the cloud file holds."""
    file = project.folder / ".sandbox" / "cloud.sqlite"
    if not file.exists():
        return 0
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        return int(connection.execute("select count(*) from resource").fetchone()[0])
    except sqlite3.OperationalError:  # the tables aren't there yet
        return 0
    finally:
        connection.close()


def wait_for_resources(project: SandboxProject, process: subprocess.Popen[str], count: int) -> None:
    """Wait until the cloud holds so many resources; the process must still run then."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while resources_in(project) < count:
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline, "the update makes no progress"
        time.sleep(0.01)
    assert process.poll() is None


def wait_for_the_end_of_its_plugins(project: SandboxProject) -> None:
    """Wait until no process of the project's sandbox is left; one that stays fails the test."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while left := processes_of(project):
        assert time.monotonic() < deadline, f"processes {left} outlive their engine"
        time.sleep(0.05)


def processes_of(project: SandboxProject) -> list[int]:
    """Processes that work on the project's cloud, by what their environment says."""
    mark = f"SANDBOX_CLOUD={project.folder / '.sandbox' / 'cloud.sqlite'}\0".encode()
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit() and mark in environment_of(int(entry))]


def environment_of(process: int) -> bytes:
    """A process's environment; empty for one that has ended."""
    try:
        return Path(f"/proc/{process}/environ").read_bytes()
    except OSError:
        return b""
