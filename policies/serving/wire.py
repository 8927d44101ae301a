"""Between the engine's messages and the pack's own types."""

from collections.abc import Iterable, Mapping

from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2

from policies.catalogue.model import Level, Parameter, Policy, Severity
from policies.configuration import Configuration, Given
from policies.environment import Environment
from policies.platform_settings import PlatformSettings
from policies.properties import UNKNOWN, Properties
from policies.resource_types import canonical
from policies.stack import Provider, Stack, StackResource

_LEVELS = {
    Level.ADVISORY: analyzer_pb2.ADVISORY,
    Level.MANDATORY: analyzer_pb2.MANDATORY,
    Level.REMEDIATE: analyzer_pb2.REMEDIATE,
    Level.DISABLED: analyzer_pb2.DISABLED,
}
_LEVELS_READ = {number: level for level, number in _LEVELS.items()}
_SEVERITIES = {
    Severity.LOW: analyzer_pb2.POLICY_SEVERITY_LOW,
    Severity.MEDIUM: analyzer_pb2.POLICY_SEVERITY_MEDIUM,
    Severity.HIGH: analyzer_pb2.POLICY_SEVERITY_HIGH,
    Severity.CRITICAL: analyzer_pb2.POLICY_SEVERITY_CRITICAL,
}


def properties_of(struct: struct_pb2.Struct) -> Properties:
    """A view of the properties of a message."""
    return Properties(json_format.MessageToDict(struct))


def stack_of(resources: Iterable[analyzer_pb2.AnalyzerResource], settings: PlatformSettings) -> Stack:
    """The stack of a message; each resource's properties are read when a rule first asks."""
    providers: dict[str, Provider] = {}
    return Stack((_stack_resource(resource, providers) for resource in resources), settings)


def _stack_resource(resource: analyzer_pb2.AnalyzerResource, providers: dict[str, Provider]) -> StackResource:
    dependencies = {name: tuple(found.urns) for name, found in resource.propertyDependencies.items()}
    return StackResource(
        resource.urn,
        canonical(resource.type),
        resource.name,
        lambda: _given_or_known(resource.properties, dependencies),
        dependencies,
        _provider(resource.provider, providers),
    )


def _provider(message: analyzer_pb2.AnalyzerProviderResource, known: dict[str, Provider]) -> Provider | None:
    """The provider of a message, read once for all its resources."""
    if not message.urn:
        return None
    if message.urn not in known:
        known[message.urn] = Provider(message.urn, message.name, properties_of(message.properties))
    return known[message.urn]


def _given_or_known(struct: struct_pb2.Struct, dependencies: Mapping[str, tuple[str, ...]]) -> Properties:
    """Outputs without those that the provider will compute.

    At preview a provider announces every output that it will compute as unknown. A property that the program gave is
    only unknown because it comes from another resource, on which the engine then records a dependency.
    """
    everything = json_format.MessageToDict(struct)
    view = Properties(everything)
    return Properties(
        {name: value for name, value in everything.items() if name in dependencies or view.get(name) is not UNKNOWN}
    )


def with_properties(
    struct: struct_pb2.Struct, values: Mapping[str, bool | float | str | Mapping[str, bool]]
) -> struct_pb2.Struct:
    """A copy of the properties with some set; secrets, assets and unknown values stay as they are."""
    changed = struct_pb2.Struct()
    changed.CopyFrom(struct)
    for name, value in values.items():
        changed[name] = dict(value) if isinstance(value, Mapping) else value
    return changed


def given_of(config: analyzer_pb2.PolicyConfig) -> Given:
    """One policy's configuration as the engine hands it over."""
    return Given(_LEVELS_READ[config.enforcementLevel], json_format.MessageToDict(config.properties))


def policy_info(policy: Policy, configuration: Configuration, of_stack: bool) -> analyzer_pb2.PolicyInfo:
    """What the engine is told about a policy."""
    info = analyzer_pb2.PolicyInfo(
        name=policy.name,
        displayName=policy.title,
        description=policy.why,
        enforcementLevel=_LEVELS[policy.levels.within(configuration.environment)],
        severity=_SEVERITIES[policy.severity],
        policy_type=analyzer_pb2.POLICY_TYPE_STACK if of_stack else analyzer_pb2.POLICY_TYPE_RESOURCE,
        tags=policy.controls.tags(),
        remediation_steps=policy.remedy,
        url=policy.docs,
    )
    if policy.controls.pci:
        info.framework.name = "PCI DSS"
        info.framework.version = "4.0.1"
        info.framework.reference = ", ".join(policy.controls.pci)
    schemas = {parameter.name: _schema(parameter, configuration.environment) for parameter in policy.parameters}
    if schemas:
        json_format.ParseDict(schemas, info.configSchema.properties)
    return info


def _schema(parameter: Parameter, environment: Environment) -> dict[str, object]:
    return {**parameter.schema, "description": parameter.meaning, "default": parameter.default(environment)}


def diagnostic(
    pack: str, version: str, policy: Policy, level: Level, message: str, urn: str, severity: Severity
) -> analyzer_pb2.AnalyzeDiagnostic:
    """One report, at the given level and severity."""
    return analyzer_pb2.AnalyzeDiagnostic(
        policyName=policy.name,
        policyPackName=pack,
        policyPackVersion=version,
        description=policy.title,
        message=message,
        enforcementLevel=_LEVELS[level],
        urn=urn,
        severity=_SEVERITIES[severity],
    )


def is_left_out(resource: analyzer_pb2.AnalyzeRequest | analyzer_pb2.AnalyzerResource) -> bool:
    """Whether a resource is not made in this run, since `--target` or `--exclude` leaves it out.

    The engine then hands over the inputs of the state; of a resource that does not exist yet there are none. Otherwise
    a provider has always added something of its own (`__defaults`), also to a program's empty arguments.
    """
    return resource.HasField("provider") and not resource.properties.fields
