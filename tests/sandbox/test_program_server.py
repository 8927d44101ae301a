"""Programs that are forks of a server which has the SDKs already: the same to the engine and to themselves."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pulumi.runtime.proto import language_pb2

from sandbox.engine.program import STARTER
from tests.sandbox.running_language_host import RUNNER, Host, alive, program, virtual_environment, wait_until

SEEN = """
OWN = ("SANDBOX_PROGRAMS", "PYTEST_CURRENT_TEST")
import json, os, signal, sys, types
loaded = [name for name, module in sys.modules.items() if type(module) is types.ModuleType]
json.dump({
    "sdk": "pulumi_aws.sqs" in loaded,
    "process": os.getpid(),
    "group": os.getpgrp(),
    "surroundings": {
        "folder": os.getcwd(),
        "input": sys.stdin.read(),
        "arguments": sys.argv,
        "path": sys.path,
        "ours": [name for name in sys.modules if name.startswith("sandbox")],
        "environment": {name: value for name, value in os.environ.items() if name not in OWN},
        "name": __name__,
        "file": __file__,
        "open": len(os.listdir("/proc/self/fd")),
        "child": signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL,
    },
}, open("seen", "w"))
"""


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The socket of a running server."""
    socket = tmp_path_factory.mktemp("server") / "socket"
    command = [sys.executable, "-u", str(STARTER), "--serve", str(socket)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"ready\n"
        yield socket
        running.communicate(timeout=20)
        assert running.returncode == 0


@pytest.fixture
def host(server: Path, tmp_path: Path) -> Iterator[Host]:
    (tmp_path / "pulumi-language-python-exec").write_text(RUNNER)
    started = Host(tmp_path, SANDBOX_PROGRAMS=str(server), SANDBOX_IMPORTS=str(tmp_path / "imports.json"))
    yield started
    if started.process.poll() is None:
        started.close()


def seen(host: Host, request: language_pb2.RunRequest) -> dict[str, object]:
    assert host.stub.Run(request) == language_pb2.RunResponse()
    return dict(json.loads(Path(request.pwd, "seen").read_text()))


def test_a_program_finds_the_same_surroundings_as_one_that_the_host_starts(host: Host, tmp_path: Path) -> None:
    request = program(tmp_path, SEEN)
    request.config["shop:a"] = "1"
    served = seen(host, request)
    alone = Host(tmp_path, SANDBOX_IMPORTS=str(tmp_path / "imports.json"))
    assert seen(alone, request)["surroundings"] == served["surroundings"]
    assert served["process"] == served["group"]
    alone.close()


def test_what_one_program_imported_the_next_one_finds(host: Host, tmp_path: Path) -> None:
    assert not seen(host, program(tmp_path, SEEN))["sdk"]
    host.stub.Run(program(tmp_path, "import pulumi_aws\npulumi_aws.sqs.Queue"))
    assert seen(host, program(tmp_path, SEEN))["sdk"]


def test_what_a_program_does_to_itself_no_other_program_sees(host: Host, tmp_path: Path) -> None:
    host.stub.Run(program(tmp_path, "import os, sys\nos.environ['LEFT'] = 'behind'\nsys.modules['left'] = os"))
    source = "import os, sys\nassert 'LEFT' not in os.environ\nassert 'left' not in sys.modules"
    assert host.stub.Run(program(tmp_path, source)).error == ""


def test_exit_codes_and_signals_are_the_programs_own(host: Host, tmp_path: Path) -> None:
    answer = host.stub.Run(program(tmp_path, "raise SystemExit(7)"))
    assert answer.error == "Program exited with non-zero exit code: 7"
    assert host.stub.Run(program(tmp_path, "raise SystemExit(32)")).bail
    killed = host.stub.Run(program(tmp_path, "import os\nos.kill(os.getpid(), 9)"))
    assert killed.error == "the program was ended by signal 9"


def test_what_a_program_writes_goes_where_the_hosts_output_goes(host: Host, tmp_path: Path) -> None:
    host.stub.Run(program(tmp_path, "import sys\nprint('for all')\nprint('in need', file=sys.stderr)"))
    host.process.send_signal(signal.SIGINT)
    output, errors = host.process.communicate(timeout=20)
    assert ("for all" in output, errors) == (True, "in need\n")


def test_a_program_ends_with_its_host(host: Host, tmp_path: Path) -> None:
    source = "import os, time\nopen('new', 'w').write(str(os.getpid()))\nos.rename('new', 'id')\ntime.sleep(60)"
    running = host.stub.Run.future(program(tmp_path, source))
    assert wait_until((tmp_path / "id").exists)
    process = int((tmp_path / "id").read_text())
    host.process.send_signal(signal.SIGINT)
    assert host.process.wait(timeout=20) == 0
    assert wait_until(lambda: not alive(process))
    running.cancel()  # type: ignore[no-untyped-call]


def test_a_program_of_another_virtual_environment_is_the_hosts_own_child(host: Host, tmp_path: Path) -> None:
    used = virtual_environment(tmp_path)
    host.stub.Run(program(tmp_path, "pass", virtualenv="venv"))
    assert used.exists()


def test_the_run_of_these_tests_has_a_server_of_its_own() -> None:
    assert Path(os.environ["SANDBOX_PROGRAMS"]).is_socket()
