"""The engine's protobuf form of values, there and back."""

import pytest
from google.protobuf.struct_pb2 import Struct
from hypothesis import given
from hypothesis import strategies as st
from pulumi.runtime import rpc

from sandbox.values import UNKNOWN, Archive, Asset, ResourceReference, Secret, Value
from sandbox.wire import decode, encode

TEXT = st.text(max_size=20)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    TEXT,
    st.just(UNKNOWN),
    st.builds(Asset, hash=TEXT, text=TEXT),
    st.builds(Archive, hash=TEXT, path=TEXT),
    st.builds(ResourceReference, urn=TEXT, id=st.one_of(st.just(UNKNOWN), st.text(min_size=1)), package_version=TEXT),
)
VALUES: st.SearchStrategy[Value] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(TEXT, inner), st.builds(Secret, inner)),
    max_leaves=15,
)


@given(st.dictionaries(TEXT, VALUES))
def test_every_value_survives_the_way_there_and_back(properties: dict[str, Value]) -> None:
    assert decode(encode(properties)) == properties


def test_whole_numbers_arrive_as_integers() -> None:
    struct = Struct()
    struct.update({"port": 443.0, "share": 0.5})
    assert decode(struct) == {"port": 443, "share": 0.5}
    assert type(decode(struct)["port"]) is int


def test_a_secret_is_what_the_sdk_calls_a_secret() -> None:
    encoded = encode({"password": Secret("canary")})
    assert rpc.is_rpc_secret(rpc.deserialize_properties(encoded)["password"])


def test_an_unknown_is_what_the_sdk_calls_an_unknown() -> None:
    assert encode({"arn": UNKNOWN})["arn"] == rpc.UNKNOWN


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value": "x", "secret": True}, Secret("x")),
        ({"value": "x"}, "x"),
        ({}, UNKNOWN),
        ({"secret": True}, Secret(UNKNOWN)),
    ],
)
def test_an_output_value_becomes_its_value_a_secret_or_unknown(fields: dict[str, bool | str], expected: Value) -> None:
    struct = Struct()
    struct.update({"output": {"4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4", **fields}})
    assert decode(struct) == {"output": expected}


def test_a_secret_does_not_show_its_value_when_printed() -> None:
    assert "canary" not in repr({"password": Secret("canary")})
