"""`aws.iam.get_policy_document`: statements rendered to the JSON text that the real provider renders.

Its rules: a set of one becomes text, larger sets are sorted in reverse, principals and conditions are keyed and sorted
by type and operator, `&{` becomes `${`, and statements of later documents replace those with the same Sid.
"""

import json
from binascii import crc32
from collections.abc import Callable, Mapping, Sequence

from sandbox.aws.invokes.arguments import Arguments
from sandbox.aws.invokes.call import Call, FunctionTable
from sandbox.aws.invokes.policy_source import Document, Statement, parse_document
from sandbox.aws.model import AwsError
from sandbox.values import Properties, Value

FUNCTIONS = FunctionTable()

_VERSIONS = ("2008-10-17", "2012-10-17")


@FUNCTIONS.answers("aws:iam/getPolicyDocument:getPolicyDocument")
def policy_document(arguments: Arguments, call: Call) -> Properties:
    """The document as indented and as minified JSON; its id is the CRC-32 of the indented text."""
    for unused in ("sourceJson", "overrideJson"):
        if arguments.given(unused):
            raise AwsError(
                "InvalidArgument", f"{unused} is not used any more: give {unused[:-4]}PolicyDocuments.", unused
            )
    merged = Document()
    for document in _sources(arguments.texts("sourcePolicyDocuments")):
        merged.merge(document)
    merged.merge(_own(arguments))
    for position, text in enumerate(arguments.texts("overridePolicyDocuments")):
        merged.merge(parse_document(text, f"override document {position}"))
    rendered = merged.rendered()
    indented = go_json(rendered, indent=2)
    statements: list[Value] = [{"effect": "Allow", **item} for item in arguments.objects("statements")]
    return {
        "id": str(crc32(indented.encode())),
        "json": indented,
        "minifiedJson": go_json(rendered, indent=None),
        "version": arguments.text("version", _VERSIONS[1]),
        "statements": statements if statements else None,
    }


def go_json(value: Value, indent: int | None) -> str:
    """JSON as Go's encoder writes it: keys in the given order, `<`, `>` and `&` escaped."""
    separators = (",", ": ") if indent else (",", ":")
    text = json.dumps(value, indent=indent, separators=separators, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _sources(texts: Sequence[str]) -> list[Document]:
    seen: set[str] = set()
    documents = []
    for position, text in enumerate(texts):
        document = parse_document(text, f"source document {position}")
        for number, statement in enumerate(document.statements):
            if statement.sid in seen:
                raise AwsError(
                    "InvalidPolicyDocument",
                    f"writing IAM Policy Document: merging source document {position}: duplicate Sid ({statement.sid}) "
                    f"in source_policy_documents (statement {number}). Remove the Sid or ensure Sids are unique.",
                    "sourcePolicyDocuments",
                )
            if statement.sid:
                seen.add(statement.sid)
        documents.append(document)
    return documents


def _own(arguments: Arguments) -> Document:
    version = arguments.text("version", _VERSIONS[1])
    if version not in _VERSIONS:
        raise AwsError("InvalidArgument", f"version must be 2008-10-17 or 2012-10-17, not {version}.", "version")
    document = Document(version=version, id=arguments.text("policyId"))
    sids: set[str] = set()
    for position, item in enumerate(arguments.objects("statements")):
        statement = _statement(Arguments(arguments.token, item), version, f"statements[{position}]")
        if statement.sid in sids:
            raise AwsError(
                "InvalidPolicyDocument",
                f"writing IAM Policy Document: duplicate Sid ({statement.sid}). "
                "Remove the Sid or ensure the Sid is unique.",
                f"statements[{position}].sid",
            )
        if statement.sid:
            sids.add(statement.sid)
        document.statements.append(statement)
    return document


def _statement(given: Arguments, version: str, path: str) -> Statement:
    effect = given.text("effect", "Allow")
    if effect not in ("Allow", "Deny"):
        raise AwsError("InvalidArgument", f'{path}.effect must be "Allow" or "Deny", not "{effect}".', f"{path}.effect")
    return Statement(
        sid=given.text("sid"),
        effect=effect,
        actions=_set(given.texts("actions")),
        not_actions=_set(given.texts("notActions")),
        resources=_set(_variables(given.texts("resources"), version, f"{path}.resources")),
        not_resources=_set(_variables(given.texts("notResources"), version, f"{path}.notResources")),
        principals=_principals(given.objects("principals"), version, f"{path}.principals"),
        not_principals=_principals(given.objects("notPrincipals"), version, f"{path}.notPrincipals"),
        conditions=_conditions(given.objects("conditions"), version, f"{path}.conditions"),
    )


def _principals(items: list[Properties], version: str, path: str) -> list[tuple[str, Value]]:
    found: list[tuple[str, Value]] = []
    for item in _in_set_order(items, _principal_text):
        given = Arguments("", item)
        identifiers = _set(_variables(given.texts("identifiers"), version, f"{path}.identifiers"))
        found.append((given.text("type"), [] if identifiers is None else identifiers))
    return found


def _conditions(items: list[Properties], version: str, path: str) -> list[tuple[str, str, Value]]:
    found: list[tuple[str, str, Value]] = []
    for item in _in_set_order(items, _condition_text):
        given = Arguments("", item)
        values = _variables(given.texts("values"), version, f"{path}.values")
        found.append((given.text("test"), given.text("variable"), list(values)))
    return found


def _variables(texts: list[str], version: str, path: str) -> list[str]:
    for text in texts:
        if version == _VERSIONS[0] and "&{" in text:
            raise AwsError(
                "InvalidPolicyDocument",
                f"{path}: found &{{ sequence in ({text}), which is not supported in document version 2008-10-17.",
                path,
            )
    return [text.replace("&{", "${") for text in texts]


def _set(texts: list[str]) -> Value:
    """A set as the provider renders it: nothing when empty, text when it has one member, else sorted in reverse."""
    unique = sorted(set(texts), reverse=True)
    if not unique:
        return None
    return unique[0] if len(unique) == 1 else list(unique)


def _in_set_order(items: list[Properties], serialised: Callable[[Mapping[str, Value]], str]) -> list[Properties]:
    """Blocks in the order of the provider's sets: by the decimal text of the CRC-32 of their serialised form."""
    by_code = {str(crc32(serialised(item).encode())): item for item in items}
    return [by_code[code] for code in sorted(by_code)]


def _principal_text(item: Mapping[str, Value]) -> str:
    given = Arguments("", item)
    members = sorted({str(crc32(f"{text};".encode())): text for text in given.texts("identifiers")}.items())
    return f"identifiers:{{{''.join(f'{text};' for _, text in members)}}};type:{given.text('type')};"


def _condition_text(item: Mapping[str, Value]) -> str:
    given = Arguments("", item)
    values = "".join(f"{text};" for text in given.texts("values"))
    return f"test:{given.text('test')};values:({values});variable:{given.text('variable')};"
