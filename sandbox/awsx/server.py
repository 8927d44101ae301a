"""The plugin's side of the engine's protocol."""

import asyncio
import sys
from collections.abc import Mapping
from typing import TypeAlias

import grpc
import grpc.aio
from pulumi.errors import RunError
from pulumi.provider.server import ProviderServicer
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from sandbox.awsx.input_error import InputError
from sandbox.awsx.provider import AwsxProvider

_MESSAGE_LIMITS = [
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
]

Context: TypeAlias = "grpc.aio.ServicerContext[object, object]"


class AwsxServicer(ProviderServicer):
    """Constructs components as the SDK's servicer does, but ends every failure in one sentence."""

    async def Construct(  # noqa: N802 the name is the protocol's
        self, request: provider_pb2.ConstructRequest, context: Context
    ) -> provider_pb2.ConstructResponse:
        """Builds a component, one at a time: the SDK keeps the deployment's settings in the process."""
        async with self.lock:
            try:
                return await self._construct(request, context)
            except InputError as error:
                await context.abort(grpc.StatusCode.INVALID_ARGUMENT, error.message)
            except RunError:
                await context.abort(
                    grpc.StatusCode.CANCELLED, "the deployment ended before all children were registered"
                )
            except Exception as error:
                await context.abort(grpc.StatusCode.UNKNOWN, _sentence(error))

    async def Invoke(  # noqa: N802 the name is the protocol's
        self, request: provider_pb2.InvokeRequest, context: Context
    ) -> provider_pb2.InvokeResponse:
        """Calls a function of the package."""
        try:
            return await super().Invoke(request, context)
        except InputError as error:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, error.message)


async def serve(version: str | None, engine_address: str) -> None:
    """Answers the engine on a free port, which is printed first, until the process is stopped."""
    asyncio.get_running_loop().set_exception_handler(_say_nothing)
    server = grpc.aio.server(options=_MESSAGE_LIMITS)
    servicer = AwsxServicer(AwsxProvider(version), [], engine_address)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await server.wait_for_termination()


def _sentence(error: Exception) -> str:
    """What the SDK says about a failed call to the engine, or the kind of any other failure before its text."""
    return str(error) if type(error) is Exception else f"{type(error).__name__}: {error}"


def _say_nothing(loop: asyncio.AbstractEventLoop, event: Mapping[str, object]) -> None:
    """Outputs that nobody waited for fail along with their component, whose failure Construct has reported."""
