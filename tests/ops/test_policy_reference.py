"""The generated reference of the policies."""

import re

from ops.policy.reference import CONTROLS, FOLDER, INDEX, PAGES, prose, rendered_reference
from policies.catalogue import CATALOGUE


def test_the_reference_is_current() -> None:
    wanted = rendered_reference()
    found = {file: file.read_text(encoding="utf-8") for file in FOLDER.rglob("*.md")}
    outdated = {file.name for file in {*wanted, *found} if wanted.get(file) != found.get(file)}
    assert outdated == set(), "run `python -m ops.policy.reference`"


def test_every_policy_has_a_page_and_stands_in_the_index() -> None:
    files = rendered_reference()
    assert {file.stem for file in files if file.parent == PAGES} == set(CATALOGUE)
    assert set(re.findall(r"\(rules/([\w-]+)\.md\)", files[INDEX])) == set(CATALOGUE)


def test_every_control_of_pci_fsbp_and_cis_leads_to_its_policies() -> None:
    rows = [line for line in rendered_reference()[CONTROLS].splitlines() if line.startswith("| ")]
    linked = {
        (row.split(" | ")[0].removeprefix("| "), name) for row in rows for name in re.findall(r"\[([\w-]+)\]", row)
    }
    for policy in CATALOGUE.values():
        controls = policy.controls
        numbers = (*controls.pci, *controls.fsbp, *(number.split(" ")[1] for number in controls.cis))
        assert {(number, policy.name) for number in numbers} <= linked


def test_a_page_tells_why_remedy_levels_parameters_controls_and_types() -> None:
    page = rendered_reference()[PAGES / "rds-backup-retention.md"]
    policy = CATALOGUE["rds-backup-retention"]
    for text in (
        policy.title,
        policy.why,
        policy.remedy,
        "| high | mandatory | advisory | advisory |",
        "| `minimumDays` | Fewest days that backups are kept. | `35` | `7` | `1` |",
        "- FSBP: RDS.11, RDS.50",
        "- `aws:rds/instance:Instance`",
        policy.docs,
    ):
        assert text in page


def test_no_text_of_the_catalogue_is_taken_for_markup() -> None:
    assert prose("s3:* on <all> of a_b") == "s3:\\* on &lt;all> of a\\_b"
