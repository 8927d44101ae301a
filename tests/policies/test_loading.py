"""Loading the pack is cheap and needs nobody: each preview pays for it."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOAD = """
import json, socket, sys

def refuse(*_: object) -> None:
    raise AssertionError("the network was asked for")

socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
from policies.serving.server import rule_book
rules = rule_book()
print(json.dumps({"policies": len(rules.catalogue), "modules": sorted({name.split(".")[0] for name in sys.modules})}))
"""


def test_the_pack_is_loaded_without_network_and_without_what_describes_or_builds_a_platform() -> None:
    done = subprocess.run([sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = json.loads(done.stdout)
    assert loaded["policies"] > 200
    assert {"pulumi_aws", "pulumi_awsx", "pydantic", "settings", "components", "sandbox"} & {
        *loaded["modules"]
    } == set()
