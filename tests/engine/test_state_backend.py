"""The project that makes the state bucket and its keys, deployed from nothing."""

import json
import shutil

import pytest

from tests.engine.deployments import Resource, resources_of
from tests.engine.sandbox_project import ROOT, Run, SandboxProject

pytestmark = pytest.mark.engine
BUCKET = "fivestar-pulumi-state-123456789014"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> SandboxProject:
    """The project in a folder of its own, with what lies beside it linked."""
    root = tmp_path_factory.mktemp("backend")
    for name in ("assembly", "components", "layers", "settings", "policies", ".venv"):
        (root / name).symlink_to(ROOT / name)
    folder = root / "state_backend"
    shutil.copytree(ROOT / "state_backend", folder, ignore=shutil.ignore_patterns(".sandbox", "__pycache__"))
    return SandboxProject(folder, "prod")


@pytest.fixture(scope="module")
def up(project: SandboxProject) -> Run:
    done = project.run("up", "--yes", "--skip-preview", "--policy-pack", "../policies")
    assert done.code == 0, done.output
    return done


@pytest.fixture(scope="module")
def resources(project: SandboxProject, up: Run) -> list[Resource]:
    return resources_of(project)


def only(resources: list[Resource], type: str) -> Resource:
    (found,) = (resource for resource in resources if resource.type == type)
    return found


def test_the_policies_have_nothing_to_say(up: Run) -> None:
    assert "[mandatory]" not in up.output
    assert "[advisory]" not in up.output


def test_a_second_update_changes_nothing(project: SandboxProject, up: Run) -> None:
    again = project.run("up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes")
    assert (again.code, again.changes) == (0, []), again.output


def test_the_bucket_is_versioned_encrypted_and_closed(resources: list[Resource]) -> None:
    bucket = only(resources, "aws:s3/bucket:Bucket")
    assert (bucket.get("bucket"), bucket.protect) == (BUCKET, True)
    versioning = only(resources, "aws:s3/bucketVersioning:BucketVersioning")
    assert versioning.get("versioningConfiguration", "status") == "Enabled"
    block = only(resources, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
    for setting in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"):
        assert block.get(setting) is True
    encryption = only(
        resources, "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
    )
    rule = encryption.get("rules", 0, "applyServerSideEncryptionByDefault")
    state_key = next(item for item in resources if item.name == "state-state" and item.type == "aws:kms/key:Key")
    assert isinstance(rule, dict)
    assert (rule["sseAlgorithm"], rule["kmsMasterKeyId"]) == ("aws:kms", state_key.get("arn"))


def test_nobody_reaches_the_bucket_in_plain_text_or_deletes_a_version(resources: list[Resource]) -> None:
    document = json.loads(str(only(resources, "aws:s3/bucketPolicy:BucketPolicy").get("policy")))
    denied = {statement["Sid"]: statement for statement in document["Statement"]}
    assert {statement["Effect"] for statement in denied.values()} == {"Deny"}
    assert denied["PlainText"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert denied["PlainText"]["Resource"] == [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"]
    assert denied["DeletionOfVersions"]["Action"] == "s3:DeleteObjectVersion"


def test_replaced_versions_expire_and_present_ones_never(resources: list[Resource]) -> None:
    lifecycle = only(resources, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
    expiration = lifecycle.get("rules", 0, "noncurrentVersionExpiration")
    assert isinstance(expiration, dict)
    assert (expiration["noncurrentDays"], expiration["newerNoncurrentVersions"]) == (90, 20)
    assert lifecycle.get("rules", 1) is None
    assert not lifecycle.get("rules", 0, "expiration")


def test_only_the_deploying_role_decrypts_and_state_readers_need_s3(resources: list[Resource]) -> None:
    policies = {
        key.name: json.loads(str(key.get("policy")))["Statement"] for key in resources if key.type == "aws:kms/key:Key"
    }
    assert set(policies) == {"state-state", "state-secrets"}
    for statements in policies.values():
        decrypting = [statement for statement in statements if "kms:Decrypt" in statement["Action"]]
        (use,) = decrypting
        assert use["Condition"]["ArnLike"] == {"aws:PrincipalArn": ["arn:aws:iam::123456789014:role/DeploymentRole"]}
    (through_s3,) = (item for item in policies["state-state"] if "kms:Decrypt" in item["Action"])
    assert through_s3["Condition"]["StringEquals"] == {"kms:ViaService": "s3.ap-south-1.amazonaws.com"}


def test_the_outputs_are_what_login_and_the_prod_stack_file_take(
    resources: list[Resource], project: SandboxProject
) -> None:
    stack = only(resources, "pulumi:pulumi:Stack")
    assert str(stack.get("backendUrl")).startswith(f"s3://{BUCKET}?region=ap-south-1")
    alias = {item.get("name") for item in resources if item.type == "aws:kms/alias:Alias"}
    assert "alias/pulumi-fivestar-prod" in alias
    assert f"secretsprovider: {stack.get('secretsProvider')}\n" in (ROOT / "Pulumi.prod.yaml").read_text()
