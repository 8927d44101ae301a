"""The acceptance list, the tests' markers and the documents, each read as it stands in the project."""

from pathlib import Path

import pytest

from acceptance.claims import claims_in
from acceptance.documents import documents
from acceptance.page import PAGE_FILE, rendered_page
from acceptance.rows import ROOT, acceptance_list, parse_acceptance_list

TWO_ROWS = """
systems: {shop: {name: Shop}}
requirements:
  - {id: SH-NET-01, system: shop, environments: [prod, dev], kind: resource, requirement: A VPC exists.}
  - {id: SH-DOC-01, system: shop, environments: [all], kind: doc, requirement: It is described.}
"""


def test_fivestar_has_all_its_rows() -> None:
    rows = acceptance_list().of(["fivestar"], ["resource", "policy", "doc"])
    assert len(rows) == 80
    assert len(acceptance_list().of(["fivestar"])) == 88


def test_environments_come_in_one_order_and_all_means_every_one() -> None:
    rows = parse_acceptance_list(TWO_ROWS).rows
    assert rows["SH-NET-01"].environments == ("dev", "prod")
    assert rows["SH-DOC-01"].environments == ("dev", "staging", "prod", "management")


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (("SH-DOC-01", "SH-NET-01"), "two rows SH-NET-01"),
        (("kind: doc", "kind: paper"), "SH-DOC-01 is of kind paper"),
        (("[all]", "[qa]"), "SH-DOC-01 holds in qa"),
        (("[all]", "[]"), "SH-DOC-01 holds in no environment"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(mistake: tuple[str, str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_acceptance_list(TWO_ROWS.replace(*mistake))


def test_an_id_that_no_row_has_is_answered_with_the_closest_one() -> None:
    assert acceptance_list().complaint("FS-NET-01") is None
    assert acceptance_list().complaint("FS-CACHE-1") == (
        "FS-CACHE-1 is no row of the acceptance list. Did you mean FS-CACHE-01?"
    )


def test_every_marker_of_the_tests_names_a_row() -> None:
    complaints = {
        f"{claim.file}, {claim.test}: {complaint}"
        for claim in claims_in(ROOT / "tests", ROOT)
        if (complaint := acceptance_list().complaint(claim.id))
    }
    assert complaints == set()


def test_every_listed_document_is_of_a_row() -> None:
    assert {complaint for id in documents() if (complaint := acceptance_list().complaint(id))} == set()


def test_markers_are_found_on_functions_classes_parameters_and_variables(tmp_path: Path) -> None:
    source = """
import pytest
every = pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.requirement("A"))])

@pytest.mark.requirement("B")
class TestIt:
    def test_one(self): ...

    @pytest.mark.parametrize("x", [pytest.param(1, marks=(pytest.mark.requirement("C"), pytest.mark.engine))])
    def test_two(self, x): ...
"""
    (tmp_path / "test_it.py").write_text(source)
    found = sorted((claim.id, claim.file, claim.test) for claim in claims_in(tmp_path, tmp_path))
    assert found == [("A", "test_it.py", ""), ("B", "test_it.py", "TestIt"), ("C", "test_it.py", "test_two")]


def test_the_page_is_what_the_list_and_the_markers_make_of_it() -> None:
    """When this fails: python -m acceptance --page."""
    assert PAGE_FILE.read_text(encoding="utf-8") == rendered_page()


@pytest.mark.parametrize(
    "text", ["# FS-RTO-01: how long it takes", "## Targets (FS-RTO-01, FS-RPO-01)", 'x <a id="fs-rto-01"></a>']
)
def test_a_document_covers_a_row_that_its_heading_or_anchor_names(tmp_path: Path, text: str) -> None:
    listed = tmp_path / "documents.yaml"
    listed.write_text("FS-RTO-01: recovery.md")
    (tmp_path / "recovery.md").write_text(f"{text}\n")
    assert documents(tmp_path, listed)["FS-RTO-01"].flaw == ""


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        (None, "recovery.md does not exist"),
        (
            "The target FS-RTO-01 is met.\n\n## FS-RTO-011\n",
            "recovery.md has no heading and no anchor that names FS-RTO-01",
        ),
    ],
)
def test_a_document_that_is_missing_or_silent_covers_nothing(tmp_path: Path, text: str | None, flaw: str) -> None:
    listed = tmp_path / "documents.yaml"
    listed.write_text("FS-RTO-01: recovery.md")
    if text:
        (tmp_path / "recovery.md").write_text(text)
    assert documents(tmp_path, listed)["FS-RTO-01"].flaw == flaw
