"""The language host, called as the engine calls it."""

import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import language_pb2

from tests.sandbox.running_language_host import ROOT, RUNNER, Host, alive, program, virtual_environment, wait_until


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    (tmp_path / "pulumi-language-python-exec").write_text(RUNNER)
    started = Host(tmp_path)
    yield started
    if started.process.poll() is None:
        started.process.kill()
        started.close()


def plugin(folder: Path, source: str) -> language_pb2.RunPluginRequest:
    (folder / "plugin").mkdir()
    (folder / "plugin" / "__main__.py").write_text(source)
    info = language_pb2.ProgramInfo(root_directory=str(folder), program_directory=str(folder / "plugin"))
    return language_pb2.RunPluginRequest(pwd=str(folder), info=info, kind="resource", args=["one"])


def test_a_program_that_ends_well_gives_an_empty_answer(host: Host, tmp_path: Path) -> None:
    answer = host.stub.Run(program(tmp_path, "pass"))
    assert (answer.error, answer.bail) == ("", False)


def test_exit_code_32_means_that_the_error_was_shown_already(host: Host, tmp_path: Path) -> None:
    assert host.stub.Run(program(tmp_path, "raise SystemExit(32)")).bail


def test_any_other_exit_code_is_the_programs_error(host: Host, tmp_path: Path) -> None:
    assert host.stub.Run(program(tmp_path, "raise SystemExit(7)")).error == "Program exited with non-zero exit code: 7"


def test_the_stacks_configuration_reaches_the_program(host: Host, tmp_path: Path) -> None:
    source = "import os\nopen('seen', 'w').write(os.environ['PULUMI_CONFIG'] + os.environ['PULUMI_CONFIG_SECRET_KEYS'])"
    request = program(tmp_path, source)
    request.config["shop:a"] = "1"
    request.configSecretKeys.append("shop:a")
    host.stub.Run(request)
    assert (tmp_path / "seen").read_text() == '{"shop:a": "1"}["shop:a"]'


def test_the_program_finds_itself_as_if_the_runner_had_been_started_alone(host: Host, tmp_path: Path) -> None:
    source = """
import gc, json, sys
seen = {"file": __file__, "name": __name__, "arguments": sys.argv[0], "path": sys.path[0], "gc": gc.get_threshold()[0]}
json.dump(seen, open("seen", "w"))
"""
    host.stub.Run(program(tmp_path, source))
    runner = str(tmp_path / "pulumi-language-python-exec")
    seen = json.loads((tmp_path / "seen").read_text())
    assert seen.pop("gc") > 10_000
    assert seen == {"file": runner, "name": "__main__", "arguments": runner, "path": str(tmp_path)}


def test_the_projects_own_virtual_environment_runs_its_program(host: Host, tmp_path: Path) -> None:
    used = virtual_environment(tmp_path)
    host.stub.Run(program(tmp_path, "pass", virtualenv="venv"))
    assert used.exists()


def test_a_virtual_environment_that_was_never_made_is_replaced_by_the_sandboxs(host: Host, tmp_path: Path) -> None:
    assert host.stub.Run(program(tmp_path, "pass", virtualenv="venv")).error == ""


def test_a_broken_virtual_environment_is_one_sentence(host: Host, tmp_path: Path) -> None:
    (tmp_path / "venv").mkdir()
    error = host.stub.Run(program(tmp_path, "pass", virtualenv="venv")).error
    assert error.startswith(f"the virtual environment {tmp_path}/venv of this project has no runnable bin/python")
    assert "\n" not in error


def test_a_type_checker_that_finds_errors_stops_the_program(host: Host, tmp_path: Path) -> None:
    request = program(tmp_path, "open('ran', 'w')\nx: int = 'text'\n", typechecker="mypy")
    error = host.stub.Run(request).error
    assert "Incompatible types in assignment" in error
    assert not (tmp_path / "ran").exists()


def test_a_plugins_output_and_exit_code_are_streamed(host: Host, tmp_path: Path) -> None:
    source = "import sys\nprint('port', sys.argv[1], flush=True)\nprint('warning', file=sys.stderr)\nsys.exit(3)"
    answers = list(host.stub.RunPlugin(plugin(tmp_path, source)))
    assert [a.stdout for a in answers if a.HasField("stdout")] == [b"port one\n"]
    assert [a.stderr for a in answers if a.HasField("stderr")] == [b"warning\n"]
    assert answers[-1].exitcode == 3


def test_a_plugin_ends_with_the_engines_call(host: Host, tmp_path: Path) -> None:
    call = host.stub.RunPlugin(plugin(tmp_path, "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(60)"))
    process = int(next(iter(call)).stdout)
    call.cancel()  # type: ignore[no-untyped-call]
    assert wait_until(lambda: not alive(process))


@pytest.mark.parametrize("end", ["interrupt", "terminate", "engine killed"])
def test_host_and_program_end_quietly_with_the_engine(host: Host, tmp_path: Path, end: str) -> None:
    source = (
        "import os, time\nopen('pid.new', 'w').write(str(os.getpid()))\nos.rename('pid.new', 'pid')\ntime.sleep(60)"
    )
    _pending = host.stub.Run.future(program(tmp_path, source))
    assert wait_until((tmp_path / "pid").exists)
    process = int((tmp_path / "pid").read_text())
    if end == "interrupt":
        host.process.send_signal(signal.SIGINT)
    elif end == "terminate":
        host.process.send_signal(signal.SIGTERM)
    said = host.close()
    assert host.process.returncode == 0
    assert said == ""
    assert wait_until(lambda: not alive(process))


def test_what_only_the_official_host_can_do_is_refused_with_a_sentence(host: Host) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        host.stub.GeneratePackage(language_pb2.GeneratePackageRequest())
    assert caught.value.code() == grpc.StatusCode.UNIMPLEMENTED
    assert "can't write an SDK: install the official Pulumi CLI" in str(caught.value.details())


def test_says_the_engines_version_and_the_programs_python(host: Host, tmp_path: Path) -> None:
    version = (ROOT / ".pulumi.version").read_text().strip()
    assert host.stub.GetPluginInfo(empty_pb2.Empty()).version == version
    about = host.stub.About(language_pb2.AboutRequest(info=program(tmp_path, "pass").info))
    assert about.version == ".".join(map(str, sys.version_info[:3]))


def test_lists_what_the_program_has_installed(host: Host, tmp_path: Path) -> None:
    info = program(tmp_path, "pass").info
    listed = host.stub.GetProgramDependencies(
        language_pb2.GetProgramDependenciesRequest(info=info, transitiveDependencies=True)
    )
    assert {"pulumi": "3.250.0"}.items() <= {found.name: found.version for found in listed.dependencies}.items()


def test_install_makes_the_declared_virtual_environment(host: Host, tmp_path: Path) -> None:
    request = program(tmp_path, "pass", virtualenv="venv")
    list(
        host.stub.InstallDependencies(
            language_pb2.InstallDependenciesRequest(directory=str(tmp_path), info=request.info)
        )
    )
    assert (tmp_path / "venv" / "bin" / "python").exists()
