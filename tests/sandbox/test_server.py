"""The aws provider as the engine meets it: over gRPC, from Check to Delete."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest
from cryptography.fernet import Fernet
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from sandbox.aws.server import AwsProvider
from sandbox.aws.store import Store
from sandbox.schema import Index, open_index
from sandbox.values import Properties, Secret
from sandbox.wire import decode, encode
from tests.sandbox import test_rules_data, test_rules_network, test_rules_services
from tests.sandbox.rules_cases import Wrong, changed

RULES = (test_rules_data, test_rules_network, test_rules_services)
RIGHT: dict[str, Properties] = {type: inputs for module in RULES for type, inputs in module.RIGHT.items()}
WRONG: list[Wrong] = [case for module in RULES for case in module.WRONG]


class Engine:
    """The engine's side of the protocol."""

    def __init__(self, channel: grpc.Channel) -> None:
        self._stub = provider_pb2_grpc.ResourceProviderStub(channel)

    def configure(self, settings: Properties) -> None:
        """Configure the provider."""
        self._stub.Configure(provider_pb2.ConfigureRequest(args=encode(settings)))

    def check(self, type: str, inputs: Properties) -> provider_pb2.CheckResponse:
        """Check a resource's inputs."""
        response = self._stub.Check(provider_pb2.CheckRequest(urn=urn(type), news=encode(inputs)))
        assert isinstance(response, provider_pb2.CheckResponse)
        return response

    def create(self, type: str, inputs: Properties) -> tuple[str, Properties]:
        """Check and create a resource."""
        checked = self.check(type, inputs)
        assert not checked.failures, checked.failures
        made = self._stub.Create(provider_pb2.CreateRequest(urn=urn(type), properties=checked.inputs))
        return made.id, decode(made.properties)

    def read(self, type: str, id: str) -> tuple[str, Properties, Properties]:
        """Read a resource as an import does."""
        found = self._stub.Read(provider_pb2.ReadRequest(urn=urn(type), id=id))
        return found.id, decode(found.properties), decode(found.inputs)

    def update(self, type: str, id: str, state: Properties, inputs: Properties) -> Properties:
        """Change a resource in place."""
        request = provider_pb2.UpdateRequest(urn=urn(type), id=id, olds=encode(state), news=encode(inputs))
        return decode(self._stub.Update(request).properties)

    def delete(self, type: str, id: str, state: Properties) -> None:
        """Delete a resource."""
        self._stub.Delete(provider_pb2.DeleteRequest(urn=urn(type), id=id, properties=encode(state)))


def urn(type: str) -> str:
    """The URN of the one resource of a type."""
    return f"urn:pulumi:dev::shop::{type}::it"


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index()


@pytest.fixture
def engine(tmp_path: Path, index: Index) -> Iterator[Engine]:
    (tmp_path / "key").write_bytes(Fernet.generate_key())
    store = Store(tmp_path / "cloud.sqlite", tmp_path / "key")
    server = grpc.server(ThreadPoolExecutor(4))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(AwsProvider(index, store, "7.0.0"), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        client = Engine(channel)
        client.configure({"region": "ap-south-1"})
        yield client
    server.stop(None)


def test_every_wrong_input_of_the_rules_is_a_check_failure_with_a_reason(engine: Engine) -> None:
    refused = [
        (case, " ".join(failure.reason for failure in engine.check(case.type, wrong).failures))
        for case in WRONG
        if (wrong := changed(RIGHT[case.type], case.change))
    ]
    assert all(reasons for _, reasons in refused)
    # Where a case leaves out what the schema requires in the same property, that is said first.
    exact = [case for case, reasons in refused if all(word in reasons for word in case.words)]
    assert len(exact) > 220


def test_every_right_input_of_the_rules_passes(engine: Engine) -> None:
    for type, inputs in RIGHT.items():
        assert not engine.check(type, inputs).failures, type


SCHEMA_MISTAKES: list[tuple[str, Properties, tuple[str, ...]]] = [
    ("aws:ec2/vpc:Vpc", {"cidrBlok": "10.0.0.0/16"}, ("cidrBlok", "cidr_block")),
    ("aws:ec2/vpc:Vpc", {"cidrBlock": ["10.0.0.0/16", "10.1.0.0/16"]}, ("text",)),
    ("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16", "enableDnsSupport": "perhaps"}, ("true", "perhaps")),
    ("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16", "tags": "Name=x"}, ("tags",)),
    ("aws:rds/instance:Instance", {"engine": "postgres"}, ("instance_class",)),
    ("aws:lb/listener:Listener", {"loadBalancerArn": "x", "defaultActions": [{"typ": "forward"}]}, ("typ", "type")),
    ("aws:sqs/queue:Queue", {"delaySeconds": "soon"}, ("delaySeconds", "soon")),
    ("aws:sqs/queue:Queue", {"delaySeconds": 1.5}, ("whole",)),
]


@pytest.mark.parametrize(("type", "inputs", "words"), SCHEMA_MISTAKES)
def test_a_mistake_of_name_or_type_is_a_check_failure(
    engine: Engine, type: str, inputs: Properties, words: tuple[str, ...]
) -> None:
    failures = engine.check(type, inputs).failures
    text = " ".join(f"{failure.property} {failure.reason}" for failure in failures)
    assert failures
    assert all(word in text for word in words), text


def test_a_failure_never_names_a_secret_property_whose_value_the_engine_would_print(engine: Engine) -> None:
    inputs: Properties = {**RIGHT["aws:rds/instance:Instance"], "password": Secret({"a": "canary"})}
    (failure,) = engine.check("aws:rds/instance:Instance", inputs).failures
    assert failure.property == ""
    assert "password" in failure.reason
    assert "canary" not in failure.reason


def test_an_unknown_type_names_its_neighbours(engine: Engine) -> None:
    with pytest.raises(grpc.RpcError, match="aws:ec2/vpc:Vpc"):
        engine.check("aws:ec2/vcp:Vcp", {})


def test_a_second_resource_of_the_same_name_is_refused_as_aws_does(engine: Engine) -> None:
    inputs: Properties = {"bucket": "shop-receipts"}
    engine.create("aws:s3/bucket:Bucket", inputs)
    with pytest.raises(grpc.RpcError, match="BucketAlreadyOwnedByYou"):
        engine.create("aws:s3/bucket:Bucket", inputs)


def test_the_id_is_among_the_outputs_as_the_provider_has_it(engine: Engine) -> None:
    id, state = engine.create("aws:sqs/queue:Queue", {"name": "orders"})
    assert state["id"] == id
    assert engine.update("aws:sqs/queue:Queue", id, state, {"name": "orders", "delaySeconds": 5})["id"] == id
    _, read, inputs = engine.read("aws:sqs/queue:Queue", id)
    assert read["id"] == id
    assert "id" not in inputs


def test_revisions_of_a_task_family_live_side_by_side(engine: Engine) -> None:
    type = "aws:ecs/taskDefinition:TaskDefinition"
    inputs: Properties = {
        "family": "shop",
        "containerDefinitions": '[{"name": "web", "image": "nginx:1", "memory": 128, "essential": true}]',
    }
    id, first = engine.create(type, inputs)
    _, second = engine.create(type, inputs)
    assert (first["revision"], second["revision"]) == (1, 2)
    engine.delete(type, id, first)
    assert engine.read(type, id)[1]["revision"] == 2


SCALED: Properties = {
    "resourceId": "table/jobs",
    "serviceNamespace": "dynamodb",
    "scalableDimension": "dynamodb:table:ReadCapacityUnits",
    "minCapacity": 1,
    "maxCapacity": 2,
}


@pytest.mark.parametrize(
    ("type", "inputs", "other"),
    [
        (
            "aws:appautoscaling/target:Target",
            SCALED,
            {**SCALED, "scalableDimension": "dynamodb:table:WriteCapacityUnits"},
        ),
        (
            "aws:cloudwatch/logStream:LogStream",
            {"logGroupName": "a", "name": "s"},
            {"logGroupName": "b", "name": "s"},
        ),
    ],
)
def test_resources_whose_id_is_the_same_in_aws_live_side_by_side(
    engine: Engine, type: str, inputs: Properties, other: Properties
) -> None:
    if type.startswith("aws:appautoscaling"):
        engine.create("aws:dynamodb/table:Table", {**RIGHT["aws:dynamodb/table:Table"], "name": "jobs"})
    else:
        engine.create("aws:cloudwatch/logGroup:LogGroup", {"name": "a"})
        engine.create("aws:cloudwatch/logGroup:LogGroup", {"name": "b"})
    (id, first), (same_id, _) = engine.create(type, inputs), engine.create(type, other)
    assert id == same_id
    engine.delete(type, id, first)
    assert engine.read(type, id)[0] == id


def test_an_imported_resource_has_the_inputs_that_a_program_would_state(engine: Engine) -> None:
    id, _ = engine.create("aws:sqs/queue:Queue", {"name": "jobs", "delaySeconds": 5})
    _, _, inputs = engine.read("aws:sqs/queue:Queue", id)
    assert inputs["name"] == "jobs"
    assert inputs["delaySeconds"] == 5
    assert "tagsAll" not in inputs


def test_a_write_only_password_is_in_neither_state_nor_cloud(engine: Engine, tmp_path: Path) -> None:
    inputs: Properties = {
        key: value
        for key, value in RIGHT["aws:rds/instance:Instance"].items()
        if key not in ("password", "manageMasterUserPassword", "dbSubnetGroupName", "vpcSecurityGroupIds", "kmsKeyId")
    }
    inputs |= {"passwordWo": Secret("canary-password"), "passwordWoVersion": 1}
    _, state = engine.create("aws:rds/instance:Instance", inputs)
    assert "passwordWo" not in state
    assert b"canary" not in b"".join(file.read_bytes() for file in tmp_path.glob("cloud.sqlite*"))


def test_a_deleted_cache_leaves_its_final_snapshot_and_an_unwanted_task_definition_stays(engine: Engine) -> None:
    group, task = "aws:elasticache/replicationGroup:ReplicationGroup", "aws:ecs/taskDefinition:TaskDefinition"
    cache: Properties = {"replicationGroupId": "queue", "description": "queue", "finalSnapshotIdentifier": "queue-last"}
    cache_id, cache_state = engine.create(group, {**RIGHT[group], **cache})
    task_id, first = engine.create(task, {**RIGHT[task], "skipDestroy": True})

    engine.delete(group, cache_id, cache_state)
    engine.delete(task, task_id, first)

    _, second_cache = engine.create(group, {**RIGHT[group], **cache})
    with pytest.raises(grpc.RpcError, match=r"SnapshotAlreadyExistsFault.*queue-last"):
        engine.delete(group, cache_id, second_cache)
    _, second = engine.create(task, {**RIGHT[task], "skipDestroy": False})
    assert (first["revision"], second["revision"]) == (1, 2)


def test_the_rotation_of_a_managed_password_goes_with_its_database(engine: Engine) -> None:
    instance, rotation = "aws:rds/instance:Instance", "aws:secretsmanager/secretRotation:SecretRotation"
    managed: Properties = {key: value for key, value in RIGHT[instance].items() if not key.startswith("password")}
    id, state = engine.create(instance, {**managed, "manageMasterUserPassword": True, "skipFinalSnapshot": True})
    secrets = state["masterUserSecrets"]
    assert isinstance(secrets, list)
    assert isinstance(secrets[0], dict)
    rules: Properties = {"rotationRules": {"automaticallyAfterDays": 30}, "rotateImmediately": False}
    rotation_id, _ = engine.create(rotation, {"secretId": secrets[0]["secretArn"], **rules})
    assert engine.read(rotation, rotation_id)[0] == rotation_id

    engine.delete(instance, id, state)

    assert engine.read(rotation, rotation_id)[0] == ""
