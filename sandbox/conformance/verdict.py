"""What a failed example says of the sandbox: whose fault it is that it failed."""

import ast
import re
from enum import Enum

_SDK_REFUSES = re.compile(
    r"TypeError: (Missing required property|.* got an unexpected keyword argument)"
    r"|ConfigMissingError"
    r"|AttributeError: '(?!NoneType)[A-Z]\w+' object has no attribute"
    r"|AttributeError: 'dict' object has no attribute 'apply'"
)
_PROTECTED = re.compile(r"FinalDBSnapshotIdentifier is required|[Dd]eletion protection is enabled")
_ABSENT = re.compile(r"NotFound|NoSuch|does not exist|doesn't exist|no matching|not found")
_OF_THE_ACCOUNT = {
    "NoAvailableConfigurationRecorderException": "cfg.Recorder(",
    "NoAvailableDeliveryChannelException": "cfg.DeliveryChannel(",
}
"""What AWS says when a region lacks something that it has once, and how an example would make it."""


class Verdict(Enum):
    """The classes of outcomes."""

    PASSED = "passed"
    PROTECTED = "passed, but for its own deletion protection or final snapshot, which AWS insists on at destroy"
    INCOMPLETE = "the example is not whole: the SDK itself refuses it, or it asks for configuration"
    ELSEWHERE = "the example leans on something that it doesn't create"
    FAILED = "failed"


def judge(source: str, phase: str, reason: str) -> Verdict:
    """The class of an outcome; `phase` is empty when all phases passed.

    A missing thing counts as being elsewhere only when the example itself names it as a literal, or needs it of its
    account without making it: what the example creates and the sandbox then doesn't find is the sandbox's failure.
    """
    if not phase:
        return Verdict.PASSED
    if phase == "destroy" and _PROTECTED.search(reason):
        return Verdict.PROTECTED
    if _SDK_REFUSES.search(reason):
        return Verdict.INCOMPLETE
    absent = _ABSENT.search(reason)
    if absent and any(literal in reason for literal in _literals(source)):
        return Verdict.ELSEWHERE
    if any(code in reason and maker not in source for code, maker in _OF_THE_ACCOUNT.items()):
        return Verdict.ELSEWHERE
    return Verdict.FAILED


def _literals(source: str) -> set[str]:
    """The texts that an example spells out, but for short ones that any sentence may hold."""
    texts = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    return {text for text in texts if isinstance(text, str) and len(text) > 3}
