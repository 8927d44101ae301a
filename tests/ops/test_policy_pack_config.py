"""Which levels and parameters `bin/ops policy` hands to the engine when nobody names a file."""

from pathlib import Path

from ops.policy.engine import own_pack_config, project_above


def test_a_project_without_a_file_keeps_the_catalogues_levels(tmp_path: Path) -> None:
    assert own_pack_config(tmp_path, "prod") is None


def test_the_projects_file_counts_for_every_stack_that_has_none_of_its_own(tmp_path: Path) -> None:
    shared, own = tmp_path / "policy-config.json", tmp_path / "policy-config.prod.json"
    for file in (shared, own):
        file.write_text("{}")
    assert own_pack_config(tmp_path, "prod") == own
    assert own_pack_config(tmp_path, "organization/shop/prod") == own
    assert own_pack_config(tmp_path, "staging") == shared
    assert own_pack_config(tmp_path, "") == shared


def test_a_folder_inside_of_a_project_belongs_to_it(tmp_path: Path) -> None:
    inner = tmp_path / "docs" / "guides"
    inner.mkdir(parents=True)
    assert project_above(inner) == inner
    (tmp_path / "Pulumi.yaml").write_text("name: shop\n")
    assert project_above(inner) == project_above(tmp_path) == tmp_path
