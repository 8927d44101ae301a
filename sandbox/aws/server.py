"""The aws provider's side of Pulumi's provider protocol (`pulumirpc.ResourceProvider`).

A refusal of AWS becomes a gRPC status whose text is the refusal; whatever else goes wrong inside becomes one sentence
that names the request, so that no Python traceback reaches a user.
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import grpc
from google.protobuf import struct_pb2
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from sandbox.aws.check import check_configuration
from sandbox.aws.check.autonaming import deletes_before_replacing
from sandbox.aws.completion import random_text
from sandbox.aws.configuration import Configuration, ConfigurationError, configure
from sandbox.aws.diff import Change, Kind, changes, with_what_is_so_already
from sandbox.aws.invokes import SECRET_RESULTS, Call, NotSupported, invoke
from sandbox.aws.lifecycle import Identity, Lifecycle
from sandbox.aws.model import AwsError, Failure
from sandbox.aws.store import Store
from sandbox.schema import Index
from sandbox.values import Properties, Secret, holds_secret, reveal_all
from sandbox.wire import decode, encode

Context = grpc.ServicerContext

_KINDS = {
    (Kind.ADD, False): provider_pb2.PropertyDiff.ADD,
    (Kind.ADD, True): provider_pb2.PropertyDiff.ADD_REPLACE,
    (Kind.DELETE, False): provider_pb2.PropertyDiff.DELETE,
    (Kind.DELETE, True): provider_pb2.PropertyDiff.DELETE_REPLACE,
    (Kind.UPDATE, False): provider_pb2.PropertyDiff.UPDATE,
    (Kind.UPDATE, True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
}

_RequestAboutResource = (
    provider_pb2.CheckRequest
    | provider_pb2.DiffRequest
    | provider_pb2.CreateRequest
    | provider_pb2.ReadRequest
    | provider_pb2.UpdateRequest
    | provider_pb2.DeleteRequest
)


class AwsProvider(provider_pb2_grpc.ResourceProviderServicer):
    """One provider instance: configured once, then asked about resources and functions."""

    def __init__(self, index: Index, store: Store, version: str) -> None:
        self._index = index
        self._store = store
        self._version = version
        self._configuration: Configuration | None = None

    def Handshake(  # noqa: N802
        self, request: provider_pb2.ProviderHandshakeRequest, context: Context
    ) -> provider_pb2.ProviderHandshakeResponse:
        """Say what this provider understands."""
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=True, accept_resources=True, accept_outputs=False, supports_autonaming_configuration=True
        )

    def GetPluginInfo(self, request: Empty, context: Context) -> plugin_pb2.PluginInfo:  # noqa: N802
        """The version of the SDK that the provider stands for."""
        return plugin_pb2.PluginInfo(version=self._version)

    def CheckConfig(  # noqa: N802
        self, request: provider_pb2.CheckRequest, context: Context
    ) -> provider_pb2.CheckResponse:
        """Judge the provider's own settings."""
        with _answered("the aws provider's configuration", context):
            settings = decode(request.news)
            failures = check_configuration(settings, self._index)
            if not failures:
                try:
                    configure(settings)
                except ConfigurationError as error:
                    failures = [Failure(error.property, error.reason)]
            return provider_pb2.CheckResponse(inputs=request.news, failures=_failures(failures, settings))

    def DiffConfig(self, request: provider_pb2.DiffRequest, context: Context) -> provider_pb2.DiffResponse:  # noqa: N802
        """A provider is never replaced: its resources stay where they are."""
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_UNKNOWN)

    def Configure(  # noqa: N802
        self, request: provider_pb2.ConfigureRequest, context: Context
    ) -> provider_pb2.ConfigureResponse:
        """Take the provider's settings."""
        try:
            self._configuration = configure(decode(request.args))
        except ConfigurationError as error:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True,
            acceptResources=True,
            acceptOutputs=False,
            supportsPreview=True,
            supports_autonaming_configuration=True,
        )

    def Check(self, request: provider_pb2.CheckRequest, context: Context) -> provider_pb2.CheckResponse:  # noqa: N802
        """Name, complete and judge a resource's inputs."""
        of = _identity(request)
        with _answered(f"checking {of.type} {of.name}", context):
            old = decode(request.olds) if request.HasField("olds") else None
            new = decode(request.news)
            inputs, failures = self._lifecycle().check(of, old, new, random_text(request.randomSeed))
            return provider_pb2.CheckResponse(inputs=encode(inputs), failures=_failures(failures, new))

    def Diff(self, request: provider_pb2.DiffRequest, context: Context) -> provider_pb2.DiffResponse:  # noqa: N802
        """What changes, and whether it replaces the resource."""
        of = _identity(request)
        with _answered(f"comparing {of.type} {of.name}", context):
            lifecycle = self._lifecycle()
            lifecycle.confirm(of, request.id)
            new = decode(request.news)
            resource = lifecycle.resource(of.type)
            old = with_what_is_so_already(decode(request.old_inputs), _known(request.olds), new)
            found = changes(resource, self._index, old, new)
            replaced = any(change.replaces for change in found)
            return _difference(found, replaced and deletes_before_replacing(resource, new))

    def Create(self, request: provider_pb2.CreateRequest, context: Context) -> provider_pb2.CreateResponse:  # noqa: N802
        """Make a resource, or say what it would look like."""
        of = _identity(request)
        with _answered(f"creating {of.type} {of.name}", context):
            inputs = decode(request.properties)
            if request.preview:
                return provider_pb2.CreateResponse(properties=encode(self._lifecycle().plan(of, inputs)))
            id, state = self._lifecycle().create(of, inputs)
            return provider_pb2.CreateResponse(id=id, properties=_told(state, id))

    def Read(self, request: provider_pb2.ReadRequest, context: Context) -> provider_pb2.ReadResponse:  # noqa: N802
        """A resource as it stands in the cloud; an empty answer when it is gone."""
        of = _identity(request)
        with _answered(f"reading {of.type} {of.name}", context):
            found = self._lifecycle().read(of, request.id, _known(request.properties), decode(request.inputs))
            if found is None:
                return provider_pb2.ReadResponse()
            id, state, inputs = found
            return provider_pb2.ReadResponse(id=id, properties=_told(state, id), inputs=encode(inputs))

    def Update(self, request: provider_pb2.UpdateRequest, context: Context) -> provider_pb2.UpdateResponse:  # noqa: N802
        """Change a resource in place, or say what it would look like."""
        of = _identity(request)
        with _answered(f"updating {of.type} {of.name}", context):
            inputs = decode(request.news)
            if request.preview:
                planned = self._lifecycle().plan(of, inputs, _known(request.olds))
                return provider_pb2.UpdateResponse(properties=_told(planned, request.id))
            state = self._lifecycle().update(of, request.id, _known(request.olds), inputs)
            return provider_pb2.UpdateResponse(properties=_told(state, request.id))

    def Delete(self, request: provider_pb2.DeleteRequest, context: Context) -> Empty:  # noqa: N802
        """Delete a resource."""
        of = _identity(request)
        with _answered(f"deleting {of.type} {of.name}", context):
            self._lifecycle().delete(of, request.id, _known(request.properties))
        return Empty()

    def Invoke(self, request: provider_pb2.InvokeRequest, context: Context) -> provider_pb2.InvokeResponse:  # noqa: N802
        """Answer a function."""
        with _answered(f"calling {request.tok}", context):
            configuration = self._configured()
            call = Call(
                place=configuration.place,
                cloud=self._store.at(configuration.place),
                index=self._index,
                preview=request.preview,
                default_tags=configuration.default_tags,
            )
            try:
                result = invoke(request.tok, reveal_all(decode(request.args)), call)
            except NotSupported as error:
                failure = provider_pb2.CheckFailure(property="", reason=str(error))
                return provider_pb2.InvokeResponse(failures=[failure])
            return _invoke_response(_with_secret_results(request.tok, result))

    def Cancel(self, request: Empty, context: Context) -> Empty:  # noqa: N802
        """Nothing runs long enough to be cancelled."""
        return Empty()

    def _configured(self) -> Configuration:
        if self._configuration is None:
            raise AwsError("NotConfigured", "the aws provider was asked before it was configured")
        return self._configuration

    def _lifecycle(self) -> Lifecycle:
        return Lifecycle(self._index, self._store, self._configured())


@contextmanager
def _answered(doing: str, context: Context) -> Iterator[None]:
    """Turn what goes wrong inside into a gRPC status with one sentence."""
    try:
        yield
    except AwsError as error:
        _abort(context, grpc.StatusCode.UNKNOWN, f"{doing}: {error}")
    except Exception as error:
        if isinstance(error, grpc.RpcError):
            raise
        _abort(
            context,
            grpc.StatusCode.INTERNAL,
            f"{doing}: the sandbox itself failed ({type(error).__name__}: {error}) at {_origin(error)};"
            " please report this",
        )


def _abort(context: Context, code: grpc.StatusCode, text: str) -> NoReturn:
    context.abort(code, text)
    raise AssertionError("unreachable")


def _origin(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rsplit('/sandbox/', 1)[-1]}:{frames[-1].lineno}" if frames else "an unknown place"


def _identity(request: _RequestAboutResource) -> Identity:
    """The resource's URN, type and name; older engines only send the URN."""
    parts = request.urn.split("::")
    type = request.type or parts[-2].rsplit("$", 1)[-1]
    return Identity(request.urn, type, request.name or request.urn.split("::", 3)[-1])


def _failures(failures: list[Failure], inputs: Properties) -> list[provider_pb2.CheckFailure]:
    """The failures as the engine shows them.

    The engine prints the value of a property that a failure names, a secret's too, and can't find that of a nested
    one. Such a failure names its path in the reason instead.
    """
    return [
        provider_pb2.CheckFailure(property=failure.path, reason=failure.reason)
        if failure.path in inputs and not holds_secret(inputs[failure.path])
        else provider_pb2.CheckFailure(reason=_located(failure))
        for failure in failures
    ]


def _located(failure: Failure) -> str:
    return (
        failure.reason if not failure.path or failure.path in failure.reason else f"`{failure.path}`: {failure.reason}"
    )


def _difference(found: list[Change], delete_before_replace: bool) -> provider_pb2.DiffResponse:
    replaces = sorted({change.top_level for change in found if change.replaces})
    return provider_pb2.DiffResponse(
        changes=provider_pb2.DiffResponse.DIFF_SOME if found else provider_pb2.DiffResponse.DIFF_NONE,
        replaces=replaces,
        diffs=sorted({change.top_level for change in found}),
        detailedDiff={
            change.path: provider_pb2.PropertyDiff(kind=_KINDS[change.kind, change.replaces], inputDiff=True)
            for change in found
        },
        hasDetailedDiff=True,
        deleteBeforeReplace=delete_before_replace,
    )


def _invoke_response(result: Properties) -> provider_pb2.InvokeResponse:
    """The field is called `return`, which Python can't name in a call."""
    response = provider_pb2.InvokeResponse()
    getattr(response, "return").CopyFrom(encode(result))
    return response


def _with_secret_results(token: str, result: Properties) -> Properties:
    confidential = SECRET_RESULTS.get(token, frozenset())
    return {name: Secret(value) if name in confidential else value for name, value in result.items()}


def _told(state: Properties, id: str) -> struct_pb2.Struct:
    """A state as the engine keeps it: the provider puts the id among the outputs, where policies find it."""
    return encode({**state, "id": id})


def _known(message: struct_pb2.Struct) -> Properties:
    """The state that the engine keeps, without the id that the provider put there."""
    return {name: value for name, value in decode(message).items() if name != "id"}
