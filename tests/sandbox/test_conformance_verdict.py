"""Which examples stand alone, and whose fault it is that one fails."""

import pytest

from sandbox.conformance.batch import Outcome
from sandbox.conformance.examples import Example, sample, stands_alone
from sandbox.conformance.report import failed_keys, passed, render, standing_alone
from sandbox.conformance.verdict import Verdict, judge

WHOLE = 'import pulumi_aws as aws\n\nqueue = aws.sqs.Queue("jobs")\n'
RULE = 'import pulumi_aws as aws\n\nrule = aws.cfg.Rule("versioned")\n'
RECORDED_RULE = 'import pulumi_aws as aws\n\naws.cfg.Recorder("all")\nrule = aws.cfg.Rule("versioned")\n'
READS = 'import pulumi_aws as aws\n\nbucket = aws.s3.get_bucket(bucket="important-bucket")\n'


@pytest.mark.parametrize(
    ("source", "alone"),
    [
        (WHOLE, True),
        ('import pulumi_aws as aws\n\naws.sqs.Queue("jobs", name=other["name"])\n', False),
        ("import pulumi_std as std\n", False),
        ("not python at all (", False),
        ("import json\nimport pulumi\n\nprint([json.dumps(x) for x in range(3)])\n", True),
    ],
)
def test_a_program_stands_alone_when_it_defines_and_imports_all_it_uses(source: str, alone: bool) -> None:
    assert stands_alone(source) is alone


@pytest.mark.parametrize(
    ("source", "phase", "reason", "verdict"),
    [
        (WHOLE, "", "", Verdict.PASSED),
        (WHOLE, "preview", "TypeError: Missing required property 'engine'", Verdict.INCOMPLETE),
        (WHOLE, "preview", "ConfigMissingError: Missing required configuration variable 'x:y'", Verdict.INCOMPLETE),
        (READS, "preview", "NotFound: no matching S3 Bucket found: important-bucket", Verdict.ELSEWHERE),
        (RULE, "up", "NoAvailableConfigurationRecorderException: create one", Verdict.ELSEWHERE),
        (RECORDED_RULE, "up", "NoAvailableConfigurationRecorderException: create one", Verdict.FAILED),
        (WHOLE, "up", "NotFound: the queue 'made-by-the-sandbox' does not exist", Verdict.FAILED),
        (WHOLE, "up again", "update of aws:sqs/queue:Queue (name)", Verdict.FAILED),
        (WHOLE, "destroy", "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is", Verdict.PROTECTED),
        (WHOLE, "up", "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is", Verdict.FAILED),
        (WHOLE, "preview", "AttributeError: 'NoneType' object has no attribute 'x'", Verdict.FAILED),
        (WHOLE, "preview", "AttributeError: 'ConnectorV2' object has no attribute 'auth_url'", Verdict.INCOMPLETE),
    ],
)
def test_a_failure_is_the_sandboxs_unless_the_example_shows_otherwise(
    source: str, phase: str, reason: str, verdict: Verdict
) -> None:
    assert judge(source, phase, reason) is verdict


def outcome(number: int, phase: str = "", reason: str = "", source: str = WHOLE) -> Outcome:
    return Outcome(Example(f"aws:sqs/queue:Queue#{number}", "aws:sqs/queue:Queue", source), phase, reason)


def test_the_report_counts_what_stands_alone_and_lists_the_rest_with_reasons() -> None:
    outcomes = [
        outcome(1),
        outcome(2, "up", "AccessDenied"),
        outcome(3, "preview", "NotFound: no matching S3 Bucket found: important-bucket", READS),
        outcome(4, "preview", "TypeError: Missing required property 'engine'"),
    ]
    text = render(outcomes, 1)
    assert (len(passed(outcomes)), len(standing_alone(outcomes))) == (1, 2)
    assert text.startswith("1 of 2 examples that stand alone passed (50.0 %)")
    assert "(33.3 % when those count as failed" in text
    assert failed_keys(text) == {f"aws:sqs/queue:Queue#{number}" for number in (2, 3, 4)}


def test_a_sample_has_an_example_a_type_and_is_always_the_same() -> None:
    examples = [Example(f"t{number // 2}#{number}", f"t{number // 2}", WHOLE) for number in range(40)]
    chosen = sample(examples, 10)
    assert len({example.token for example in chosen}) == 10
    assert chosen == sample(list(examples), 10)
