"""`sandbox/pulumi` with the real engine, on programs that need no cloud."""

import json
import os
import signal
import subprocess
import textwrap
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.engine.empty_stack import make_stack

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import pulumi

class Shop(pulumi.ComponentResource):
    def __init__(self, name: str) -> None:
        super().__init__("test:index:Shop", name)
        self.register_outputs({"open": True})

config = pulumi.Config()
Shop("corner")
pulumi.export("answer", config.get_int("answer") or 42)
pulumi.export("password", config.get_secret("password"))
"""

STACK_FILE = """\
# Real settings, with a comment.
secretsprovider: awskms://alias/pulumi-secrets?region=ap-south-1
encryptedkey: AQICAHgBQm9ndXM=
config:
  shop:answer: "7"
  shop:password:
    secure: AAABAGJvZ3VzIGNpcGhlcnRleHQ=
"""

pytestmark = pytest.mark.engine


@dataclass(frozen=True)
class Shop:
    """A Pulumi project in a folder of its own."""

    folder: Path

    def pulumi(self, *arguments: str, folder: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder / "home"), **variables}
        return subprocess.run(
            [ROOT / "sandbox" / "pulumi", *arguments],
            cwd=folder or self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def write(self, name: str, content: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(content))
        return path


def make_shop(folder: Path) -> Shop:
    shop = Shop(folder)
    shop.write("Pulumi.yaml", "name: shop\nruntime: python\n")
    shop.write("__main__.py", PROGRAM)
    shop.write("Pulumi.dev.yaml", STACK_FILE)
    return shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A project with a stack."""
    shop = make_shop(tmp_path)
    make_stack(tmp_path, "dev")
    return shop


@pytest.fixture
def untouched(tmp_path: Path) -> Shop:
    """A project that the sandbox has never seen."""
    return make_shop(tmp_path)


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = make_shop(tmp_path_factory.mktemp("deployed"))
    done = shop.pulumi("up", "-s", "dev", "--yes", "--skip-preview")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 created" in done.stdout
    return shop


def test_a_second_up_changes_nothing(deployed: Shop) -> None:
    done = deployed.pulumi("up", "-s", "dev", "--yes", "--skip-preview", "--expect-no-changes")
    assert done.returncode == 0, done.stdout
    assert "2 unchanged" in done.stdout


def test_a_stack_with_a_kms_secrets_provider_deploys_and_its_file_stays_as_it_is(deployed: Shop) -> None:
    outputs = json.loads(deployed.pulumi("stack", "output", "-s", "dev", "--json", "--show-secrets").stdout)
    assert outputs == {"answer": 7, "password": "SandboxPlaceholderSecret0"}
    assert (deployed.folder / "Pulumi.dev.yaml").read_text() == STACK_FILE


def test_the_engine_writes_no_log_and_still_shows_its_messages_where_asked(deployed: Shop) -> None:
    shown = deployed.pulumi("stack", "ls", "-v", "9", "--logtostderr").stderr
    assert "automatic logging unavailable" in shown
    assert (deployed.folder / ".sandbox/home/logs").is_file()


def test_secrets_stand_encrypted_in_state(deployed: Shop) -> None:
    exported = deployed.pulumi("stack", "export", "-s", "dev")
    assert json.loads(exported.stdout)["deployment"]["secrets_providers"]["type"] == "passphrase"
    assert "SandboxPlaceholderSecret0" not in exported.stdout


@pytest.mark.parametrize("flag", ["-C", "--cwd"])
def test_works_from_any_folder(deployed: Shop, tmp_path: Path, flag: str) -> None:
    done = deployed.pulumi("preview", flag, str(deployed.folder), "-s", "organization/shop/dev", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "2 unchanged" in done.stdout


def test_works_through_a_symbolic_link(deployed: Shop, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "sp").symlink_to(ROOT / "sandbox" / "pulumi")
    done = subprocess.run([tmp_path / "bin" / "sp", "stack", "ls"], cwd=deployed.folder, capture_output=True, text=True)
    assert "dev" in done.stdout


def test_a_programs_error_is_shown_without_a_line_of_the_sandboxs_own(untouched: Shop) -> None:
    untouched.write("__main__.py", "raise ValueError('the till is empty')\n")
    done = untouched.pulumi("preview", "-s", "dev")
    assert done.returncode == 1
    assert "ValueError: the till is empty" in done.stdout
    assert str(ROOT) not in done.stdout


def test_the_exit_code_is_the_engines(shop: Shop) -> None:
    assert shop.pulumi("preview", "-s", "dev", "--expect-no-changes").returncode == 7
    assert shop.pulumi("cancel", "-s", "nowhere", "--yes").returncode == 6


def test_a_missing_entry_point_is_one_sentence(shop: Shop) -> None:
    (shop.folder / "__main__.py").unlink()
    done = shop.pulumi("preview", "-s", "dev")
    assert done.returncode != 0
    assert "unable to find main python program `__main__.py`" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_project_whose_program_is_elsewhere_works(untouched: Shop) -> None:
    untouched.write("systems/north/Pulumi.yaml", "name: north\nruntime: python\nmain: ../..\n")
    done = untouched.pulumi("preview", "-s", "dev", folder=untouched.folder / "systems" / "north")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 to create" in done.stdout
    assert (untouched.folder / "systems" / "north" / ".sandbox").is_dir()
    assert not (untouched.folder / ".sandbox").exists()


def test_a_module_called_sandbox_in_the_users_project_is_the_users(shop: Shop) -> None:
    shop.write("sandbox/__init__.py", "MINE = 5\n")
    shop.write("__main__.py", "import pulumi\nimport sandbox\npulumi.export('mine', sandbox.MINE)\n")
    done = shop.pulumi("preview", "-s", "dev")
    assert "mine: 5" in done.stdout, done.stdout + done.stderr


def test_a_policy_pack_is_loaded_and_can_refuse(shop: Shop) -> None:
    shop.write("pack/PulumiPolicy.yaml", "runtime: python\n")
    shop.write(
        "pack/__main__.py",
        """
        from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

        def no_shops(args, report_violation):
            if args.resource_type == "test:index:Shop":
                report_violation("shops are closed")

        PolicyPack("pack", policies=[ResourceValidationPolicy(
            name="no-shops", description="No shops.", validate=no_shops, enforcement_level=EnforcementLevel.MANDATORY)])
        """,
    )
    done = shop.pulumi("preview", "-s", "dev", "--policy-pack", "pack")
    assert done.returncode == 1
    assert "shops are closed" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_without_a_stack_one_sentence_says_what_to_do(untouched: Shop) -> None:
    done = untouched.pulumi("preview")
    assert done.returncode == 1
    assert done.stderr == (
        "sandbox: no stack is named or selected: add `-s NAME` or run `stack select NAME` first"
        " (this project has stack files for dev)\n"
    )


def test_outside_a_project_one_sentence_says_what_to_do(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> None:
    done = shop.pulumi("preview", "-s", "dev", folder=tmp_path_factory.mktemp("nowhere"))
    assert done.returncode == 1
    assert "no Pulumi.yaml in" in done.stderr
    assert "Traceback" not in done.stderr


def test_selecting_a_stack_creates_it_and_later_commands_take_it(untouched: Shop) -> None:
    assert untouched.pulumi("stack", "select", "dev").returncode == 0
    done = untouched.pulumi("preview")
    assert "answer  : 7" in done.stdout, done.stdout + done.stderr


def test_a_mistyped_stack_is_not_created_by_destroy(untouched: Shop) -> None:
    done = untouched.pulumi("destroy", "-s", "dve", "--yes")
    assert done.returncode != 0
    assert "no stack named 'dve' found" in done.stdout + done.stderr


def test_configuration_is_changed_in_the_copy_and_the_user_is_told(untouched: Shop) -> None:
    done = untouched.pulumi("config", "set", "answer", "9", "-s", "dev")
    assert done.stderr.endswith(
        "sandbox: Pulumi.dev.yaml stays as it is; the change goes to the sandbox's copy of it\n"
    )
    assert untouched.pulumi("config", "get", "answer", "-s", "dev").stdout == "9\n"
    assert (untouched.folder / "Pulumi.dev.yaml").read_text() == STACK_FILE


def test_configuration_is_copied_between_the_copies(shop: Shop) -> None:
    shop.write("Pulumi.prod.yaml", "config: {}\n")
    shop.pulumi("stack", "select", "prod")
    done = shop.pulumi("config", "cp", "answer", "-s", "dev", "--dest", "prod")
    assert done.returncode == 0, done.stdout + done.stderr
    assert shop.pulumi("config", "get", "answer", "-s", "prod").stdout == "7\n"
    assert (shop.folder / "Pulumi.prod.yaml").read_text() == "config: {}\n"


def test_a_folder_with_an_odd_name_and_a_project_with_a_backend_of_its_own_work(tmp_path: Path) -> None:
    folder = tmp_path / "my shop #1 %20 ü"
    folder.mkdir()
    shop = make_shop(folder)
    shop.write("Pulumi.yaml", "name: shop\nruntime: python\nbackend: {url: 's3://real-bucket'}\n")
    done = shop.pulumi("up", "-s", "dev", "--yes", "--skip-preview")
    assert "2 created" in done.stdout, done.stdout + done.stderr


def test_a_state_that_was_exported_can_be_imported_again(shop: Shop) -> None:
    shop.pulumi("up", "-s", "dev", "--yes", "--skip-preview")
    shop.pulumi("stack", "export", "-s", "dev", "--file", "state.json")
    shop.pulumi("stack", "rm", "-s", "dev", "--force", "--yes")
    done = shop.pulumi("stack", "import", "-s", "dev", "--file", "state.json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 unchanged" in shop.pulumi("preview", "-s", "dev").stdout


def test_a_stack_file_of_ones_choice_is_read_and_stays_as_it_is(untouched: Shop) -> None:
    other = untouched.write("other/settings.yaml", STACK_FILE.replace('"7"', '"11"'))
    before = other.read_text()
    done = untouched.pulumi("preview", "-s", "dev", "--config-file", "other/settings.yaml")
    assert "answer  : 11" in done.stdout, done.stdout + done.stderr
    assert other.read_text() == before


@pytest.mark.parametrize("removal", [("destroy", "--remove", "--skip-preview"), ("stack", "rm", "--force")])
def test_removing_a_stack_leaves_its_real_file(shop: Shop, removal: tuple[str, ...]) -> None:
    shop.pulumi("up", "-s", "dev", "--yes", "--skip-preview")
    done = shop.pulumi(*removal, "-s", "dev", "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "dev" not in shop.pulumi("stack", "ls").stdout
    assert (shop.folder / "Pulumi.dev.yaml").read_text() == STACK_FILE


def test_renaming_a_stack_leaves_its_real_file(shop: Shop) -> None:
    shop.pulumi("stack", "select", "dev")
    done = shop.pulumi("stack", "rename", "next")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (shop.folder / "Pulumi.dev.yaml").read_text() == STACK_FILE
    assert shop.pulumi("stack", "--show-name").stdout == "next\n"


def test_an_own_secrets_provider_is_refused_where_it_would_change_and_replaced_where_a_stack_is_made(
    shop: Shop,
) -> None:
    made = shop.pulumi("stack", "init", "new", "--secrets-provider", "awskms://alias/real")
    assert made.returncode == 0, made.stdout + made.stderr
    refused = shop.pulumi("stack", "change-secrets-provider", "awskms://alias/real")
    assert refused.returncode == 1
    assert "always encrypted with the sandbox's own passphrase" in refused.stderr


def test_dynamic_providers_of_the_program_work(shop: Shop) -> None:
    shop.write(
        "__main__.py",
        """
        import pulumi
        from pulumi.dynamic import CreateResult, Resource, ResourceProvider

        class Till(ResourceProvider):
            def create(self, props):
                return CreateResult("till-1", {"coins": 3})

        class TillResource(Resource):
            coins: pulumi.Output[int]

            def __init__(self, name):
                super().__init__(Till(), name, {"coins": None})

        pulumi.export("coins", TillResource("till").coins)
        """,
    )
    done = shop.pulumi("up", "-s", "dev", "--yes", "--skip-preview")
    assert "coins: 3" in done.stdout, done.stdout + done.stderr
    assert "warning" not in done.stdout


WAITING_PROGRAM = """
import os, time, pulumi
pulumi.export("answer", 1)
with open("running.new", "w") as file:
    file.write(str(os.getpid()))
os.rename("running.new", "running")
while not os.path.exists("go"):
    time.sleep(0.05)
"""


def start_waiting_update(shop: Shop) -> tuple[subprocess.Popen[str], int]:
    """An update whose program waits; the engine's process and the program's process id."""
    shop.write("__main__.py", WAITING_PROGRAM)
    shop.pulumi("stack", "select", "dev")
    engine = subprocess.Popen(
        [ROOT / "sandbox" / "pulumi", "up", "-s", "dev", "--yes", "--skip-preview"],
        cwd=shop.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    wait_until((shop.folder / "running").exists)
    return engine, int((shop.folder / "running").read_text())


def wait_until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.05)


def has_ended(process: int) -> bool:
    return subprocess.run(["ps", "-p", str(process), "-o", "stat="], capture_output=True, text=True).stdout[:1] in "Z"


def test_a_killed_engine_leaves_no_process_and_the_next_update_converges(shop: Shop) -> None:
    engine, program = start_waiting_update(shop)
    engine.kill()
    engine.communicate(timeout=30)
    wait_until(lambda: has_ended(program))
    (shop.folder / "go").touch()
    assert shop.pulumi("cancel", "-s", "dev", "--yes").returncode == 0
    done = shop.pulumi("up", "-s", "dev", "--yes", "--skip-preview")
    assert done.returncode == 0, done.stdout + done.stderr


def test_ctrl_c_reaches_the_engine_and_ends_everything_quietly(shop: Shop) -> None:
    engine, program = start_waiting_update(shop)
    engine.send_signal(signal.SIGINT)
    said, _ = engine.communicate(timeout=30)
    wait_until(lambda: has_ended(program))
    assert engine.returncode not in (0, -signal.SIGINT)
    assert "update canceled" in said
    assert "Traceback" not in said


def test_nothing_is_written_outside_the_projects_sandbox_folder(untouched: Shop) -> None:
    before = {path for path in untouched.folder.rglob("*") if ".sandbox" not in path.parts}
    untouched.pulumi("up", "-s", "dev", "--yes", "--skip-preview", PYTHONDONTWRITEBYTECODE="1")
    assert {path for path in untouched.folder.rglob("*") if ".sandbox" not in path.parts} == before


def test_debug_messages_reach_the_event_log_only_where_asked_for(deployed: Shop) -> None:
    said = []
    for options in ((), ("--debug",)):
        log = deployed.folder / f"events{len(options)}.jsonl"
        done = deployed.pulumi("preview", "-s", "dev", "--event-log", str(log), *options, PULUMI_DEBUG_COMMANDS="true")
        assert done.returncode == 0, done.stdout + done.stderr
        said.append(log.read_text().count('"severity":"debug"'))
    quiet, asked = said
    assert (quiet, asked > 0) == (0, True)
