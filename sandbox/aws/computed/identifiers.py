"""The id of a resource, read off the documented `pulumi import` command of its type."""

import re
from typing import Final

from sandbox.aws.computed.arns import arn_of, physical_name, unquoted
from sandbox.aws.computed.creation import Creation
from sandbox.aws.computed.shapes import ACCOUNT, REGION, is_generated, like, prefix_of
from sandbox.schema import Property

_SEPARATORS: Final = (",", "|", "/", ":", "#", ";")
_WORDS: Final = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_ABOUT: Final = ("resourceArn", "resource", "resourceIdentifier", "arn", "targetArn")
_SEPARATE_IDS: Final = frozenset(
    {"apigateway", "apigatewayv2", "cognito", "appsync", "servicediscovery", "glue", "lex"}
)
"""Modules that import `PARENT/OWN` while the id is OWN alone."""


def identify(creation: Creation) -> str:
    """The id of the resource that is being created."""
    example = _best_example(creation)
    if not example:
        return _without_example(creation)
    if example.startswith("arn:"):
        return _arn(example, creation)
    if example.startswith("http"):
        return creation.text("url") or f"https://{physical_name(creation)}"
    if ACCOUNT.fullmatch(example) and len(example) >= 10:
        return _only_input(creation, ("accountId", "awsAccountId", "targetAccountId")) or creation.account
    if REGION.fullmatch(example):
        return creation.region
    separator = next((mark for mark in _SEPARATORS if mark in example.strip(mark)), "")
    if "_" in example and all(prefix_of(part) for part in example.split("_")):
        separator = "_"
    parents_own = separator == ":" and REGION.fullmatch(example.split(":")[0]) is not None
    if separator and not parents_own:
        return _composite(example, separator, creation)
    return _single(example, creation)


def _best_example(creation: Creation) -> str:
    texts = [unquoted(example) for example in creation.resource.import_examples]
    plain = [text for text in texts if text and not re.search(r"[<\[\s]", text)]
    return plain[0] if plain else ""


def _without_example(creation: Creation) -> str:
    if "arn" in creation.resource.outputs and creation.resource.module.endswith(("sns", "sfn", "acm")):
        return arn_of(creation)
    if "name" in creation.resource.inputs:
        return creation.name()
    return creation.random.hex(26, "id")


def _arn(example: str, creation: Creation) -> str:
    mark = next((separator for separator in (",", "_", "|", ";") if f"{separator}arn:" in example), "")
    separator = mark or next((plain for plain in (",", ";") if plain in example), "")
    if separator:
        pieces = re.split(rf"{re.escape(separator)}(?=arn:)" if mark else re.escape(separator), example)
        if mark == "," or not mark:
            pieces = example.split(separator)
        used: set[str] = set()
        end = len(pieces) - 1
        return separator.join(_part(piece, creation, used, place == end) for place, piece in enumerate(pieces))
    if not _has_own_arn(creation):
        given = _arn_input(example, creation, set(), whole=True)
        if given:
            return given
    own = creation.resource.class_name[:1].lower() + creation.resource.class_name[1:] + "Arn"
    if "arn" in creation.resource.inputs and creation.text("arn"):
        return creation.text("arn")
    known = creation.text("arn") or (creation.text(own) if own in creation.resource.outputs else "")
    return known or arn_of(creation)


def _has_own_arn(creation: Creation) -> bool:
    """Whether AWS computes an ARN for the resource itself."""
    kind = creation.resource.class_name.lower()
    computed = [name for name in creation.resource.outputs if name not in creation.resource.inputs]
    return any(name == "arn" or (name.endswith("Arn") and kind.endswith(name[:-3].lower())) for name in computed)


def _has_own_id(creation: Creation) -> bool:
    """Whether AWS draws an identifier for the resource itself."""
    kind = creation.resource.class_name.lower()
    computed = [name for name in creation.resource.outputs if name not in creation.resource.inputs]
    return any(name.endswith("Id") and kind.endswith(name[:-2].lower()) for name in computed)


def _arn_input(example: str, creation: Creation, used: set[str], whole: bool = False) -> str:
    """The given ARN that is most like the example's: same service first, then any.

    Where the example is the whole id, the service must be the same unless the input names the resource that this one
    is about.
    """
    service = example.split(":")[2] if example.count(":") >= 5 else ""
    found = [
        (name, value)
        for name, value in creation.inputs.items()
        if isinstance(value, str)
        and value.startswith("arn:")
        and name not in used
        and (not whole or value.split(":")[2] == service or name in _ABOUT)
    ]
    found.sort(key=lambda item: (item[1].split(":")[2] != service, not _is_required(creation, item[0])))
    if not found:
        return ""
    used.add(found[0][0])
    return found[0][1]


def _single(example: str, creation: Creation) -> str:
    owner = _owner(creation)
    if is_generated(example):
        prefix = prefix_of(example)
        stands_alone = _has_own_arn(creation) or _has_own_id(creation)
        owned = owner and not stands_alone and (not prefix or owner.startswith(prefix) or not prefix_of(owner))
        return owner if owned else like(example, creation.random)
    return owner or _natural_name(creation)


def _natural_name(creation: Creation) -> str:
    stem = creation.resource.class_name[:1].lower() + creation.resource.class_name[1:]
    if "name" in creation.resource.inputs:
        return creation.name()
    for name in (f"{stem}Name", f"{stem}Identifier", f"{stem}Id", "identifier", stem):
        if creation.text(name) and name in creation.resource.inputs:
            return creation.text(name)
    required = [
        name
        for name, declared in creation.resource.inputs.items()
        if declared.required
        and _is_text(declared)
        and creation.text(name)
        and not creation.text(name).startswith("arn:")
    ]
    ranked = sorted(
        required, key=lambda name: (not name.endswith("Name"), -_overlap(name, creation.resource.class_name))
    )
    return creation.text(ranked[0]) if ranked else physical_name(creation)


def _owner(creation: Creation) -> str:
    """The id of the resource that this one configures, where the type is named for it (BucketPolicy -> bucket)."""
    kind = creation.resource.class_name.lower()
    best = ""
    for name, declared in creation.resource.inputs.items():
        given = creation.text(name)
        if not _is_text(declared) or not declared.required or not given or given.startswith("arn:"):
            continue
        stem = re.sub(r"(Id|Name|Arn|Identifier)$", "", name).lower()
        longer = stem and kind.startswith(stem) and kind != stem
        if longer and len(stem) > len(re.sub(r"(Id|Name|Arn|Identifier)$", "", best)):
            best = name
    if best and f"{creation.resource.class_name[:1].lower()}{creation.resource.class_name[1:]}Id" in (
        creation.resource.outputs
    ):
        return ""
    return creation.text(best) if best else ""


def _composite(example: str, separator: str, creation: Creation) -> str:
    parts = example.split(separator)
    used: set[str] = set()
    module = creation.resource.token.split(":")[1].split("/")[0]
    own_last = is_generated(parts[-1]) and not _matching_input(parts[-1], creation, used)
    if separator == "/" and own_last and module in _SEPARATE_IDS:
        return like(parts[-1], creation.random)
    return separator.join(_part(part, creation, used, last=place == len(parts) - 1) for place, part in enumerate(parts))


def _part(part: str, creation: Creation, used: set[str], last: bool) -> str:
    if part.startswith("arn:"):
        given = _arn_input(part, creation, used)
        return given or creation.text("arn") or arn_of(creation)
    if ACCOUNT.fullmatch(part):
        name = next((name for name in ("accountId", "awsAccountId") if creation.text(name)), "")
        used.add(name)
        return creation.text(name) or creation.account
    if REGION.fullmatch(part):
        return creation.region
    name = _matching_input(part, creation, used, last)
    if name:
        used.add(name)
        return creation.text(name)
    if is_generated(part):
        return like(part, creation.random, "id" if last else f"id/{part}")
    return creation.text("name") if last and creation.text("name") else part


def _matching_input(part: str, creation: Creation, used: set[str], last: bool = False) -> str:
    """The input that a part of a composite example stands for; empty where none fits."""
    given = [
        name
        for name, declared in creation.resource.inputs.items()
        if name not in used
        and name not in ("region", "description", "policy")
        and (_is_text(declared) or declared.type.kind == "integer")
        and creation.text(name)
        and not creation.text(name).startswith(("arn:", "{"))
    ]
    prefix = prefix_of(part)
    if prefix:
        same = [name for name in given if creation.text(name).startswith(f"{prefix}-")]
        if same:
            return same[0]
    if is_generated(part):
        if last and (_has_own_arn(creation) or _has_own_id(creation)):
            return ""
        identifiers = [name for name in given if name.endswith("Id") and _is_required(creation, name)]
        identifiers.sort(key=lambda name: name != "instanceId")
        return identifiers[0] if identifiers else ""

    def rank(name: str) -> tuple[int, bool, bool]:
        return (-_overlap(name, part), not (last and name == "name"), not _is_required(creation, name))

    ranked = sorted(given, key=rank)
    if ranked and (_overlap(ranked[0], part) or ranked[0] == "name" or _is_required(creation, ranked[0])):
        return ranked[0]
    return ""


def _is_text(declared: Property) -> bool:
    """Whether the property is text, or text among other things (a bucket or its name)."""
    alternatives = {member.kind for member in declared.type.alternatives}
    return declared.type.kind == "string" or "string" in alternatives


def _is_required(creation: Creation, name: str) -> bool:
    declared = creation.resource.inputs.get(name)
    return declared is not None and declared.required


def _overlap(left: str, right: str) -> int:
    def words(text: str) -> set[str]:
        return {word.lower().rstrip("s") for word in _WORDS.findall(text)} - {"id", "name", "arn", "example", "my"}

    return len(words(left) & words(right))


def _only_input(creation: Creation, names: tuple[str, ...]) -> str:
    return next((creation.text(name) for name in names if creation.text(name)), "")
