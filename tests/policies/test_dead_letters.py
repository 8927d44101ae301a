"""Queues and what becomes of messages that nobody can take."""

import json

import pytest

from tests.policies.harness import Json, Resource
from tests.policies.stacks import ELSEWHERE, pointing, reports, undetermined, violation


class TestDeadLetters:
    POLICY = "sqs-dlq"
    WORK = Resource("aws:sqs/queue:Queue", "work", {"arn": "arn:aws:sqs:x:1:work"})
    DEAD = Resource("aws:sqs/queue:Queue", "dead", {"arn": "arn:aws:sqs:x:1:dead"})
    TO_DEAD = json.dumps({"deadLetterTargetArn": "arn:aws:sqs:x:1:dead", "maxReceiveCount": 5})

    def test_a_redrive_policy_passes_known_or_not(self) -> None:
        assert reports(self.POLICY, pointing(self.WORK.type, "work", redrivePolicy=self.DEAD), self.DEAD) == []
        known = Resource(self.WORK.type, "work", {"redrivePolicy": self.TO_DEAD})
        assert reports(self.POLICY, known, self.DEAD) == []

    def test_a_policy_in_a_resource_of_its_own_passes(self) -> None:
        separate = pointing(
            "aws:sqs/redrivePolicy:RedrivePolicy", "r", {"redrivePolicy": self.TO_DEAD}, queueUrl=self.WORK
        )
        assert reports(self.POLICY, self.WORK, self.DEAD, separate) == []

    @pytest.mark.parametrize(
        ("kind", "properties"),
        [
            ("aws:lambda/function:Function", {"deadLetterConfig": {"targetArn": "arn:aws:sqs:x:1:dead"}}),
            ("aws:cloudwatch/eventTarget:EventTarget", {"deadLetterConfig": {"arn": "arn:aws:sqs:x:1:dead"}}),
            ("aws:sns/topicSubscription:TopicSubscription", {"redrivePolicy": TO_DEAD}),
        ],
    )
    def test_the_queue_that_takes_dead_letters_of_anything_needs_none(
        self, kind: str, properties: dict[str, Json]
    ) -> None:
        assert reports(self.POLICY, self.DEAD, Resource(kind, "sender", properties)) == []

    def test_a_queue_that_allows_redrive_takes_dead_letters_of_another_stack(self) -> None:
        allows = Resource(self.DEAD.type, "dead", {"redriveAllowPolicy": '{"redrivePermission": "allowAll"}'})
        assert reports(self.POLICY, allows) == []

    def test_a_queue_without_is_a_violation(self) -> None:
        assert "redrivePolicy is not set" in violation(reports(self.POLICY, self.WORK))

    def test_a_sender_that_cannot_be_followed_is_said(self) -> None:
        hidden = pointing("aws:sqs/redrivePolicy:RedrivePolicy", "r", redrivePolicy=ELSEWHERE, queueUrl=self.DEAD)
        assert undetermined(reports(self.POLICY, self.WORK, self.DEAD, ELSEWHERE, hidden)).startswith("redrivePolicy")
