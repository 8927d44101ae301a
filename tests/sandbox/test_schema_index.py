"""The index of the installed AWS SDK."""

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.schema import Index, SchemaError, SdkPackage, default_index_path, installed_package, open_index
from sandbox.schema.build import build_index
from sandbox.schema.model import PropertyType
from sandbox.schema.modules import PROVIDER_TOKEN
from sandbox.schema.replacement import REPLACING


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    package = installed_package()
    build_index(package, default_index_path(package), lambda line: None)
    opened = open_index()
    yield opened
    opened.close()


def test_every_registered_resource_type_is_in_the_index(index: Index) -> None:
    registry = (installed_package().folder / "__init__.py").read_text("utf-8")
    registered = set(re.findall(r'"(aws:[^"]+)": "', registry))
    assert len(registered) > 1500
    assert set(index.resource_tokens()) == registered | {PROVIDER_TOKEN}


def test_every_nested_type_that_a_property_names_is_in_the_index(index: Index) -> None:
    def keys(kind: PropertyType) -> Iterator[str]:
        if kind.object is not None:
            yield kind.object
        for part in (kind.element, *kind.alternatives):
            if part is not None:
                yield from keys(part)

    for token in index.resource_tokens()[::25]:
        resource = index.resource(token)
        assert resource is not None
        for item in (*resource.inputs.values(), *resource.outputs.values()):
            for key in keys(item.type):
                assert index.object(key).key == key


def test_a_property_has_its_wire_name_python_name_type_and_default(index: Index) -> None:
    vpc = index.resource("aws:ec2/vpc:Vpc")
    assert vpc is not None
    support = vpc.inputs["enableDnsSupport"]
    assert (support.python_name, support.type.kind, support.required) == ("enable_dns_support", "boolean", False)
    assert support.default is True
    assert vpc.inputs["instanceTenancy"].default == "default"
    assert vpc.inputs["tags"].type == PropertyType("map", element=PropertyType("string"))


def test_outputs_say_what_is_always_there(index: Index) -> None:
    vpc = index.resource("aws:ec2/vpc:Vpc")
    assert vpc is not None
    assert vpc.outputs["arn"].required
    assert not vpc.outputs["ipv4IpamPoolId"].required
    assert "arn" not in vpc.inputs


def test_nested_types_are_reached_through_their_key(index: Index) -> None:
    listener = index.resource("aws:lb/listener:Listener")
    assert listener is not None
    element = listener.inputs["defaultActions"].type.element
    assert element is not None
    assert element.object == "pulumi_aws.lb.ListenerDefaultActionArgs"
    action = index.object(element.object)
    assert action.properties["targetGroupArn"].python_name == "target_group_arn"
    assert action.properties["type"].required


def test_a_class_whose_inputs_have_another_name_has_its_inputs(index: Index) -> None:
    versioning = index.resource("aws:s3/bucketVersioning:BucketVersioning")
    assert versioning is not None
    assert versioning.inputs["bucket"].required


def test_secrets_of_the_sdk_are_secret(index: Index) -> None:
    database = index.resource("aws:rds/instance:Instance")
    assert database is not None
    assert database.inputs["password"].secret
    assert database.outputs["password"].secret
    assert not database.inputs["username"].secret


def test_documents_assets_and_archives_have_their_own_kinds(index: Index) -> None:
    policy, function, file = (
        index.resource(token)
        for token in ("aws:iam/policy:Policy", "aws:lambda/function:Function", "aws:s3/bucketObjectv2:BucketObjectv2")
    )
    assert policy is not None
    assert function is not None
    assert file is not None
    assert policy.inputs["policy"].type.kind == "json"
    assert function.inputs["code"].type.kind == "archive"
    assert file.inputs["source"].type.kind == "assetOrArchive"


def test_an_alias_leads_to_its_type_and_a_class_of_its_own_stays_itself(index: Index) -> None:
    old = index.resource("aws:elasticloadbalancingv2/listener:Listener")
    own = index.resource("aws:alb/loadBalancer:LoadBalancer")
    assert old is not None
    assert own is not None
    assert old.token == "aws:lb/listener:Listener"
    assert own.token == "aws:alb/loadBalancer:LoadBalancer"


def test_a_type_carries_its_import_ids_and_examples(index: Index) -> None:
    vpc = index.resource("aws:ec2/vpc:Vpc")
    assert vpc is not None
    assert vpc.import_examples == ("vpc-a01106c2",)
    examples = index.examples("aws:ec2/vpc:Vpc")
    assert len(examples) == len(set(examples)) >= 3
    for program in examples:
        compile(program, "example", "exec")


def test_a_function_has_its_arguments_and_its_result(index: Index) -> None:
    function = index.function("aws:ec2/getAmi:getAmi")
    assert function is not None
    assert function.args["mostRecent"].type.kind == "boolean"
    assert function.args["filters"].type.element is not None
    assert function.args["filters"].type.element.object == "pulumi_aws.ec2.GetAmiFilterArgs"
    assert function.result["architecture"].required
    assert index.examples("aws:ec2/getAmi:getAmi")


def test_the_provider_is_a_type_whose_inputs_are_its_configuration(index: Index) -> None:
    provider = index.resource(PROVIDER_TOKEN)
    assert provider is not None
    assert provider.inputs["defaultTags"].type.kind == "object"
    assert provider.inputs["secretKey"].secret


def test_properties_that_replace_their_resource_are_real_inputs_and_marked(index: Index) -> None:
    for token, names in REPLACING.items():
        resource = index.resource(token)
        assert resource is not None, token
        for name in names:
            assert resource.inputs[name].force_new, f"{token} {name}"


def test_an_unknown_token_has_no_type_but_close_ones(index: Index) -> None:
    assert index.resource("aws:ec2/vpcs:Vpcs") is None
    assert index.function("aws:ec2/getVpcx:getVpcx") is None
    assert "aws:ec2/vpc:Vpc" in index.closest_resources("aws:ec2/vpcs:Vpcs")
    with pytest.raises(KeyError):
        index.object("pulumi_aws.ec2.NoSuchArgs")


def test_many_threads_read_one_index(index: Index) -> None:
    opened = open_index(index.path)
    tokens = index.resource_tokens()[:200]
    seen: list[int] = []

    def read() -> None:
        seen.append(sum(opened.resource(token) is not None for token in tokens))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    opened.close()
    assert seen == [200] * 8


@pytest.fixture
def small_package(tmp_path: Path) -> SdkPackage:
    """A package of two real source files."""
    source = installed_package().folder
    folder = tmp_path / "pulumi_aws"
    (folder / "ec2").mkdir(parents=True)
    shutil.copy(source / "ec2" / "vpc.py", folder / "ec2" / "vpc.py")
    shutil.copy(source / "get_caller_identity.py", folder / "get_caller_identity.py")
    return SdkPackage(folder, "1.2.3")


def test_an_index_is_made_once(small_package: SdkPackage, tmp_path: Path) -> None:
    target = tmp_path / "tools" / "index.sqlite"
    lines: list[str] = []
    assert build_index(small_package, target, lines.append)
    assert lines
    assert not build_index(small_package, target, lines.append)
    assert build_index(small_package, target, lines.append, force=True)
    assert sorted(path.name for path in target.parent.iterdir()) == ["index.sqlite", "schema.lock"]
    opened = open_index(target)
    assert opened.resource_tokens() == ("aws:ec2/vpc:Vpc",)
    assert opened.function_tokens() == ("aws:index/getCallerIdentity:getCallerIdentity",)
    opened.close()


def test_a_build_that_fails_leaves_no_index(small_package: SdkPackage, tmp_path: Path) -> None:
    (small_package.folder / "broken.py").write_text("class (:")
    target = tmp_path / "tools" / "index.sqlite"
    with pytest.raises(SyntaxError):
        build_index(small_package, target, lambda line: None)
    assert [path.name for path in target.parent.iterdir()] == ["schema.lock"]


def test_an_index_that_was_not_made_is_refused_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"python -m sandbox\.schema build"):
        open_index(tmp_path / "none.sqlite")


def test_the_command_prints_a_type_and_suggests_the_closest(index: Index) -> None:
    def run(name: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sandbox.schema", "show", name]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    shown, missing = run("aws:ec2/vpc:Vpc"), run("aws:ec2/vpcs:Vpcs")
    assert shown.returncode == 0
    assert "enableDnsSupport (enable_dns_support): boolean; default True" in shown.stdout
    assert missing.returncode == 1
    assert "Did you mean aws:ec2/vpc:Vpc" in missing.stderr
