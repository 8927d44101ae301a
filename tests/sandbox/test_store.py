"""The cloud file: what is written by one process is seen by another, whole, and secrets are unreadable in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from sandbox.aws.model import Deployed, Place
from sandbox.aws.store import Record, Store
from sandbox.values import Archive, Asset, Properties, Secret, reveal_all

MUMBAI = Place("ap-south-1", "123456789012")
VIRGINIA = Place("us-east-1", "123456789012")
VPC = "aws:ec2/vpc:Vpc"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_bytes(Fernet.generate_key())
    return file


@pytest.fixture
def store(tmp_path: Path, key: Path) -> Store:
    return Store(tmp_path / "cloud.sqlite", key)


def record(type: str, id: str, state: Properties | None = None, *, place: Place = MUMBAI, urn: str = "") -> Record:
    return Record(Deployed(type, id, place, reveal_all(state or {}), "seed"), urn, state or {})


def test_another_process_sees_what_was_written(store: Store, tmp_path: Path, key: Path) -> None:
    other = Store(tmp_path / "cloud.sqlite", key)
    assert other.at(MUMBAI).all(VPC) == []
    store.put(record(VPC, "vpc-1", {"cidrBlock": "10.0.0.0/16"}), new=True)
    assert other.at(MUMBAI).where(VPC, cidrBlock="10.0.0.0/16")[0].id == "vpc-1"


def test_a_request_sees_its_own_region_and_what_is_global(store: Store) -> None:
    store.put(record(VPC, "vpc-1", place=VIRGINIA), new=True)
    store.put(record("aws:iam/role:Role", "deploy", place=VIRGINIA), new=True)
    view = store.at(MUMBAI)
    assert view.find(VPC, "vpc-1") is None
    assert view.find("aws:iam/role:Role", "deploy") is not None
    assert [deployed.id for deployed in view.all()] == ["deploy"]
    assert len(view.everywhere()) == 2


def test_a_type_is_found_under_its_other_name(store: Store) -> None:
    store.put(record("aws:alb/loadBalancer:LoadBalancer", "lb-1"), new=True)
    assert store.at(MUMBAI).find("aws:lb/loadBalancer:LoadBalancer", "lb-1") is not None


def test_a_failed_transaction_leaves_nothing_behind(store: Store, tmp_path: Path, key: Path) -> None:
    def half_done() -> None:
        with store.transaction():
            store.put(record(VPC, "vpc-1"), new=True)
            raise OSError("the lights went out")

    with pytest.raises(OSError, match="the lights"):
        half_done()
    assert store.all() == []
    assert Store(tmp_path / "cloud.sqlite", key).all() == []


def test_no_secret_stands_in_the_file(store: Store, tmp_path: Path, key: Path) -> None:
    state: Properties = {"password": Secret("canary-1"), "nested": [{"token": Secret({"a": "canary-2"})}]}
    store.put(record("aws:rds/instance:Instance", "db", state), new=True)
    store.close()
    assert b"canary" not in b"".join(file.read_bytes() for file in tmp_path.glob("cloud.sqlite*"))
    reread = Store(tmp_path / "cloud.sqlite", key).all()[0]
    assert reread.state == state
    assert reread.deployed.get("password") == "canary-1"


def test_assets_and_archives_come_back_as_they_were(store: Store, tmp_path: Path, key: Path) -> None:
    state: Properties = {
        "code": Archive("h1", {"main.py": Asset("h2", text="print()")}),
        "source": Asset("h3", path="./x"),
    }
    store.put(record("aws:lambda/function:Function", "f", state), new=True)
    assert Store(tmp_path / "cloud.sqlite", key).all()[0].state == state


KILLED = """
import os, signal, sys
from pathlib import Path
from sandbox.aws.model import Deployed, Place
from sandbox.aws.store import Record, Store

store = Store(Path(sys.argv[1]), None)
for number in (1, 2):
    deployed = Deployed("aws:ec2/vpc:Vpc", f"vpc-{number}", Place("ap-south-1", "123456789012"), {}, f"seed-{number}")
    store.put(Record(deployed, f"urn:{number}", {}), new=True)
store.confirm("urn:1", "vpc-1")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_created_and_the_engine_never_mentioned_is_left_over(tmp_path: Path, key: Path) -> None:
    # The process is not waited for, so it stays in the process table as a dead entry.
    killed = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path / "cloud.sqlite")])
    os.waitid(os.P_PID, killed.pid, os.WEXITED | os.WNOWAIT)
    later = Store(tmp_path / "cloud.sqlite", key)
    assert later.left_over("urn:1") == []
    assert [left.deployed.id for left in later.left_over("urn:2")] == ["vpc-2"]
    later.confirm("urn:2", "vpc-2")
    assert later.left_over("urn:2") == []
    killed.wait()


def test_nothing_is_left_over_of_a_process_that_settled_or_goes_on(tmp_path: Path, key: Path) -> None:
    settled = Store(tmp_path / "cloud.sqlite", key)
    settled.put(record(VPC, "vpc-1", urn="urn:1"), new=True)
    settled.settle()
    running = Store(tmp_path / "cloud.sqlite", key)
    running.put(record(VPC, "vpc-2", urn="urn:2"), new=True)
    later = Store(tmp_path / "cloud.sqlite", key)
    assert later.left_over("urn:1") == []
    assert later.left_over("urn:2") == []
    assert len(list((tmp_path / "sessions").iterdir())) == 1
