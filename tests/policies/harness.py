"""Resources as the engine and the policy SDK present them to a policy."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast
from unittest.mock import create_autospec

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2
from pulumi_policy.deserialize import SPECIAL_SECRET_SIG, SPECIAL_SIG_KEY, deserialize_properties
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, unknown_checking_proxy

from policies.catalogue import CATALOGUE
from policies.evaluation import RuleBook
from policies.properties import Properties
from policies.rules import RESOURCE_RULES
from policies.serving.analyzer import FOLDER, PolicyAnalyzer, today_in_utc
from policies.serving.server import rule_book
from policies.stack_rules import STACK_RULES

Json = bool | int | float | str | None | Sequence["Json"] | Mapping[str, "Json"]

UNKNOWN_VALUE = UNKNOWN_STRING_VALUE
"""How an output that is not known yet reaches a policy."""

LEVEL_NAMES = {
    analyzer_pb2.ADVISORY: "advisory",
    analyzer_pb2.MANDATORY: "mandatory",
    analyzer_pb2.REMEDIATE: "remediate",
    analyzer_pb2.DISABLED: "disabled",
}


def secret(value: Json) -> Json:
    """A value as the engine sends a secret."""
    return {SPECIAL_SIG_KEY: SPECIAL_SECRET_SIG, "value": value}


def struct_of(properties: Mapping[str, Json]) -> struct_pb2.Struct:
    """Properties as the engine sends them."""
    return json_format.ParseDict(dict(properties), struct_pb2.Struct())


def through_the_sdk(properties: Mapping[str, Json]) -> Properties:
    """A view over the policy SDK's own proxies, which raise at unknown values and are neither dict nor list."""
    deserialized = deserialize_properties(json_format.MessageToDict(struct_of(properties)))
    return Properties(unknown_checking_proxy(deserialized))


def urn_of(resource_type: str, name: str, stack: str = "main") -> str:
    """The URN of a resource."""
    return f"urn:pulumi:{stack}::example::{resource_type}::{name}"


class RefusedError(Exception):
    """The analyzer aborted a call."""


@cache
def call() -> grpc.ServicerContext:
    """The caller's side of a gRPC call, of which the analyzer uses `abort`."""
    context = create_autospec(grpc.ServicerContext, instance=True)
    context.abort.side_effect = _refuse
    return cast(grpc.ServicerContext, context)


def _refuse(code: grpc.StatusCode, details: str) -> None:
    raise RefusedError(f"{code.name}: {details}")


@dataclass(frozen=True)
class Report:
    """One line of the CLI."""

    policy: str
    level: str
    message: str
    urn: str = ""


@dataclass(frozen=True)
class Resource:
    """A resource of a stack with the properties that lead to others."""

    type: str
    name: str
    properties: Mapping[str, Json] = field(default_factory=dict)
    depends: Mapping[str, Sequence["Resource"]] = field(default_factory=dict)
    parent: "Resource | None" = None
    protect: bool = False
    provider: "Resource | None" = None
    """The provider resource that makes it; None for components."""

    @property
    def urn(self) -> str:
        return urn_of(self.type, self.name)

    def __hash__(self) -> int:
        return hash(self.urn)


def rule_book_of(policies: Container[str]) -> RuleBook:
    """The rules of some policies, so that a test is not about all the others."""
    rules = (rule for rule in RESOURCE_RULES if rule.policy in policies)
    return RuleBook(CATALOGUE, rules, (rule for rule in STACK_RULES if rule.policy in policies))


class Engine:
    """Calls an analyzer in the engine's order."""

    def __init__(
        self,
        config: Mapping[str, str] | None = None,
        stack: str = "main",
        tags: Mapping[str, str] | None = None,
        policy_config: Mapping[str, Mapping[str, Json]] | None = None,
        folder: Path = FOLDER,
        today: date | None = None,
        policies: Container[str] | None = None,
    ) -> None:
        """`policies` names those whose rules are asked; None for all."""
        rules = rule_book() if policies is None else rule_book_of(policies)
        self.analyzer = PolicyAnalyzer(rules, lambda: today or today_in_utc(), folder)
        self.call = call()
        self.analyzer.ConfigureStack(
            analyzer_pb2.AnalyzerStackConfigureRequest(stack=stack, config=config or {}, tags=tags or {}), self.call
        )
        self.info = self.analyzer.GetAnalyzerInfo(empty_pb2.Empty(), self.call)
        self.analyzer.Configure(self._reconciled(policy_config or {}), self.call)

    def _reconciled(self, chosen: Mapping[str, Mapping[str, Json]]) -> analyzer_pb2.ConfigureAnalyzerRequest:
        """What the engine makes of the announced defaults and of `--policy-pack-config`."""
        request = analyzer_pb2.ConfigureAnalyzerRequest()
        numbers = {name: number for number, name in LEVEL_NAMES.items()}
        announced = {info.name: info for info in self.info.policies}
        for name in dict.fromkeys((*announced, *chosen)):
            config, values = request.policyConfig[name], dict(chosen.get(name, {}))
            defaults: dict[str, Json] = {}
            if name in announced:
                config.enforcementLevel = announced[name].enforcementLevel
                schemas = announced[name].configSchema.properties
                defaults = {path: schema["default"] for path, schema in json_format.MessageToDict(schemas).items()}
            if "enforcementLevel" in values:
                config.enforcementLevel = numbers[str(values.pop("enforcementLevel"))]
            if properties := {**defaults, **values}:
                json_format.ParseDict(properties, config.properties)
        return request

    def analyze(self, resource: Resource) -> list[Report]:
        """The reports about one resource's inputs."""
        return _reports(self.analyze_raw(resource))

    def analyze_raw(self, resource: Resource) -> analyzer_pb2.AnalyzeResponse:
        """The analyzer's answer about one resource's inputs."""
        request = analyzer_pb2.AnalyzeRequest(
            type=resource.type,
            name=resource.name,
            urn=resource.urn,
            properties=struct_of(resource.properties),
            options=analyzer_pb2.AnalyzerResourceOptions(
                parent=resource.parent.urn if resource.parent else "", protect=resource.protect
            ),
        )
        return self.analyzer.Analyze(request, self.call)

    def remediated(self, resource: Resource) -> dict[str, Mapping[str, Json]]:
        """The properties after each policy that put something right."""
        request = analyzer_pb2.AnalyzeRequest(
            type=resource.type, name=resource.name, urn=resource.urn, properties=struct_of(resource.properties)
        )
        response = self.analyzer.Remediate(request, self.call)
        return {found.policyName: json_format.MessageToDict(found.properties) for found in response.remediations}

    def analyze_stack(self, *resources: Resource) -> list[Report]:
        """The reports about a whole stack."""
        return _reports(self.analyzer.AnalyzeStack(self.stack_request(*resources), self.call))

    def stack_request(self, *resources: Resource) -> analyzer_pb2.AnalyzeStackRequest:
        """A whole stack as the engine hands it over."""
        request = analyzer_pb2.AnalyzeStackRequest()
        for resource in resources:
            message = request.resources.add(
                type=resource.type,
                name=resource.name,
                urn=resource.urn,
                properties=struct_of(resource.properties),
                parent=resource.parent.urn if resource.parent else "",
            )
            if resource.provider is not None:
                message.provider.CopyFrom(_provider(resource.provider))
            for path, targets in resource.depends.items():
                message.propertyDependencies[path].urns.extend(target.urn for target in targets)
        return request

    def preview(self, *resources: Resource) -> list[Report]:
        """The reports of a whole preview: each resource, then the stack."""
        single = [report for resource in resources for report in self.analyze(resource)]
        return [*single, *self.analyze_stack(*resources)]


def _provider(provider: Resource) -> analyzer_pb2.AnalyzerProviderResource:
    return analyzer_pb2.AnalyzerProviderResource(
        type=provider.type, name=provider.name, urn=provider.urn, properties=struct_of(provider.properties)
    )


def _reports(response: analyzer_pb2.AnalyzeResponse) -> list[Report]:
    return [
        Report(found.policyName, LEVEL_NAMES[found.enforcementLevel], found.message, found.urn)
        for found in response.diagnostics
    ]


def in_environment(environment: str) -> dict[str, str]:
    """The configuration of a platform stack."""
    return {"platform:system": f'{{"name": "fivestar", "environment": "{environment}"}}'}


def said(policy: str, *resources: Resource, environment: str = "prod") -> list[Report]:
    """What one policy reports in a preview of the resources, undetermined verdicts included."""
    found = Engine(config=in_environment(environment), policies={policy}).preview(*resources)
    return [report for report in found if report.policy == policy]


def keeps(policy: str, kind: str, environment: Json = "prod", **properties: Json) -> bool:
    """Whether one policy says nothing about a resource with these properties."""
    return said(policy, Resource(kind, "it", properties), environment=str(environment)) == []
