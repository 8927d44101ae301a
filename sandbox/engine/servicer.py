"""The LanguageRuntime service for Python, as the engine calls it.

Code generation (`pulumi package add`, `pulumi convert`, `pulumi package pack`) is not offered: those calls end as
UNIMPLEMENTED with a sentence. Everything that runs programs, policy packs and providers is.
"""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NoReturn

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

from sandbox.engine.dependencies import install_commands, installed_distributions, python_version
from sandbox.engine.interpreter import BrokenEnvironmentError
from sandbox.engine.prepared_program import PreparedProgram
from sandbox.engine.processes import Process, RunningProcesses, ended_by_request, environment_of, stream_output
from sandbox.engine.program import (
    BAIL_EXIT_CODE,
    interpreter_of,
    options_of,
    plugin_command,
    runner_arguments,
    runner_command,
    stack_variables,
    type_check_command,
)
from sandbox.engine.served_program import start_served_program


@dataclass
class PythonLanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """Runs Python for one engine process."""

    engine: str
    """gRPC address of the engine; a handshake may correct it."""
    version: str
    """Version that the host reports: the engine's own."""
    runner: Path
    """The SDK's program runner."""
    processes: RunningProcesses
    prepared: PreparedProgram

    def Handshake(  # noqa: N802
        self, request: language_pb2.LanguageHandshakeRequest, context: grpc.ServicerContext
    ) -> language_pb2.LanguageHandshakeResponse:
        self.engine = request.engine_address or self.engine
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(  # noqa: N802
        self, request: empty_pb2.Empty, context: grpc.ServicerContext
    ) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=self.version)

    def GetRequiredPackages(  # noqa: N802
        self, request: language_pb2.GetRequiredPackagesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPackagesResponse:
        """Empty: the providers stand on PATH, so the engine has nothing to look for or download beforehand.

        The engine asks before it starts policy packs, and runs the program after them: time to prepare it.
        """
        with contextlib.suppress(BrokenEnvironmentError, OSError):  # which `Run` will tell
            self.prepared.prepare(interpreter_of(request.info), request.info.program_directory)
        return language_pb2.GetRequiredPackagesResponse()

    def GetRequiredPlugins(  # noqa: N802
        self, request: language_pb2.GetRequiredPluginsRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPluginsResponse:
        return language_pb2.GetRequiredPluginsResponse()

    def About(  # noqa: N802
        self, request: language_pb2.AboutRequest, context: grpc.ServicerContext
    ) -> language_pb2.AboutResponse:
        python = self._interpreter(request.info, context)
        return language_pb2.AboutResponse(executable=python, version=python_version(python))

    def GetProgramDependencies(  # noqa: N802
        self, request: language_pb2.GetProgramDependenciesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetProgramDependenciesResponse:
        python = self._interpreter(request.info, context)
        return language_pb2.GetProgramDependenciesResponse(
            dependencies=[
                language_pb2.DependencyInfo(name=name, version=version)
                for name, version in installed_distributions(python, bool(request.transitiveDependencies))
            ]
        )

    def RuntimeOptionsPrompts(  # noqa: N802
        self, request: language_pb2.RuntimeOptionsRequest, context: grpc.ServicerContext
    ) -> language_pb2.RuntimeOptionsResponse:
        return language_pb2.RuntimeOptionsResponse()

    def Template(  # noqa: N802
        self, request: language_pb2.TemplateRequest, context: grpc.ServicerContext
    ) -> language_pb2.TemplateResponse:
        return language_pb2.TemplateResponse()

    def Cancel(  # noqa: N802
        self, request: empty_pb2.Empty, context: grpc.ServicerContext
    ) -> empty_pb2.Empty:
        """Nothing to do: the engine finishes what is under way and then closes the program's connection."""
        return empty_pb2.Empty()

    def InstallDependencies(  # noqa: N802
        self, request: language_pb2.InstallDependenciesRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.InstallDependenciesResponse]:
        for command in install_commands(request.info.root_directory or request.directory, options_of(request.info)):
            process = self.processes.start(command, request.directory or None, environment_of([]), piped=True)
            for stream, line in stream_output(process):
                yield (
                    language_pb2.InstallDependenciesResponse(stdout=line)
                    if stream == "stdout"
                    else language_pb2.InstallDependenciesResponse(stderr=line)
                )
            code = self.processes.wait(process)
            if code:
                refuse(context, grpc.StatusCode.ABORTED, f"`{' '.join(command)}` ended with exit code {code}")

    def Run(  # noqa: N802
        self, request: language_pb2.RunRequest, context: grpc.ServicerContext
    ) -> language_pb2.RunResponse:
        try:
            error = self._type_errors(request)
            if error:
                return language_pb2.RunResponse(error=error)
            code = self._run_program(request, context)
        except BrokenEnvironmentError as broken:
            return language_pb2.RunResponse(error=str(broken))
        if code == 0:
            return language_pb2.RunResponse()
        if code == BAIL_EXIT_CODE:
            return language_pb2.RunResponse(bail=True)
        if ended_by_request(code):
            return language_pb2.RunResponse(error="the program was stopped before it ended")
        if code < 0:
            return language_pb2.RunResponse(error=f"the program was ended by signal {-code}")
        return language_pb2.RunResponse(error=f"Program exited with non-zero exit code: {code}")

    def RunPlugin(  # noqa: N802
        self, request: language_pb2.RunPluginRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.RunPluginResponse]:
        analyzer = request.kind == "analyzer"
        try:
            command = plugin_command(request.info, request.kind, request.args)
            folder = request.info.program_directory if analyzer else request.pwd
            process = self.processes.start(command, folder or None, environment_of(request.env), piped=True)
        except (BrokenEnvironmentError, OSError) as broken:
            refuse(context, grpc.StatusCode.FAILED_PRECONDITION, str(broken))
        context.add_callback(partial(self.processes.end, process))
        for stream, line in stream_output(process):
            yield (
                language_pb2.RunPluginResponse(stdout=line)
                if stream == "stdout"
                else language_pb2.RunPluginResponse(stderr=line)
            )
        yield language_pb2.RunPluginResponse(exitcode=self.processes.wait(process))

    def GenerateProgram(  # noqa: N802
        self, request: language_pb2.GenerateProgramRequest, context: grpc.ServicerContext
    ) -> language_pb2.GenerateProgramResponse:
        refuse_code_generation(context, "convert a program")

    def GenerateProject(  # noqa: N802
        self, request: language_pb2.GenerateProjectRequest, context: grpc.ServicerContext
    ) -> language_pb2.GenerateProjectResponse:
        refuse_code_generation(context, "convert a project")

    def GeneratePackage(  # noqa: N802
        self, request: language_pb2.GeneratePackageRequest, context: grpc.ServicerContext
    ) -> language_pb2.GeneratePackageResponse:
        refuse_code_generation(context, "write an SDK")

    def Pack(  # noqa: N802
        self, request: language_pb2.PackRequest, context: grpc.ServicerContext
    ) -> language_pb2.PackResponse:
        refuse_code_generation(context, "pack an SDK")

    def Link(  # noqa: N802
        self, request: language_pb2.LinkRequest, context: grpc.ServicerContext
    ) -> language_pb2.LinkResponse:
        refuse_code_generation(context, "link an SDK")

    def _interpreter(self, info: language_pb2.ProgramInfo, context: grpc.ServicerContext) -> str:
        try:
            return interpreter_of(info)
        except BrokenEnvironmentError as broken:
            refuse(context, grpc.StatusCode.FAILED_PRECONDITION, str(broken))

    def _type_errors(self, request: language_pb2.RunRequest) -> str | None:
        command = type_check_command(request.info)
        if command is None:
            return None
        done = subprocess.run(command, cwd=request.pwd or None, capture_output=True, text=True)  # noqa: S603
        if done.returncode == 0:
            return None
        return f"the type checker found errors:\n{done.stdout}{done.stderr}".rstrip()

    def _run_program(self, request: language_pb2.RunRequest, context: grpc.ServicerContext) -> int:
        process = self._start_program(request)
        context.add_callback(partial(self.processes.end, process))
        return self.processes.wait(process)

    def _start_program(self, request: language_pb2.RunRequest) -> Process:
        python, folder, variables = interpreter_of(request.info), request.pwd, stack_variables(request)
        arguments = runner_arguments(request, self.engine)
        prepared = self.prepared.start(python, arguments, folder, variables)
        if prepared:
            return prepared
        served = start_served_program(
            python, [str(self.runner), *arguments], folder, request.info.program_directory, variables
        )
        if served:
            self.processes.add(served)
            return served
        command = [*runner_command(python, self.runner), *arguments]
        return self.processes.start(command, folder or None, {**os.environ, **variables}, piped=False)


def refuse(context: grpc.ServicerContext, code: grpc.StatusCode, sentence: str) -> NoReturn:
    """End the call with a status and one sentence."""
    context.abort(code, sentence)
    raise AssertionError("abort returns never")


def refuse_code_generation(context: grpc.ServicerContext, what: str) -> NoReturn:
    """End a call that only the official language host can answer."""
    refuse(
        context,
        grpc.StatusCode.UNIMPLEMENTED,
        f"the sandbox's language host can't {what}: install the official Pulumi CLI, which comes with one that can",
    )
