"""A plugin process of the awsx provider between a recording engine and the test."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import (
    engine_pb2,
    engine_pb2_grpc,
    provider_pb2,
    provider_pb2_grpc,
    resource_pb2,
    resource_pb2_grpc,
)

from sandbox.values import UNKNOWN, Properties, Value
from sandbox.wire import decode, encode

ROOT = Path(__file__).parents[3]
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
ZONES = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
IPV6_RANGE = "2600:1f14:82a:ab00::/56"
POOL_RANGE = "10.7.0.0/20"


@dataclass(frozen=True, slots=True)
class Registered:
    """A resource as the component registered it."""

    request: resource_pb2.RegisterResourceRequest
    urn: str

    @property
    def token(self) -> str:
        """The type, shortened to what follows the last colon."""
        return str(self.request.type).rsplit(":", 1)[-1]

    @property
    def name(self) -> str:
        """The logical name."""
        return str(self.request.name)

    @property
    def inputs(self) -> Properties:
        """The inputs."""
        return decode(self.request.object)

    @property
    def parent(self) -> str:
        """Type and name of the parent, as in 'Subnet pay-public-1'."""
        return short(self.request.parent)


def output(value: Value = None, secret: bool = False) -> Properties:
    """An output as the engine sends it to a component; one without a value isn't known yet."""
    known: Properties = {} if value is None else {"value": value}
    return {_SIGNATURE: _OUTPUT, "secret": secret, **known}


def short(urn: str) -> str:
    """Type and name of a URN."""
    kind, name = urn.split("::")[2:]
    return f"{kind.rsplit(':', 1)[-1]} {name}"


@dataclass(frozen=True, slots=True)
class Constructed:
    """What a Construct call led to."""

    registered: list[Registered]
    outputs: Properties
    warnings: list[str]
    invoked: list[tuple[str, Properties]]
    component_outputs: Properties

    @property
    def children(self) -> list[Registered]:
        """Everything but the component itself."""
        return self.registered[1:]

    def of(self, token: str) -> dict[str, Registered]:
        """The children of a type by name."""
        return {one.name: one for one in self.children if one.token == token}


class RefusedError(Exception):
    """The plugin answered with an error."""

    def __init__(self, code: grpc.StatusCode, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


@dataclass(slots=True)
class Engine(resource_pb2_grpc.ResourceMonitorServicer):
    """Accepts every resource; ids are `Type:name`, and unknown when `preview` is set."""

    preview: bool = False
    zones: list[str] = field(default_factory=lambda: list(ZONES))
    registered: list[Registered] = field(default_factory=list)
    invoked: list[tuple[str, Properties]] = field(default_factory=list)
    component_outputs: Properties = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def SupportsFeature(  # noqa: N802 the name is the protocol's
        self, request: resource_pb2.SupportsFeatureRequest, context: grpc.ServicerContext
    ) -> resource_pb2.SupportsFeatureResponse:
        return resource_pb2.SupportsFeatureResponse(hasSupport=True)

    def RegisterResource(  # noqa: N802 the name is the protocol's
        self, request: resource_pb2.RegisterResourceRequest, context: grpc.ServicerContext
    ) -> resource_pb2.RegisterResourceResponse:
        kind = request.type
        if request.parent != STACK and request.parent:
            kind = f"{request.parent.split('::')[2]}${kind}"
        one = Registered(request, f"urn:pulumi:dev::shop::{kind}::{request.name}")
        with self.lock:
            self.registered.append(one)
        outputs: Properties = {**one.inputs, **self._computed(one)}
        identity = "" if self.preview or not request.custom else f"{one.token}:{one.name}"
        return resource_pb2.RegisterResourceResponse(urn=one.urn, id=identity, object=encode(outputs))

    def _computed(self, one: Registered) -> Properties:
        unknown: Value = UNKNOWN
        if one.token == "Eip":
            return {"allocationId": unknown if self.preview else f"eipalloc:{one.name}"}
        if one.token == "Repository":
            return {"name": one.inputs.get("name", one.name), "repositoryUrl": f"registry/{one.name}"}
        if one.token != "Vpc":
            return {}
        generated = one.inputs.get("assignGeneratedIpv6CidrBlock") is True
        computed: Properties = {"ipv6CidrBlock": unknown if self.preview else (IPV6_RANGE if generated else "")}
        if "cidrBlock" not in one.inputs:
            computed["cidrBlock"] = unknown if self.preview else POOL_RANGE
        return computed

    def RegisterResourceOutputs(  # noqa: N802 the name is the protocol's
        self, request: resource_pb2.RegisterResourceOutputsRequest, context: grpc.ServicerContext
    ) -> Empty:
        self.component_outputs = decode(request.outputs)
        return Empty()

    def Invoke(  # noqa: N802 the name is the protocol's
        self, request: resource_pb2.ResourceInvokeRequest, context: grpc.ServicerContext
    ) -> provider_pb2.InvokeResponse:
        arguments = decode(request.args)
        self.invoked.append((request.tok, arguments))
        answers: dict[str, Properties] = {
            "aws:index/getAvailabilityZones:getAvailabilityZones": {"names": list(self.zones)},
            "aws:ec2/getVpc:getVpc": {"id": "vpc-default"},
            "aws:ec2/getSubnets:getSubnets": {"ids": ["subnet-open", "subnet-closed"]},
            "aws:ec2/getSubnet:getSubnet": {
                "id": arguments.get("id"),
                "mapPublicIpOnLaunch": arguments.get("id") == "subnet-open",
            },
        }
        response = provider_pb2.InvokeResponse()
        getattr(response, "return").CopyFrom(encode(answers[request.tok]))
        return response


class EngineLog(engine_pb2_grpc.EngineServicer):
    """Keeps the warnings that the plugin logs."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def Log(  # noqa: N802 the name is the protocol's
        self, request: engine_pb2.LogRequest, context: grpc.ServicerContext
    ) -> Empty:
        if request.severity == engine_pb2.WARNING:
            self.warnings.append(request.message)
        return Empty()


@dataclass(frozen=True, slots=True)
class Plugin:
    """A running plugin process."""

    stub: provider_pb2_grpc.ResourceProviderStub
    log: EngineLog

    def construct(
        self,
        resource_type: str,
        name: str,
        inputs: Properties,
        *,
        engine: Engine | None = None,
        providers: Mapping[str, str] | None = None,
        aliases: Mapping[str, str] | None = None,
        protect: bool = False,
        depends_on: tuple[str, ...] = (),
    ) -> Constructed:
        """The component, as the engine would ask for it; raises RefusedError."""
        engine = engine or Engine()
        self.log.warnings.clear()
        with _serving(engine) as address:
            request = provider_pb2.ConstructRequest(
                project="shop",
                stack="dev",
                config={},
                dryRun=engine.preview,
                parallel=4,
                monitorEndpoint=address,
                type=resource_type,
                name=name,
                parent=STACK,
                inputs=encode(inputs),
                protect=protect,
                providers=dict(providers or {}),
                dependencies=list(depends_on),
            )
            for old_name in (aliases or {}).values():
                request.aliases.add().spec.name = old_name
            try:
                response = self.stub.Construct(request)
            except grpc.RpcError as error:
                raise RefusedError(error.code(), str(error.details())) from error
        return Constructed(
            engine.registered, decode(response.state), [*self.log.warnings], engine.invoked, engine.component_outputs
        )

    def vpc(self, inputs: Properties, engine: Engine | None = None) -> Constructed:
        """`awsx:ec2:Vpc` with the name pay."""
        return self.construct("awsx:ec2:Vpc", "pay", inputs, engine=engine)

    def refusal(self, inputs: Properties, engine: Engine | None = None) -> str:
        """The sentence that refuses a VPC with these inputs."""
        with pytest.raises(RefusedError) as refused:
            self.vpc(inputs, engine)
        assert refused.value.code is grpc.StatusCode.INVALID_ARGUMENT, refused.value
        return refused.value.sentence


@contextmanager
def _serving(engine: Engine) -> Iterator[str]:
    server = grpc.server(ThreadPoolExecutor(16))
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(engine, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop(None)


@contextmanager
def _logging(log: EngineLog) -> Iterator[str]:
    server = grpc.server(ThreadPoolExecutor(4))
    engine_pb2_grpc.add_EngineServicer_to_server(log, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop(None)


@contextmanager
def running_plugin() -> Iterator[Plugin]:
    """A plugin process."""
    log = EngineLog()
    with _logging(log) as address:
        yield from _run(log, [sys.executable, "-m", "sandbox.awsx", address])


def _run(log: EngineLog, command: list[str]) -> Iterator[Plugin]:
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        try:
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield Plugin(provider_pb2_grpc.ResourceProviderStub(channel), log)
        finally:
            process.terminate()
