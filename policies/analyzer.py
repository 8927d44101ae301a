"""The pack as the engine sees it: the Analyzer service.

The policy SDK's own server reads every resource once per policy, fixes each policy's level when the pack is built
and throws the stack's configuration away (`pulumi_policy.policy._PolicyAnalyzerServicer`). This one serves the same
interface, reads a resource once, and only if a rule is about its type, and takes the levels from the environment
that the stack's configuration states.
"""

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc, plugin_pb2

from policies import message, wire
from policies.catalogue.model import Level
from policies.configuration import Configuration
from policies.environment import SYSTEM_KEY, Environment, StackEnvironment, environment_of
from policies.evaluation import Failed, Finding, RuleBook, Subject
from policies.platform_settings import PlatformSettings
from policies.stack import Stack
from policies.verdict import NotApplicable, Undetermined, Violation

NAME = "payments"
VERSION = "0.1.0"

_NOBODY_SAID = StackEnvironment(Environment.PROD, "nothing was said about the stack")


class PolicyAnalyzer(analyzer_pb2_grpc.AnalyzerServicer):
    """Serves one engine run on one stack."""

    def __init__(self, rules: RuleBook) -> None:
        self._rules = rules
        self._configuration = Configuration(rules.catalogue, _NOBODY_SAID)
        self._is_stack_configured = False
        self._is_platform_stack = False
        self._settings = PlatformSettings()
        self._undetermined: dict[tuple[str, str], Finding] = {}
        """Undetermined verdicts by URN and policy. They are reported with the stack, when the engine says where each
        property comes from: that settles most of them."""

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
        found = environment_of(request.config, request.tags, request.stack)
        self._configuration = self._configuration.of_stack(found)
        self._is_stack_configured = True
        self._is_platform_stack = SYSTEM_KEY in request.config
        self._settings = PlatformSettings.of(request.config)
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
        if not self._rules.concerns(request.type):
            return response
        configuration = self._configuration_for(request.urn)
        subject = Subject(request.urn, request.type, request.name)
        properties = wire.properties_of(request.properties)
        for finding in self._rules.judge(subject, properties, request.options.protect, configuration):
            key = (request.urn, finding.policy.name)
            if isinstance(finding.verdict, Undetermined):
                self._undetermined[key] = finding
            else:
                self._undetermined.pop(key, None)
                self._report(finding, configuration, response)
        return response

    def AnalyzeStack(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeStackRequest, context: grpc.ServicerContext
    ) -> analyzer_pb2.AnalyzeResponse:
        """Judge the resources as they are joined, and settle what was undetermined."""
        response = analyzer_pb2.AnalyzeResponse()
        if not request.resources:
            return response
        stack = wire.stack_of(request.resources, self._settings)
        configuration = self._configuration_for(request.resources[0].urn)
        for finding in self._rules.judge_stack(stack, configuration):
            self._report(finding, configuration, response, finding.subject.urn)
        pending, self._undetermined = self._undetermined, {}
        for finding in pending.values():
            if not _is_settled(finding, stack):
                self._report(finding, configuration, response, finding.subject.urn)
        return response

    def Remediate(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeRequest, context: grpc.ServicerContext
    ) -> analyzer_pb2.RemediateResponse:
        """Put right what can be put right safely, where the level says so."""
        response = analyzer_pb2.RemediateResponse()
        if not self._rules.concerns(request.type):
            return response
        subject = Subject(request.urn, request.type, request.name)
        configuration = self._configuration_for(request.urn)
        struct = request.properties
        for policy, values in self._rules.remedies(subject, wire.properties_of(struct), configuration):
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
        """The configuration; `pulumi policy analyze` names no stack, then its name in the URN stands in."""
        if self._is_stack_configured:
            return self._configuration
        stack = urn.removeprefix("urn:pulumi:").split("::")[0]
        return self._configuration.of_stack(environment_of({}, {}, stack))

    def _report(
        self,
        finding: Finding,
        configuration: Configuration,
        response: analyzer_pb2.AnalyzeResponse,
        urn: str = "",
    ) -> None:
        """Add a finding to the response, unless there is nothing to say."""
        policy, verdict = finding.policy, finding.verdict
        level = configuration.violation_level(policy)
        match verdict:
            case Violation():
                text = message.violation(finding, verdict, configuration, self._is_platform_stack)
            case Failed():
                text = message.failed(finding, verdict)
            case Undetermined():
                text = message.undetermined(finding, verdict)
                level = configuration.undetermined_level(policy)
            case NotApplicable(reason):
                response.not_applicable.append(analyzer_pb2.PolicyNotApplicable(policy_name=policy.name, reason=reason))
                return
            case _:
                return
        if level is not Level.DISABLED:
            response.diagnostics.append(wire.diagnostic(NAME, VERSION, policy, level, text, urn))


def _is_settled(finding: Finding, stack: Stack) -> bool:
    """Whether an unknown property comes from a resource whose output satisfies the rule by itself."""
    resource = stack.at(finding.subject.urn)
    if resource is None or not isinstance(finding.verdict, Undetermined):
        return False
    origins = resource.property_dependencies.get(finding.verdict.path.split(".")[0].split("[")[0], ())
    return any(found is not None and found.type in finding.known_from for found in map(stack.at, origins))
