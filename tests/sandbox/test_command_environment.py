"""The engine's environment in the sandbox."""

from pathlib import Path

from sandbox.command.environment import Installation, engine_environment
from sandbox.command.folder import SandboxFolder
from sandbox.command.plugins import install_providers

PLACE = Installation(Path("/repo"), Path("/repo/.tools/pulumi/pulumi"))
FOLDER = SandboxFolder(Path("/project/.sandbox"))


def test_no_credential_or_profile_of_the_user_reaches_the_engine() -> None:
    user = {
        "AWS_ACCESS_KEY_ID": "AKIA",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_PROFILE": "prod",
        "AWS_ENDPOINT_URL": "https://example.com",
        "PULUMI_ACCESS_TOKEN": "pul-1",
        "PULUMI_CONFIG_PASSPHRASE": "mine",
    }
    made = engine_environment(PLACE, FOLDER, user, None)
    assert not {"AKIA", "secret", "prod", "https://example.com", "pul-1", "mine"} & set(made.values())


def test_region_and_everything_else_of_the_users_stay() -> None:
    made = engine_environment(PLACE, FOLDER, {"AWS_REGION": "eu-west-1", "PYTHONPATH": "lib", "EDITOR": "vi"}, None)
    assert (made["AWS_REGION"], made["PYTHONPATH"], made["EDITOR"]) == ("eu-west-1", "lib", "vi")


def test_the_engines_garbage_collector_is_the_users_to_set() -> None:
    assert engine_environment(PLACE, FOLDER, {}, None)["GOGC"] == "400"
    assert engine_environment(PLACE, FOLDER, {"GOGC": "50"}, None)["GOGC"] == "50"


def test_state_home_and_cloud_are_the_projects_own() -> None:
    user = {"PULUMI_BACKEND_URL": "s3://real", "PULUMI_HOME": "/home/me/.pulumi"}
    made = engine_environment(PLACE, FOLDER, user, None)
    assert made["PULUMI_BACKEND_URL"] == "file:///project/.sandbox/state?metadata=skip"
    for name in ("PULUMI_HOME", "PULUMI_CONFIG_PASSPHRASE_FILE", "SANDBOX_CLOUD", "SANDBOX_KEY_FILE"):
        assert made[name].startswith("/project/.sandbox/")


def test_engine_and_python_of_the_sandbox_come_first_on_the_path() -> None:
    made = engine_environment(PLACE, FOLDER, {"PATH": "/usr/bin"}, None)
    assert made["PATH"].split(":") == ["/repo/.tools/pulumi", "/repo/.venv/bin", "/usr/bin"]


def test_a_real_provider_on_the_users_path_takes_no_part() -> None:
    made = engine_environment(PLACE, FOLDER, {"PULUMI_IGNORE_AMBIENT_PLUGINS": "false"}, None)
    assert made["PULUMI_IGNORE_AMBIENT_PLUGINS"] == "true"


def test_the_providers_are_installed_once_and_again_after_the_repository_moved(tmp_path: Path) -> None:
    folder = SandboxFolder(tmp_path)
    for root in (Path("/repo"), Path("/repo"), Path("/moved")):
        install_providers(root, folder)
        links = {link.name: link.readlink() for link in folder.pulumi_home.glob("plugins/resource-*-v9999.0.0/*")}
        assert links == {
            "pulumi-resource-aws": root / "sandbox" / "plugins" / "pulumi-resource-aws",
            "pulumi-resource-awsx": root / "sandbox" / "plugins" / "pulumi-resource-awsx",
        }


def test_the_engine_is_pointed_at_the_working_copy_and_at_no_other() -> None:
    user = {"PULUMI_OPTION_CONFIG_FILE": "Pulumi.real.yaml"}
    made = engine_environment(PLACE, FOLDER, user, Path("/project/.sandbox/project/Pulumi.dev.yaml"))
    assert made["PULUMI_OPTION_CONFIG_FILE"] == "/project/.sandbox/project/Pulumi.dev.yaml"
    assert "PULUMI_OPTION_CONFIG_FILE" not in engine_environment(PLACE, FOLDER, user, None)
