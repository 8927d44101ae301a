"""Mistaken, expired and greedy exemptions, and files that cannot be read."""

from pathlib import Path

import pytest

from policies.serving.analyzer import FOLDER
from tests.policies.exempting import ENTRY, REPORTING, TODAY, database, engine, lines, preview, written
from tests.policies.harness import Resource

COMPONENT = Resource("payments:index:Database", "reports")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"expires": "2026-11-20"}, "entry EX-1, expires: it expired on 2026-11-20; allowed: a day to come."),
        ({"expires": "2027-11-20"}, "expires: 2027-11-20 is 364 days away; allowed: at most 90 days"),
        ({"expires": "soon"}, 'entry EX-1, expires: "soon"; allowed: a date such as 2027-03-31.'),
        ({"expires": None}, "expires: nothing is given; allowed: a date such as 2027-03-31."),
        ({"policy": "rds-multi-zone"}, 'entry EX-1, policy: "rds-multi-zone"; allowed: a policy about resources'),
        ({"policy": "exemptions-valid"}, 'policy: "exemptions-valid"; allowed: a policy about resources'),
        ({"owner": None}, "entry EX-1, owner: nothing is given; allowed: a text. Remedy: Write the owner."),
        ({"reason": " "}, 'entry EX-1, reason: " "; allowed: a text.'),
        ({"ticket": ["a"]}, "entry EX-1, ticket: \"['a']\"; allowed: a text."),
        ({"approver": "ada"}, 'approver: "ada", who is the owner; allowed: somebody else. Remedy: Have it approved.'),
        ({"cap": 0}, 'entry EX-1, cap: "0"; allowed: a whole number from 1.'),
        ({"cap": True}, 'entry EX-1, cap: "True"; allowed: a whole number from 1.'),
        ({"cap": 11}, "entry EX-1, cap: 11; allowed: at most 10 (parameter maxCap of exemptions-valid)."),
        ({"id": None}, "entry 1, id: nothing is given; allowed: a text."),
        ({"id": "EX 1"}, 'entry 1, id: "EX 1"; allowed: letters, digits, dots, dashes.'),
        ({"resources": "reporting"}, 'resources: "reporting"; allowed: urn:pulumi:STACK::PROJECT::TYPE::NAME'),
        ({"resources": None}, "resources, childrenOf: neither is given; allowed: exactly one of them."),
        ({"childrenOf": COMPONENT.urn}, "resources, childrenOf: both are given; allowed: exactly one of them."),
        ({"resources": None, "childrenOf": [COMPONENT.urn] * 2}, "childrenOf: a list; allowed: the URN of one"),
        ({"environments": None}, "stacks, environments: neither is given; allowed: at least one."),
        ({"environments": ["live"]}, 'environments: "live"; allowed: prod, staging, dev.'),
        ({"expiry": "2026-12-31"}, "entry EX-1, expiry: it is no key of an exemption; allowed: id, policy, reason"),
    ],
)
def test_a_mistaken_entry_exempts_nothing_and_is_a_violation_with_a_remedy(
    tmp_path: Path, change: dict[str, object], says: str
) -> None:
    entry = {key: value for key, value in {**ENTRY, **change}.items() if value is not None}
    reports = preview(written(tmp_path, entry), REPORTING)
    assert ("rds-multi-az", "mandatory") in lines(reports)
    (found,) = [report for report in reports if says in report.message]
    assert (found.policy, found.level) == ("exemptions-valid", "mandatory")
    assert found.message.startswith("exemptions.yaml, ")
    assert " Remedy: " in found.message
    assert found.message.endswith("The exemption does not apply.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("exemptions: [", "it is no YAML"),
        ("- id: EX-1\n", "it does not hold a list of exemptions"),
        ("exemptions: {}\n", "it does not hold a list of exemptions"),
        ("exemptions: []\nexemption: []\n", "it does not hold a list of exemptions"),
        ("exemptions:\n  - id: EX-1\n    id: EX-2\n", "the key id is given twice in line 2 or below"),
        ("exemptions:\n  - !!python/object/apply:os.system ['true']\n", "it is no YAML"),
        ("exemptions:\n  - EX-1\n", "entry 1: it is no object"),
        ("[" * 4000, "it is no YAML"),
    ],
)
def test_a_broken_file_hides_no_violation_and_gives_no_traceback(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "exemptions.yaml").write_text(text)
    reports = preview(tmp_path, REPORTING)
    assert lines(reports) == [("rds-multi-az", "mandatory"), ("exemptions-valid", "mandatory")]
    assert says in reports[-1].message
    assert "Traceback" not in reports[-1].message


def test_a_character_that_json_writes_as_two_escapes_is_read_as_one(tmp_path: Path) -> None:
    (report,) = preview(written(tmp_path, {**ENTRY, "reason": "Rebuilt 🦊."}), REPORTING)
    assert "Reason:   Rebuilt 🦊." in report.message


def test_a_file_that_is_no_text_or_a_folder_is_a_violation(tmp_path: Path) -> None:
    (tmp_path / "exemptions.yaml").write_bytes(b"\xff\xfe\x00")
    assert "it cannot be read" in preview(tmp_path, REPORTING)[-1].message
    (tmp_path / "other" / "exemptions.yaml").mkdir(parents=True)
    assert "it cannot be read" in preview(tmp_path / "other", REPORTING)[-1].message


def test_the_second_of_two_entries_with_one_id_does_not_apply(tmp_path: Path) -> None:
    second = {**ENTRY, "policy": "rds-deletion-protection"}
    reports = preview(written(tmp_path, ENTRY, second), database("reporting", deletionProtection=False))
    assert ("rds-deletion-protection", "mandatory") in lines(reports)
    assert '"EX-1" is given twice' in reports[-1].message


def test_an_expired_entry_is_no_matter_of_stacks_outside_of_its_scope(tmp_path: Path) -> None:
    folder = written(tmp_path, {**ENTRY, "expires": "2026-01-01", "environments": ["dev"]})
    assert preview(folder, database("primary", multiAz=True)) == []


@pytest.mark.parametrize(
    ("environment", "level"), [("prod", "mandatory"), ("staging", "mandatory"), ("dev", "advisory")]
)
def test_an_expired_entry_is_reported_at_the_level_of_the_environment(
    tmp_path: Path, environment: str, level: str
) -> None:
    entry = {**ENTRY, "expires": "2026-01-01", "environments": [environment]}
    reports = preview(written(tmp_path, entry), database("primary", multiAz=True), environment=environment)
    assert lines(reports) == [("exemptions-valid", level)]


def test_an_exemption_applies_on_its_last_day(tmp_path: Path) -> None:
    (report,) = preview(written(tmp_path, {**ENTRY, "expires": TODAY.isoformat()}), REPORTING)
    assert "(today is its last day)" in report.message


def test_an_exemption_that_names_more_than_its_cap_covers_none_of_them(tmp_path: Path) -> None:
    entry = {**ENTRY, "resources": "urn:pulumi:*::*::aws:rds/instance:Instance::*", "cap": 2}
    each = [database(f"reporting-{number}") for number in range(3)]
    reports = preview(written(tmp_path, entry), *each)
    blocked = {report.urn for report in reports if report.policy == "rds-multi-az" and report.level == "mandatory"}
    assert {each[0].urn, each[1].urn} <= blocked
    assert [report.message for report in reports if report.policy == "exemptions-valid"] == [
        "exemptions.yaml, entry EX-1, cap: it names more than 2 resources; allowed: at most 2, so it applies to none. "
        "Remedy: Name the resources more exactly, or have a higher cap approved. The exemption does not apply."
    ]
    assert lines(reports).count(("rds-multi-az", "mandatory")) == 3


def test_a_resource_that_is_judged_twice_counts_once_against_the_cap(tmp_path: Path) -> None:
    run = engine(written(tmp_path, {**ENTRY, "cap": 1}))
    run.analyze(REPORTING)
    assert lines(run.preview(REPORTING)) == [("exemption-used", "advisory")]


def test_the_file_lies_beside_the_stack_files_in_the_folder_that_holds_the_pack() -> None:
    assert (FOLDER / "policies" / "PulumiPolicy.yaml").is_file()
    assert (FOLDER / "Pulumi.yaml").is_file()


def test_another_file_can_be_named_and_must_then_exist(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    written(tmp_path / "elsewhere", ENTRY)
    named = engine(tmp_path, exemptions_valid={"file": "elsewhere/exemptions.yaml"})
    assert lines(named.preview(REPORTING)) == [("exemption-used", "advisory")]
    missing = engine(tmp_path, exemptions_valid={"file": "elsewhere/none.yaml"}).preview(REPORTING)
    assert lines(missing) == [("rds-multi-az", "mandatory"), ("exemptions-valid", "mandatory")]
    assert "none.yaml: there is no such file" in missing[-1].message


def test_the_longest_exemption_is_a_parameter_of_the_policy(tmp_path: Path) -> None:
    run = engine(written(tmp_path, ENTRY), exemptions_valid={"maxDays": 30})
    (_, found) = run.preview(REPORTING)
    assert "is 40 days away; allowed: at most 30 days" in found.message
