"""The pack as the engine sees it: the Analyzer service.

The policy SDK's own server reads every resource once per policy, fixes each policy's level when the pack is built
and throws the stack's configuration away (`pulumi_policy.policy._PolicyAnalyzerServicer`). This one serves the same
interface, reads a resource once, and only if a rule is about its type, and takes the levels from the environment
that the stack's configuration states.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc, plugin_pb2

from policies.catalogue.pack import EXEMPTIONS_FILE, EXEMPTIONS_VALID
from policies.configuration import Configuration
from policies.environment import SYSTEM_KEY, Environment, StackEnvironment, environment_of
from policies.evaluation import RuleBook, Subject
from policies.exemptions.exemption import stack_of
from policies.exemptions.file import read_exemptions
from policies.exemptions.ledger import Ledger, Limits, ledger_of
from policies.platform_settings import PlatformSettings
from policies.serving import wire
from policies.serving.record import Record, RunLine
from policies.serving.reporting import Reporting
from policies.serving.stack_files import PROJECT_VARIABLE, config_at_hand

NAME = "payments"
VERSION = "0.1.0"
FOLDER = Path(__file__).resolve().parents[2]
"""The folder that holds the pack: in a project with stack files, where these are."""

_NOBODY_SAID = StackEnvironment(Environment.PROD, "nothing was said about the stack")


def today_in_utc() -> date:
    """The current day."""
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class _Setup:
    """What is known about a stack itself."""

    environment: StackEnvironment
    settings: PlatformSettings
    is_platform: bool
    """Whether the stack is set up by platform settings."""

    @classmethod
    def of(cls, config: Mapping[str, str], tags: Mapping[str, str], stack: str) -> "_Setup":
        """By the stack's configuration, objects as JSON, its tags and its name."""
        return cls(environment_of(config, tags, stack), PlatformSettings.of(config), SYSTEM_KEY in config)


class PolicyAnalyzer(analyzer_pb2_grpc.AnalyzerServicer):
    """Serves one engine run on one stack."""

    def __init__(self, rules: RuleBook, today: Callable[[], date] = today_in_utc, folder: Path = FOLDER) -> None:
        """`folder` is where a relative path of the exemptions file begins."""
        self._rules = rules
        self._today = today
        self._folder = folder
        self._configuration = Configuration(rules.catalogue, _NOBODY_SAID)
        self._setup: _Setup | None = None
        """The stack of which the engine told; None in `pulumi policy analyze`."""
        self._setups: dict[str, _Setup] = {}
        """By `project/stack`: what was found out about stacks of which nobody told."""
        self._record = Record.named_by(os.environ)
        self._reporting: dict[str, Reporting] = {}
        """By `project/stack`: `pulumi policy analyze --file` may hand over several."""
        self._parents: dict[str, str] = {}
        """URN of each resource's parent."""

    def Handshake(  # noqa: N802
        self, request: analyzer_pb2.AnalyzerHandshakeRequest, context: grpc.ServicerContext
    ) -> analyzer_pb2.AnalyzerHandshakeResponse:
        """The engine introduces itself."""
        return analyzer_pb2.AnalyzerHandshakeResponse()

    def GetPluginInfo(  # noqa: N802
        self, request: empty_pb2.Empty, context: grpc.ServicerContext
    ) -> plugin_pb2.PluginInfo:
        """The version of the pack."""
        return plugin_pb2.PluginInfo(version=VERSION)

    def ConfigureStack(  # noqa: N802
        self, request: analyzer_pb2.AnalyzerStackConfigureRequest, context: grpc.ServicerContext
    ) -> analyzer_pb2.AnalyzerStackConfigureResponse:
        """The stack, its configuration and its tags; comes before the engine asks for the policies."""
        self._setup = _Setup.of(request.config, request.tags, request.stack)
        self._configuration = self._configuration.of_stack(self._setup.environment)
        return analyzer_pb2.AnalyzerStackConfigureResponse()

    def GetAnalyzerInfo(  # noqa: N802
        self, request: empty_pb2.Empty, context: grpc.ServicerContext
    ) -> analyzer_pb2.AnalyzerInfo:
        """The policies, at the levels of the stack's environment."""
        return analyzer_pb2.AnalyzerInfo(
            name=NAME,
            version=VERSION,
            displayName="Payments platform",
            supportsConfig=True,
            policies=[
                wire.policy_info(policy, self._configuration, policy.name in self._rules.stack_policies)
                for policy in self._rules.catalogue.values()
            ],
        )

    def Configure(  # noqa: N802
        self, request: analyzer_pb2.ConfigureAnalyzerRequest, context: grpc.ServicerContext
    ) -> empty_pb2.Empty:
        """Levels and parameters of `--policy-pack-config`, completed by the engine."""
        given = {name: wire.given_of(config) for name, config in request.policyConfig.items()}
        try:
            self._configuration = self._configuration.configured(given)
        except ValueError as error:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
        return empty_pb2.Empty()

    def Analyze(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeRequest, context: grpc.ServicerContext
    ) -> analyzer_pb2.AnalyzeResponse:
        """Judge one resource by its inputs."""
        response = analyzer_pb2.AnalyzeResponse()
        self._parents[request.urn] = request.options.parent
        if not self._rules.concerns(request.type) or wire.is_left_out(request):
            return response
        subject = Subject(request.urn, request.type, request.name)
        properties = wire.properties_of(request.properties)
        configuration = self._configuration_for(request.urn)
        findings = self._rules.judge(subject, properties, request.options.protect, configuration)
        self._reporting_for(request.urn).resource(findings, self._parents, response)
        return response

    def AnalyzeStack(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeStackRequest, context: grpc.ServicerContext
    ) -> analyzer_pb2.AnalyzeResponse:
        """Judge the resources as they are joined, and settle what was undetermined."""
        response = analyzer_pb2.AnalyzeResponse()
        if not request.resources:
            return response
        self._parents.update({resource.urn: resource.parent for resource in request.resources})
        urn = request.resources[0].urn
        stack = wire.stack_of(request.resources, self._setup_of(urn).settings)
        # Others may lead to what this run leaves out; about itself nothing can be said.
        left_out = {resource.urn for resource in request.resources if wire.is_left_out(resource)}
        every = self._rules.judge_stack(stack, self._configuration_for(urn))
        findings = (finding for finding in every if finding.subject.urn not in left_out)
        self._reporting_for(urn).stack(findings, stack, self._parents, response)
        return response

    def Remediate(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeRequest, context: grpc.ServicerContext
    ) -> analyzer_pb2.RemediateResponse:
        """Put right what can be put right safely, where the level says so."""
        response = analyzer_pb2.RemediateResponse()
        if not self._rules.puts_right(request.type) or wire.is_left_out(request):
            return response
        subject = Subject(request.urn, request.type, request.name)
        configuration = self._configuration_for(request.urn)
        reporting = self._reporting_for(request.urn)
        self._parents[request.urn] = request.options.parent
        struct = request.properties
        for policy, values in self._rules.remedies(subject, wire.properties_of(struct), configuration):
            if reporting.is_exempt(policy, request.urn, self._parents):
                continue
            struct = wire.with_properties(struct, values)
            response.remediations.append(
                analyzer_pb2.Remediation(
                    policyName=policy.name,
                    policyPackName=NAME,
                    policyPackVersion=VERSION,
                    description=policy.title,
                    properties=struct,
                )
            )
        return response

    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:  # noqa: N802
        """Nothing to stop: every call answers at once."""
        return empty_pb2.Empty()

    def _configuration_for(self, urn: str) -> Configuration:
        """The configuration for the stack of a resource."""
        return self._configuration.of_stack(self._setup_of(urn).environment)

    def _setup_of(self, urn: str) -> _Setup:
        """The setup of a resource's stack: as the engine told, else by the stack file at hand and the stack's name."""
        if self._setup is not None:
            return self._setup
        key = stack_of(urn)
        if key not in self._setups:
            project, _, stack = key.rpartition("/")
            folder = Path(os.environ.get(PROJECT_VARIABLE) or self._folder)
            self._setups[key] = _Setup.of(config_at_hand(folder, project, stack), {}, stack)
        return self._setups[key]

    def _reporting_for(self, urn: str) -> Reporting:
        """The reporting on the stack of a resource."""
        stack = stack_of(urn)
        if stack not in self._reporting:
            configuration = self._configuration_for(urn)
            self._reporting[stack] = Reporting(
                configuration,
                self._ledger(urn, configuration),
                self._record,
                _run_line(stack, configuration),
                self._setup_of(urn).is_platform,
            )
        return self._reporting[stack]

    def _ledger(self, urn: str, configuration: Configuration) -> Ledger:
        parameters = configuration.parameter_values(self._rules.catalogue[EXEMPTIONS_VALID])
        path = self._folder / str(parameters["file"])
        limits = Limits(days=int(float(str(parameters["maxDays"]))), cap=int(float(str(parameters["maxCap"]))))
        file = read_exemptions(path, must_exist=parameters["file"] != EXEMPTIONS_FILE)
        policies = {name: row for name, row in self._rules.catalogue.items() if name in self._rules.exemptible}
        return ledger_of(file, path.name, urn, configuration.environment, policies, limits, self._today())


def _run_line(stack: str, configuration: Configuration) -> RunLine:
    project, _, name = stack.rpartition("/")
    return RunLine(NAME, VERSION, project, name, configuration.environment, configuration.stack.source)
