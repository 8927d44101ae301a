"""A program's Python imports the SDKs before the engine asks for the program."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pulumi.runtime.proto import language_pb2

from tests.sandbox.running_language_host import RUNNER, Host, program, virtual_environment

LOADED = """
import json, os, sys, types
loaded = [name for name, module in sys.modules.items() if type(module) is types.ModuleType]
json.dump({
    "queues": "pulumi_aws.sqs" in loaded,
    "tables": "pulumi_aws.dynamodb" in loaded,
    "folder": os.getcwd(),
    "input": sys.stdin.read(),
    "arguments": sys.argv,
    "path": sys.path[0],
    "ours": [name for name in sys.modules if name.startswith("sandbox")],
    "environment": {**os.environ},
}, open("seen", "w"))
"""

Start = Callable[[object], Host]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a host whose program's last imports stand in `imports.json`."""
    (tmp_path / "pulumi-language-python-exec").write_text(RUNNER)
    hosts: list[Host] = []

    def started(record: object) -> Host:
        file = tmp_path / "imports.json"
        if record is not None:
            file.write_text(record if isinstance(record, str) else json.dumps(record))
        hosts.append(Host(tmp_path, SANDBOX_IMPORTS=str(file)))
        return hosts[-1]

    yield started
    for host in hosts:
        if host.process.poll() is None:
            host.close()


def seen(host: Host, request: language_pb2.RunRequest, prepared: bool = True) -> dict[str, object]:
    """What the program saw."""
    if prepared:
        host.stub.GetRequiredPackages(language_pb2.GetRequiredPackagesRequest(info=request.info))
    assert host.stub.Run(request) == language_pb2.RunResponse()
    return dict(json.loads(Path(request.pwd, "seen").read_text()))


def test_what_the_program_imported_last_time_is_there_when_it_starts(start: Start, tmp_path: Path) -> None:
    found = seen(start(["pulumi_aws", "pulumi_aws.sqs"]), program(tmp_path, LOADED))
    assert (found["queues"], found["tables"]) == (True, False)


def test_the_program_finds_the_same_surroundings_as_without_preparation(start: Start, tmp_path: Path) -> None:
    request = program(tmp_path, LOADED)
    request.config["shop:a"] = "1"
    plain = seen(start([]), request, prepared=False)
    assert seen(start([]), request) == plain
    assert plain["ours"] == []


@pytest.mark.parametrize("name", ["pulumi_aws.py", "pulumi_aws"])
def test_nothing_is_imported_early_where_the_program_has_a_module_of_that_name(
    start: Start, tmp_path: Path, name: str
) -> None:
    if name.endswith(".py"):
        (tmp_path / name).touch()
    else:
        (tmp_path / name).mkdir()
    assert not seen(start(["pulumi_aws.sqs"]), program(tmp_path, LOADED))["queues"]


@pytest.mark.parametrize("record", [None, "no list", {"pulumi_aws": 1}, ["pulumi_aws.gone"], ["antigravity", 7]])
def test_a_record_that_says_nothing_useful_does_no_harm(start: Start, tmp_path: Path, record: object) -> None:
    host = start(record)
    assert not seen(host, program(tmp_path, LOADED))["queues"]
    assert host.close() == ""


def test_the_services_that_a_program_used_are_recorded(start: Start, tmp_path: Path) -> None:
    host = start(None)
    host.stub.Run(program(tmp_path, "import pulumi_aws\npulumi_aws.sqs.Queue\nimport json"))
    recorded = json.loads((tmp_path / "imports.json").read_text())
    assert {"pulumi_aws", "pulumi_aws.sqs"} <= {*recorded}
    assert not {"pulumi_aws.dynamodb", "json"} & {*recorded}


@pytest.mark.parametrize("broken", ["7", "null", "{", ""])
def test_a_broken_record_is_replaced(start: Start, tmp_path: Path, broken: str) -> None:
    host = start(broken)
    host.stub.Run(program(tmp_path, "import pulumi_aws"))
    assert host.close() == ""
    assert "pulumi_aws" in json.loads((tmp_path / "imports.json").read_text())


def test_a_program_without_the_sdks_leaves_no_record(start: Start, tmp_path: Path) -> None:
    start(None).stub.Run(program(tmp_path, "pass"))
    assert not (tmp_path / "imports.json").exists()


def test_a_prepared_program_that_nobody_asks_for_ends_with_its_host_and_says_nothing(
    start: Start, tmp_path: Path
) -> None:
    host = start([])
    request = program(tmp_path, "print('ran')")
    host.stub.GetRequiredPackages(language_pb2.GetRequiredPackagesRequest(info=request.info))
    assert host.close() == ""
    assert host.process.returncode == 0


def test_a_prepared_program_of_another_interpreter_is_not_used(start: Start, tmp_path: Path) -> None:
    virtual_environment(tmp_path)
    host = start(["pulumi_aws.sqs"])
    prepared = program(tmp_path, LOADED)
    host.stub.GetRequiredPackages(language_pb2.GetRequiredPackagesRequest(info=prepared.info))
    assert not seen(host, program(tmp_path, LOADED, virtualenv="venv"), prepared=False)["queues"]


def test_the_exit_code_of_a_prepared_program_is_its_own(start: Start, tmp_path: Path) -> None:
    host, request = start([]), program(tmp_path, "raise SystemExit(7)")
    host.stub.GetRequiredPackages(language_pb2.GetRequiredPackagesRequest(info=request.info))
    assert host.stub.Run(request).error == "Program exited with non-zero exit code: 7"
