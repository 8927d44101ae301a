"""Runs that `--target` or `--exclude` narrows."""

from pulumi.runtime.proto import analyzer_pb2

from tests.policies.harness import Engine, Json, in_environment, struct_of, urn_of

INSTANCE = "aws:rds/instance:Instance"


def from_the_engine(properties: dict[str, Json]) -> analyzer_pb2.AnalyzeRequest:
    """A request as the engine makes it: with the resource's provider."""
    provider = analyzer_pb2.AnalyzerProviderResource(type="pulumi:providers:aws", name="default")
    return analyzer_pb2.AnalyzeRequest(
        type=INSTANCE, name="db", urn=urn_of(INSTANCE, "db"), properties=struct_of(properties), provider=provider
    )


def test_a_resource_that_target_leaves_out_and_that_does_not_exist_is_not_judged() -> None:
    engine = Engine(in_environment("prod"))
    assert not engine.analyzer.Analyze(from_the_engine({}), engine.call).diagnostics
    assert engine.analyzer.Analyze(from_the_engine({"__defaults": []}), engine.call).diagnostics


def test_in_the_stack_a_resource_that_is_left_out_is_linked_and_not_judged() -> None:
    cluster = "aws:rds/cluster:Cluster"
    engine = Engine(in_environment("prod"))
    request = analyzer_pb2.AnalyzeStackRequest()
    provider = analyzer_pb2.AnalyzerProviderResource(type="pulumi:providers:aws", name="default")
    request.resources.add(type=cluster, name="db", urn=urn_of(cluster, "db"), provider=provider)
    found = [report.policyName for report in engine.analyzer.AnalyzeStack(request, engine.call).diagnostics]
    assert "rds-cluster-multi-az" not in found
