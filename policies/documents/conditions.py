"""Conditions about IAM documents, of which the rules about policies are made."""

from collections.abc import Callable, Iterable

from policies.documents.document import Document, Statement, document_of
from policies.documents.three_valued import Truth
from policies.properties import UNKNOWN, Properties
from policies.verdict import COMPLIANT, NotApplicable, Undetermined, Verdict, Violation, combined

Offence = Callable[[Statement, Document], str | Truth]
"""What is wrong with a statement, as the end of a phrase that begins with it; otherwise False, or UNKNOWN."""

NO_DOCUMENT = NotApplicable("it carries no policy of its own")


def no_statement(resource: Properties, path: str, offence: Offence, absent: Verdict = NO_DOCUMENT) -> Verdict:
    """No statement of the document at a path offends; `absent` is the verdict where there is no document."""
    document = document_of(resource, path)
    if document is None:
        return absent
    if isinstance(document, Undetermined):
        return document
    offences = ((statement, offence(statement, document)) for statement in document.known)
    return _judged(resource, path, offences, document)


def _judged(
    resource: Properties, path: str, offences: Iterable[tuple[Statement, str | Truth]], document: Document
) -> Verdict:
    verdicts: list[Verdict] = [] if document.is_complete else [Undetermined(resource.where(path))]
    for statement, found in offences:
        if found is UNKNOWN:
            verdicts.append(Undetermined(resource.where(path)))
        elif isinstance(found, str):
            verdicts.append(Violation(_reason(resource, path, statement, found)))
    return combined(verdicts)


def _reason(resource: Properties, path: str, statement: Statement, offence: str) -> str:
    """The content of a secret document stays out of it."""
    if resource.is_secret(path):
        return f"{resource.where(path)}: a statement of the policy, which is a secret value, breaks the rule"
    return f"{resource.where(path)}: {statement.label} {offence}"


def some_document(resource: Properties, path: str, holds: Callable[[Document], Truth], otherwise: str) -> Verdict:
    """Something holds for the document at a path as a whole; `otherwise` is a phrase about the document."""
    document = document_of(resource, path)
    if document is None:
        return NO_DOCUMENT
    if isinstance(document, Undetermined):
        return document
    truth = holds(document)
    if truth is UNKNOWN or (truth is False and not document.is_complete):
        return Undetermined(resource.where(path))
    return COMPLIANT if truth else Violation(f"{resource.where(path)} {otherwise}")
