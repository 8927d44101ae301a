"""How examples are dealt out to the accounts in which they run."""

from sandbox.conformance.examples import Example
from sandbox.conformance.run import deal

DETECTOR = "aws.guardduty.Detector('it')"
RECORDER = "aws.cfg.Recorder('it')"


def examples(*sources: str) -> list[Example]:
    return [Example(f"aws:a/b:C#{number}", "aws:a/b:C", source) for number, source in enumerate(sources)]


def test_two_that_ask_for_what_an_account_has_once_never_meet() -> None:
    given = examples(DETECTOR, DETECTOR, RECORDER, "aws.s3.Bucket('it')")
    batches = deal(given, 60)
    assert sorted(example.key for batch in batches for example in batch) == [example.key for example in given]
    assert max(sum(DETECTOR in example.source for example in batch) for batch in batches) == 1
    assert len(batches) == 2


def test_batches_keep_their_size() -> None:
    batches = deal(examples(*["aws.s3.Bucket('it')"] * 10), 4)
    assert [len(batch) for batch in batches] == [4, 3, 3]
    assert deal([], 4) == []
