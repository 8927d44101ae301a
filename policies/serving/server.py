"""The pack's process: one gRPC server on a free local port, whose number the engine reads from standard output."""

from concurrent import futures

import grpc
from pulumi.runtime.proto import analyzer_pb2_grpc

from policies.catalogue import CATALOGUE
from policies.evaluation import RuleBook
from policies.rules import RESOURCE_RULES
from policies.serving.analyzer import PolicyAnalyzer
from policies.stack_rules import STACK_RULES

# One message carries all resources of a stack; gRPC's own limit of 4 MB is too small for that.
_LARGEST_MESSAGE_BYTES = 400 * 1024 * 1024
_OPTIONS = (
    ("grpc.max_receive_message_length", _LARGEST_MESSAGE_BYTES),
    ("grpc.max_send_message_length", _LARGEST_MESSAGE_BYTES),
)


def rule_book() -> RuleBook:
    """The pack's rules with their catalogue rows."""
    return RuleBook(CATALOGUE, RESOURCE_RULES, STACK_RULES)


def serve() -> None:
    """Serve until the engine ends the process."""
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4), options=_OPTIONS)
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(PolicyAnalyzer(rule_book()), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)  # noqa: T201 (the engine's protocol)
    try:
        server.wait_for_termination()
    except KeyboardInterrupt:
        server.stop(grace=None)
