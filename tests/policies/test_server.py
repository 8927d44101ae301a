"""The pack's process, started as the language host starts it."""

import shutil
import subprocess
import sys
from pathlib import Path

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

from tests.policies.harness import in_environment, struct_of, urn_of

PACK = Path(__file__).parents[2] / "policies"
TYPE = "aws:sqs/queue:Queue"
FOUR_MEGABYTES = 4 * 1024 * 1024


def test_the_pack_runs_from_a_folder_of_any_name_and_takes_large_stacks(tmp_path: Path) -> None:
    folder = tmp_path / "payments-0.1.0"
    shutil.copytree(PACK, folder, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(folder)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            unlimited = [("grpc.max_send_message_length", -1)]
            with grpc.insecure_channel(f"127.0.0.1:{port}", options=unlimited) as channel:
                stub = analyzer_pb2_grpc.AnalyzerStub(channel)
                stub.ConfigureStack(analyzer_pb2.AnalyzerStackConfigureRequest(config=in_environment("staging")))
                levels = {
                    policy.name: policy.enforcementLevel for policy in stub.GetAnalyzerInfo(empty_pb2.Empty()).policies
                }
                assert levels["rds-multi-az"] == analyzer_pb2.ADVISORY
                large = analyzer_pb2.AnalyzeRequest(
                    type=TYPE, name="q", urn=urn_of(TYPE, "q"), properties=struct_of({"policy": "x" * FOUR_MEGABYTES})
                )
                assert not stub.Analyze(large).diagnostics
        finally:
            process.terminate()
